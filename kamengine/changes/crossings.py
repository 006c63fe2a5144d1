"""Where a number reaches a line while one fact moves: solved in SQL, for all accounts at once.

Each form that is linear in the fact is turned round: ``x / b - 1 = t`` at ``x = (t + 1) · b``. What rounds on the way
is met half a step beside the line. Positions are in double precision, so whoever uses one looks at the values beside it
too; and forms that are not linear give none.

Targets and positions are lists in SQL: each step of the way back maps one list to the next, so it is written once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamengine.engine.run import DIALECT
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, is_computed
from kamengine.language.numbers import DECIMALS
from kamengine.language.sql import SqlWriter
from kamengine.pack.checked import CheckedIndicator

Doubles = str
"""SQL for a list of numbers in double precision."""

_PASSED_ON = ("coalesce", "least", "greatest")
_UNDONE = {"+": "t - {}", "-": "t + {}", "*": "t / NULLIF({}, 0)", "/": "t * {}"}
_Form = tuple[str, str]
"""SQL for slope and value at 0."""


@dataclass(frozen=True)
class Crossings:
    """Solves for one fact.

    Attributes:
        fact: its name.
        moving: the fact and everything that is computed from it.
        indicators: of the pack.
        writer: writes what does not move, as columns of the accounts as they are.
    """

    fact: str
    moving: Collection[str]
    indicators: Mapping[str, CheckedIndicator]
    writer: SqlWriter

    def moves(self, expr: Expr) -> bool:
        """Whether an expression follows the fact."""
        return any(name in self.moving for name in node.names(expr))

    def standing(self, expr: Expr) -> str:
        """SQL for what does not move, in double precision; a date as its number in the calendar."""
        if expr.type.kind == "date":
            day = self.writer.value(expr).sql(DIALECT)
            return f"CAST(date_diff('day', DATE '0001-01-01', {day}) + 1 AS DOUBLE)"
        return f"CAST({self.writer.number(expr).sql(DIALECT)} AS DOUBLE)"

    def of_comparison(self, left: Expr, right: Expr) -> Iterator[Doubles]:
        """Values of the fact beside which ``left``, which moves, compared with ``right`` comes out otherwise."""
        if self.moves(right):
            yield from self._of_difference(left, right)
            return
        targets = f"[{self.standing(right)}]"
        yield from self.of(left, beside(targets, DECIMALS) if is_computed(left) else targets)

    def of(self, expr: Expr, targets: Doubles) -> Iterator[Doubles]:
        """Values of the fact at which an expression that moves comes to one of the targets."""
        match expr:
            case node.Name(name=self.fact):
                yield targets
            case node.Name(name=name) if name in self.indicators:
                checked = self.indicators[name]
                rounds = checked.type.numeric and checked.type.kind != "integer"
                yield from self.of(checked.expr, beside(targets, checked.indicator.decimals) if rounds else targets)
            case node.Negative(item=item):
                yield from self.of(item, each(targets, "-t"))
            case node.Arithmetic():
                yield from self._of_arithmetic(expr, targets)
            case node.Case(branches=branches, default=default):
                values = [value for _, value in branches] + ([default] if default is not None else [])
                yield from self._of_any(values, targets)
            case node.Call():
                yield from self._of_call(expr, targets)

    def _of_any(self, exprs: Sequence[Expr], targets: Doubles) -> Iterator[Doubles]:
        for expr in exprs:
            if self.moves(expr):
                yield from self.of(expr, targets)

    def _of_call(self, call: node.Call, targets: Doubles) -> Iterator[Doubles]:
        name, arguments = call.function.name, call.arguments
        if name in _PASSED_ON:
            yield from self._of_any(arguments, targets)
        elif name == "abs":
            yield from self._of_any(arguments, several(targets, "t", "-t"))
        elif name == "round":
            places = node.constant_value(arguments[1], self.writer.bindings.parameters) if arguments[1:] else Decimal(0)
            assert isinstance(places, Decimal)
            yield from self._of_any(arguments[:1], beside(targets, int(places)))
        elif name == "days_between" and self.moves(arguments[0]) != self.moves(arguments[1]):
            start, end = arguments
            if self.moves(end):
                yield from self.of(end, each(targets, f"t + {self.standing(start)}"))
            else:
                yield from self.of(start, each(targets, f"{self.standing(end)} - t"))

    def _of_arithmetic(self, expr: node.Arithmetic, targets: Doubles) -> Iterator[Doubles]:
        pairs = [("+" if expr.rest[0][0] in "+-" else "*", expr.first), *expr.rest]
        moving = [(op, part) for op, part in pairs if self.moves(part)]
        if len(moving) > 1:
            form = self._linear(expr)
            if form is not None:
                yield each(targets, f"(t - {form[1]}) / NULLIF({form[0]}, 0)")
            return
        ((own, item),) = moving
        for op, part in pairs:
            if part is not item:
                targets = each(targets, _UNDONE[op].format(self.standing(part)))
        undone = {"-": "-t", "/": "1 / NULLIF(t, 0)"}
        yield from self.of(item, each(targets, undone[own]) if own in undone else targets)

    # ── forms in which the fact stands more than once ────────────────────────────────────────────────────────────────

    def _of_difference(self, left: Expr, right: Expr) -> Iterator[Doubles]:
        one, other = self._linear(left), self._linear(right)
        if one is None or other is None:
            return
        slope, start = (f"({a} - {b})" for a, b in zip(one, other, strict=True))
        computed = is_computed(left) or is_computed(right)
        yield each("[0.0, 5e-7, -5e-7]" if computed else "[0.0]", f"(t - {start}) / NULLIF({slope}, 0)")

    def _linear(self, expr: Expr) -> _Form | None:
        """Slope and value at 0 of an expression, rounding left aside; None where it is not linear in the fact."""
        if not self.moves(expr):
            return "0.0::DOUBLE", self.standing(expr)
        match expr:
            case node.Name(name=self.fact):
                return "1.0::DOUBLE", "0.0::DOUBLE"
            case node.Name(name=name) if name in self.indicators:
                return self._linear(self.indicators[name].expr)
            case node.Negative(item=item):
                form = self._linear(item)
                return None if form is None else (f"-{form[0]}", f"-{form[1]}")
            case node.Arithmetic(first=first, rest=rest):
                form = self._linear(first)
                for op, part in rest:
                    form = self._joined(form, op, part)
                return form
        return None

    def _joined(self, form: _Form | None, op: str, part: Expr) -> _Form | None:
        other = self._linear(part)
        if form is None or other is None:
            return None
        if op in "+-":
            return f"({form[0]} {op} {other[0]})", f"({form[1]} {op} {other[1]})"
        if self.moves(part):
            return None
        by = f"{op} NULLIF({other[1]}, 0)" if op == "/" else f"* {other[1]}"
        return f"({form[0]} {by})", f"({form[1]} {by})"


def each(numbers: Doubles, formula: str) -> Doubles:
    """A formula of each number ``t`` of a list."""
    return f"list_transform({numbers}, lambda t: {formula})"


def several(numbers: Doubles, *formulas: str) -> Doubles:
    """Several formulas of each number ``t`` of a list, in one list."""
    return f"flatten({each(numbers, '[' + ', '.join(formulas) + ']')})"


def beside(targets: Doubles, places: int) -> Doubles:
    """For each target, the two numbers between which all is rounded to the multiple of 10^-places nearest to it."""
    scale = f"1e{places}"
    return several(targets, *(f"(round(t * {scale}) {half}) / {scale}" for half in ("- 0.5", "+ 0.5")))
