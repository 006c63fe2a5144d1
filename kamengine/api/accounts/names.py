"""What accounts are called, for pages that list work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier
from kamengine.workspace import Workspace

_ID, _NAME = "account_id", "name"
_AT_A_TIME = 1000  # rows that are fetched together


def account_names(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts as they are known now, by id; accounts without a name are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    with scratch() as connection:
        accounts = workspace.tables(connection).accounts
        if accounts is None or _NAME not in {column.field for column in accounts.columns}:
            return {}
        id, name = identifier(_ID), identifier(_NAME)
        each, given = _given(wanted)
        query = (
            f"SELECT {id}, {name}::TEXT FROM {accounts.relation} "
            f"SEMI JOIN (SELECT unnest({each}) AS {id}) USING ({id}) WHERE {name} IS NOT NULL"
        )
        connection.execute(query, [given])
        found: dict[str, str] = {}
        while rows := connection.fetchmany(_AT_A_TIME):  # so that other threads have a turn in between
            found.update(rows)
        return found


def _given(wanted: Sequence[str]) -> tuple[str, str | Sequence[str]]:
    """SQL for a list that is given, and how it is given: as one text if it can be, since DuckDB takes lists slowly."""
    text = "\n".join(wanted)
    return ("string_split(?, chr(10))", text) if text.count("\n") == len(wanted) - 1 else ("?", wanted)
