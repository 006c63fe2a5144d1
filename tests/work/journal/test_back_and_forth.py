"""Undo and redo of people's work leave nothing that refers to what is gone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kamengine.problems import KamError
from kamengine.work.ground.things import keep
from kamengine.work.journal.back_and_forth import redo, undo
from kamengine.work.journal.whose import names_like
from kamengine.work.model import Comment, Goal, Holding, Person, Rescheduling, Task, Visit

DAY = dt.date(2026, 12, 1)
TASK = Task(key="t1", account="A", title="Call")
GOAL = Goal(
    key="g1",
    account="A",
    title="More",
    pack="own",
    indicator="x",
    baseline=Decimal(1),
    target=Decimal(2),
    owner="Ann",
    since=DAY,
    due=DAY,
)
VISIT = Visit(key="v1", account="A", owner="Ann", day=DAY)
MEI = Person(key="Mei", aliases=("王梅",))


@pytest.fixture
def did(workspace):
    """Keep things in one change, in somebody's name."""

    def _did(who, *things):
        with workspace.transaction(who) as change:
            for thing in things:
                keep(workspace, change, thing)

    return _did


@pytest.mark.parametrize(
    ("thing", "refers", "said"),
    [
        (TASK, TASK.with_(key="t2", needs=("t1",)), "task t2: it refers to task t1"),
        (TASK, Comment(key="t1#1", task="t1", account="A", text="x"), "comment t1#1: it refers to task t1"),
        (GOAL, TASK.with_(key="t2", goal="g1"), "task t2: it refers to goal g1"),
        (GOAL, GOAL.with_(key="g2", parent="g1"), "goal g2: it refers to goal g1"),
        (VISIT, TASK.with_(key="t2", visit="v1"), "task t2: it refers to visit v1"),
        (
            VISIT,
            Rescheduling(key="v1#1", visit="v1", account="A", day=DAY, to=DAY, reason="x", notice="y"),
            "rescheduling v1#1: it refers to visit v1",
        ),
        (MEI, TASK.with_(key="t2", accountable="Mei"), "task t2: it refers to person Mei"),
        (MEI, Holding(key="finance", role="finance", person="Mei"), "holding finance: it refers to person Mei"),
        (MEI, VISIT.with_(key="v2", goers=("Ann", "Mei")), "visit v2: it refers to person Mei"),
    ],
)
def test_what_others_refer_to_stays_until_they_no_longer_do(workspace, did, thing, refers, said):
    did("Ann", thing)
    did("Ben", refers)
    before = workspace.work.dump()
    with pytest.raises(KamError, match=f"^{said}, which would be gone — take that back first$"):
        undo(workspace, "Ann")
    assert workspace.work.dump() == before
    undo(workspace, "Ben")
    undo(workspace, "Ann")
    assert workspace.work.dump() == b""
    with pytest.raises(KamError):
        undo(workspace, "Ann")


def test_a_task_that_playbooks_propose_may_go_back_to_being_proposed(workspace, did):
    did("Ann", TASK.with_(key="7.call"))
    did("Ben", TASK.with_(key="t2", needs=("7.call",)))
    undo(workspace, "Ann")
    assert workspace.work.get("task", "7.call") is None


def test_somebody_whom_imports_name_is_there_without_a_record(workspace, did, imported):
    imported(A="Mei")
    did("Ann", MEI.with_(aliases=()))
    did("Ben", TASK.with_(responsible="Mei"))
    undo(workspace, "Ann")
    assert workspace.work.get("person", "Mei") is None


def test_no_circle_comes_back(workspace, did):
    did("Ann", TASK.with_(needs=("t2",)), TASK.with_(key="t2"))
    did("Ann", TASK)
    did("Ben", TASK.with_(key="t2", needs=("t1",)))
    before = workspace.work.dump()
    with pytest.raises(KamError, match="tasks wait for each other in a circle: t1 → t2 → t1"):
        undo(workspace, "Ann")
    assert workspace.work.dump() == before


def test_more_than_a_few_things_are_looked_at_together(workspace, did):
    did("Ann", *(TASK.with_(key=f"t{number}") for number in range(30)))
    did("Ben", *(TASK.with_(key=f"u{number}", needs=(f"t{number}",)) for number in range(30)))
    with pytest.raises(KamError) as refused:
        undo(workspace, "Ann")
    assert len(refused.value.problems) == 8


def test_a_person_is_known_by_every_spelling(workspace, did):
    did("Ann", MEI)
    did("王梅", TASK)
    did("ＭＥＩ", TASK.with_(key="t2"))
    assert names_like(workspace, "mei") == ("mei", "王梅", "ＭＥＩ")
    undo(workspace, "mei")
    undo(workspace, "Mei")
    assert [record.key for record in workspace.work.list("task")] == []
    redo(workspace, "王梅", of="MEI")
    with pytest.raises(KamError, match="--of: Mie has changed nothing"):
        undo(workspace, "Ann", of="Mie")
