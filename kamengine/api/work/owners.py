"""Whom the facts of a workspace name as the managers of accounts, as the work of people goes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier
from kamengine.work.people.owners import OWNER, facts_of_owners, keep_imported

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.workspace import Workspace

_BLOCK = 10_000


def managers_named(workspace: Workspace, connection: DuckDBPyConnection) -> dict[str, str]:
    """Whom the facts of now, corrections included, name as the manager of each account; blank names are left out."""
    accounts = workspace.tables(connection).accounts
    if accounts is None or OWNER not in {column.field for column in accounts.columns}:
        return {}
    name = identifier(OWNER)
    query = f"SELECT account_id, {name} FROM {accounts.relation} WHERE trim({name}) <> '' ORDER BY account_id"
    found: dict[str, str] = {}
    result = connection.execute(query)
    while block := result.fetchmany(_BLOCK):  # so that other threads have their turn
        found.update(block)
    return found


def bring_owners(workspace: Workspace) -> None:
    """See that the team knows whom the facts of now name, without any plan being made.

    Where no facts have changed since it was last seen to, nothing is read. In a folder that can only be read, it stays
    at whom the last plan found.

    Raises:
        KamError: a file of the workspace is gone.
    """
    facts = workspace.journal.last_of_facts()
    if workspace.catalog.read_only or facts_of_owners(workspace) == facts:
        return
    with scratch() as connection:
        owners = managers_named(workspace, connection)
    with workspace.catalog.writing() as database:
        keep_imported(database, owners, facts)
