"""Three implementations, one answer: DuckDB, the reference evaluator, and SQLite by sqlglot's dialect."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings

from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack
from tests.engine.both_ways import Portfolio, by_reference
from tests.engine.on_sqlite import beyond_doubles, by_sqlite, plain
from tests.engine.packs import Case, cases

AS_OF = date(2026, 6, 30)
HALF = """
[pack]
id = "half"
version = "1"
[fields.size]
type = "number"
[indicators.whole]
value = "size"
decimals = 0
[fields.people]
type = "integer"
[indicators.counted]
value = "round(people, 2)"
[[tiers]]
id = "key"
when = "whole > 0"
[[tiers]]
id = "rest"
"""
# A pack is not made smaller when it fails: that would take minutes.
LARGE = settings(suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate])


def demand_agreement(case: Case) -> bool:
    """Whether the pack is for SQLite at all; where it is, both must say the same."""
    judged = by_reference(*case.parts)
    found = None if judged is None else by_sqlite(*case.parts)
    event("not for SQLite" if found is None else "compared")
    if judged is None or found is None:
        return False
    beyond = beyond_doubles(case.parts[0], case.portfolio)
    for result, row in zip(sorted(judged, key=lambda result: result.account_id), found, strict=True):
        if result.account_id in beyond:
            continue
        expected = {**result.criteria, **result.indicators, "tier": result.tier, "tier_possible": result.tier_possible}
        expected |= {"score_low": result.score_low, "score_high": result.score_high}
        assert {name: row[name] for name in expected} == {name: plain(value) for name, value in expected.items()}
    return True


@pytest.mark.slow
def test_sqlite_and_the_reference_agree_and_most_packs_are_for_sqlite():
    """Else the comparison would say nothing; the packs are the same in every run, and many more in the slow one."""
    compared = []

    @settings(LARGE, max_examples=40, derandomize=True)
    @given(cases())
    def compare(case):
        compared.append(demand_agreement(case))

    compare()
    assert sum(compared) > len(compared) / 3


def test_sqlite_is_asked_to_round_as_the_others_do():
    pack, problems = read_pack("half.toml", HALF.encode())
    assert pack is not None and not problems
    checked, _ = check_pack(pack, {})
    assert checked is not None
    sizes = (0.49999999999999994, 0.5, -0.5, 1.5, 2.5, -2.5000000000000004)
    portfolio = Portfolio([{"account_id": f"A{place}", "size": size} for place, size in enumerate(sizes)], {})
    judged, found = by_reference(checked, AS_OF, portfolio), by_sqlite(checked, AS_OF, portfolio)
    assert judged is not None and found is not None
    assert [row["whole"] for row in found] == [result.indicators["whole"] for result in judged] == [0, 1, -1, 2, 3, -3]


def test_sqlite_is_asked_to_leave_whole_numbers_whole():
    pack, _ = read_pack("half.toml", HALF.encode())
    assert pack is not None
    checked, _ = check_pack(pack, {})
    assert checked is not None
    portfolio = Portfolio([{"account_id": "A", "people": 2**53 + 1}], {})
    judged, found = by_reference(checked, AS_OF, portfolio), by_sqlite(checked, AS_OF, portfolio)
    assert judged is not None and found is not None
    assert found[0]["counted"] == judged[0].indicators["counted"] == 2**53 + 1


@pytest.mark.slow
@settings(LARGE, max_examples=300)
@given(cases())
def test_sqlite_and_the_reference_agree_on_many_more(case):
    demand_agreement(case)
