"""The catalog as SQLite: shared by processes, safe over a power failure, plain about what it cannot do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from kamengine.problems import KamError
from kamengine.workspace.catalog import Catalog, create_database, prepare


def test_how_it_is_opened(workspace):
    pragmas = {name: workspace.catalog.rows(f"PRAGMA {name}")[0][name] for name in ("journal_mode", "foreign_keys")}

    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
    assert workspace.catalog.rows("PRAGMA synchronous")[0]["synchronous"] == 2, "full: kept by the disk at each commit"


@pytest.mark.skipif(os.name == "nt", reason="needs SQLite for Unix")
def test_a_file_system_without_shared_memory(tmp_path):
    path = tmp_path / "kam.db"
    address = f"{path.as_uri()}?vfs=unix-dotfile"  # locks by files beside it, as where the file system has no locks
    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection,
        pytest.raises(
            KamError, match=r"kam\.db: the file system has no shared memory, .* — move the workspace to a disk"
        ),
    ):
        prepare(path, connection)


def test_a_writer_waits_for_another(workspace):
    """The second begins while the first is at work; both are there in the end, one after the other."""
    order: list[str] = []

    def second():
        with closing(Catalog(workspace.paths.catalog)) as other:
            begun.set()
            with other.writing():
                order.append("second")

    begun = threading.Event()
    thread = threading.Thread(target=second)
    with workspace.catalog.writing():
        thread.start()
        begun.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_readers_do_not_wait_for_a_writer(workspace):
    with workspace.transaction("ann") as change:
        change.note("set", "note", "1")
        with closing(Catalog(workspace.paths.catalog)) as other:
            assert other.rows("SELECT count(*) AS n FROM journal") == [{"n": 0}]
    assert workspace.journal.last() == 1


def test_an_empty_database_is_made_once(tmp_path):
    path = tmp_path / "kam.db"
    create_database(path)
    with closing(Catalog(path)) as catalog, catalog.writing() as database:
        database.execute("CREATE TABLE kept (a TEXT)")

    create_database(path)
    with closing(Catalog(path)) as catalog:
        assert catalog.rows("SELECT name FROM sqlite_schema") == [{"name": "kept"}]


def test_a_database_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(KamError, match=r"kam\.db: the catalog cannot be opened — see whether it is there"):
        create_database(tmp_path / "nowhere" / "kam.db")


def test_what_is_read_needs_no_more_than_sqlite(workspace):
    """What changes are made with is loaded by the first change: it costs a part of the time in which the app starts."""
    code = (
        "import sys; from pathlib import Path; from kamengine.workspace import Workspace\n"
        "with Workspace.open(Path(sys.argv[1])) as workspace: rows = workspace.catalog.rows('SELECT 1 AS one')\n"
        "print(rows, 'sqlite_utils' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(workspace.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[{'one': 1}] False"
