"""One pack over one portfolio, by the engine and by the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kamengine.engine.database import scratch
from kamengine.engine.inspect import inspect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import Run, classify
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from kamengine.reference.portfolio import Result, TwoTiers, evaluate

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Portfolio:
    """Accounts and the ledgers that were given."""

    accounts: Sequence[Row]
    ledgers: Mapping[str, Sequence[Row]]


def by_reference(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> list[Result] | None:
    """The results of the reference; None when an account is certain to be in two tiers."""
    try:
        results = evaluate(checked, bind(checked, as_of), portfolio.accounts, portfolio.ledgers)
    except TwoTiers:
        return None
    return [*results[:1], *(replace(result, parts={}) for result in results[1:])]


def by_engine(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> list[Result] | None:
    """The results of the engine; None when it refuses accounts that are certain to be in two tiers."""
    with scratch() as connection:
        try:
            return _results(
                classify(checked, made_up(connection, checked, portfolio.accounts, portfolio.ledgers), as_of)
            )
        except KamError as error:
            assert "meet two tiers" in str(error)
            return None


def _results(run: Run) -> list[Result]:
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
