"""`kam check`: what is wrong with a pack, what is proved of it, and a witness that `kam explain` understands."""

from __future__ import annotations

import shlex

import pytest

from tests.cli import packs

SHADOWED = """\
[pack]
id = "shadowed"
version = "1"
currency = "CNY"

[fields.spend]
type = "money"
unit = "CNY/month"
[fields.city]
type = "choice"
choices = ["prefecture", "county"]

[params.line]
unit = "CNY/month"
value = 10000
from = 2026-01-01
source = "made up"

[[tiers]]
id = "key"
when = "spend >= line"
[[tiers]]
id = "top"
when = "spend >= line and city = 'prefecture'"
[[tiers]]
id = "standard"

[[tests]]
name = "at the line"
given = { spend = 10000 }
expect = { tier = "key" }
[[tests]]
name = "a fen below the line"
given = { spend = 9999.99 }
expect = { tier = "standard" }
"""
"""The second tier gets nobody, since the first takes everybody who meets it."""

OVERLAP = """\
[pack]
id = "overlap"
version = "1"
hit = "unique"

[fields.staff]
type = "integer"

[[tiers]]
id = "large"
when = "staff >= 100"
[[tiers]]
id = "small"
when = "staff <= 100"

[[tests]]
name = "large"
given = { staff = 101 }
expect = { tier = "large" }
[[tests]]
name = "small"
given = { staff = 99 }
expect = { tier = "small" }
"""
"""An account with exactly 100 people is large and small."""


@pytest.fixture
def shadowed(write):
    return str(write("shadowed.toml", SHADOWED))


@pytest.fixture
def overlap(write):
    return str(write("overlap.toml", OVERLAP))


def test_a_finding_stands_on_a_line_with_its_witness_below(kam, shadowed):
    said = kam("check", shadowed)

    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "shadowed.toml:22: tiers[2]: no test expects the tier top  [warning: tier-untested]",
        "shadowed.toml:24: tiers[2].when: every account that meets the tier top is taken by an earlier one"
        " — move it before key, or narrow that  [warning: tier-shadowed, proved]",
        "    witness: spend = 10000, city = prefecture → the tier key",
        "    kam explain shadowed.toml --as-of 2026-01-01 --fact spend=10000 --fact city=prefecture",
        "shadowed 1: sound; criteria: 0, indicators: 0, tiers: 3, tests: 2; warnings: 2",
        "    as of 2026-01-01, the newest date in the pack",
        "    tests notice 2 of 2 moves of a line by one step",
    ]


def test_the_call_below_a_witness_explains_it(kam, shadowed):
    call = next(line for line in kam("check", shadowed).out.splitlines() if "kam explain" in line)

    said = kam(*shlex.split(call)[1:], "--json")

    assert said.status == 0
    assert (said.json["tier"], said.json["tier_possible"]) == ("key", "key")


def test_an_account_in_two_tiers_is_an_error_and_can_be_explained(kam, overlap):
    said = kam("check", overlap)

    assert said.status == 1
    problem, witness, call, *rest = said.out.splitlines()
    assert problem == (
        "overlap.toml:14: tiers[2].when: an account can meet both large and small, but tiers are to be unique"
        ' — make the tiers exclusive, or use hit = "first"  [error: tiers-overlap, proved]'
    )
    assert witness == "    witness: staff = 100 → the tiers large, small"
    assert "overlap 1: errors: 1, warnings: 2" in rest
    explained = kam(*shlex.split(call)[1:], "--json")
    assert (explained.status, explained.json["tier"]) == (0, "large")


def test_json_has_every_problem_of_every_pack(kam, write, shadowed, plain):
    write("bad.toml", packs.with_condition("spent > 1"))

    said = kam("check", shadowed, "bad.toml", "--json")

    assert said.status == 1
    assert list(said.json) == ["problems", "packs"]
    untested, first, slip = said.json["problems"]
    assert first == {
        "file": "shadowed.toml",
        "line": 24,
        "key": "tiers[2].when",
        "code": "tier-shadowed",
        "severity": "warning",
        "message": "every account that meets the tier top is taken by an earlier one",
        "hint": "move it before key, or narrow that",
        "proof": "proved",
        "cases": None,
        "witness": {"spend": 10000, "city": "prefecture"},
        "shows": {"tier": "key"},
    }
    assert (untested["code"], untested["proof"], untested["witness"]) == ("tier-untested", None, None)
    assert slip == {
        "file": "bad.toml",
        "line": 10,
        "key": "tiers[1].when",
        "code": "unknown-name",
        "severity": "error",
        "message": "unknown name spent",
        "hint": "did you mean spend?",
        "proof": None,
        "cases": None,
        "witness": None,
        "shows": None,
    }
    sound, bad = said.json["packs"]
    assert (sound["pack"], sound["sound"], sound["as_of"], sound["moves"], sound["noticed"]) == (
        "shadowed",
        True,
        "2026-01-01",
        2,
        2,
    )
    assert (bad["pack"], bad["sound"], bad["errors"], bad["as_of"]) == ("bad", False, 1, None)


def test_lines_that_no_test_holds_fast_are_named_on_demand(kam, overlap):
    assert "line-" not in kam("check", overlap).out

    named = [line for line in kam("check", overlap, "--coverage").out.splitlines() if "line-" in line]

    assert named == [
        "overlap.toml:11: tiers[1].when: no test notices that the line staff >= 100 is moved to 101"
        " — test an account at the line, and one a step before it  [warning: line-move-unnoticed]",
        "overlap.toml:14: tiers[2].when: no test notices that the line staff <= 100 is moved to 99"
        " — test an account at the line, and one a step before it  [warning: line-move-unnoticed]",
    ]


def test_without_proofs_only_the_form_is_looked_at(kam, shadowed):
    said = kam("check", shadowed, "--no-proofs")

    assert (said.status, said.out) == (0, "shadowed 1: sound; criteria: 0, indicators: 0, tiers: 3, tests: 2\n")


def test_a_pack_without_tests_is_told_so(kam, plain):
    assert kam("check", plain).out.splitlines()[0] == "plain.toml: the pack holds no tests  [warning: no-tests]"


@pytest.mark.slow
def test_the_shipped_packs_have_no_errors(kam):
    assert kam("check", "telecom", "distributor").status == 0


# ── facts on the line ────────────────────────────────────────────────────────────────────────────────────────────────


def test_facts_of_an_account_that_nobody_has_are_explained(kam, spend):
    said = kam("explain", spend, "--fact", "monthly_spend=10000", "--json")

    assert said.status == 0
    assert (said.json["account_id"], said.json["tier"]) == ("made-up", "key")


WRONG_FACTS = {
    "monthly_spent=1": "--fact monthly_spent: there is no fact monthly_spent — did you mean monthly_spend?",
    "monthly_spend=much": "--fact monthly_spend: much is not a number — write it as 9000000, 9,000,000 or 900万",
    "city=prefectur": "--fact city: prefectur is not one of prefecture, county — did you mean prefecture?",
    "staff=1.5": "--fact staff: 1.5 is not a integer",
    "staff=1_000": "--fact staff: 1_000 is not a integer — write it as 9000000, 9,000,000 or 900万",
    "staff": "--fact: staff is not of the form NAME=VALUE",
}


@pytest.mark.parametrize(("fact", "line"), WRONG_FACTS.items(), ids=WRONG_FACTS)
def test_a_fact_that_does_not_fit(kam, spend, fact, line):
    said = kam("explain", spend, "--fact", fact)

    assert (said.status, said.out, said.problems) == (2, "", [line])


def test_without_facts_files_are_needed(kam, spend):
    said = kam("explain", spend)

    assert (said.status, said.problems) == (
        2,
        [
            "kam explain: ACCOUNTS is missing — name files, or go into a workspace, where none are needed; "
            "see kam explain --help"
        ],
    )


def test_facts_and_files_exclude_each_other(kam, spend):
    said = kam("explain", spend, "accounts.csv", "--fact", "staff=5")

    assert said.problems == [
        "--fact: facts and files are given; an account has its facts from one of them — leave out the files, or --fact"
    ]


NEVER = (
    SHADOWED
    + """
[criteria.told]
when = "spend is not null"

[[playbooks]]
id = "ask"
criterion = "told"
outcome = "unknown"
goal = "Know the spend"
steps = [ { id = "ask", what = "Ask" } ]
"""
)


def test_a_playbook_that_nobody_calls_for_is_an_error(kam, folder):
    (folder / "never.toml").write_text(NEVER.replace('id = "shadowed"', 'id = "telecom"'), encoding="utf-8")
    said = kam("check", "never.toml", "--json")

    assert said.status == 1
    found = {problem["code"]: problem for problem in said.json["problems"]}
    never = found["playbook-never-called-for"]
    line = NEVER.splitlines().index('outcome = "unknown"') + 1
    assert (never["file"], never["line"], never["key"]) == ("never.toml", line, "playbooks[1].outcome")
    assert (never["severity"], never["proof"]) == ("error", "proved")


def test_playbooks_of_plugins_that_a_pack_has_no_use_for_are_named(kam, folder):
    (folder / "mine.toml").write_text(SHADOWED.replace('id = "shadowed"', 'id = "telecom"'), encoding="utf-8")
    said = kam("check", "mine.toml", "--no-proofs")

    assert said.status == 0
    left_out = [line for line in said.out.splitlines() if line.startswith("telecom: kam_playbooks")]
    assert left_out[:2] == [
        "telecom: kam_playbooks[1].tier: the pack has no tier strategic — the playbook strategic is left out"
        "  [warning: playbook-left-out]",
        "telecom: kam_playbooks[2].indicator: monthly_spend is not a field or an indicator that is a number"
        " — the playbook key is left out  [warning: playbook-left-out]",
    ]
    assert (
        kam("check", "mine.toml", "--no-proofs", "--no-plugins").out
        == "telecom 1: sound; criteria: 0, indicators: 0, tiers: 3, tests: 2\n"
    )
