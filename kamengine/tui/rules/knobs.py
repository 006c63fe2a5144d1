"""A knob on one line: where it stands in its range, what it is called, and its value.

The tracks stand below each other at the beginning; a name and a value share the rest of each line, so that a long name
is whole beside a short value, and the other way round.
"""

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
_GAP = "  "
_SHORTEST_BAR, _LONGEST_BAR = 10, 24
_SHORTEST_LABEL = 16  # beside which there is room for the unit, and for where the pack has it
_BAREST_LABEL = 4
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
    shown = line_text(knob, value, messages)
    bar = min(_LONGEST_BAR, max(_SHORTEST_BAR, cells // 6))
    room = cells - bar - 2 * len(_GAP)  # for what it is called, and its value
    if moved:
        both = f"{line_text(knob, knob.value, messages, unit=unit)} → {shown}"
        shown = both if width(((both, ""),)) <= room - _SHORTEST_LABEL else shown
    if width(((shown, ""),)) > room - _SHORTEST_LABEL:
        shown = line_text(knob, value, messages, unit=unit)
    figure = fit(shown, min(width(((shown, ""),)), room * 2 // 3), "right")
    label = room - width(((figure, ""),))
    if label < _BAREST_LABEL:
        return ((fit(shown, cells), "open" if moved else ""),)
    named = (fit(knob_label(knob, messages), label), "strong" if moved else "")
    return (*slider(knob, value, bar), (_GAP, ""), named, (_GAP, ""), (figure, "open" if moved else ""))


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
        return [padded((*named, (fit(" · ".join(facts), cells - width(named)), "muted")), cells)]
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
