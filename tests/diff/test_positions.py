"""Causes add up also where verdicts look at the whole portfolio."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.diff.changed import Changed, Half
from tests.diff.sides import JUNE, pack
from tests.diff.test_causes import check
from tests.engine.both_ways import Portfolio
from tests.examples import holds_for

PACK = """\
[pack]
id = "made"
version = "1"
{scope}
[fields.spend]
type = "money"
[fields.staff]
type = "integer"
[params.line]
value = {line}
source = "assumption"
[indicators.share]
value = "share_of_total(spend)"
[indicators.rank]
value = "rank_of({ranked})"
decimals = 0
[criteria.top]
when = "cumulative_share(spend, 'before') < line"
[[tiers]]
id = "gold"
when = "{gold}"
[[tiers]]
id = "silver"
when = "share_of_total(staff) >= line or rank <= 2"
[[tiers]]
id = "others"
"""


@st.composite
def packs(draw: st.DrawFn) -> str:
    """A pack whose tiers look at the portfolio in every way: an indicator, a criterion, a tier itself."""
    return PACK.format(
        scope=draw(st.sampled_from(("", 'scope = "staff is not null"', 'scope = "spend > 0"'))),
        line=draw(st.sampled_from(("0.3", "0.5", "0.8"))),
        ranked=draw(st.sampled_from(("spend", "staff"))),
        gold=draw(st.sampled_from(("top and share > 0.2", "top or staff > 8", "spend >= 50 and rank = 1"))),
    )


ACCOUNTS = st.lists(
    st.tuples(st.none() | st.sampled_from((0, 10, 50, 90)), st.none() | st.integers(0, 10)), min_size=4, max_size=4
)


@st.composite
def cases(draw: st.DrawFn) -> Changed:
    """Two packs and two portfolios, often the same."""
    old, before = draw(packs()), draw(ACCOUNTS)
    new, now = draw(st.just(old) | packs()), draw(st.just(before) | ACCOUNTS)
    halves = []
    for text, accounts in ((old, before), (new, now)):
        rows = [
            {"account_id": f"A{i}", "spend": None if spend is None else Decimal(spend), "staff": staff}
            for i, (spend, staff) in enumerate(accounts)
        ]
        halves.append(Half(pack(text), JUNE, Portfolio(rows, {})))
    return Changed((old, new), halves[0], halves[1])


@holds_for(cases(), few=3, many=30, like=settings(suppress_health_check=list(HealthCheck)))
def test_causes_add_up(case):
    check(case)
