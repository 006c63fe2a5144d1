"""The embedded database: DuckDB, which reads files where they lie and downloads nothing."""

from __future__ import annotations

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
