"""Plans of a workspace: brought up to date by the newest run of each of its packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kamengine.api.packs.packs import packs_of
from kamengine.api.packs.playbooks import playbooks_of, work_is_known
from kamengine.api.runs.newest import newest_run
from kamengine.api.runs.runs import kept_pack
from kamengine.api.runs.standing import take_in_run
from kamengine.api.work.owners import managers_named
from kamengine.engine.database import scratch
from kamengine.engine.kept import kept_results
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.work.ground.calendar import calendar_of
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.plans.called_for import CalledFor
from kamengine.work.plans.propose import PlanUpdated, Update, update_plan
from kamengine.work.plans.reasons import newest_plans
from kamengine.work.tiers.fold import plain_runs

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.declarations import Label
    from kamengine.pack.checked import CheckedPack
    from kamengine.pack.playbooks import CheckedPlaybooks, CheckedStep
    from kamengine.plugin_host import PluginHost
    from kamengine.work.ground.calendar import Calendar
    from kamengine.workspace import RunRecord, Workspace


PlansStand = Literal["none", "never", "older", "current"]
"""How the plans of a workspace stand: no pack has playbooks; none was ever made; of an older run; of the newest."""


@dataclass(frozen=True)
class Planned:
    """What an update of the plans of a workspace came to.

    Attributes:
        updates: one for each pack that could be used, in the order of the packs.
        notes: what is worth knowing, such as years whose holidays are not announced yet.
        problems: what is wrong with the packs that could not; their plans are left as they were.
    """

    updates: tuple[PlanUpdated, ...]
    notes: tuple[Message, ...]
    problems: tuple[Problem, ...] = ()


def plan_workspace(
    workspace: Workspace, host: PluginHost, who: str, *, pack: str | None = None, today: dt.date
) -> Planned:
    """Bring the plan of every account up to date; packs are run first where facts or rules have changed.

    A pack that is not sound keeps no other from being planned.

    Args:
        workspace: where the accounts are.
        host: the plugins, whose playbooks count.
        who: in whose name it is noted.
        pack: by id or path; None for every pack of the workspace.
        today: the day on which reasons begin that are new, and from which what is due is counted.

    Raises:
        KamError: no pack can be run or has sound playbooks, or nothing says what is to be done.
    """
    packs = [pack] if pack is not None else [file.candidate.id for file in packs_of(workspace, host)]
    calendar = calendar_of(workspace)
    updates: list[PlanUpdated] = []
    silent: list[str] = []
    problems: list[Problem] = []
    roles: dict[str, Label] = {}
    for name in packs:
        try:
            run = newest_run(workspace, host, name, who)
            checked = kept_pack(workspace, run, host).checked
            playbooks = playbooks_of(host, checked)
        except KamError as error:  # keeps no other pack from being planned
            problems += [each for each in error.problems if each not in problems]
            continue
        if not playbooks.playbooks and run.pack not in newest_plans(workspace):
            take_in_run(workspace, run, checked, who)  # its tiers are still reviewed
            silent.append(run.pack)
            continue
        updates.append(_updated(workspace, run, checked, playbooks, who, (calendar, today)))
        roles |= {step.responsible: playbooks.roles[step.responsible] for step in steps_of(playbooks)}
    if not updates:
        raise KamError(problems) if problems else _nothing_to_do(silent)
    notes = [say("no playbook is for {name}", name=name) for name in silent]
    notes += _without_anybody(workspace, roles)
    told = (*notes, *calendar.notes([today.year, today.year + 1]))
    return Planned(tuple(updates), told, tuple(problems))


def how_plans_stand(workspace: Workspace, host: PluginHost) -> PlansStand:
    """Whether there are plans, and whether they are made from the newest run of each pack by its own parameters."""
    plans = newest_plans(workspace)
    if not plans:
        return "never" if work_is_known(workspace, host) else "none"
    newest = {pack: plain_runs(workspace, pack)[-1:] for pack in plans}
    return "older" if any(runs and runs[0].id != plans[pack].run for pack, runs in newest.items()) else "current"


def tell_of_plans(workspace: Workspace, host: PluginHost, planned: Planned) -> tuple[Message, ...]:
    """Tell the plugins that want to know of each pack whose plans have changed; a note for each that failed."""
    name = workspace.settings.name
    told = (_event(update, name) for update in planned.updates if update.seq is not None)
    return tuple(host.notify("kam_plan_updated", *told))


def _event(update: PlanUpdated, workspace: str) -> dict[str, object]:
    """What plugins are told."""
    facts = {"workspace_name": workspace, "pack": update.run.pack, "run": update.run.id}
    return {**facts, "new": update.new, "kept": update.kept, "gone": update.gone}


def _updated(
    workspace: Workspace,
    run: RunRecord,
    checked: CheckedPack,
    playbooks: CheckedPlaybooks,
    who: str,
    days: tuple[Calendar, dt.date],
) -> PlanUpdated:
    """The plan of every account of one run, brought up to date by a calendar from a day on."""
    with scratch() as connection:
        update = Update(
            run=run,
            playbooks=playbooks,
            ranks=tuple(tier.tier.id for tier in checked.tiers),
            found=CalledFor(connection, kept_results(connection, run.path), playbooks.playbooks),
            earlier=_earlier(workspace, connection, run),
            owners=managers_named(workspace, connection),
            calendar=days[0],
            today=days[1],
        )
        return update_plan(workspace, update, who)


def _nothing_to_do(silent: Sequence[str]) -> KamError:
    what = say("nothing says what is to be done: no playbook is for {names}", names=list(silent))
    return KamError.of(what, say("write [[playbooks]] into a pack of the workspace"), place=Place(key="kam plan"))


def steps_of(playbooks: CheckedPlaybooks) -> Iterator[CheckedStep]:
    """Every step of every playbook."""
    return (step for playbook in playbooks.playbooks.values() for step in playbook.steps)


def _without_anybody(workspace: Workspace, roles: Mapping[str, Label]) -> Iterator[Message]:
    """One note that names the roles whose tasks the managers of the accounts have to do, as nobody holds them."""
    held = {role for role, _ in Team.of(workspace).holdings}
    nobody = [label for role, label in roles.items() if role != OWNER and role not in held]
    if nobody:
        yield say(
            "nobody holds these roles, so the accounts' managers do their tasks: {roles}; kam team role NAME ROLE",
            roles=nobody,
        )


def _earlier(workspace: Workspace, connection: DuckDBPyConnection, run: RunRecord) -> str | None:
    """The results that the plan before was made from, when they are another run's and still there."""
    plan = newest_plans(workspace).get(run.pack)
    if plan is None or plan.run == run.id:
        return None
    before = workspace.runs.get(plan.run)
    return kept_results(connection, before.path) if before.path.is_file() else None
