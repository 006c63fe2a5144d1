"""``kam goal``: set by what the newest run measures, shown in parts that add up, closed by what was measured."""

from __future__ import annotations

from decimal import Decimal
from shutil import copytree

import pytest

from kamengine.work.ground.things import keep
from kamengine.work.model import Person
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


def test_the_day_of_a_goal_may_be_counted_ahead(kam, acme):
    asked = ("--indicator", "billed", "--target", "+10%", *TODAY)
    (made,) = kam("goal", "add", "A", "Raise", *asked, "--due", "+6w", "--json").json
    assert made["due"] == "2027-01-04"
    assert "+2w" in kam("goal", "set", "--help").out


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
        (("A", "x", "--target", "10", "--baseline", "5_0", *BILLED), "--baseline: 5_0 is no number"),
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


# ── goals of many accounts together ──────────────────────────────────────────────────────────────────────────────────

TOGETHER = ("--together", "--indicator", "billed", "--due", "2027-03-31", *TODAY)


def test_one_goal_is_about_what_all_accounts_come_to_and_leaves_out_what_is_unknown(kam, acme):
    said = kam("goal", "add", "Grow", "--target", "+10%", *TOGETHER)
    assert (said.status, said.out.splitlines()) == (
        0,
        [
            "all accounts together",
            "  g1  Grow",
            "      Billed: from 1,625 on 2026-11-23 to 1,787.5 by 2027-03-31",
            "      in total · accounts: 4 · of them unknown: 1",
            "      1,625 on 2026-06-21, 0 % of the way; 1,625 expected: on track · Mei",
        ],
    )
    (goal,) = kam("goal", "--json").json
    told = {name: goal[name] for name in ("account_id", "together", "where", "book", "accounts", "accounts_unknown")}
    assert told == {
        "account_id": None,
        "together": "total",
        "where": None,
        "book": None,
        "accounts": 4,
        "accounts_unknown": 1,
    }


def test_those_that_meet_a_condition_are_counted_anew_by_each_run(kam, acme):
    kam("goal", "add", "Grow the large", "--where", "billed >= 100", "--target", "3000", *TOGETHER)
    billed(acme, "E", 200)
    (goal,) = kam("goal", "--json").json
    assert (goal["baseline"], goal["value"]) == ("1620.00", "1825.00")
    assert (goal["accounts"], goal["accounts_at_beginning"]) == (3, 2)
    assert "accounts: 3 · at the beginning: 2" in kam("goal").out


def test_an_average_and_the_share_that_meets_a_criterion_are_goals_too(kam, acme):
    kam("goal", "add", "Each more", "--average", "--target", "600", *TOGETHER)
    kam("goal", "add", "More of the big", "--together", "--indicator", "big", "--target", "90%", *TOGETHER[3:])
    average, share = kam("goal", "--json").json
    assert (average["together"], average["baseline"]) == ("average", "541.67")  # 1,625 of three accounts
    assert (share["together"], share["baseline"], share["unit"]) == ("share", "0.6667", "ratio")  # two of three


def test_a_book_is_whatever_accounts_the_person_has_by_then(kam, acme):
    kam("team", "own", "lw", "A", "B")
    said = kam("goal", "add", "Quota", "--book", "LW", "--target", "2000", *TOGETHER[1:])
    assert said.out.splitlines()[0] == "accounts of Li Wei together"
    (goal,) = kam("goal", "list", "--person", "lw", "--json").json
    assert (goal["book"], goal["owner"], goal["baseline"], goal["accounts"]) == ("Li Wei", "Li Wei", "1620.00", 2)
    kam("team", "own", "Mei", "B")
    (goal,) = kam("goal", "--json").json
    assert (goal["value"], goal["accounts"], goal["accounts_at_beginning"]) == ("120.00", 1, 2)


def test_goals_of_accounts_are_part_of_one_of_many_and_add_up_within_it(kam, acme):
    kam("goal", "add", "Grow", "--target", "1725", *TOGETHER)
    kam("goal", "add", "A", "Its part", "--target", "180", "--part-of", "g1", *BILLED)
    kam("goal", "add", "B", "Its part", "--target", "1540", "--part-of", "g1", *BILLED)
    page = kam("goal", "show", "g1").out
    assert "Goals within it\n  A 北京星河有限公司\n    g2  Its part\n" in page
    assert page.endswith("They add up to the way of the goal exactly: 100\n")
    shown = kam("goal", "show", "g1", "--json").json
    assert [(part["id"], part["parent"]) for part in shown["parts"]] == [("g2", "g1"), ("g3", "g1")]
    assert kam("goal", "split", "g1", "--by", "quarter").status == 0  # in time, too
    said = kam("goal", "drop", "g1", "--why", "merged")
    assert "note: parts of it that stay open: g4, g5, g2, g3" in said.err
    assert kam("goal", "set", "g2", "--target", "190").status == 0  # and is changed as before


def test_a_goal_of_many_is_closed_by_what_was_measured_and_undone_to_the_byte(kam, acme):
    kam("goal", "add", "Grow", "--target", "1700", *TOGETHER)
    before = work(acme)
    billed(acme, "A", 100)
    assert "closed with 1,725: reached" in kam("goal", "close", "g1").out
    kam("undo")
    assert work(acme) == before


REFUSED = {
    ("A", "x", "--together"): "kam goal add: there are too many words — with --together write only the text",
    ("--together",): "kam goal add: the text is missing — with --together write only the text",
    ("A", "x", "--average"): "--average: the average is one of many accounts — say --together, too",
    ("x", "--together", "--where", "billed < 0"): "--where: there are no such accounts",
    ("x", "--together", "--where", "bild > 0"): "--where: ",
    ("x", "--book", "Nobody"): "--book: there is nobody called Nobody",
    ("x", "--book", "lw"): "--book: there are no such accounts",
    ("x", "--together", "--part-of", "g1"): "--part-of: g1 is a goal of A",
    ("x", "--together", "--target", "1e30"): "--target: no account has such an amount: 1.000e+30",
    (" ", "--together"): "TEXT: the goal says nothing",
}


def test_what_no_goal_of_many_can_be_is_said_and_nothing_is_kept(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    before = work(acme)
    asked = ("goal", "add", "--indicator", "billed", "--target", "5000", "--due", "2027-03-31", *TODAY)
    told = {line: kam(*asked, *line) for line in REFUSED}
    assert {line for line, one in told.items() if (one.status, one.out) != (2, "")} == set()
    assert [line for line, one in told.items() if not one.err.startswith(REFUSED[line])] == []
    assert work(acme) == before


def test_a_part_that_lies_ahead_is_not_behind(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "240", *BILLED)
    kam("goal", "split", "g1", "--by", "quarter")
    assert {goal["id"]: goal["state"] for goal in kam("goal", "--json").json} == {
        "g1": "on_track",
        "g2": "on_track",
        "g3": "not_begun",
    }
    assert [goal["id"] for goal in kam("goal", "--state", "not_begun", "--json").json] == ["g3"]


def test_a_task_serves_an_open_goal_of_its_account_or_of_many(kam, acme):
    kam("goal", "add", "Grow", "--target", "1700", *TOGETHER)
    kam("goal", "add", "A", "Sell more", "--target", "200", *BILLED)
    assert kam("task", "add", "A", "Call", "--goal", "g2").status == 0
    assert kam("task", "add", "B", "Call", "--goal", "g1", "--json").json[0]["goal"] == "g1"
    before = work(acme)
    assert "--goal: there is no goal g9 — kam goal list lists them" in kam("task", "add", "B", "x", "--goal", "g9").err
    assert "--goal: g2 is a goal of A" in kam("task", "add", "B", "x", "--goal", "g2").err
    assert "--goal: g2 is a goal of A" in kam("task", "set", "t2", "--goal", "g2").err
    assert work(acme) == before
    kam("goal", "drop", "g2", "--why", "merged")
    assert "--goal: g2 is closed — name an open goal" in kam("task", "add", "A", "x", "--goal", "g2").err
    assert kam("goal", "show", "g1", "--json").json["tasks"] == ["t2"]


def test_many_goals_are_split_in_one_change_number_first(kam, acme):
    kam("goal", "add", "A", "Sell more", "--target", "240", *BILLED)
    kam("goal", "add", "B", "Sell more", "--target", "1600", *BILLED)
    before = work(acme)
    asked = ("goal", "split", "--where", "billed >= 100", "--by", "quarter")
    assert "--where: goal: 2; nothing was changed" in kam(*asked).err
    assert {goal["account_id"] for goal in kam(*asked, "--yes", "--json").json} == {"A", "B"}
    kam("undo")
    assert work(acme) == before
