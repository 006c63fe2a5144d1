"""Parquet files whose bytes depend on their content alone, so that the content has a name: the hash of the bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.sql_text import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DICTIONARY = 1000
"""A column with more different values than this in a row group (122,880 rows) is written without a dictionary: on
1,000,000 × 25 cells of many values the file took two thirds of the time and was a sixth smaller than by DuckDB's
limit, a fifth of the row group."""


def write_parquet(connection: DuckDBPyConnection, query: str, path: Path) -> int:
    """Write what a query gives; the same rows in the same order are the same bytes.

    From statistics DuckDB 2.0 learns which columns have no NULL, and says so in the file (REQUIRED, not OPTIONAL); what
    it learns depends on the way that led to the rows, so it must not.

    Args:
        connection: where the query runs.
        query: one that says the order of its rows.
        path: the file, which is replaced.

    Returns:
        How many rows were written.

    Raises:
        duckdb.IOException: the file cannot be written.
    """
    how = f"FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT {_DICTIONARY}"
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")
    try:
        copy = connection.execute(f"COPY ({query}) TO {literal(str(path))} ({how})")
        found = copy.fetchone()
    finally:
        connection.execute("RESET disabled_optimizers")
    assert found is not None
    return int(found[0])
