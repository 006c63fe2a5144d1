"""Everything the engine knows of one account: its facts, its points, and the value of any further expression.

Explanations ask the engine for the values of conditions and operands, so there is one meaning only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kamengine.engine import scoring
from kamengine.engine.called import accounts_meant
from kamengine.engine.query import Layers, build, tier_column
from kamengine.engine.run import DIALECT, Run
from kamengine.engine.snapshot import Snapshot
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, Bindings, SqlWriter
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Fact = Decimal | float | int | str | bool | date | None
"""A value as the engine holds it; None is unknown."""


@dataclass(frozen=True)
class Inspection:
    """One account in scope.

    Attributes:
        values: every field, indicator and criterion by name.
        tier: the best tier that is certain; None if none is.
        tier_possible: the best that is not ruled out.
        tiers: whether each tier's condition is met, by id.
        score: its two ends; None when the pack has no scorecard.
        parts: fewest and most points of each part, by id; equal when its value is known.
        weights: what each part really weighs, by id; under ``renormalise`` the known parts share 100.
        results: the values of the expressions asked for, in their order.
    """

    account_id: str
    values: Mapping[str, Fact]
    tier: str | None
    tier_possible: str | None
    tiers: Mapping[str, bool | None]
    score: tuple[float, float] | None
    parts: Mapping[str, tuple[float, float]]
    weights: Mapping[str, float]
    results: tuple[Fact, ...]


def inspect(run: Run, account_id: str, expressions: Sequence[Expr] = ()) -> Inspection | None:
    """What the engine knows of an account; None when the run has no such account in scope.

    Args:
        run: the results.
        account_id: the account.
        expressions: checked expressions over accounts (not over ledger rows) to evaluate too.
    """
    wanted = tuple(expressions)
    if wanted not in run.inspections:
        run.inspections[wanted] = _query(run.checked, run.snapshot, run.bindings, wanted)
    query = f"SELECT * FROM ({run.inspections[wanted]}) WHERE account_id = ?"
    found = inspections(run.checked, run.bindings, run.snapshot.connection.execute(query, [account_id]), len(wanted))
    return found[0] if found else None


def inspect_all(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> dict[str, Inspection]:
    """Every account in scope of a small snapshot, by id, straight from the query."""
    return inspector(checked, snapshot, bindings)()


def inspector(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> Callable[[], dict[str, Inspection]]:
    """`inspect_all` as a function to call again when the rows of the snapshot have changed; compiled once."""
    query = _query(checked, snapshot, bindings, ())

    def inspect_now() -> dict[str, Inspection]:
        cursor = snapshot.connection.execute(query)
        return {one.account_id: one for one in inspections(checked, bindings, cursor, 0)}

    return inspect_now


def why_absent(run: Run, account_id: str) -> KamError:
    """What to tell someone who asks for an account that the run does not have."""
    connection, shown = run.snapshot.connection, account_id[:60]
    accounts = exp.to_identifier(run.snapshot.accounts.name, quoted=True).sql(DIALECT)
    found = connection.execute(f"SELECT 1 FROM {accounts} WHERE account_id = ?", [account_id]).fetchone()
    if found:
        return KamError.of(
            say("the account {id} is not in the scope of the pack {pack}", id=shown, pack=run.checked.pack.id)
        )
    near = accounts_meant(connection, accounts, account_id, named="name" in run.snapshot.accounts.columns)
    return KamError.of(say("there is no account {id}", id=shown), near)


def _query(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings, expressions: tuple[Expr, ...]) -> str:
    """SQL for everything about every account in scope, with the expressions."""
    return everything(build(checked, snapshot, bindings), SqlWriter(bindings), expressions)


def everything(layers: Layers, writer: SqlWriter, expressions: Sequence[Expr]) -> str:
    """SQL for every column of a query's layers, and for the values of expressions; see `inspections`."""
    extra = [exp.alias_(writer.value(e), _result(i), quoted=True, copy=False) for i, e in enumerate(expressions)]
    return layers.select(exp.Star(), *extra).sql(DIALECT, copy=False)


def inspections(checked: CheckedPack, bindings: Bindings, cursor: DuckDBPyConnection, results: int) -> list[Inspection]:
    """The rows of a query of `everything`.

    Args:
        checked: the pack.
        bindings: its parameters and its date.
        cursor: where the query has been executed.
        results: how many expressions were asked for.
    """
    names = [description[0] for description in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_inspection(checked, bindings, row, results) for row in rows]


def _inspection(checked: CheckedPack, bindings: Bindings, row: Mapping[str, Any], results: int) -> Inspection:
    names = [*checked.fields, *checked.indicators, *checked.criteria]
    points = {part.id: row[scoring.points_column(part)] for part, _ in checked.parts}
    return Inspection(
        row["account_id"],
        {name: row[name] for name in names},
        row["tier"],
        row["tier_possible"],
        {tier.tier.id: row[tier_column(index)] for index, tier in enumerate(checked.tiers)},
        (row[SCORE_LOW], row[SCORE_HIGH]) if checked.parts else None,
        _ranges(checked, bindings, points),
        _weights(checked, bindings, points),
        tuple(row[_result(index)] for index in range(results)),
    )


def _ranges(checked: CheckedPack, bindings: Bindings, points: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    score = checked.pack.score
    ranges = {}
    for part, _ in checked.parts:
        known = points[part.id]
        if isinstance(known, float):
            ranges[part.id] = (known, known)
        elif score is not None and score.missing == "zero":
            ranges[part.id] = (0.0, 0.0)
        else:
            low, high = scoring.points_range(part, bindings)
            ranges[part.id] = (float(low), float(high))
    return ranges


def _weights(checked: CheckedPack, bindings: Bindings, points: Mapping[str, object]) -> dict[str, float]:
    score = checked.pack.score
    weights = {part.id: float(scoring.weight(part, bindings)) for part, _ in checked.parts}
    if score is None or score.missing != "renormalise":
        return weights
    known = sum(weight for id, weight in weights.items() if points[id] is not None)
    if not known:
        return weights
    return {id: weight * 100 / known if points[id] is not None else 0.0 for id, weight in weights.items()}


def _result(index: int) -> str:
    return f"result#{index}"
