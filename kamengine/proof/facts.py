"""The facts of an account that a pack looks at: what each can be, and values at the lines that the pack draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type, names
from kamengine.pack.checked import CheckedPack
from kamengine.proof.overall import pinned_names, portfolio_calls

MONEY_PLACES = 4
_AT_LEAST_ZERO = ("count", "count_distinct", "days_since_last", "longest_gap", "portfolio_count")
_SHARES = ("share_of_total", "cumulative_share", "percentile_of", "top_share", "gini")
_FROM_ONE = ("rank_of",)
_ALWAYS_KNOWN = ("rank_of", "percentile_of", "portfolio_count")
_ROOM = Context(prec=100)


@dataclass(frozen=True)
class Fact:
    """One fact that an account can have or lack.

    Attributes:
        name: of a field, of an indicator over a ledger, or the text of a call over the whole portfolio.
        type: of its values.
        places: of a number: how many decimals it can have; None: any double.
        low: the least that it can be, when that is certain.
        usual: the least and the most that a witness may have; None for no limit.
        computed: it is an indicator.
        call: it is the value of a function over the whole portfolio, named by the text of the call.
        sure: it is known wherever what it looks at is.
        past: it is a date from a ledger, which in practice is not after the as-of date.
    """

    name: str
    type: Type
    places: int | None = None
    low: Decimal | None = None
    usual: tuple[Decimal | None, Decimal | None] = (None, None)
    computed: bool = False
    call: bool = False
    past: bool = False
    sure: bool = False

    @property
    def largest(self) -> int | None:
        """What no value is beyond in size; None for numbers in double precision, and for texts."""
        match self.type.kind:
            case "integer":
                return 2**63
            case "date":
                return date.max.toordinal()
        return None if not self.type.decimal else 10**34 if self.computed else 10**14

    def held(self, value: Any) -> Any:
        """A number as the engine holds it: an `int`, a `Decimal`, a `float`; other values as they are."""
        if not self.type.numeric or value is None:
            return value
        if self.type.kind == "integer":
            return int(value)
        return Decimal(value) if self.type.decimal else float(value)

    def forms(self, number: Fraction) -> Iterator[Any]:
        """A number that a solver chose, as values that can be: plainer ones first."""
        for places in dict.fromkeys((min(2, self._most_places), self._most_places)):
            exact = Decimal(round(number * 10**places)).scaleb(-places, _ROOM)
            yield self.held(exact)
        if self.places is None:
            yield self._nearest(number)

    def _nearest(self, number: Fraction) -> Any:
        try:
            return number.numerator / number.denominator
        except OverflowError:
            return 0.0

    @property
    def _most_places(self) -> int:
        """How many decimals a value that somebody writes can have."""
        most = MONEY_PLACES if self.type.decimal else 6
        return most if self.places is None else min(self.places, most)

    def step(self) -> Decimal:
        """The least difference between two values that people tell apart."""
        return Decimal(1).scaleb(-self._most_places)


def facts_of(checked: CheckedPack) -> dict[str, Fact]:
    """Every fact that can matter to a pack, by name: fields, indicators over ledgers, calls over the portfolio."""
    found: dict[str, Fact] = {}
    for name in checked.needed_fields():
        if name not in checked.indicators and name not in checked.criteria:
            found[name] = _field(checked, name)
    for part, _ in checked.parts:
        if part.subject in checked.fields:
            found.setdefault(part.subject, _field(checked, part.subject))
    for name, one in checked.indicators.items():
        if one.indicator.ledger is not None:
            found[name] = _indicator(checked, name)
    for name in pinned_names(checked):
        for text, call in portfolio_calls(_expression(checked, name)).items():
            low, usual = _range(call)
            places = 0 if call.type.kind == "integer" else None
            sure = call.function.name in _ALWAYS_KNOWN
            found[text] = Fact(text, call.type, places, low, usual, call=True, sure=sure)
    return found


def depends_on(checked: CheckedPack, expr: Expr, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts that an expression depends on, down through criteria, indicators and the score."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    open_ = _used(expr)
    while open_:
        name = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in facts:
            found[name] = None
        elif name == "score":
            open_ += [part.subject for part, _ in checked.parts]
        elif name in checked.criteria or name in checked.indicators:
            open_ += _used(_expression(checked, name))
    return tuple(name for name in facts if name in found)


def factors_in(checked: CheckedPack, expr: Expr, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts that others are multiplied by or divided by, wherever the expression looks."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    open_ = [expr]
    while open_:
        for part in node.walk(open_.pop()):
            if isinstance(part, node.Arithmetic) and part.rest[0][0] in "*/":
                varying = [p for p in (part.first, *(p for _, p in part.rest)) if depends_on(checked, p, facts)]
                found |= dict.fromkeys(name for factor in varying[1:] for name in depends_on(checked, factor, facts))
            if isinstance(part, node.Name) and part.name not in seen and part.name not in facts:
                seen.add(part.name)
                open_ += _definitions(checked, part)
    return tuple(found)


def _definitions(checked: CheckedPack, name: node.Name) -> list[Expr]:
    if name.role == "score":
        return [checked.indicators[p.subject].expr for p, _ in checked.parts if p.subject in checked.indicators]
    return [_expression(checked, name.name)] if name.role in ("indicator", "criterion") else []


def _expression(checked: CheckedPack, name: str) -> Expr:
    return checked.criteria[name] if name in checked.criteria else checked.indicators[name].expr


def _used(expr: Expr) -> list[str]:
    return [*names(expr, "field", "indicator", "criterion", "score"), *portfolio_calls(expr)]


def _field(checked: CheckedPack, name: str) -> Fact:
    places = {"integer": 0, "date": 0, "money": MONEY_PLACES}.get(checked.fields[name].kind)
    return Fact(name, checked.symbols[name].type, places)


def _indicator(checked: CheckedPack, name: str) -> Fact:
    one = checked.indicators[name]
    places = 0 if one.type.kind in ("integer", "date") else one.indicator.decimals
    low, usual = _range(one.expr) if isinstance(one.expr, node.Call) else (None, (None, None))
    return Fact(name, one.type, places, low, usual, computed=True, past=one.type.kind == "date")


def _range(call: node.Call) -> tuple[Decimal | None, tuple[Decimal | None, Decimal | None]]:
    """The least value that a function can have, and between what its values lie in practice."""
    zero, one = Decimal(0), Decimal(1)
    if call.function.name in _AT_LEAST_ZERO:
        return zero, (zero, None)
    if call.function.name in _SHARES:
        return None, (zero, one)
    return (one, (one, None)) if call.function.name in _FROM_ONE else (None, (None, None))
