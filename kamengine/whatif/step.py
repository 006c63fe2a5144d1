"""One change of some knobs: how accounts move between tiers, and what they are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlglot import exp

from kamengine.engine.migration import OUT_OF_SCOPE, Migration, migration
from kamengine.engine.resident import MAYBE_NOW, MAYBE_WAS, NOW, VALUE, WAS, Change, Resident, Step
from kamengine.engine.run import DIALECT, write_query
from kamengine.language.expressions import Value
from kamengine.language.sql import column
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.whatif.knobs import Knob, knobs_of

_PLACES = {"from": WAS, "to": NOW, "from_possible": MAYBE_WAS, "to_possible": MAYBE_NOW}
_numbers = count(1)


@dataclass(frozen=True)
class Moved:
    """A knob with its value before, and the value it got."""

    knob: Knob
    value: Value


@dataclass(frozen=True)
class Counts:
    """Accounts in scope, by their certain tier; None for those without one."""

    in_scope: int
    tiers: Mapping[str | None, int]
    undecided: int


@dataclass(frozen=True)
class WhatIf:
    """What comes of a change.

    Attributes:
        step: the accounts by the new values.
        moved: every knob that differs, also the weights that share the rest.
        before: the counts with the values of the resident run.
        after: those with the new values.
        migration: who moves from where to where; its table also has ``from_possible`` and ``to_possible``.
    """

    step: Step
    moved: tuple[Moved, ...]
    before: Counts
    after: Counts
    migration: Migration


def moved_by(resident: Resident, sets: Mapping[str, Scalar]) -> tuple[Step, tuple[Moved, ...]]:
    """The step that moving knobs comes to, and the knobs whose value it changes; see `what_if`.

    Raises:
        KamError: a value does not fit, or an account certainly meets two tiers with them.
    """
    checked = resident.checked
    step = resident.step(bind(checked, resident.bindings.as_of, sets))
    step.refuse_clashes()
    before, after = knobs_of(checked, resident.bindings), knobs_of(checked, step.bindings)
    changed = {name: knob for name, knob in before.items() if after[name].value != knob.value}
    return step, tuple(Moved(knob, after[name].value) for name, knob in changed.items())


def what_if(resident: Resident, sets: Mapping[str, Scalar]) -> WhatIf:
    """Move knobs and see who moves.

    Args:
        resident: the run to compare with.
        sets: parameters and weights by name, in place of those of the resident run's pack.

    Raises:
        KamError: a value does not fit, or an account certainly meets two tiers with them.
    """
    step, moved = moved_by(resident, sets)
    was, now = counts(resident.checked, step.changes())
    return WhatIf(step, moved, was, now, _migration(step))


def counts(checked: CheckedPack, changes: Sequence[Change]) -> tuple[Counts, Counts]:
    """The counts before and after a step, from its changes."""
    before = [(change.was, change.maybe_was, change.accounts) for change in changes]
    after = [(change.now, change.maybe_now, change.accounts) for change in changes]
    return _counts(checked, before), _counts(checked, after)


def write_movers(result: WhatIf, path: Path, *, text_in_csv: Callable[[str], str] | None = None) -> None:
    """Write a row per mover to a ``.csv`` or ``.parquet`` file, ordered by account.

    The columns: ``account_id``, ``name``, ``from``, ``to``, ``from_possible``, ``to_possible``, ``value``.

    Args:
        result: has the movers.
        path: the file.
        text_in_csv: SQL for a text from the data as it is to stand in a cell of a CSV file, from SQL for the text;
            None: as it is.

    Raises:
        KamError: the file cannot be written.
    """
    snapshot = result.step.resident.snapshot
    accounts = exp.to_identifier(snapshot.accounts.name, quoted=True).sql(DIALECT)
    name = '"account"."name"' if "name" in snapshot.accounts.columns else "CAST(NULL AS VARCHAR)"
    id = '"moves"."account_id"'
    if text_in_csv is not None and path.suffix.lower() == ".csv":
        id, name = text_in_csv(id), text_in_csv(name)
    columns = ", ".join(f'"moves"."{column}"' for column in (*_PLACES, "value"))
    query = (
        f'SELECT {id} AS "account_id", {name} AS "name", {columns} FROM ({result.migration.movers()}) AS "moves" '
        f'LEFT JOIN {accounts} AS "account" USING ("account_id") ORDER BY "moves"."account_id"'
    )
    write_query(snapshot, query, path)


def _migration(step: Step) -> Migration:
    """The moves as a table, counted."""
    checked, snapshot = step.resident.checked, step.resident.snapshot
    tiers = [tier.tier.id for tier in checked.tiers]
    places = [exp.alias_(_id_of(checked, place), name, quoted=True) for name, place in _PLACES.items()]
    query = step.rows(column("account_id"), *places, exp.alias_(column(VALUE), "value", quoted=True))
    table = f"moves#{next(_numbers)}"
    snapshot.connection.execute(f'CREATE TABLE "{table}" AS {query.sql(DIALECT)}')
    return migration(snapshot.connection, table, tiers, value=checked.pack.value is not None)


def _id_of(checked: CheckedPack, place: str) -> exp.Expr:
    """The id of the tier at a place; NULL for none."""
    case = exp.Case()
    for index, tier in enumerate(checked.tiers):
        case = case.when(_is(place, index), exp.Literal.string(tier.tier.id), copy=False)
    outside = len(checked.tiers) + 1
    return case.when(_is(place, outside), exp.Literal.string(OUT_OF_SCOPE), copy=False)


def _is(place: str, index: int) -> exp.Expr:
    return exp.EQ(this=column(place), expression=exp.Literal.number(index))


def _counts(checked: CheckedPack, places: list[tuple[int, int, int]]) -> Counts:
    names: list[str | None] = [*(tier.tier.id for tier in checked.tiers), None]
    tiers = dict.fromkeys(names, 0)
    undecided = 0
    for certain, possible, accounts in places:
        if certain < len(names):
            tiers[names[certain]] += accounts
            undecided += accounts if certain != possible else 0
    return Counts(sum(tiers.values()), tiers, undecided)
