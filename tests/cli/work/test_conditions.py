"""A condition knows the same names wherever a command takes one: what `kam accounts --where` knows."""

from __future__ import annotations

import pytest

from tests.today.conftest import made_shop, shop  # noqa: F401  # fixtures

TODAY = ("--today", "2026-08-05")
MEIS = "owner = 'Mei'"
MEANT = "owner = 'Mei' and tags like '%vip%' and data_gaps = 1 and tier_before = 'key' and tiers_moved < 0"
"""Ben alone, who fell."""


@pytest.fixture
def kam(kam, shop):  # noqa: F811
    kam("tag", "A", "B", "--add", "vip")
    return kam


def ids(said, name="account_id"):
    assert said.status == 0, said.err
    return [one[name] for one in said.json]


def test_the_list_of_accounts_knows_them(kam):
    assert ids(kam("accounts", "--where", MEANT, "--json")) == ["B"]
    assert ids(kam("accounts", "--where", f"{MEIS} and tier_effective = 'key'", "--columns", "account_id", "--json"))


@pytest.mark.parametrize(
    "line",
    [
        ("note", "add", "--where", MEANT, "called", "--yes", "--json"),
        ("tag", "--add", "seen", "--where", MEANT, "--yes", "--json"),
        ("task", "add", "--where", MEANT, "Call", *TODAY, "--yes", "--json"),
        ("swot", "add", "--where", MEANT, "a rival", "--side", "threat", "--yes", "--json"),
        ("need", "add", "--where", MEANT, "a price", "--severity", "3", "--yes", "--json"),
        ("team", "own", "Jun", "--where", MEANT, "--yes", "--json"),
        ("tasks", "--where", MEANT, *TODAY, "--json"),
        ("review", "list", "--where", MEANT, "--json"),
        ("visit", "due", "--where", MEIS, *TODAY, "--json"),
        ("visit", "plan", "--where", MEANT, "--on", "2026-08-10", *TODAY, "--yes", "--json"),
        ("override", "list", "--where", MEANT, "--json"),
        ("view", "save", "Mine", "--where", MEANT, "--json"),
    ],
    ids=lambda line: " ".join(line[:2]),
)
def test_so_does_every_command_that_takes_a_condition(kam, line):
    said = kam(*line)
    assert said.status in (0, 1) and "unknown name" not in said.err, said.err
    said = kam(*("owned = 'Mei'" if word in (MEANT, MEIS) else word for word in line))
    assert said.status == 2 and "unknown name owned — did you mean owner?" in said.err


def test_it_is_about_the_accounts_that_are_meant(kam):
    kam("note", "add", "--where", MEANT, "he fell", "--yes")
    assert ids(kam("note", "list", "--json")) == ["B"]
    goal = ("goal", "add", "--together", "Grow", "--indicator", "spend", "--target", "+10%", "--due", "2026-12-31")
    (made,) = kam(*goal, "--where", MEIS, *TODAY, "--json").json
    assert made["accounts"] == 3, "Ada, Ben and Edda, of whom nothing is known"


def test_facts_are_corrected_by_what_is_known_now_and_what_compares_runs_is_said_to_be_elsewhere(kam):
    said = kam("fact", "--where", "owner = 'Mei' and tags like '%vip%'", "days_late=1", "--why", "a call", "--yes")
    assert said.status == 0 and "2" in said.out
    refused = kam("fact", "--where", "tier_before = 'key'", "days_late=1", "--why", "a call")
    assert refused.problems == [
        "--where: unknown name tier_before — kam accounts --where knows it, since it compares kept runs: "
        "name the accounts that it lists"
    ]
