"""Indicators of which there are several values: what a ledger gives, what the accounts bring, what somebody stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from kamengine.engine.snapshot import Snapshot, Table, stated_column
from kamengine.engine.sql_text import identifier, literal
from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message, say
from kamengine.workspace import WorkspaceTables
from kamengine.workspace.corrected import fits

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_numbers = count(1)


def with_stated(
    connection: DuckDBPyConnection, checked: CheckedPack, snapshot: Snapshot, tables: WorkspaceTables
) -> Snapshot:
    """The facts, with what was stated by hand in the place of what ledgers give, for the accounts that it is of.

    Args:
        connection: holds the facts; one small table and a view are made in it.
        checked: the pack.
        snapshot: the facts, corrected values among them.
        tables: what they were taken from.
    """
    computed = set(_of_ledgers(checked, snapshot))
    columns = tables.imported.columns if tables.imported is not None else ()
    kinds = {column.field: column.kind for column in columns}
    held = [one for one in tables.corrections if one.field in computed and fits(one, kinds.get(one.field, one.kind))]
    if not held:
        return snapshot
    names = sorted({one.field for one in held})
    marks = ", ".join(f"bool_or(field = {literal(name)}) AS {identifier(stated_column(name))}" for name in names)
    number = next(_numbers)
    table, view = identifier(f"stated#{number}"), f"accounts_stated_{number}"
    rows = "SELECT unnest($accounts) AS account_id, unnest($fields) AS field"
    lists = {"accounts": [one.account for one in held], "fields": [one.field for one in held]}
    connection.execute(f"CREATE TABLE {table} AS SELECT account_id, {marks} FROM ({rows}) GROUP BY account_id", lists)
    accounts = identifier(snapshot.accounts.name)
    connection.execute(f"CREATE VIEW {view} AS SELECT * FROM {accounts} LEFT JOIN {table} USING (account_id)")
    return replace(snapshot, accounts=Table(view, snapshot.accounts.columns), stated=frozenset(names))


def ready_made_notes(checked: CheckedPack, snapshot: Snapshot) -> Iterator[Message]:
    """For each indicator that accounts bring and that is computed from a ledger all the same: that it is so."""
    for name, ledger in _of_ledgers(checked, snapshot).items():
        others = f"WHERE {identifier(stated_column(name))} IS NOT TRUE" if name in snapshot.stated else ""
        query = f"SELECT count({identifier(name)}) FROM {identifier(snapshot.accounts.name)} {others}"
        found = snapshot.connection.execute(query).fetchone()
        if found and found[0]:
            yield say(
                "the accounts bring {name} ready-made (accounts: {count}); it is not used, because the ledger {ledger} "
                "is there",
                name=checked.label(name),
                count=found[0],
                ledger=ledger,
            )


def _of_ledgers(checked: CheckedPack, snapshot: Snapshot) -> dict[str, str]:
    """The indicators that a ledger of the snapshot gives, and that accounts have a column for; with the ledger."""
    return {
        name: one.indicator.ledger
        for name, one in checked.indicators.items()
        if one.indicator.ledger in snapshot.ledgers and name in snapshot.accounts.columns and one.indicator.ledger
    }
