"""Cells that were taken otherwise than they stand: counted by column and kind, with the first of each."""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.intake.imports.drafting import Drafted
from kamengine.intake.imports.result import Change
from kamengine.intake.scratch import Scratch
from kamengine.intake.values.readings import Mark, Reading
from kamengine.problems import say

_MOST = 3


def changes_of(scratch: Scratch, drafts: Sequence[Drafted]) -> tuple[Change, ...]:
    """What was changed on the way from cells to values, by file and column; only what is worth telling."""
    return tuple(
        _change(scratch, drafted, reading, mark, count)
        for drafted in drafts
        for reading in drafted.readings
        for mark, count in drafted.checked.marks.get(reading.field, {}).items()
        if getattr(mark, "told", Mark.TIDIED < mark < Mark.WRONG)
    )


def _change(scratch: Scratch, drafted: Drafted, reading: Reading, mark: Mark, count: int) -> Change:
    cell = reading.cell
    found = scratch.connection.execute(
        f"SELECT r, CAST({cell.column} AS VARCHAR), CAST({cell.value} AS VARCHAR) FROM "
        f"(SELECT r, {cell.value} FROM {drafted.table} WHERE {cell.mark} = {mark.value} ORDER BY r LIMIT {_MOST}) "
        f"JOIN {drafted.staged.relation} USING (r) ORDER BY r"
    ).fetchall()
    spots = drafted.staged.spots(row for row, _, _ in found)
    examples = tuple((spots.get(row), raw or "", value or "") for row, raw, value in found)
    name = mark.name.lower().replace("_", "-")
    return Change(reading.header, reading.field, name, say("{mark}", mark=name), count, examples)
