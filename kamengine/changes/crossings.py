"""Where a number reaches a line while one fact moves: solved in SQL, for all accounts at once.

Each form that is linear in the fact is turned round: ``x / b - 1 = t`` at ``x = (t + 1) · b``. What rounds on the way
is met half a step beside the line. Positions are in double precision, so whoever uses one looks at the values beside it
too; and forms that are not linear give none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kamengine.changes.worksheet import Cell, Worksheet
from kamengine.engine.run import DIALECT
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, is_computed
from kamengine.language.numbers import DECIMALS
from kamengine.language.sql import SqlWriter
from kamengine.pack.checked import CheckedIndicator

_PASSED_ON = ("coalesce", "least", "greatest")
_UNDONE = {"+": "{{0}} - {}", "-": "{{0}} + {}", "*": "{{0}} / NULLIF({}, 0)", "/": "{{0}} * {}"}
_UPPER: Mapping[str, tuple[bool, ...]] = {
    ">=": (True,),
    "<": (True,),
    ">": (False,),
    "<=": (False,),
    "=": (True, False),
    "<>": (True, False),
}
"""To which side of a line a value exactly on it belongs; an equality has two lines."""

_ALMOST = "1e-4"  # of a step: what is nearer to a value than this is taken for it
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
        sheet: where the steps are worked out.
    """

    fact: str
    moving: Collection[str]
    indicators: Mapping[str, CheckedIndicator]
    writer: SqlWriter
    sheet: Worksheet

    def moves(self, expr: Expr) -> bool:
        """Whether an expression follows the fact."""
        return any(name in self.moving for name in node.names(expr))

    def standing(self, expr: Expr) -> str:
        """SQL for what does not move, in double precision; a date as its number in the calendar."""
        if expr.type.kind == "date":
            day = self.writer.value(expr).sql(DIALECT)
            sql = f"CAST(date_diff('day', DATE '0001-01-01', {day}) + 1 AS DOUBLE)"
        else:
            sql = f"CAST({self.writer.number(expr).sql(DIALECT)} AS DOUBLE)"
        return sql.replace("{", "{{").replace("}", "}}")

    def targets(self, op: str, line: str) -> list[Cell]:
        """The lines of a comparison with something that stands.

        Args:
            op: one of ``= <> < <= > >=``.
            line: SQL for the number that it is compared with.
        """
        return [replace(self.sheet.add(line), upper=upper) for upper in _UPPER[op]]

    def of_comparison(self, op: str, left: Expr, right: Expr) -> Iterator[Cell]:
        """Values of the fact beside which ``left``, which moves, compared with ``right`` comes out otherwise."""
        if self.moves(right):
            yield from self._of_difference(left, right)
            return
        for target in self.targets(op, self.standing(right)):
            for one in self.beside(target, DECIMALS) if is_computed(left) else [target]:
                yield from self.of(left, one)

    def of(self, expr: Expr, target: Cell) -> Iterator[Cell]:
        """Values of the fact at which an expression that moves comes to a target."""
        match expr:
            case node.Name(name=self.fact):
                yield target
            case node.Name(name=name) if name in self.indicators:
                checked = self.indicators[name]
                rounds = checked.type.numeric and checked.type.kind != "integer"
                for one in self.beside(target, checked.indicator.decimals) if rounds else [target]:
                    yield from self.of(checked.expr, one)
            case node.Negative(item=item):
                yield from self.of(item, self._falling("-{0}", target))
            case node.Arithmetic():
                yield from self._of_arithmetic(expr, target)
            case node.Case(branches=branches, default=default):
                values = [value for _, value in branches] + ([default] if default is not None else [])
                yield from self._of_any(values, target)
            case node.Call():
                yield from self._of_call(expr, target)

    def beside(self, target: Cell, places: int) -> Iterator[Cell]:
        """Between which numbers rounding to a multiple of 10^-places passes a target: above it, below it, or either."""
        steps = f"{{0}} * 1e{places}"
        if target.upper is not False:
            yield self._rising(f"(ceil({steps} - {_ALMOST}) - 0.5) / 1e{places}", target)
        if target.upper is not True:
            yield self._rising(f"(floor({steps} + {_ALMOST}) + 0.5) / 1e{places}", target)

    def _rising(self, formula: str, target: Cell) -> Cell:
        return replace(self.sheet.add(formula, target), upper=target.upper)

    def _falling(self, formula: str, target: Cell) -> Cell:
        return replace(self.sheet.add(formula, target), upper=None if target.upper is None else not target.upper)

    def _of_any(self, exprs: Sequence[Expr], target: Cell) -> Iterator[Cell]:
        for expr in exprs:
            if self.moves(expr):
                yield from self.of(expr, target)

    def _of_call(self, call: node.Call, target: Cell) -> Iterator[Cell]:
        name, arguments = call.function.name, call.arguments
        if name in _PASSED_ON:
            yield from self._of_any(arguments, target)
        elif name == "abs":
            yield from self._of_any(arguments, target)
            yield from self._of_any(arguments, self._falling("-{0}", target))
        elif name == "round":
            places = node.constant_value(arguments[1], self.writer.bindings.parameters) if arguments[1:] else Decimal(0)
            assert isinstance(places, Decimal)
            for one in self.beside(target, int(places)):
                yield from self._of_any(arguments[:1], one)
        elif name == "months_between" and self.moves(arguments[0]) != self.moves(arguments[1]):
            yield from self._of_months(arguments[0], arguments[1], target)
        elif name == "days_between" and self.moves(arguments[0]) != self.moves(arguments[1]):
            start, end = arguments
            if self.moves(end):
                yield from self.of(end, self._rising(f"{{0}} + {self.standing(start)}", target))
            else:
                yield from self.of(start, self._falling(f"{self.standing(end)} - {{0}}", target))

    def _of_months(self, start: Expr, end: Expr, target: Cell) -> Iterator[Cell]:
        """About the days on which so many months are completed, and one more."""
        standing, sign = (end, "-") if self.moves(start) else (start, "+")
        day = self.writer.value(standing).sql(DIALECT).replace("{", "{{").replace("}", "}}")
        for months in ("{0}", "{0} + 1"):
            late = f"CAST({day} {sign} to_months(CAST(round({months}) AS INTEGER)) AS DATE)"
            number = f"date_diff('day', DATE '0001-01-01', {late}) + 1"
            cell = self.sheet.add(f"CASE WHEN abs({{0}}) < 10000 THEN CAST({number} AS DOUBLE) END", target)
            yield from self.of(start if sign == "-" else end, cell)

    def _of_arithmetic(self, expr: node.Arithmetic, target: Cell) -> Iterator[Cell]:
        pairs = [("+" if expr.rest[0][0] in "+-" else "*", expr.first), *expr.rest]
        moving = [(op, part) for op, part in pairs if self.moves(part)]
        if len(moving) > 1:
            yield from self._of_linear(expr, target)
            return
        ((own, item),) = moving
        for op, part in pairs:
            if part is not item:
                target = self._rising(_UNDONE[op].format(self.standing(part)), target)
        if own in "*/":
            target = replace(target, upper=None)  # the factors may be negative
        if own == "-":
            target = self._falling("-{0}", target)
        yield from self.of(item, self._rising("1 / NULLIF({0}, 0)", target) if own == "/" else target)

    # ── forms in which the fact stands more than once ────────────────────────────────────────────────────────────────

    def _of_linear(self, expr: node.Arithmetic, target: Cell) -> Iterator[Cell]:
        form = self._linear(expr)
        if form is not None:
            yield self.sheet.add(f"({{0}} - {form[1]}) / NULLIF({form[0]}, 0)", target)

    def _of_difference(self, left: Expr, right: Expr) -> Iterator[Cell]:
        one, other = self._linear(left), self._linear(right)
        if one is None or other is None:
            return
        slope, start = (f"({a} - {b})" for a, b in zip(one, other, strict=True))
        computed = is_computed(left) or is_computed(right)
        for half in ("0", "5e-7", "-5e-7") if computed else ("0",):
            yield self.sheet.add(f"({half} - {start}) / NULLIF({slope}, 0)")

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
                return None if form is None else (f"(-{form[0]})", f"(-{form[1]})")
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
