"""The facts: everything that is known of an account, where it comes from, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len

from kamengine.api.facts.account_facts import AccountFact
from kamengine.api.runs.value_history import Months
from kamengine.explain import Explanation, Sentences
from kamengine.explain.provenance import origin_text, otherwise_text, shown_corrections, source_line
from kamengine.locale import Messages
from kamengine.locale.clock import local_time
from kamengine.locale.display import plain, value
from kamengine.locale.sparkline import sparkline
from kamengine.problems import Message, say
from kamengine.tui.dossier.parts import gap, heading, words
from kamengine.tui.looks.lines import Line, fit, paragraph, width
from kamengine.tui.widgets.item_list import Item

FACT, FURTHER = "fact", "further facts"
_LONGEST_TEXT = 400  # cells
_MOST_VALUE = 24  # cells of the column of values; a longer one reaches beyond it
_GAP, _FAR = "  ", "   "
_GIVEN_ABOVE = ("account_id", "name")


@dataclass(frozen=True)
class _Row:
    """A fact as it is shown.

    Attributes:
        name: by which conditions know it.
        label: what people call it.
        value: in words.
        origins: where it comes from, in full and then shorter; none where nobody knows.
        corrected: whether somebody corrected it.
        known: whether it is known.
    """

    name: str
    label: str
    value: str
    origins: tuple[str, ...] = ()
    corrected: bool = False
    known: bool = True


@dataclass(frozen=True)
class _Columns:
    """How wide the columns of a group of facts are.

    Attributes:
        label: cells of the longest label.
        values: cells of each value, the narrowest first.
        origins: cells that every origin of a length fits in, the longest length first.
    """

    label: int
    values: tuple[int, ...]
    origins: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[_Row]) -> _Columns:
        """Those of some facts."""
        stated = [row.origins for row in rows if row.origins and not row.corrected]
        lengths = max(map(len, stated), default=0)
        return cls(
            max(cell_len(row.label) for row in rows),
            tuple(sorted(cell_len(row.value) for row in rows)),
            tuple(max(cell_len(_nth(origins, n)) for origins in stated) for n in range(lengths)),
        )

    def value(self, cells: int) -> int:
        """Cells of the column of values in so many of a line."""
        most = min(_MOST_VALUE, cells // 5)
        return max((each for each in self.values if each <= most), default=0)

    def origin(self, room: int) -> int:
        """Which length of the origins fits for all of them; the shortest where none does."""
        return next((n for n, cells in enumerate(self.origins) if cells <= room), len(self.origins) - 1)


def _nth(origins: Sequence[str], n: int) -> str:
    """The origin of a length, or the shortest that there is."""
    return origins[min(n, len(origins) - 1)]


def fact_items(
    facts: Sequence[AccountFact],
    explanation: Explanation | None,
    messages: Messages,
    months: Months = (),
    *,
    further: bool = False,
) -> list[Item]:
    """The facts of an account of a workspace, what its rule pack computes of them, what is not known; each once.

    Args:
        facts: as they are known now.
        explanation: by the rule pack that is looked at; None for none.
        messages: the language.
        months: what the account was worth month by month; empty where nobody knows.
        further: whether what is not known is listed, too, where only other packs and plugins ask for it; else one
            item with the key `FURTHER` says how much that is.
    """
    stated = [fact for fact in facts if not _is_worked_out(fact, explanation)]
    rows = [_of_workspace(fact, messages) for fact in stated]
    items = _group(say("Known"), [row for row in rows if row.known], messages)
    if explanation is not None:
        speaker, told = Sentences.of(explanation, messages), {row.name for row in rows}
        names = [name for name in explanation.checked.pack.indicators if name not in told]
        items += _group(
            say("Computed by the rules"), [_of_pack(name, explanation, speaker) for name in names], messages
        )
        items += _by_months(months, explanation, messages)
    return items + _not_known([row for row in rows if not row.known], explanation, messages, further=further)


def _is_worked_out(fact: AccountFact, explanation: Explanation | None) -> bool:
    """Whether the rules that are looked at work a fact out, and go by neither a correction nor a file for it."""
    if explanation is None or fact.name not in explanation.checked.pack.indicators:
        return False
    is_given = fact.value is not None and fact.value == explanation.values.get(fact.name)
    return fact.corrected is None and not is_given


def _not_known(
    rows: Sequence[_Row], explanation: Explanation | None, messages: Messages, *, further: bool
) -> list[Item]:
    """What is not known: first what the rule pack looks at; of the others how many they are, if they are not wanted."""
    known = {row.name for row in rows} if explanation is None else explanation.checked.fields.keys()
    own, others = [row for row in rows if row.name in known], [row for row in rows if row.name not in known]
    if further or not others:
        return _group(say("Not known"), [*own, *others], messages)
    more = say("and {n} more that only other packs and plugins know: Enter lists them", n=len(others))
    items = _group(say("Not known"), own, messages)[:-1] or [heading(say("Not known"), messages)]
    return [*items, words(more, messages, (FURTHER, "")), gap()]


def explained_items(explanation: Explanation, messages: Messages) -> list[Item]:
    """The facts of an account of a file, as far as its rule pack looks at them."""
    words = Sentences.of(explanation, messages)
    checked = explanation.checked
    origins = {fact.correction.field: origin_text(fact, words) for fact in shown_corrections(explanation)}
    names = [name for name in (*checked.fields, *checked.pack.indicators) if name not in _GIVEN_ABOVE]
    rows = [_of_pack(name, explanation, words, origins.get(name, "")) for name in names]
    known = [row for row in rows if row.known or row.corrected]
    return [
        *_group(say("Known"), known, messages),
        *_group(say("Not known"), [row for row in rows if row not in known], messages),
    ]


def text_of(fact: AccountFact, shown: object, messages: Messages) -> str:
    """A value of a fact as people read it: a choice by its label, a quantity with its unit."""
    labels = {choice.id: choice.label for choice in fact.field.choices}
    if isinstance(shown, str):
        text = messages.label(labels[shown]) if shown in labels else ""
        return plain(text or shown, _LONGEST_TEXT)
    return plain(value(shown, messages.language, unit=fact.unit or None), _LONGEST_TEXT)


def _of_workspace(fact: AccountFact, messages: Messages) -> _Row:
    known = fact.value is not None or fact.corrected is not None
    return _Row(
        fact.name,
        plain(messages.label(fact.label)),
        text_of(fact, fact.value, messages),
        _origins(fact, messages),
        fact.corrected is not None,
        known,
    )


def _origins(fact: AccountFact, messages: Messages) -> tuple[str, ...]:
    if fact.corrected is not None:
        otherwise = otherwise_text(fact.corrected, lambda one: text_of(fact, one, messages), messages.text)
        source = source_line(fact.corrected, messages, messages.text)
        return (messages.say("{imported}; {source}", imported=otherwise, source=source),)
    if fact.value is None or not fact.file:
        return ()
    told: dict[str, str] = {"file": fact.file, "header": fact.header, "when": local_time(fact.imported_at)}
    lengths = messages.say("{file}, “{header}”, {when}", **told), messages.say("{file}, “{header}”", **told), fact.file
    return tuple(plain(text, _LONGEST_TEXT) for text in lengths)


def _of_pack(name: str, explanation: Explanation, words: Sentences, origin: str = "") -> _Row:
    found = explanation.values.get(name)
    kind = explanation.checked.symbols[name].type.kind
    is_text = kind == "text" and isinstance(found, str)
    shown = plain(found, _LONGEST_TEXT) if is_text and isinstance(found, str) else words.value_of(name, found)
    return _Row(name, words.name(name), shown, (origin,) if origin else (), bool(origin), found is not None)


def _group(title: Message, rows: Sequence[_Row], messages: Messages) -> list[Item]:
    if not rows:
        return []
    columns = _Columns.of(rows)
    told = [Item(partial(_lines, row, columns), (FACT, row.name)) for row in rows]
    return [heading(title, messages), *told, gap()]


def _by_months(months: Months, explanation: Explanation, messages: Messages) -> list[Item]:
    """The value of the pack as of each month end, newest first, each with the block that stands in the list."""
    name = explanation.checked.pack.value
    if not months or name is None:
        return []
    words = Sentences.of(explanation, messages)
    texts = [words.value_of(name, each) for _, each in months]
    blocks = sparkline([each for _, each in months], len(months)) or " " * len(months)
    days = [value(day, messages.language) for day, _ in months]
    wide, widest = max(map(cell_len, texts)), max(map(cell_len, days))
    told = []
    for (at, found), day, text, block in zip(months, days, texts, blocks, strict=True):
        ink = "" if found is not None else "faint"
        line = ((fit(day, widest), "muted"), ("  ", ""), (fit(text, wide, "right"), ink), ("  ", ""), (block, "bar"))
        told.append(Item(partial(_one_line, line), ("month", at)))
    title = say("{label}, month by month", label=words.name(name))
    return [heading(title, messages), *told[::-1], gap()]


def _one_line(line: Line, cells: int) -> list[Line]:
    """A line that has a place of its own, also where it is too wide."""
    del cells  # whatever is beyond the edge is not drawn
    return [line]


def _lines(row: _Row, columns: _Columns, cells: int) -> list[Line]:
    """The label, the value and, where there is room, its source; what was corrected has a line of its own."""
    wide = min(columns.label, cells // 2)
    label: Line = ((fit(row.label, wide), "muted"), (_GAP, ""))
    ink = "strong" if row.corrected else "" if row.known else "faint"
    lines = paragraph(row.value, cells, ink, first=label)
    if row.corrected:
        return lines + paragraph(row.origins[0], cells, "open", first=((" " * (wide + len(_GAP)), ""),))
    if not row.origins or len(lines) > 1:
        return lines
    start = wide + len(_GAP) + columns.value(cells)
    gap = " " * max(0, start - width(lines[0])) + _FAR
    room = cells - width(lines[0]) - len(gap)
    for origin in row.origins[columns.origin(cells - start - len(_FAR)) :]:
        if cell_len(origin) <= room:
            return [(*lines[0], (gap, ""), (origin, "faint"))]
    return lines
