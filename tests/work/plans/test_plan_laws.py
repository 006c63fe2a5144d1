"""Plans as laws: whatever runs follow each other, reasons follow the newest, and human work is never touched."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.engine.database import connect
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks, CheckedStep, Grace, Span
from kamengine.work.ground.calendar import Calendar
from kamengine.work.plans.called_for import CalledFor
from kamengine.work.plans.differences import difference
from kamengine.work.plans.playbook_texts import playbooks_in, text_of
from kamengine.work.plans.proposals import key_of, reason_in, step_in
from kamengine.work.plans.reasons import NewReason, begin, end
from kamengine.work.plans.schedule import enter_due_days
from kamengine.workspace import Workspace
from tests.examples import holds_for

DAY = dt.date(2026, 11, 23)


def step(id, due=None, every=None, **more):
    values = {
        "what": Label(id),
        "responsible": "account_manager",
        "accountable": "sales_director",
        "consulted": (),
        "informed": (),
        "effort": 1,
        "on_holiday": "after",
        "acceptance": Label(),
        "evidence": Label(),
        "after": (),
    }
    return CheckedStep(id=id, due=due or Span(2, "working day"), every=every, **{**values, **more})


def playbook(id, tier="", criterion="", outcome="", moved="", steps=()):
    return CheckedPlaybook(id, tier, criterion, outcome, moved, Label(id), "", None, steps, "test")


KNOWN = {
    each.id: each
    for each in (
        playbook("care", tier="key"),
        playbook("late", criterion="late", outcome="met"),
        playbook("changed", criterion="late", outcome="changed"),
        playbook("up", moved="up"),
        playbook("down", tier="standard", moved="down"),
    )
}
RANKS = ("key", "standard")

accounts = st.dictionaries(
    st.sampled_from("ABC"), st.tuples(st.sampled_from([*RANKS, None]), st.sampled_from([True, False, None]))
)


@contextmanager
def empty_workspace():
    with TemporaryDirectory() as folder, Workspace.init(Path(folder) / "acme", name="Acme") as workspace:
        yield workspace


@holds_for(st.lists(accounts, min_size=1, max_size=5), few=8, many=50)
def test_reasons_follow_run_after_run(runs):
    before: dict[str, tuple[str | None, bool | None]] = {}
    events: dict[tuple[str, str], str | bool | None] = {}
    with empty_workspace() as workspace, connect(threads=1) as connection:
        for number, run in enumerate(runs):
            connection.execute(f"CREATE TABLE run{number} (account_id TEXT, tier TEXT, tier_possible TEXT, late BOOL)")
            for account, (tier, late) in run.items():
                connection.execute(f"INSERT INTO run{number} VALUES (?, ?, ?, ?)", [account, tier, tier, late])
            called = CalledFor(connection, f"run{number}", KNOWN)
            called.put_in_effect({})
            moves = {a: (before[a][0], run[a][0]) for a in run if a in before and before[a][0] != run[a][0]}
            earlier = f"run{number - 1}" if number else None
            with workspace.transaction("Ann") as change:
                found = difference(change.database, "own", called, moves, earlier, RANKS)
                seq = change.note("update", "plan", "own", after=number)
                end(change.database, [(each.id, each.why) for each in found.gone], seq)
                begin(change.database, "own", DAY.isoformat(), found.new, seq)
                again = difference(change.database, "own", called, {}, None, RANKS)
            assert (again.new, again.gone) == ([], [])
            events = {key: to for key, to in events.items() if _still(key, to, run)} | _events(before, run)
            assert _standing(workspace) == _steady(run) | set(events)
            assert found.accounts == len({account for account, _ in _standing(workspace)})
            before = run


def _steady(run):
    return {(a, "care") for a, (tier, _) in run.items() if tier == "key"} | {
        (a, "late") for a, (_, late) in run.items() if late
    }


def _events(before, run):
    """What happened between two runs, with what it led to."""
    found = {}
    rank = {"key": 0, "standard": 1, None: 2}
    for account in before.keys() & run.keys():
        (was, was_late), (tier, late) = before[account], run[account]
        if was_late is not late:
            found[account, "changed"] = late
        if rank[tier] < rank[was]:
            found[account, "up"] = tier
        if rank[tier] > rank[was] and tier == "standard":
            found[account, "down"] = tier
    return found


def _still(key, to, run):
    account, id = key
    return account in run and run[account][1 if id == "changed" else 0] == to


def _standing(workspace):
    rows = workspace.catalog.rows("SELECT account, playbook FROM reasons WHERE gone_seq IS NULL")
    assert len(rows) == len({(row["account"], row["playbook"]) for row in rows})
    return {(row["account"], row["playbook"]) for row in rows}


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def due_days(workspace, steps, since, today):
    """The days of the steps of one reason that began on a day, as written up to today."""
    with workspace.transaction("Ann") as change:
        if not workspace.catalog.rows("SELECT 1 FROM reasons"):
            seq = change.note("update", "plan", "own")
            begin(change.database, "own", since.isoformat(), [NewReason("A", "p")], seq)
        enter_due_days(change.database, "own", {"p": playbook("p", steps=steps)}, Calendar.of("CN"), today)
    rows = workspace.catalog.rows("SELECT step, occurrence, due FROM due_days ORDER BY step, occurrence")
    return {(row["step"], row["occurrence"]): row["due"] for row in rows}


def test_what_repeats_is_known_a_year_ahead_and_never_moves(workspace):
    month = (step("visit", Span(1, "month"), Span(1, "month")),)
    first = due_days(workspace, month, dt.date(2027, 1, 31), dt.date(2027, 1, 31))
    assert list(first.values())[:3] == ["2027-03-01", "2027-03-31", "2027-04-30"]  # 28 February is a Sunday
    assert len(first) == 13
    later = due_days(workspace, month, dt.date(2027, 1, 31), dt.date(2027, 6, 1))
    assert {key: later[key] for key in first} == first
    assert len(later) == 17
    assert due_days(workspace, month, dt.date(2027, 1, 31), dt.date(2027, 6, 2)) == later


def test_a_step_that_a_playbook_gets_later_is_due_from_then_on(workspace):
    due_days(workspace, (step("one"),), DAY, DAY)
    later = due_days(
        workspace, (step("one"), step("two"), step("visit", Span(1, "week"), Span(1, "week"))), DAY, dt.date(2027, 3, 1)
    )
    assert (later["one", 0], later["two", 0]) == ("2026-11-25", "2027-03-03")
    assert min(day for (name, _), day in later.items() if name == "visit") == "2027-03-01"
    assert min(number for name, number in later if name == "visit") == 14


def test_a_due_day_is_no_holiday_unless_the_step_says_so(workspace):
    since = dt.date(2026, 9, 28)
    found = due_days(
        workspace,
        (
            step("after", Span(3, "day")),
            step("before", Span(3, "day"), on_holiday="before"),
            step("stay", Span(3, "day"), on_holiday="stay"),
        ),
        since,
        since,
    )
    assert found == {("after", 0): "2026-10-08", ("before", 0): "2026-09-30", ("stay", 0): "2026-10-01"}


# ── keys and texts ───────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 10**9), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True), st.integers(0, 999))
def test_the_key_of_a_task_says_its_reason_and_its_step(reason, id, occurrence):
    key = key_of(reason, id, occurrence)
    assert (reason_in(key), step_in(key)) == (reason, id)


@pytest.mark.parametrize("key", ["t17", "17", "17.", ".call", "17.call.x", "17.call.1.2", "a.call", "", "17.a.b.c"])
def test_what_is_no_such_key_has_no_reason(key):
    assert reason_in(key) is None
    assert step_in(key) == ""


def test_playbooks_are_kept_as_text_without_loss():
    steps = (step("one", every=Span(2, "week"), effort=Decimal("0.50"), after=("two",)), step("two", effort=Decimal(3)))
    known = {"more": CheckedPlaybook("more", "", "", "", "", Label("a", "乙"), "x", Decimal("1.5"), steps, "")}
    assert playbooks_in(text_of(CheckedPlaybooks(known, {}, {}, Grace(), {}))) == known
