"""Cells that were taken otherwise than they stand: counted by column and kind, with the first of each."""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.intake.imports.drafting import Drafted
from kamengine.intake.imports.result import Change
from kamengine.intake.scratch import Scratch
from kamengine.intake.values.readings import Mark, Reading
from kamengine.intake.wording import change_of, without_zeros

_MOST = 3
_NUMBERS = ("integer", "number", "ratio", "money")
_LOOKED_AT = 200  # so many cells of a kind are looked at for examples that differ


def changes_of(scratch: Scratch, drafts: Sequence[Drafted]) -> tuple[Change, ...]:
    """What was changed on the way from cells to values, by file and column; only what is worth telling."""
    return tuple(
        _change(scratch, drafted, reading, mark, count)
        for drafted in drafts
        for reading in drafted.readings
        for mark, count in sorted(drafted.checked.marks.get(reading.field, {}).items())
        if mark.told
    )


def _change(scratch: Scratch, drafted: Drafted, reading: Reading, mark: Mark, count: int) -> Change:
    cell = reading.cell
    marked = (
        f"SELECT r, {cell.value} FROM {drafted.table} WHERE {cell.mark} = {mark.value} ORDER BY r LIMIT {_LOOKED_AT}"
    )
    span = scratch.connection.execute(f"SELECT min(r), max(r) FROM ({marked})").fetchone()
    assert span is not None
    among = f"(FROM {drafted.staged.relation} WHERE r BETWEEN {span[0]} AND {span[1]})"  # spares most of a large file
    found = scratch.connection.execute(
        f"SELECT r, CAST({cell.column} AS VARCHAR), CAST({cell.value} AS VARCHAR) FROM ({marked}) "
        f"JOIN {among} USING (r) ORDER BY r"
    ).fetchall()
    first = list({raw: (row, raw or "", _short(value or "", reading)) for row, raw, value in reversed(found)}.values())[
        ::-1
    ][:_MOST]
    spots = drafted.staged.spots(row for row, _, _ in first)
    examples = tuple((spots.get(row), raw, value) for row, raw, value in first)
    name = mark.name.lower().replace("_", "-")
    return Change(reading.header, reading.field, name, change_of(mark), count, examples)


def _short(value: str, reading: Reading) -> str:
    """A number without zeros at its end; anything else as it is."""
    return without_zeros(value) if reading.wanted in _NUMBERS else value
