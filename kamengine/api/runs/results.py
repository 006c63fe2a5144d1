"""The accounts of a kept run, to be looked through: its results beside the facts that it looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import PackFile
from kamengine.api.runs.kept_runs import RunOptions, kept_pack, tables_of
from kamengine.engine.database import connect
from kamengine.engine.kept import kept_results
from kamengine.engine.results import Results
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.engine.sql_text import identifier
from kamengine.language.expressions import Type
from kamengine.language.units import RATIO, Unit
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.find import from_content
from kamengine.workspace import Column, RunRecord, Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api.runs.files import Classified
    from kamengine.plugin_host import PluginHost

_EVERYBODY = b'[pack]\nid = "accounts"\nversion = "1"\ntitle = "Accounts"\n[[tiers]]\nid = "all"\n'


def results_of(
    workspace: Workspace, record: RunRecord, host: PluginHost, connection: DuckDBPyConnection | None = None
) -> Results:
    """The results of a run with the facts of its moment, corrections included; nothing is computed again.

    Fields that no pack of the run knows but an import brought can be asked for too.

    Args:
        workspace: where they are kept.
        record: the run.
        host: the plugins.
        connection: the database in which they are looked through; one of their own if left out.

    Raises:
        KamError: a file is gone or damaged, or the pack cannot be used any more.
    """
    kept = workspace.runs.opened(record)
    checked = kept_pack(workspace, record, host).checked
    connection = connection or connect()
    tables = tables_of(workspace, record, connection)
    assert tables.accounts is not None, "a run has accounts"
    bindings = bind(checked, date.fromisoformat(record.as_of), dict(record.parameters))
    types = fact_types(checked, tables.accounts.columns)
    results = kept_results(connection, kept)
    return Results(checked, bindings, connection, results, tables.accounts.relation, types)


def results_now(workspace: Workspace, pack: PackFile, options: RunOptions | None = None) -> tuple[Results, Classified]:
    """The results of a pack over what is known now, of which nothing is kept.

    Raises:
        KamError: with everything that is wrong with the pack or the facts.
    """
    from kamengine.api.runs.runs import classify_tables

    connection = connect()
    tables = workspace.tables(connection)
    classified = classify_tables(connection, tables, pack.checked, options or RunOptions())
    assert tables.accounts is not None, "they have been classified"
    run, types = classified.run, fact_types(pack.checked, tables.accounts.columns)
    relation = tables.accounts.relation
    return Results(pack.checked, run.bindings, connection, identifier(run.table), relation, types), classified


def facts_of(workspace: Workspace) -> Results:
    """The accounts of a workspace without any pack's word on them, to be looked through as they are known now.

    Raises:
        KamError: there are no accounts yet.
    """
    from kamengine.api.runs.runs import classify_tables

    everybody = from_content("accounts", "", "accounts.toml", _EVERYBODY, {}).checked
    assert everybody is not None, "a pack without rules is sound"
    connection = connect()
    tables = workspace.tables(connection)
    run = classify_tables(connection, tables, everybody, RunOptions()).run
    assert tables.accounts is not None, "they have been classified"
    types = fact_types(everybody, tables.accounts.columns)
    return Results(everybody, run.bindings, connection, identifier(run.table), tables.accounts.relation, types)


def fact_types(checked: CheckedPack, columns: Sequence[Column]) -> dict[str, Type]:
    """The type of each stored fact: as the pack declares it where the stored kind can be read so, else as stored."""
    return {column.field: _type(checked, column) for column in columns}


def _type(checked: CheckedPack, column: Column) -> Type:
    field, symbol = checked.fields.get(column.field), checked.symbols.get(column.field)
    if field is not None and symbol is not None and SQL_TYPES[field.kind] == SQL_TYPES[column.kind]:
        return symbol.type
    words = {"currency": checked.pack.currency} if checked.pack.currency else {}
    unit = Unit.parse(column.unit, words) if column.unit else None
    if column.kind == "choice":  # which choices there are is not stored
        return Type("text")
    if column.kind == "ratio" and unit is None:
        unit = RATIO
    return Type(column.kind, unit, decimal=column.kind == "money")
