"""The count along the whole line at once, where a knob is only ever compared with one fact.

Then an account has one tier below its own value of that fact and one above: two runs, one with the line below every
value and one with it above, say both, and adding up along the sorted values gives the count at every possible line.
Nothing is assumed about whether it rises or falls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from sqlglot import exp

from kamengine.engine.dependence import SCOPE
from kamengine.engine.resident import NOW, Resident, Step
from kamengine.engine.run import DIALECT
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import column
from kamengine.pack.check_score import quantities
from kamengine.pack.checked import CheckedPack
from kamengine.whatif.span import Span

Side = Literal["at or above", "above"]
"""What of the fact the line lets in: ``fact >= line``, or only ``fact > line``."""

_SIDES: dict[str, Side] = {">=": "at or above", "<": "at or above", ">": "above", "<=": "above"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Compared:
    """The one fact that a knob is compared with, and whether a value at the line is in."""

    fact: str
    side: Side


@dataclass(frozen=True)
class Stretch:
    """The lines that all give the same count."""

    span: Span
    count: int


def compared(resident: Resident, knob: str) -> Compared | None:
    """The fact that a parameter is compared with wherever it stands; None where it is used in any other way."""
    checked, dependence = resident.checked, resident.dependence
    affected = dependence.dependents([knob])
    found = set(_uses(checked, knob))
    if len(found) != 1 or SCOPE in affected or dependence.look_at_all(affected):
        return None
    (one,) = found
    return one if one is not None and one.fact not in affected else None


def curve(resident: Resident, knob: str, fact: Compared, tier: int, within: Span) -> list[Stretch]:
    """The count of a tier at every line of a span, from the lowest to the highest.

    Args:
        resident: the run.
        knob: the parameter.
        fact: what it is compared with (see `compared`).
        tier: the place of the tier in the pack.
        within: which lines.
    """
    connection, value = resident.snapshot.connection, column(fact.fact).sql(DIALECT)
    least, most = connection.execute(f'SELECT min({value}), max({value}) FROM "{resident.table}"').fetchall()[0]
    low, high = (Decimal(0), Decimal(0)) if least is None else (_decimal(least), _decimal(most))
    below, above = _at(resident, knob, low - abs(low) - 1), _at(resident, knob, high + abs(high) + 1)
    query = _CHANGES.format(below=_members(below, fact, tier), above=_members(above, fact, tier))
    changes = [(_decimal(v), int(change)) for v, change in connection.execute(query).fetchall()]
    return list(_stretches(changes, accounts_at(below, tier), fact.side == "above", within))


def accounts_at(step: Step, tier: int) -> int:
    """How many accounts a step puts at a place of the pack."""
    return sum(change.accounts for change in step.changes() if change.now == tier)


_CHANGES = """
SELECT v, sum(n)::BIGINT AS "change"
FROM (SELECT v, -count(*) AS n FROM ({below}) GROUP BY v UNION ALL SELECT v, count(*) FROM ({above}) GROUP BY v)
WHERE v IS NOT NULL GROUP BY v HAVING sum(n) <> 0 ORDER BY v
"""


def _members(step: Step, fact: Compared, tier: int) -> str:
    """The query for the fact of each account that a step puts at a place."""
    rows = step.rows(exp.alias_(column(fact.fact), "v"))
    return rows.where(exp.EQ(this=column(NOW), expression=exp.Literal.number(tier)), copy=False).sql(DIALECT)


def _at(resident: Resident, knob: str, value: Decimal) -> Step:
    """The step with a knob at a value that the pack need not allow."""
    parameters = {**resident.bindings.parameters, knob: value}
    return resident.step(replace(resident.bindings, parameters=parameters))


def _decimal(value: Decimal | float | int) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _stretches(changes: list[tuple[Decimal, int]], start: int, above: bool, within: Span) -> Iterator[Stretch]:
    """Stretches between the values at which the count changes, those within a span only."""
    here, low, included = start, within.low, True
    for value, change in changes:
        if value < low or (above and value == low):
            here += change
            continue
        if value > within.high or (value == within.high and not above):
            break
        yield Stretch(Span(low, value, included, not above), here)
        low, included = value, above
        here += change
    if low < within.high or included:
        yield Stretch(Span(low, within.high, included, True), here)


# ── where a knob stands ──────────────────────────────────────────────────────────────────────────────────────────────


def _uses(checked: CheckedPack, knob: str) -> Iterator[Compared | None]:
    """Each use of a parameter: what it is compared with, or None for a use of another kind."""
    for indicator in checked.indicators.values():
        if indicator.indicator.ledger is None:
            yield from _in(indicator.expr, knob)
        elif any(knob in node.names(expr, "parameter") for expr in (indicator.expr, indicator.where) if expr):
            yield None
    conditions = [*checked.criteria.values(), *(tier.when for tier in checked.tiers if tier.when is not None)]
    for condition in conditions:
        yield from _in(condition, knob)
    for part, _ in checked.parts:
        for number, path in quantities(part):
            if number == knob:
                yield Compared(part.subject, "at or above") if path[-1] == "from" else None


def _in(expr: Expr, knob: str) -> Iterator[Compared | None]:
    match expr:
        case node.Compare(op=op, left=left, right=right) if op in _SIDES:
            yield from _comparison(op, left, right, knob)
        case node.Between(item=item, low=low, high=high):
            yield from _comparison(">=", item, low, knob)
            yield from _comparison("<=", item, high, knob)
        case node.Name(name=name, role="parameter") if name == knob:
            yield None
        case _:
            for part in node.children(expr):
                yield from _in(part, knob)


def _comparison(op: str, left: Expr, right: Expr, knob: str) -> Iterator[Compared | None]:
    if _is_knob(left, knob):
        left, right, op = right, left, _MIRRORED[op]
    if _is_knob(right, knob) and isinstance(left, node.Name) and left.role in ("field", "indicator"):
        yield Compared(left.name, _SIDES[op])
    else:
        yield from _in(left, knob)
        yield from _in(right, knob)


def _is_knob(expr: Expr, knob: str) -> bool:
    return isinstance(expr, node.Name) and expr.role == "parameter" and expr.name == knob
