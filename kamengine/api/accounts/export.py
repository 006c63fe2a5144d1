"""Writing a list of accounts to a CSV file, as ``kam accounts --format csv`` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.database import beside
from kamengine.engine.results import ID, TIER
from kamengine.engine.selection import Question, select
from kamengine.engine.sql_text import identifier
from kamengine.problems import KamError, Place, say, system_reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.results import Results

_numbers = count(1)


def every_column(results: Results, *, facts: bool = False) -> tuple[str, ...]:
    """All that a run says of accounts, for scripts; where there are only facts and no pack, the facts."""
    known, checked = results.columns(), results.checked
    if facts:
        return tuple(name for name in known if name not in _OF_RUNS)
    scored = ("score_low", "score_high") if checked.parts else ()
    head = (ID, "name", TIER, "tier_effective", "tier_possible", *scored)
    return (*(name for name in head if name in known), *checked.pack.criteria, *checked.pack.indicators)


def export_accounts(results: Results, question: Question, path: Path, accounts: Sequence[str] | None = None) -> int:
    """Write the accounts that a question means to a new file; texts that spreadsheets take for formulas are defused.

    Args:
        results: what is known of the accounts.
        question: which of them, in which order, with which columns.
        path: the file.
        accounts: only these, by id; None for all.

    Returns:
        How many accounts were written.

    Raises:
        KamError: the file is there already or cannot be written, or the question is not sound.
    """
    from kamengine.api.accounts.cells import spreadsheet_sql

    if path.exists():
        raise KamError.of(say("the file is there already"), say("choose another name"), place=Place(str(path)))
    own = replace(results, connection=beside(results.connection))
    with _chosen(own.connection, accounts) as among:
        selection = select(own, replace(question, among=among))
        try:
            with path.open("xb"):
                pass
            selection.write_csv(path, spreadsheet_sql)
        except OSError as error:
            what = say("cannot be written: {reason}", reason=system_reason(error))
            raise KamError.of(what, say("choose another name"), place=Place(str(path))) from error
        return selection.count


@contextmanager
def _chosen(connection: DuckDBPyConnection, accounts: Sequence[str] | None) -> Iterator[str | None]:
    """A relation with accounts; None for all."""
    if accounts is None:
        yield None
        return
    table = identifier(f"chosen {next(_numbers)}")
    connection.execute(f"CREATE TABLE {table} AS SELECT unnest(?::TEXT[]) AS {identifier(ID)}", [list(accounts)])
    try:
        yield table
    finally:
        connection.execute(f"DROP TABLE {table}")


_OF_RUNS = (TIER, "tier_effective", "tier_possible", "score_low", "score_high")
