"""``kam goal add`` and ``set``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from kamengine.api.goals.words import value_text
from kamengine.cli.inputs.daily_work import day_ahead_option, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, command, messages_of, option, place_of
from kamengine.cli.pages.output import echo_note
from kamengine.cli.work.goals.page import echo_goals, measured, measures_of
from kamengine.cli.work.goals.together import draft_together, is_together, tell_of_many, together_options
from kamengine.cli.work.shared.dossier_options import (
    accounts_and_text,
    change_all,
    day_option,
    given_values,
    keys_options,
    new_options,
    person_meant,
    things_meant,
)
from kamengine.cli.work.shared.team_options import team_workspace
from kamengine.locale.written_numbers import is_percentage, number_written
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from kamengine.api.goals.goals import Measure, Measures
    from kamengine.work.model import Goal
    from kamengine.workspace import Transaction, Workspace


def _amount(_context: click.Context, parameter: click.Parameter, text: str | None) -> Decimal | None:
    if text is None:
        return None
    from kamengine.pack.typed import RATIO

    number = number_written(text, RATIO if is_percentage(text) else None)
    if number is None:
        what = say("{value} is no number", value=text[:LONGEST_WORD])
        raise KamError.of(what, say("write such as 120000 or 1.5"), place=place_of(parameter))
    return number


_INDICATOR = say("What measures it: an indicator or a field; with --together also a criterion.")
_TARGET = say("Where it is to be: 120000, or by how much: +10%, -500.")
_BASELINE = option(
    "--baseline", value=say("NUMBER"), callback=_amount, help=say("Where it stands; else what the newest run says.")
)
_OWNER = option("--owner", value=say("NAME"), help=say("Who answers for it; else the account's manager, else you."))
_PART_OF = option("--part-of", value=say("GOAL"), help=say("The key of the goal that it is part of."))


@command(
    "add",
    say(
        "Set a goal: which indicator, from where, to where, by when, who answers for it. Where the account stands is "
        "taken from the newest run. What the pack and the other accounts say of such a target is told. A goal may also "
        "be one of many accounts together: of all of them, of those that meet a condition, of one person's."
    ),
    'kam goal add C0017 "Raise the monthly spend" --indicator monthly_spend --target +10% --due 2026-12-31',
    'kam goal add --where "tier = \'growth\'" "Raise the spend" --indicator monthly_spend --target +10% '
    "--due 2026-12-31 --yes",
    'kam goal add --together "Grow with key accounts" --where "tier = \'key\'" --indicator monthly_spend --target +10% '
    "--due 2026-12-31",
    'kam goal add --book "Li Wei" "Quota" --indicator monthly_spend --target 900000 --due 2026-12-31 --part-of g1',
)
@option("--indicator", value=say("NAME"), required=True, help=_INDICATOR)
@option("--target", value=say("TARGET"), required=True, help=_TARGET)
@day_ahead_option("--due", say("The day by which it is to be reached."), required=True)
@_BASELINE
@_OWNER
@_PART_OF
@day_option("--since", say("The day of the baseline; else today."))
@together_options
@new_options
@today_option
@click.pass_context
def add(context: click.Context, /, **given: Any) -> None:
    """Set goals."""
    from kamengine.api.goals.goals import Measures
    from kamengine.work.goals.goals import add_goal

    workspace = team_workspace(context)
    if is_together(given):
        _add_together(context, workspace, given)
        return
    accounts, title = accounts_and_text(context, given)
    measures = Measures(workspace, host_of(context), given["who"])
    measure = measures.of(given["pack"], given["indicator"], accounts)
    person_meant(context, given["owner"], "--owner")
    found = [_draft(context, measure, account, title, given) for account in accounts]
    known = [draft for draft in found if draft is not None]
    drafts = [draft for draft in known if given["where"] is None or draft.target != draft.baseline]
    with workspace.transaction(given["who"]) as change:
        kept = [add_goal(workspace, change, draft, measure.kind) for draft in drafts]
    echo_goals(context, measured(context, kept, given["who"]), as_json=given["as_json"])
    if len(found) > len(known):
        note = say("left out, since it is unknown where they stand: {n}", n=len(found) - len(known))
        echo_note(note, messages_of(context))
    if len(known) > len(drafts):
        note = say("left out, since they stand at the target already: {n}", n=len(known) - len(drafts))
        echo_note(note, messages_of(context))
    if given["where"] is None:
        _tell_of(context, measures, measure, kept[0])


def _add_together(context: click.Context, workspace: Workspace, given: dict[str, Any]) -> None:
    """Set one goal for many accounts."""
    from kamengine.work.goals.goals import add_goal

    draft, measure = draft_together(context, workspace, given)
    with workspace.transaction(given["who"]) as change:
        kept = add_goal(workspace, change, draft, measure.kind)
    echo_goals(context, measured(context, [kept], given["who"]), as_json=given["as_json"])
    tell_of_many(context, measure)


@command(
    "set",
    say("Change open goals. A target such as +10% is counted from the baseline of the goal."),
    "kam goal set g1 --target 150000 --due 2027-03-31",
)
@option("--title", value=say("TEXT"), help=say("What is to be reached."))
@option("--target", value=say("TARGET"), help=_TARGET)
@day_ahead_option("--due", say("The day by which it is to be reached."))
@_BASELINE
@_OWNER
@_PART_OF
@keys_options
@click.pass_context
def change(context: click.Context, /, **given: Any) -> None:
    """Change goals."""
    from kamengine.api.goals.changing import rounded_target
    from kamengine.work.goals.goals import change_goal, open_goal
    from kamengine.work.model import Goal

    values = given_values(
        {
            "title": given["title"],
            "target": given["target"],
            "due": given["due"],
            "baseline": given["baseline"],
            "owner": person_meant(context, given["owner"], "--owner"),
            "parent": given["part_of"],
        },
        context,
    )
    found = things_meant(context, Goal, given)
    kinds = {key: measure.kind for key, measure in measures_of(context, found, given["who"]).items()}

    def one(space: Workspace, transaction: Transaction, key: str) -> Goal:
        its = dict(values)
        if given["target"] is not None:
            goal = open_goal(space, key)
            baseline = values.get("baseline", goal.baseline)
            its["target"] = rounded_target(given["target"], kinds[key], baseline, goal.unit)
        return change_goal(space, transaction, key, its, kinds[key])

    kept = change_all(context, found, given, one)
    echo_goals(context, measured(context, kept, given["who"]), as_json=given["as_json"])


def _draft(context: click.Context, measure: Measure, account: str, title: str, given: dict[str, Any]) -> Goal | None:
    """The goal of one account; None where many are meant and it is unknown where this one stands.

    Raises:
        KamError: it is unknown where the one account stands, or the target says nothing.
    """
    from kamengine.api.goals.changing import drafted_goal

    unknown = measure.values.get(account) is None and given["baseline"] is None
    if unknown and given["where"] is not None:
        return None
    return drafted_goal(
        measure,
        account,
        title,
        given["target"],
        owner=_owner(context, account, given),
        since=given["since"] or given["today"],
        due=given["due"],
        baseline=given["baseline"],
        parent=given["part_of"] or "",
    )


def _owner(context: click.Context, account: str, given: dict[str, Any]) -> str:
    from kamengine.cli.work.visits.options import owner_of
    from kamengine.work.people.people import Team

    team = Team.of(workspace_of(context))
    return team.at_work(given["owner"]) if given["owner"] else owner_of(team, account, given["who"])


def _tell_of(context: click.Context, measures: Measures, measure: Measure, goal: Goal) -> None:
    """Note what speaks for the goal being reachable and relevant, or against it."""
    messages = messages_of(context)
    reached, known = measures.at_least(measure, goal.target, rising=goal.target > goal.baseline)
    told = {"n": reached, "of": known, "target": value_text(goal.target, goal.unit, messages)}
    echo_note(say("accounts that stand at {target} or better today: {n:,} of {of:,}", **told), messages)
    if measure.looked_at_by:
        echo_note(say("criteria that look at it: {names}", names=list(measure.looked_at_by)), messages)
    elif not goal.parent:
        echo_note(say("no criterion looks at it, and it is part of no other goal"), messages)
