"""`kam test`, `kam packs` and `kam functions`: what consultants see while they write rules."""

from __future__ import annotations

import pytest

from kamengine.locale.terminal import width
from tests.cli import packs
from tests.conftest import REPOSITORY

SHIPPED = sorted(path.stem for path in (REPOSITORY / "rules").glob("*.toml"))
OF_AN_INDUSTRY = ("distributor", "telecom")

TESTS = """
[[tests]]
name = "at the line it is key"
as_of = 2026-06-30
given = { monthly_spend = 10000 }
expect = { criteria.big = true, tier = "key", score = 80 }

[[tests]]
name = "everything otherwise"
as_of = 2026-06-30
given = { monthly_spend = 5000 }
expect = { criteria.big = true, tier = "key", tier_possible = "key", score = 80, indicators.monthly_spend = 5000.5 }

[[tests]]
name = "nothing is known"
as_of = 2026-06-30
given = { city = "county" }
expect = { criteria.big = false, indicators.monthly_spend = 0, score = [0, 40] }
"""


@pytest.fixture
def tested(write):
    return str(write("tested.toml", packs.SPEND + TESTS))


def test_failing_tests_are_shown_as_a_difference(kam, tested):
    said = kam("test", tested)

    assert (said.status, said.err) == (1, "")
    assert (
        said.out
        == """\
tested.toml:59: failed: everything otherwise
    given: monthly_spend = 5,000
    tier
      - expected: key (Key)
      + found: standard (Standard)
    tier_possible
      - expected: key (Key)
      + found: standard (Standard)
    criteria.big (Big spender)
      - expected: met
      + found: not met
    indicators.monthly_spend (Average monthly spend)
      - expected: 5,000.5
      + found: 5,000
    score
      - expected: 80
      + found: 40

tested.toml:65: failed: nothing is known
    given: city = county
    criteria.big (Big spender)
      - expected: not met
      + found: unknown
    indicators.monthly_spend (Average monthly spend)
      - expected: 0
      + found: unknown
    score
      - expected: 0 … 40
      + found: 0 … 80

spend: 1 of 3 tests passed
"""
    )


def test_failing_tests_in_chinese(kam, tested):
    assert kam("test", tested, "--lang", "zh").out.splitlines()[-13:-8] == [
        "tested.toml:65：未通过：nothing is known",
        "    给定：city = county",
        "    criteria.big (消费大)",
        "      - 预期：不满足",
        "      + 实际：未知",
    ]


def test_failing_tests_as_json(kam, tested):
    said = kam("test", tested, "--json")

    assert said.status == 1
    (result,) = said.json
    failures = result.pop("failures")
    assert result == {"pack": "spend", "version": "2026.1", "tests": 3, "passed": 1}
    assert failures[1] == {
        "name": "nothing is known",
        "file": "tested.toml",
        "line": 65,
        "differences": [
            {"key": "criteria.big", "expected": False, "found": None},
            {"key": "indicators.monthly_spend", "expected": 0, "found": None},
            {"key": "score", "expected": [0, 40], "found": [0.0, 80.0]},
        ],
        "problems": [],
    }


def test_a_pack_without_tests_passes_and_says_so(kam, plain):
    said = kam("test", plain)

    assert (said.status, said.out) == (0, "plain: the pack holds no tests\n")


def test_a_pack_with_problems_cannot_be_tested_but_others_are(kam, write, plain):
    write("bad.toml", packs.with_condition("spent > 1"))

    said = kam("test", "bad.toml", plain)

    assert said.status == 2
    assert said.problems == ["bad.toml:10: tiers[1].when: unknown name spent — did you mean spend?"]
    assert said.out == "plain: the pack holds no tests\n"


def test_packs(kam):
    said = kam("packs")

    assert (said.status, said.err) == (0, "")
    header, rule, *rows = said.out.splitlines()
    assert header.split() == ["id", "version", "title", "origin", "state"]
    assert [row.split()[0] for row in rows if row][: len(SHIPPED)] == SHIPPED
    assert rows[-1] == f"Rule packs: {len(SHIPPED)}; with problems: 0"
    assert len(rule) >= len(header)


def test_packs_in_chinese_stand_in_columns(kam):
    header, rule, *rows = kam("packs", "--lang", "zh").out.splitlines()

    starts = [0, *(index + 2 for index in range(len(rule)) if rule.startswith("  ", index))]
    for line in (header, *rows[:2]):
        for start in starts[1:]:
            assert cells_before(line, start).endswith("  "), line


def test_packs_as_json(kam):
    said = kam("packs", "--json")

    assert said.status == 0
    assert [pack["id"] for pack in said.json] == SHIPPED
    telecom = said.json[SHIPPED.index("telecom")]
    assert list(telecom) == ["id", "version", "title", "plugins", "origin", "sound", "problems"]
    assert telecom["plugins"] == ["telecom"]
    assert telecom["sound"] is True


def test_without_plugins_the_packs_that_need_them_are_listed_with_their_problems(kam):
    said = kam("packs", "--no-plugins", "--json")

    assert said.status == 0
    assert {pack["id"]: pack["sound"] for pack in said.json} == {id: id not in OF_AN_INDUSTRY for id in SHIPPED}
    assert "see kam check telecom" in kam("packs", "--no-plugins").out


def test_functions_by_what_they_look_at(kam):
    one, all_of_them, rows = (block.splitlines() for block in kam("functions").out.split("\n\n"))

    assert one[0] == "Functions of one account" and one[1].startswith("  at_least(k, condition, …)  k or more of")
    assert all_of_them[0] == "Functions of all accounts in scope" and all_of_them[1].startswith("  share_of_total(x)  ")
    assert rows[0] == "Functions of the rows of a ledger" and rows[1].startswith("  sum(x)  ")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_functions_is_whole_and_fits_a_terminal(kam, lang):
    out = kam("functions", "--lang", lang).out

    assert max(map(width, out.splitlines())) <= 80
    for function in kam("functions", "--json").json:
        assert function["signature"] in out
        assert "".join(function["doc"][lang].split()) in "".join(out.split())


def test_functions_as_json(kam):
    found = {function["name"]: function for function in kam("functions", "--json").json}

    assert list(found["sum"]) == ["name", "signature", "looks_at", "origin", "doc"]
    assert found["sum"]["looks_at"] == "ledger"
    assert set(found["sum"]["doc"]) == {"en", "zh"}
    assert found["coalesce"]["origin"] == "kamengine"


def cells_before(line: str, cells: int) -> str:
    """The beginning of a line that takes so many cells."""
    for length in range(len(line) + 1):
        if width(line[:length]) >= cells:
            return line[:length]
    return line
