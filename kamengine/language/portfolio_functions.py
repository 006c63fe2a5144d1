"""Functions over all accounts in scope: shares, ranks and how concentrated the portfolio is.

Their SQL is of windows; `kamengine.engine.totals` computes each of them in a step of its own, where nothing else is
carried along, and there a window may stand inside another. Accounts whose value is unknown do not count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate
from typing import Any

from sqlglot import exp

from kamengine.declarations import Label
from kamengine.language.expressions import Type
from kamengine.language.functions import ANYTHING, Function, Parameter
from kamengine.language.meanings import sql_template
from kamengine.language.numbers import round_decimal
from kamengine.language.units import RATIO

BEFORE, INCLUDING = "before", "including"
"""The two conventions of a cumulative share: without the account's own value, or with it."""

LARGEST_OF_GINI = Decimal(10) ** 15
"""A value beyond this size makes the Gini coefficient unknown: its products with places would not be exact."""

Numbers = Sequence[Decimal | None]

# ── shares and ranks ─────────────────────────────────────────────────────────────────────────────────────────────────


def share_of_total(values: Numbers) -> list[float | None]:
    """Each value divided by the sum of the known ones."""
    total = sum(_known(values), Decimal(0))
    return [None if value is None or not total else float(value) / float(total) for value in values]


_CUMULATIVE = sql_template(
    "CASE WHEN :a IS NOT NULL THEN CAST(SUM(:a) OVER (ORDER BY :a DESC) - :b AS DOUBLE)"
    " / CAST(NULLIF(GREATEST(SUM(:a) OVER (), 0), 0) AS DOUBLE) END"
)


def cumulative_share_sql(x: exp.Expr, convention: exp.Expr) -> exp.Expr:
    """The sum of all values from the largest down to the account's, with it or without, divided by the total."""
    own = x if convention.name == BEFORE else exp.Literal.number(0)
    return _CUMULATIVE(x, own)


def cumulative_share(values: Numbers, conventions: Sequence[str]) -> list[float | None]:
    """The same in Python; equal values have equal shares."""
    ordered = sorted(_known(values), reverse=True)
    total = sum(ordered, Decimal(0))
    if total <= 0:
        return [None] * len(values)
    downto = dict(zip(ordered, accumulate(ordered), strict=True))  # of equal values the last one counts
    own = {BEFORE: 1, INCLUDING: 0}
    return [
        None if value is None else float(downto[value] - own[convention] * value) / float(total)
        for value, convention in zip(values, conventions, strict=True)
    ]


_RANK = "CASE WHEN :a IS NOT NULL THEN 1 + COUNT(:a) OVER () - COUNT(:a) OVER (ORDER BY :a) END"
_PERCENTILE = "CASE WHEN :a IS NOT NULL THEN CAST(COUNT(:a) OVER (ORDER BY :a) AS DOUBLE) / COUNT(:a) OVER () END"


def rank_of(values: Numbers) -> list[int | None]:
    """One more than the number of larger values."""
    ordered = sorted(_known(values))
    return [None if value is None else 1 + len(ordered) - bisect_right(ordered, value) for value in values]


def percentile_of(values: Numbers) -> list[float | None]:
    """The number of values that are not larger, divided by the number of known ones; the largest has 1."""
    ordered = sorted(_known(values))
    return [None if value is None else bisect_right(ordered, value) / len(ordered) for value in values]


# ── concentration ────────────────────────────────────────────────────────────────────────────────────────────────────

_TOP = sql_template(
    "CAST(COALESCE(SUM(CASE WHEN ROW_NUMBER() OVER (ORDER BY :a DESC NULLS LAST)"
    " <= CEIL(COUNT(:a) OVER () * CAST(LEAST(GREATEST(:b, 0), 1) AS DECIMAL(11, 10))) THEN :a END) OVER (), 0)"
    " AS DOUBLE) / CAST(NULLIF(GREATEST(SUM(:a) OVER (), 0), 0) AS DOUBLE)"
)
_GINI = sql_template(
    "CASE WHEN GREATEST(MAX(:a) OVER (), -MIN(:a) OVER ()) <= 1000000000000000 THEN"
    " CAST(2 * SUM(CASE WHEN ABS(:a) <= 1000000000000000"
    " THEN :a * ROW_NUMBER() OVER (ORDER BY :a NULLS LAST) END) OVER ()"
    " - (COUNT(:a) OVER () + 1) * SUM(:a) OVER () AS DOUBLE)"
    " / CAST(NULLIF(GREATEST(COUNT(:a) OVER () * SUM(:a) OVER (), 0), 0) AS DOUBLE) END"
)


def top_share(values: Numbers, shares: Sequence[Decimal]) -> list[float | None]:
    """The sum of the largest values, so many of the known ones (rounded up), divided by the total."""
    ordered = sorted(_known(values), reverse=True)
    total = sum(ordered, Decimal(0))
    return [float(sum(ordered[: _part(share, ordered)])) / float(total) if total > 0 else None for share in shares]


def _part(share: Decimal, ordered: Sequence[Decimal]) -> int:
    """How many values are the given share of them."""
    share = round_decimal(min(max(share, Decimal(0)), Decimal(1)), 10)
    return int((len(ordered) * share).to_integral_value(ROUND_CEILING))


def gini(values: Numbers) -> list[float | None]:
    """2·Σ i·xᵢ / (n·Σ x) - (n + 1) / n over the values in ascending order, on one denominator: equal values give 0."""
    ordered = sorted(_known(values))
    n, total = len(ordered), sum(ordered, Decimal(0))
    if total <= 0 or max(map(abs, ordered)) > LARGEST_OF_GINI:
        return [None] * len(values)
    weighted = sum((rank * value for rank, value in enumerate(ordered, 1)), Decimal(0))
    return [float(2 * weighted - (n + 1) * total) / float(n * total)] * len(values)


def portfolio_count_sql(x: exp.Expr | None = None) -> exp.Expr:
    """The number of accounts, or of those for which something is known."""
    return sql_template("COUNT(:a) OVER ()")(x if x is not None else exp.true())


def portfolio_count(values: Sequence[Any]) -> list[int]:
    """The same in Python."""
    return [sum(value is not None for value in values)] * len(values)


def _known(values: Numbers) -> list[Decimal]:
    return [value for value in values if value is not None]


_X = Parameter("x")
_A_RATIO = Type("ratio", RATIO)

PORTFOLIO_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "share_of_total",
        (_X,),
        lambda _: _A_RATIO,
        sql_template("CAST(:a AS DOUBLE) / CAST(NULLIF(SUM(:a) OVER (), 0) AS DOUBLE)"),
        share_of_total,
        Label("the share of {0} in the portfolio", "{0} 占全部客户的比重"),
        Label("the account's share of the sum over all accounts in scope", "该客户占范围内全部客户合计的比重"),
        scope="portfolio",
        unknown="native",
        numbers="decimal",
    ),
    Function(
        "cumulative_share",
        (
            _X,
            Parameter(
                "convention",
                ("text",),
                options={
                    BEFORE: Label("before this account", "不含本客户"),
                    INCLUDING: Label("including this account", "含本客户"),
                },
            ),
        ),
        lambda _: _A_RATIO,
        cumulative_share_sql,
        cumulative_share,
        Label("the cumulative share of {0}, largest first, {1}", "{0} 由大到小累计（{1}）的占比"),
        Label(
            "share of the total held by the accounts down to this one, largest first; ties share the larger value",
            "由大到小累计到该客户为止占合计的比重；并列者取较大值",
        ),
        scope="portfolio",
        unknown="native",
        numbers="decimal",
    ),
    Function(
        "rank_of",
        (_X,),
        "integer",
        sql_template(_RANK),
        rank_of,
        Label("the rank by {0}", "{0} 的名次"),
        Label(
            "1 for the largest value in scope; ties share the better rank",
            "范围内由大到小的名次，最大者为 1；并列取较前名次",
        ),
        scope="portfolio",
        unknown="native",
        numbers="decimal",
    ),
    Function(
        "percentile_of",
        (_X,),
        lambda _: _A_RATIO,
        sql_template(_PERCENTILE),
        percentile_of,
        Label("the percentile by {0}", "{0} 的百分位"),
        Label(
            "share of the accounts whose value is not larger; 1 for the largest",
            "取值不大于该客户的客户占比；最大者为 1",
        ),
        scope="portfolio",
        unknown="native",
        numbers="decimal",
    ),
    Function(
        "top_share",
        (_X, Parameter("share", constant=True, unit=RATIO)),
        lambda _: _A_RATIO,
        _TOP,
        top_share,
        Label("the share of {0} held by the top {1} of accounts", "前 {1} 的客户占 {0} 合计的比重"),
        Label(
            "share of the total held by the top accounts, as many as the share says, rounded up",
            "最大的若干客户（按给定比例，向上取整）占合计的比重",
        ),
        scope="portfolio",
        unknown="own",
        numbers="decimal",
    ),
    Function(
        "gini",
        (_X,),
        lambda _: _A_RATIO,
        _GINI,
        gini,
        Label("the Gini coefficient of {0}", "{0} 的基尼系数"),
        Label(
            "how unequal the values in scope are: 0 all equal, towards 1 one account has all",
            "范围内取值的不均程度：0 为完全相等，接近 1 为一家独占",
        ),
        scope="portfolio",
        unknown="own",
        numbers="decimal",
    ),
    Function(
        "portfolio_count",
        (Parameter("x", ANYTHING, optional=True),),
        "integer",
        portfolio_count_sql,
        portfolio_count,
        Label("the number of accounts", "客户数"),
        Label(
            "number of accounts in scope; with x: of those for which x is known",
            "范围内客户数；带 x 时为其中 x 已知的客户数",
        ),
        scope="portfolio",
        unknown="own",
        numbers="as_is",
    ),
)
"""Every function over all accounts in scope."""
