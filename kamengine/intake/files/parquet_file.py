"""Parquet files: read where they lie, in their own types; nothing is copied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.headers.layout import name_headers
from kamengine.intake.rows import Rows, shown
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import path_literal
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file whose columns are known."""

    path: Path
    headers: tuple[str, ...]
    types: tuple[str, ...]
    encoding: str = ""
    header_lines: tuple[int, ...] = ()
    native_numbers: bool = True

    @classmethod
    def open(cls, path: Path, connection: DuckDBPyConnection) -> ParquetFile:
        """The file, after a look at its description.

        Raises:
            KamError: it is not Parquet, or broken.
        """
        from duckdb import Error

        try:
            columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({_where(path)})").fetchall()
        except Error as error:
            raise _broken(path, error) from error
        return cls(
            path, name_headers(str(column[0]) for column in columns), tuple(str(column[1]) for column in columns)
        )

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows, read from the file by every query that selects from them.

        Raises:
            KamError: a column asked for cannot be read to its end.
        """
        from duckdb import Error

        del columns  # a query reads only those that it names
        cells = "".join(f"c{index}, " for index in range(len(self.headers)))
        relation = (
            f"(SELECT *, r0 + 1 AS r FROM read_parquet({_where(self.path)}, file_row_number=true) AS t({cells}r0))"
        )
        try:
            count = scratch.connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
        except Error as error:
            raise _broken(self.path, error) from error
        assert count is not None
        return Rows(relation, count[0], streamed=True)

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Nothing: rows of Parquet stand on no line."""
        del rows
        return {}


def _where(path: Path) -> str:
    return f"{path_literal(str(path.absolute()))}, hive_partitioning=false"


def _broken(path: Path, error: Exception) -> KamError:
    what = say("the file cannot be read as Parquet: {reason}", reason=shown(str(error).split("\n")[0]))
    return KamError.of(what, say("write it again"), place=Place(str(path)))
