"""Results as files: the same results are the same bytes, so that a run can be computed again and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.parquet import write_parquet
from kamengine.engine.refusals import reason_of
from kamengine.engine.run import Run
from kamengine.engine.sql_text import identifier, path_literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def engine_name() -> str:
    """The engine and its version, which decide the bytes of a file of results: ``duckdb 2.0.0``."""
    import duckdb

    return f"duckdb {duckdb.__version__}"


def keep_results(run: Run, path: Path) -> None:
    """Write results to a Parquet file: a row for each account in scope, ordered by its id.

    The order of rows and columns, the types, the encoding and the row groups depend on the results alone, not on the
    number of threads or on how the engine came by them; another version of the engine may write other bytes for the
    same values.

    Raises:
        OSError: the file cannot be written.
    """
    import duckdb

    columns = ", ".join(map(identifier, run.columns))
    query = f'SELECT {columns} FROM {identifier(run.table)} ORDER BY "account_id"'
    path.touch()  # so that it is the system that says why not
    try:
        write_parquet(run.snapshot.connection, query, path)
    except duckdb.IOException as error:
        raise OSError(None, reason_of(error), str(path)) from error


def kept_results(connection: DuckDBPyConnection, path: Path) -> str:
    """A view of results in a file: what stands after ``FROM``."""
    name = identifier(f"results of {path.stem}")
    source = f"read_parquet({path_literal(str(path))}, hive_partitioning=false)"
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {source}")
    return name


def differing_accounts(connection: DuckDBPyConnection, one: str, other: str) -> int:
    """How many accounts two results, each as it stands after ``FROM``, say something else of, or only one has."""
    query = (
        f"SELECT count(DISTINCT account_id) FROM ((SELECT * FROM {one} EXCEPT SELECT * FROM {other}) "
        f"UNION ALL (SELECT * FROM {other} EXCEPT SELECT * FROM {one}))"
    )
    found = connection.execute(query).fetchone()
    assert found is not None
    return int(found[0])
