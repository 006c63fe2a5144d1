"""`kam task`: what people do to tasks, one by one and many at once."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from kamengine import Workspace
from tests.cli.conftest import COMMAND
from tests.cli.work.plan_pack import MONDAY, human_work, plan, tasks

CALL, VISIT, TALK = "1.call", "1.visit.1", "2.talk"


def one(kam, key):
    return kam("task", "show", key, "--json", "--today", MONDAY).json


def problem(said):
    assert said.status == 2
    return said.err


def test_a_task_is_started_talked_about_and_done_and_keeps_what_it_was_when_it_was_touched(kam, planned):
    assert kam("task", "start", CALL, "--as", "Mei").out == (
        "1.call  A Ada & Co · started · Mei · due 2026-11-25, Wednesday\n    Introduce the manager by phone\n"
    )
    assert kam("task", "comment", CALL, "rings on Monday", "--as", "Li").status == 0
    assert kam("task", "done", CALL, "--result", "met <i>Bo</i>", "--as", "Mei").status == 0
    told = one(kam, CALL)
    assert (told["status"], told["result"], told["touched"]) == ("done", "met <i>Bo</i>", True)
    assert told["why"] == "Key: Spends like a key account: Monthly spend 12,000 is at least 10,000 — met"
    said = [(each["who"], each["verb"], each["text"]) for each in told["history"]]
    assert said == [("Mei", "start", None), ("Li", "add", "rings on Monday"), ("Mei", "done", None)]
    assert CALL not in tasks(kam) and CALL in tasks(kam, "--closed")


def test_the_same_is_said_of_many_tasks_number_first(kam, planned):
    said = kam("task", "comment", "--where", "big", "--playbook", "care", "--step", "call", "waits for prices")
    assert said.err == "--where: tasks: 2; nothing was changed — say it again with --yes to go on\n"
    asked = ("task", "comment", "--where", "big", "--playbook", "care", "--step", "call", "waits for prices", "--yes")
    assert [each["text"] for each in kam(*asked, "--json").json] == ["waits for prices"] * 2
    assert "“waits for prices”" in kam("task", "show", CALL).out
    assert kam("task", "comment", CALL, TALK, "and once more").out == f"{CALL}: noted\n{TALK}: noted\n"
    before = human_work(planned)
    assert "the task or the words are missing" in kam("task", "comment", CALL).err
    assert "--where: " in kam("task", "comment", CALL, "x", "--where", "big").err
    assert kam("task", "comment", CALL, "x", "--expect", "1").status == 2
    assert human_work(planned) == before
    kam("undo")
    kam("undo")
    assert "waits for prices" not in kam("task", "show", CALL).out


def test_a_task_need_not_wait_any_more(kam, planned):
    kam("task", "add", "A", "Call")
    kam("task", "set", "t1", "--after", TALK, "--after", CALL, "--after", TALK)
    assert one(kam, "t1")["needs"] == [TALK, CALL]
    kam("task", "set", "t1", "--after", "")
    assert one(kam, "t1")["needs"] == []


@pytest.mark.parametrize(("typed", "day"), [("+7", "2026-11-30"), ("+2w", "2026-12-07"), ("+0", MONDAY)])
def test_a_task_is_due_so_many_days_from_the_day_that_is_worked_from(kam, planned, typed, day):
    (added,) = kam("task", "add", "A", "Call", "--due", typed, "--today", MONDAY, "--json").json
    assert added["due"] == day
    assert kam("task", "set", CALL, "--today", MONDAY, "--due", typed).status == 0
    assert one(kam, CALL)["due"] == day


def test_days_ahead_are_described_and_held_against_the_calendar(kam, planned):
    assert "+7 for in a week, +2w for in" in kam("task", "add", "--help").out
    said = kam("task", "add", "A", "Call", "--due", "+7x")
    assert (said.status, said.problems) == (2, ["--due: +7x is not a date — write it as 2026-01-31"])
    assert "--due: 2218-" in kam("task", "add", "A", "Call", "--due", "+9999w", "--today", MONDAY).err


def test_without_a_verb_there_is_help(kam, planned):
    said = kam("task")
    assert (said.status, said.err) == (0, "")
    assert said.out == kam("task", "--help").out


def test_a_comment_takes_a_task_over(kam, planned):
    assert kam("task", "comment", TALK, "hm").status == 0
    assert tasks(kam)[TALK]["touched"]


def test_the_effect_is_the_indicator_before_and_after_and_is_called_no_proof(kam, planned):
    kam("task", "start", CALL)
    kam("import", "later.csv")
    kam("fact", "A", "monthly_spend=15000", "--why", "new line")
    plan(kam)
    kam("task", "done", CALL)
    effect = one(kam, CALL)["effect"]
    assert [effect[name]["value"] for name in ("before", "after", "now")] == ["12000", "15000", "15000"]
    page = kam("task", "show", CALL).out
    assert "Effect: Monthly spend" in page and "when it was started: 12,000" in page
    assert "is no proof" in page


def test_what_comes_first_is_done_first_unless_somebody_says_so(kam, planned):
    assert problem(kam("task", "start", VISIT)) == (
        "1.visit.1: these come first and are not done: 1.call — do them, or say --anyway\n"
    )
    assert kam("task", "start", VISIT, "--anyway").status == 0
    assert kam("task", "done", CALL).status == 0
    assert kam("task", "done", VISIT).status == 0


def test_tasks_by_hand_have_an_owner_and_one_who_answers(kam, planned):
    (added,) = kam("task", "add", "D", "Send the offer", "--due", "2026-12-04", "--effort", "1.5", "--json").json
    assert (added["id"], added["responsible"], added["accountable"]) == ("t1", "Li", "Li")
    assert (added["effort_hours"], added["due"], added["playbook"]) == (1.5, "2026-12-04", "")
    assert kam("task", "assign", "t1", "--to", "mei", "--accountable", "Li").status == 0
    assert [tasks(kam)["t1"][name] for name in ("responsible", "accountable")] == ["Mei", "Li"]
    assert "t1" in tasks(kam, "--person", "Mei") and "t1" not in tasks(kam, "--person", "Li")


def test_a_day_that_nobody_works_on_is_taken_as_typed_and_told(kam, planned):
    said = kam("task", "add", "D", "Send cakes", "--due", "2026-10-01", "--json")
    assert said.json[0]["due"] == "2026-10-01"
    assert "2026-10-01" in said.err


def test_no_circle_of_tasks_even_through_what_playbooks_say(kam, planned):
    kam("task", "add", "A", "first")
    kam("task", "add", "A", "second", "--after", "t1")
    assert "t1 → t2 → t1" in problem(kam("task", "set", "t1", "--after", "t2"))
    assert "t1 → t1" in problem(kam("task", "set", "t1", "--after", "t1"))
    assert "1.call → 1.visit.1 → 1.call" in problem(kam("task", "set", CALL, "--after", VISIT))
    assert kam("task", "set", CALL, "--after", "t2").status == 0
    assert "t1 → 1.visit.1 → 1.call → t2 → t1" in problem(kam("task", "set", "t1", "--after", VISIT))


def test_whoever_saw_an_older_version_is_told_who_changed_what(kam, planned):
    seen = one(kam, TALK)["version"]
    assert seen == 0
    assert kam("task", "set", TALK, "--due", "2026-12-24", "--as", "Li").status == 0
    told = problem(kam("task", "start", TALK, "--expect", seen, "--as", "Mei"))
    assert told.startswith("2.talk: Li changed it in the meantime")
    assert kam("task", "start", TALK, "--expect", one(kam, TALK)["version"]).status == 0


def test_what_is_over_is_not_done_again(kam, planned):
    kam("task", "done", TALK, "--as", "Li")
    assert problem(kam("task", "done", TALK)).startswith("2.talk: the task is done already — Li, ")
    assert kam("task", "reopen", TALK).status == 0
    assert kam("task", "drop", TALK, "--why", "paid").status == 0
    assert tasks(kam, "--closed")[TALK]["status"] == "dropped"


def test_many_at_once_are_counted_first_and_all_or_none_are_changed(kam, planned):
    before = human_work(planned)
    asked = ["task", "block", "--where", "big", "--playbook", "care", "--step", "call", "--by", "no phone"]
    assert problem(kam(*asked)) == "--where: tasks: 2; nothing was changed — say it again with --yes to go on\n"
    assert human_work(planned) == before
    assert {each["id"] for each in kam(*asked, "--yes", "--json").json} == {"1.call", "4.call"}
    assert problem(kam("task", "start", CALL, "t99")).startswith("t99: there is no such task")
    assert tasks(kam)[CALL]["status"] == "blocked"

    asked = ["task", "add", "--where", "late", "Send a reminder", "--due", "2026-12-01"]
    assert "tasks: 2;" in problem(kam(*asked))
    assert len(kam(*asked, "--yes", "--json").json) == 2


@pytest.mark.slow
def test_two_processes_on_one_task_one_wins_and_the_other_is_told(planned):
    def start(who):
        line = [*COMMAND, "task", "start", TALK, "--expect", "0", "--as", who, "-w", str(planned)]
        return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)

    with ThreadPoolExecutor() as pool:
        said = dict(zip(("Mei", "Li"), pool.map(start, ("Mei", "Li")), strict=True))
    (winner,) = [who for who, done in said.items() if done.returncode == 0]
    (other,) = [done for done in said.values() if done.returncode == 2]
    assert f"{winner} changed it in the meantime" in other.stderr
    with Workspace.open(planned) as workspace:
        assert [entry.who for entry in workspace.journal.entries(kind="task", key=TALK)] == [winner]


def test_hostile_words_do_no_harm(kam, planned):
    hostile = "a\x1b[2Jb\u202ec\n💥 [red]x[/red]"
    kam("task", "add", "A", hostile, "--why", hostile)
    kam("task", "comment", "t1", hostile)
    kam("task", "block", "t1", "--by", hostile)
    for said in (kam("tasks").out, kam("task", "show", "t1").out):
        assert "\x1b" not in said and "\u202e" not in said and "[red]x[/red]" in said
    assert json.loads(kam("tasks", "--json", "--account", "A").out)
    assert one(kam, "t1")["title"] == hostile


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("add", "Z", "Call"), "there is no account Z"),
        (("add", "A"), "kam task add: the account or the words are missing"),
        (("add", "A", " "), "the task has no words"),
        (("add", "A", "Call", "--responsible", "Mai"), "--responsible: there is nobody called Mai — did you mean Mei?"),
        (("add", "A", "Call", "--due", "2026-02-30"), "--due: "),
        (("add", "A", "Call", "--effort", "-1"), "--effort: -1 is no number of hours"),
        (("add", "A", "Call", "--effort", "NaN"), "--effort: NaN is no number of hours"),
        (("add", "A", "Call", "--after", "t9"), "there is no task t9"),
        (("add", "A", "Call", "--goal", "g9"), "--goal: there is no goal g9"),
        (("start",), "kam task start: no task is named"),
        (("start", "9.call"), "9.call: there is no such task"),
        (("start", "1.nothing"), "1.nothing: there is no such task"),
        (("start", "1.visit.99"), "1.visit.99: there is no such task"),
        (("start", "1.call.1"), "1.call.1: there is no such task"),
        (("start", CALL, "--where", "big"), "--where: tasks are named and a condition is given"),
        (("start", CALL, TALK, "--expect", "1"), "--expect: a version is given for several tasks"),
        (("block", CALL, "--by", " "), "--by: there are no words"),
        (("assign", CALL), "--to: nobody is named"),
        (("set", CALL), "kam task set: nothing is said about the task"),
        (("comment", CALL, ""), "1.call: the comment is empty"),
        (("strat", CALL), "did you mean start?"),
    ],
)
def test_what_cannot_be_is_said(kam, planned, line, told):
    before = human_work(planned)
    assert told in problem(kam("task", *line))
    assert human_work(planned) == before
