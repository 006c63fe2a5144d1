"""The rows that cannot be taken, each with its reasons: they go to the quarantine file, whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.imports.drafting import ROW, Drafted
from kamengine.intake.rows import KEY, NoRow
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import literal
from kamengine.intake.values.readings import Mark, Reading
from kamengine.intake.wording import whole_reason
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RAGGED = say("too many or too few cells")
SEVERAL_ROWS = say("stands in several rows that differ")
NO_ACCOUNT = say("without an account's id")
UNKNOWN_ACCOUNT = say("not among the accounts")
THERE_ALREADY = say("the same row is there already")


@dataclass(frozen=True)
class BadCell:
    """A reason why a row cannot be taken.

    Attributes:
        row: its number in the import.
        column: the header; empty when it is about the whole row.
        text: the cell, or the text of a row that does not fit; None when blank.
        why: the reason.
    """

    row: int
    column: str
    text: str | None
    why: Message


@dataclass(frozen=True)
class BadReason:
    """Why rows cannot be taken: the column, the reason, how many rows, and the first of them with their cells."""

    column: str
    why: Message
    count: int
    first: tuple[tuple[int, str | None], ...]


class BadRows:
    """The table of bad cells of an import: ``r``, ``place`` (order of the columns), ``header``, ``text``, ``why``."""

    def __init__(self, scratch: Scratch) -> None:
        """Start without any."""
        self.connection: DuckDBPyConnection = scratch.connection
        self.table = scratch.name("bad")
        self._reasons: list[Message] = []
        self.connection.execute(
            f"CREATE TABLE {self.table} (r BIGINT, place INTEGER, header VARCHAR, text VARCHAR, why INTEGER)"
        )

    @property
    def reasons(self) -> Sequence[Message]:
        """What the numbers in ``why`` stand for."""
        return self._reasons

    def add(self, query: str, header: str, why: Message, place: int = 0) -> int:
        """Add rows for a reason.

        Args:
            query: gives ``r`` and ``text`` of each.
            header: the column that is bad; empty for the whole row.
            why: the reason.
            place: the position of the column.

        Returns:
            how many were added.
        """
        found = self.connection.execute(
            f"INSERT INTO {self.table} SELECT r, {place}, {literal(header)}, text, {len(self._reasons)} FROM ({query})"
        ).fetchone()
        self._reasons.append(why)
        assert found is not None
        return int(found[0])

    def count(self) -> int:
        """How many rows are bad."""
        found = self.connection.execute(f"SELECT count(DISTINCT r) FROM {self.table}").fetchone()
        assert found is not None
        return int(found[0])

    def first(self, most: int) -> list[BadCell]:
        """The first bad cells in the order of the rows."""
        found = self.connection.execute(
            f"SELECT r, header, text, why FROM {self.table} ORDER BY r, place, why LIMIT {most}"
        ).fetchall()
        return [BadCell(row, header, text, self._reasons[why]) for row, header, text, why in found]

    def by_reason(self, most: int) -> list[BadReason]:
        """The reasons, those of the most rows first, each with the first rows."""
        found = self.connection.execute(
            f"SELECT header, why, count(*) AS n, list((r, text) ORDER BY r)[:{most}] FROM {self.table} "
            "GROUP BY header, why ORDER BY n DESC, min(r), why"
        ).fetchall()
        return [
            BadReason(header, self._reasons[why], count, tuple((row, text) for row, text in first))
            for header, why, count, first in found
        ]


def add_bad_cells(bad: BadRows, drafted: Drafted) -> None:
    """Add what does not fit, and every cell that cannot be read."""
    if drafted.staged.ragged:
        for condition, why in (("cells >= 0", RAGGED), *((f"cells = {each.value}", each.why) for each in NoRow)):
            bad.add(f"SELECT r, text FROM {drafted.staged.ragged} WHERE {condition}", "", why)
    for place, reading in enumerate(drafted.readings, start=1):
        marks = drafted.checked.marks.get(reading.field, {})
        for mark in sorted(mark for mark in marks if mark >= Mark.WRONG):
            bad.add(_cells(drafted, reading, mark), reading.header, whole_reason(reading, mark), place)


def add_ids_of_several_rows(bad: BadRows, values: str, header: str) -> None:
    """Add all rows of the ids that differing rows have.

    Args:
        bad: where they go.
        values: a relation with `ROW` and the id; rows that are the same as another are left out of it.
        header: the column of the id.
    """
    several = f"SELECT {KEY} FROM {values} GROUP BY ALL HAVING count(*) > 1"
    bad.add(f"SELECT {ROW} AS r, {KEY} AS text FROM {values} WHERE {KEY} IN ({several})", header, SEVERAL_ROWS, 1)


def _cells(drafted: Drafted, reading: Reading, mark: Mark) -> str:
    marked = f"SELECT r FROM {drafted.table} WHERE {reading.cell.mark} = {mark.value}"
    return (
        f"SELECT r, CAST({reading.cell.column} AS VARCHAR) AS text FROM {drafted.staged.relation} WHERE r IN ({marked})"
    )
