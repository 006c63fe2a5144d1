"""Typed expression → sqlglot expression that means the same on every engine.

Where engines disagree (division by zero, ``greatest`` with NULL, rounding, infinity, months between dates) the SQL says
what the language means, so that the dialect does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.doubles import digits, double, exact_decimal, finite
from kamengine.language.expressions import Expr, Type, Value, constant_value, is_computed
from kamengine.language.joined import balanced, unless_unknown
from kamengine.language.meanings import money_times_sql, round_sql
from kamengine.language.numbers import DECIMALS, FINE_PLACES, LARGEST, MONEY_PLACES
from kamengine.language.once import choose, once, paren
from kamengine.language.tables import Table

SCORE_LOW, SCORE_HIGH = "score_low", "score_high"
MOST_DIGITS = 38
"""A decimal with more digits is written in double precision."""


@dataclass(frozen=True)
class Bindings:
    """What a run fixes: the as-of date, the value of each parameter, the rows of each table.

    Attributes:
        weights: of the scorecard's parts by id, where they are not the pack's.
    """

    as_of: date
    parameters: Mapping[str, Value] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class SqlWriter:
    """Writes expressions with given bindings. Facts are columns, quoted, with the names of the pack.

    Attributes:
        bindings: the constants of the run.
        ledger_call: writes a call of a ledger function; None where there are no ledger rows.
        portfolio_call: writes a call of a function over all accounts; None: as a window.
    """

    bindings: Bindings
    ledger_call: Callable[[node.Call], exp.Expr] | None = None
    portfolio_call: Callable[[node.Call], exp.Expr] | None = None

    def value(self, expr: Expr) -> exp.Expr:
        """SQL for an expression; numbers that left the range of a double are NULL."""
        sql = self._write(expr)
        return finite(sql) if _may_overflow(expr) else sql

    def rounded(self, expr: Expr, type: Type, places: int) -> exp.Expr:
        """SQL like `rounded` of the value; whether it left the range of a double is looked at once."""
        return rounded(self._write(expr) if _is_double(type) else self.value(expr), type, places)

    def condition(self, expr: Expr) -> exp.Expr:
        """SQL for a condition: TRUE, FALSE or NULL for unknown."""
        return self._write(expr)

    def number(self, expr: Expr) -> exp.Expr:
        """SQL for a number in double precision."""
        return _as_double(self.value(expr), expr.type)

    def _write(self, expr: Expr) -> exp.Expr:
        if expr.type.constant:
            return literal(constant_value(expr, self.bindings.parameters))
        return _WRITERS[type(expr)](self, expr)

    # ── leaves ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _constant(self, expr: node.Constant) -> exp.Expr:
        return literal(expr.value)

    def _name(self, expr: node.Name) -> exp.Expr:
        if expr.role == "parameter":
            return literal(self.bindings.parameters[expr.name])
        if expr.role == "as_of":
            return literal(self.bindings.as_of)
        return column(expr.name)

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _compare(self, expr: node.Compare) -> exp.Expr:
        left, right, op = expr.left, expr.right, expr.op
        if _is_score(right):
            left, right, op = right, left, _MIRRORED[op]
        if _is_score(left):
            return once([self._operand(right, exact=False)], lambda bound: _compare_score(op, bound))
        exact = _exact(left, right)
        return _COMPARISONS[op](this=self._operand(left, exact), expression=self._operand(right, exact))

    def _operand(self, expr: Expr, exact: bool) -> exp.Expr:
        """One side of a comparison: decimals and integers as they are, or both sides rounded doubles."""
        return _side(self.value(expr), expr, exact)

    def _between(self, expr: node.Between) -> exp.Expr:
        item, bounds = expr.item, ((">=", expr.low), ("<=", expr.high))
        if _is_score(item):
            parts = [self._compare(node.Compare(expr.type, op, item, bound)) for op, bound in bounds]
            return paren(exp.and_(*(paren(part) for part in parts)))

        def within(sql: exp.Expr, *values: exp.Expr) -> exp.Expr:
            parts = []
            for (op, bound), value in zip(bounds, values, strict=True):
                exact = _exact(item, bound)
                left, right = _side(sql.copy(), item, exact), _side(value, bound, exact)
                parts.append(paren(_COMPARISONS[op](this=left, expression=right)))
            return paren(exp.and_(*parts))

        return once([self.value(item), *(self.value(bound) for _, bound in bounds)], within)

    def _in(self, expr: node.In) -> exp.Expr:
        exact = _exact(expr.item, *(o for o in expr.options if o.type.kind != "null"))
        options = [self._operand(option, exact) for option in expr.options]
        return exp.In(this=self._operand(expr.item, exact), expressions=options)

    def _like(self, expr: node.Like) -> exp.Expr:
        return exp.Like(this=self.value(expr.item), expression=exp.Literal.string(expr.pattern))

    def _is_null(self, expr: node.IsNull) -> exp.Expr:
        return exp.Is(this=paren(self.value(expr.item)), expression=exp.Null())

    def _not(self, expr: node.Not) -> exp.Expr:
        return exp.Not(this=paren(self.condition(expr.item)))

    def _logic(self, expr: node.Logic) -> exp.Expr:
        parts = [paren(self.condition(item)) for item in expr.items]
        return balanced(exp.And if expr.op == "and" else exp.Or, parts)

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _arithmetic(self, expr: node.Arithmetic) -> exp.Expr:
        if node.is_exact_product(expr):
            return self._exact_product(expr)
        operand = self._decimal_operand if expr.type.decimal else self._double_operand
        sql = operand(expr.first)
        for op, part in expr.rest:
            if op == "/":
                divisor = once([self.number(part)], _unless_zero)
                sql = exp.Div(this=sql, expression=divisor, typed=False, safe=False)
            else:
                sql = _ARITHMETIC[op](this=sql, expression=operand(part))
        return paren(sql)

    def _exact_product(self, expr: node.Arithmetic) -> exp.Expr:
        """Money times a number, and again for each number: the SQL of `money_times`."""
        money, numbers = node.factors(expr)
        sql, fine = self._write(money), money.type.fine
        for number in numbers:
            whole = number.type.kind == "integer"
            places = FINE_PLACES if fine else MONEY_PLACES
            sql = once([sql, self.value(number)], money_times_sql(places, whole=whole))
            fine = fine or not whole
        return paren(sql)

    def _decimal_operand(self, expr: Expr) -> exp.Expr:
        return paren(self._write(expr))

    def _double_operand(self, expr: Expr) -> exp.Expr:
        """A summand or factor; infinity passes through a chain and is caught where the chain is used."""
        if expr.type.decimal or expr.type.kind == "integer" or not isinstance(expr, node.Arithmetic | node.Negative):
            return self.number(expr)
        return self._write(expr)

    def _negative(self, expr: node.Negative) -> exp.Expr:
        operand = self._decimal_operand if expr.type.decimal else self._double_operand
        return paren(exp.Neg(this=paren(operand(expr.item))))

    def _case(self, expr: node.Case) -> exp.Expr:
        conditions = [self.condition(condition) for condition, _ in expr.branches]
        values = [self._as(value, expr.type) for _, value in expr.branches]
        default = self._as(expr.default, expr.type) if expr.default is not None else exp.Null()
        return choose(conditions, values, default)

    def _call(self, expr: node.Call) -> exp.Expr:
        function = expr.function
        if function.scope == "ledger":
            assert self.ledger_call is not None, f"{function.name} outside a ledger"
            return self.ledger_call(expr)
        if function.scope == "portfolio" and self.portfolio_call is not None:
            return self.portfolio_call(expr)
        arguments = [self._argument(expr, argument) for argument in expr.arguments]
        if function.unknown == "strict":
            return unless_unknown(function.sql, arguments)
        return exp.paren(function.sql(*arguments))

    def _argument(self, call: node.Call, expr: Expr) -> exp.Expr | Table:
        if isinstance(expr, node.Name) and expr.role == "table":
            return self.bindings.tables[expr.name]
        return self.function_argument(call, expr)

    def function_argument(self, call: node.Call, expr: Expr) -> exp.Expr:
        """An argument in the form that the function asks for (`Function.numbers`)."""
        if not expr.type.numeric:
            return self.value(expr)
        match call.function.numbers:
            case "float":
                return self.number(expr)
            case "decimal" if expr.type.fine and call.function.dated:
                return exp.cast(exp.Round(this=self.value(expr), decimals=literal(DECIMALS)), "decimal(38, 6)")
            case "decimal":
                return self.value(expr) if expr.type.decimal or expr.type.kind == "integer" else self._summand(expr)
            case "compared":
                return self._compared(expr)
            case "as_is":
                shared = _shared(call)
                return self._as(expr, _merged(shared)) if any(a is expr for a in shared) else self.value(expr)

    def _compared(self, expr: Expr) -> exp.Expr:
        """A number as one side of a comparison; it says so when it is in double precision."""
        sql = self._operand(expr, exact=_exact(expr))
        if _is_double(expr.type):
            sql.type = exp.DataType.build(exp.DType.DOUBLE)
        return sql

    def _summand(self, expr: Expr) -> exp.Expr:
        """A double as a decimal with six places, so that its sum does not depend on the order of rows."""
        return once([self.number(expr)], lambda x: exact_decimal(x, round_sql(x.copy(), DECIMALS)))

    def _as(self, expr: Expr, type: Type) -> exp.Expr:
        """The value in the representation of another type: decimals become doubles where doubles are about."""
        if expr.type.numeric and type.numeric and not type.decimal and type.kind != "integer":
            sql = self.number(expr)
            sql.type = exp.DataType.build(exp.DType.DOUBLE)
            return sql
        if type.fine and expr.type.decimal and not expr.type.fine:
            return exp.cast(self.value(expr), f"decimal(38, {FINE_PLACES})")
        return self.value(expr)


def column(name: str) -> exp.Column:
    """A column, always quoted."""
    return exp.column(name, quoted=True)


def literal(value: Value | float | int) -> exp.Expr:
    """SQL for a constant: numbers decimal, dates cast, texts quoted."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), exp.DType.DATE)
    if isinstance(value, str):
        return exp.Literal.string(value)
    if isinstance(value, Decimal) and len(text := format(abs(value), "f")) > MOST_DIGITS + ("." in text):
        nearest = float(value)
        return exp.Null() if abs(nearest) > LARGEST else double(nearest)
    number = format(value, "f") if isinstance(value, Decimal) else digits(value)
    return paren(exp.Neg(this=exp.Literal.number(number[1:]))) if number[0] == "-" else exp.Literal.number(number)


def rounded(sql: exp.Expr, type: Type, places: int) -> exp.Expr:
    """SQL for a number rounded half away from zero; whole numbers as they are."""
    if type.kind == "integer" or not type.numeric:
        return sql
    if type.decimal:
        return exp.Round(this=sql, decimals=exp.Literal.number(places))
    return round_sql(finite(sql), places)


def _unless_zero(sql: exp.Expr) -> exp.Expr:
    return exp.Nullif(this=sql, expression=exp.Literal.number(0))


def _as_double(sql: exp.Expr, type: Type) -> exp.Expr:
    return exp.cast(sql, exp.DType.DOUBLE) if type.numeric and (type.decimal or type.kind == "integer") else sql


def _side(sql: exp.Expr, expr: Expr, exact: bool) -> exp.Expr:
    """One side of a comparison, from the SQL for its value."""
    if expr.type.kind == "bool":
        return paren(sql)  # engines refuse a chain of comparisons
    if not expr.type.numeric or exact:
        return sql
    return round_sql(_as_double(sql, expr.type), DECIMALS) if is_computed(expr) else _as_double(sql, expr.type)


def _may_overflow(expr: Expr) -> bool:
    """Whether SQL can yield NaN or infinity: arithmetic, and functions that compute a double."""
    return isinstance(expr, node.Arithmetic | node.Negative | node.Call) and _is_double(expr.type)


def _is_double(type: Type) -> bool:
    """Whether numbers of this type are held in double precision."""
    return type.numeric and not type.decimal and type.kind != "integer"


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"


def _exact(*parts: Expr) -> bool:
    return all(part.type.decimal or part.type.kind == "integer" for part in parts if part.type.numeric)


def _compare_score(op: str, bound: exp.Expr) -> exp.Expr:
    """Compare an interval: true if all of it compares so, false if none of it does, else NULL."""
    low, high = column(SCORE_LOW), column(SCORE_HIGH)
    conditions = {
        ">=": ("GTE", low, "LT", high),
        ">": ("GT", low, "LTE", high),
        "<=": ("LTE", high, "GT", low),
        "<": ("LT", high, "GTE", low),
    }
    if op in conditions:
        sure, by, never, against = conditions[op]
        met = getattr(exp, sure)(this=by, expression=bound)
        missed = getattr(exp, never)(this=against, expression=bound.copy())
    else:
        met = exp.and_(exp.EQ(this=low, expression=bound), exp.EQ(this=high, expression=bound.copy()))
        outside = (exp.GT(this=low.copy(), expression=bound.copy()), exp.LT(this=high.copy(), expression=bound.copy()))
        missed = exp.or_(*outside)
    case = exp.Case().when(met, exp.true(), copy=False).when(missed, exp.false(), copy=False)
    return exp.Not(this=paren(case)) if op == "<>" else paren(case)


def _shared(call: node.Call) -> list[Expr]:
    """The numbers that a call compares or chooses from: not keys of a table, not settings such as places."""
    placed = [(call.function.parameter(index), argument) for index, argument in enumerate(call.arguments)]
    if any(p is not None and "table" in p.kinds for p, _ in placed):
        return []
    return [argument for p, argument in placed if argument.type.numeric and p is not None and not p.constant]


def _merged(arguments: Sequence[Expr]) -> Type:
    """The representation that numbers share."""
    numeric = [argument.type for argument in arguments]
    if all(type.kind == "integer" for type in numeric):
        return numeric[0]
    if all(type.decimal for type in numeric):
        return next((type for type in numeric if type.fine), numeric[0])
    return Type("number")


_COMPARISONS: Mapping[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ARITHMETIC: Mapping[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
_WRITERS: Mapping[type[Expr], Callable[[SqlWriter, Any], exp.Expr]] = {
    node.Constant: SqlWriter._constant,
    node.Name: SqlWriter._name,
    node.Compare: SqlWriter._compare,
    node.Between: SqlWriter._between,
    node.In: SqlWriter._in,
    node.Like: SqlWriter._like,
    node.IsNull: SqlWriter._is_null,
    node.Not: SqlWriter._not,
    node.Logic: SqlWriter._logic,
    node.Arithmetic: SqlWriter._arithmetic,
    node.Negative: SqlWriter._negative,
    node.Case: SqlWriter._case,
    node.Call: SqlWriter._call,
}
