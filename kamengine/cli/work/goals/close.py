"""``kam goal split``, ``close`` and ``drop``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import OneOf, command, messages_of, option
from kamengine.cli.pages.output import echo_note
from kamengine.cli.work.goals.page import echo_goals, measured, measures_of
from kamengine.cli.work.goals.show import BY
from kamengine.cli.work.shared.dossier_options import change_all, change_meant, keys_options, things_meant
from kamengine.cli.work.shared.team_options import check_expected
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.work.goals.breakdown import By
    from kamengine.work.model import Goal
    from kamengine.workspace import Transaction, Workspace

_FEW = 8


@command(
    "split",
    say(
        "Make the parts of a goal into goals of their own: one for each quarter or month, each from where the one "
        "before ends. Together they are the goal exactly."
    ),
    "kam goal split g1 --by quarter",
    "kam goal split --where \"tier = 'key'\" --yes",
)
@option("--by", type=OneOf(BY[:3]), default="month", help=say("What one part is: quarter, month or week."))
@keys_options
@click.pass_context
def split(context: click.Context, /, by: By, **given: Any) -> None:
    """Split goals."""
    from kamengine.work.goals.breakdown import breakdown, smallest
    from kamengine.work.goals.goals import open_goal, split_goal
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.model import Goal

    workspace, messages, calendar = workspace_of(context), messages_of(context), calendar_of(workspace_of(context))
    goals = [open_goal(workspace, goal.key) for goal in things_meant(context, Goal, given)]
    kinds = {key: measure.kind for key, measure in measures_of(context, goals, given["who"]).items()}
    kept = []
    with workspace.transaction(given["who"]) as change:
        check_expected(workspace, change, Goal, [goal.key for goal in goals], given["expect"])
        for goal in goals:
            now = open_goal(workspace, goal.key)
            parts = breakdown(now, by, calendar, smallest(now, kinds[now.key]))
            kept += split_goal(workspace, change, now.key, parts, kinds[now.key])
    for note in calendar.notes(range(min(g.since.year for g in goals), max(g.due.year for g in goals) + 1)):
        echo_note(note, messages)
    echo_goals(context, measured(context, kept, given["who"]), as_json=given["as_json"])


@command(
    "close",
    say(
        "Close goals by what the newest run measures: reached or missed. Where that is unknown, --as-reached or "
        "--as-missed says what people know."
    ),
    'kam goal close g1 --result "the second line was sold"',
)
@option("--result", default="", value=say("TEXT"), help=say("What there is to say about it."))
@option("--as-reached", is_flag=True, help=say("It was reached, though the run does not show it."))
@option("--as-missed", is_flag=True, help=say("It was missed, though the run does not show it."))
@keys_options
@today_option
@click.pass_context
def close(
    context: click.Context, /, result: str, as_reached: bool, as_missed: bool, today: dt.date, **given: Any
) -> None:
    """Close goals."""
    from kamengine.work.goals.breakdown import as_goal_sees
    from kamengine.work.goals.goals import close_goal, open_goal
    from kamengine.work.goals.smart import is_reached
    from kamengine.work.model import Goal

    if as_reached and as_missed:
        raise KamError.of(say("both cannot be so"), say("leave one of them out"), place=Place(key="--as-reached"))
    found = things_meant(context, Goal, given)
    measures = measures_of(context, found, given["who"])

    def one(space: Workspace, change: Transaction, key: str) -> Goal:
        goal, measure = open_goal(space, key), measures[key]
        value = measure.values.get(goal.account)
        if value is None and not (as_reached or as_missed):
            what = say(
                "where {account} stands is unknown: {name}", account=goal.account or goal.key, name=measure.label
            )
            raise KamError.of(what, say("say what you know with --as-reached or --as-missed"), place=Place(key=key))
        met = value is not None and is_reached(goal, as_goal_sees(goal, measure.kind, value))
        reached = as_reached or (met and not as_missed)
        if not reached and not as_missed and today <= goal.due:
            what = say("{key} is not reached, and it is due on {day} only", key=goal.key, day=goal.due.isoformat())
            raise KamError.of(what, say("wait, say --as-missed, or give it up with kam goal drop"))
        return close_goal(space, change, key, reached=reached, value=value, run=measure.run.id, result=result)

    kept = change_all(context, found, given, one)
    echo_goals(context, measured(context, kept, given["who"]), as_json=given["as_json"])
    _tell_of_parts(context, kept)


@command("drop", say("Give goals up, with a reason; they stay to be read."), 'kam goal drop g1 --why "plant closed"')
@option("--why", default="", value=say("TEXT"), help=say("The reason; goals are not given up without one."))
@keys_options
@click.pass_context
def drop(context: click.Context, /, why: str, **given: Any) -> None:
    """Give goals up."""
    from kamengine.work.goals.goals import drop_goal
    from kamengine.work.model import Goal

    kept = change_meant(context, Goal, given, lambda space, change, key: drop_goal(space, change, key, why))
    echo_goals(context, measured(context, kept, given["who"]), as_json=given["as_json"])
    _tell_of_parts(context, kept)


def _tell_of_parts(context: click.Context, ended: Sequence[Goal]) -> None:
    """Note which parts of goals that have ended are open still."""
    from kamengine.work.goals.goals import parts_of

    workspace = workspace_of(context)
    if left := [part.key for goal in ended for part in parts_of(workspace, goal) if part.status == "open"]:
        shown = [*left[:_FEW], *(["…"] if len(left) > _FEW else [])]
        echo_note(say("parts of it that stay open: {keys}", keys=shown), messages_of(context))
