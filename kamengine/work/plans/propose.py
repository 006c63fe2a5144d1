"""Bringing plans up to date after a run: new reasons begin, those that have gone end, all others are left alone.

What people have touched is kept elsewhere, as records, and is not even read here. The same run and the same playbooks
once more change nothing.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks
from kamengine.work.ground.calendar import Calendar
from kamengine.work.people.owners import keep_imported
from kamengine.work.plans.called_for import CalledFor
from kamengine.work.plans.differences import Difference, Moves, difference
from kamengine.work.plans.in_effect import put_in_effect
from kamengine.work.plans.playbook_texts import digest_of, text_of
from kamengine.work.plans.reasons import KeptPlan, KeptPlaybooks, begin, end, newest_plans
from kamengine.work.plans.schedule import enter_due_days
from kamengine.workspace import RunRecord, Transaction, Workspace
from kamengine.workspace.journal import to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

Thing = TypeVar("Thing")
_OFTEN = 5000  # things that are gone through without asking whether to go on
_MOVED, _FOUND, _ENDED, _WRITTEN = 0.65, 0.8, 0.82, 0.9  # of the time of an update, as measured for 600,000 accounts


@dataclass(frozen=True)
class Update:
    """What plans are brought up to date with.

    Attributes:
        run: whose results call for playbooks.
        playbooks: of its pack.
        ranks: the ids of its tiers, the best first.
        found: the results.
        earlier: the results of the run that the plan before was made from, in the same connection, as they stand after
            ``FROM``; None when there are none, or it was this run.
        owners: whom the data names as the manager of each account.
        calendar: by which days are counted.
        today: the day on which reasons begin that are new.
        go_on: told between steps which share of the update is done, 0 to 1; what it raises ends the update, of which
            nothing is kept then.
    """

    run: RunRecord
    playbooks: CheckedPlaybooks
    ranks: Sequence[str]
    found: CalledFor
    earlier: str | None
    owners: Mapping[str, str]
    calendar: Calendar
    today: dt.date
    go_on: Callable[[float], None] = lambda done: None


@dataclass(frozen=True)
class PlanUpdated:
    """What an update of plans came to. A step that repeats counts as one task.

    Attributes:
        run: that it was made from.
        plans: how many accounts have a plan now.
        accounts: how many accounts have tasks whose reasons began.
        new: tasks whose reasons began.
        kept: tasks whose reasons stood and stand.
        gone: tasks whose reasons ended.
        seq: the journal entry; None when there was nothing to change.
    """

    run: RunRecord
    plans: int
    accounts: int
    new: int
    kept: int
    gone: int
    seq: int | None


def update_plan(workspace: Workspace, change: Transaction, update: Update) -> PlanUpdated:
    """Bring the plans of all accounts of a run up to date.

    Args:
        workspace: where they are.
        change: in which it is done; the plans of several packs may be one.
        update: what they are brought up to date with.

    Raises:
        KamError: the catalog cannot be written.
    """
    pack, playbooks, text = update.run.pack, update.playbooks.playbooks, text_of(update.playbooks)
    with _no_collection():
        kept = newest_plans(workspace).get(pack)
        before = KeptPlaybooks(workspace).newest(pack)
        moves = _moves(workspace, change, update)
        update.go_on(_MOVED)
        found = difference(change.database, pack, update.found, moves, update.earlier, update.ranks)
        update.go_on(_FOUND)
        seq = None
        if found.new or found.gone or kept is None or _is_other(kept, update.run, digest_of(text)):
            seq = _note(change, update, text, found)
            gone = [(each.id, each.why) for each in found.gone]
            end(change.database, _while(update, gone, _FOUND, _ENDED), seq)
            begin(change.database, pack, update.today.isoformat(), _while(update, found.new, _ENDED, _WRITTEN), seq)
        enter_due_days(change.database, pack, playbooks, update.calendar, update.today)
        keep_imported(change.database, update.owners)
        return _counted(change.database, update, before, found, seq)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from searching, again and again, hundreds of thousands of small things that are all still needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _while(update: Update, things: Sequence[Thing], first: float, last: float) -> Iterator[Thing]:
    """The same things, as long as the work is to go on; they take from one share of the update to another."""
    for number, thing in enumerate(things):
        if number % _OFTEN == 0:
            update.go_on(first + (last - first) * number / len(things))
        yield thing


def _moves(workspace: Workspace, change: Transaction, update: Update) -> Moves:
    """Whose tier in effect is another than when the plan was made before; the tiers in effect are put into place."""
    grace = update.playbooks.grace
    return put_in_effect(workspace, change, update.run, update.found, update.ranks, grace)


def _is_other(kept: KeptPlan, run: RunRecord, playbooks: str) -> bool:
    return (kept.run, kept.playbooks) != (run.id, playbooks)


def _note(change: Transaction, update: Update, text: str, found: Difference) -> int:
    """Enter the plan; its journal entry."""
    run, database = update.run, change.database
    counts = {"begun": len(found.new), "gone": len(found.gone)}
    seq = change.note("update", "plan", run.pack, after={"run": run.id, "playbooks": digest_of(text), **counts})
    database.execute("INSERT OR IGNORE INTO playbook_texts (sha256, content) VALUES (?, ?)", [digest_of(text), text])
    details = to_json({"calendar": update.calendar.source, **counts})
    database.execute(
        "INSERT INTO plans (seq, pack, run, playbooks, today, details) VALUES (?, ?, ?, ?, ?, ?)",
        [seq, run.pack, run.id, digest_of(text), update.today.isoformat(), details],
    )
    return seq


def _counted(
    database: Database, update: Update, before: Mapping[str, CheckedPlaybook], found: Difference, seq: int | None
) -> PlanUpdated:
    """What an update came to; `before` are the playbooks of the plan before."""
    playbooks = update.playbooks.playbooks
    steps = {id: len(playbook.steps) for id, playbook in (*before.items(), *playbooks.items())}
    new = sum(steps[each.playbook] for each in found.new)
    gone = sum(steps.get(each.playbook, 0) for each in found.gone)
    standing = database.execute(_STANDING, [update.run.pack]).fetchall()
    stood = sum(count * steps[playbook] for playbook, count in standing)
    accounts = len({each.account for each in found.new})
    return PlanUpdated(update.run, found.accounts, accounts, new, stood - new, gone, seq)


_STANDING = "SELECT playbook, count(*) FROM reasons WHERE pack = ? AND gone_seq IS NULL GROUP BY playbook"
