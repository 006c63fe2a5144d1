"""Leaves of a condition: names, numbers, texts, dates, true, false and null."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.checker import NOTHING, Checker, Handler, source
from kamengine.language.expressions import BOOL, NULL, Expr, Type
from kamengine.language.syntax import is_name, read_date
from kamengine.problems import say

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,10})?([eE][+-]?\d{1,2})?")


def column(checker: Checker, tree: exp.Column) -> Expr:
    """The field, indicator, parameter, criterion, score or date that a name stands for."""
    name = tree.name
    if type(tree.this) is not exp.Identifier or not is_name(name):
        return checker.wrong(say("{text} is not a name", text=source(tree)))
    symbol = checker.vocabulary.symbols.get(name)
    if symbol is None:
        return _unknown_name(checker, name)
    if symbol.role == "table":
        return checker.wrong(say("{name} is a table; use lookup({name}, …)", name=name))
    if symbol.type is NULL:  # its own definition is wrong, and reported there
        return NOTHING
    return node.Name(symbol.type, name, symbol.role)


def _unknown_name(checker: Checker, name: str) -> Expr:
    if name.lower() in checker.vocabulary.functions:
        return checker.wrong(
            say(
                "{name} is a function; call it as {call}",
                name=name,
                call=checker.vocabulary.functions[name.lower()].signature,
            )
        )
    return checker.wrong(say("unknown name {name}", name=name), checker.vocabulary.nearest(name))


def literal(checker: Checker, tree: exp.Literal) -> Expr:
    """A text or a number written out."""
    if tree.is_string:
        return node.Constant(Type("text"), tree.this)
    if not _NUMBER.fullmatch(tree.this) or abs(value := Decimal(tree.this)) >= Decimal("1e15"):
        return checker.wrong(
            say(
                "{text} is not a number this language can hold: at most 15 digits before the point and 10 behind",
                text=tree.this[:40],
            )
        )
    if value != round(value, 10):
        return checker.wrong(say("{text} has more than 10 places behind the point", text=tree.this[:40]))
    return node.Constant(node.constant_number(), value)


def boolean(checker: Checker, tree: exp.Boolean) -> Expr:
    """``true`` or ``false``."""
    return node.Constant(BOOL, bool(tree.this))


def null(checker: Checker, tree: exp.Null) -> Expr:
    """``null``."""
    return node.Constant(NULL, None)


def date(checker: Checker, tree: exp.Cast) -> Expr:
    """``date '2026-01-31'``, the only cast of the language."""
    literal, target = tree.this, tree.args["to"]
    if not (type(literal) is exp.Literal and literal.is_string and target.is_type("date")):
        return checker.wrong(say("casts are not part of the language"))
    day = read_date(literal.this)
    if day is None:
        return checker.wrong(say("{text} is not a date; write date '2026-01-31'", text=literal.this[:40]))
    return node.Constant(Type("date"), day)


LEAVES: Mapping[type[exp.Expr], Handler] = {
    exp.Column: column,
    exp.Literal: literal,
    exp.Boolean: boolean,
    exp.Null: null,
    exp.Cast: date,
}
