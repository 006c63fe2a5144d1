"""The timeline: what happened to an account, day by day, the newest first; visits that are planned stand above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from kamengine.api.accounts.timeline import Event, with_imports_folded
from kamengine.locale import Messages
from kamengine.locale.display import date, plain
from kamengine.problems import say
from kamengine.tui.dossier.parts import gap, words
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item

EVENT = "event"
_MARKS = {"import": "↓ ", "run": "◆ ", "visit": "● ", "note": "✎ ", "correction": "± ", "task": "✓ "}


def timeline_items(events: Sequence[Event], messages: Messages) -> list[Item]:
    """The events, each day under a heading; the imports of a day are one."""
    items: list[Item] = []
    number = 0
    for day, of_day in groupby(with_imports_folded(events), lambda event: event.day):
        items += [gap()] if items else []
        items.append(Item(partial(_day, day, messages)))
        for event in of_day:
            items.append(Item(partial(_event, event, messages), (EVENT, event.kind, event.key, number)))
            number += 1
    if not events:
        items.append(words(say("Nothing is known of this account."), messages, ("nothing",)))
    return items


def _event(event: Event, messages: Messages, cells: int) -> list[Line]:
    what = messages.text(event.what)
    head = messages.say("{what} · {who}", what=what, who=event.who) if event.who else what
    mark = (_MARKS.get(event.kind, "· "), "bar" if event.kind == "run" else "muted")
    lines = paragraph(plain(head, None), cells, "strong" if event.kind == "run" else "", first=(mark,))
    for detail in event.details:
        lines += paragraph(plain(messages.text(detail), None), cells, "muted", first=(("    ", ""),))
    return lines


def _day(day: dt.date, messages: Messages, cells: int) -> list[Line]:
    return paragraph(date(day, messages.language), cells, "heading")
