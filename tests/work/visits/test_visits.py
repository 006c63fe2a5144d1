"""Visits: the checklist and its gate, the record, moves that the customer is told of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Contact, Rescheduling, Task, Visit
from kamengine.work.visits import visits
from kamengine.work.visits.visits import missing

DAY = dt.date(2026, 12, 3)
COMPLETE: dict[str, Any] = {
    "purpose": "renew the contract",
    "background": "two complaints are open",
    "materials": "the offer",
    "talking_points": "prices hold until March",
    "goers": ("li",),
    "route": "metro line 2",
}
TOLD: dict[str, Any] = {"reason": "li is ill", "notice": "called them", "apology": "by telephone"}


@pytest.fixture
def work(workspace):
    """Call a function of `kamengine.work.visits.visits` in a change of its own, in the name of li."""

    def call(name: str, *words: Any, **values: Any) -> Any:
        with workspace.transaction("li") as change:
            return getattr(visits, name)(workspace, change, *words, **values)

    return call


@pytest.fixture
def planned(work) -> Visit:
    """A visit of which nothing but the day is known."""
    found: list[Visit] = work("plan", [Visit(key="", account="A", owner="li", day=DAY)])
    return found[0]


def move_to(day: dt.date, visit: str = "v1", **values: Any) -> Rescheduling:
    return Rescheduling(key="", visit=visit, account="", day=day, to=day, **{**TOLD, **values})


# --- before ------------------------------------------------------------------------------------------------------


def test_visits_get_keys_of_their_own(work):
    drafts = [Visit(key="", account=account, owner="li", day=DAY) for account in ("A", "B")]
    assert [(visit.key, visit.account) for visit in work("plan", drafts)] == [("v1", "A"), ("v2", "B")]


def test_a_visit_is_ready_only_when_its_checklist_is_complete(work, workspace, planned):
    messages = Messages.of("en")
    with pytest.raises(KamError) as refused:
        work("make_ready", "v1")
    items = [messages.text(problem.what).removeprefix("the checklist lacks: ") for problem in refused.value.problems]
    assert items == ["purpose", "background", "materials", "talking points", "who goes", "route"]
    assert find(workspace, Visit, "v1") == planned, "nothing has changed"

    work("prepare", "v1", COMPLETE)
    assert work("make_ready", "v1").status == "ready"


@pytest.mark.parametrize("item", COMPLETE)
def test_each_item_of_the_checklist_is_needed(work, planned, item):
    blank = (" ",) if item == "goers" else " \n"
    work("prepare", "v1", {**COMPLETE, item: blank})
    with pytest.raises(KamError) as refused:
        work("make_ready", "v1")
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(("by", "lacking"), [("visit", ["route"]), ("call", []), ("video", [])])
def test_who_does_not_travel_needs_no_route(planned, by, lacking):
    assert missing(planned.with_(**{**COMPLETE, "route": "", "by": by})) == lacking


def test_what_is_taken_off_the_checklist_takes_the_visit_back_through_the_gate(work, planned):
    work("prepare", "v1", COMPLETE)
    work("make_ready", "v1")
    assert work("prepare", "v1", {"background": "three complaints"}).status == "ready"
    assert work("prepare", "v1", {"materials": ""}).status == "planned"


def test_the_same_again_changes_nothing(work, workspace, planned):
    work("prepare", "v1", COMPLETE)
    work("make_ready", "v1")
    seq = workspace.journal.last()
    work("prepare", "v1", COMPLETE)
    work("make_ready", "v1")
    assert workspace.journal.last() == seq


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_visit_has_a_length_within_a_day(work, planned, minutes):
    with pytest.raises(KamError, match=r"a visit cannot take -?\d+ minutes — write at most 1440"):
        work("prepare", "v1", {"minutes": minutes})


def test_the_end_of_a_visit_may_be_after_midnight(planned):
    assert visits.ends(planned.with_(time=dt.time(23, 30), minutes=60)) == dt.datetime(2026, 12, 4, 0, 30)
    assert visits.ends(planned.with_(minutes=60)) is None
    assert visits.ends(planned.with_(time=dt.time(9))) is None


# --- after -------------------------------------------------------------------------------------------------------


def test_what_was_agreed_becomes_tasks_that_name_the_visit(work, workspace, planned):
    drafts = [Task(key="", account="?", title=title, responsible="li") for title in ("Send the offer", "Call back")]
    held, tasks = work("record", planned, met=["Wang Fang"], said="fine", agreed=drafts, day=dt.date(2026, 12, 4))
    assert (held.key, held.status, held.day) == ("v1", "done", dt.date(2026, 12, 4))
    assert (held.met, held.said, held.agreed) == (("Wang Fang",), "fine", ("Send the offer", "Call back"))
    assert [(task.key, task.account, task.visit) for task in tasks] == [("t1", "A", "v1"), ("t2", "A", "v1")]
    assert list(all_of(workspace, Task)) == tasks == visits.tasks_of(workspace, held)

    held, more = work("agree", "v1", [drafts[0].with_(title="Ask the lab")])
    assert held.agreed == ("Send the offer", "Call back", "Ask the lab")
    assert [task.key for task in more] == ["t3"]


def test_the_record_and_its_tasks_are_one_change(work, workspace, planned):
    before = workspace.work.dump()
    with pytest.raises(KamError, match="--agreed: the text is empty — write what it is"):
        work("record", planned, met=["Wang"], said="", agreed=[Task(key="", account="", title=" ")])
    assert workspace.work.dump() == before

    work("record", planned, met=["Wang"], said="", agreed=[Task(key="", account="", title="Call")])
    assert len(workspace.journal.batch(workspace.journal.last())) == 2


def test_nothing_is_due_before_the_visit_at_which_it_was_agreed(work, workspace, planned):
    early = Task(key="", account="", title="Call", due=planned.day - dt.timedelta(days=1))
    before = workspace.work.dump()
    with pytest.raises(KamError, match="--due: 2026-12-02 is before the visit, 2026-12-03 — name a later day"):
        work("record", planned, met=["Wang"], said="", agreed=[early])
    assert workspace.work.dump() == before
    _, (task,) = work("record", planned, met=["Wang"], said="", agreed=[early.with_(due=planned.day)])
    assert task.due == planned.day


def test_whom_we_met_is_a_contact_when_there_is_one(work, workspace, planned):
    with workspace.transaction("li") as change:
        keep(workspace, change, Contact(key="c1", account="A", name="Wang Fang"))
        keep(workspace, change, Contact(key="c2", account="B", name="Zhao"))
        keep(workspace, change, Contact(key="c3", account="A", name="Wang Fang", status="closed"))
    with pytest.raises(KamError, match="--met: c2 is a contact of B — kam contact list A lists them"):
        work("record", planned, met=["c2"], said="")
    held, _ = work("record", planned, met=["wang fang ", "c1", "Zhao", " "], said="")
    assert held.met == ("c1", "Zhao")


def test_a_visit_that_nobody_planned_is_recorded_at_once(work):
    held, _ = work("record", Visit(key="", account="A", owner="li", day=DAY, by="call"), met=[], said="will pay")
    assert (held.key, held.status) == ("v1", "done")


def test_a_record_says_something(work, planned):
    with pytest.raises(KamError, match="neither whom you met nor what they said is given"):
        work("record", planned, met=[" "], said=" ")


def test_nothing_was_agreed_at_a_visit_to_come(work, planned):
    with pytest.raises(KamError, match="v1 has not been held yet — kam visit done v1 records it"):
        work("agree", "v1", [Task(key="", account="", title="Call")])


# --- moves -------------------------------------------------------------------------------------------------------


def test_a_visit_that_is_moved_keeps_its_key_and_every_move_is_noted(work, workspace, planned):
    work("move", move_to(dt.date(2026, 12, 10), to_time=dt.time(9)))
    moved, _ = work("move", move_to(dt.date(2027, 1, 4), reason="their audit", apology="", by_customer=True))
    assert (moved.key, moved.day, moved.time, moved.status) == ("v1", dt.date(2027, 1, 4), None, "planned")
    first, second = visits.moves_of(workspace, moved)
    assert (first.key, first.day, first.time, first.to, first.to_time) == (
        "v1#1",
        DAY,
        None,
        dt.date(2026, 12, 10),
        dt.time(9),
    )
    assert (second.key, second.day, second.time, second.by_customer) == (
        "v1#2",
        dt.date(2026, 12, 10),
        dt.time(9),
        True,
    )


@pytest.mark.parametrize(
    ("lacking", "problems"),
    [
        ({"notice": " "}, ["--notice"]),
        ({"apology": ""}, ["--apology"]),
        ({"reason": "", "notice": "", "apology": ""}, ["--why", "--notice", "--apology"]),
        ({"notice": "", "apology": "", "by_customer": True}, ["--notice"]),
    ],
)
def test_the_customer_must_know_of_a_move(work, workspace, planned, lacking, problems):
    with pytest.raises(KamError) as refused:
        work("move", move_to(dt.date(2026, 12, 10), **lacking))
    assert [problem.place.key for problem in refused.value.problems] == problems
    assert find(workspace, Visit, "v1") == planned


def test_a_move_goes_somewhere_else(work, planned):
    with pytest.raises(KamError, match="v1 is on 2026-12-03 already"):
        work("move", move_to(DAY))


def test_more_than_nine_moves_are_in_order(work, workspace, planned):
    for day in range(1, 13):
        work("move", move_to(dt.date(2027, 1, day)))
    assert [one.to.day for one in visits.moves_of(workspace, planned)] == list(range(1, 13))


# --- what is over ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["done", "dropped"])
@pytest.mark.parametrize("verb", ["prepare", "ready", "record", "move", "drop"])
def test_what_is_over_stays_as_it_is_and_who_ended_it_is_told(work, workspace, planned, end, verb):
    if end == "done":
        work("record", planned, met=["Wang"], said="")
    else:
        work("drop", "v1", "the contract is signed")
    calls = {
        "prepare": lambda: work("prepare", "v1", COMPLETE),
        "ready": lambda: work("make_ready", "v1"),
        "record": lambda: work("record", planned, met=["Zhao"], said=""),
        "move": lambda: work("move", move_to(dt.date(2027, 1, 4))),
        "drop": lambda: work("drop", "v1", "twice"),
    }
    before = workspace.work.dump()
    with pytest.raises(KamError, match=r"v1 (has been held: li recorded it|was dropped by li), 20\d\d-"):
        calls[verb]()
    assert workspace.work.dump() == before


def test_a_visit_is_not_dropped_without_a_reason(work, planned):
    with pytest.raises(KamError, match="--why: no reason is given"):
        work("drop", "v1", " ")


def test_a_visit_that_is_not_there(work, workspace, planned):
    assert visits.the_visit(workspace, " V1 ") == planned
    with pytest.raises(KamError, match=r"there is no visit v11 — did you mean v1\?"):
        visits.the_visit(workspace, "v11")
    with pytest.raises(KamError, match="there is no visit x — kam visit list --all lists them"):
        visits.the_visit(workspace, "x")


HOSTILE = "\x1b[31mred\x1b[0m\r\nEND:VEVENT\n[b]bold[/b] \u202eevil\u2028👩‍👩‍👧\x0b"


def test_texts_of_people_are_kept_as_they_were_typed(work, workspace, planned):
    work("prepare", "v1", {"purpose": HOSTILE, "goers": (HOSTILE,)})
    kept = find(workspace, Visit, "v1")
    assert kept is not None and (kept.purpose, kept.goers) == (HOSTILE, (HOSTILE,))


@pytest.mark.parametrize("text", ["a\0b", "\udcff", "x" * 20_001])
def test_what_is_no_text_is_refused(work, workspace, planned, text):
    before = workspace.work.dump()
    with pytest.raises(KamError, match=r"purpose (holds|has more than)"):
        work("prepare", "v1", {"purpose": text})
    assert workspace.work.dump() == before
