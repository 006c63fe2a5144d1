"""What accounts are called, for pages that list work."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier
from kamengine.workspace import Workspace

_ID, _NAME = "account_id", "name"


def account_names(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts as they are known now, by id; accounts without a name are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with scratch() as connection:
        accounts = workspace.tables(connection).accounts
        if accounts is None or _NAME not in {column.field for column in accounts.columns}:
            return {}
        id, name = identifier(_ID), identifier(_NAME)
        query = (
            f"SELECT {id}, {name} FROM {accounts.relation} SEMI JOIN (SELECT unnest(?) AS {id}) USING ({id}) "
            f"WHERE {name} IS NOT NULL"
        )
        return {str(account): str(called) for account, called in connection.execute(query, [wanted]).fetchall()}
