"""The embedded database: DuckDB, which reads files where they lie and downloads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

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
    time that a new one takes. So settings of DuckDB stay as they are, and another cursor of the connection would not
    see its tables: whoever needs either makes a database with `connect`.
    """
    name = f"scratch{next(_NUMBERS)}"
    try:
        with _kept().cursor() as connection:
            connection.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
            yield connection
    finally:  # whatever the connection was in the middle of has ended with it
        with _kept().cursor() as connection:
            connection.execute(f"DETACH DATABASE IF EXISTS {name}")


_NUMBERS = count(1)


@cache
def _kept() -> DuckDBPyConnection:
    """The database within which the short-lived ones lie. It keeps nothing of files, which may have changed since."""
    return connect(enable_external_file_cache=False)
