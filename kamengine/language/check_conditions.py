"""Conditions: what is true, false or unknown."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.checker import NOTHING, Checker, Handler, is_score
from kamengine.language.expressions import BOOL, Expr
from kamengine.language.typing_rules import comparable
from kamengine.problems import say

_COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


def logic(checker: Checker, tree: exp.Connector) -> Expr:
    """``a and b and …``, ``a or b or …``: one flat node."""
    flat, stack = [], [tree]
    kind = type(tree)
    while stack:  # left-deep chains are long, not deep
        part = stack.pop()
        if type(part) is kind:
            stack += [part.expression, part.this]
        else:
            flat.append(part)
    items = tuple(checker.condition(part) for part in flat)
    return node.Logic(BOOL, "and" if kind is exp.And else "or", items)


def negation(checker: Checker, tree: exp.Not) -> Expr:
    """``not a``."""
    return node.Not(BOOL, checker.condition(tree.this))


def comparison(checker: Checker, tree: exp.Binary) -> Expr:
    """``a = b`` and the other comparisons."""
    if type(tree.this) in _COMPARISONS or type(tree.expression) in _COMPARISONS:
        return checker.wrong(say("comparisons cannot be chained; join them with and"))
    left, right = checker.expression(tree.this), checker.expression(tree.expression)
    if checker.is_wrong(left, right):
        return NOTHING
    return _compare(checker, _COMPARISONS[type(tree)], left, right)


def _compare(checker: Checker, op: str, left: Expr, right: Expr) -> Expr:
    comparable(left.type, right.type, op)
    checker.check_choices(left, right)
    checker.check_words(left, right)
    if is_score(left) and is_score(right):
        return checker.wrong(say("score is compared with itself"))
    return node.Compare(BOOL, op, left, right)


def between(checker: Checker, tree: exp.Between) -> Expr:
    """``x between low and high``."""
    item, low, high = (checker.expression(tree.args[key]) for key in ("this", "low", "high"))
    if tree.args.get("symmetric"):
        return checker.wrong(say("between has no symmetric form"))
    if checker.is_wrong(item, low, high):
        return NOTHING
    for bound in (low, high):
        comparable(item.type, bound.type, "<=")
        checker.refuse_score(bound)
    return node.Between(BOOL, item, low, high)


def membership(checker: Checker, tree: exp.In) -> Expr:
    """``x in (a, b, …)``."""
    if set(_given(tree)) - {"this", "expressions"} or not tree.expressions:
        return checker.wrong(say("in needs a list of values, such as x in (1, 2)"))
    item = checker.expression(tree.this)
    checker.refuse_score(item)
    options = tuple(checker.expression(option) for option in tree.expressions)
    for option in options:
        checker.refuse_score(option)
    if checker.is_wrong(item) or checker.findings:
        return NOTHING
    for option in options:
        if not isinstance(option, node.Constant | node.Name | node.Negative) or node.names(
            option, "field", "indicator"
        ):
            return checker.wrong(say("the values of in are written out or parameters"))
        if option.type.kind != "null":
            comparable(item.type, option.type, "=")
            checker.check_choices(item, option)
            checker.check_words(item, option)
    return node.In(BOOL, item, options)


def likeness(checker: Checker, tree: exp.Like) -> Expr:
    """``x like 'A%'``."""
    item, pattern = checker.expression(tree.this), tree.expression
    if not (type(pattern) is exp.Literal and pattern.is_string):
        return checker.wrong(say("like needs a text, such as like 'A%'"))
    if item.type.kind not in ("text", "choice", "null"):
        return checker.wrong(say("like looks at text; this is a {kind}", kind=item.type.kind))
    like = node.Like(BOOL, item, pattern.this)
    return node.Not(BOOL, like) if tree.args.get("negate") else like


def missing(checker: Checker, tree: exp.Is) -> Expr:
    """``x is null``."""
    if type(tree.expression) is not exp.Null:
        return checker.wrong(say("is can only ask for null: x is null, x is not null"))
    item = checker.expression(tree.this)
    checker.refuse_score(item)
    return node.IsNull(BOOL, item)


def _given(tree: exp.Expr) -> list[str]:
    return [key for key, value in tree.args.items() if value]


CONDITIONS: Mapping[type[exp.Expr], Handler] = {
    exp.And: logic,
    exp.Or: logic,
    exp.Not: negation,
    **dict.fromkeys(_COMPARISONS, comparison),
    exp.Between: between,
    exp.In: membership,
    exp.Like: likeness,
    exp.Is: missing,
}
