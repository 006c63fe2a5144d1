"""A knob on one line: what it is called, where it stands in its range, and its value."""

from __future__ import annotations

from datetime import date

from kamengine.explain.speaker import source_text
from kamengine.language.expressions import Value
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.tui.looks.lines import Line, fit, padded, paragraph, width
from kamengine.tui.rules.tuning import Tuning
from kamengine.whatif.knobs import Knob
from kamengine.whatif.turning import share_of_range
from kamengine.whatif.words import knob_label, line_text

_TRACK, _HERE, _WAS = "─", "●", "○"
_LONGEST_BAR = 24
_LONGEST_VALUE = 28
_SHORTEST_LABEL = 16
_MOST_USERS = 8


def knob_line(knob: Knob, value: Value, messages: Messages, cells: int) -> Line:
    """The line of a knob, exactly so many cells wide.

    Args:
        knob: as the pack has it.
        value: where it stands now.
        messages: the language.
        cells: how wide it is.
    """
    moved = value != knob.value
    unit = knob.unit == "ratio"
    now = line_text(knob, value, messages)
    shown = f"{line_text(knob, knob.value, messages, unit=unit)} → {now}" if moved else now
    room = max(8, min(_LONGEST_VALUE, cells // 3))
    if width(((shown, ""),)) > room:
        shown = line_text(knob, value, messages, unit=unit)
    bar = min(_LONGEST_BAR, max(0, cells - room - 4 - _SHORTEST_LABEL) // 3)
    label = cells - room - bar - 4
    if label < 4:
        return ((fit(shown, cells), "open" if moved else ""),)
    named = (fit(knob_label(knob, messages), label), "strong" if moved else "")
    figure = (fit(shown, room, "right"), "open" if moved else "")
    return (named, ("  ", ""), *slider(knob, value, bar), ("  ", ""), figure)


def slider(knob: Knob, value: Value, cells: int) -> Line:
    """A track with a mark where the knob stands, and another where the pack has it; blank without a range."""
    here, was = share_of_range(knob, value), share_of_range(knob, knob.value)
    if here is None or was is None or cells < 3:
        return ((" " * cells, ""),)
    marks = {_cell(was, cells): (_WAS, "muted")}
    marks[_cell(here, cells)] = (_HERE, "open" if value != knob.value else "bar")
    return tuple(marks.get(cell, (_TRACK, "track")) for cell in range(cells))


def _cell(share: float, cells: int) -> int:
    return round(share * (cells - 1))


def about_knob(tuning: Tuning, name: str, messages: Messages, cells: int, *, brief: bool = False) -> list[Line]:
    """What a knob is: its name in the pack, its range, who vouches for its value, and what hangs on it.

    Args:
        tuning: has the knob.
        name: of it.
        messages: the language.
        cells: how wide a line may be.
        brief: in one line.
    """
    knob, checked = tuning.knobs[name], tuning.checked
    facts = [name]
    if knob.low is not None and knob.high is not None:
        low, high = (line_text(knob, end, messages, unit=knob.unit == "ratio") for end in (knob.low, knob.high))
        facts.append(messages.say("{low} to {high}", low=low, high=high))
    source = _source(tuning, name)
    if source:
        facts.append(messages.say("source: {source}", source=source_text(source, messages)))
    named = ((f"{knob_label(knob, messages)}  ", "heading"),)
    if brief:
        return [padded((*named, (fit(" · ".join(facts), cells), "muted")), cells)]
    lines = [padded(named, cells), *paragraph(" · ".join(facts), cells, "muted")]
    used = [plain(messages.label(checked.label(each))) for each in _users(tuning, name)]
    if used:
        lines += paragraph(messages.say("Used by: {names}", names=used[:_MOST_USERS]), cells, "muted")
    return lines


def _source(tuning: Tuning, name: str) -> str:
    """Who vouches for the value that holds on the day of the run."""
    param, as_of = tuning.checked.pack.params.get(name), tuning.kept.resident.bindings.as_of
    if param is None:
        return ""
    held = [value for value in param.values if value.start is None or value.start <= as_of]
    newest = max(held, key=lambda value: value.start or date.min, default=None)
    return newest.source if newest is not None else ""


def _users(tuning: Tuning, name: str) -> list[str]:
    """The indicators and criteria with a knob in their formula."""
    checked = tuning.checked
    direct = tuning.kept.resident.dependence.direct([name])
    return [
        each for each in checked.order if each in direct and (each in checked.indicators or each in checked.criteria)
    ]
