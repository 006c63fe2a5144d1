"""The facts that a run looks at: one table of accounts and one per ledger, in a DuckDB connection.

Whoever makes a snapshot (intake, the workspace, a notebook) brings every column to the type of `SQL_TYPES`, blanks to
NULL, choices to their ids, and leaves NaN and infinity out. The engine trusts that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamengine.declarations import Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_TYPES: Mapping[Kind, str] = {
    "bool": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "money": "DECIMAL(18, 4)",
    "ratio": "DOUBLE",
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "date": "DATE",
}
"""How a value of each kind is held. Money: up to 99,999,999,999,999.9999."""


@dataclass(frozen=True)
class Table:
    """A table or view of the connection, and which fields it has a column for (each named like its field)."""

    name: str
    columns: frozenset[str]


@dataclass(frozen=True)
class Snapshot:
    """Everything known about a portfolio.

    Attributes:
        connection: holds the tables; the run adds its own.
        accounts: one row per account: ``account_id`` (VARCHAR, unique, never NULL), then a column per field that the
            file had, and a column for each indicator that came ready-made.
        ledgers: by ledger name; each row has ``account_id`` (VARCHAR) and a column per ledger field that the file had.
            A ledger that was not given is not here.
        pinned: names of indicators and criteria of which `accounts` has a column that is taken as it is, unknown
            included, instead of computing them. So accounts can be made up, with what looks at the whole portfolio
            held fast.
        stated: names of indicators over a ledger that were stated by hand for some accounts: `accounts` has a column
            of that name, and one called as `stated_column` says, which is true for those accounts. Their value is taken
            as it is, unknown included; that of all others comes from the ledger.
    """

    connection: DuckDBPyConnection
    accounts: Table
    ledgers: Mapping[str, Table] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()


def stated_column(name: str) -> str:
    """The column that says for which accounts an indicator was stated by hand."""
    return f"{name}#stated"
