"""Small imports and runs, put into a real workspace."""

from __future__ import annotations

from pathlib import Path

from kamengine.declarations import Kind
from kamengine.engine.database import scratch
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.engine.sql_text import literal
from kamengine.workspace import (
    Column,
    Counts,
    ImportRecord,
    NewImport,
    NewRun,
    Period,
    RunRecord,
    SourceRecord,
    Workspace,
)
from kamengine.workspace.records import Mode

PACK = b'[pack]\nid = "own"\n'
ANN, BEN = "SELECT 'A' AS account_id, 10.5::DECIMAL(18,4) AS spend", "SELECT 'B', NULL"
JANUARY = Period("2026-01-01", "2026-01-31")


def parquet(workspace: Workspace, query: str) -> Path:
    """What a query gives, as a finished temporary file."""
    path = workspace.temporary()
    with scratch() as connection:
        connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    return path


def accounts(
    workspace: Workspace,
    query: str = f"{ANN} UNION ALL {BEN}",
    *,
    mode: Mode = "replace",
    base: str | None = None,
    who: str = "ann",
    fingerprint: str | None = None,
    quarantine: Path | None = None,
    only_first: bool = False,
) -> ImportRecord:
    """Accounts with a spend."""
    draft = NewImport(
        kind="accounts",
        mode=mode,
        sources=(SourceRecord("accounts.csv", "0" * 64, 10),),
        counts=Counts(read=3, taken=2, quarantined=1),
        columns=(Column("spend", "money", "Spend", "alias"),),
        rows=2,
        fingerprint=fingerprint or query,
        quarantine=quarantine,
        only_first=only_first,
    )
    return workspace.add_import(draft, parquet(workspace, query), base=base, who=who)


def bill(day: str | None, amount: float = 1, *, kind: Kind = "integer") -> str:
    """A row of bills."""
    date = f"DATE '{day}'" if day else "NULL::DATE"
    return f"SELECT 'A' AS account_id, {amount}::{SQL_TYPES[kind]} AS amount, {date} AS date"


def bills(
    workspace: Workspace,
    *rows: str,
    ledger: str = "bills",
    period: Period | None = None,
    columns: tuple[Column, ...] = (Column("amount", "integer"), Column("date", "date")),
) -> ImportRecord:
    """A part of a ledger, that of bills if no other is named."""
    query = " UNION ALL ".join(rows)
    draft = NewImport(
        kind=ledger,
        mode="replace-period" if period else "append",
        sources=(SourceRecord("bills.csv", "0" * 64, 10),),
        counts=Counts(len(rows), len(rows)),
        columns=columns,
        rows=len(rows),
        fingerprint=query,
        date="date",
        period=period,
    )
    return workspace.add_import(draft, parquet(workspace, query), base=None, who="ann")


def run(workspace: Workspace, query: str = ANN, *, who: str = "ann", as_of: str = "2026-06-30") -> RunRecord:
    """A run over the accounts that count."""
    current = workspace.imports.current_accounts()
    ledgers = {
        name: tuple(part.record.snapshot for part in workspace.imports.ledger_parts(name))
        for name in workspace.imports.ledger_names()
    }
    draft = NewRun(
        pack="own",
        version="1",
        pack_content=PACK,
        facts=workspace.journal.last_of_facts(),
        accounts=current.snapshot if current else "",
        ledgers=ledgers,
        as_of=as_of,
        as_of_from="given",
        parameters={},
        engine="duckdb",
        program="0",
        rows=2,
        counts={"key": 1, "other": 1},
    )
    return workspace.runs.add(draft, parquet(workspace, query), who)


def rows(workspace: Workspace, table: str = "accounts", at: int | None = None) -> list[tuple]:
    """The rows of a table of the workspace, sorted; at a moment if asked."""
    with scratch() as connection:
        tables = workspace.tables(connection, at)
        found = tables.accounts if table == "accounts" else tables.ledgers[table]
        return sorted(connection.execute(f"FROM {found.relation}").fetchall(), key=str) if found else []
