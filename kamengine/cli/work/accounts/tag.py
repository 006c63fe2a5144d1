"""``kam tag`` and ``kam tags``: words of one's own on accounts."""

from __future__ import annotations

import click

from kamengine.cli.inputs.daily_work import ask_first, json_option, meant, where_options
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.locale.display import number
from kamengine.locale.terminal import plain
from kamengine.problems import say


@command(
    "tag",
    say(
        "Give tags to accounts, words of your own such as vip, or take them away; without --add and --remove say which "
        "they have. kam accounts --where \"tags like '%vip%'\" lists accounts by them."
    ),
    "kam tag C0017 C0021 --add vip --remove new",
    'kam tag --where "tier = \'key\'" --add "invite 2027" --yes',
    "kam tag C0017",
)
@argument("accounts", say("ACCOUNT"), say("Accounts, by id or name."), nargs=-1)
@option("--add", multiple=True, value=say("TAG"), help=say("A tag that they get; once for each."))
@option("--remove", multiple=True, value=say("TAG"), help=say("A tag that is taken away; once for each."))
@where_options
@who_option
@json_option
@click.pass_context
def tag(
    context: click.Context,
    accounts: tuple[str, ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    where: str | None,
    pack: str | None,
    yes: bool,
    who: str,
    as_json: bool,
) -> None:
    """Tag."""
    from kamengine.api.accounts.names import account_names
    from kamengine.api.accounts.tags import tag_accounts
    from kamengine.work.accounts.tags import tags_of

    workspace, messages = workspace_of(context), messages_of(context)
    found = meant(context, accounts, where, pack, who).accounts
    done = None
    if add or remove:
        ask_first(len(found), messages.say("accounts"), where=where, yes=yes)
        done = tag_accounts(workspace, found, add, remove, who=who)
    tags, names = tags_of(workspace, found), account_names(workspace, found)
    if as_json:
        echo_json([{"account_id": each, "name": names.get(each), "tags": tags.get(each, ())} for each in found])
        return
    if done is not None:
        click.echo(messages.say("Tags added: {added:,}; removed: {removed:,}", added=done.added, removed=done.removed))
    if done is not None and where is not None:
        return
    for each in found:
        said = ", ".join(tags.get(each, ())) or messages.say("no tags")
        click.echo(
            plain(messages.say("{account}: {tags}", account=f"{each} {names.get(each) or ''}".strip(), tags=said))
        )


@command("tags", say("List the tags that accounts have, and how many have each."), "kam tags", "kam tags --json")
@json_option
@click.pass_context
def tags(context: click.Context, as_json: bool) -> None:
    """List tags."""
    from kamengine.work.accounts.tags import tag_counts

    messages, counts = messages_of(context), tag_counts(workspace_of(context))
    if as_json:
        echo_json([{"tag": name, "accounts": n} for name, n in counts.items()])
        return
    if not counts:
        click.echo(messages.say("No account has a tag; kam tag ACCOUNT --add TAG gives it one."))
        return
    rows = [(name, number(n, messages.language)) for name, n in counts.items()]
    click.echo(page_table(rows, [messages.say("tag"), messages.say("accounts")], ["left", "right"], page_width()))
