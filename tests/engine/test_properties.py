"""The engine against the reference: random packs over random portfolios give identical results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings

from kamengine.engine.database import connect
from kamengine.engine.inspect import inspect
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from tests.engine.packs import ACCOUNT_FIELDS, ROW_FIELDS, Portfolio, cases
from tests.engine.reference import Result, TwoTiers, evaluate


def table(
    connection: DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]
) -> Table:
    """A table of the connection with these rows; columns that no row has are left out."""
    columns = [column for column in kinds if any(column in row for row in rows)]
    declared = ", ".join(f'"{column}" {SQL_TYPES[kinds[column]]}' for column in columns)  # type: ignore[index]
    connection.execute(f'CREATE TABLE "{name}" (account_id VARCHAR{", " if columns else ""}{declared})')
    if rows:
        marks = ", ".join("?" * (len(columns) + 1))
        values = [[row["account_id"], *(row.get(column) for column in columns)] for row in rows]
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
    return Table(name, frozenset(columns))


def snapshot(connection: DuckDBPyConnection, checked: CheckedPack, portfolio: Portfolio) -> Snapshot:
    """The portfolio as tables."""
    kinds: dict[str, str] = {**ACCOUNT_FIELDS, **{field.name: field.kind for field in checked.ready_made_fields()}}
    accounts = table(connection, "accounts", portfolio.accounts, kinds)
    ledgers = {name: table(connection, name, rows, ROW_FIELDS) for name, rows in portfolio.ledgers.items()}
    return Snapshot(connection, accounts, ledgers)


def results_of(run: Run) -> list[Result]:
    """The results of a run, in the order of the accounts; points of the first only, since they cost a query."""
    columns = ", ".join(f'"{column}"' for column in run.columns)
    rows = run.snapshot.connection.execute(f'SELECT {columns} FROM "{run.table}" ORDER BY account_id').fetchall()
    found = []
    for index, row in enumerate(rows):
        values = dict(zip(run.columns, row, strict=True))
        inspection = inspect(run, values["account_id"]) if index == 0 and run.checked.parts else None
        found.append(
            Result(
                values["account_id"],
                values["tier"],
                values["tier_possible"],
                values["score_low"],
                values["score_high"],
                {name: values[name] for name in run.checked.criteria},
                {name: values[name] for name in run.checked.indicators},
                inspection.parts if inspection else {},
            )
        )
    return found


def judged(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> list[Result] | None:
    """The results of the reference; None when an account is certain to be in two tiers."""
    try:
        results = evaluate(checked, bind(checked, as_of), portfolio.accounts, portfolio.ledgers)
    except TwoTiers:
        return None
    return [*results[:1], *(replace(result, parts={}) for result in results[1:])]


def classified(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> list[Result] | None:
    """The results of the engine; None when it refuses accounts that are certain to be in two tiers."""
    with connect(threads=1) as connection:
        try:
            return results_of(classify(checked, snapshot(connection, checked, portfolio), as_of))
        except KamError as error:
            assert "certainly" in str(error)
            return None


def demand_agreement(case: tuple[CheckedPack, date, Portfolio]) -> None:
    checked, as_of, portfolio = case
    assert classified(checked, as_of, portfolio) == judged(checked, as_of, portfolio)


LARGE = settings(suppress_health_check=list(HealthCheck))


@settings(LARGE, max_examples=80)
@given(cases())
def test_engine_and_reference_agree(case):
    demand_agreement(case)


@pytest.mark.slow
@settings(LARGE, max_examples=200)
@given(cases())
def test_engine_and_reference_agree_on_many_more(case):
    demand_agreement(case)
