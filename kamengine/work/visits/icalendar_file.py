"""Visits as a calendar file (iCalendar, RFC 5545) for any calendar program.

Times are those of the clock of the place, without a zone: a visit at 14:00 stays at 14:00 whatever clocks do. Nothing
is taken from the clock of this computer, so that the same visits are the same bytes. Texts are people's; controls in
them, and characters that turn the direction of writing, are made visible.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.locale.terminal import plain
from kamengine.work.model import Visit

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//kamengine//kam//EN"
_NAMESPACE = uuid.UUID("5f0c2a55-2c8c-5d4e-9f53-6b2b6d1c7a10")
_STATUS = {"planned": "TENTATIVE", "ready": "CONFIRMED", "done": "CONFIRMED", "dropped": "CANCELLED"}


@dataclass(frozen=True)
class Appointment:
    """A visit as it goes into a calendar.

    Attributes:
        visit: what it is about.
        title: one line.
        description: more lines.
        begun: what tells the visit from all others everywhere, and never changes: who planned it, when, in which
            workspace.
        changed: when it was changed last, in UTC.
        moves: how often it was moved or changed; calendars take the highest.
    """

    visit: Visit
    title: str
    description: str
    begun: str
    changed: dt.datetime
    moves: int


def calendar_file(name: str, appointments: Iterable[Appointment]) -> bytes:
    """A calendar file; the same appointments give the same bytes.

    Args:
        name: what the calendar is called.
        appointments: what is in it, in any order.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(plain(name, None)))
    for one in sorted(appointments, key=lambda one: (one.visit.day, one.visit.time or dt.time.min, one.begun)):
        calendar.add_component(_event(one))
    content: bytes = calendar.to_ical()
    return content


def lines_of(entries: Mapping[str, str]) -> str:
    """The lines of a description: ``label: text`` for each text that is not empty."""
    return "\n".join(f"{label}: {text}" for label, text in entries.items() if text.strip())


def _event(one: Appointment) -> Event:
    from icalendar import Event

    visit, event = one.visit, Event()
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, one.begun)}@kamengine")
    event.add("dtstamp", one.changed)
    event.add("last-modified", one.changed)
    event.add("sequence", one.moves)
    event.add("summary", plain(one.title, None))
    event.add("status", _STATUS[visit.status])
    if visit.time is None:
        event.add("dtstart", visit.day)
        event.add("transp", "TRANSPARENT")  # some time of the day: it does not block the whole of it
    else:
        event.add("dtstart", dt.datetime.combine(visit.day, visit.time))
        if visit.minutes:
            event.add("duration", dt.timedelta(minutes=visit.minutes))
    if visit.place.strip():
        event.add("location", plain(visit.place, None))
    if one.description.strip():
        event.add("description", _clean(one.description))
    return event


def _clean(text: str) -> str:
    """A text whose line breaks stay and whose other controls become visible."""
    return "\n".join(plain(line, None) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
