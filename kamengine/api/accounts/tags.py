"""Tags of accounts: giving and taking them, and a column that conditions may name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.results import ID, Extra
from kamengine.engine.sql_text import identifier
from kamengine.language.expressions import Type

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.results import Results
    from kamengine.work.accounts.tags import Tagged
    from kamengine.workspace import Workspace

TAGS = "tags"
"""The column: the tags of an account as one text, ``at risk, vip``; empty for none, so that it is never unknown."""
_numbers = count(1)


def tag_accounts(
    workspace: Workspace, accounts: Sequence[str], add: Sequence[str], remove: Sequence[str], *, who: str
) -> Tagged:
    """Give tags to accounts and take tags from them, in one change; see `kamengine.work.accounts.tags.change_tags`.

    Raises:
        KamError: a tag cannot be one, or none of the accounts of the workspace has one that is to be removed.
    """
    from kamengine.work.accounts.tags import change_tags

    with workspace.transaction(who) as change:
        return change_tags(workspace, change, accounts, add, remove)


def tags_column(folder: Path, results: Results) -> Extra:
    """The column `TAGS`, read from the workspace in a folder when it is asked for."""

    def make(connection: DuckDBPyConnection) -> str:
        from kamengine.work.accounts.tags import SEPARATOR, tags_of
        from kamengine.workspace import Workspace

        with Workspace.open(folder) as workspace:
            found = {account: SEPARATOR.join(names) for account, names in tags_of(workspace).items()}
        number = next(_numbers)
        tagged, view = identifier(f"tagged {number}"), identifier(f"tags {number}")
        connection.execute(f"CREATE TABLE {tagged} ({ID} VARCHAR, {TAGS} VARCHAR)")
        if found:
            lists = [list(found), list(found.values())]
            connection.execute(f"INSERT INTO {tagged} SELECT unnest(?::TEXT[]), unnest(?::TEXT[])", lists)
        connection.execute(
            f"CREATE VIEW {view} AS SELECT run.{ID}, coalesce(given.{TAGS}, '') AS {TAGS} "
            f"FROM {results.table} AS run LEFT JOIN {tagged} AS given USING ({ID})"
        )
        return view

    return Extra(Type("text", words=True), make)
