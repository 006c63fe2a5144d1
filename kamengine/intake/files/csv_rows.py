"""What became of each row of a CSV file: taken, blank, ragged, or after a quote that nobody closed."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.files.csv_header import Header
from kamengine.intake.files.csv_lines import spans
from kamengine.intake.files.text_file import TextFile
from kamengine.intake.rows import Rows
from kamengine.intake.sql_text import literal
from kamengine.problems import KamError, Message, Place, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_END = "\u241c end of rows \u241c"
IS_END = f"coalesce(c0 = {literal(_END)}, false) AS is_end"
"""Whether a row is the one of `add_end_line`."""


def add_end_line(path: Path, header: Header) -> None:
    """Put a line after the last one of a file with LF breaks, to see whether reading comes that far."""
    with path.open("rb+") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - 1))
        before = "\n" if file.read(1) not in (b"\n", b"") else ""
        file.write(f"{before}{header.delimiter.join([_END] * len(header.names))}\n".encode())


@dataclass(frozen=True)
class Loaded:
    """A CSV file in a table of the connection.

    Attributes:
        name: the table; its ``rowid`` follows the order of the file.
        gaps: our table of the rows that are not in ``name``, where there are any.
        text: the file.
        header: how it begins.
        read_from: what DuckDB read: the file in UTF-8, or a copy with other line breaks and without headers.
        whole: whether the headers stand first there.
        rejects: DuckDB's table of the rows that did not fit; None when all did.
    """

    name: str
    gaps: str
    text: TextFile
    header: Header
    read_from: Path
    whole: bool
    rejects: str | None = None

    @property
    def place(self) -> Place:
        """What problems call the file."""
        return Place(str(self.text.path))

    @property
    def lines(self) -> int:
        """How many lines the file has, without empty ones at its end."""
        return self.text.lines(ended_by_return=self.header.ended_by_return)


def account_for_rows(connection: DuckDBPyConnection, loaded: Loaded) -> Rows:
    """Every row of the file: those taken get their number, the others are named or counted.

    Raises:
        KamError: a quote is not closed, or a line is longer than DuckDB takes.
    """
    if loaded.rejects:
        _refuse_what_cannot_be_trusted(connection, loaded)
        _take_end_off(connection, loaded)
    taken, blank = _one(connection, f"SELECT count(*), count(*) FILTER (blank) FROM {loaded.name}")
    rejected = _one(connection, f"SELECT count(DISTINCT line) FROM {loaded.rejects}")[0] if loaded.rejects else 0
    first_line = loaded.header.next_line
    each_row_a_line = loaded.lines == first_line - 1 + taken + rejected
    empties = array("q") if each_row_a_line else _empty_lines(loaded, taken + rejected)
    ragged = 0
    if rejected:
        _make_gaps(connection, loaded, empties.tolist())
        ragged = _one(connection, f"SELECT count_if(ragged) FROM {loaded.gaps}")[0]
    return Rows(
        relation=_numbered(loaded, gaps=bool(rejected), blank=bool(blank)),
        count=taken - blank,
        first_line=first_line if each_row_a_line else None,
        ragged=f"(SELECT r, text, cells FROM {loaded.gaps} WHERE ragged)" if ragged else None,
        ragged_count=ragged,
        blank=blank + rejected - ragged,
    )


def _empty_lines(loaded: Loaded, found: int) -> array[int]:
    """Where empty lines begin in the file that DuckDB read, in bytes from 1.

    Where not every line is a row, the rows are counted once more by other means.

    Raises:
        KamError: there are not as many rows as DuckDB found.
    """
    header = loaded.header
    start = header.end if loaded.whole else 0
    empties, rows = array("q"), -1 if loaded.rejects else 0
    for span in spans(loaded.read_from, start, header.next_line, header.delimiter, len(header.names)):
        if span.is_row:
            rows += 1
        elif loaded.rejects:
            empties.append(span.start + 1)
    if rows != found:
        what = say("of {rows} rows only {found} could be read", rows=rows, found=found)
        raise KamError.of(what, say("save the file again, as CSV UTF-8"), place=loaded.place)
    return empties


def _refuse_what_cannot_be_trusted(connection: DuckDBPyConnection, loaded: Loaded) -> None:
    """After an open quote nobody knows where rows begin, so such a file is never taken in part."""
    found = connection.execute(
        f"SELECT line, error_type = 'LINE SIZE OVER MAXIMUM' FROM {loaded.rejects} "
        "WHERE error_type NOT IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') ORDER BY line LIMIT 1"
    ).fetchone()
    if found is None:
        return
    row, too_long = found[0], found[1]
    if too_long:
        what = say("data row {row} is too long, or a quote in it is not closed", row=row)
        raise KamError.of(what, _close_the_quote(), place=loaded.place)
    raise _open_quote(loaded, row)


def _take_end_off(connection: DuckDBPyConnection, loaded: Loaded) -> None:
    """Remove the line that was added after the last one, which must have been reached."""
    if not _one(connection, f"SELECT count(*) FROM {loaded.name} WHERE is_end")[0]:
        taken = _one(connection, f"SELECT count(*) FROM {loaded.name}")[0]
        rejected = _one(connection, f"SELECT count(DISTINCT line) FROM {loaded.rejects}")[0]
        raise _open_quote(loaded, taken + rejected + 1)
    connection.execute(f"DELETE FROM {loaded.name} WHERE is_end")


def _open_quote(loaded: Loaded, row: int) -> KamError:
    what = say("in data row {row} a quote is not closed, or text follows a closing quote", row=row)
    return KamError.of(what, _close_the_quote(), place=loaded.place)


def _close_the_quote() -> Message:
    return say("close the quote; a quote inside a cell is written twice")


def _make_gaps(connection: DuckDBPyConnection, loaded: Loaded, empties: list[int]) -> None:
    """The table of rejected rows: number ``r``, ``text``, how many ``cells``, and whether it is ``ragged`` or blank.

    DuckDB numbers rejects by line, and empty lines have a number too; rows do not count them. The text of a reject
    starts with the empty lines before it, so it is found by the place of the error.
    """
    found = r"regexp_extract(error_message, 'Found: (\d+)', 1)::BIGINT"
    marks = literal(loaded.header.delimiter + '" \t\r\n\u00a0\u3000')
    rejects = (
        "SELECT line AS r, min(byte_position) AS position, "
        "ltrim(any_value(csv_line), chr(10) || chr(13)) AS text, bool_or(error_type = 'TOO MANY COLUMNS') AS too_many, "
        f"max({found}) AS most, min({found}) AS fewest FROM {loaded.rejects} GROUP BY line"
    )
    connection.execute(
        f"CREATE TABLE {loaded.gaps} AS SELECT r - coalesce(empties.n, 0) AS r, text, "
        f"trim(text, {marks}) <> '' AS ragged, CASE WHEN too_many THEN most ELSE fewest END AS cells "
        f"FROM ({rejects}) AS rejects ASOF LEFT JOIN (SELECT position, row_number() OVER (ORDER BY position) AS n "
        "FROM (SELECT unnest(?::BIGINT[]) AS position)) AS empties ON rejects.position > empties.position",
        [empties],
    )


def _numbered(loaded: Loaded, *, gaps: bool, blank: bool) -> str:
    """The rows that are not blank, each with the number that it has in the file."""
    if not gaps:
        return f"(SELECT rowid + 1 AS r, * FROM {loaded.name}{' WHERE NOT blank' if blank else ''})"
    before = (
        f"(SELECT r - row_number() OVER (ORDER BY r) AS taken, row_number() OVER (ORDER BY r) AS n FROM {loaded.gaps})"
    )
    latest = f"(SELECT taken, max(n) AS n FROM {before} GROUP BY taken)"
    return (
        f"(SELECT data.rowid + 1 + coalesce(gap.n, 0) AS r, data.* FROM {loaded.name} AS data "
        f"ASOF LEFT JOIN {latest} AS gap ON data.rowid >= gap.taken WHERE NOT data.blank ORDER BY r)"
    )


def _one(connection: DuckDBPyConnection, query: str) -> tuple[int, ...]:
    """The only row of a query for numbers."""
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
