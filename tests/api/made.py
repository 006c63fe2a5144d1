"""Small workspaces, brought in without files: accounts and bills as tables, a pack beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kamengine.declarations import Kind
from kamengine.engine.database import scratch
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.workspace import Column, Counts, ImportRecord, NewImport, SourceRecord, Workspace

WHO = "tester"


def bring_in(
    workspace: Workspace, kind: str, columns: Mapping[str, Kind], rows: Sequence[Sequence[Any]], mode: str = ""
) -> ImportRecord:
    """Add an import: each row is an account's id and then a value for each column."""
    parquet = workspace.temporary()
    names = ["account_id", *columns]
    types = ["VARCHAR", *(SQL_TYPES[each] for each in columns.values())]
    with scratch() as connection:
        made = ", ".join(f'"{name}" {type}' for name, type in zip(names, types, strict=True))
        connection.execute(f"CREATE TABLE rows ({made})")
        connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(names))})", [list(row) for row in rows])
        connection.execute(f"COPY rows TO '{parquet}' (FORMAT parquet)")
    draft = NewImport(
        kind=kind,
        mode=mode or ("replace" if kind == "accounts" else "append"),  # type: ignore[arg-type]
        sources=(SourceRecord(f"{kind}.csv", "0" * 64, 1),),
        counts=Counts(len(rows), len(rows)),
        columns=tuple(Column(name, of) for name, of in sorted(columns.items())),
        rows=len(rows),
        fingerprint=f"{kind} {rows!r}",
        date="date" if "date" in columns else None,
    )
    current = workspace.imports.current_accounts() if kind == "accounts" else None
    return workspace.add_import(draft, parquet, base=current.id if current else None, who=WHO)


def spend_workspace(folder: Path, pack: str) -> Workspace:
    """Two accounts with bills, as in `tests.cli.conftest.spend`: A is key at the line, B has no bills."""
    workspace = Workspace.init(folder, name="Made", language="en", packs={"spend.toml": pack.encode()})
    bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, [("A", "Ada", "county"), ("B", "Ben", None)])
    bills = [("A", "2026-04-15", "10000.10"), ("A", "2026-05-15", "9999.95"), ("A", "2026-06-15", "9999.95")]
    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, bills)
    return workspace
