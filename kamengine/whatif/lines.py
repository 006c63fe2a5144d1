"""The lines that a pack draws through an indicator: every number that it is compared with, wherever that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, constant_value
from kamengine.language.sql import Bindings
from kamengine.pack.bind import quantity
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Place, did_you_mean, say

SCORE = "score"
POINTS = "points."
"""Before the id of a part of the scorecard: the points that it gives, as something that looks at an indicator."""


@dataclass(frozen=True)
class Line:
    """A number that an indicator is compared with.

    Attributes:
        value: the number.
        parameters: the parameters that it is made of; none for a number that is written out.
        used_by: what compares: indicators, criteria and tiers by name in the pack, and ``points.PART`` for parts of the
            scorecard.
    """

    value: Decimal
    parameters: tuple[str, ...]
    used_by: tuple[str, ...]


def measures(checked: CheckedPack) -> tuple[str, ...]:
    """What values can be looked at of: numeric indicators and fields that the pack uses, and the score."""
    indicators = [name for name, one in checked.indicators.items() if one.type.numeric]
    fields = [name for name in checked.needed_fields() if checked.symbols[name].type.numeric]
    ordered = [name for name in checked.pack.indicators if name in indicators]
    return (*([SCORE] if checked.parts else []), *ordered, *fields)


def demand_measure(checked: CheckedPack, name: str) -> None:
    """See that values can be looked at of a name.

    Raises:
        KamError: the pack has no such indicator or field, or its values are no numbers.
    """
    known = measures(checked)
    if name in known:
        return
    what = say(
        "{name} is not an indicator or a field with numbers in the pack {pack}", name=name[:80], pack=checked.pack.id
    )
    remedy = did_you_mean(name, known) or say("they are: {names}", names=list(known))
    raise KamError.of(what, remedy, place=Place(key="kam curve"))


def lines_through(checked: CheckedPack, bindings: Bindings, name: str) -> tuple[Line, ...]:
    """The lines of an indicator, a field or the score, lowest first; equal ones made of the same parameters are one."""
    found: dict[tuple[Decimal, tuple[str, ...]], list[str]] = {}
    for value, parameters, user in _found(checked, bindings, name):
        users = found.setdefault((value, parameters), [])
        if user not in users:
            users.append(user)
    return tuple(Line(value, names, tuple(users)) for (value, names), users in sorted(found.items()))


_Found = tuple[Decimal, tuple[str, ...], str]


def _found(checked: CheckedPack, bindings: Bindings, name: str) -> Iterator[_Found]:
    for user, expr in _conditions(checked):
        for line in _compared(expr, name):
            value = constant_value(line, bindings.parameters)
            if isinstance(value, Decimal):
                yield value, node.names(line, "parameter"), user
    for part, _ in checked.parts:
        if part.subject != name:
            continue
        for start in (*(band.start for band in part.bands), *(x for x, _ in part.line)):
            value = quantity(start, bindings)
            if value is not None:
                yield value, (start,) if isinstance(start, str) else (), POINTS + part.id


def _conditions(checked: CheckedPack) -> Iterable[tuple[str, Expr]]:
    """Every condition and formula over facts of accounts, by the name of what it is of."""
    own = ((name, one.expr) for name, one in checked.indicators.items() if one.indicator.ledger is None)
    tiers = ((tier.tier.id, tier.when) for tier in checked.tiers if tier.when is not None)
    return (*own, *checked.criteria.items(), *tiers)


def _compared(expr: Expr, name: str) -> Iterator[Expr]:
    """The constants that a fact is compared with in an expression."""
    for part in node.walk(expr):
        match part:
            case node.Compare(left=left, right=right):
                sides = (left, right) if _is(left, name) else (right, left)
                if _is(sides[0], name) and sides[1].type.constant:
                    yield sides[1]
            case node.Between(item=item, low=low, high=high) if _is(item, name):
                yield from (end for end in (low, high) if end.type.constant)


def _is(expr: Expr, name: str) -> bool:
    return isinstance(expr, node.Name) and (expr.name == name if expr.role != "score" else name == SCORE)
