"""The embedded database: DuckDB, which reads files where they lie and downloads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "preserve_insertion_order": True,
}


def connect(file: Path | None = None, **settings: str | int | bool) -> DuckDBPyConnection:
    """A new database in memory.

    Args:
        file: a new file that holds the tables instead, so that they may be larger than the memory.
        settings: options of DuckDB, such as ``memory_limit="4GB"`` or ``threads=2``.
    """
    import duckdb

    return duckdb.connect(file or ":memory:", config={**_SETTINGS, **settings})


@contextmanager
def scratch() -> Iterator[DuckDBPyConnection]:
    """An empty database in memory for a few questions, gone when the block ends.

    It lies within one that the process keeps, beside those of other blocks and threads, and is there in a tenth of the
    time that a new one takes. So settings of DuckDB stay as they are, and whoever needs others makes a database with
    `connect`. Another cursor for the same tables is made by `beside`.
    """
    name = f"scratch{next(_NUMBERS)}"
    try:
        with _kept().cursor() as connection:
            connection.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
            _NAMES[connection] = name
            yield connection
    finally:  # whatever the connection was in the middle of has ended with it
        with _kept().cursor() as connection:
            connection.execute(f"DETACH DATABASE IF EXISTS {name}")


def beside(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """Another connection to the same tables, for another thread or while rows are fetched from the first."""
    another = connection.cursor()
    if (name := _NAMES.get(connection)) is not None:
        another.execute(f"USE {name}")
        _NAMES[another] = name
    return another


_NUMBERS = count(1)
_NAMES: WeakKeyDictionary[DuckDBPyConnection, str] = WeakKeyDictionary()
"""The name of the database of each connection that `scratch` gave."""


@cache
def _kept() -> DuckDBPyConnection:
    """The database within which the short-lived ones lie. It keeps nothing of files, which may have changed since."""
    return connect(enable_external_file_cache=False)
