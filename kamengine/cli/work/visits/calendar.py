"""Visits as appointments of a calendar, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kamengine.declarations import Label
from kamengine.work.model import Visit
from kamengine.work.visits.icalendar_file import Appointment, lines_of

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.workspace import Workspace

_IN_CALENDARS = ("purpose", "talking_points", "background", "materials", "goers", "route")


def appointments(workspace: Workspace, visits: Sequence[Visit], messages: Messages) -> Iterator[Appointment]:
    """Each visit with its title, its description and what the journal knows of it."""
    from kamengine.api.accounts.names import account_names

    names = account_names(workspace, (visit.account for visit in visits))
    for visit in visits:
        entries = workspace.journal.entries(kind=Visit.kind, key=visit.key)
        first, last = entries[0], entries[-1]
        yield Appointment(
            visit,
            _title(visit, names.get(visit.account, visit.account), messages),
            _description(visit, messages),
            f"{first.at} {first.seq} {first.who} {visit.key} {workspace.settings.name}",
            dt.datetime.fromisoformat(last.at),
            len(entries) - 1,
        )


def _title(visit: Visit, name: str, messages: Messages) -> str:
    from kamengine.work.visits.visits import WAYS

    way = messages.label(WAYS[visit.by])
    return f"{way[:1].upper()}{way[1:]}{messages.label(_COLON)}{name}"


def _description(visit: Visit, messages: Messages) -> str:
    from kamengine.work.visits.visits import CHECKLIST

    texts = {}
    for name in _IN_CALENDARS:
        value = getattr(visit, name)
        texts[messages.label(CHECKLIST[name])] = messages.label(_COMMA).join(value) if name == "goers" else value
    return lines_of(texts)


_COLON = Label(": ", "：")
_COMMA = Label(", ", "、")
