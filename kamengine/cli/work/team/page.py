"""People, and what goes from one to another, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import page_width
from kamengine.cli.work.shared.team_options import hours_text
from kamengine.declarations import Label
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Person
    from kamengine.work.team.load import Load
    from kamengine.work.team.ownership import Given
    from kamengine.workspace import Workspace

_SEMICOLON = Label("; ", "；")


def echo_line(line: str, indent: str = "") -> None:
    """A line of text from anywhere on standard output, broken at words where the page is too narrow."""
    from kamengine.locale.wrap import wrapped

    click.echo("\n".join(wrapped(plain(line, None), page_width(), indent, indent + "  ")))


def person_line(person: Person, messages: Messages) -> str:
    """What is known of a person, on one line."""
    from kamengine.locale.display import number

    parts = []
    if person.hours is not None:
        parts.append(messages.say("{hours} h a week", hours=number(person.hours, messages.language)))
    if person.manager:
        parts.append(messages.say("reports to {name}", name=person.manager))
    if person.aliases:
        parts.append(messages.say("also called {names}", names=list(person.aliases)))
    if person.left:
        parts.append(messages.say("has left"))
    if person.left and person.successor:
        parts.append(messages.say("{name} took over", name=person.successor))
    known = messages.label(_SEMICOLON).join(parts)
    return messages.say("{name}: {known}", name=person.key, known=known) if known else person.key


def load_text(load: Load, context: click.Context) -> str:
    """Planned hours, with the working hours where they are known; marked where it is too much."""
    planned = hours_text(load.planned, context)
    if load.capacity is None:
        return planned
    mark = "! " if load.is_too_much else ""
    return f"{mark}{planned}/{hours_text(load.capacity, context)}"


def person_json(workspace: Workspace, person: Person) -> dict[str, Any]:
    """A person as data, with the version."""
    from kamengine.language.json_values import json_value

    entry = workspace.work.version(person.kind, person.key)
    return {
        "person": person.key,
        "aliases": list(person.aliases),
        "hours_week": json_value(person.hours),
        "manager": person.manager or None,
        "left": person.left,
        "successor": person.successor or None,
        "version": entry.seq if entry is not None else None,
    }


def given_json(workspace: Workspace, given: Given) -> dict[str, Any]:
    """What went from one to another, as data."""
    from kamengine.work.people.people import Team

    team = Team.of(workspace)
    return {
        "accounts": [
            {"account_id": account, "role": role, "from": before or None, "to": team.person(account, role)}
            for (account, role), before in given.accounts.items()
        ],
        "work": dict(given.work),
    }


def echo_given(context: click.Context, given: Given) -> None:
    """Say how many accounts went from whom, and what went with them."""
    from kamengine.work.team.leaving import COUNTED

    messages = messages_of(context)
    before = Counter(given.accounts.values())
    click.echo(messages.say("Accounts that changed hands: {n:,}", n=len({account for account, _ in given.accounts})))
    for name, count in before.most_common():
        whose = name or messages.say("nobody")
        echo_line(messages.say("from {name}: {n:,}", name=whose, n=count), "  ")
    if given.work:
        work = [say("{what}: {n:,}", what=COUNTED[kind], n=count) for kind, count in given.work.items()]
        echo_line(messages.say("Open work that went along: {work}", work=work))
