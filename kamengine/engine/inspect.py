"""Everything the engine knows of one account: its facts, its points, and the value of any further expression.

Explanations ask the engine for the values of conditions and operands, so there is one meaning only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from kamengine.engine import scoring
from kamengine.engine.query import build, tier_column
from kamengine.engine.run import DIALECT, Run
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, SqlWriter, column
from kamengine.problems import KamError, did_you_mean, say

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
    row = _row(run, account_id, tuple(expressions))
    if row is None:
        return None
    checked = run.checked
    names = [*checked.fields, *checked.indicators, *checked.criteria]
    points = {part.id: row[scoring.points_column(part)] for part, _ in checked.parts}
    return Inspection(
        account_id,
        {name: row[name] for name in names},
        row["tier"],
        row["tier_possible"],
        {tier.tier.id: row[tier_column(index)] for index, tier in enumerate(checked.tiers)},
        (row[SCORE_LOW], row[SCORE_HIGH]) if checked.parts else None,
        _ranges(run, points),
        _weights(run, points),
        tuple(row[_result(index)] for index in range(len(expressions))),
    )


def why_absent(run: Run, account_id: str) -> KamError:
    """What to tell someone who asks for an account that the run does not have."""
    connection, shown = run.snapshot.connection, account_id[:60]
    accounts = exp.to_identifier(run.snapshot.accounts.name, quoted=True).sql(DIALECT)
    found = connection.execute(f"SELECT 1 FROM {accounts} WHERE account_id = ?", [account_id]).fetchone()
    if found:
        return KamError.of(
            say("the account {id} is not in the scope of the pack {pack}", id=shown, pack=run.checked.pack.id)
        )
    query = f"SELECT account_id FROM {accounts} ORDER BY levenshtein(account_id, ?), 1 LIMIT 3"
    near = [str(row[0]) for row in connection.execute(query, [account_id[:200]]).fetchall()]
    return KamError.of(say("there is no account {id}", id=shown), did_you_mean(account_id, near))


def _row(run: Run, account_id: str, expressions: tuple[Expr, ...]) -> dict[str, Any] | None:
    if expressions not in run.inspections:
        run.inspections[expressions] = _query(run, expressions)
    cursor = run.snapshot.connection.execute(run.inspections[expressions], [account_id])
    found = cursor.fetchone()
    if found is None:
        return None
    return dict(zip((description[0] for description in cursor.description or ()), found, strict=True))


def _query(run: Run, expressions: tuple[Expr, ...]) -> str:
    """SQL for everything about the account of a parameter, with the expressions."""
    writer = SqlWriter(run.bindings)
    extra = [exp.alias_(writer.value(e), _result(i), quoted=True) for i, e in enumerate(expressions)]
    layers = build(run.checked, run.snapshot, run.bindings)
    query = layers.select(exp.Star(), *extra).subquery("everything")
    wanted = exp.EQ(this=column("account_id"), expression=exp.Placeholder())
    return exp.select("*").from_(query).where(wanted).sql(DIALECT)


def _ranges(run: Run, points: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    score = run.checked.pack.score
    ranges = {}
    for part, _ in run.checked.parts:
        known = points[part.id]
        if isinstance(known, float):
            ranges[part.id] = (known, known)
        elif score is not None and score.missing == "zero":
            ranges[part.id] = (0.0, 0.0)
        else:
            low, high = scoring.points_range(part, run.bindings)
            ranges[part.id] = (float(low), float(high))
    return ranges


def _weights(run: Run, points: Mapping[str, object]) -> dict[str, float]:
    score = run.checked.pack.score
    weights = {part.id: float(scoring.weight(part, run.bindings)) for part, _ in run.checked.parts}
    if score is None or score.missing != "renormalise":
        return weights
    known = sum(weight for id, weight in weights.items() if points[id] is not None)
    if not known:
        return weights
    return {id: weight * 100 / known if points[id] is not None else 0.0 for id, weight in weights.items()}


def _result(index: int) -> str:
    return f"result#{index}"
