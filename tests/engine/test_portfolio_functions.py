"""Functions over all accounts in scope: known answers, ties, the unknown, and the engine against the reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.inspect import inspect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify, query_for
from kamengine.language.builtins import BUILTINS
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.reference import evaluate

AS_OF = date(2026, 6, 30)
HEAD = """
[pack]
id = "portfolio"
version = "1"
scope = "inside is null or inside"
[fields.inside]
type = "bool"
[fields.spend]
type = "money"
[fields.size]
type = "number"
[params.part]
value = 0.2
source = "assumption"
[params.line]
value = 1
unit = "CNY"
source = "assumption"
"""
TIERS = """
[[tiers]]
id = "key"
when = "{when}"
[[tiers]]
id = "rest"
"""


def pack(*expressions: str, when: str = "spend > 0") -> CheckedPack:
    """A pack with an indicator ``v0``, ``v1`` … for each expression."""
    indicators = "".join(f"[indicators.v{i}]\nvalue = '''{text}'''\n" for i, text in enumerate(expressions))
    read, problems = read_pack("portfolio.toml", (HEAD + indicators + TIERS.format(when=when)).encode())
    assert read is not None and not problems
    checked, problems = check_pack(read, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def results(checked: CheckedPack, accounts: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The indicators of every account in scope, in the order of ids."""
    with scratch() as database:
        run = classify(checked, made_up(database, checked, accounts), AS_OF)
        columns = ", ".join(checked.indicators)
        return database.execute(f'SELECT {columns} FROM "{run.table}" ORDER BY account_id').fetchall()


def accounts(*spends: Any, **more: Any) -> list[dict[str, Any]]:
    return [
        {"account_id": f"{i:04}", "spend": None if spend is None else Decimal(str(spend)), **more}
        for i, spend in enumerate(spends)
    ]


def of_spend(text: str, *spends: Any) -> list[Any]:
    """What an expression comes to for accounts with these amounts of ``spend``."""
    return [row[0] for row in results(pack(text), accounts(*spends))]


KNOWN_ANSWERS = [
    ("cumulative_share(spend, 'including')", [50, 30, 20], [0.5, 0.8, 1.0]),
    ("cumulative_share(spend, 'before')", [50, 30, 20], [0.0, 0.5, 0.8]),
    ("cumulative_share(spend, 'including')", [20, None, 50, 30], [1.0, None, 0.5, 0.8]),
    ("cumulative_share(spend, 'including')", [40, 20, 20, 20], [0.4, 1.0, 1.0, 1.0]),  # ties share the larger value
    ("cumulative_share(spend, 'before')", [40, 20, 20, 20], [0.0, 0.8, 0.8, 0.8]),
    ("cumulative_share(spend, 'including')", [150, -50], [1.5, 1.0]),
    ("cumulative_share(spend, 'before')", [0, 0], [None, None]),
    ("cumulative_share(spend, 'including')", [10, -10], [None, None]),
    ("cumulative_share(spend, 'including')", [10, -11], [None, None]),
    ("cumulative_share(spend, 'including')", [None], [None]),
    ("rank_of(spend)", [20, 50, None, 30], [3, 1, None, 2]),
    ("rank_of(spend)", [5, 7, 7, 5, 9], [4, 2, 2, 4, 1]),
    ("rank_of(-spend)", [1, 2, 3], [1, 2, 3]),
    ("percentile_of(spend)", [20, 50, None, 30, 40], [0.25, 1.0, None, 0.5, 0.75]),
    ("percentile_of(spend)", [5, 7, 7, 9], [0.25, 0.75, 0.75, 1.0]),
    ("percentile_of(spend)", [None, None], [None, None]),
    ("top_share(spend, 0.2)", [100, 50, 30, 10, 10], [0.5] * 5),
    ("top_share(spend, part)", [100, 50, 30, 10, 10], [0.5] * 5),
    ("top_share(spend, 0.2)", [60, 20, 10, 10, 50, 50], [0.55] * 6),  # 1.2 accounts are two
    ("top_share(spend, 0.5)", [6, 2, 2, None, None], [0.8] * 5),  # of the three that are known
    ("top_share(spend, 1)", [1, 2, 3], [1.0] * 3),
    ("top_share(spend, 0)", [1, 2, 3], [0.0] * 3),
    ("top_share(spend, 0.5)", [1, -1], [None] * 2),
    ("top_share(spend, 0.5)", [None], [None]),
    ("gini(spend)", [5, 5, 5, 5], [0.0] * 4),
    ("gini(spend)", [0, 0, 0, 12], [0.75] * 4),
    ("gini(spend)", [1, 2, 3, 4], [0.25] * 4),
    ("gini(spend)", [4, None, 1, 3, 2], [0.25] * 5),
    ("gini(spend)", [0, 0], [None] * 2),
    ("gini(spend * 1e12)", [1e3, 1e4], [None] * 2),  # 10 ** 16 is beyond what is exact
    ("portfolio_count()", [1, None, 3], [3] * 3),
    ("portfolio_count(spend)", [1, None, 3], [2] * 3),
    ("share_of_total(spend) + cumulative_share(spend, 'before')", [50, 30, 20], [0.5, 0.8, 1.0]),
    ("case when portfolio_count() >= 4 then percentile_of(spend) else spend / 100 end", [40, 20], [0.4, 0.2]),
    ("round(percentile_of(spend) * 5)", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
    ("cumulative_share(coalesce(spend, 0), 'including')", [3, None, 1], [0.75, 1.0, 1.0]),
]


@pytest.mark.parametrize(("text", "spends", "expected"), KNOWN_ANSWERS)
def test_known_answers(text, spends, expected):
    assert of_spend(text, *spends) == expected


def test_only_accounts_in_scope_count():
    inside = accounts(60, 40)
    outside = [{"account_id": "out", "spend": Decimal(900), "inside": False}]
    texts = ("cumulative_share(spend, 'including')", "rank_of(spend)", "portfolio_count()", "top_share(spend, 0.5)")

    assert results(pack(*texts), [*outside, *inside]) == [(0.6, 1, 2, 0.6), (1.0, 2, 2, 0.6)]


def test_tiers_and_criteria_may_call_them_directly():
    checked = pack(when="cumulative_share(spend, 'before') < 0.8 and rank_of(spend) <= 2")
    with scratch() as database:
        run = classify(checked, made_up(database, checked, accounts(50, 30, 10, 10)), AS_OF)
        tiers = database.execute(f'SELECT tier FROM "{run.table}" ORDER BY account_id').fetchall()
        asked = inspect(run, "0001", [tier.when for tier in checked.tiers if tier.when is not None])

    assert [tier for (tier,) in tiers] == ["key", "key", "rest", "rest"]
    assert asked is not None and asked.results == (True,)


def test_an_indicator_of_an_indicator_of_the_portfolio():
    checked = pack("percentile_of(spend)", "rank_of(v0)", "cumulative_share(v1, 'before')")

    assert results(checked, accounts(10, 20, 30)) == [(0.333333, 3, 0.0), (0.666667, 2, 0.5), (1.0, 1, 0.833333)]


def test_numbers_too_large_to_be_exact_do_no_harm():
    made = [{"account_id": f"{i:03}", "size": size} for i, size in enumerate([9e23] * 40 + [1e25, 1e280])]
    found = results(
        pack("gini(size)", "cumulative_share(size, 'before')", "rank_of(size)", "top_share(size, 0.5)"), made
    )

    assert found == [(None, 0.975, 1, 0.5)] * 40 + [(None, None, None, 0.5)] * 2


def test_pinned_values_are_not_computed():
    checked = pack("cumulative_share(spend, 'before')", "portfolio_count()")
    made = [{**one, "v0": 0.79, "v1": 500} for one in accounts(1)]
    with scratch() as database:
        run = classify(checked, made_up(database, checked, made, pinned=["v0", "v1"]), AS_OF)
        assert database.execute(f'SELECT v0, v1 FROM "{run.table}"').fetchall() == [(0.79, 500)]


def test_no_window_holds_the_whole_width_of_the_accounts():
    checked = pack("cumulative_share(spend, 'before')", "gini(spend)", "top_share(size, 0.2)")
    with scratch() as database:
        snapshot = made_up(database, checked, accounts(1, 2, size=1.0))
        query = query_for(checked, snapshot, bind(checked, AS_OF))
    steps = {step.alias: step.this.sql("duckdb") for step in query.ctes}

    narrow = ("#ranking", "#rows", "#sums", "#values")
    holding = [name for name, sql in steps.items() if " OVER " in sql]
    assert holding and all(any(part in name for part in narrow) for name in holding)


amounts = st.none() | st.sampled_from([0, 1, 1, 2, 5, 10, -3]).map(Decimal) | st.decimals(-(10**9), 10**12, places=4)
CONVENTIONS = "the convention of cumulative_share is 'before' | 'including', written out"
CALLS = [
    "cumulative_share({x}, 'before')",
    "cumulative_share({x}, 'including')",
    "rank_of({x})",
    "percentile_of({x})",
    "top_share({x}, 0.2)",
    "top_share({x}, 0.34)",
    "gini({x})",
    "portfolio_count({x})",
    "share_of_total({x})",
]
CHECKED = {x: pack(*(call.format(x=x) for call in CALLS)) for x in ("spend", "size", "spend / 3")}


@pytest.mark.parametrize("x", CHECKED)
@settings(max_examples=4, derandomize=True)
@given(spends=st.lists(amounts, min_size=1, max_size=12))
def test_the_engine_says_what_the_reference_says(x, spends):
    demand_agreement(x, spends)


@pytest.mark.slow
@pytest.mark.parametrize("x", CHECKED)
@settings(max_examples=40)
@given(spends=st.lists(amounts, min_size=1, max_size=12))
def test_the_engine_says_what_the_reference_says_of_many_more(x, spends):
    demand_agreement(x, spends)


def demand_agreement(x: str, spends: list[Decimal | None]) -> None:
    made = [
        {"account_id": f"{i:02}", "spend": s, "size": None if s is None else float(s)} for i, s in enumerate(spends)
    ]
    judged = evaluate(CHECKED[x], bind(CHECKED[x], AS_OF), made, {})

    assert results(CHECKED[x], made) == [tuple(one.indicators.values()) for one in judged]


def reference(name: str, *columns: Sequence[Any]) -> list[Any]:
    """A function in Python."""
    found: list[Any] = BUILTINS[name].reference(*columns)
    return found


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=20).filter(any))
def test_laws(values):
    n, smallest = len(values), values.index(min(values))
    before = reference("cumulative_share", values, ["before"] * n)
    including = reference("cumulative_share", values, ["including"] * n)
    ranks, percentiles = reference("rank_of", values), reference("percentile_of", values)

    assert including[smallest] == percentiles[values.index(max(values))] == min(ranks) == 1
    for own, *sums in zip(reference("share_of_total", values), before, including, strict=True):
        assert math.isclose(sums[0] + own, sums[1], abs_tol=1e-12)
    for rank, percentile in zip(ranks, percentiles, strict=True):
        assert rank - 1 + round(percentile * n) == n  # the larger ones and the others are all
    assert 0 <= reference("gini", values)[0] < 1
    assert reference("gini", values) == reference("gini", [value * 2 for value in values])
    shares = [reference("top_share", values, [Decimal(part) / 10] * n)[0] for part in range(11)]
    assert shares == sorted(shares) and (shares[0], shares[-1]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cumulative_share(spend)", "cumulative_share(x, 'before' | 'including') is called with 1 arguments"),
        ("cumulative_share(spend, 'befor')", f"{CONVENTIONS} — did you mean before?"),
        (
            "cumulative_share(spend, before)",
            "the convention of cumulative_share is 'before' | 'including', written out",
        ),
        ("cumulative_share(spend, null)", CONVENTIONS),
        ("cumulative_share(spend, 1)", CONVENTIONS),
        (
            "cumulative_share(inside, 'before')",
            "x of cumulative_share must be integer | number",
        ),
        ("top_share(spend, 20)", "the share of top_share is from 0 to 1"),
        ("top_share(spend, line)", "ratio and CNY are different units"),
        ("top_share(spend, size)", "share of top_share must be a number or a parameter of the pack"),
        (
            "rank_of(size + portfolio_count())",
            "rank_of looks at all accounts; it cannot be used here — make what stands inside it an indicator",
        ),
        ("gini()", "gini(x) is called with 0 arguments"),
    ],
)
def test_slips(text, message):
    read, _ = read_pack(
        "portfolio.toml", (HEAD + f'[indicators.v]\nvalue = "{text}"' + TIERS.format(when="inside")).encode()
    )
    assert read is not None
    _, problems = check_pack(read, {})

    assert message in problems[0].text()
