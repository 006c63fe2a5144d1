"""``kam goal show``: a goal with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.api.goals.words import Measured, value_text
from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import OneOf, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.cli.work.goals.page import echo_goal, goal_json, measured, whose_text
from kamengine.cli.work.shared.dossier_options import echo_wrapped, names_of
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.goals.breakdown import By, Part
    from kamengine.work.model import Task

BY: list[By] = ["quarter", "month", "week", "day"]


@command(
    "show",
    say(
        "Show a goal with its progress, broken down to what is to be reached in each month, week or day. The parts go "
        "by working days and add up to the goal exactly."
    ),
    "kam goal show g1",
    "kam goal show g1 --by week",
)
@argument("key", say("GOAL"), say("The goal's key, such as g1."))
@option("--by", type=OneOf(BY), default="month", help=say("What one part is: quarter, month, week or day."))
@who_option
@json_option
@click.pass_context
def show(context: click.Context, key: str, by: By, who: str, as_json: bool) -> None:
    """Show one goal."""
    from kamengine.work.accounts.dossier import the
    from kamengine.work.goals.breakdown import breakdown, smallest
    from kamengine.work.goals.goals import parts_of, tasks_for
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.model import Goal

    workspace, messages = workspace_of(context), messages_of(context)
    goal = the(workspace, Goal, key)
    one, *below = measured(context, [goal, *parts_of(workspace, goal)], who)
    calendar = calendar_of(workspace)
    for note in calendar.notes(range(goal.since.year, goal.due.year + 1)):
        echo_note(note, messages)
    step = smallest(goal, one.measure.kind if one.measure else "number")
    parts, tasks = breakdown(goal, by, calendar, step), tasks_for(workspace, goal)
    names = names_of(workspace, {each.account for each in (goal, *(part.goal for part in below)) if each.account})
    if as_json:
        found = goal_json(workspace, one, names, messages)
        more = {"by": by, "breakdown": [_part_json(part) for part in parts], "tasks": [task.key for task in tasks]}
        echo_json({**found, **more, "parts": [goal_json(workspace, each, names, messages) for each in below]})
        return
    echo_wrapped(whose_text(goal, names, messages), "", "  ")
    echo_goal(one, messages)
    click.echo("")
    click.echo(_table(parts, one, messages))
    _echo_below(below, one, names, messages)
    _echo_tasks(tasks, messages)


def _echo_below(below: Sequence[Measured], one: Measured, names: Mapping[str, str], messages: Messages) -> None:
    """Print the goals that are part of one, and whether they add up to it: those in time, and those of its accounts."""
    if not below:
        return
    from kamengine.work.goals.goals import is_same_scope

    in_time = [each for each in below if is_same_scope(each.goal, one.goal)]
    within = [each for each in below if each not in in_time]
    if in_time:
        click.echo("\n" + messages.say("Parts of it"))
        for each in in_time:
            echo_goal(each, messages)
        _echo_sum(in_time, one, messages)
    if within:
        click.echo("\n" + messages.say("Goals within it"))
        for each in within:
            echo_wrapped(whose_text(each.goal, names, messages), "  ", "    ")
            echo_goal(each, messages, "    ")
        if one.goal.together == "total":
            _echo_sum([each for each in within if each.goal.together in ("", "total")], one, messages)


def _echo_sum(below: Sequence[Measured], one: Measured, messages: Messages) -> None:
    """Print what goals with the indicator of the one above them come to together."""
    same = [each.goal for each in below if each.goal.indicator == one.goal.indicator and each.goal.status != "dropped"]
    if same:
        way, sum_of_parts = one.goal.target - one.goal.baseline, sum(part.target - part.baseline for part in same)
        told = {"sum": value_text(sum_of_parts + 0 * way, one.goal.unit, messages)}
        told["way"] = value_text(way, one.goal.unit, messages)
        if sum_of_parts == way:
            echo_wrapped(messages.say("They add up to the way of the goal exactly: {way}", **told))
        else:
            echo_wrapped(messages.say("They come to {sum} of {way}", **told))


def _echo_tasks(tasks: Sequence[Task], messages: Messages) -> None:
    if tasks:
        click.echo("\n" + messages.say("Tasks for it"))
    for task in tasks:
        due = f" · {task.due.isoformat()}" if task.due else ""
        echo_wrapped(f"{task.key}  {task.title} · {task.status}{due}", "  ", "      ")


def _table(parts: Sequence[Part], one: Measured, messages: Messages) -> str:
    unit = one.goal.unit
    rows = [
        (
            part.name,
            str(part.working_days),
            value_text(part.amount, "ratio" if unit == "ratio" else "", messages),
            value_text(part.by_then, unit, messages),
        )
        for part in parts
    ]
    headings = [messages.say("part"), messages.say("working days"), messages.say("change"), messages.say("by then")]
    aligns: list[Align] = ["left", "right", "right", "right"]
    return page_table(rows, headings, aligns, page_width())


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "first": part.first.isoformat(),
        "last": part.last.isoformat(),
        "working_days": part.working_days,
        "change": format(part.amount, "f"),
        "by_then": format(part.by_then, "f"),
    }
