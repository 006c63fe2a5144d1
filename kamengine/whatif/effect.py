"""What a step comes to, by counts alone, and the accounts that it moves: quick enough to follow a line as it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from sqlglot import exp

from kamengine.engine.migration import OUT_OF_SCOPE, matrix_keys, square
from kamengine.engine.resident import NOW, VALUE, WAS, Resident, Step
from kamengine.engine.run import DIALECT
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.whatif.step import Counts, Moved, counts, moved_by

_numbers = count(1)

Tier = str | None
"""The id of a tier, None for no certain one, or `OUT_OF_SCOPE`."""


@dataclass(frozen=True)
class Effect:
    """How accounts move between tiers when knobs move; the same numbers as in `kamengine.whatif.WhatIf`.

    Attributes:
        step: the accounts by the new values.
        knobs: every knob that differs, also the weights that share the rest.
        before: the counts with the values of the resident run.
        after: those with the new values.
        matrix: accounts by where they come from and where they go; see `kamengine.engine.migration.Migration`.
        moved: accounts that go elsewhere.
        up: movers to a better tier.
        down: movers to a worse one.
    """

    step: Step
    knobs: tuple[Moved, ...]
    before: Counts
    after: Counts
    matrix: Mapping[str, Mapping[str, int]]
    moved: int
    up: int
    down: int


@dataclass(frozen=True)
class Mover:
    """An account that a step moves.

    Attributes:
        account_id: the account.
        name: of it; None when nobody said.
        was: its certain tier before.
        now: the one after.
        value: what it is worth by the pack; None when that is unknown, or the pack has no value.
    """

    account_id: str
    name: str | None
    was: Tier
    now: Tier
    value: Decimal | None


@dataclass(frozen=True)
class Movers:
    """The accounts that a step moves.

    Attributes:
        first: those that are worth most, most first.
        value: what all that move are worth; None when that is known of none.
    """

    first: tuple[Mover, ...]
    value: Decimal | None


def effect(resident: Resident, sets: Mapping[str, Scalar]) -> Effect:
    """Move knobs and count who moves.

    Args:
        resident: the run to compare with.
        sets: parameters and weights by name, in place of those of the resident run's pack.

    Raises:
        KamError: a value does not fit, or an account certainly meets two tiers with them.
    """
    checked = resident.checked
    step, moved = moved_by(resident, sets)
    changes = step.changes()
    flows: Counter[tuple[int, int]] = Counter()
    for change in changes:
        flows[change.was, change.now] += change.accounts
    known = len(checked.tiers) + 1  # places with a rank: the tiers, then none
    ranked = [(was, now, n) for (was, now), n in flows.items() if was < known and now < known]
    return Effect(
        step,
        moved,
        *counts(checked, changes),
        matrix=_matrix(checked, flows),
        moved=sum(n for (was, now), n in flows.items() if was != now),
        up=sum(n for was, now, n in ranked if now < was),
        down=sum(n for was, now, n in ranked if now > was),
    )


def movers(step: Step, most: int) -> Movers:
    """The accounts that a step moves.

    Args:
        step: what moves them.
        most: at most so many are looked up.
    """
    resident = step.resident
    connection, accounts = resident.snapshot.connection, resident.snapshot.accounts
    moving = f'"movers#{next(_numbers)}"'
    connection.execute(f"CREATE TABLE {moving} AS {step.movers().sql(DIALECT)}")  # to look at all accounts only once
    try:
        worth = connection.execute(f'SELECT sum("{VALUE}") FROM {moving}').fetchall()[0][0]
        name = '"account"."name"' if "name" in accounts.columns else "CAST(NULL AS VARCHAR)"
        table = exp.to_identifier(accounts.name, quoted=True).sql(DIALECT)
        first = f'SELECT * FROM {moving} ORDER BY "{VALUE}" DESC NULLS LAST, "account_id" LIMIT {int(most)}'
        rows = connection.execute(
            f'SELECT "move"."account_id", {name}, "{WAS}", "{NOW}", "move"."{VALUE}" FROM ({first}) AS "move" '
            f'LEFT JOIN {table} AS "account" USING ("account_id") '
            f'ORDER BY "move"."{VALUE}" DESC NULLS LAST, "move"."account_id"'
        ).fetchall()
    finally:
        connection.execute(f"DROP TABLE {moving}")
    tiers = places(resident.checked)
    return Movers(tuple(Mover(id, name, tiers[was], tiers[now], value) for id, name, was, now, value in rows), worth)


def places(checked: CheckedPack) -> Sequence[Tier]:
    """What each place stands for: the tiers, best first, then no tier, then out of scope."""
    return (*(tier.tier.id for tier in checked.tiers), None, OUT_OF_SCOPE)


def _matrix(checked: CheckedPack, flows: Mapping[tuple[int, int], int]) -> dict[str, dict[str, int]]:
    tiers = places(checked)
    found = {(tiers[was], tiers[now]): n for (was, now), n in flows.items() if n}
    keys = matrix_keys([tier.tier.id for tier in checked.tiers], {place for pair in found for place in pair})
    return square(keys, found, 0)
