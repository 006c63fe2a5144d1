"""``kam team load`` and ``kam team book``: who has too much to do, and whose hands too much is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.cli.work.shared.team_options import hours_text, team_workspace, words
from kamengine.cli.work.team.page import echo_line, load_text
from kamengine.locale.terminal import plain, width
from kamengine.locale.units import unit_words
from kamengine.problems import Place, say

if TYPE_CHECKING:
    from kamengine.api.work.team import Books, BookValue
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.team.load import Load

_MOST_WEEKS, _MOST_NAMES = 53, 5
_BETWEEN = 2  # blanks between two columns of a table


@command(
    "load",
    say(
        "Hold the hours of what falls due against working hours, week by week. What is late counts in the first week; "
        "holidays take hours away, worked weekends add some."
    ),
    "kam team load",
    'kam team load "Li Wei" --weeks 8',
)
@argument("name", say("NAME"), say("One person, by any spelling; else everybody."), required=False)
@option(
    "--weeks", type=click.IntRange(1, _MOST_WEEKS), default=4, value=say("N"), help=say("So many weeks; 4 if left out.")
)
@today_option
@json_option
@click.pass_context
def load(context: click.Context, name: str | None, weeks: int, today: dt.date, as_json: bool) -> None:
    """Say who has how much to do."""
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.people.people import Team
    from kamengine.work.team.load import loads, weeks_from

    workspace, messages = team_workspace(context), messages_of(context)
    team, calendar, wanted = Team.of(workspace), calendar_of(workspace), weeks_from(today, weeks)
    only = None if name is None else team.must(name, place=Place(key="NAME"))
    found = loads(workspace, team, calendar, wanted, today, only or "")
    for note in calendar.notes(week.last.year for week in wanted):
        echo_note(note, messages)
    if as_json:
        from kamengine.today.as_json import load_json

        echo_json([load_json(each) for loads_ in found.values() for each in loads_])
        return
    if not found:
        click.echo(messages.say("There is nobody in the team, and nothing to do."))
        return
    click.echo(_load_page(found, only, context))
    for line in _load_notes(found, context):
        echo_line(line)


@command(
    "book",
    say(
        "Say what everybody's accounts are worth, by the newest run, and in whose hands too much of it is: one book of "
        "25 % of all value is a risk."
    ),
    "kam team book",
    "kam team book --pack telecom --json",
)
@option(
    "--pack",
    value=say("PACK"),
    help=say("The rule pack that says what accounts are worth; else the only one, or the one run last."),
)
@who_option
@json_option
@click.pass_context
def book(context: click.Context, pack: str | None, who: str, as_json: bool) -> None:
    """Say what books are worth."""
    from kamengine.api.work.team import books_of

    messages = messages_of(context)
    books = books_of(team_workspace(context), host_of(context), pack, who)
    if as_json:
        echo_json([_book_json(each, books) for each in books.books])
        return
    if books.value is None:
        note = say(
            "the pack {pack} does not say what accounts are worth, so shares cannot be told", pack=books.run.pack
        )
        echo_note(note, messages)
    click.echo(_book_page(books, messages))
    for line in _book_notes(books, messages):
        echo_line(line)


# ── load ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _load_page(found: Mapping[str, Sequence[Load]], only: str | None, context: click.Context) -> str:
    """Weeks side by side for everybody, as many as the page is wide, and the others below; for one a line each."""
    messages = messages_of(context)
    if only is not None:
        return _own_page(found[only], context)
    weeks = [each.week.name for each in next(iter(found.values()))]
    rows = [[_name(name, messages), *(load_text(load, context) for load in each)] for name, each in found.items()]
    beside = _side_by_side(rows, weeks)
    right: list[Align] = ["right"]
    tables = []
    for first in range(0, len(weeks), beside):
        some = slice(first, first + beside)
        shown = [[row[0], *row[1:][some]] for row in rows]
        headings = [messages.say("Person"), *weeks[some]]
        tables.append(page_table(shown, headings, ["left", *right * len(weeks[some])], page_width()))
    return "\n\n".join(tables)


def _side_by_side(rows: Sequence[Sequence[str]], weeks: Sequence[str]) -> int:
    """How many weeks fit beside the names on the page; at least one."""
    names = min(max(width(plain(row[0], None)) for row in rows), page_width() // 2)
    widest = max(width(cell) for cell in (*weeks, *(cell for row in rows for cell in row[1:])))
    return max(1, (page_width() - names) // (widest + _BETWEEN))


def _own_page(loads: Sequence[Load], context: click.Context) -> str:
    from kamengine.locale.display import quantity

    messages = messages_of(context)
    rows = [
        [
            each.week.name,
            f"{each.week.first:%Y-%m-%d}",
            messages.say("unknown") if each.capacity is None else hours_text(each.capacity, context),
            hours_text(each.planned, context),
            hours_text(each.late, context),
            "" if each.share is None else quantity(each.share, "ratio", messages.language, decimals=0),
            str(each.tasks),
            str(each.visits),
        ]
        for each in loads
    ]
    headings = [
        messages.say("Week"),
        messages.say("From"),
        messages.say("Hours"),
        messages.say("Planned"),
        messages.say("Late"),
        messages.say("Load"),
        messages.say("Tasks"),
        messages.say("Visits"),
    ]
    aligns: list[Align] = ["left", "left", "right", "right", "right", "right", "right", "right"]
    return page_table(rows, headings, aligns, page_width())


def _name(name: str, messages: Messages) -> str:
    return name or messages.say("nobody")


def _load_notes(found: Mapping[str, Sequence[Load]], context: click.Context) -> Iterator[str]:
    messages, loads = messages_of(context), [load for each in found.values() for load in each]
    if any(load.capacity is not None for load in loads):
        yield messages.say("Planned hours and working hours; ! where more is planned than there is time for.")
    late = {name: sum((load.late for load in each), Decimal(0)) for name, each in found.items()}
    if behind := [(name, hours) for name, hours in late.items() if hours]:
        told = [say("{name} {hours} h", name=_name(name, messages), hours=hours_text(h, context)) for name, h in behind]
        yield messages.say("Late, and counted in the first week: {told}", told=told)
    if ids := sorted({role for load in loads for role in load.missing}):
        known = words(context).roles
        roles = [known.get(role, role) for role in ids]
        yield messages.say(
            "Nobody holds these roles, so the accounts' managers do their tasks: {roles}; kam team role NAME ROLE",
            roles=roles,
        )
    if unknown := [name for name, each in found.items() if name and any(load.capacity is None for load in each)]:
        names = unknown[:_MOST_NAMES] + ["…"] * (len(unknown) > _MOST_NAMES)
        line = say(
            "Nobody has said how many hours a week these work: {names}; kam team set NAME --hours 32", names=names
        )
        yield messages.text(line)
    if without := sum(load.without_hours for load in loads):
        yield messages.say("Tasks and visits of which nobody has said how long they take: {n:,}", n=without)


# ── books ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _book_json(book: BookValue, books: Books) -> dict[str, Any]:
    from kamengine.language.json_values import json_value

    return {
        "person": book.person or None,
        "accounts": book.accounts,
        "top_tier": book.top,
        "top_tier_computed": book.computed_top,
        "value": json_value(book.value),
        "value_unknown": book.unknown,
        "unit": books.unit or None,
        "share": None if book.share is None else float(book.share),
        "concentrated": book.is_too_much(),
    }


def _book_page(books: Books, messages: Messages) -> str:
    from kamengine.locale.display import number, quantity

    def share(book: BookValue) -> str:
        shown = "" if book.share is None else quantity(book.share, "ratio", messages.language, decimals=1)
        return f"! {shown}" if book.is_too_much() else shown

    rows = [
        [
            _name(book.person, messages),
            number(book.accounts, messages.language),
            number(book.top, messages.language),
            "" if book.value is None else number(book.value, messages.language, decimals=0),
            share(book),
        ]
        for book in books.books
    ]
    label = messages.label(books.label)
    value = (
        messages.say("{label}, {unit}", label=label, unit=unit_words(books.unit, messages.language))
        if books.unit
        else label
    )
    headings = [
        messages.say("Person"),
        messages.say("Accounts"),
        messages.label(books.top),
        value,
        messages.say("Share"),
    ]
    aligns: list[Align] = ["left", "right", "right", "right", "right"]
    return page_table(rows, headings, aligns, page_width())


def _book_notes(books: Books, messages: Messages) -> Iterator[str]:
    from kamengine.api.work.team import ALERT
    from kamengine.locale.display import quantity

    run = books.run
    yield messages.say("By {pack}, run {run} as of {day}.", pack=run.pack, run=run.id[:8], day=run.as_of)
    top, computed = sum(book.top for book in books.books), sum(book.computed_top for book in books.books)
    if top != computed:
        told = {"top": top, "computed": computed, "tier": messages.label(books.top)}
        yield messages.say("{tier} counts the tiers in effect: {top:,}; the rules alone give {computed:,}", **told)
    if unknown := sum(book.unknown for book in books.books):
        yield messages.say("Accounts of which nobody knows what they are worth: {n:,}", n=unknown)
    for book in books.books:
        if book.share is not None and book.is_too_much():
            told = {
                "share": quantity(book.share, "ratio", messages.language, decimals=1),
                "name": _name(book.person, messages),
            }
            limit = quantity(ALERT, "ratio", messages.language)
            yield messages.say(
                "! {name} holds {share} of all value; {limit} in one hand is a risk", limit=limit, **told
            )
