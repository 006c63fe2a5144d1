"""Rows that are no data: headers that come again, sums at the foot of a page, a row that describes the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamengine.intake.headers.two_rows import are_headers
from kamengine.intake.imports.stage import Staged
from kamengine.intake.sql_text import literal
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IsDescription = Callable[[Sequence[str]], bool]
"""Whether the cells of a first row describe the columns instead of holding facts."""

HEADER, SUBTOTAL, DESCRIPTION = "repeated-header", "subtotal", "description"
BLANK = "blank"
SAME, OTHER_ROW, NO_ACCOUNT, BEFORE = "identical", "other-row-of-the-id", "no-account", "imported-before"

WORDS: dict[str, Message] = {
    BLANK: say("blank"),
    HEADER: say("the headers again"),
    SUBTOTAL: say("sums of other rows"),
    DESCRIPTION: say("a description of the columns"),
    SAME: say("the same as an earlier row"),
    OTHER_ROW: say("another row of the same id was taken"),
    NO_ACCOUNT: say("without an account's id"),
    BEFORE: say("already there"),
}
"""Why a row was left out, by the name that scripts see."""

_TOTALS = (
    *("合计", "小计", "总计", "总和", "共计", "累计", "本页合计", "本页小计", "小計", "合計", "總計"),
    *("total", "totals", "subtotal", "sub total", "sub-total", "grand total", "sum", "overall total"),
    *("gesamt", "summe", "gesamtsumme", "zwischensumme", "total général", "sous-total", "totale", "suma"),
)
_BLANK_OR_TOTAL = f"(?i)\\s*({'|'.join(_TOTALS)})?\\s*[:：]?\\s*"
_NOTHING = literal("")
_MOST_LISTED = 100
_FIRST_ROWS = 5


@dataclass(frozen=True)
class Skipped:
    """Rows left out because they are no data.

    Attributes:
        table: their numbers and why: ``r``, ``why``; None when there are none.
        rows: the first of each kind, by the names of `WORDS`.
        counts: how many of each kind.
    """

    table: str | None = None
    rows: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def find_skipped(
    connection: DuckDBPyConnection, staged: Staged, key: int | None, table: str, is_description: IsDescription
) -> Skipped:
    """Find the rows that are no data.

    Args:
        connection: holds the rows.
        staged: the rows; only text can hold such ones.
        key: the column of the account's id; None when the rows have none.
        table: the name of the table to make; it is made only when there are such rows.
        is_description: whether a row's cells describe the columns.
    """
    texts = [index for index, sql_type in enumerate(staged.types) if sql_type == "VARCHAR"]
    if not texts:
        return Skipped()
    why = f"CASE WHEN {_repeats_headers(staged, texts)} THEN {literal(HEADER)} "
    why += f"WHEN {_sums(texts, key)} THEN {literal(SUBTOTAL)} END"
    rows: list[tuple[int, str]] = []
    likely = f"SELECT r FROM {staged.relation} WHERE {_likely(staged, texts, key)}"
    if connection.execute(f"{likely} LIMIT 1").fetchone():
        of_likely = f"SELECT r, {why} AS why FROM {staged.relation} WHERE r IN ({likely})"
        rows = connection.execute(f"SELECT r, why FROM ({of_likely}) WHERE why NOT NULL").fetchall()
    if any(len(part.opened.file.header_lines) == 2 for part in staged.parts):
        rows += [(row, HEADER) for row in _two_rows_again(connection, staged, texts)]
    rows += [(row, DESCRIPTION) for row in _descriptions(connection, staged, is_description)]
    if not rows:
        return Skipped()
    return _kept(connection, table, sorted(dict(reversed(rows)).items()))


def without(staged: Staged, skipped: Skipped) -> Staged:
    """The stage without the rows that are no data."""
    if skipped.table is None:
        return staged
    return replace(staged, relation=f"(SELECT * FROM {staged.relation} WHERE r NOT IN (SELECT r FROM {skipped.table}))")


def _likely(staged: Staged, texts: Sequence[int], key: int | None) -> str:
    """What a quick look tells of rows that may be no data: most rows need no second one."""
    if key is None or key not in texts:
        return "true"
    header = f"contains(c{texts[0]}, {literal(staged.headers[texts[0]])})"
    return f"c{key} IS NULL OR regexp_full_match(c{key}, {literal(_BLANK_OR_TOTAL)}) OR {header}"


def _repeats_headers(staged: Staged, texts: Sequence[int]) -> str:
    """Whether every cell is the header of its column; a single column may hold its header as a value."""
    if len(texts) < 2 or len(texts) < len(staged.headers):
        return "false"
    same = [f"trim(c{index}) = {literal(staged.headers[index])}" for index in texts]
    return " AND ".join(same)


def _two_rows_again(connection: DuckDBPyConnection, staged: Staged, texts: Sequence[int]) -> list[int]:
    """The rows that are the two rows of headers again, such as at the top of each printed page."""
    if len(texts) < len(staged.headers):
        return []
    begins = " AND ".join(
        f"coalesce(starts_with({literal(header)}, trim(c{index})), true)" for index, header in enumerate(staged.headers)
    )
    upper = f"SELECT r FROM {staged.relation} WHERE {begins}"
    cells = ", ".join(f"coalesce(trim(c{index}), {_NOTHING})" for index in range(len(staged.headers)))
    found = connection.execute(
        f"WITH upper AS ({upper}) SELECT r, {cells} FROM {staged.relation} "
        "WHERE r IN (SELECT r FROM upper) OR r - 1 IN (SELECT r FROM upper)"
    ).fetchall()
    rows = {row: cells for row, *cells in found}
    pairs = [row for row in rows if row + 1 in rows and are_headers(rows[row], rows[row + 1], staged.headers)]
    return [row for first in pairs for row in (first, first + 1)]


def _sums(texts: Sequence[int], key: int | None) -> str:
    """Whether a row sums others: its id is a word for a sum, or it has no id and its first word is one."""
    if key is not None and key not in texts:
        return "false"
    rest = [f"nullif(trim(c{index}), {_NOTHING})" for index in texts if index != key]
    of_first = _is_total(f"coalesce({', '.join(rest)})") if rest else "false"
    if key is None:
        return of_first
    return f"CASE WHEN trim(coalesce(c{key}, {_NOTHING})) = {_NOTHING} THEN {of_first} ELSE {_is_total(f'c{key}')} END"


def _is_total(text: str) -> str:
    return f"rtrim(lower(trim({text})), ':： ') IN ({', '.join(map(literal, _TOTALS))})"


def _descriptions(connection: DuckDBPyConnection, staged: Staged, is_description: IsDescription) -> list[int]:
    """The first row of each file, where it describes the columns."""
    names = ", ".join(f"c{index}" for index in range(len(staged.headers)))
    found = []
    for part in staged.parts:
        # no ORDER BY … LIMIT: over a row number made of DuckDB's own it fails (2.0.0, late materialization)
        first = f"r BETWEEN {part.offset + 1} AND {part.offset + _FIRST_ROWS} AND r <= {part.last}"
        rows = connection.execute(f"SELECT r, {names} FROM {staged.relation} WHERE {first}").fetchall()
        row = min(rows, key=lambda cells: cells[0], default=None)
        if row is not None and is_description(["" if cell is None else str(cell) for cell in row[1:]]):
            found.append(row[0])
    return found


def _kept(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[int, str]]) -> Skipped:
    connection.execute(f"CREATE TABLE {table} (r BIGINT, why VARCHAR)")
    connection.execute(
        f"INSERT INTO {table} SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
        [[row for row, _ in rows], [why for _, why in rows]],
    )
    first: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for row, why in rows:
        counts[why] = counts.get(why, 0) + 1
        if counts[why] <= _MOST_LISTED:
            first.setdefault(why, []).append(row)
    return Skipped(table, first, counts)
