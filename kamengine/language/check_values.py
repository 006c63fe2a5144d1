"""Values that are computed or chosen: arithmetic and ``case``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.checker import NOTHING, Checker, Handler, varying
from kamengine.language.expressions import NULL, Expr, Type
from kamengine.language.typing_rules import exact_product, product, total, unify
from kamengine.problems import say

_SIGNS: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


def arithmetic(checker: Checker, tree: exp.Binary) -> Expr:
    """``a + b - c`` or ``a * b / c``: one flat node."""
    family = (exp.Add, exp.Sub) if type(tree) in (exp.Add, exp.Sub) else (exp.Mul, exp.Div)
    chain: list[tuple[str, exp.Expr]] = []
    left: exp.Expr = tree
    while type(left) in family:  # left-deep chains are long, not deep
        chain.append((_SIGNS[type(left)], left.expression))
        left = left.this
    first = checker.quantity(left)
    rest = tuple((op, checker.quantity(part)) for op, part in reversed(chain))
    if checker.is_wrong(first, *(part for _, part in rest)):
        return NOTHING
    result = first.type
    for op, part in rest:
        result = total(result, part.type) if op in "+-" else product(result, part.type, op)
    factors = [first.type, *(part.type for _, part in rest)]
    if all(op == "*" for op, _ in rest) and exact_product(factors):
        fine = any(type.fine or type.kind in ("number", "ratio") for type in factors)
        result = Type("money", result.unit, decimal=True, fine=fine)
    if NULL in (first.type, *(part.type for _, part in rest)):
        return checker.wrong(say("arithmetic with null is always unknown"))
    return node.Arithmetic(result, first, rest)


def negative(checker: Checker, tree: exp.Neg) -> Expr:
    """``-a``."""
    item = checker.quantity(tree.this)
    if checker.is_wrong(item):
        return NOTHING
    if isinstance(item, node.Constant) and isinstance(item.value, Decimal):
        return node.Constant(item.type, -item.value)
    type = item.type
    if type.kind == "integer":
        type = Type("number", type.unit, in_row=type.in_row)
    return node.Negative(type, item)


def case(checker: Checker, tree: exp.Case) -> Expr:
    """``case when … then … else … end``."""
    if tree.this is not None:
        return checker.wrong(say("case takes conditions: case when … then … else … end"))
    branches = tuple((checker.condition(i.this), checker.expression(i.args["true"])) for i in tree.args["ifs"])
    default = checker.expression(tree.args["default"]) if tree.args.get("default") else None
    values = [value for _, value in branches] + ([default] if default else [])
    for value in values:
        checker.refuse_score(value)
    merged = unify(value.type for value in values)
    for value in values:
        checker.check_choices(node.Constant(merged, None), value)
    return node.Case(varying(merged), branches, default)


VALUES: Mapping[type[exp.Expr], Handler] = {
    **dict.fromkeys(_SIGNS, arithmetic),
    exp.Neg: negative,
    exp.Case: case,
}
