"""Accounts that nobody has: made up from facts, as a snapshot that the engine classifies like any other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp

from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.language.expressions import Value
from kamengine.language.sql import column, literal
from kamengine.pack.checked import CheckedPack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIALECT = "duckdb"
_AT_ONCE = 500

Facts = Mapping[str, Value | float | int]
"""Values by name, as the engine holds them; None is unknown."""


def made_up(
    connection: DuckDBPyConnection,
    checked: CheckedPack,
    accounts: Sequence[Facts],
    ledgers: Mapping[str, Sequence[Facts]] | None = None,
    pinned: Collection[str] = (),
) -> Snapshot:
    """A snapshot of accounts given by their facts.

    Args:
        connection: an empty database, or one without tables named ``accounts`` and ``ledger_…``.
        checked: the pack; it says of which kind each fact is.
        accounts: a row each: ``account_id``, fields and indicators by name; what is not given is unknown.
        ledgers: rows by ledger, each with ``account_id``.
        pinned: indicators and criteria that are not computed; see `Snapshot.pinned`.
    """
    kinds = {name: SQL_TYPES[field.kind] for name, field in checked.fields.items()}
    kinds |= {field.name: SQL_TYPES[field.kind] for field in checked.ready_made_fields()}
    kinds |= {name: SQL_TYPES["bool"] for name in checked.criteria}
    tables = {}
    for name, rows in (ledgers or {}).items():
        columns = {field.name: SQL_TYPES[field.kind] for field in checked.ledgers[name].fields}
        tables[name] = _table(connection, f"ledger_{name}", rows, columns)
    return Snapshot(connection, _table(connection, "accounts", accounts, kinds, pinned), tables, frozenset(pinned))


def _table(
    connection: DuckDBPyConnection,
    name: str,
    rows: Sequence[Facts],
    kinds: Mapping[str, str],
    always: Collection[str] = (),
) -> Table:
    given = sorted({key for row in rows for key in row} - {"account_id"} | set(always))
    columns = ["account_id", *given]
    types = ["VARCHAR", *(kinds[key] for key in given)]
    declared = ", ".join(f"{column(c).sql(DIALECT)} {t}" for c, t in zip(columns, types, strict=True))
    connection.execute(f'CREATE TABLE "{name}" ({declared})')
    for part in _parts(rows):
        values = [exp.Tuple(expressions=[literal(row.get(c)) for c in columns]).sql(DIALECT) for row in part]
        connection.execute(f'INSERT INTO "{name}" VALUES {", ".join(values)}')
    return Table(name, frozenset(given))


def _parts(rows: Sequence[Facts]) -> Iterator[list[Facts]]:
    remaining = iter(rows)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
