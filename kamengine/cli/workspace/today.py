"""``kam today``: what needs somebody today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note, page_width
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.today.day import Day
    from kamengine.today.entries import Entries
    from kamengine.workspace import Workspace

_SHOWN = 5


@command(
    "today",
    say(
        "List what needs somebody today: tasks that are late or due, visits, promotions and demotions to review, "
        "accounts at risk and by which rule, undecided accounts with most money first, and who has too much to do. "
        "Classifies first where facts or rules have changed."
    ),
    "kam today --mine",
    "kam today --person 徐静怡 --limit 20",
    "kam today --json",
)
@option("--mine", is_flag=True, help=say("Only yours; who you are says --as."))
@option("--person", value=say("NAME"), help=say("Only what is this person's."))
@option(
    "--limit", type=click.IntRange(min=0), value=say("N"), help=say("At most so many of each; else 5, as JSON all.")
)
@who_option
@today_option
@json_option
@click.pass_context
def today(
    context: click.Context,
    mine: bool,
    person: str | None,
    limit: int | None,
    who: str,
    today: dt.date,
    as_json: bool,
) -> None:
    """List what needs somebody."""
    from kamengine.today.as_json import day_json
    from kamengine.today.day import day_of
    from kamengine.today.ground import Asking

    workspace, messages = workspace_of(context), messages_of(context)
    most = limit if limit is not None else None if as_json else _SHOWN
    asking = Asking(who, today, _person(workspace, mine, person, who), most)
    day = day_of(workspace, host_of(context), asking, messages)
    if as_json:
        echo_json(day_json(day, messages))
        return
    for note in day.ground.notes:
        echo_note(note, messages)
    click.echo("\n".join(_page(day, messages)))


def _person(workspace: Workspace, mine: bool, person: str | None, who: str) -> str:
    """Whose day is meant; empty for the team's.

    Raises:
        KamError: there is nobody of this name, or both are asked for.
    """
    from kamengine.work.people.people import Team

    if mine and person is not None:
        what = say("--mine and --person both say whose")
        raise KamError.of(what, say("leave one of them out"), place=Place(key="--person"))
    if not mine and person is None:
        return ""
    name, key = (who, "--as") if person is None else (person, "--person")
    return Team.of(workspace).must(name, place=Place(key=key))


def _page(day: Day, messages: Messages) -> Iterator[str]:
    from kamengine.cli.work.tasks.page import day_text
    from kamengine.locale.terminal import plain
    from kamengine.locale.wrap import wrapped
    from kamengine.today.sections import load_lines, sections

    asking = day.ground.asking
    yield plain(" · ".join(filter(None, (day_text(asking.today, messages), asking.person))), None)
    parts = sections(day, messages)
    for entries in parts:
        yield ""
        title = messages.say("{title}: {summary}", title=entries.title, summary=entries.summary)
        yield from wrapped(plain(title, None), page_width())
        if entries.shown:
            yield _table(entries, messages)
        if entries.more:
            yield messages.say("and {n:,} more; --limit lists more", n=entries.more)
    if not any(entries.shown for entries in parts):
        yield ""
        yield messages.say("Nothing needs anybody today.")
    lines = load_lines(day.load, asking.person, messages)
    if lines:
        yield ""
        for line in lines:
            yield from wrapped(plain(line, None), page_width(), "", "  ")


def _table(entries: Entries, messages: Messages) -> str:
    """The things of a kind; who is named only where that says something."""
    from kamengine.cli.pages.page_table import page_table

    rows = [(_account(each.account, each.name), each.text, each.note, each.person) for each in entries.shown]
    note = (
        say("worth")
        if entries.kind in ("risk", "undecided")
        else say("move")
        if entries.kind == "move"
        else say("when")
    )
    headings = [messages.text(each) for each in (say("account"), say("what"), note, say("who"))]
    aligns: list[Align] = ["left", "left", "right", "left"]
    columns = 4 if any(each.person for each in entries.shown) else 3
    return page_table([row[:columns] for row in rows], headings[:columns], aligns[:columns], page_width())


def _account(id: str, name: str) -> str:
    return f"{id} {name}" if name else id
