"""What a condition means, one account at a time, in plain Python: slow, and the judge of the SQL.

Written from ``docs/language.md``. Values: a number that is held as a decimal is a `Decimal`, an integer an `int`, every
other number a `float`; unknown is None.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type, is_computed
from kamengine.language.numbers import (
    DECIMALS,
    FINE_PLACES,
    LARGEST,
    MONEY_PLACES,
    money_times,
    round_decimal,
    round_float,
    to_decimal,
)
from kamengine.language.sql import Bindings

_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CALCULATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_DOUBLE = Type("number")


def exactly() -> AbstractContextManager[Context]:
    """Decimals with room for every digit, for as long as something is evaluated."""
    return localcontext(prec=500)


def all_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene's and."""
    known = list(truths)
    return False if False in known else None if None in known else True


def any_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene's or."""
    known = list(truths)
    return True if True in known else None if None in known else False


def negated(truth: bool | None) -> bool | None:
    """Kleene's not."""
    return None if truth is None else not truth


def _no_rows(call: node.Call) -> Any:
    raise TypeError(f"{call.function.name} outside a ledger")


@dataclass(frozen=True)
class Evaluator:
    """Evaluates expressions for one account, or for one row of a ledger; to be used within `exactly`.

    Attributes:
        bindings: the as-of date, the parameters and the tables.
        fact: the value of a field, an indicator or a criterion, by name.
        score: the score's low and high end.
        rows: the value of a call of a ledger function.
        portfolio: the value of a call of a portfolio function.
    """

    bindings: Bindings
    fact: Callable[[str], Any]
    score: Callable[[], tuple[float, float]] = lambda: (0.0, 100.0)
    rows: Callable[[node.Call], Any] = _no_rows
    portfolio: Callable[[node.Call], Any] = _no_rows

    def value(self, expr: Expr) -> Any:
        """The value of an expression; None where it is unknown, or a number too large for the computer."""
        value = self._value(expr)
        computed = isinstance(value, float | Decimal) and not isinstance(expr, node.Name)
        return None if computed and not abs(float(value)) <= LARGEST else value

    def number(self, expr: Expr) -> float | None:
        """The value of a number in double precision."""
        value = self.value(expr)
        return None if value is None else float(value)

    def represented(self, expr: Expr, type: Type) -> Any:
        """The value as values of a type are held: where doubles are about, decimals become doubles."""
        if type.numeric and not type.decimal and type.kind != "integer":
            return self.number(expr)
        return self.value(expr)

    def _value(self, expr: Expr) -> Any:
        match expr:
            case node.Constant(value=value):
                return value
            case node.Name(name=name, role=role):
                return self._named(name, role)
            case node.Compare(op=op, left=left, right=right):
                return self._compared(op, left, right)
            case node.Between(item=item, low=low, high=high):
                return all_of((self._compared(">=", item, low), self._compared("<=", item, high)))
            case node.In(item=item, options=options):
                return self._member(item, options)
            case node.Like(item=item, pattern=pattern):
                return like(self.value(item), pattern)
            case node.IsNull(item=item):
                return self.value(item) is None
            case node.Not(item=item):
                return negated(self.value(item))
            case node.Logic(op=op, items=items):
                return (all_of if op == "and" else any_of)(self.value(item) for item in items)
            case node.Arithmetic():
                return self._arithmetic(expr)
            case node.Negative(item=item):
                value = self._operand(item, exact=expr.type.decimal)
                return None if value is None else -value
            case node.Case():
                return self._case(expr)
            case node.Call():
                return self._call(expr)
        raise TypeError(f"not an expression: {expr!r}")

    def _named(self, name: str, role: node.Role) -> Any:
        match role:
            case "parameter":
                return self.bindings.parameters[name]
            case "table":
                return self.bindings.tables[name]
            case "as_of":
                return self.bindings.as_of
        return self.fact(name)

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _compared(self, op: str, left: Expr, right: Expr) -> bool | None:
        if _is_score(right):
            left, right, op = right, left, _MIRRORED[op]
        if _is_score(left):
            return compare_interval(op, *self.score(), self._operands(right, exact=False)[0])
        a, b = self._operands(left, right, exact=_held_exactly(left, right))
        return None if a is None or b is None else _ORDERINGS[op](a, b)

    def _operands(self, *exprs: Expr, exact: bool) -> list[Any]:
        """The sides of a comparison: exact where all are, else doubles, rounded where they are computed."""
        return [self._double_to_compare(e) if e.type.numeric and not exact else self.value(e) for e in exprs]

    def _double_to_compare(self, expr: Expr) -> float | None:
        number = self.number(expr)
        return round_float(number) if number is not None and is_computed(expr) else number

    def _member(self, item: Expr, options: tuple[Expr, ...]) -> bool | None:
        exact = _held_exactly(item, *options)
        value, *others = self._operands(item, *options, exact=exact)
        if value is None:
            return None
        return any_of(None if other is None else value == other for other in others)

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _arithmetic(self, expr: node.Arithmetic) -> Any:
        if node.is_exact_product(expr):
            return self._exact_product(expr)
        exact = expr.type.decimal
        total = self._operand(expr.first, exact)
        for op, part in expr.rest:
            value = self.number(part) if op == "/" else self._operand(part, exact)
            if total is None or value is None or (op == "/" and value == 0):
                return None
            total = _CALCULATIONS[op](total, value)
        return total

    def _exact_product(self, expr: node.Arithmetic) -> Decimal | None:
        """Money times one number after the other."""
        money, numbers = node.factors(expr)
        amount, places = self._value(money), FINE_PLACES if money.type.fine else MONEY_PLACES
        total: Decimal | None = None if amount is None else round_decimal(amount, places)
        for number in numbers:
            value = self.value(number)
            total = None if total is None or value is None else money_times(total, value)
        return total

    def _operand(self, expr: Expr, exact: bool) -> Any:
        """A summand or factor; an intermediate result may be infinite, the whole may not."""
        if exact:
            return self._value(expr)
        if isinstance(expr, node.Arithmetic | node.Negative) and not expr.type.decimal:
            return self._value(expr)
        return self.number(expr)

    def _case(self, expr: node.Case) -> Any:
        for condition, value in expr.branches:
            match self.value(condition):
                case True:
                    return self.represented(value, expr.type)
                case None:
                    return None
        return None if expr.default is None else self.represented(expr.default, expr.type)

    def _call(self, expr: node.Call) -> Any:
        function = expr.function
        if function.scope == "ledger":
            return self.rows(expr)
        if function.scope == "portfolio":
            return self.portfolio(expr)
        arguments = [self.argument(expr, argument) for argument in expr.arguments]
        if function.unknown != "own" and None in arguments:
            return None
        return as_held(function.reference(*arguments), expr.type)

    def argument(self, call: node.Call, expr: Expr) -> Any:
        """An argument in the form that the function asks for."""
        if not expr.type.numeric or (isinstance(expr, node.Name) and expr.role == "table"):
            return self._value(expr)
        match call.function.numbers:
            case "float":
                return self.number(expr)
            case "decimal":
                if expr.type.fine and call.function.dated:
                    fine = self.value(expr)
                    return None if fine is None else round_decimal(fine, DECIMALS)
                value = self.value(expr)
                return to_decimal(value) if isinstance(value, float) else None if value is None else Decimal(value)
            case "compared":
                return self._operands(expr, exact=_held_exactly(expr))[0]
        together = _together(call)
        return self.represented(expr, _shared(together)) if any(a is expr for a in together) else self.value(expr)


def as_held(value: Any, type: Type) -> Any:
    """A number as the type holds it."""
    if value is None or not type.numeric:
        return value
    return Decimal(value) if type.decimal else int(value) if type.kind == "integer" else float(value)


def like(text: str | None, pattern: str) -> bool | None:
    """``%`` is any text, ``_`` any one character; everything else stands for itself."""
    signs = {"%": ".*", "_": "."}
    regex = "".join(signs.get(sign) or re.escape(sign) for sign in pattern)
    return None if text is None else re.fullmatch(regex, text, re.DOTALL) is not None


def compare_interval(op: str, low: float, high: float, bound: float | None) -> bool | None:
    """A score somewhere from low to high against a bound: true or false only where it is so for all of the interval."""
    if bound is None:
        return None
    if op in ("=", "<>"):
        met = True if low == high == bound else None if low <= bound <= high else False
        return met if op == "=" else negated(met)
    ends = {_ORDERINGS[op](low, bound), _ORDERINGS[op](high, bound)}
    return ends.pop() if len(ends) == 1 else None


def _together(call: node.Call) -> list[Expr]:
    """The numbers of a call that are held alike: no keys of a table, no places, no number of conditions."""
    if call.function.name in ("lookup", "at_least"):
        return []
    return list(call.arguments[:1]) if call.function.name == "round" else [a for a in call.arguments if a.type.numeric]


def _shared(numbers: list[Expr]) -> Type:
    """How numeric arguments of a call are held: exactly where all of them are, else in double precision."""
    types = [number.type for number in numbers]
    same = all(type.kind == "integer" for type in types) or all(type.decimal for type in types)
    return types[0] if same else _DOUBLE


def _held_exactly(*exprs: Expr) -> bool:
    return all(e.type.decimal or e.type.kind == "integer" for e in exprs if e.type.numeric)


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"
