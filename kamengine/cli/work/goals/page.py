"""Goals as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from kamengine.api.goals.words import Measured, progress_of, state_text, value_text
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.goals.together import counts_text, scope_text, together_json
from kamengine.cli.work.shared.dossier_options import account_text, echo_wrapped, names_of, version_of

if TYPE_CHECKING:
    from kamengine.api.goals.goals import Measure
    from kamengine.locale import Messages
    from kamengine.work.model import Goal
    from kamengine.workspace import Workspace


def measured(context: click.Context, goals: Sequence[Goal], who: str) -> list[Measured]:
    """Goals with their progress by the newest runs; closed ones keep what they were closed with."""
    from kamengine.api.goals.goals import Measures
    from kamengine.work.ground.calendar import calendar_of

    workspace = workspace_of(context)
    found = Measures(workspace, host_of(context), who).of_goals(goals)
    calendar = calendar_of(workspace)
    return [Measured(goal, found.get(goal.key), progress_of(goal, found.get(goal.key), calendar)) for goal in goals]


def measures_of(context: click.Context, goals: Sequence[Goal], who: str) -> dict[str, Measure]:
    """What measures goals that are to be changed, by key; asked before the change, since packs may have to be run.

    Raises:
        KamError: a pack cannot be run, or has no such indicator any more.
    """
    from kamengine.api.goals.goals import Measures

    measures = Measures(workspace_of(context), host_of(context), who)
    return {goal.key: measures.of_goal(goal) for goal in goals}


def echo_goals(context: click.Context, found: Sequence[Measured], *, as_json: bool) -> None:
    """Print goals with their progress, account by account."""
    workspace, messages = workspace_of(context), messages_of(context)
    names = names_of(workspace, (one.goal.account for one in found if one.goal.account))
    if as_json:
        echo_json([goal_json(workspace, one, names, messages) for one in found])
        return
    for heading in dict.fromkeys(whose_text(one.goal, names, messages) for one in found):
        echo_wrapped(heading, "", "  ")
        for one in found:
            if whose_text(one.goal, names, messages) == heading:
                echo_goal(one, messages)


def whose_text(goal: Goal, names: Mapping[str, str], messages: Messages) -> str:
    """Which account a goal is about, or which ones together."""
    return scope_text(goal, messages) if goal.together else account_text(goal.account, names)


def echo_goal(one: Measured, messages: Messages, indent: str = "  ") -> None:
    """Print a goal: what it is; what measures it, from where to where; where it stands."""
    goal, under = one.goal, f"{indent}    "
    echo_wrapped(f"{goal.key}  {goal.title}", indent, under)
    told = {
        "name": messages.label(one.measure.label) if one.measure else goal.indicator,
        "baseline": value_text(goal.baseline, goal.unit, messages),
        "target": value_text(goal.target, goal.unit, messages),
        "since": goal.since.isoformat(),
        "due": goal.due.isoformat(),
    }
    echo_wrapped(messages.say("{name}: from {baseline} on {since} to {target} by {due}", **told), under, under)
    if goal.together:
        echo_wrapped(" · ".join(counts_text(goal, one.measure, messages)), under, under)
    echo_wrapped(
        " · ".join(filter(None, [state_text(one, messages), goal.owner, _above(goal, messages)])), under, under
    )
    if goal.result:
        echo_wrapped(messages.say("came of it: {text}", text=goal.result), under, under)


def goal_json(workspace: Workspace, one: Measured, names: Mapping[str, str], messages: Messages) -> dict[str, Any]:
    """A goal as data, with its progress and its version; amounts are texts, so that nothing is lost."""
    goal, progress = one.goal, one.progress
    return {
        "id": goal.key,
        "account_id": goal.account or None,
        "account": names.get(goal.account),
        "title": goal.title,
        "pack": goal.pack,
        "indicator": goal.indicator,
        "unit": goal.unit or None,
        "baseline": format(goal.baseline, "f"),
        "target": format(goal.target, "f"),
        "owner": goal.owner,
        "since": goal.since.isoformat(),
        "due": goal.due.isoformat(),
        "term": goal.term,
        "parent": goal.parent or None,
        "status": goal.status,
        "value": _text(progress.value) if progress else None,
        "expected": _text(progress.expected) if progress else None,
        "share": round(float(progress.share), 6) if progress and progress.share is not None else None,
        "state": progress.state if progress else "unknown",
        "run": (one.measure.run.id if goal.status == "open" else goal.ended_run or None) if one.measure else None,
        "outcome": goal.outcome or None,
        "result": goal.result,
        "version": version_of(workspace, goal),
        **together_json(goal, one.measure),
    }


def _above(goal: Goal, messages: Messages) -> str:
    return messages.say("part of {key}", key=goal.parent) if goal.parent else ""


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
