"""An expression with one of its nodes replaced."""

from __future__ import annotations

from dataclasses import replace

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with this very node, and no other that is equal to it, replaced."""
    if expr is old:
        return new
    match expr:
        case node.Compare(left=left, right=right):
            return replace(expr, left=replaced(left, old, new), right=replaced(right, old, new))
        case node.Between(item=item, low=low, high=high):
            parts = [replaced(part, old, new) for part in (item, low, high)]
            return replace(expr, item=parts[0], low=parts[1], high=parts[2])
        case node.In(item=item, options=options):
            return replace(expr, item=replaced(item, old, new), options=_each(options, old, new))
        case node.Like(item=item) | node.IsNull(item=item) | node.Not(item=item) | node.Negative(item=item):
            return replace(expr, item=replaced(item, old, new))
        case node.Logic(items=items):
            return replace(expr, items=_each(items, old, new))
        case node.Arithmetic(first=first, rest=rest):
            others = tuple((op, replaced(part, old, new)) for op, part in rest)
            return replace(expr, first=replaced(first, old, new), rest=others)
        case node.Case(branches=branches, default=default):
            pairs = tuple((replaced(c, old, new), replaced(v, old, new)) for c, v in branches)
            other = replaced(default, old, new) if default is not None else None
            return replace(expr, branches=pairs, default=other)
        case node.Call(arguments=arguments):
            return replace(expr, arguments=_each(arguments, old, new))
    return expr


def _each(exprs: tuple[Expr, ...], old: Expr, new: Expr) -> tuple[Expr, ...]:
    return tuple(replaced(expr, old, new) for expr in exprs)
