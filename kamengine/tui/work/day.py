"""A day set in lines: a heading for each kind of thing, a line for each thing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.today.entries import Entries, Entry
from kamengine.today.sections import hours, load_line
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.work.team.load import Load

_GAP, _BEYOND = "  ", "▒"
_LEAST_ACCOUNT, _MOST_ACCOUNT = 16, 34
_LEAST_NOTE, _MOST_NOTE = 13, 15
_PERSON, _WITH_PERSON = 10, 88
"""Who is named from so many cells on."""


def heading_lines(entries: Entries, cells: int, *, first: bool) -> list[Line]:
    """The title and what all of them come to, after an empty line unless it is the first one."""
    title = fit(entries.title, min(cells, width(((plain(entries.title, None), ""),))))
    room = max(0, cells - width(((title, ""),)) - len(_GAP))  # for the summary
    line: Line = ((title, "heading"), (_GAP[:room], ""), (fit(entries.summary, room).rstrip(), "muted"))
    return [line] if first else [(), line]


def widest(entries: Sequence[Entry]) -> int:
    """How many cells the longest of what is said of some things takes."""
    return max((width(((plain(entry.text, None), ""),)) for entry in entries), default=0)


def entry_lines(entry: Entry, texts: int, cells: int) -> list[Line]:
    """One line: the account, what it is, who, and when or how much.

    Args:
        entry: the thing.
        texts: what the longest text of its group takes; the names of accounts have what is left of that column.
        cells: how wide the line is.
    """
    note = min(_MOST_NOTE, max(_LEAST_NOTE, cells // 6))
    account = max(_LEAST_ACCOUNT, min(_MOST_ACCOUNT, cells * 36 // 100))
    person = _PERSON if cells >= _WITH_PERSON else 0
    room = cells - account - note - 2 * len(_GAP) - (person + len(_GAP) if person else 0)
    if room < _LEAST_ACCOUNT:  # hardly any room: what it is matters most
        return [((fit(f"{entry.account} {entry.text}", cells), ""),)]
    left = max(0, room - max(texts, _LEAST_ACCOUNT))
    account, room = account + left, room - left
    line: list[tuple[str, str]] = [*_account(entry, account), (_GAP, ""), (fit(entry.text, room), ""), (_GAP, "")]
    if person:
        line += [(fit(entry.person, person), "muted"), (_GAP, "")]
    return [(*line, (fit(entry.note, note, "right"), "open" if entry.urgent else "muted"))]


def _account(entry: Entry, cells: int) -> Line:
    """The id, then the name, which is clipped."""
    id = fit(entry.account, min(cells, width(((plain(entry.account, None), ""),))))
    room = cells - width(((id, ""),)) - 1
    if room < 2 or not entry.name:
        return ((fit(id, cells), "muted"),)
    return ((id, "muted"), (" ", ""), (fit(entry.name, room), "strong"))


def more_lines(n: int, messages: Messages, cells: int) -> list[Line]:
    """That there are more, and how they are seen."""
    return [((fit(messages.say("… and {n:,} more: Enter shows them", n=n), cells).rstrip(), "muted"),)]


def detail_of(entry: Entry) -> list[tuple[str, str]]:
    """All that is known of a thing: paragraphs with their inks."""
    account = f"{entry.account} {entry.name}".strip()
    told = [(account, "strong"), (entry.text, "")]
    if entry.person and entry.kind != "task":  # of a task its details say who does it
        told.append((entry.person, "muted"))
    return [*told, *((text, "muted") for text in entry.details)]


def load_bar(load: Load, most: Decimal, messages: Messages, cells: int, *, by_week: bool) -> list[Line]:
    """Planned hours as a bar over the working hours: who or which week, the bar, the hours.

    Args:
        load: the hours.
        most: hours that a whole bar stands for, the same for all that stand below one another.
        messages: the language.
        cells: how wide the line is.
        by_week: whether weeks stand below one another, and not people.
    """
    note = min(_MOST_NOTE, max(_LEAST_NOTE, cells // 6))
    name = max(_LEAST_ACCOUNT, min(_MOST_ACCOUNT, cells * 36 // 100))
    room = cells - name - note - 2 * len(_GAP)
    who = load.week.name if by_week else load.person or messages.say("nobody")
    told = messages.say("{n} h", n=hours(load, messages))
    ink = "open" if load.is_too_much else "muted"
    if room < _LEAST_ACCOUNT:
        return [((fit(f"{who} {told}", cells), ink),)]
    bar = _bar(load, most, room)
    return [((fit(who, name), "strong"), (_GAP, ""), *bar, (_GAP, ""), (fit(told, note, "right"), ink))]


def _bar(load: Load, most: Decimal, cells: int) -> Line:
    """What is planned over the working hours, and what goes beyond these; empty where nobody knows them."""
    if load.capacity is None:
        return ((fit("", cells), ""),)
    planned, capacity, top = float(load.planned), float(load.capacity), float(most)
    line = interval_bar(min(planned, capacity), min(planned, capacity), top, cells, full=capacity)
    if planned <= capacity:
        return line
    within: Line = tuple(piece for piece in line if piece[0].strip())
    room = cells - width(within)
    beyond = min(room, max(1, round(planned / top * cells) - width(within)))
    return (*within, (_BEYOND * beyond, "open"), (" " * (room - beyond), ""))


def load_details(weeks: Sequence[Load], messages: Messages) -> list[tuple[str, str]]:
    """What somebody has to do week by week, as paragraphs with their inks."""
    if not weeks:
        return []
    told = [(weeks[0].person or messages.say("nobody"), "strong")]
    for load in weeks:
        told.append((load_line(load, messages), "open" if load.is_too_much else ""))
        counts = messages.say("tasks: {tasks:,}, visits: {visits:,}", tasks=load.tasks, visits=load.visits)
        told.append((counts, "muted"))
    if weeks[0].capacity is None and weeks[0].person:
        told.append((messages.say("working hours unknown; kam team add NAME --hours 32 tells them"), "muted"))
    return told
