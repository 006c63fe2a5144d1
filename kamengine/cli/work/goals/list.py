"""``kam goal list``."""

from __future__ import annotations

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import OneOf, command, messages_of, option
from kamengine.cli.work.goals.page import echo_goals, measured
from kamengine.cli.work.shared.dossier_options import accounts_argument, accounts_asked, filter_options
from kamengine.cli.work.visits.options import person_meant
from kamengine.problems import say

_STATES = ["reached", "on_track", "behind", "missed", "not_begun", "unknown"]


@command(
    "list",
    say(
        "List the open goals with their progress, those of many accounts together first, then account by account, and "
        "those first that are due first."
    ),
    "kam goal list C0017",
    "kam goal --mine --state behind",
)
@accounts_argument
@filter_options
@option("--mine", is_flag=True, help=say("Only those that are yours."))
@option("--person", value=say("NAME"), help=say("Only those of this person."))
@option("--state", type=OneOf(_STATES), help=say("Only those that are so."))
@option("--all", "everything", is_flag=True, help=say("Those that are closed or dropped, too."))
@who_option
@json_option
@click.pass_context
def list_goals(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    mine: bool,
    person: str | None,
    state: str | None,
    everything: bool,
    who: str,
    as_json: bool,
) -> None:
    """List goals."""
    from kamengine.cli.work.shared.team_options import team_workspace
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Goal
    from kamengine.work.people.people import Team

    workspace = workspace_of(context)
    asked = accounts_asked(context, accounts, where, pack, who)
    goals = list(all_of(workspace, Goal, open=None if everything else True))
    if mine or person is not None:
        team = Team.of(team_workspace(context))
        whose = person_meant(team, person, who, (one.owner for one in goals))
        goals = [one for one in goals if (team.stands_for(one.owner) or one.owner) == whose]
    if asked is not None:
        goals = [one for one in goals if one.account in set(asked)]
    goals.sort(key=lambda one: (one.account, one.due, len(one.key), one.key))
    found = measured(context, goals, who)
    found = [one for one in found if state in (None, one.progress.state if one.progress else "unknown")]
    if not found and not as_json:
        click.echo(messages_of(context).say("There are no such goals; kam goal add ACCOUNT TEXT sets one."))
        return
    echo_goals(context, found, as_json=as_json)
