"""Changing tasks with everything around them: the sentences of why, the indicators, and the plugins that are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.api.runs.results import results_of
from kamengine.api.work.whys import whys_of
from kamengine.engine.database import scratch
from kamengine.engine.results import ID
from kamengine.engine.sql_text import identifier
from kamengine.problems import KamError
from kamengine.work.people.people import Team
from kamengine.work.plans.reasons import newest_plans
from kamengine.work.tasks.listing import Listed, listed_by_key
from kamengine.work.tasks.tasks import Around, Measured, Verb, change_tasks

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.work.model import Task
    from kamengine.workspace import Workspace


def around_of(
    workspace: Workspace, host: PluginHost, keys: Sequence[str], messages: Messages, *, measure: bool = False
) -> Around:
    """What changing some tasks needs to know; nothing is changed, and keys that mean no task are left out.

    Args:
        workspace: where they are.
        host: the plugins.
        keys: of the tasks.
        messages: in whose language playbooks and sentences are kept with what is touched now.
        measure: whether the indicators of the tasks are to be noted.
    """
    team = Team.of(workspace)
    listed = list(listed_by_key(workspace, keys, team, messages.language).values())
    whys = whys_of(workspace, host, [each for each in listed if not each.touched], messages).why
    return Around(team, messages.language, whys, measured(workspace, host, listed) if measure else {})


def change(
    workspace: Workspace,
    host: PluginHost,
    keys: Sequence[str],
    verb: Verb,
    messages: Messages,
    *,
    who: str,
    expected: int | None = None,
) -> list[Task]:
    """Do something to tasks in one change, all or none; see `kamengine.work.tasks.tasks.change_tasks`.

    Raises:
        KamError: a task is not there, cannot be changed so, or is another than was expected.
    """
    around = around_of(workspace, host, keys, messages, measure=bool(verb.measures))
    with workspace.transaction(who) as transaction:
        team = Team.of(workspace)
        return change_tasks(workspace, transaction, keys, verb, replace(around, team=team), expected)


def measured(workspace: Workspace, host: PluginHost, listed: Iterable[Listed]) -> Measured:
    """The indicators of tasks as the run of the newest plan of their pack has them, as canonical text."""
    plans = newest_plans(workspace)
    asked: dict[str, dict[str, list[str]]] = {}
    for each in listed:
        if each.task.indicator and each.task.pack in plans:
            asked.setdefault(each.task.pack, {}).setdefault(each.task.indicator, []).append(each.task.account)
    found: dict[tuple[str, str, str], tuple[str | None, str]] = {}
    for pack, indicators in asked.items():
        run = plans[pack].run
        for name, accounts in indicators.items():
            values = _values(workspace, host, run, name, accounts)
            found |= {(pack, account, name): (values.get(account), run) for account in accounts}
    return found


def _values(
    workspace: Workspace, host: PluginHost, run: str, name: str, accounts: Sequence[str]
) -> Mapping[str, str | None]:
    """The values of an indicator or a field; nothing where the run cannot be read any more."""
    with scratch() as connection:
        try:
            results = results_of(workspace, workspace.runs.get(run), host, connection)
        except KamError:
            return {}
        source = results.table if name in results.checked.indicators else results.facts
        if name not in results.checked.indicators and name not in results.types:
            return {}
        column, id = identifier(name), identifier(ID)
        query = f"SELECT {id}, {column} FROM {source} WHERE {id} IN (SELECT unnest(?::TEXT[]))"
        rows = connection.execute(query, [list(accounts)]).fetchall()
        return {account: _text(value) for account, value in rows}


def _text(value: object) -> str | None:
    """A value as records keep it: decimals with every digit, and no needless zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return None if value is None else str(value)
