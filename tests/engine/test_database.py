"""Databases for a few questions: each of its own, in one that the process keeps, and gone when they have been asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from kamengine.engine.database import beside, scratch

DATABASES = "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name LIKE 'scratch%'"


def databases() -> list[str]:
    """Those that are there, besides the one that is asked."""
    with scratch() as connection:
        (own,) = connection.execute("SELECT current_database()").fetchall()[0]
        return [name for (name,) in connection.execute(DATABASES).fetchall() if name != own]


def test_it_is_empty_and_of_its_own():
    with scratch() as one, scratch() as other:
        one.execute("CREATE TABLE facts AS SELECT 1 AS n")
        other.execute("CREATE TABLE facts AS SELECT 2 AS n")
        assert one.execute("FROM facts").fetchall() == [(1,)]
        assert other.execute("FROM facts").fetchall() == [(2,)]
    with scratch() as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("FROM facts")


def test_it_is_gone_also_with_rows_that_nobody_fetched_and_after_an_error():
    with scratch() as connection:
        connection.execute("CREATE VIEW many AS FROM range(1000000)")
        connection.execute("FROM many").fetchmany(3)
    with pytest.raises(duckdb.CatalogException), scratch() as connection:
        connection.execute("FROM nothing")
    with pytest.raises(ZeroDivisionError), scratch() as connection:
        connection.execute("BEGIN; CREATE TABLE half AS SELECT 1")
        raise ZeroDivisionError
    assert databases() == []


def test_one_ends_while_another_goes_on():
    with scratch() as other:
        with scratch() as one:
            one.execute("CREATE TABLE facts AS SELECT 1 AS n")
            other.execute("CREATE TABLE facts AS SELECT 2 AS n")
        assert other.execute("FROM facts").fetchall() == [(2,)]


def test_another_connection_sees_the_same_tables_and_so_does_one_beside_it():
    with scratch() as one:
        one.execute("CREATE TABLE facts AS SELECT unnest(range(3)) AS n")
        rows = one.execute("FROM facts ORDER BY n")
        with beside(one) as other, beside(other) as third:
            assert rows.fetchone() == (0,)
            other.execute("CREATE TABLE more AS FROM facts")
            assert third.execute("SELECT count(*) FROM more").fetchall() == [(3,)]
            assert rows.fetchall() == [(1,), (2,)]
    with scratch() as own:
        own.execute("CREATE TABLE facts AS SELECT 1 AS n")
        assert beside(own).execute("FROM facts").fetchall() == [(1,)]


def test_threads_have_each_their_own():
    def asked(number: int) -> int:
        with scratch() as connection:
            connection.execute("CREATE TABLE facts AS SELECT unnest(range(?)) AS n", [number])
            return int(connection.execute("SELECT count(*) FROM facts").fetchall()[0][0])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asked, range(40))) == list(range(40))
    assert databases() == []


def test_a_file_that_was_replaced_is_read_anew(tmp_path):
    file = str(tmp_path / "n.parquet")
    for number in (1, 2):
        with scratch() as connection:
            connection.execute(f"COPY (SELECT {number} AS n) TO '{file}'")
        with scratch() as connection:
            assert connection.execute("FROM read_parquet(?)", [file]).fetchall() == [(number,)]


def test_nothing_is_downloaded_there_either():
    with scratch() as connection:
        names = ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions")
        settings = connection.execute("SELECT value FROM duckdb_settings() WHERE list_contains(?, name)", [names])
        assert settings.fetchall() == [("false",)] * len(names)
