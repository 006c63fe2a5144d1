"""Setting and changing goals as people ask for it: where an account stands is taken from the newest run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamengine.api.goals.goals import Measure, Measures
from kamengine.locale.written_numbers import has_sign
from kamengine.problems import KamError, Place, say
from kamengine.work.goals.breakdown import rounded
from kamengine.work.goals.goals import add_goal, change_goal, open_goal
from kamengine.work.goals.smart import read_target
from kamengine.work.model import Goal
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def drafted_goal(
    measure: Measure,
    account: str,
    title: str,
    target: str,
    *,
    owner: str,
    since: dt.date,
    due: dt.date,
    baseline: Decimal | None = None,
    parent: str = "",
) -> Goal:
    """A goal that is not kept yet.

    Args:
        measure: what measures it.
        account: its id.
        title: what is to be reached.
        target: as typed, such as ``120000`` or ``+10%``; see `kamengine.work.goals.smart.read_target`.
        owner: who answers for it, by the kept name.
        since: the day of the baseline.
        due: the day by which it is to be reached.
        baseline: where the account stands, if that is not what the run says.
        parent: key of the goal that it is part of.

    Raises:
        KamError: it is unknown where the account stands, or the target says nothing.
    """
    value = measure.values.get(account)
    stands = baseline if value is None or baseline is not None else rounded(value, measure.kind)
    if stands is None:
        what = say("where {account} stands is unknown: {name}", account=account, name=measure.label)
        raise KamError.of(what, say("say where with --baseline; 0 is not taken for it"), place=Place(key="--baseline"))
    return Goal(
        key="",
        account=account,
        title=title,
        pack=measure.pack,
        indicator=measure.name,
        unit=measure.unit,
        baseline=stands,
        target=rounded_target(target, measure.kind, stands, measure.unit),
        owner=owner,
        since=since,
        due=due,
        parent=parent,
    )


def rounded_target(text: str, kind: str, baseline: Decimal, unit: str = "") -> Decimal:
    """The target that a text names; one that is counted from the baseline is rounded as amounts of its kind are.

    Raises:
        KamError: it is no target.
    """
    target = read_target(text, kind, baseline, unit)
    return rounded(target, kind) if has_sign(text) else target


def set_goal(
    workspace: Workspace, host: PluginHost, account: str, given: Mapping[str, Any], *, who: str, today: dt.date
) -> Goal:
    """Set a goal for an account.

    Args:
        workspace: where it is kept.
        host: the plugins.
        account: its id.
        given: ``pack``, ``title``, ``indicator``, ``target``, ``due`` (a date), and ``owner``, which may be empty.
        who: sets it.
        today: the day of the baseline.

    Raises:
        KamError: it is not SMART, or nobody has that name.
    """
    measure = Measures(workspace, host, who).of(given["pack"], given["indicator"], [account])
    team = Team.of(workspace)
    owner = team.at_work(given["owner"]) if given.get("owner") else _manager(team, account, who)
    drafted = drafted_goal(
        measure, account, given["title"], given["target"], owner=owner, since=today, due=given["due"]
    )
    with workspace.transaction(who) as change:
        return add_goal(workspace, change, drafted, measure.kind)


def reset_goal(workspace: Workspace, key: str, kind: str, given: Mapping[str, Any], *, who: str) -> Goal:
    """Change an open goal.

    Args:
        workspace: where it is kept.
        key: of the goal.
        kind: of its indicator.
        given: what is to be otherwise: ``title``, ``target`` as typed, ``due`` (a date), ``owner``; what is empty
            stays.
        who: changes it.

    Raises:
        KamError: there is no such goal, it is closed, or it would not be SMART any more.
    """
    values = {name: value for name, value in given.items() if value}
    if "target" in values:
        goal = open_goal(workspace, key)
        values["target"] = rounded_target(values["target"], kind, goal.baseline, goal.unit)
    if "owner" in values:
        values["owner"] = Team.of(workspace).at_work(values["owner"])
    with workspace.transaction(who) as change:
        return change_goal(workspace, change, key, values, kind)


def _manager(team: Team, account: str, who: str) -> str:
    """Who answers for a goal when nobody is named: the manager of the account, else who sets it."""
    me = team.find(who)
    return team.person(account, OWNER) or (me.key if me else who)
