"""What a dossier reads of a workspace, section by section; each is a question to the office."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kamengine.api.accounts.panels import PanelTold, panel_told, view_from
from kamengine.api.accounts.timeline import Event, timeline_of
from kamengine.api.facts.account_facts import AccountFact, account_facts
from kamengine.api.goals.goals import Measure
from kamengine.api.goals.words import Measured, progress_of
from kamengine.api.work.whys import whys_of
from kamengine.changes import Changes
from kamengine.explain.speaker import unit_of
from kamengine.locale import Messages
from kamengine.tui.dossier.contacts import People
from kamengine.tui.dossier.plan import Work
from kamengine.tui.dossier.why_shelf import Explained, shelf_of
from kamengine.work.accounts.contacts import contacts_of, last_met
from kamengine.work.accounts.coverage import coverage_of
from kamengine.work.ground.calendar import calendar_of
from kamengine.work.ground.things import all_of
from kamengine.work.model import Goal
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import TaskQuery, list_tasks

if TYPE_CHECKING:
    from kamengine.api.runs.value_history import Months
    from kamengine.plugin_host import PluginHost
    from kamengine.review.causes import Caused
    from kamengine.tui.ground.office import Office
    from kamengine.workspace import Workspace

_MOST_OVER = 20


@dataclass
class Looked:
    """What was read of one account so far; None for what has not been asked for.

    Attributes:
        account: its id.
        explained: why it has its tier; None, too, when no run has it.
        why_not: why there is no explanation.
        changes: what must change.
        caused: what caused its move; None while that is looked for, and where it cannot be.
        sought: whether that has been looked for.
        months: what it was worth month by month; empty while it is being read, and where nobody knows.
        work: goals and tasks.
        events: what happened.
        people: its contacts.
        facts: what is known.
        panels: what plugins say, by the id of the panel.
    """

    account: str
    explained: Explained | None = None
    why_not: list[str] = field(default_factory=list)
    changes: Changes | None = None
    caused: Caused | None = None
    sought: bool = False
    months: Months | None = None
    work: Work | None = None
    events: list[Event] | None = None
    people: People | None = None
    facts: tuple[AccountFact, ...] | None = None
    panels: dict[str, PanelTold] = field(default_factory=dict)


def work_of(
    host: PluginHost, account: str, explained: Explained | None, messages: Messages, today: dt.date
) -> Callable[[Workspace], Work]:
    """Goals and tasks of an account.

    Goals are measured by the run that explains the account, where it has their indicator; no pack is run for them.
    """

    def read(workspace: Workspace) -> Work:
        team = Team.of(workspace)
        query = TaskQuery(Window(today), accounts=(account,), closed=True)
        found = list_tasks(workspace, query, team, messages.language)
        over = [each for each in found if not each.is_open]
        shown = (*(each for each in found if each.is_open), *over[::-1][:_MOST_OVER])
        goals = sorted(all_of(workspace, Goal, account=account, open=True), key=lambda goal: (goal.due, goal.key))
        calendar = calendar_of(workspace)
        measures = {goal.key: _measure(goal, explained) for goal in goals}
        measured = tuple(
            Measured(goal, measures[goal.key], progress_of(goal, measures[goal.key], calendar)) for goal in goals
        )
        return Work(measured, shown, whys_of(workspace, host, shown, messages))

    return read


def people_of(account: str) -> Callable[[Workspace], People]:
    """The contacts of an account."""

    def read(workspace: Workspace) -> People:
        team, contacts = Team.of(workspace), contacts_of(workspace, account)
        coverage = coverage_of(account, contacts, lambda name: bool(team.stands_for(name)))
        return People(coverage, last_met(workspace, account))

    return read


def events_of(office: Office, account: str) -> Callable[[Workspace], list[Event]]:
    """What happened to an account."""
    host, shelf = office.host, shelf_of(office)

    def read(workspace: Workspace) -> list[Event]:
        known, pack_of = shelf.known(workspace), partial(shelf.pack_of, workspace)
        return timeline_of(workspace, host, account, known=known, pack_of=pack_of)

    return read


def facts_of(office: Office, account: str) -> Callable[[Workspace], tuple[AccountFact, ...]]:
    """What is known of an account."""
    host, shelf = office.host, shelf_of(office)
    return lambda workspace: account_facts(workspace, host, account, shelf.known(workspace))


async def read_panel(office: Office, looked: Looked, id: str) -> None:
    """Read what a panel of a plugin says; the plugin works in a thread where nobody waits for it.

    Raises:
        KamError: a file of the workspace is gone.
    """
    account, today, host = looked.account, office.today, office.host
    if looked.facts is None:
        looked.facts = await office.ask(facts_of(office, account))
    facts = looked.facts
    view = await office.ask(lambda workspace: view_from(workspace, account, facts, today))
    looked.panels[id] = await asyncio.to_thread(panel_told, host, id, view)


def _measure(goal: Goal, explained: Explained | None) -> Measure | None:
    """What measures a goal by the run that is looked at; None where that run does not have its indicator."""
    if explained is None or explained.record is None:
        return None
    it = explained.explanation
    if it.checked.pack.id != goal.pack or goal.indicator not in it.checked.symbols:
        return None
    kind = it.checked.symbols[goal.indicator].type
    values = {goal.account: _exact(it.values.get(goal.indicator))}
    label, unit = it.checked.label(goal.indicator), unit_of(kind) or ""
    return Measure(goal.pack, explained.record, goal.indicator, label, kind.kind, unit, values)


def _exact(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    exact = Decimal(str(value))
    return exact if exact.is_finite() else None
