"""What accounts are called and who manages them by the facts of now, for pages that list work."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine.engine.database import connect
from kamengine.engine.sql_text import identifier
from kamengine.workspace import Workspace

_ID, _NAME, _MANAGER = "account_id", "name", "account_manager"


def account_names(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts, by id; accounts without a name are left out."""
    return _texts(workspace, _NAME, ids)


def account_managers(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """Who manages accounts by the facts alone, by id; what people say of it knows `kamengine.work.people.Team`."""
    return _texts(workspace, _MANAGER, ids)


def _texts(workspace: Workspace, field: str, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with connect() as connection:
        accounts = workspace.tables(connection).accounts
        if accounts is None or field not in {column.field for column in accounts.columns}:
            return {}
        id, text = identifier(_ID), f"trim(CAST({identifier(field)} AS VARCHAR))"
        query = (
            f"SELECT {id}, {text} FROM {accounts.relation} "
            f"SEMI JOIN (SELECT unnest(?) AS {id}) USING ({id}) WHERE {text} <> ''"
        )
        return {str(account): str(value) for account, value in connection.execute(query, [wanted]).fetchall()}
