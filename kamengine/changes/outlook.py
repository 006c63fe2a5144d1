"""What a pack may say about an account while some of its facts move within ranges.

The same meaning as `kamengine.reference`, over sets of values instead of single ones: what comes out is an outer bound,
so that a tier that is not among the outcomes is out of reach for every value in the ranges.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kamengine.changes import truths
from kamengine.changes.calls import called
from kamengine.changes.scorecard import Scorecard
from kamengine.changes.spans import (
    NOTHING,
    UNKNOWN,
    Some,
    Span,
    calculated,
    clipped,
    may_be_unknown,
    rising,
    single,
    union,
    without_unknown,
)
from kamengine.changes.truths import Truths
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type, is_computed
from kamengine.language.numbers import LARGEST, LARGEST_PRODUCT, MONEY_PLACES, round_decimal, round_float
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedIndicator
from kamengine.reference import Account

_MIRRORED: Mapping[str, str] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass
class Still:
    """What does not move: the account as it is, and the expressions that were evaluated for it.

    Attributes:
        account: judged by the reference.
        bindings: of the run.
        given: names of indicators whose value the account brings, whatever they are computed from.
    """

    account: Account
    bindings: Bindings
    given: Collection[str]
    _values: dict[int, Some] = field(default_factory=dict)

    def value(self, expr: Expr) -> Some:
        """The value of an expression that no moving fact touches."""
        known = self._values.get(id(expr))
        if known is None:
            known = self._values[id(expr)] = single(self.account.value(expr))
        return known


class Outlook:
    """The outcomes that are possible while the given facts move."""

    def __init__(self, still: Still, moving: Collection[str]) -> None:
        """Nothing is evaluated yet.

        Args:
            still: the account.
            moving: names of its facts that move.
        """
        self.still, self.checked = still, still.account.checked
        self.moving = self._follow(moving)
        self._scorecard = Scorecard(self.checked, still.bindings)
        self._touched: dict[int, bool] = {}
        self._now: dict[str, Some] = {}
        self._score: tuple[Span, Span] | None = None

    def scope(self, facts: Mapping[str, Some]) -> Truths:
        """What the condition of the pack's scope may come to."""
        self._start(facts)
        return frozenset({True}) if self.checked.scope is None else self._truths(self.checked.scope)

    def tiers(self, facts: Mapping[str, Some]) -> list[Truths]:
        """What the condition of each tier may come to, in the order of the tiers."""
        self._start(facts)
        conditions = [self._truths(tier.when) for tier in self.checked.tiers if tier.when is not None]
        if len(conditions) < len(self.checked.tiers):
            unique = self.checked.pack.hit == "unique"
            conditions.append(truths.negated(truths.any_of(conditions)) if unique else frozenset({True}))
        return conditions

    def _start(self, facts: Mapping[str, Some]) -> None:
        self._now, self._score = dict(facts), None

    def _follow(self, moving: Collection[str]) -> frozenset[str]:
        """The facts that move and everything that is computed from them."""
        names = set(moving)
        for name in self.checked.order:
            if name not in self.still.given and not names.isdisjoint(self.checked.uses[name]):
                names.add(name)
        return frozenset(names)

    def _moves(self, expr: Expr) -> bool:
        """Whether an expression follows the moving facts."""
        known = self._touched.get(id(expr))
        if known is None:
            known = self._touched[id(expr)] = any(name in self.moving for name in node.names(expr))
        return known

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def value(self, expr: Expr) -> Some:
        """What an expression may be; a number too large for the computer is unknown."""
        some = self._value(expr)
        if isinstance(some, Span) and expr.type.numeric and not isinstance(expr, node.Name):
            return some if expr.type.kind == "integer" else clipped(some)
        return some

    def number(self, expr: Expr) -> Span:
        """What a number may be in double precision."""
        return rising(float, _span(self.value(expr)))

    def represented(self, expr: Expr, type: Type) -> Some:
        """The values as values of a type are held."""
        double = type.numeric and not type.decimal and type.kind != "integer"
        return self.number(expr) if double else self.value(expr)

    def fact(self, name: str) -> Some:
        """What a field, an indicator or a criterion may be."""
        if name not in self._now:
            self._now[name] = self._fact(name) if name in self.moving else single(self.still.account.fact(name))
        return self._now[name]

    def _fact(self, name: str) -> Some:
        if name in self.checked.criteria:
            return self.value(self.checked.criteria[name])
        indicator = self.checked.indicators[name]
        return _rounded(self.represented(indicator.expr, indicator.type), indicator)

    def score(self) -> tuple[Span, Span]:
        """What the lowest and what the highest score may be."""
        if self._score is None:
            self._score = self._scorecard.score({p.subject: self.fact(p.subject) for p, _ in self.checked.parts})
        return self._score

    def _value(self, expr: Expr) -> Some:
        if not isinstance(expr, node.Name) and not self._moves(expr):
            return self.still.value(expr)
        match expr:
            case node.Name(name=name):
                return self.fact(name) if expr.role in ("field", "indicator", "criterion") else self.still.value(expr)
            case node.Compare(op=op, left=left, right=right):
                return self._compared(op, left, right)
            case node.Between(item=item, low=low, high=high):
                return truths.all_of([self._compared(">=", item, low), self._compared("<=", item, high)])
            case node.In(item=item, options=options):
                return self._member(item, options)
            case node.IsNull(item=item):
                some = self.value(item)
                may_be_known = some != UNKNOWN and not (isinstance(some, Span) and some.low is None)
                return truths.of(met=may_be_unknown(some), missed=may_be_known, unknown=False)
            case node.Not(item=item):
                return truths.negated(self._truths(item))
            case node.Logic(op=op, items=items):
                return (truths.all_of if op == "and" else truths.any_of)([self._truths(item) for item in items])
            case node.Arithmetic():
                return self._arithmetic(expr)
            case node.Negative(item=item):
                span = _span(self._operand(item, expr.type.decimal))
                return span if span.low is None else Span(-span.high, -span.low, span.unknown)
            case node.Case():
                return self._case(expr)
            case node.Call() | node.Like():
                return called(self, expr)
        raise TypeError(f"not an expression: {expr!r}")

    def _truths(self, expr: Expr) -> Truths:
        return truths_of(self.value(expr))

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _compared(self, op: str, left: Expr, right: Expr) -> Truths:
        if _is_score(right):
            left, right, op = right, left, _MIRRORED[op]
        if _is_score(left):
            return truths.compared_interval(op, *self.score(), _span(self._side(right, exact=False)))
        exact = _held_exactly(left, right)
        return truths.compared(op, self._side(left, exact), self._side(right, exact))

    def compared(self, expr: Expr) -> Some:
        """What an expression may be where a table compares it with its keys."""
        return self._side(expr, _held_exactly(expr))

    def _side(self, expr: Expr, exact: bool) -> Some:
        """One side of a comparison: as it is where all are exact, else in double precision, rounded if computed."""
        if exact or not expr.type.numeric:
            return self.value(expr)
        number = self.number(expr)
        return rising(round_float, number) if is_computed(expr) else number

    def _member(self, item: Expr, options: tuple[Expr, ...]) -> Truths:
        exact = _held_exactly(item, *options)
        value = self._side(item, exact)
        met = truths.any_of(
            [truths.compared("=", without_unknown(value), self._side(option, exact)) for option in options]
        )
        return met | UNKNOWN if may_be_unknown(value) else met

    # ── arithmetic and choice ────────────────────────────────────────────────────────────────────────────────────────

    def _arithmetic(self, expr: node.Arithmetic) -> Span:
        if node.is_exact_product(expr):
            return self._exact_product(expr)
        exact = expr.type.decimal
        total = _span(self._operand(expr.first, exact))
        for op, part in expr.rest:
            value = self.number(part) if op == "/" else _span(self._operand(part, exact))
            total = calculated(op, total, value)
        return total

    def _exact_product(self, expr: node.Arithmetic) -> Span:
        """Money times one whole number after the other."""
        money, numbers = node.factors(expr)
        total = rising(lambda value: round_decimal(value, MONEY_PLACES), _span(self._value(money)))
        for number in numbers:
            total = clipped(calculated("*", total, _span(self.value(number))), LARGEST_PRODUCT)
        return total

    def _operand(self, expr: Expr, exact: bool) -> Some:
        """A summand or factor; an intermediate result may be infinite, the whole may not."""
        chain = isinstance(expr, node.Arithmetic | node.Negative) and not expr.type.decimal and self._moves(expr)
        return self._value(expr) if exact or chain else self.number(expr)

    def _case(self, expr: node.Case) -> Some:
        possible: list[Some] = []
        for condition, value in expr.branches:
            met = self._truths(condition)
            if True in met:
                possible.append(self.represented(value, expr.type))
            if None in met:
                possible.append(NOTHING)
            if False not in met:
                return union(possible)
        possible.append(NOTHING if expr.default is None else self.represented(expr.default, expr.type))
        return union(possible)


def truths_of(some: Some) -> Truths:
    """A set of truths; of an expression that is always unknown, just that."""
    return some if isinstance(some, frozenset) else UNKNOWN


def _span(some: Some) -> Span:
    return some if isinstance(some, Span) else NOTHING


def _rounded(some: Some, checked: CheckedIndicator) -> Some:
    """Rounded once to the indicator's decimals; whole numbers and dates as they are."""
    type, places = checked.type, checked.indicator.decimals
    if not isinstance(some, Span) or not type.numeric or type.kind == "integer" or some.low is None:
        return some
    if type.decimal:
        return rising(lambda value: round_decimal(value, places), some)
    return rising(lambda value: round_float(value, places) if abs(value) <= LARGEST else value, clipped(some))


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"


def _held_exactly(*exprs: Expr) -> bool:
    return all(e.type.decimal or e.type.kind == "integer" for e in exprs if e.type.numeric)
