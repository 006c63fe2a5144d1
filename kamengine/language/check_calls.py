"""Calls of functions: which exist here, and whether their arguments fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.checker import NOTHING, Checker, Handler, source, varying
from kamengine.language.expressions import Expr, Type, Value
from kamengine.language.functions import Function, Parameter
from kamengine.language.typing_rules import common_unit, mixed
from kamengine.problems import Message, did_you_mean, say

_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("if", "iif", "iff"), "case when … then … else … end"),
    **dict.fromkeys(("ifnull", "nvl"), "coalesce(x, …)"),
    **dict.fromkeys(("isnull", "isblank"), "x is null"),
}
"""What other languages call something that this one writes otherwise."""

_WRONG_SCOPE: Mapping[str, Callable[[str], Message]] = {
    "ledger": lambda name: say("{name} looks at ledger rows; it needs an indicator with `from`", name=name),
    "portfolio": lambda name: say("{name} looks at all accounts; it cannot be used here", name=name),
    "account": lambda name: say("{name} cannot be used here", name=name),
}


def call(checker: Checker, tree: exp.Anonymous) -> Expr:
    """A call of a function, with as many arguments as it takes and each of a kind that fits."""
    name = tree.name.lower()
    function = checker.vocabulary.functions.get(name)
    if function is None:
        return checker.wrong(
            say("{name} is not a function of this language", name=tree.name[:40]),
            say("write {form}", form=_INSTEAD[name])
            if name in _INSTEAD
            else did_you_mean(name, checker.vocabulary.functions),
        )
    if function.scope not in checker.vocabulary.scopes:
        return checker.wrong(_WRONG_SCOPE[function.scope](name))
    given = tree.expressions
    if name == "count" and len(given) == 1 and type(given[0]) is exp.Star:
        given = []
    arguments = tuple(_argument(checker, function, index, part) for index, part in enumerate(given))
    if any(a is NOTHING for a in arguments):
        return NOTHING
    if function.scope == "portfolio" and any(node.calls(argument, "portfolio") for argument in arguments):
        remedy = say("make what stands inside it an indicator of its own")
        return checker.wrong(_WRONG_SCOPE["portfolio"](name), remedy)
    if name == "lookup":
        _check_keys(checker, arguments)
    result = function.result_type([argument.type for argument in arguments])
    for argument in arguments:
        checker.check_choices(node.Constant(result, None), argument)
    return node.Call(varying(result), function, arguments)


def _argument(checker: Checker, function: Function, index: int, tree: exp.Expr) -> Expr:
    parameter = function.parameter(index)
    if parameter is not None and "table" in parameter.kinds:
        symbol = checker.vocabulary.symbols.get(tree.name) if type(tree) is exp.Column else None
        if symbol is None or symbol.role != "table":
            tables = [s.name for s in checker.vocabulary.symbols.values() if s.role == "table"]
            return checker.wrong(
                say("{text} is not a table of this pack", text=source(tree)), did_you_mean(tree.name, tables)
            )
        return node.Name(symbol.type, symbol.name, "table")
    if parameter is not None and parameter.options:
        return _option(checker, function, parameter, tree)
    expr = checker.expression(tree)
    checker.refuse_score(expr)
    if parameter is not None and parameter.constant and expr is not NOTHING:
        _check_constant(checker, function, parameter.name, expr)
    if parameter is not None and parameter.unit is not None and expr is not NOTHING:
        return node.with_type(expr, replace(expr.type, unit=common_unit((parameter.unit, expr.type.unit))))
    return expr


def _option(checker: Checker, function: Function, parameter: Parameter, tree: exp.Expr) -> Expr:
    """One of the texts that a parameter can be."""
    if type(tree) is exp.Literal and tree.is_string and tree.this in parameter.options:
        return node.Constant(Type("text"), tree.this)
    what = say(
        "the {parameter} of {function} is {options}, written out",
        parameter=parameter.name,
        function=function.name,
        options=" | ".join(f"'{option}'" for option in parameter.options),
    )
    written = tree.name if isinstance(tree, exp.Literal | exp.Column) else ""
    return checker.wrong(what, did_you_mean(written, parameter.options) if written else None)


def _check_constant(checker: Checker, function: Function, parameter: str, expr: Expr) -> None:
    if not expr.type.constant:
        checker.wrong(
            say(
                "{parameter} of {function} must be a number or a parameter of the pack",
                parameter=parameter,
                function=function.name,
            )
        )
    elif function.name == "round" and not (isinstance(expr, node.Constant) and expr.value in range(11)):
        checker.wrong(say("the places of round are a whole number from 0 to 10"))
    elif function.name == "top_share" and isinstance(expr, node.Constant) and not _is_share(expr.value):
        checker.wrong(say("the share of top_share is from 0 to 1"))


def _is_share(value: Value) -> bool:
    return isinstance(value, Decimal) and 0 <= value <= 1


def _check_keys(checker: Checker, arguments: tuple[Expr, ...]) -> None:
    table = arguments[0]
    assert isinstance(table, node.Name)
    keys = checker.vocabulary.symbols[table.name].keys
    if len(keys) != len(arguments) - 1:
        checker.wrong(
            say("{table} has {n} keys; lookup gives it {m}", table=table.name, n=len(keys), m=len(arguments) - 1)
        )
        return
    for key, argument in zip(keys, arguments[1:], strict=True):
        if {key.kind, argument.type.kind} <= {"text", "choice"} or (key.numeric and argument.type.numeric):
            continue
        if key.kind != argument.type.kind:
            checker.wrong(mixed(key, argument.type))


CALLS: Mapping[type[exp.Expr], Handler] = {exp.Anonymous: call}
