"""``kam goal``: set by what the newest run measures, shown in parts that add up, closed by what was measured."""

from __future__ import annotations

from decimal import Decimal
from shutil import copytree

import pytest

from kamengine.work.model import Person
from kamengine.work.things import keep
from kamengine.workspace import Workspace
from tests.quality.made import SPEND, import_query, workspace_with

TODAY = ("--today", "2026-11-23")
BILLED = ("--indicator", "billed", "--due", "2027-03-31", *TODAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with the accounts of `tests.quality.made`: A was billed 120, B 1,500, E 5; Mei works in it."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    criterion = '\n[criteria.big]\nlabel = "Big spender"\nwhen = "billed >= 100"\n'
    pack = SPEND.replace("\n[[tiers]]", f"{criterion}\n[[tiers]]", 1)
    with workspace_with(folder, {"spend.toml": pack}) as workspace, workspace.transaction("Mei") as change:
        keep(workspace, change, Person(key="Mei"))
        keep(workspace, change, Person(key="Li Wei", aliases=("lw",)))
    return folder


@pytest.fixture
def acme(made, folder, monkeypatch):
    """A copy of the workspace as the current folder; Mei works in it."""
    here = copytree(made, folder / "acme")
    monkeypatch.chdir(here)
    monkeypatch.setenv("KAM_USER", "mei")
    return here


def work(folder) -> bytes:
    with Workspace.open(folder) as workspace:
        return workspace.work.dump()


def billed(folder, account: str, amount: int) -> None:
    """Import one more bill."""
    rows = f"SELECT * FROM (VALUES ('{account}', DATE '2026-10-01', {amount})) AS rows (account_id, date, amount)"
    with Workspace.open(folder) as workspace:
        import_query(workspace, "bills", rows)


def test_a_goal_is_set_from_where_the_account_stands(kam, acme):
    said = kam("goal", "add", "A", "Sell more", "--target", "+10%", "--owner", "lw", *BILLED)
    assert (said.status, said.out.splitlines()) == (
        0,
        [
            "A 北京星河有限公司",
            "  g1  Sell more",
            "      Billed: from 120 on 2026-11-23 to 132 by 2027-03-31",
            "      120 on 2026-06-21, 0 % of the way; 120 expected: on track · Li Wei",
        ],
    )
    assert said.problems == [
        "note: accounts that stand at 132 or better today: 1 of 3",
        "note: criteria that look at it: Big spender",
    ]
    (goal,) = kam("goal", "--json").json
    assert {name: goal[name] for name in ("baseline", "target", "indicator", "pack", "term", "state")} == {
        "baseline": "120.00",
        "target": "132.00",
        "indicator": "billed",
        "pack": "spend",
        "term": "short",
        "state": "on_track",
    }


def test_progress_follows_the_newest_run(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    billed(acme, "A", 40)
    (goal,) = kam("goal", "--json").json
    assert (goal["value"], goal["share"], goal["state"]) == ("160.00", 0.5, "on_track")
    billed(acme, "A", 50)
    (goal,) = kam("goal", "list", "--state", "reached", "--json").json
    assert goal["value"] == "210.00"
    assert kam("goal", "list", "--state", "behind", "--json").json == []


@pytest.mark.parametrize("by", ["quarter", "month", "week", "day"])
def test_the_parts_add_up_exactly(kam, acme, by):
    kam("goal", "add", "A", "Sell more", "--target", "1000.01", *BILLED)
    shown = kam("goal", "show", "g1", "--by", by, "--json").json
    changes = [Decimal(part["change"]) for part in shown["breakdown"]]
    assert sum(changes) == Decimal("880.01")
    assert shown["breakdown"][-1]["by_then"] == "1000.01"


def test_a_goal_is_shown_with_its_parts_and_split(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "248", *BILLED)
    said = kam("goal", "show", "g1")
    assert said.out.splitlines()[-5:] == [
        "2026-11             5    7.36   127.36",
        "2026-12            23   33.84    161.2",
        "2027-01            20   29.42   190.62",
        "2027-02            16   23.54   214.16",
        "2027-03            23   33.84      248",
    ]
    assert "note: the calendar CN knows worked weekends until 2026" in said.err
    assert [goal["target"] for goal in kam("goal", "split", "g1", "--by", "quarter", "--json").json][-1] == "248"
    page = kam("goal", "show", "g1").out
    assert "They add up to the way of the goal exactly: 128" in page
    assert "g2  Sell more 2026-Q4" in page
    kam("goal", "drop", "g3", "--why", "x")
    assert "of 128" in kam("goal", "show", "g1").out


def test_many_goals_at_once_leave_out_whom_nothing_is_known_of(kam, acme):
    before = work(acme)
    line = ("goal", "add", "--where", "city = 'Xian'", "Sell more", "--target", "+10%", *BILLED)
    said = kam(*line)
    assert (said.status, work(acme)) == (2, before)
    assert said.problems == ["--where: accounts: 2; nothing was changed — say it again with --yes to go on"]
    said = kam(*line, "--yes")
    assert said.problems[-1] == "note: left out, since it is unknown where they stand: 1"
    assert [(goal["account_id"], goal["target"]) for goal in kam("goal", "--json").json] == [("E", "5.50")]


def test_many_goals_at_once_leave_out_who_stands_at_the_target(kam, acme):
    said = kam("goal", "add", "--where", "city is not null", "Hold 120", "--target", "120", *BILLED, "--yes")
    assert said.problems[-2:] == [
        "note: left out, since it is unknown where they stand: 1",
        "note: left out, since they stand at the target already: 1",
    ]
    assert [goal["account_id"] for goal in kam("goal", "--json").json] == ["B", "E"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("F", "x", "--target", "5", *BILLED), "--baseline: where F stands is unknown: Billed — say where"),
        (("A", "x", "--target", "120", *BILLED), "--target: the target is where the account stands: 120"),
        (("A", " ", "--target", "130", *BILLED), "TEXT: the goal says nothing"),
        (("A", "x", "--target", "lots", *BILLED), "--target: lots is no target — write such as 120000, +10%, -500"),
        (("A", "x", "--indicator", "biled", "--target", "5", "--due", "2027-01-01"), "did you mean Billed?"),
        (("A", "x", "--indicator", "city", "--target", "5", "--due", "2027-01-01"), "no quantity city"),
        (("A", "x", "--indicator", "billed", "--target", "5", "--due", "2026-11-23", *TODAY), "is not after the day"),
        (("A", "x", "--target", "130", "--owner", "Nobody", *BILLED), "there is nobody called Nobody"),
        (("A", "x", "--target", "130", "--part-of", "g7", *BILLED), "there is no goal g7"),
        (("A", "--target", "130", *BILLED), "the account or the text is missing"),
    ],
)
def test_what_is_not_smart_is_refused_and_nothing_is_kept(kam, acme, line, said):
    before = work(acme)
    answer = kam("goal", "add", *line)
    assert answer.status == 2
    assert said in answer.err
    assert work(acme) == before


def test_a_baseline_may_be_stated_where_the_run_knows_none(kam, acme):
    kam("goal", "add", "F", "Begin", "--baseline", "0", "--target", "+50", *BILLED)
    (goal,) = kam("goal", "--json").json
    assert (goal["baseline"], goal["target"], goal["state"]) == ("0", "50", "unknown")
    said = kam("goal", "close", "g1", "--today", "2027-04-01")
    assert "where F stands is unknown: Billed — say what you know with --as-reached or --as-missed" in said.err
    assert kam("goal", "close", "g1", "--as-reached", "--json").json[0]["outcome"] == "reached"


def test_a_goal_is_closed_by_what_was_measured_and_not_before_it_is_due(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    said = kam("goal", "close", "g1", *TODAY)
    assert said.problems == [
        "g1 is not reached, and it is due on 2027-03-31 only — wait, say --as-missed, or give it up with kam goal drop"
    ]
    billed(acme, "A", 100)
    (goal,) = kam("goal", "close", "g1", "--result", "the second line", "--json", *TODAY).json
    assert (goal["status"], goal["outcome"], goal["value"]) == ("closed", "reached", "220.00")
    assert kam("goal", "--json").json == []
    assert "closed with 220: reached" in kam("goal", "--all").out
    assert "g1 was closed by mei" in kam("goal", "set", "g1", "--target", "5").err


def test_a_missed_goal_stays_missed(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    (goal,) = kam("goal", "close", "g1", "--json", "--today", "2027-04-01").json
    assert (goal["outcome"], goal["value"], bool(goal["run"])) == ("missed", "120.00", True)


def test_a_goal_is_changed_against_what_was_seen(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    (seen,) = kam("goal", "--json").json
    assert kam("goal", "set", "g1", "--target", "+25%", "--json").json[0]["target"] == "150.00"
    said = kam("goal", "set", "g1", "--target", "300", "--expect", str(seen["version"]))
    assert said.status == 2
    assert "mei changed it in the meantime" in said.err
    assert "target" in said.err


def test_goals_of_one_person_go_along_when_accounts_do(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", "--owner", "Li Wei", *BILLED)
    assert [goal["id"] for goal in kam("goal", "--mine", "--as", "lw", "--json").json] == ["g1"]
    assert kam("goal", "--mine", "--json").json == []
    kam("team", "leave", "Li Wei", "--to", "Mei", "--yes")
    assert [goal["owner"] for goal in kam("goal", "--mine", "--json").json] == ["Mei"]


def test_undo_and_redo_bring_a_goal_back_to_the_byte(kam, acme):
    before = work(acme)
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    after = work(acme)
    assert kam("undo").status == 0
    assert work(acme) == before
    assert kam("redo").status == 0
    assert work(acme) == after


def test_a_goal_whose_pack_is_gone_is_still_listed(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    (acme / "rules" / "spend.toml").rename(acme / "rules" / "other.toml")
    assert "cannot be measured: the pack or its indicator is gone" in kam("goal").out
    assert kam("goal", "--json").json[0]["state"] == "unknown"
