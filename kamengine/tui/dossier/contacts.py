"""The contacts of an account: who they are, what they decide, who looks after them, and what hangs on a single one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.locale.display import date, plain
from kamengine.problems import say
from kamengine.tui.dossier.parts import gap, heading, words
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item
from kamengine.work.accounts.buying_centre import ATTITUDES, FUNCTIONS, HIGHEST_INFLUENCE, LEVELS, ROLES
from kamengine.work.accounts.coverage import RISKS, Coverage
from kamengine.work.model import Contact

CONTACT = "contact"


@dataclass(frozen=True)
class People:
    """The contacts of an account.

    Attributes:
        coverage: the contacts who are there, and what is missing.
        met: when each was last met, by key.
    """

    coverage: Coverage
    met: Mapping[str, dt.date]


def contact_items(people: People, messages: Messages) -> list[Item]:
    """The risk with its reasons, then each contact."""
    coverage = people.coverage
    items = [Item(lambda cells: _risk(coverage, messages, cells)), gap()]
    if coverage.contacts:
        items.append(heading(say("Contacts"), messages))
    items += [_contact(one, people.met.get(one.key), messages) for one in coverage.contacts]
    if not coverage.contacts:
        items.append(words(say("a adds a contact."), messages, ("nothing",)))
    return items


def _risk(coverage: Coverage, messages: Messages, cells: int) -> list[Line]:
    risky = coverage.risk in ("high", "unknown")
    told = messages.say("Risk of depending on one contact: {risk}", risk=RISKS[coverage.risk])
    lines = paragraph(told, cells, "open" if risky else "strong")
    for finding in coverage.findings:
        lines += paragraph(plain(messages.text(finding.text), None), cells, "muted", first=(("  ", ""),))
    return lines


def _contact(one: Contact, met: dt.date | None, messages: Messages) -> Item:
    def lines(cells: int) -> list[Line]:
        comma = messages.say(", ")
        head = comma.join(filter(None, (one.name, one.title)))
        told = paragraph(plain(head, None), cells, "strong")
        for text in _facts(one, met, messages):
            told += paragraph(plain(text, None), cells, "muted", first=(("  ", ""),))
        return told

    return Item(lines, (CONTACT, one.key))


def _facts(one: Contact, met: dt.date | None, messages: Messages) -> list[str]:
    comma = messages.say(", ")
    place = comma.join(filter(None, (_label(one.function, FUNCTIONS, messages), _label(one.level, LEVELS, messages))))
    roles = comma.join(_label(role, ROLES, messages) for role in one.roles)
    weight = messages.say("influence {n} of {most}", n=one.influence, most=HIGHEST_INFLUENCE) if one.influence else ""
    attitude = _label(one.attitude, ATTITUDES, messages) if one.attitude != "unknown" else ""
    above = messages.say("reports to {name}", name=one.reports_to) if one.reports_to else ""
    ours = (
        messages.say("covered by {name}", name=one.covered_by) if one.covered_by else messages.say("covered by nobody")
    )
    last = messages.say("last met {day}", day=date(met, messages.language)) if met is not None else ""
    lines = (
        " · ".join(filter(None, (place, roles, weight, attitude, above))),
        " · ".join(filter(None, (ours, last, one.phone, one.mail))),
        one.note,
    )
    return [line for line in lines if line]


def _label(id: str, known: Mapping[str, Label], messages: Messages) -> str:
    return messages.label(known[id]) if id in known else id
