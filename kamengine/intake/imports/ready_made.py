"""Indicators that accounts bring ready-made and that are computed all the same, because their ledger is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from kamengine.declarations import Field
from kamengine.intake.imports.findings import Finding
from kamengine.intake.sql_text import identifier
from kamengine.problems import say
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def of_ready_made(
    workspace: Workspace,
    connection: DuckDBPyConnection,
    computed: Mapping[str, Collection[Field]],
    ledger: str | None,
) -> tuple[Finding, ...]:
    """What accounts bring in vain from now on.

    Args:
        workspace: the import is in it already.
        connection: any; views of the workspace are made in it.
        computed: the indicators that packs compute from each ledger.
        ledger: the one that was imported; None: accounts were, and every ledger counts.
    """
    names = [name for name in computed if ledger in (None, name) and computed[name]]
    if not names:
        return ()
    tables = workspace.tables(connection)
    columns = {column.field for column in tables.imported.columns} if tables.imported is not None else set()
    found = []
    for name in (name for name in names if name in tables.ledgers):
        for field in (field for field in computed[name] if field.name in columns):
            assert tables.imported is not None, "it has columns"
            query = f"SELECT count({identifier(field.name)}) FROM {tables.imported.relation}"
            row = connection.execute(query).fetchone()
            if row and row[0]:
                what = say(
                    "accounts that bring {name} ready-made: {count}; it is not used, because the ledger {ledger} is "
                    "there",
                    name=field.label if field.label.en or field.label.zh else field.name,
                    count=row[0],
                    ledger=name,
                )
                found.append(Finding(what, row[0], (), say("kam fact states what holds all the same")))
    return tuple(found)
