"""``kam timeline``: what happened to an account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import json_option, meant
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.shared.dossier_options import account_argument
from kamengine.locale.display import date, plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api.accounts.timeline import Event
    from kamengine.locale import Messages

_SHOWN = 50


@command(
    "timeline",
    say("Tell what happened to an account: imports, tiers, visits, notes, and what people did; the newest first."),
    "kam timeline C0017",
)
@account_argument
@option(
    "--limit",
    value=say("N"),
    type=click.IntRange(min=0),
    default=_SHOWN,
    help=say("So many events at most; else 50. 0 for all."),
)
@who_option
@json_option
@click.pass_context
def timeline(context: click.Context, account: str, limit: int, who: str, as_json: bool) -> None:
    """Tell the story of an account."""
    from kamengine.api.accounts.timeline import event_json, timeline_of, with_imports_folded

    workspace, messages = workspace_of(context), messages_of(context)
    (id,) = meant(context, [account], None, None, who).accounts
    found = timeline_of(workspace, host_of(context), id)
    found = found if as_json else with_imports_folded(found)
    shown = found[:limit] if limit else found
    if as_json:
        echo_json([event_json(event, messages.text) for event in shown])
        return
    click.echo("\n".join(_page(shown, messages)) if shown else messages.say("Nothing is known of this account."))
    if len(shown) < len(found):
        click.echo(messages.say("There is more: --limit shows it."))


def _page(events: Sequence[Event], messages: Messages) -> Iterator[str]:
    """The events by day, each with who did it, and below what is worth knowing."""
    for day, of_day in groupby(events, lambda event: event.day):
        yield date(day, messages.language)
        for event in of_day:
            what = messages.text(event.what)
            head = messages.say("{what} · {who}", what=what, who=event.who) if event.who else what
            yield from _lines(head, "  ")
            for line in event.details:
                yield from _lines(messages.text(line), "    ")


def _lines(text: str, indent: str) -> list[str]:
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(text, None), page_width(), indent, f"{indent}  ")
