"""The verbs of ``kam view``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import View


@command("list", say("List the views."), "kam view", "kam view list --pack telecom --json")
@option("--pack", value=say("PACK"), help=say("One rule pack, by its id; else all of the workspace."))
@json_option
@click.pass_context
def list_views(context: click.Context, pack: str | None, as_json: bool) -> None:
    """List views."""
    from kamengine.work.accounts.views import views_of

    found = views_of(workspace_of(context), pack)
    if as_json:
        echo_json([_as_json(view) for view in found])
    elif not found:
        click.echo(messages_of(context).say("There are no views; kam view save NAME --where CONDITION keeps one."))
    else:
        _echo(found, messages_of(context))


@command(
    "save",
    say("Keep a list under a name; a view of the same name is replaced."),
    'kam view save "At the line" --where "tier <> tier_possible" --sort -monthly_spend',
    "kam view save VIP --pack telecom --where \"tags like '%vip%'\" --columns account_id,name,tier,tags",
)
@argument("name", say("NAME"), say("What it is called."))
@option("--pack", value=say("PACK"), help=say("The rule pack; else the one that was run last."))
@option("--where", value=say("CONDITION"), help=say("Only accounts that meet it."))
@option("--search", value=say("TEXT"), help=say("Only accounts that have it in their id or name."))
@option("--sort", value=say("COLUMNS"), help=say("Sort by these; - before one begins with the largest."))
@option("--columns", value=say("COLUMNS"), help=say("Show these, with commas between; score is its two ends."))
@who_option
@json_option
@click.pass_context
def save(context: click.Context, /, name: str, who: str, as_json: bool, **given: str | None) -> None:
    """Keep a view."""
    from kamengine.cli.accounts.accounts import listed_run
    from kamengine.cli.accounts.column_names import columns_meant
    from kamengine.engine.results import ID
    from kamengine.engine.selection import Question, select
    from kamengine.work.accounts.views import save_view
    from kamengine.work.model import View

    workspace, messages = workspace_of(context), messages_of(context)
    listed = listed_run(context, given["pack"], None, who)
    sort = columns_meant(given["sort"] or "", listed.results)
    columns = columns_meant(given["columns"] or "", listed.results)
    select(listed.results, Question(given["where"], sort, columns or (ID,), given["search"] or ""))  # sound or refused
    pack = listed.record.pack if listed.record is not None else ""
    said = View(key="", name=name, pack=pack, where=given["where"] or "", search=given["search"] or "")
    with workspace.transaction(who) as change:
        kept = save_view(workspace, change, said.with_(sort=",".join(sort), columns=columns))
    if as_json:
        echo_json(_as_json(kept))
    else:
        _echo([kept], messages)


@command("drop", say("Remove views; kam undo brings them back."), "kam view drop VIP")
@argument("names", say("NAME"), say("What they are called."), nargs=-1, required=True)
@who_option
@json_option
@click.pass_context
def drop(context: click.Context, names: tuple[str, ...], who: str, as_json: bool) -> None:
    """Remove views."""
    from kamengine.work.accounts.views import drop_view

    workspace = workspace_of(context)
    with workspace.transaction(who) as change:
        gone = [drop_view(workspace, change, name).name for name in dict.fromkeys(names)]
    if as_json:
        echo_json(gone)
    else:
        click.echo(plain(messages_of(context).say("Removed: {keys}", keys=gone), None))


def _as_json(view: View) -> dict[str, Any]:
    return {
        "name": view.name,
        "pack": view.pack or None,
        "where": view.where or None,
        "search": view.search or None,
        "sort": view.sort or None,
        "columns": list(view.columns) or None,
    }


def _echo(views: Iterable[View], messages: Messages) -> None:
    for view in views:
        click.echo(plain(f"{view.name} ({view.pack})" if view.pack else view.name, None))
        told = {
            messages.say("where"): view.where,
            messages.say("search"): view.search,
            messages.say("order"): view.sort,
            messages.say("columns"): ", ".join(view.columns),
        }
        for name, text in told.items():
            if text:
                click.echo(plain(f"  {name}: {text}", None))
