"""Values with their sources, as read: dated values of parameters, and lookup tables with their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kamengine.language.tables import Range, keys_meet, parts_meet, sample
from kamengine.pack import model
from kamengine.pack.section import Section, word_for
from kamengine.problems import say


def dated_value(section: Section) -> model.DatedValue | None:
    """The value of a section with the day from which it holds and its source; None, and a problem, without a value."""
    raw = section.raw("value")
    value = section.scalar((*section.path, "value"), raw) if raw is not None else section.number("value", required=True)
    start = section.day("from")
    source = section.text("source")
    if source is None and "source" not in section.data:
        section.wrong("source", say("the value has no source"), say('say who vouches for it, or source = "assumption"'))
    if isinstance(value, bool):
        what = say("must be {wanted}, not {found}", wanted=say("a number"), found=say("true or false"))
        section.wrong("value", what)
        return None
    return None if value is None else model.DatedValue(value, start, source or "")


def read_table(name: str, section: Section) -> model.LookupTable:
    """A lookup table with its rows; those that are wrong are left out."""
    keys = section.texts("keys", required=True)
    if section.data.get("keys") == []:
        section.wrong("keys", say("is missing"))
    rows = [_row(item, len(keys)) for item in section.items("rows")]
    if not rows:
        section.wrong("rows", say("the table has no rows"))
    sound = tuple(row for row in rows if row)
    for one, other in _overlapping(sound):
        _note_overlap(section, one, other)
    table = model.LookupTable(name, section.label("label"), section.text("unit"), keys, sound)
    section.done()
    return table


def _row(section: Section, width: int) -> model.TableRow | None:
    raw: Any = section.raw("key")
    path = (*section.path, "key")
    parts = list(enumerate(raw)) if isinstance(raw, list) else [] if raw is None else [(None, raw)]
    key = [_key_part(section, path if index is None else (*path, index), part) for index, part in parts]
    if len(key) != width:
        section.wrong("key", say("the table has {n} keys; this row gives {m}", n=width, m=len(key)))
    value = dated_value(section)
    section.done()
    if value is None or len(key) != width:
        return None
    sound = tuple(part for part in key if part is not None)
    return model.TableRow(sound, value) if len(sound) == width else None


def _key_part(section: Section, path: tuple[str | int, ...], raw: Any) -> model.Scalar | Range | None:
    """A plain value, or a range ``{ from = …, to = … }``."""
    if not isinstance(raw, dict):
        return section.scalar(path, raw)
    part = Section(section.findings, path, raw)
    start, end = (_bound(part, key) for key in ("from", "to"))
    part.done()
    if not {"from", "to"} & set(raw):
        part.findings.add(path, say("a range has from, to or both"), say("write {{ from = 1000, to = 5000 }}"))
        return None
    if any(key in raw and bound is None for key, bound in (("from", start), ("to", end))):
        return None
    if start is not None and end is not None:
        if isinstance(start, date) != isinstance(end, date):
            part.findings.add(path, say("from and to are of different kinds"))
            return None
        if start >= end:  # type: ignore[operator]  # of one kind
            part.findings.add(path, say("the range holds nothing"), say("its from is below its to, which is not in it"))
            return None
    return Range(start, end)


def _bound(section: Section, key: str) -> Decimal | date | None:
    raw = section.raw(key)
    if isinstance(raw, bool | str | list | dict):
        section.wrong(key, say("must be {wanted}, not {found}", wanted=say("a number or a date"), found=word_for(raw)))
        return None
    bound = section.scalar((*section.path, key), raw) if raw is not None else None
    return bound if isinstance(bound, Decimal | date) else None


def _overlapping(rows: Sequence[model.TableRow]) -> Iterator[tuple[model.TableRow, model.TableRow]]:
    """Rows that start on one day and hold a key in common: nobody could say which of them counts."""
    columns = list(zip(*(row.key for row in rows), strict=True))
    if any(len({type(sample(part)) for part in column}) > 1 for column in columns):
        return  # which is wrong anyway, and reported with the names
    ranged = [index for index, column in enumerate(columns) if any(isinstance(part, Range) for part in column)]
    groups = defaultdict(list)
    for row in rows:
        exact = tuple(part for index, part in enumerate(row.key) if index not in ranged)
        groups[row.value.start, exact].append(row)
    for group in groups.values():
        yield from _meeting(group, ranged[0]) if ranged else ((group[0], other) for other in group[1:])


def _meeting(rows: list[model.TableRow], column: int) -> Iterator[tuple[model.TableRow, model.TableRow]]:
    """Pairs of rows that hold a key in common, found in the order of the ranges of one column."""
    ordered = sorted(rows, key=lambda row: _start(row.key[column]))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if not parts_meet(one.key[column], other.key[column]):
                break  # nor does any that starts later
            if keys_meet(one.key, other.key):
                yield one, other


def _start(part: model.Scalar | Range) -> tuple[bool, model.Scalar]:
    start = part.start if isinstance(part, Range) else part
    return (False, Decimal(0)) if start is None else (True, start)


def _note_overlap(section: Section, one: model.TableRow, other: model.TableRow) -> None:
    shown, beside = (", ".join(map(str, row.key)) for row in (one, other))
    if one.key == other.key:
        section.wrong("rows", say("the key {key} is there twice for the same date", key=shown))
        return
    what = say("the keys {a} and {b} overlap, and both rows start on the same day", a=f"({shown})", b=f"({beside})")
    section.wrong("rows", what, say("end one range where the next begins: from is in it, to is not"))
