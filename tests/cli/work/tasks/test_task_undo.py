"""`kam undo` and `kam redo` of tasks and plans."""

from __future__ import annotations

from tests.cli.work.plan_pack import MONDAY, human_work, plan, tasks

TALK = "2.talk"


def test_what_people_did_is_taken_back_to_the_last_byte(kam, planned):
    before = human_work(planned)
    assert kam("task", "set", TALK, "--title", "Ask", "--as", "Mei").status == 0
    after = human_work(planned)
    assert kam("undo", "--as", "Mei").status == 0
    assert human_work(planned) == before
    assert not tasks(kam)[TALK]["touched"]
    assert kam("redo", "--as", "Mei").status == 0
    assert human_work(planned) == after


def test_a_plan_is_taken_back_and_touched_tasks_stay(kam, planned):
    kam("task", "start", TALK)
    kam("import", "later.csv")
    before = kam("tasks", "--json", "--today", MONDAY).out
    assert kam("plan", "--today", MONDAY, "--as", "Mei").status == 0
    assert tasks(kam)[TALK]["reason_gone"] is not None
    assert kam("undo", "--as", "Mei").status == 0
    assert kam("tasks", "--json", "--today", MONDAY).out == before
    assert plan(kam)[1:] == (3, 3, 4)
