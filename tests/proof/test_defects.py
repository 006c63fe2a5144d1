"""Every defect is found, with its proof; the same pack mended gives no finding."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.proof.proving import by_engine, by_reference, criterion, findings, made, report, tiers


@dataclass(frozen=True)
class Defect:
    """A pack with one defect, what is to be found, and the same pack mended.

    `found`: code, severity, key; `head`: further keys of ``[pack]``.
    """

    broken: str
    mended: str
    found: tuple[str, str, str]
    head: str = ""


def bands(subject: str, broken: str, mended: str, key: str, shape: str = "bands") -> Defect:
    score = f'[score]\n[[score.parts]]\nindicator = "{subject}"\nweight = 100\n{shape} = '
    rest = '\n[[tiers]]\nid = "all"\n'
    return Defect(score + broken + rest, score + mended + rest, ("band-unreachable", "warning", key))


NEVER, ALWAYS, UNKNOWN = "condition-never-met", "condition-always-met", "condition-never-known"
C, T1, T2 = "criteria.c.when", "tiers[1].when", "tiers[2].when"

DEFECTS = {
    "a tier that contradicts itself": Defect(
        tiers("spend >= line and spend < 5000", None),
        tiers("spend >= line and spend < 50000", None),
        ("tier-unreachable", "error", T1),
    ),
    "a tier above the highest score": Defect(
        '[score]\n[[score.parts]]\nindicator = "spend"\nweight = 100\n'
        "bands = [ { from = 0, points = 0 }, { from = 10, points = 80 } ]\n" + tiers("score > 80", None),
        '[score]\n[[score.parts]]\nindicator = "spend"\nweight = 100\n'
        "bands = [ { from = 0, points = 0 }, { from = 10, points = 80 } ]\n" + tiers("score >= 80", None),
        ("tier-unreachable", "error", T1),
    ),
    "a tier between two whole numbers": Defect(
        tiers("people > 5 and people < 6", None),
        tiers("people > 5 and people < 7", None),
        ("tier-unreachable", "error", T1),
    ),
    "a product of money and a whole number that is exact": Defect(
        criterion("people = 3 and spend = 0.1 and people * spend <> 0.3"),
        criterion("people = 3 and spend = 0.1 and people * spend = 0.3"),
        (NEVER, "warning", C),
    ),
    "a product of money beyond what is known": Defect(
        criterion("people * spend > 1000000000 * 1000000001"),
        criterion("people * spend > 1000000000 * 999999999"),
        (NEVER, "warning", C),
    ),
    "a tier finer than the decimals of an indicator": Defect(
        tiers("average > 10 and average < 10.01", None),
        tiers("average > 10 and average <= 10.01", None),
        ("tier-unreachable", "error", T1),
    ),
    "a tier outside the scope": Defect(
        tiers("city = 'county' and spend > 5", None),
        tiers("city = 'province' and spend > 5", None),
        ("tier-unreachable", "error", T1),
        "scope = \"city in ('prefecture', 'province')\"",
    ),
    "a tier that earlier ones take everybody from": Defect(
        tiers("spend >= 5000", "spend >= line and vip", None),
        tiers("spend >= line and vip", "spend >= 5000", None),
        ("tier-shadowed", "warning", T2),
    ),
    "a tier that two earlier ones share out": Defect(
        tiers("vip and spend > 10", "not vip and spend > 10", "vip is not null and spend > 20", None),
        tiers("vip and spend > 10", "not vip and spend > 10", "spend > 20", None),
        ("tier-shadowed", "warning", "tiers[3].when"),
    ),
    "everyone else is nobody": Defect(
        tiers("spend > 10", "spend is null or spend <= 10", None),
        tiers("spend > 10", "spend is null", None),
        ("tier-shadowed", "warning", "tiers[3]"),
    ),
    "a criterion that is always met": Defect(
        criterion("coalesce(people, 3) >= 0 or people < 0"),
        criterion("coalesce(people, 3) >= 0"),
        (ALWAYS, "warning", C),
    ),
    "a criterion that is met whenever it is known": Defect(
        criterion("people >= 0 or people < 5"), criterion("people >= 6 or people < 5"), (ALWAYS, "warning", C)
    ),
    "a criterion that is never met": Defect(
        criterion("growth > 0.5 and growth < 0.2"), criterion("growth > 0.2 and growth < 0.5"), (NEVER, "warning", C)
    ),
    "a count below zero": Defect(
        criterion("bills_paid < 0 or vip"), criterion("bills_paid < 1 or vip"), (NEVER, "warning", C)
    ),
    "a criterion that is never known": Defect(
        criterion("spend / 0 > 5"), criterion("spend / 2 > 5"), (UNKNOWN, "error", C)
    ),
    "a tier that is never known": Defect(
        tiers("limit / (limit - limit) > 1", None), tiers("limit / (limit - 1) > 1", None), (UNKNOWN, "error", T1)
    ),
    "a part of an or that is never met": Defect(
        criterion("vip or (spend > 10 and spend < 5)"),
        criterion("vip or (spend > 5 and spend < 10)"),
        (NEVER, "warning", C),
    ),
    "a part of an and that is always met": Defect(
        criterion("vip and (spend is null or spend < 10 or spend >= 10)"),
        criterion("vip and (spend is null or spend < 10 or spend > 10)"),
        (ALWAYS, "warning", C),
    ),
    "a branch that an earlier one takes": Defect(
        criterion("case when spend > 5 then vip when spend > 10 then not vip end"),
        criterion("case when spend > 10 then vip when spend > 5 then not vip end"),
        (NEVER, "warning", C),
    ),
    "a branch in an indicator": Defect(
        '[indicators.i]\nvalue = "case when people > 5 then 1 when people = 7 then 2 end"\n' + criterion("i is null"),
        '[indicators.i]\nvalue = "case when people > 7 then 1 when people = 7 then 2 end"\n' + criterion("i is null"),
        (NEVER, "warning", "indicators.i.value"),
    ),
    "two unique tiers that meet": Defect(
        tiers("spend >= 100", "spend <= 100"),
        tiers("spend >= 100", "spend < 100"),
        ("tiers-overlap", "error", T2),
        'hit = "unique"',
    ),
    "a gap between unique tiers": Defect(
        tiers("spend > 100", "spend < 100"),
        tiers("spend >= 100", "spend < 100"),
        ("tiers-gap", "warning", "tiers"),
        'hit = "unique"',
    ),
    "a scope that nobody is in": Defect(
        tiers("people > 5", None),
        tiers("people > 5", None),
        (NEVER, "error", "pack.scope"),
        "scope = \"city = 'county' and city <> 'county'\"",
    ),
    "a band between two whole numbers": bands(
        "people",
        "[ { points = 0 }, { from = 2.2, points = 10 }, { from = 2.9, points = 20 } ]",
        "[ { points = 0 }, { from = 2.2, points = 10 }, { from = 3.1, points = 20 } ]",
        "score.parts[1].bands[2]",
    ),
    "a band of counts below zero": bands(
        "bills_paid",
        "[ { points = 5 }, { from = 0, points = 10 }, { from = 3, points = 20 } ]",
        "[ { points = 5 }, { from = 1, points = 10 }, { from = 3, points = 20 } ]",
        "score.parts[1].bands[1]",
    ),
    "a segment of counts below zero": bands(
        "bills_paid", "[ [-2, 0], [0, 10], [3, 20] ]", "[ [-2, 0], [1, 10], [3, 20] ]", "score.parts[1].line[1]", "line"
    ),
}


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_found_and_proved(defect):
    (found,) = findings(made(defect.broken, defect.head))

    assert (found.code, found.severity, found.place.key) == defect.found
    assert found.proof == "proved"


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_the_pack_mended_gives_no_finding(defect):
    head = defect.head.replace("city <> 'county'", "vip")

    assert findings(made(defect.mended, head)) == []


# ── witnesses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def found_in(pack, code):
    said = report(pack)
    return said, next(finding for finding in said.findings if finding.code == code)


def test_the_witness_of_a_shadowed_tier_meets_it_and_is_taken_by_another():
    pack = made(tiers("spend >= 5000", "spend >= line and vip", None))
    said, found = found_in(pack, "tier-shadowed")

    assert found.witness == {"spend": 10000, "vip": True}
    assert found.shows == {"tier": "t1"}
    engine, reference = by_engine(pack, said, found.witness), by_reference(pack, said, found.witness)
    assert (engine.tier, engine.tiers["t2"]) == ("t1", True)
    assert reference.tiers()[0] == "t1" and reference.conditions()[1] is True


def test_the_witness_of_an_overlap_meets_both_tiers():
    pack = made(tiers("spend >= 100 and vip", "people < 5", "spend <= 100"), 'hit = "unique"')
    said = report(pack)

    overlaps = [finding for finding in said.findings if finding.code == "tiers-overlap"]

    assert [finding.shows["tiers"] for finding in overlaps] == [["t1", "t2"], ["t1", "t3"], ["t2", "t3"]]
    for found in overlaps:
        ids = found.shows["tiers"]
        assert all(by_engine(pack, said, found.witness).tiers[id] for id in ids)
        assert sum(met is True for met in by_reference(pack, said, found.witness).conditions()) >= 2


def test_the_witness_of_a_gap_is_known_whole_and_in_no_tier():
    pack = made(tiers("spend > 100 and vip", "spend < 100 or not vip"), 'hit = "unique"')
    said, found = found_in(pack, "tiers-gap")

    assert found.witness == {"spend": 100, "vip": True}
    assert by_engine(pack, said, found.witness).tier is None
    assert by_reference(pack, said, found.witness).conditions() == [False, False]


def test_what_is_unknown_is_no_gap():
    assert findings(made(tiers("spend >= 100", "spend < 100"), 'hit = "unique"')) == []


def test_a_witness_needs_no_fact_that_does_not_matter():
    pack = made(tiers("spend >= 100 or region = 'east'", "people >= 3"), 'hit = "unique"')
    _, found = found_in(pack, "tiers-overlap")

    assert set(found.witness) in ({"spend", "people"}, {"region", "people"})
