"""Conditions of a pack as formulas of the solver.

Every formula allows at least what can happen: where double precision rounds, the solver may choose any number within
the error; what it cannot model (products of two facts at first, functions of plugins, the whole portfolio) it may
choose freely. So what is impossible for the solver is impossible, and what is possible must be confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type, is_computed
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.facts import Fact
from kamengine.proof.functions import exact_product, truth_of_call, value_of_call
from kamengine.proof.grids import MOST_PLACES, combined, negative
from kamengine.proof.grids import chosen as chosen_grid
from kamengine.proof.rounding import Rounding
from kamengine.proof.score import compared_score, score_ends
from kamengine.proof.terms import (
    UNKNOWN,
    UNKNOWN_TRUTH,
    Formula,
    Grid,
    Known,
    Term,
    Truth,
    all_true,
    any_true,
    both,
    choose,
    compared,
    either,
    negation,
    opposite,
    real,
    solver_module,
)
from kamengine.reference.expressions import like

_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Encoder(Rounding):
    """Writes the conditions of one pack over the facts of one account that nobody has.

    Attributes:
        constraints: what holds of the numbers that stand for facts and roundings.
    """

    def __init__(
        self,
        checked: CheckedPack,
        bindings: Bindings,
        facts: Mapping[str, Fact],
        *,
        precise: bool,
        held: Mapping[str, Any],
    ) -> None:
        """Nothing is written yet.

        Args:
            checked: the pack.
            bindings: the as-of date, parameters and tables.
            facts: what the solver chooses.
            precise: also say which decimals each number can have, and what products and quotients are: slower.
            held: values of facts that the solver may not choose.
        """
        super().__init__(precise)
        self.checked, self.bindings, self.facts, self.held = checked, bindings, facts, held
        self._names: dict[str, Truth | Known] = {}
        self._written: dict[Expr, Truth | Known] = {}
        self._codes: dict[str, int] = {}
        self._ends: tuple[Term, Term] | None = None

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def truth(self, expr: Expr) -> Truth:
        """A condition."""
        if expr.type.kind == "null":
            return UNKNOWN_TRUTH
        if expr not in self._written:
            self._written[expr] = self._truth(expr)
        found = self._written[expr]
        assert isinstance(found, Truth)
        return found

    def _truth(self, expr: Expr) -> Truth:
        match expr:
            case node.Constant(value=value):
                return Truth(value is True, value is False)
            case node.Name(name=name, role=role):
                found = self._parameter(name) if role == "parameter" else self.named(name)
                assert isinstance(found, Truth)
                return found
            case node.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right)
            case node.Between(item=item, low=low, high=high):
                return all_true([self._compare(">=", item, low), self._compare("<=", item, high)])
            case node.In(item=item, options=options):
                return self._in(item, options)
            case node.Like(item=item, pattern=pattern):
                return self._like(item, pattern)
            case node.IsNull(item=item):
                known = self.is_known(item)
                return Truth(negation(known), known)
            case node.Not(item=item):
                return opposite(self.truth(item))
            case node.Logic(op=op, items=items):
                return (all_true if op == "and" else any_true)([self.truth(item) for item in items])
            case node.Case(branches=branches, default=default):
                return self._chosen_truth(branches, default)
            case node.Call():
                return truth_of_call(self, expr)
        raise TypeError(f"not a condition: {expr!r}")

    def is_known(self, expr: Expr) -> Formula:
        """When a value or condition is known."""
        if expr.type.kind == "null":
            return False
        return self.truth(expr).known if expr.type.kind == "bool" else self.value(expr).known

    def _compare(self, op: str, left: Expr, right: Expr) -> Truth:
        if "null" in (left.type.kind, right.type.kind):
            return UNKNOWN_TRUTH
        if left.type.kind == "bool":
            return self._same_truth(op, self.truth(left), self.truth(right))
        if _is_score(right):
            left, right, op = right, left, _MIRRORED[op]
        if _is_score(left):
            return compared_score(self, op, self.side(right, exact=False))
        if op not in ("=", "<>") and left.type.kind in ("text", "choice"):
            return self.free_truth(both(self.value(left).known, self.value(right).known))
        exact = held_exactly(left, right)
        a, b = self.side(left, exact), self.side(right, exact)
        known = both(a.known, b.known)
        met = compared(op, a.value, b.value)
        return Truth(both(known, met), both(known, negation(met)))

    def _same_truth(self, op: str, a: Truth, b: Truth) -> Truth:
        same = either(both(a.true, b.true), both(a.false, b.false))
        other = either(both(a.true, b.false), both(a.false, b.true))
        if op in ("=", "<>"):
            return Truth(same, other) if op == "=" else Truth(other, same)
        return self.free_truth(both(a.known, b.known))

    def side(self, expr: Expr, exact: bool) -> Known:
        """One side of a comparison: exact where all are, else doubles, rounded where they are computed."""
        if not expr.type.numeric or exact:
            return self.value(expr)
        number = self.double(expr)
        return self.rounded_double(number, 6) if is_computed(expr) else number

    def _in(self, item: Expr, options: tuple[Expr, ...]) -> Truth:
        exact = held_exactly(item, *options)
        equals = []
        for option in options:
            if option.type.kind == "null" or item.type.kind == "null":
                equals.append(UNKNOWN_TRUTH)
            elif item.type.kind == "bool":
                equals.append(self._same_truth("=", self.truth(item), self.truth(option)))
            else:
                a, b = self.side(item, exact), self.side(option, exact)
                met, known = compared("=", a.value, b.value), both(a.known, b.known)
                equals.append(Truth(both(known, met), both(known, negation(met))))
        known = self.is_known(item)
        found = any_true(equals)
        return Truth(both(known, found.true), both(known, found.false))

    def _like(self, item: Expr, pattern: str) -> Truth:
        text = self.value(item)
        if isinstance(text.value, Fraction):
            words = {code: word for word, code in self._codes.items()}
            met: Formula = bool(like(words[int(text.value)], pattern))
        else:
            met = self._like_pattern(text.value, pattern)
        return Truth(both(text.known, met), both(text.known, negation(met)))

    def _like_pattern(self, code: Term, pattern: str) -> Formula:
        """Whether a text fits: looked at for the texts that the pack mentions, free for all others."""
        z3 = solver_module()
        function = z3.Function(f"like {pattern}", z3.RealSort(), z3.BoolSort())
        for word in list(self._codes):
            self.constraints.append(function(real(self.code(word))) == bool(like(word, pattern)))
        return function(code)

    def _chosen_truth(self, branches: tuple[tuple[Expr, Expr], ...], default: Expr | None) -> Truth:
        chosen = self.truth(default) if default is not None else UNKNOWN_TRUTH
        for condition, value in reversed(branches):
            when, then = self.truth(condition), self.truth(value)
            chosen = Truth(
                either(both(when.true, then.true), both(when.false, chosen.true)),
                either(both(when.true, then.false), both(when.false, chosen.false)),
            )
        return chosen

    def free_truth(self, known: Formula) -> Truth:
        """True, false or unknown as the solver likes, and unknown where `known` is not met."""
        true, false = self.fresh_truth()
        return Truth(both(known, true), both(known, false))

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def value(self, expr: Expr) -> Known:
        """A number, a day or a text."""
        if expr.type.kind == "null":
            return UNKNOWN
        if expr not in self._written:
            self._written[expr] = self._value(expr)
        found = self._written[expr]
        assert isinstance(found, Known)
        return found

    def _value(self, expr: Expr) -> Known:
        if expr.type.constant:
            return Known(self.constant_number(expr), True)
        match expr:
            case node.Constant(value=value):
                return Known(self.constant(value), value is not None)
            case node.Name(name=name, role=role):
                if role == "as_of":
                    return Known(self.constant(self.bindings.as_of), True)
                found = self._parameter(name) if role == "parameter" else self.named(name)
                assert isinstance(found, Known)
                return found
            case node.Arithmetic():
                return self._arithmetic(expr)
            case node.Negative(item=item):
                number = self.value(item) if expr.type.decimal else self.double(item)
                return Known(-number.value, number.known, negative(number))
            case node.Case(branches=branches, default=default):
                return self._chosen(branches, default, expr.type)
            case node.Call():
                return value_of_call(self, expr)
        raise TypeError(f"not a value: {expr!r}")

    def double(self, expr: Expr) -> Known:
        """A number in double precision: a constant as the shortest number that names the double."""
        number = self.value(expr)
        if isinstance(number.value, Fraction):
            return Known(shortest(number.value), number.known)
        return number if not expr.type.decimal and expr.type.kind != "integer" else self.as_double(number)

    def constant_number(self, expr: Expr) -> Term:
        """A number of literals and parameters."""
        match expr:
            case node.Name(name=name):
                return self.constant(self.bindings.parameters[name])
            case node.Constant(value=value):
                return self.constant(value)
            case node.Negative(item=item):
                return -self.constant_number(item)
            case node.Arithmetic(first=first, rest=rest):
                total = self.constant_number(first)
                for op, part in rest:
                    total = _calculated(op, total, self.constant_number(part))
                return total
        raise TypeError(f"not a constant: {expr!r}")

    def constant(self, value: Any) -> Term:
        """A value of the pack as a number: a day as its ordinal, a text as its code."""
        if value is None:
            return Fraction(0)
        if isinstance(value, date):
            return Fraction(value.toordinal())
        return Fraction(self.code(value)) if isinstance(value, str) else Fraction(value)

    def code(self, word: str) -> Fraction:
        """The number that stands for a text: each text its own."""
        return Fraction(self._codes.setdefault(word, len(self._codes)))

    def _parameter(self, name: str) -> Truth | Known:
        return Known(self.constant(self.bindings.parameters[name]), True)

    def _arithmetic(self, expr: node.Arithmetic) -> Known:
        if node.is_exact_product(expr):
            return exact_product(self, expr)
        exact = expr.type.decimal
        total = self.value(expr.first) if exact else self.double(expr.first)
        for op, part in expr.rest:
            other = self.value(part) if exact and op != "/" else self.double(part)
            known = both(total.known, other.known)
            if op == "/":
                known = both(known, compared("<>", other.value, Fraction(0)))
            value, fits = self.computed(op, total.value, other.value, exact)
            total = Known(value, both(known, fits), combined(op, total, other))
        return total

    def _chosen(self, branches: tuple[tuple[Expr, Expr], ...], default: Expr | None, type: Type) -> Known:
        chosen = self.held_as(default, type) if default is not None else UNKNOWN
        for condition, value in reversed(branches):
            when, then = self.truth(condition), self.held_as(value, type)
            known = either(both(when.true, then.known), both(when.false, chosen.known))
            grid = chosen_grid(when.true, then, chosen)
            chosen = Known(choose(when.true, then.value, chosen.value), known, grid)
        return chosen

    def held_as(self, expr: Expr, type: Type) -> Known:
        """A value as a type holds it: where doubles are about, decimals become doubles."""
        exact = not type.numeric or type.decimal or type.kind == "integer"
        return self.value(expr) if exact or expr.type.kind == "null" else self.double(expr)

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def named(self, name: str) -> Truth | Known:
        """A fact, or what is computed from facts."""
        if name not in self._names:
            self._names[name] = self._named(name)
        return self._names[name]

    def _named(self, name: str) -> Truth | Known:
        if name in self.facts:
            return self._fact(self.facts[name])
        if name in self.checked.criteria:
            return self.truth(self.checked.criteria[name])
        if name not in self.checked.indicators:
            return UNKNOWN_TRUTH if self.checked.fields[name].kind == "bool" else UNKNOWN
        one = self.checked.indicators[name]
        if not one.type.numeric or one.type.kind == "integer":
            return self.value(one.expr)
        if one.type.decimal:
            return self.rounded_decimal(self.value(one.expr), one.indicator.decimals)
        return self.rounded_double(self.double(one.expr), one.indicator.decimals)

    def _fact(self, fact: Fact) -> Truth | Known:
        if fact.name in self.held:
            value = self.held[fact.name]
            if isinstance(value, bool):
                return Truth(value, not value)
            exact = Fraction(repr(value)) if isinstance(value, float) else self.constant(value)
            return Known(exact, True)
        if fact.type.kind == "bool":
            return Truth(*self.fresh_truth(fact.name))
        value, known = self.fresh(fact.name), True if fact.sure else self.fresh_flag(fact.name)
        if fact.type.kind in ("text", "choice"):
            allowed = [self.code(choice) for choice in fact.type.choices]
            choices = [compared("=", value, code) for code in allowed]
            self.constraints.append(either(*choices) if choices else compared(">=", value, Fraction(0)))
        elif fact.places is not None:
            self.on_grid(value, fact.places)
        if fact.largest is not None:
            self.constraints += [
                compared("<=", value, Fraction(fact.largest)),
                compared(">=", value, Fraction(-fact.largest)),
            ]
        if fact.low is not None:
            self.constraints.append(compared(">=", value, Fraction(fact.low)))
        grid = Grid(value, fact.places) if fact.places is not None and fact.places <= MOST_PLACES else None
        return Known(value, known, grid)

    def written(self, name: str) -> Truth | Known | None:
        """A fact, when any condition so far has asked for it."""
        return self._names.get(name)

    def usual(self, name: str) -> list[Formula]:
        """That a fact lies where it really can be; nothing where no condition so far has asked for it."""
        found, fact = self._names.get(name), self.facts[name]
        if not isinstance(found, Known) or isinstance(found.value, Fraction):
            return []
        low, high = fact.usual
        last = self.bindings.as_of.toordinal() if fact.past else high
        ends = ((">=", low), ("<=", last))
        return [compared(op, found.value, Fraction(end)) for op, end in ends if end is not None]

    def word(self, code: int) -> str | None:
        """The text that a number stands for; None for one that the pack does not mention."""
        return next((word for word, number in self._codes.items() if number == code), None)

    def score(self) -> tuple[Term, Term]:
        """The low and the high end of the score."""
        if self._ends is None:
            self._ends = score_ends(self)
        return self._ends


def _calculated(op: str, a: Term, b: Term) -> Term:
    return a + b if op == "+" else a - b if op == "-" else a * b


def shortest(number: Fraction) -> Fraction:
    """The shortest number that names the double nearest to a number."""
    return Fraction(repr(number.numerator / number.denominator))


def held_exactly(*exprs: Expr) -> bool:
    """Whether numbers are compared as decimals, and not in double precision."""
    return all(e.type.decimal or e.type.kind == "integer" for e in exprs if e.type.numeric)


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"
