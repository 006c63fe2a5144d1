"""Older schemas become today's after a backup, whole or not at all; newer ones are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.catalog import Catalog, create_database
from kamengine.workspace.migrations import MIGRATIONS, first_schema, migrate, schema_version
from kamengine.workspace.temporary import TemporaryRoom
from tests.workspace.made import accounts


def add_tags(database):
    database.execute("CREATE TABLE tags (account TEXT NOT NULL, tag TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO tags SELECT 'A', who FROM journal LIMIT 1")


def stop_half_way(database):
    database.execute("CREATE TABLE half (a TEXT)")
    raise sqlite3.OperationalError("no such function: median")


@pytest.fixture
def first(tmp_path):
    """A catalog of version 1 with a row, and a temporary folder."""
    create_database(tmp_path / "kam.db")
    with closing(Catalog(tmp_path / "kam.db")) as catalog, closing(TemporaryRoom(tmp_path / "temporary")) as room:
        migrate(catalog, room, [first_schema])
        with catalog.writing() as database:
            database.execute(
                "INSERT INTO journal (batch, at, who, verb, kind, key) VALUES (1, 't', 'ann', 'set', 'note', '1')"
            )
        yield catalog, room


def backups(catalog):
    return {path.name: path for path in catalog.path.parent.glob("kam.db.*") if "-wal" not in path.name}


def test_an_older_schema_is_copied_and_brought_up_to_date(first):
    catalog, room = first

    migrate(catalog, room, [first_schema, add_tags])

    assert schema_version(catalog) == 2
    assert catalog.rows("SELECT * FROM tags") == [{"account": "A", "tag": "ann"}]
    with closing(sqlite3.connect(catalog.path.with_name("kam.db.before-2"))) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert copy.execute("SELECT who FROM journal").fetchall() == [("ann",)]
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_schema_up_to_date_is_left_alone(first):
    catalog, room = first

    migrate(catalog, room, [first_schema])
    assert not catalog.path.with_name("kam.db.before-1").exists()


def test_a_migration_that_fails_changes_nothing(first):
    catalog, room = first

    with pytest.raises(sqlite3.OperationalError, match="median"):
        migrate(catalog, room, [first_schema, add_tags, stop_half_way])
    assert schema_version(catalog) == 1
    assert {row["name"] for row in catalog.rows("SELECT name FROM sqlite_schema")}.isdisjoint({"tags", "half"})

    migrate(catalog, room, [first_schema, add_tags])
    assert schema_version(catalog) == 2


def test_a_migration_whose_backup_cannot_be_written_does_not_begin(first):
    catalog, room = first
    catalog.path.with_name("kam.db.before-2").mkdir()
    (catalog.path.with_name("kam.db.before-2") / "x").touch()

    with pytest.raises(KamError, match=r"kam\.db\.before-2: cannot be written: Is a directory — nothing was changed"):
        migrate(catalog, room, [first_schema, add_tags])
    assert schema_version(catalog) == 1


def test_a_newer_schema_is_refused_and_left_alone(workspace):
    accounts(workspace)
    newer = len(MIGRATIONS) + 1
    workspace.catalog.database.execute(f"PRAGMA user_version = {newer}")
    workspace.close()

    with pytest.raises(KamError, match=rf"schema {newer}, here {newer - 1}\) — install the newest kamengine"):
        Workspace.open(workspace.folder)
    assert list(workspace.folder.glob("kam.db.before-*")) == []
    with closing(Catalog(workspace.paths.catalog)) as catalog:
        assert schema_version(catalog) == newer


def test_two_programs_that_migrate_at_once_do_it_once(first):
    catalog, room = first
    with closing(Catalog(catalog.path)) as other:
        assert schema_version(other) == 1
        migrate(catalog, room, [first_schema, add_tags])
        migrate(other, room, [first_schema, add_tags])
    assert len(catalog.rows("SELECT * FROM tags")) == 1
