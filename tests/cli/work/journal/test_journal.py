"""``kam journal``, ``kam undo`` and ``kam redo``: who changed what, and everybody's own way back and forth."""

from __future__ import annotations

import re
import time

import pytest

from kamengine import Workspace
from kamengine.work.ground.things import keep
from kamengine.work.model import Person
from tests.cli.work.plan_pack import MONDAY, human_work, tasks

TALK = "2.talk"
TODAY = ("--today", MONDAY)
HOSTILE = "\x1b[31mred\x1b[0m\r\nline [bold]x[/bold] \u202eevil 👩‍👩‍👧"


@pytest.fixture
def started(kam, planned):
    """The plans, of which Mei has begun a task and added another."""
    assert kam("task", "start", TALK, "--as", "Mei").status == 0
    assert kam("task", "add", "B", "Call the treasurer", "--due", "2026-12-01", "--as", "Mei").status == 0
    return planned


def shown(said) -> str:
    """What was said, with every time as T and without the breaks of lines."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "T", re.sub(r"\n +", " ", said.out))


def test_the_journal_tells_in_words_who_changed_what(kam, started):
    kam("task", "done", TALK, "--result", "pays in May", "--as", "Li")
    said = kam("journal", "--limit", "2")
    assert (said.status, said.err) == (0, "")
    done, added, more = shown(said).splitlines()
    assert re.fullmatch(
        r"\d+  T  Li task 2.talk \(B Bell\) “Agree a payment plan”: done status: started → done, result: pays in May",
        done,
    )
    assert re.fullmatch(r"\d+  T  Mei task t1 \(B Bell\) “Call the treasurer”: added", added)
    assert more == "There is more: --limit shows it."


def test_what_is_asked_for_is_told_alone(kam, started):
    def keys(*asked: str) -> list[tuple[str, str]]:
        return [(each["kind"], each["key"]) for each in kam("journal", "--json", *asked).json]

    assert keys("--by", "Mei") == [("task", "t1"), ("task", TALK)]
    assert keys("--account", "B", "--limit", "1") == [("task", "t1")]
    assert keys("--account", "A") == []
    assert keys("--account", "Bell", "--limit", "1") == [("task", "t1")]
    assert "there is no account Bel" in kam("journal", "--account", "Bel").err
    assert keys("--kind", "plan") == [("plan", "own")]
    assert keys(TALK) == [("task", TALK)]
    assert keys("--since", "2999-01-01") == []
    assert keys("--since", "2001-01-01", "--by", "Mei", "--kind", "task") == [("task", "t1"), ("task", TALK)]
    assert "run" not in {kind for kind, _ in keys("--limit", "0")}
    assert {kind for kind, _ in keys("--kind", "run")} == {"run"}


def test_a_day_begins_on_the_clock_of_this_computer(kam, planned, monkeypatch):
    times = ("2026-02-28T16:00:00Z", "2026-02-28T15:59:59Z", "2026-02-28T16:00:01Z")  # the clock was set back once
    with Workspace.open(planned) as workspace:
        for at in times:
            with workspace.transaction("Zoe") as change:
                change.at = at
                keep(workspace, change, Person(key=f"at {at}"), "add")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        found = kam("journal", "--by", "Zoe", "--since", "2026-03-01", "--json").json
        text = kam("journal", "--by", "Zoe", "--since", "2026-03-01").out
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [entry["when"] for entry in found] == [times[2], times[0]]
    assert "2026-03-01 00:00  Zoe" in text


def test_one_change_is_told_in_full(kam, started):
    (entry,) = kam("journal", "t1", "--json").json
    assert (entry["verb"], entry["account_id"], entry["before"], entry["undone"]) == ("add", "B", None, False)
    said = kam("journal", str(entry["change"]))
    assert "      what: Call the treasurer\n" in said.out and "      due: 2026-12-01\n" in said.out
    assert kam("journal", str(entry["version"]), "--json").json == [entry]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["journal", "--by", "Mie"], "--by: Mie has changed nothing — did you mean Mei?"),
        (["journal", "--kind", "tasks"], "--kind: tasks is not known — did you mean task?"),
        (["journal", "--since", "soon"], "--since: soon is not a date — write it as 2026-01-31"),
        (["journal", "nothing"], "nothing was ever done to nothing — for an account write --account nothing"),
        (["journal", "9999"], "9999: there is no change of this number — kam journal lists them"),
        (["undo", "9999"], "9999: there is no change of this number — kam journal lists them"),
        (["undo", "--of", "Mie"], "--of: Mie has changed nothing — did you mean Mei?"),
        (
            ["undo", "fact", "--of", "Mei"],
            "kam undo fact takes back the newest, whoever made it — leave out fact or --of",
        ),
        (["undo", "--as", "Nobody"], "there is nothing of Nobody to take back — kam journal tells who changed what"),
        (["redo"], "there is nothing of Ann to do again — kam journal tells who changed what"),
    ],
)
def test_what_cannot_be_told_or_taken_back_is_said(kam, started, line, said):
    refused = kam(*line)
    assert (refused.status, refused.problems) == (2, [said])


def test_the_move_of_a_visit_is_told_in_words_of_its_own(kam, started):
    day = ("--today", MONDAY, "--as", "Mei")
    kam("visit", "plan", "B", "--on", "2026-12-03", *day)
    kam("visit", "move", "v1", "--to", "2026-12-04", "--why", "ill", "--notice", "called", "--customer", *day)
    kam("visit", "done", "v1", "--met", "Bo", "--on", MONDAY, *day)
    journal = shown(kam("journal", "v1"))
    assert "visit v1 (B Bell): rescheduled day: 2026-12-03 → 2026-12-04" in journal
    assert "whom we met: Bo" in journal


def test_undo_and_redo_say_what_they_did(kam, started):
    said = kam("undo", "--as", "Mei", *TODAY)
    assert re.fullmatch(
        r"Taken back: change \d+ by Mei, T; kam redo does it again task t1 \(B Bell\) “Call the treasurer”: added\n",
        shown(said),
    )
    said = kam("undo", "--as", "Mei", *TODAY)
    assert "“Agree a payment plan”: started" in shown(said)
    said = kam("redo", "--as", "Mei", *TODAY)
    assert re.match(r"Done again: change \d+ by Mei, T; kam undo takes it back task 2.talk .*: started", shown(said))
    assert tasks(kam)[TALK]["status"] == "started" and "t1" not in tasks(kam)
    newest, *_ = kam("journal", "--json", "--limit", "1").json
    assert (newest["verb"], newest["kind"], newest["key"]) == ("redo", "task", TALK)
    assert "(taken back since)" in kam("journal", "t1").out


def test_undo_as_data(kam, started):
    undone = kam("undo", "--as", "Mei", "--json").json["undone"]
    assert (undone["kind"], undone["who"]) == ("change", "Mei")
    (change,) = undone["changes"]
    assert (change["kind"], change["key"], change["verb"], change["undone"]) == ("task", "t1", "add", True)
    redone = kam("redo", "--as", "Mei", "--json").json["redone"]
    assert (redone["change"], redone["who"]) == (undone["change"], "Mei")


def test_a_later_change_of_somebody_else_stands_in_the_way_and_is_named(kam, started):
    kam("task", "assign", "t1", "--to", "Li", "--as", "Li")
    before = human_work(started)
    refused = kam("undo", "--as", "Mei")
    assert refused.status == 2
    assert re.match(r"task t1: it has been changed since: Li, 20.*: assigned \(.*responsible: .*Li", refused.err)
    assert human_work(started) == before


def test_a_change_is_taken_back_by_number_and_in_somebodys_name(kam, started):
    number = kam("journal", TALK, "--json").json[0]["change"]
    assert kam("undo", str(number), "--as", "Li").problems == [f"{number}: Mei made this change — say --of Mei"]
    assert kam("undo", str(number), "--as", "Li", "--of", "mei").status == 0
    assert not tasks(kam)[TALK]["touched"] and "t1" in tasks(kam)
    assert kam("redo", "--as", "Li").status == 0
    assert tasks(kam)[TALK]["touched"]


def test_every_spelling_of_a_name_is_the_same_person(kam, started):
    with Workspace.open(started) as workspace, workspace.transaction("Ann") as change:
        keep(workspace, change, Person(key="Mei", aliases=("王梅",)), "add")
    assert len(kam("journal", "--by", "王梅", "--json").json) == 2
    assert kam("undo", "--as", "ｍｅｉ").status == 0
    assert "t1" not in tasks(kam)


def test_what_others_refer_to_is_not_taken_away(kam, started):
    kam("task", "add", "B", "Send the offer", "--after", "t1", "--as", "Li")
    before = human_work(started)
    refused = kam("undo", "--as", "Mei")
    assert refused.problems == ["task t2: it refers to task t1, which would be gone — take that back first"]
    assert human_work(started) == before
    assert kam("undo", "--as", "Li").status == 0 == kam("undo", "--as", "Mei").status


def test_many_changes_are_counted(kam, planned):
    assert kam("task", "drop", "--where", "tier = 'key'", "--yes", "--why", "merged", "--as", "Mei", *TODAY).status == 0
    before = human_work(planned)
    said = kam("undo", "--as", "Mei")
    assert re.search(r"tasks \(\d\): dropped: 1\.call, ", said.out)
    assert human_work(planned) == b""
    assert kam("redo", "--as", "Mei").status == 0
    assert human_work(planned) == before


def machine(folder) -> list[object]:
    """What plans have left, but for what tells when they were taken back."""
    with Workspace.open(folder) as workspace:
        tables = ("reasons", "standing", "due_days", "undone_ends", "undone_standing")
        rows = [workspace.catalog.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]
        return [*rows, workspace.catalog.rows("SELECT seq FROM plans WHERE undone_seq IS NULL ORDER BY seq")]


def test_an_update_of_plans_goes_back_and_forth(kam, started):
    kam("import", "later.csv")
    assert kam("plan", *TODAY, "--as", "Mei").status == 0
    with_plan, listed = machine(started), kam("tasks", "--json", *TODAY).out
    assert kam("undo", "--as", "Mei").status == 0
    assert machine(started) != with_plan
    assert kam("redo", "--as", "Mei").status == 0
    assert (machine(started), kam("tasks", "--json", *TODAY).out) == (with_plan, listed)
    assert kam("undo", "--as", "Mei").status == kam("redo", "--as", "Mei").status == 0
    assert (machine(started), kam("tasks", "--json", *TODAY).out) == (with_plan, listed)
    assert kam("plan", *TODAY, "--json").json["tasks_new"] == 0


def test_plans_that_were_brought_up_to_date_since_stay(kam, started):
    kam("import", "later.csv")
    kam("plan", *TODAY, "--as", "Mei")
    assert kam("undo", "--as", "Mei").status == 0
    kam("plan", *TODAY, "--as", "Li")
    assert "changed since: Li" in kam("redo", "--as", "Mei").err
    kam("undo", "--as", "Li")
    assert kam("redo", "--as", "Mei").status == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_text_does_no_harm(kam, started, language):
    kam("task", "add", "B", HOSTILE, "--as", HOSTILE.replace("\r\n", " "))
    for line in (["journal"], ["journal", "t2"], ["undo", "--as", HOSTILE.replace("\r\n", " ")], ["journal"]):
        said = kam(*line, "--lang", language)
        assert said.status == 0
        assert "\x1b" not in said.out and "\u202e" not in said.out and "\r" not in said.out
        assert "[bold]x[/bold]" in re.sub(r"\n +", " ", said.out).replace("[bold] ", "[bold]")


def test_what_one_change_moves_on_several_times_is_named_once(kam, acme):
    assert kam("classify").status == 0 == kam("import", "later.csv").status == kam("classify").status
    assert kam("plan", *TODAY).status == 0
    assert "    tiers in effect (2): updated: own\n" in kam("journal", "--limit", "1").out
