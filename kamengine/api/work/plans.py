"""Plans of a workspace: brought up to date by the newest run of each of its packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from kamengine.api.packs.packs import packs_of
from kamengine.api.packs.playbooks import playbooks_of, work_is_known
from kamengine.api.runs.newest import needs_run, newest_run
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
from kamengine.workspace.progress import Progress, Stopped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.declarations import Label
    from kamengine.pack.checked import CheckedPack
    from kamengine.pack.playbooks import CheckedPlaybooks, CheckedStep
    from kamengine.plugin_host import PluginHost
    from kamengine.work.ground.calendar import Calendar
    from kamengine.workspace import RunRecord, Transaction, Workspace


PlansStand = Literal["none", "never", "older", "current"]
"""How the plans of a workspace stand: no pack has playbooks; none was ever made; of an older run; of the newest."""
_RUNS = 0.6  # share of the time that is taken for runs, which are made first


@dataclass(frozen=True)
class Planned:
    """What an update of the plans of a workspace came to.

    Attributes:
        updates: one for each pack that could be used, in the order of the packs.
        titles: what people call these packs, by id.
        notes: what is worth knowing, such as years whose holidays are not announced yet.
        problems: what is wrong with the packs that could not; their plans are left as they were.
    """

    updates: tuple[PlanUpdated, ...]
    notes: tuple[Message, ...]
    problems: tuple[Problem, ...] = ()
    titles: Mapping[str, Label] = field(default_factory=dict)


class _NotKept(Exception):
    """Ends a change of which nothing is to be kept."""


def plan_workspace(
    workspace: Workspace,
    host: PluginHost,
    who: str,
    *,
    pack: str | None = None,
    today: dt.date,
    progress: Progress | None = None,
    keep: bool = True,
) -> Planned:
    """Bring the plan of every account up to date; packs are run first where facts or rules have changed.

    A pack that is not sound keeps no other from being planned. The plans of all packs are one change.

    Args:
        workspace: where the accounts are.
        host: the plugins, whose playbooks count.
        who: in whose name it is noted.
        pack: by id or path; None for every pack of the workspace.
        today: the day on which reasons begin that are new, and from which what is due is counted.
        progress: told how far it is.
        keep: whether the plans are kept; else this only says exactly what they would come to. Runs are kept either way.

    Raises:
        KamError: no pack can be run or has sound playbooks, or nothing says what is to be done.
        Stopped: it was told to stop, and every plan is as it was; the packs that were run by then are, whole.
    """
    progress = progress or Progress()
    packs = [pack] if pack is not None else [file.candidate.id for file in packs_of(workspace, host)]
    missing = [name for name in packs if needs_run(workspace, name)]
    ready, problems = _made_ready(workspace, host, packs, missing, who, progress)
    planned_before = newest_plans(workspace)
    silent = [each for each in ready if not each.playbooks.playbooks and each.run.pack not in planned_before]
    meant = [each for each in ready if each not in silent]
    calendar = calendar_of(workspace)
    updates: tuple[PlanUpdated, ...] = ()
    with suppress(_NotKept), workspace.transaction(who) as change:
        for each in silent:  # its tiers are still reviewed
            take_in_run(workspace, change, each.run, each.checked)
        updates = _updated(workspace, change, meant, (calendar, today), progress, _RUNS if missing else 0.0)
        if not keep:
            raise _NotKept
    if not updates:
        raise KamError(problems) if problems else _nothing_to_do([each.run.pack for each in silent])
    roles = {
        step.responsible: each.playbooks.roles[step.responsible] for each in meant for step in steps_of(each.playbooks)
    }
    notes = [say("no playbook is for {name}", name=each.run.pack) for each in silent]
    notes += _without_anybody(workspace, roles)
    told = (*notes, *calendar.notes([today.year, today.year + 1]))
    titles = {each.run.pack: each.checked.pack.title for each in meant}
    return Planned(updates, told, tuple(problems), titles)


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


@dataclass(frozen=True)
class _Ready:
    """The newest run of a pack, and what its playbooks call for."""

    run: RunRecord
    checked: CheckedPack
    playbooks: CheckedPlaybooks


def _made_ready(
    workspace: Workspace, host: PluginHost, packs: Sequence[str], missing: Sequence[str], who: str, progress: Progress
) -> tuple[list[_Ready], list[Problem]]:
    """The newest run of each pack, made now where it is missing; and what is wrong with the others."""
    ready: list[_Ready] = []
    problems: list[Problem] = []
    for name in packs:
        if name in missing:
            progress.stage(say("running {pack}", pack=name), *_part(0.0, _RUNS, missing.index(name), len(missing)))
        try:
            run = newest_run(workspace, host, name, who, progress)
            checked = kept_pack(workspace, run, host).checked
            ready.append(_Ready(run, checked, playbooks_of(host, checked)))
        except Stopped:
            raise
        except KamError as error:  # keeps no other pack from being planned
            problems += [each for each in error.problems if each not in problems]
    return ready, problems


def _updated(
    workspace: Workspace,
    change: Transaction,
    meant: Sequence[_Ready],
    days: tuple[Calendar, dt.date],
    progress: Progress,
    begun: float,
) -> tuple[PlanUpdated, ...]:
    """The plan of every account of some runs, brought up to date by a calendar from a day on.

    So much of the work was done before as `begun` says, 0 to 1.
    """
    updates: list[PlanUpdated] = []
    for number, each in enumerate(meant):
        go_on = partial(_tell, progress, each.checked.pack.title, _part(begun, 1.0, number, len(meant)))
        go_on(0.0)
        with scratch() as connection:
            progress.watch(connection, 0)
            update = Update(
                run=each.run,
                playbooks=each.playbooks,
                ranks=tuple(tier.tier.id for tier in each.checked.tiers),
                found=CalledFor(connection, kept_results(connection, each.run.path), each.playbooks.playbooks),
                earlier=_earlier(workspace, connection, each.run),
                owners=managers_named(workspace, connection),
                calendar=days[0],
                today=days[1],
                go_on=go_on,
            )
            updates.append(update_plan(workspace, change, update))
    progress.go_on()
    return tuple(updates)


def _tell(progress: Progress, pack: Label, part: tuple[float, float], done: float) -> None:
    """Tell how far the plans of a pack are; what its queries say of themselves is no part of that."""
    share = part[0] + (part[1] - part[0]) * done
    progress.stage(say("planning by {pack}", pack=pack), share, share)


def _part(first: float, last: float, number: int, count: int) -> tuple[float, float]:
    """From which share to which one of so many equal parts between two shares goes."""
    step = (last - first) / count
    return first + number * step, first + (number + 1) * step


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
