"""A workspace from making it to reading what was imported."""

from __future__ import annotations

import pytest

from kamengine.engine.database import connect
from kamengine.problems import KamError
from kamengine.workspace import Column, Counts, NewImport, NewRun, Period, SourceRecord, Stale, Workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.init(tmp_path / "acme", name="Acme", packs={"own.toml": b"[pack]\n"}) as made:
        yield made


def parquet(workspace, query):
    path = workspace.temporary()
    with connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return path


def accounts(workspace, query, *, mode="replace", base=None, fingerprint=None, who="ann"):
    draft = NewImport(
        "accounts",
        mode,
        (SourceRecord("a.csv", "00", 10),),
        Counts(2, 2),
        (Column("spend", "money", "Spend", "alias"),),
        2,
        fingerprint or query,
    )
    return workspace.add_import(draft, parquet(workspace, query), base=base, who=who)


def bills(workspace, query, *, period=None, kind="integer"):
    columns = (Column("amount", kind), Column("date", "date"))
    mode = "replace-period" if period else "append"
    draft = NewImport("bills", mode, (), Counts(1, 1), columns, 1, query, date="date", period=period)
    return workspace.add_import(draft, parquet(workspace, query), base=None, who="ann")


ONE = "SELECT 'A' AS account_id, 10.5::DECIMAL(18,4) AS spend UNION ALL SELECT 'B', NULL"
TWO = "SELECT 'C' AS account_id, 1::DECIMAL(18,4) AS spend"


def test_what_was_imported_is_read(workspace):
    record = accounts(workspace, ONE)
    with Workspace.open(workspace.folder) as again, connect() as connection:
        tables = again.tables(connection)
        assert tables.accounts.snapshots == (record.snapshot,)
        assert connection.execute(f"FROM {tables.accounts.relation} ORDER BY 1").fetchall()[1] == ("B", None)
        assert again.imports.list() == (record,)


def test_undo_brings_the_one_before_back(workspace):
    first, second = accounts(workspace, ONE), accounts(workspace, TWO)
    at = workspace.journal.last_of_facts()
    assert workspace.undo_import("ben").id == second.id
    assert workspace.imports.current_accounts() == first
    assert workspace.imports.current_accounts(at).id == second.id
    workspace.undo_import("ben")
    with pytest.raises(KamError, match="nothing to take back"):
        workspace.undo_import("ben")


def test_a_later_part_replaces_a_period(workspace):
    bills(
        workspace,
        "SELECT 'A' AS account_id, 1::BIGINT AS amount, DATE '2026-01-05' AS date "
        "UNION ALL SELECT 'A', 2, DATE '2026-02-05'",
    )
    bills(
        workspace,
        "SELECT 'A' AS account_id, 9.5::DOUBLE AS amount, DATE '2026-01-06' AS date",
        period=Period("2026-01-01", "2026-01-31"),
        kind="number",
    )
    with connect() as connection:
        table = workspace.tables(connection).ledgers["bills"]
        assert connection.execute(f"SELECT amount FROM {table.relation} ORDER BY 1").fetchall() == [(2.0,), (9.5,)]


def test_stale(workspace):
    first = accounts(workspace, ONE)
    accounts(workspace, TWO)
    with pytest.raises(Stale):
        accounts(workspace, ONE + " ", mode="merge", base=first.id)
    with pytest.raises(Stale):
        accounts(workspace, TWO)


def test_mappings_and_runs(workspace):
    workspace.mappings.save("accounts", ["b", "a"], {"a": "spend"}, "ann")
    assert workspace.mappings.find("accounts", ["a", "b"]) == {"a": "spend"}
    draft = NewRun(
        "own", "1", b"[pack]\n", 1, "x", {"bills": ("y",)}, "2026-01-01", "given", {}, "duckdb 1", "0.1", 2, {"key": 1}
    )
    first = workspace.runs.add(draft, parquet(workspace, ONE), "ann")
    second = workspace.runs.add(draft, parquet(workspace, ONE), "ben")
    assert (first.id, second.times) == (second.id, 2)
    assert workspace.runs.pack_content(second) == b"[pack]\n"
    assert workspace.runs.get(first.id[:8]) == second
