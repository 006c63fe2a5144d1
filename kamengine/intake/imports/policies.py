"""What becomes of rows that can be read but may not be wanted: ids in several rows, rows that come again, strangers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.imports.bad import NO_ACCOUNT, THERE_ALREADY, UNKNOWN_ACCOUNT, BadRows, add_ids_of_several_rows
from kamengine.intake.imports.drafting import ROW, Drafted
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.skipped import BEFORE, OTHER_ROW, SAME
from kamengine.intake.imports.skipped import NO_ACCOUNT as WITHOUT_ID
from kamengine.intake.imports.stage import fold
from kamengine.intake.rows import KEY
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import identifier, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Known:
    """What the workspace holds already, as relations of the connection.

    Attributes:
        accounts: a relation with the ids of the accounts; None when there are none yet.
        ledger: the rows of the ledger that are seen now, with the ledger's columns; None when there are none.
        ledger_columns: its columns besides the id.
    """

    accounts: str | None = None
    ledger: str | None = None
    ledger_columns: tuple[str, ...] = ()


class Rows:
    """The rows of an import on their way to being taken: which are bad, which are left out, which stay."""

    def __init__(self, scratch: Scratch, drafts: Sequence[Drafted], bad: BadRows) -> None:
        """Put the values of all drafts together; a column that one of them lacks is unknown there."""
        self.connection: DuckDBPyConnection = scratch.connection
        self._scratch, self.drafts, self.bad = scratch, drafts, bad
        self.left = scratch.name("left")
        self.connection.execute(f"CREATE TABLE {self.left} (r BIGINT, why VARCHAR)")
        self.values = "(" + " UNION ALL BY NAME ".join(drafted.values for drafted in drafts) + ")"

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns besides the id, by name."""
        return tuple(sorted({field.name for drafted in self.drafts for field in drafted.fields}))

    @property
    def not_taken(self) -> tuple[str, ...]:
        """The headers of the columns that are not taken from any file, in the order of the files."""
        return tuple(dict.fromkeys(header for drafted in self.drafts for header in drafted.not_taken))

    @property
    def key_header(self) -> str:
        """The header of the id's column in the first file; empty when the number of the row is the id."""
        key = self.drafts[0].key
        return key.header if key else ""

    @property
    def good(self) -> str:
        """What stands after ``FROM`` for the rows that are neither bad nor left out."""
        conditions = [
            f"{ROW} NOT IN (SELECT r FROM {table})" for table in (self.bad.table, self.left) if self._any(table)
        ]
        return f"(SELECT * FROM {self.values} WHERE {' AND '.join(conditions)})" if conditions else self.values

    def leave_out(self, query: str, why: str) -> None:
        """Leave rows out: the query gives ``r``; ``why`` is one of `kamengine.intake.imports.skipped.WORDS`."""
        self.connection.execute(f"INSERT INTO {self.left} SELECT DISTINCT r, {literal(why)} FROM ({query})")

    def left_out(self, most: int) -> dict[str, tuple[int, list[int]]]:
        """How many rows were left out for which reason, and the first of them."""
        found = self.connection.execute(
            f"SELECT why, count(*), list(r ORDER BY r)[:{most}] FROM {self.left} GROUP BY why ORDER BY why"
        ).fetchall()
        return {why: (count, rows) for why, count, rows in found}

    def table(self, query: str, what: str) -> str:
        """A table of the scratch with what a query gives."""
        name = self._scratch.name(what)
        self.connection.execute(f"CREATE TABLE {name} AS {query}")
        return name

    def numbers(self, rows: Sequence[int], what: str) -> str:
        """A table of the scratch with numbers of rows."""
        name = self._scratch.name(what)
        self.connection.execute(f"CREATE TABLE {name} AS SELECT unnest(?::BIGINT[]) AS r", [list(rows)])
        return name

    def one(self, query: str) -> tuple[int, ...]:
        """The only row of a query for numbers."""
        row = self.connection.execute(query).fetchone()
        assert row is not None
        return tuple(int(value or 0) for value in row)

    def _any(self, table: str) -> bool:
        return self.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


@dataclass(frozen=True)
class SeveralRows:
    """Ids that several rows have.

    Attributes:
        same: rows that are the same as an earlier one in every value; they are always left out.
        differing: ids whose rows differ.
        rows: how many rows these are.
        examples: the first such ids.
    """

    same: int = 0
    differing: int = 0
    rows: int = 0
    examples: tuple[str, ...] = ()


def settle_ids(rows: Rows, policy: str, most: int) -> SeveralRows:
    """Leave out what is there twice alike; quarantine the other rows of an id, or take its first or last one.

    Args:
        rows: the accounts.
        policy: ``quarantine``, ``first`` or ``last``.
        most: how many examples are wanted.
    """
    if _ids_are_unique(rows):
        return SeveralRows()
    ids = f"SELECT {KEY} FROM {rows.good} GROUP BY 1 HAVING count(*) > 1"
    several = rows.table(f"SELECT * FROM {rows.good} WHERE {KEY} IN ({ids})", "several")
    columns = ", ".join([KEY, *map(identifier, rows.fields)])
    again = rows.table(
        f"SELECT {ROW} AS r FROM {several} QUALIFY row_number() OVER (PARTITION BY {columns} ORDER BY {ROW}) > 1",
        "again",
    )
    rows.leave_out(f"SELECT r FROM {again}", SAME)
    differ = f"(SELECT * FROM {several} WHERE {ROW} NOT IN (SELECT r FROM {again}))"
    ids = f"SELECT {KEY} FROM {differ} GROUP BY 1 HAVING count(*) > 1"
    found = rows.connection.execute(
        f"SELECT {KEY}, count(*) AS n, min({ROW}) AS first FROM {differ} GROUP BY 1 HAVING n > 1 ORDER BY first"
    ).fetchall()
    if policy == "quarantine":
        add_ids_of_several_rows(rows.bad, differ, rows.key_header)
    else:
        order = ROW if policy == "first" else f"{ROW} DESC"
        later = f"QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY {order}) > 1"
        rows.leave_out(f"SELECT {ROW} AS r FROM {differ} WHERE {KEY} IN ({ids}) {later}", OTHER_ROW)
    same = rows.one(f"SELECT count(*) FROM {again}")[0]
    return SeveralRows(same, len(found), sum(n for _, n, _ in found), tuple(id for id, _, _ in found[:most]))


def _ids_are_unique(rows: Rows) -> bool:
    if len(rows.drafts) == 1:
        return rows.drafts[0].checked.unique
    twice = f"SELECT {KEY} FROM {rows.values} WHERE {KEY} IS NOT NULL GROUP BY {KEY} HAVING count(*) > 1 LIMIT 1"
    return rows.connection.execute(twice).fetchone() is None


def settle_rows_without_account(rows: Rows, policy: str) -> int:
    """Quarantine or leave out the rows of a ledger that have no account's id; how many they are."""
    nobody = f"SELECT {ROW} AS r, NULL AS text FROM {rows.good} WHERE {KEY} IS NULL"
    count = rows.one(f"SELECT count(*) FROM ({nobody})")[0]
    if count and policy == "quarantine":
        rows.bad.add(nobody, rows.key_header, NO_ACCOUNT, 1)
    elif count:
        rows.leave_out(nobody, WITHOUT_ID)
    return count


@dataclass(frozen=True)
class Strangers:
    """Rows of a ledger whose account is not among the accounts: how many, of how many ids, and the first ids."""

    rows: int = 0
    ids: int = 0
    examples: tuple[str, ...] = ()


def settle_strangers(rows: Rows, known: Known, policy: str, most: int) -> Strangers:
    """Find, and if asked for quarantine, the rows of a ledger whose account is not known."""
    if known.accounts is None and policy != "add":
        return Strangers()
    there = f"SELECT {KEY} FROM {known.accounts}" if known.accounts else "SELECT NULL WHERE false"
    unknown = f"{KEY} IS NOT NULL AND {KEY} NOT IN ({there})"
    found = rows.connection.execute(
        f"SELECT count(*), count(DISTINCT {KEY}), list(DISTINCT {KEY} ORDER BY {KEY})[:{most}] "
        f"FROM {rows.good} WHERE {unknown}"
    ).fetchone()
    assert found is not None
    if found[0] and policy == "quarantine":
        query = f"SELECT {ROW} AS r, {KEY} AS text FROM {rows.good} WHERE {unknown}"
        rows.bad.add(query, rows.key_header, UNKNOWN_ACCOUNT, 1)
    return Strangers(found[0], found[1], tuple(found[2] or ()))


@dataclass(frozen=True)
class Again:
    """Rows of a ledger that are there already.

    Attributes:
        within: rows that are the same as an earlier row of the same import, in every column of the file.
        before: rows that are the same as a row of an earlier import, in the columns that are taken: of the others
            nothing was kept.
        first_within: the numbers of the first of the rows that are the same as one of the same import.
        first_before: likewise of an earlier import.
    """

    within: int = 0
    before: int = 0
    first_within: tuple[int, ...] = ()
    first_before: tuple[int, ...] = ()


def settle_rows_again(rows: Rows, known: Known, request: ImportRequest, most: int) -> Again:
    """Find, and if asked for leave out or quarantine, rows of a ledger that are there already."""
    columns = sorted({*rows.fields, *known.ledger_columns})
    new = _rows_again(rows, columns)
    earlier = "SELECT NULL::BIGINT AS r WHERE false"
    if known.ledger is not None and request.mode != "replace-period":
        earlier = _rows_before(rows, known, columns)
    again = rows.table(
        f"SELECT r, min(place) AS place FROM (SELECT r, 1 AS place FROM ({new}) UNION ALL "
        f"SELECT r, 0 FROM ({earlier})) GROUP BY r",
        "again",
    )
    found = {
        place: (count, tuple(first))
        for place, count, first in rows.connection.execute(
            f"SELECT place, count(*), list(r ORDER BY r)[:{most}] FROM {again} GROUP BY place"
        ).fetchall()
    }
    if request.duplicate_rows == "quarantine":
        rows.bad.add(f"SELECT r, NULL AS text FROM {again}", "", THERE_ALREADY)
    elif request.duplicate_rows == "skip":
        rows.leave_out(f"SELECT r FROM {again} WHERE place = 1", SAME)
        rows.leave_out(f"SELECT r FROM {again} WHERE place = 0", BEFORE)
    (within, first_within), (before, first_before) = found.get(1, (0, ())), found.get(0, (0, ()))
    return Again(within, before, first_within, first_before)


def _rows_again(rows: Rows, columns: Sequence[str]) -> str:
    """The rows that repeat an earlier one; only those with equal hashes are compared value by value.

    The columns that are taken are compared by their values, the others by what stands in their cells.
    """
    cells = ", ".join([KEY, *(identifier(name) for name in columns if name in rows.fields)])
    hashes = rows.table(f"SELECT {ROW} AS r, hash({cells}) AS h FROM {rows.good}", "hashes")
    several = f"SELECT r FROM {hashes} WHERE h IN (SELECT h FROM {hashes} GROUP BY h HAVING count(*) > 1)"
    if not rows.not_taken:
        return (
            f"SELECT {ROW} AS r FROM {rows.good} WHERE {ROW} IN ({several}) "
            f"QUALIFY row_number() OVER (PARTITION BY {cells} ORDER BY {ROW}) > 1"
        )
    others = rows.table(
        " UNION ALL ".join(
            f"SELECT r, {_others(drafted.not_taken)} AS others FROM {drafted.staged.relation} WHERE r IN ({several})"
            for drafted in rows.drafts
        ),
        "others",
    )
    return (
        f"SELECT r FROM {others} JOIN {rows.good} ON r = {ROW} "
        f"QUALIFY row_number() OVER (PARTITION BY {cells}, others ORDER BY r) > 1"
    )


def _others(columns: Mapping[str, int]) -> str:
    """The cells of columns that are not taken, as one text: whatever the order of the columns, blanks left out."""
    if not columns:
        return "''"
    in_order = sorted((fold(header), at) for header, at in columns.items())
    cells = (f"{literal(header)} || '\x1e' || nullif(trim(CAST(c{at} AS VARCHAR)), '')" for header, at in in_order)
    return f"concat_ws('\x1f', {', '.join(cells)})"


def _rows_before(rows: Rows, known: Known, columns: Sequence[str]) -> str:
    """The rows that are in the ledger already; a column that one side lacks is unknown there."""

    def cells(there: Sequence[str]) -> str:
        return ", ".join([KEY, *(identifier(name) if name in there else "NULL" for name in columns)])

    mine, theirs = cells(rows.fields), cells(known.ledger_columns)
    candidates = f"SELECT hash({theirs}) FROM {known.ledger}"
    equal = " AND ".join(
        [f"mine.{KEY} = theirs.{KEY}"]
        + [
            f"mine.{identifier(name)} IS NOT DISTINCT FROM theirs.{identifier(name)}"
            for name in columns
            if name in rows.fields and name in known.ledger_columns
        ]
        + [f"mine.{identifier(name)} IS NULL" for name in columns if name not in known.ledger_columns]
        + [f"theirs.{identifier(name)} IS NULL" for name in columns if name not in rows.fields]
    )
    return (
        f"SELECT {ROW} AS r FROM (SELECT * FROM {rows.good} WHERE hash({mine}) IN ({candidates})) AS mine "
        f"SEMI JOIN {known.ledger} AS theirs ON {equal}"
    )
