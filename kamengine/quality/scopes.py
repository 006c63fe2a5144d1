"""Which accounts which packs speak about: in no pack's scope, in one, in several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.engine.query import scope_unknown_query
from kamengine.engine.run import DIALECT, Run
from kamengine.engine.sql_text import identifier
from kamengine.quality.model import Scopes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def scopes_of(connection: DuckDBPyConnection, accounts: str, runs: Sequence[Run], examples: int) -> tuple[Scopes, ...]:
    """Accounts by the packs whose scope they are in.

    Args:
        connection: holds the accounts and all runs.
        accounts: what stands after ``FROM`` for all accounts.
        runs: one for each pack, over the same accounts.
        examples: how many ids of each are wanted.

    Returns:
        accounts in no scope first, then those in most; what is empty is left out.
    """
    inside = [f"pack{place}.account_id IS NOT NULL" for place in range(len(runs))]
    joins = " ".join(
        f"LEFT JOIN {identifier(run.table)} AS pack{place} USING (account_id)" for place, run in enumerate(runs)
    )
    unknown = _unknown(runs)
    query = (
        f"SELECT [{', '.join(inside)}]::BOOLEAN[] AS scopes, count(*), "
        f"count(*) FILTER (WHERE accounts.account_id IN ({unknown})), min(accounts.account_id, {examples}) "
        f"FROM {accounts} AS accounts {joins} GROUP BY scopes"
    )
    found = [
        Scopes(
            tuple(run.checked.pack.id for run, within in zip(runs, row[0], strict=True) if within),
            row[1],
            row[2],
            tuple(row[3]),
        )
        for row in connection.execute(query).fetchall()
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.packs), -len(one.packs), one.packs)))


def spoken_about(run: Run) -> str:
    """The ids of the accounts that a pack speaks about, and of those of which that is unknown, as SQL."""
    within = f"SELECT account_id FROM {identifier(run.table)}"
    if run.checked.scope is None:
        return within
    unknown = scope_unknown_query(run.checked, run.snapshot, run.bindings).sql(DIALECT)
    return f"{within} UNION ALL SELECT * FROM ({unknown}) AS unknown (account_id)"


def _unknown(runs: Sequence[Run]) -> str:
    """The ids of accounts of which it is unknown whether they are in some pack's scope."""
    queries = [
        scope_unknown_query(run.checked, run.snapshot, run.bindings).sql(DIALECT)
        for run in runs
        if run.checked.scope is not None
    ]
    return " UNION ALL ".join(queries) or "SELECT NULL WHERE false"
