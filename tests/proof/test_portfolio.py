"""What looks at the whole portfolio is a fact of its own: known where its arguments are, and within what can be."""

from __future__ import annotations

import pytest

from tests.proof.proving import by_engine, by_reference, findings, made, report, tiers

SHARE = "[indicators.share]\nvalue = 'share_of_total(spend)'\n"
AHEAD = "[indicators.ahead]\nvalue = 'percentile_of(spend)'\n"


def test_a_witness_names_the_indicator_that_looks_at_the_portfolio():
    pack = made(SHARE + tiers("share >= 0.2", "share <= 0.2"), 'hit = "unique"')
    said = report(pack)
    (found,) = [finding for finding in said.findings if finding.code == "tiers-overlap"]

    assert found.witness is not None and found.witness["share"] == 0.2
    assert all(by_engine(pack, said, found.witness).tiers.values())
    assert by_reference(pack, said, found.witness).conditions() == [True, True]


@pytest.mark.parametrize(
    "condition",
    [
        "share > 0.5 and spend is null",
        "share > 0.5 and spend = 0",
        "ahead >= 0 and spend is null",
    ],
)
def test_what_is_known_of_an_unknown_value_is_never_met(condition):
    (found,) = findings(made(SHARE + AHEAD + tiers(condition, None)))

    assert (found.code, found.proof) == ("tier-unreachable", "proved")


def test_a_share_above_the_whole_is_not_shown_and_not_denied():
    # With negative values about, a share may exceed the whole; no witness is drawn from that, and no proof denies it.
    found = findings(made(SHARE + tiers("share > 1.5", None)))

    assert all(finding.witness is None and finding.proof != "proved" for finding in found)


def test_a_rank_is_a_whole_number_from_one():
    rank = "[indicators.rank]\nvalue = 'rank_of(spend)'\n"
    (found,) = findings(made(rank + tiers("rank < 1", None)))

    assert (found.code, found.proof) == ("tier-unreachable", "proved")
    assert findings(made(rank + tiers("rank <= 1", None))) == []


def test_where_all_that_can_be_known_is_known_there_is_no_gap():
    body = AHEAD + tiers("ahead >= 0.5", "ahead < 0.5")

    assert findings(made(body, 'hit = "unique"')) == []


def test_a_criterion_that_looks_at_the_portfolio_is_a_fact_too():
    body = "[criteria.large]\nwhen = 'share_of_total(spend) >= 0.3'\n" + tiers("large and spend < 5", "spend < 3")

    assert findings(made(body)) == []  # spend below 3 and not large: the second tier is reached


def test_a_tier_that_calls_the_portfolio_itself_is_reported_only_when_proved():
    assert findings(made(tiers("share_of_total(spend) > 0.5", None))) == []
    (found,) = findings(made(tiers("share_of_total(spend) > 0.5 and spend is null", None)))
    assert (found.code, found.proof) == ("tier-unreachable", "proved")
