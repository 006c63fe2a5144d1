"""The embedded database: DuckDB in memory, which reads files where they lie and downloads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "preserve_insertion_order": True,
}


def connect(**settings: str | int | bool) -> DuckDBPyConnection:
    """A new in-memory database.

    Args:
        settings: options of DuckDB, such as ``memory_limit="4GB"`` or ``threads=2``.
    """
    import duckdb

    return duckdb.connect(":memory:", config={**_SETTINGS, **settings})
