"""Tables of a connection as files: what a workspace holds is read like a Parquet file, and nothing is copied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.rows import Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import identifier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class RelationFile:
    """A table or view whose columns are known.

    Attributes:
        path: what problems and notes call it; no file is there.
        relation: what stands after ``FROM``.
        order: the column that says in which order its rows are numbered; None: as they come.
        headers: the names of its columns.
        types: DuckDB's type of each column.
        encoding: none: it holds values, not bytes.
        header_lines: none.
    """

    path: Path
    relation: str
    headers: tuple[str, ...]
    types: tuple[str, ...]
    order: str | None = None
    encoding: str = ""
    header_lines: tuple[int, ...] = ()
    native_numbers: bool = True

    @classmethod
    def open(
        cls, relation: str, name: str, connection: DuckDBPyConnection, *, order: str | None = None
    ) -> RelationFile:
        """The relation, after a look at its columns.

        Args:
            relation: what stands after ``FROM``.
            name: what problems and notes call it.
            connection: where it is.
            order: a column without equal values, by which rows are numbered; None: as they come.
        """
        columns = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        headers, types = (tuple(str(column[index]) for column in columns) for index in (0, 1))
        return cls(Path(name), relation, headers, types, order)

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows, read again by every query that selects from them, in their own types."""
        del columns  # a query reads only those that it names
        cells = "".join(f", {identifier(header)} AS c{index}" for index, header in enumerate(self.headers))
        order = f"ORDER BY {identifier(self.order)}" if self.order is not None else ""
        relation = f"(SELECT row_number() OVER ({order}) AS r{cells} FROM {self.relation})"
        count = scratch.connection.execute(f"SELECT count(*) FROM {self.relation}").fetchone()
        assert count is not None
        return Rows(relation, count[0], streamed=True)

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """No row stands on a line."""
        del rows
        return {}
