"""Tasks, and what people said about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing

TaskStatus = Literal["open", "started", "blocked", "done", "dropped"]


@dataclass(frozen=True, kw_only=True)
class Task(Thing):
    """What somebody does for an account by a day.

    A task that a playbook proposes and nobody has touched is no record; it has this shape when it is listed. Its key is
    ``<reason>.<step>``, with ``.<occurrence>`` when it repeats; a task by hand is ``t17``.

    Attributes:
        account: the account's id.
        title: what is to be done.
        why: the reason in words.
        pack: of the playbook; empty for a task by hand.
        playbook: the playbook that proposed it.
        responsible: does it; a person, or empty while nobody is named.
        accountable: answers for it: exactly one person.
        consulted: are asked before.
        informed: are told after.
        roles: for a proposed task the role of each: ``responsible=account_manager``.
        due: the last day.
        effort: in hours.
        status: where it stands.
        acceptance: how the result is judged.
        evidence: what must be there to show it.
        needs: keys of the tasks that come first.
        result: what came of it.
        blocked_by: what keeps it from going on.
        indicator: what shows its effect, if anything does.
        before: the indicator when it was started, as canonical text; None while unknown.
        after: the indicator when it was done.
        before_run: the run that said so.
        after_run: the run that said so.
        reason_gone: why the rules no longer call for it; empty while they do. Derived, never kept.
        touched: whether people have taken it over. Derived, never kept.
    """

    kind: ClassVar[str] = "task"

    account: str
    title: str
    why: str = ""
    pack: str = ""
    playbook: str = ""
    responsible: str = ""
    accountable: str = ""
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    due: dt.date | None = None
    effort: Decimal | None = None
    status: TaskStatus = "open"
    acceptance: str = ""
    evidence: str = ""
    needs: tuple[str, ...] = ()
    result: str = ""
    blocked_by: str = ""
    goal: str = ""
    visit: str = ""
    indicator: str = ""
    before: str | None = None
    after: str | None = None
    before_run: str = ""
    after_run: str = ""


@dataclass(frozen=True, kw_only=True)
class Comment(Thing):
    """What somebody said about a task; the journal knows who and when. The key is ``<task>#<n>``."""

    kind: ClassVar[str] = "comment"

    task: str
    account: str
    text: str
