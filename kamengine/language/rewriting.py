"""Expressions with some of their nodes replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr

Change = Callable[[Expr], Expr | None]


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with this very node, and no other that is equal to it, replaced."""
    return rebuilt(expr, lambda part: new if part is old else None)


def renamed(expr: Expr, names: Mapping[str, str]) -> Expr:
    """The expression with names replaced by others."""
    return rebuilt(
        expr,
        lambda part: (
            replace(part, name=names[part.name]) if isinstance(part, node.Name) and part.name in names else None
        ),
    )


def rebuilt(expr: Expr, change: Change) -> Expr:
    """The expression with each node replaced for which `change` gives another; it is asked from the top down."""
    other = change(expr)
    if other is not None:
        return other

    def part(inner: Expr) -> Expr:
        return rebuilt(inner, change)

    match expr:
        case node.Compare(left=left, right=right):
            return replace(expr, left=part(left), right=part(right))
        case node.Between(item=item, low=low, high=high):
            return replace(expr, item=part(item), low=part(low), high=part(high))
        case node.In(item=item, options=options):
            return replace(expr, item=part(item), options=tuple(map(part, options)))
        case node.Like(item=item) | node.IsNull(item=item) | node.Not(item=item) | node.Negative(item=item):
            return replace(expr, item=part(item))
        case node.Logic(items=items):
            return replace(expr, items=tuple(map(part, items)))
        case node.Arithmetic(first=first, rest=rest):
            return replace(expr, first=part(first), rest=tuple((op, part(one)) for op, one in rest))
        case node.Case(branches=branches, default=default):
            pairs = tuple((part(condition), part(value)) for condition, value in branches)
            return replace(expr, branches=pairs, default=part(default) if default is not None else None)
        case node.Call(arguments=arguments):
            return replace(expr, arguments=tuple(map(part, arguments)))
    return expr
