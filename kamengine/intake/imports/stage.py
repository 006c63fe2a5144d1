"""Files with the same headers become one relation: the columns in one order, the rows numbered through.

So whatever is decided for a whole column, such as the order of day and month, is decided over all of its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.headers.folding import fold_header
from kamengine.intake.rows import DataFile, Rows
from kamengine.intake.scratch import Scratch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.intake.files.sources import Source


@dataclass(frozen=True)
class Opened:
    """A source and its file, whose headers are known."""

    source: Source
    file: DataFile


@dataclass(frozen=True)
class Part:
    """One file of a stage.

    Attributes:
        opened: the file.
        offset: what is added to the number that a row has in its file.
        read: how many rows the file has, blank and ragged ones too.
        blank: how many of them hold nothing.
        last: the greatest number of a row in the stage.
    """

    opened: Opened
    offset: int
    read: int
    blank: int
    last: int


@dataclass(frozen=True)
class Spot:
    """Where a row stands: the file, as the user knows it, and the line (or row of the sheet); None when not known."""

    file: str
    line: int | None


@dataclass(frozen=True)
class Staged:
    """The rows of all files that have the same headers.

    Attributes:
        headers: of the first file; the columns are in its order.
        types: DuckDB's type of each column.
        relation: what stands after ``FROM``: ``r``, unique in the whole import, and ``c0``, ``c1``, …
        ragged: the rows with too many or too few cells: ``r``, ``text``, ``cells``; None when there are none.
        ragged_count: how many these are.
        parts: the files.
        streamed: the rows are read from the file again by each query.
        scratch: the tables in which the rows are, as far as they are in any.
    """

    headers: tuple[str, ...]
    types: tuple[str, ...]
    relation: str
    ragged: str | None
    ragged_count: int
    parts: tuple[Part, ...]
    streamed: bool
    scratch: Scratch

    @property
    def read(self) -> int:
        """How many rows the files have."""
        return sum(part.read for part in self.parts)

    @property
    def numbers(self) -> range:
        """Where the numbers of the rows lie."""
        return range(self.parts[0].offset + 1, self.parts[-1].last + 1)

    @property
    def blank(self) -> int:
        """How many rows without content were left out."""
        return sum(part.blank for part in self.parts)

    def spots(self, rows: Iterable[int]) -> dict[int, Spot]:
        """Where rows stand in their files."""
        wanted = sorted(set(rows))
        found: dict[int, Spot] = {}
        for part in self.parts:
            here = [row - part.offset for row in wanted if part.offset < row <= part.last]
            lines = part.opened.file.lines_of(here) if here else {}
            name = part.opened.source.name
            found |= {row + part.offset: Spot(name, lines.get(row)) for row in here}
        return found


def by_headers(files: Sequence[Opened]) -> list[list[Opened]]:
    """The files in groups with the same headers, whatever their order; groups and files stay in order."""
    groups: dict[tuple[str, ...], list[Opened]] = {}
    for opened in files:
        groups.setdefault(_signature(opened.file.headers), []).append(opened)
    return list(groups.values())


def stage(connection: DuckDBPyConnection, files: Sequence[Opened], offset: int) -> Staged:
    """Read files with the same headers.

    Args:
        connection: where the rows go.
        files: at least one.
        offset: the number before that of the first row.

    Raises:
        KamError: a file cannot be read to its end.
    """
    first, scratch = files[0].file, Scratch(connection)
    if len(files) == 1:
        rows = first.read(scratch, range(len(first.headers)))
        part = _part(scratch, files[0], rows, offset)
        relation = rows.relation if not offset else f"(SELECT * REPLACE (r + {offset} AS r) FROM {rows.relation})"
        ragged = rows.ragged and f"(SELECT * REPLACE (r + {offset} AS r) FROM {rows.ragged})"
        return Staged(first.headers, first.types, relation, ragged, rows.ragged_count, (part,), rows.streamed, scratch)
    return _together(scratch, files, offset)


def _together(scratch: Scratch, files: Sequence[Opened], offset: int) -> Staged:
    """Several files in one table; the tables of each are dropped on the way."""
    connection, first = scratch.connection, files[0].file
    types = _common_types(files)
    name, ragged = scratch.name("stage"), scratch.name("ragged")
    columns = "".join(f", c{index} {sql_type}" for index, sql_type in enumerate(types))
    connection.execute(f"CREATE TABLE {name} (r BIGINT{columns})")
    connection.execute(f"CREATE TABLE {ragged} (r BIGINT, text VARCHAR, cells BIGINT)")
    parts: list[Part] = []
    count = 0
    for opened in files:
        own = Scratch(connection)
        rows = opened.file.read(own, range(len(first.headers)))
        order = _order(first.headers, opened.file.headers)
        cells = "".join(f", CAST(c{at} AS {sql_type})" for at, sql_type in zip(order, types, strict=True))
        connection.execute(f"INSERT INTO {name} SELECT r + {offset}{cells} FROM {rows.relation}")
        if rows.ragged:
            connection.execute(f"INSERT INTO {ragged} SELECT r + {offset}, text, cells FROM {rows.ragged}")
        parts.append(_part(own, opened, rows, offset))
        own.drop()
        offset, count = parts[-1].last, count + rows.ragged_count
    return Staged(first.headers, types, name, ragged if count else None, count, tuple(parts), False, scratch)


def _part(scratch: Scratch, opened: Opened, rows: Rows, offset: int) -> Part:
    """The file as a part; its numbers may have gaps, where lines are empty, and may end after the last count."""
    read = rows.count + rows.ragged_count + rows.blank
    last = read
    for relation in filter(None, (rows.relation, rows.ragged)):
        found = scratch.connection.execute(f"SELECT max(r) FROM {relation}").fetchone()
        last = max(last, found[0] or 0) if found else last
    return Part(opened, offset, read, rows.blank, offset + last)


def _common_types(files: Sequence[Opened]) -> tuple[str, ...]:
    """The type of each column; text where the files do not agree."""
    first = files[0].file
    every = [_in_order_of(first.headers, opened.file) for opened in files]
    return tuple(types[0] if len(set(types)) == 1 else "VARCHAR" for types in zip(*every, strict=True))


def _in_order_of(headers: Sequence[str], file: DataFile) -> list[str]:
    return [file.types[at] for at in _order(headers, file.headers)]


def _order(wanted: Sequence[str], headers: Sequence[str]) -> list[int]:
    """Where each wanted header stands; headers that are not unique keep their place."""
    if tuple(wanted) == tuple(headers):
        return list(range(len(headers)))
    places: Mapping[str, int] = {fold(header): index for index, header in enumerate(headers)}
    return [places[fold(header)] for header in wanted]


def fold(header: str) -> str:
    """What of a header counts when files are put together; the header itself when nothing of it would be left."""
    return fold_header(header) or header


def _signature(headers: Sequence[str]) -> tuple[str, ...]:
    folded = [fold(header) for header in headers]
    return tuple(sorted(folded)) if len(set(folded)) == len(folded) else tuple(headers)
