"""Calls of functions as formulas of the solver; what is not modelled may be anything that its arguments allow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.numbers import LARGEST_PRODUCT, MONEY_PLACES
from kamengine.language.tables import Key, Range
from kamengine.proof.expression_text import full_text
from kamengine.proof.grids import chosen as chosen_grid
from kamengine.proof.grids import combined, negative
from kamengine.proof.terms import (
    UNKNOWN,
    UNKNOWN_TRUTH,
    Formula,
    Known,
    Truth,
    at_least,
    both,
    choose,
    compared,
    either,
    implies,
    negation,
    size,
)

if TYPE_CHECKING:
    from kamengine.proof.encode import Encoder

_DAYS_OF_MONTH = Fraction(146_097, 4800)
"""Four hundred years hold 146,097 days and 4,800 months."""

_DAYS_OFF = 6
"""No number of months is longer or shorter than so many average ones by more days."""


def truth_of_call(encoder: Encoder, call: node.Call) -> Truth:
    """A call that is true, false or unknown."""
    match call.function.name:
        case "at_least":
            count = math.ceil(encoder.constant_number(call.arguments[0]))
            return at_least(count, [encoder.truth(argument) for argument in call.arguments[1:]])
        case "coalesce":
            chosen = UNKNOWN_TRUTH
            for argument in reversed(call.arguments):
                one = encoder.truth(argument)
                true = either(one.true, both(negation(one.known), chosen.true))
                chosen = Truth(true, either(one.false, both(negation(one.known), chosen.false)))
            return chosen
    return encoder.free_truth(_arguments_known(encoder, call))


def exact_product(encoder: Encoder, product: node.Arithmetic) -> Known:
    """Money times one whole number after the other; numbers of a ledger's row are never looked at here."""
    money, numbers = node.factors(product)
    total = encoder.value(money)
    if not isinstance(money, node.Name) or money.role != "field":
        total = encoder.rounded_decimal(total, MONEY_PLACES)
    for number in numbers:
        other = encoder.value(number)
        value, _ = encoder.computed("*", total.value, other.value, exact=True)
        fits = compared("<=", size(value), Fraction(LARGEST_PRODUCT))
        total = Known(value, both(total.known, other.known, fits), combined("*", total, other))
    return total


def value_of_call(encoder: Encoder, call: node.Call) -> Known:
    """A call that is a number, a day or a text."""
    write = _VALUES.get(call.function.name, _free)
    return write(encoder, call)


def _free(encoder: Encoder, call: node.Call) -> Known:
    """Any value, known or not, and unknown where the arguments are; over the portfolio, a fact of its own."""
    given = _arguments_known(encoder, call)
    text = full_text(call)
    if call.function.scope != "portfolio" or text not in encoder.facts:
        return Known(encoder.fresh("call"), both(given, encoder.fresh_flag("call")))
    found = encoder.named(text)
    assert isinstance(found, Known)
    if call.function.name == "share_of_total":
        nothing = compared("=", encoder.value(call.arguments[0]).value, Fraction(0))
        encoder.constraints.append(implies(nothing, compared("=", found.value, Fraction(0))))
    return Known(found.value, both(found.known, given))


def _arguments_known(encoder: Encoder, call: node.Call) -> Formula:
    if call.function.unknown == "own":
        return True
    return both(*(encoder.is_known(argument) for argument in call.arguments if not _is_table(argument)))


def _is_table(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "table"


def _coalesce(encoder: Encoder, call: node.Call) -> Known:
    chosen = UNKNOWN
    for argument in reversed(call.arguments):
        one = encoder.held_as(argument, call.type)
        grid = chosen_grid(one.known, one, chosen)
        chosen = Known(choose(one.known, one.value, chosen.value), either(one.known, chosen.known), grid)
    return chosen


def _extreme(encoder: Encoder, call: node.Call) -> Known:
    op = "<=" if call.function.name == "least" else ">="
    best, *others = [encoder.held_as(argument, call.type) for argument in call.arguments]
    for other in others:
        better = compared(op, best.value, other.value)
        grid = chosen_grid(better, best, other)
        best = Known(choose(better, best.value, other.value), both(best.known, other.known), grid)
    return best


def _abs(encoder: Encoder, call: node.Call) -> Known:
    number = encoder.held_as(call.arguments[0], call.type)
    positive = compared(">=", number.value, Fraction(0))
    other = Known(-number.value, number.known, negative(number))
    return Known(size(number.value), number.known, chosen_grid(positive, number, other))


def _round(encoder: Encoder, call: node.Call) -> Known:
    number, type = encoder.held_as(call.arguments[0], call.type), call.arguments[0].type
    places = int(encoder.constant_number(call.arguments[1])) if len(call.arguments) > 1 else 0
    if type.kind == "integer":
        return number
    return encoder.rounded_decimal(number, places) if type.decimal else encoder.rounded_double(number, places)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _days_between(encoder: Encoder, call: node.Call) -> Known:
    start, end = (encoder.value(argument) for argument in call.arguments)
    return Known(end.value - start.value, both(start.known, end.known))


def _months_between(encoder: Encoder, call: node.Call) -> Known:
    """Whole months, to within the few days by which months differ in length."""
    days = _days_between(encoder, call)
    months, there = encoder.fresh("months"), size(days.value)
    encoder.on_grid(months, 0)
    count = choose(compared("<", days.value, Fraction(0)), -months, months)
    encoder.constraints += [
        compared(">=", count, Fraction(0)),
        compared("<=", count * _DAYS_OF_MONTH - _DAYS_OFF, there),
        compared("<=", there, (count + 1) * _DAYS_OF_MONTH + _DAYS_OFF),
    ]
    return Known(months, days.known)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lookup(encoder: Encoder, call: node.Call) -> Known:
    """The value of the first row that holds the keys."""
    name, *arguments = call.arguments
    assert isinstance(name, node.Name)
    table: Mapping[tuple[Key, ...], Any] = encoder.bindings.tables[name.name]
    chosen = UNKNOWN
    for keys, value in reversed(list(table.items())):
        here = both(*(_holds(encoder, key, argument) for key, argument in zip(keys, arguments, strict=True)))
        chosen = Known(choose(here, encoder.constant(value), chosen.value), either(here, chosen.known))
    return Known(chosen.value, both(chosen.known, *(encoder.is_known(argument) for argument in arguments)))


def _holds(encoder: Encoder, key: Key, argument: Expr) -> Formula:
    """Whether a part of a row's key holds what is looked up."""
    if argument.type.kind == "null":
        return False
    if argument.type.kind == "bool":
        truth = encoder.truth(argument)
        return truth.true if key else truth.false
    one = encoder.side(argument, exact=argument.type.decimal or argument.type.kind == "integer")
    if not isinstance(key, Range):
        return both(one.known, compared("=", one.value, encoder.constant(key)))
    ends = ((">=", key.start), ("<", key.end))
    return both(one.known, *(compared(op, one.value, encoder.constant(end)) for op, end in ends if end is not None))


_VALUES: Mapping[str, Callable[[Encoder, node.Call], Known]] = {
    "coalesce": _coalesce,
    "least": _extreme,
    "greatest": _extreme,
    "abs": _abs,
    "round": _round,
    "days_between": _days_between,
    "months_between": _months_between,
    "lookup": _lookup,
}
