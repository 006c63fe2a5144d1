"""A condition as a consultant writes it, from its checked form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Value

LONGEST = 100
"""Longer conditions are cut off."""

_LEVELS = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "*": 6, "plain": 7}


def expression_text(expr: Expr) -> str:
    """The condition in the words of the language: ``spend >= line and city = 'county'``; cut off when it is long."""
    text = full_text(expr)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def full_text(expr: Expr) -> str:
    """The whole condition, however long."""
    return _text(expr)[0]


def _text(expr: Expr) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    match expr:
        case node.Constant(value=value):
            return literal_text(value), _LEVELS["plain"]
        case node.Name(name=name):
            return name, _LEVELS["plain"]
        case node.Compare(op=op, left=left, right=right):
            return f"{_inside(left, '+')} {op} {_inside(right, '+')}", _LEVELS["compare"]
        case node.Between(item=item, low=low, high=high):
            return f"{_inside(item, '+')} between {_inside(low, '+')} and {_inside(high, '+')}", _LEVELS["compare"]
        case node.In(item=item, options=options):
            return f"{_inside(item, '+')} in ({_list(options)})", _LEVELS["compare"]
        case node.Like(item=item, pattern=pattern):
            return f"{_inside(item, '+')} like {literal_text(pattern)}", _LEVELS["compare"]
        case node.IsNull(item=item):
            return f"{_inside(item, '+')} is null", _LEVELS["compare"]
        case node.Not(item=node.IsNull(item=item)):
            return f"{_inside(item, '+')} is not null", _LEVELS["compare"]
        case node.Not(item=item):
            return f"not {_inside(item, 'not')}", _LEVELS["not"]
        case node.Logic(op=op, items=items):
            return f" {op} ".join(_inside(item, op) for item in items), _LEVELS[op]
        case node.Arithmetic(first=first, rest=rest):
            level = "+" if rest[0][0] in "+-" else "*"
            tail = "".join(f" {op} {_tighter(part, level)}" for op, part in rest)
            return _inside(first, level) + tail, _LEVELS[level]
        case node.Negative(item=item):
            return f"-{_inside(item, 'plain')}", _LEVELS["plain"]
        case node.Case(branches=branches, default=default):
            when = " ".join(f"when {_text(c)[0]} then {_text(v)[0]}" for c, v in branches)
            other = f" else {_text(default)[0]}" if default is not None else ""
            return f"case {when}{other} end", _LEVELS["plain"]
        case node.Call(function=function, arguments=arguments):
            return f"{function.name}({_list(arguments)})", _LEVELS["plain"]
    raise TypeError(f"not an expression: {expr!r}")


def literal_text(value: Value | int | float) -> str:
    """A constant as the language writes it: ``12000``, ``'county'``, ``date '2026-01-31'``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return plain_number(value)


def plain_number(value: Decimal | int | float) -> str:
    """A number without exponent and without zeros at the end."""
    text = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _inside(expr: Expr, level: str) -> str:
    text, own = _text(expr)
    return f"({text})" if own < _LEVELS[level] else text


def _tighter(expr: Expr, level: str) -> str:
    text, own = _text(expr)
    return f"({text})" if own <= _LEVELS[level] else text


def _list(exprs: tuple[Expr, ...]) -> str:
    return ", ".join(_text(expr)[0] for expr in exprs)
