"""Which accounts meet a condition by what is known now, whatever was run: for correcting the facts of many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.api.accounts.further_columns import refuse_comparisons, with_columns_of_now
from kamengine.api.facts.facts import no_accounts
from kamengine.api.packs.packs import PackFile, pack_of, packs_of
from kamengine.api.runs.results import fact_types
from kamengine.api.runs.runs import RunOptions, classify_tables
from kamengine.engine.results import Results
from kamengine.engine.selection import Question, select
from kamengine.engine.sql_text import identifier
from kamengine.intake.rows import KEY
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace, WorkspaceTables


def accounts_where(
    workspace: Workspace,
    tables: WorkspaceTables,
    connection: DuckDBPyConnection,
    where: str,
    pack: str | None,
    host: PluginHost,
) -> list[str]:
    """The accounts that certainly meet a condition over the names of a pack, by id.

    Args:
        workspace: where.
        tables: what it knows, in the connection.
        connection: to DuckDB.
        where: the condition, as for ``kam accounts --where``.
        pack: an id or a file; None when the workspace has one pack only.
        host: the plugins.

    Raises:
        KamError: the condition is not sound, or it is not clear which pack is meant.
    """
    if tables.accounts is None:
        raise no_accounts()
    checked = _pack_meant(workspace, pack, host).checked
    run = classify_tables(connection, tables, checked, RunOptions()).run
    types = fact_types(checked, tables.accounts.columns)
    results = Results(checked, run.bindings, connection, identifier(run.table), tables.accounts.relation, types)
    results = with_columns_of_now(workspace, results)
    try:
        return [str(row[0]) for row in select(results, Question(where, (KEY,), (KEY,))).rows()]
    except KamError as error:
        raise refuse_comparisons(error) from None


def _pack_meant(workspace: Workspace, pack: str | None, host: PluginHost) -> PackFile:
    """The pack whose names a condition uses."""
    if pack is not None:
        return pack_of(workspace, pack, host)
    packs = packs_of(workspace, host)
    if len(packs) == 1:
        return packs[0]
    ids = [found.candidate.id for found in packs]
    raise KamError.of(say("there are several packs: {names}", names=ids), say("name one with --pack"))
