"""Syntax tree → typed expression: every node allowed by name, every name resolved, every type fitted.

All problems of a condition are collected; a part that is wrong becomes an unknown constant so that the rest is still
looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from kamengine.language.check_calls import CALLS
from kamengine.language.check_conditions import CONDITIONS
from kamengine.language.check_leaves import LEAVES
from kamengine.language.check_values import VALUES
from kamengine.language.checker import NOTHING, Checker, Finding, Handler
from kamengine.language.expressions import Expr
from kamengine.language.syntax import parse
from kamengine.language.vocabulary import Vocabulary
from kamengine.problems import Message, say

_HANDLERS: Mapping[type[exp.Expr], Handler] = {**LEAVES, **CONDITIONS, **VALUES, **CALLS}


def check(text: str, vocabulary: Vocabulary) -> tuple[Expr, list[Finding]]:
    """The typed expression of a text, and everything that is wrong with it (then the expression is of no use)."""
    tree = parse(text)
    if isinstance(tree, Message):
        return NOTHING, [Finding(tree)]
    checker = Checker(vocabulary, _HANDLERS)
    return checker.expression(tree), checker.findings


def check_condition(text: str, vocabulary: Vocabulary) -> tuple[Expr, list[Finding]]:
    """Like `check`, for a text that must say yes or no."""
    expr, findings = check(text, vocabulary)
    if not findings and expr.type.kind != "bool" and not uses_wrong_name(expr):
        findings = [Finding(say("this is a {kind}, not a condition that is true or false", kind=expr.type.kind))]
    return expr, findings


def uses_wrong_name(expr: Expr) -> bool:
    """Whether nothing came out only because a name is used whose own definition is wrong, and reported there."""
    return expr is NOTHING
