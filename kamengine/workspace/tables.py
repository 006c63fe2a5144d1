"""What a workspace knows at a moment, as tables that DuckDB reads where the files lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.engine.sql_text import identifier, literal, path_literal
from kamengine.workspace.corrected import CorrectedFact, Correction, beside_imports, layer
from kamengine.workspace.records import Column, ImportRecord, LedgerPart, Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.workspace.imports import Imports

KEY = "account_id"
"""The name of the account's id in every table."""

_NUMERIC: tuple[Kind, ...] = ("integer", "money", "ratio", "number")
_NOBODY = f"(SELECT CAST(NULL AS VARCHAR) AS {KEY} WHERE false)"
_views = count(1)


@dataclass(frozen=True)
class WorkspaceTable:
    """A table of the workspace in a connection; its files are opened when its rows are first asked for.

    Attributes:
        columns: the fields, by name.
        imports: what it is made of, oldest first.
        make: makes the view.
    """

    columns: tuple[Column, ...]
    imports: tuple[ImportRecord, ...]
    make: Callable[[], str] = field(repr=False, compare=False)

    @cached_property
    def relation(self) -> str:
        """The name of a view: ``account_id`` (VARCHAR, never NULL), then the fields by name, typed by `SQL_TYPES`.

        Raises:
            KamError: a file is gone or damaged.
        """
        return self.make()

    @property
    def snapshots(self) -> tuple[str, ...]:
        """The ids of the contents that it is made of, oldest first."""
        return tuple(record.snapshot for record in self.imports)


@dataclass(frozen=True)
class WorkspaceTables:
    """What a workspace knows.

    Attributes:
        at: the moment: the number of the newest journal entry that changed facts.
        accounts: with what was corrected by hand; None before the first import of accounts.
        ledgers: by name.
        imported: the accounts without corrections.
        corrections: those that held at the moment, oldest first.
    """

    at: int
    accounts: WorkspaceTable | None
    ledgers: Mapping[str, WorkspaceTable]
    imported: WorkspaceTable | None = None
    corrections: tuple[Correction, ...] = ()


def make_tables(connection: DuckDBPyConnection, imports: Imports, at: int) -> WorkspaceTables:
    """Tables of the imports that count at a moment, without corrections; no file is opened yet."""
    current = imports.current_accounts(at)
    part = None if current is None else LedgerPart(current, imports.path(current))
    accounts = None if part is None else _table(connection, imports, "accounts", [part])
    ledgers = {
        name: _table(connection, imports, f"ledger_{name}", imports.ledger_parts(name, at))
        for name in imports.ledger_names(at)
    }
    return WorkspaceTables(at, accounts, ledgers, accounts)


def with_corrections(
    connection: DuckDBPyConnection, tables: WorkspaceTables, corrections: tuple[Correction, ...]
) -> WorkspaceTables:
    """The same with what was corrected by hand laid over the accounts; see `kamengine.workspace.corrected.layer`.

    Raises:
        KamError: there are corrections, and the file of the accounts is gone or damaged.
    """
    if tables.accounts is None or not corrections:
        return replace(tables, corrections=corrections)
    by_name = {column.field: column for column in tables.accounts.columns}
    imported = {name: column.kind for name, column in by_name.items()}
    relation, kinds = layer(connection, tables.accounts.relation, imported, corrections)
    columns = tuple(by_name.get(name) or Column(name, kinds[name], how="corrected") for name in sorted(kinds))
    view = make_view(connection, "corrected", f"FROM {relation}")
    accounts = replace(tables.accounts, make=lambda: view, columns=columns)
    return replace(tables, accounts=accounts, corrections=corrections)


def corrected_facts(
    connection: DuckDBPyConnection, tables: WorkspaceTables, account: str | None = None
) -> tuple[CorrectedFact, ...]:
    """The corrections that held, of one account if asked, each beside what the import says."""
    return beside_tables(connection, tables, [one for one in tables.corrections if account in (None, one.account)])


def beside_tables(
    connection: DuckDBPyConnection, tables: WorkspaceTables, corrections: Sequence[Correction]
) -> tuple[CorrectedFact, ...]:
    """Each of these corrections beside what the import says; without any import it has none of their accounts."""
    imported = tables.imported
    kinds = {} if imported is None else {column.field: column.kind for column in imported.columns}
    relation = _NOBODY if imported is None else imported.relation
    return tuple(beside_imports(connection, relation, kinds, corrections))


def make_view(connection: DuckDBPyConnection, what: str, query: str) -> str:
    """A view in a connection under a new name, which comes back ready to stand after ``FROM``."""
    name = identifier(f"workspace_{next(_views)}_{what}")
    connection.execute(f"CREATE VIEW {name} AS {query}")
    return name


def _table(connection: DuckDBPyConnection, imports: Imports, what: str, parts: Sequence[LedgerPart]) -> WorkspaceTable:
    columns = united(part.record.columns for part in parts)

    def make() -> str:
        for part in parts:
            imports.opened(part.record)
        return make_view(connection, what, " UNION ALL ".join(_select(part, columns) for part in parts))

    return WorkspaceTable(columns, tuple(part.record for part in parts), make)


def _select(part: LedgerPart, columns: Sequence[Column]) -> str:
    """The rows of a part that still count, with all columns of the table in one type each."""
    own = {column.field: column.kind for column in part.record.columns}
    cells = [_cell(column, own.get(column.field)) for column in columns]
    where = "".join(f" AND {_outside(part.record.date, period)}" for period in part.hidden if part.record.date)
    source = f"read_parquet({path_literal(str(part.path))}, hive_partitioning=false)"
    return f"SELECT {', '.join([KEY, *cells])} FROM {source} WHERE true{where}"


def _cell(column: Column, kind: Kind | None) -> str:
    name, sql_type = identifier(column.field), SQL_TYPES[column.kind]
    if kind is None:
        return f"CAST(NULL AS {sql_type}) AS {name}"
    return name if SQL_TYPES[kind] == sql_type else f"CAST({name} AS {sql_type}) AS {name}"


def _outside(date: str | None, period: Period) -> str:
    """Whether a row is outside of a period; one without a date is."""
    name = identifier(date or "")
    return f"({name} BETWEEN DATE {literal(period.first)} AND DATE {literal(period.last)}) IS NOT TRUE"


def united(parts: Iterable[Sequence[Column]]) -> tuple[Column, ...]:
    """The columns of a table made of parts, by name: newer parts say what a column is, and its kind holds all."""
    found: dict[str, Column] = {}
    for columns in parts:
        for column in columns:
            before = found.get(column.field)
            found[column.field] = replace(column, kind=common_kind(before.kind, column.kind)) if before else column
    return tuple(found[name] for name in sorted(found))


def common_kind(one: Kind, other: Kind) -> Kind:
    """The kind that holds the values of both: the wider of two numbers, else text."""
    if one == other:
        return one
    if one in _NUMERIC and other in _NUMERIC:
        return "money" if {one, other} == {"integer", "money"} else "number"
    return "text"
