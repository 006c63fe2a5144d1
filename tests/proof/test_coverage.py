"""What the tests of a pack hold fast: what none of them exercises, and which moves of a line none of them notices."""

from __future__ import annotations

from kamengine.proof import Coverage
from tests.proof.proving import made, report, tiers

KEY = tiers("spend >= line", None).replace('"t1"', '"key"').replace('"t2"', '"others"')


def test_case(name: str, given: str, expect: str, more: str = "") -> str:
    return f'[[tests]]\nname = "{name}"\ngiven = {{ {given} }}\nexpect = {{ {expect} }}\n{more}'


test_case.__test__ = False  # type: ignore[attr-defined]

AT_THE_LINE = test_case("at the line", "spend = 10000", 'tier = "key"')
BELOW_IT = test_case("a fen below it", "spend = 9999.99", 'tier = "others"')


def about_tests(body: str) -> dict[str, str]:
    """What is found, by code, apart from what is not used."""
    said = report(made(body)).findings
    return {
        finding.code: finding.what.template.format(**finding.what.arguments)
        for finding in said
        if "decides" not in finding.code
    }


def test_a_line_pinned_from_both_sides_is_held_fast():
    body = KEY + AT_THE_LINE + BELOW_IT

    assert about_tests(body) == {}
    assert report(made(body)).coverage == Coverage(tests=2, moves=2, noticed=2)


def test_a_line_pinned_from_one_side_may_be_moved_to_the_other():
    found = about_tests(KEY + AT_THE_LINE + test_case("far below", "spend = 5", 'tier = "others"'))

    assert found == {"line-move-unnoticed": "no test notices that the line line = 10000 is moved to 9999.99"}


def test_a_line_that_no_test_comes_near():
    body = (
        KEY.replace("spend >= line", "spend >= line or people > 5")
        + AT_THE_LINE
        + BELOW_IT.replace("9999.99", "9999.99, vip = true")
    )

    found = about_tests(body.replace('tier = "others"', 'tier = "others", tier_possible = "key"'))

    assert found == {"line-untested": "no test looks at the line people > 5"}


def test_steps_are_those_of_what_is_compared():
    conditions = ("people > 5", "growth > 0.5", "average > 7", "spend > 3", "score > 50")
    score = '[score]\n[[score.parts]]\nindicator = "people"\nweight = 100\nbands = [ { points = 0 } ]\n'
    given = "people = 9, growth = 9, average = 9, spend = 9"
    said = report(made(score + tiers(*conditions) + test_case("all", given, 'tier = "t1"')))

    unnoticed = [f.what.arguments["moves"] for f in said.findings if f.code == "line-move-unnoticed"]
    assert [str(moves) for moves in unnoticed] == [
        "6 or 4",
        "0.5001 or 0.4999",
        "7.01 or 6.99",
        "3.01 or 2.99",
        "51 or 49",
    ]


def test_a_parameter_that_a_test_sets_is_moved_in_the_others_only():
    body = KEY + test_case("set", "spend = 12000", 'tier = "key"', "set = { line = 12000 }\n")

    assert report(made(body)).coverage.noticed == 0


def test_bands_are_lines_too():
    bands = "bands = [ { points = 0 }, { from = 5, points = 50 } ]\n"
    score = f'[score]\n[[score.parts]]\nindicator = "people"\nweight = 100\n{bands}'
    pinned = test_case("at", "people = 5", "score = 50") + test_case("below", "people = 4", "score = 0")

    assert report(made(score + tiers(None) + pinned)).coverage == Coverage(2, 2, 2)


def test_rows_of_ledgers_are_moved_along_their_lines():
    body = '[indicators.large]\nfrom = "bills"\nvalue = "count()"\nwhere = "amount >= 100"\nwhen_empty = 0\n' + tiers(
        "large >= 1", None
    )
    rows = (
        '[[tests]]\nname = "{name}"\nas_of = 2026-01-31\n'
        "ledgers.bills = [ {{ date = 2026-01-01, amount = {amount} }} ]\n"
        'expect = {{ tier = "{tier}" }}\n'
    )
    tests = rows.format(name="at", amount=100, tier="t1") + rows.format(name="below", amount=99.99, tier="t2")

    said = report(made(body + tests))

    assert {f.code: str(f.what.arguments.get("moves")) for f in said.findings if "line" in f.code} == {}
    assert said.coverage == Coverage(2, 4, 4)


def test_what_no_test_exercises():
    criteria = "[criteria.often]\nwhen = 'people > 5'\n[criteria.never]\nwhen = 'people > 50'\n"
    tests = test_case("six", "people = 6", "criteria.often = true") + test_case(
        "five", "people = 5", "criteria.often = false"
    )

    found = about_tests(criteria + tiers("often", None) + tests)

    assert found["criterion-untested"] == "no test in which never is met"
    assert found["tier-untested"] == "no test expects the tier t2"


def test_a_test_that_pins_nothing():
    criteria = "[criteria.sure]\nwhen = 'coalesce(people, 0) >= 0 or people < 0'\n"
    idle = test_case("idle", "people = 6, average = 5", "criteria.sure = true, indicators.average = 5, in_scope = true")

    assert about_tests(criteria + KEY + AT_THE_LINE + BELOW_IT + idle)["test-pins-nothing"] == (
        "what this test expects holds for every account: idle"
    )


def test_a_test_that_fails_holds_nothing_fast():
    said = report(made(KEY + AT_THE_LINE.replace('"key"', '"others"')))

    assert [f.code for f in said.findings if f.code == "test-fails"] == ["test-fails"]
    assert said.coverage == Coverage(1, 2, 0)


def test_a_pack_without_tests_has_one_finding_for_all():
    assert about_tests(KEY) == {"no-tests": "the pack holds no tests"}
