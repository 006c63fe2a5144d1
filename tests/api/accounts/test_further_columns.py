"""What a list has beside run and facts: changes since the run before, owners, gaps, what accounts were worth."""

from __future__ import annotations

from datetime import date
from shutil import copytree

import pytest

from kamengine.api import RunOptions, packs_of, plugins, results_of, run_workspace
from kamengine.api.accounts.further_columns import with_further_columns
from kamengine.api.runs.standing import with_tiers_in_effect
from kamengine.declarations import Kind
from kamengine.engine.pages import PENDING, Listing, Order
from kamengine.engine.selection import Question, select
from kamengine.work.ground.things import keep
from kamengine.work.model import Holding, Person
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.team.ownership import own
from kamengine.workspace import Workspace
from tests.api.made import WHO, bring_in

PACK = """
[pack]
id = "own"
version = "1"
title = "Own"
value = "yearly"
[fields.worth]
type = "integer"
[fields.city]
type = "text"
[fields.account_manager]
type = "text"
[indicators.yearly]
value = "worth * 12"
decimals = 0
[criteria.near]
when = "city = 'Xian'"
[score]
missing = "interval"
[[score.parts]]
indicator = "yearly"
weight = 100
line = [ [0, 0], [1200, 100] ]
[[tiers]]
id = "key"
when = "yearly >= 960"
[[tiers]]
id = "growth"
when = "yearly >= 600 and near"
[[tiers]]
id = "other"
when = "yearly >= 0"
"""
COLUMNS: dict[str, Kind] = {"worth": "integer", "city": "text", "account_manager": "text"}
FIRST = [("A", 50, "Xian", "Ann"), ("B", 90, None, " Bo "), ("C", 30, "Xian", None), ("D", None, None, "Lee")]
SECOND = [("A", 85, "Xian", "Ann"), ("B", 10, None, "Bo"), ("C", 30, "Xian", None), ("E", 20, "Xian", "Ann")]


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, host):
    """A workspace with two runs. It is copied, never changed."""
    made = tmp_path_factory.mktemp("own") / "ws"
    with Workspace.init(made, name="Own", language="en", packs={"own.toml": PACK.encode()}) as workspace:
        for month, rows in ((5, FIRST), (6, SECOND)):
            bring_in(workspace, "accounts", COLUMNS, rows)
            run_workspace(workspace, packs_of(workspace, host)[0], WHO, RunOptions(today=date(2026, month, 30)))
    return made


@pytest.fixture
def workspace(folder, tmp_path):
    with Workspace.open(copytree(folder, tmp_path / "ws")) as opened:
        yield opened


def results(workspace, host, run=-1):
    record = workspace.runs.list("own")[run]
    return with_further_columns(workspace, record, results_of(workspace, record, host))


def column(found, name):
    return dict(select(found, Question(columns=("account_id", name))).rows())


def test_what_changed_since_the_run_before(workspace, host):
    found = results(workspace, host)
    assert column(found, "tier_before") == {"A": "growth", "B": "key", "C": "other", "E": None}
    assert column(found, "tiers_moved") == {"A": 1, "B": -2, "C": 0, "E": None}
    gained = column(found, "score_change")
    assert gained["A"] == pytest.approx(35) and gained["B"] == pytest.approx(-80) and gained["C"] == 0
    assert gained["E"] is None


def test_running_again_as_of_the_same_date_hides_nothing_of_what_changed(workspace, host):
    corrected = [*SECOND[:2], ("C", 60, "Xian", None), SECOND[3]]
    bring_in(workspace, "accounts", COLUMNS, corrected)
    run_workspace(workspace, packs_of(workspace, host)[0], WHO, RunOptions(today=date(2026, 6, 30)))
    found = results(workspace, host)
    assert len({run.as_of for run in workspace.runs.list("own")[1:]}) == 1
    assert column(found, "tier_before") == {"A": "growth", "B": "key", "C": "other", "E": None}
    assert column(found, "tiers_moved") == {"A": 1, "B": -2, "C": 1, "E": None}


def test_where_all_runs_are_as_of_one_date_the_first_of_them_is_compared_with(tmp_path, host):
    with Workspace.init(tmp_path / "ws", name="Own", language="en", packs={"own.toml": PACK.encode()}) as made:
        for worth in (30, 60, 61):
            bring_in(made, "accounts", COLUMNS, [("A", worth, "Xian", "Ann")])
            run_workspace(made, packs_of(made, host)[0], WHO, RunOptions(today=date(2026, 6, 30)))
        assert column(results(made, host), "tiers_moved") == {"A": 1}


def test_what_a_score_gained_has_six_decimals_as_scores_have(tmp_path, host):
    pack = PACK.replace("[1200, 100]", "[1403, 100]")
    worth = [(f"A{number}", number, "Xian", "Ann") for number in range(1, 60)]
    with Workspace.init(tmp_path / "ws", name="Own", language="en", packs={"own.toml": pack.encode()}) as made:
        for month, more in ((5, 0), (6, 7)):
            bring_in(made, "accounts", COLUMNS, [(id, number + more, city, by) for id, number, city, by in worth])
            run_workspace(made, packs_of(made, host)[0], WHO, RunOptions(today=date(2026, month, 30)))
        gained = column(results(made, host), "score_change").values()

    assert all(len(repr(change).partition(".")[2]) <= 6 for change in gained), gained
    assert {round(change, 5) for change in gained} == {5.98717}


def test_the_first_run_has_nothing_to_compare_with(workspace, host):
    changes = {"tier_before", "tiers_moved", "score_change", "value_history"}
    assert changes <= set(results(workspace, host).extras)
    assert not changes & set(results(workspace, host, 0).extras)


def test_facts_that_the_pack_looks_at_and_that_are_unknown_are_counted(workspace, host):
    assert column(results(workspace, host), "data_gaps") == {"A": 0, "B": 1, "C": 0, "E": 0}
    assert column(results(workspace, host, 0), "data_gaps")["D"] == 2


def test_conditions_name_them_and_orders_sort_by_them(workspace, host):
    found = results(workspace, host)
    fallen = select(found, Question("tiers_moved < 0 and owner = 'Bo'", ("-tiers_moved",), ("account_id",)))
    assert list(fallen.rows()) == [("B",)] and fallen.unknown == 0
    by_tier = select(found, Question(None, ("tier_before",), ("account_id",)))
    assert [row[0] for row in by_tier.rows()] == ["B", "A", "C", "E"], "tiers by their place in the pack"


def test_owners_are_those_that_the_team_knows(workspace, host):
    people = [
        Person(key="Mei", aliases=("Ann",)),
        Person(key="Bo", left=True, successor="Mei"),
        Person(key="Lin"),
        Person(key="Tao"),
        Holding(key=OWNER, role=OWNER, person="Lin"),
        Holding(key=f"{OWNER}/other", role=OWNER, person="Tao", tier="other"),
    ]
    with workspace.transaction(WHO) as change:
        for each in people:
            keep(workspace, change, each)
    with workspace.transaction(WHO) as change:
        own(workspace, change, ["E"], "Tao")
    record = workspace.runs.list("own")[-1]
    found = with_tiers_in_effect(workspace, record, results(workspace, host))
    team, tiers = Team.of(workspace), column(found, "tier_effective")
    owners = column(found, "owner")
    assert owners == {"A": "Mei", "B": "Mei", "C": "Tao", "E": "Tao"}
    for account in ("C", "E"):  # of the others the team knows only what a plan brought in
        assert team.person(account, OWNER, tiers[account] or "") == owners[account]


def test_a_list_shows_them_when_they_have_been_read(workspace, host):
    found = results(workspace, host)
    listing = Listing(found, ("tier", "tiers_moved", "value_history", "owner")).hold()
    view = listing.view(Order("tiers_moved", descending=True))
    assert listing.pending == ("value_history", "owner"), "what is sorted by is read at once"
    assert {row[-1] for row in view.page(0, 9)} == {PENDING}
    listing.hold(listing.pending)
    assert [(row[0], row[4], row[5]) for row in view.page(0, 9)] == [
        ("A", [600.0, 1020.0], "Ann"),
        ("C", [360.0, 360.0], None),
        ("B", [1080.0, 120.0], "Bo"),
        ("E", [None, 240.0], "Ann"),
    ]
    assert listing.view(where="tiers_moved > 0").count == 1 and listing.view(where="tiers_moved > 0").unknown == 1


def test_a_fact_of_that_name_stays_what_it_is(workspace, host):
    bring_in(workspace, "accounts", {**COLUMNS, "owner": "text"}, [(*row, "file") for row in SECOND])
    run_workspace(workspace, packs_of(workspace, host)[0], WHO)
    assert set(column(results(workspace, host), "owner").values()) == {"file"}
