"""Syntax tree → typed expression: every node allowed by name, every name resolved, every type fitted.

All problems of a condition are collected; a part that is wrong becomes an unknown constant so that the rest is still
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.expressions import BOOL, NULL, Expr, Type
from kamengine.language.functions import Function
from kamengine.language.syntax import is_name, parse, read_date
from kamengine.language.typing_rules import TypeMismatch, comparable, mixed, product, total, unify
from kamengine.language.vocabulary import Vocabulary
from kamengine.problems import Message, did_you_mean, say

_COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,10})?([eE][+-]?\d{1,2})?")
_NOTHING = node.Constant(NULL, None)


@dataclass(frozen=True)
class Finding:
    """Something wrong in a condition, with a remedy where there is one."""

    what: Message
    remedy: Message | None = None


def check(text: str, vocabulary: Vocabulary) -> tuple[Expr, list[Finding]]:
    """The typed expression of a text, and everything that is wrong with it (then the expression is of no use)."""
    tree = parse(text)
    if isinstance(tree, Message):
        return _NOTHING, [Finding(tree)]
    checker = _Checker(vocabulary)
    return checker.expression(tree), checker.findings


def check_condition(text: str, vocabulary: Vocabulary) -> tuple[Expr, list[Finding]]:
    """Like `check`, for a text that must say yes or no."""
    expr, findings = check(text, vocabulary)
    if not findings and expr.type.kind != "bool" and not uses_wrong_name(expr):
        findings = [Finding(say("this is a {kind}, not a condition that is true or false", kind=expr.type.kind))]
    return expr, findings


def uses_wrong_name(expr: Expr) -> bool:
    """Whether nothing came out only because a name is used whose own definition is wrong, and reported there."""
    return expr is _NOTHING


class _Checker:
    """Walks one syntax tree; keeps what it finds wrong."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.findings: list[Finding] = []

    def expression(self, tree: exp.Expr) -> Expr:
        """The typed form of any node."""
        while type(tree) is exp.Paren:
            tree = tree.this
        handler = _HANDLERS.get(type(tree))
        if handler is None:
            return self._wrong(say("{text} is not part of the language", text=_source(tree)))
        try:
            return handler(self, tree)
        except TypeMismatch as mismatch:
            return self._wrong(mismatch.message)

    def condition(self, tree: exp.Expr) -> Expr:
        """The typed form of a node that must be yes, no or unknown."""
        expr = self.expression(tree)
        self._no_score(expr)
        if expr.type.kind not in ("bool", "null"):
            return self._wrong(say("{text} is a {kind}, not a condition", text=_source(tree), kind=expr.type.kind))
        return expr

    def quantity(self, tree: exp.Expr) -> Expr:
        """The typed form of a node that takes part in arithmetic."""
        expr = self.expression(tree)
        self._no_score(expr)
        if not expr.type.numeric and expr.type.kind != "null":
            return self._wrong(
                say("{text} is a {kind}; only numbers are added or multiplied", text=_source(tree), kind=expr.type.kind)
            )
        return expr

    def _wrong(self, what: Message, remedy: Message | None = None) -> Expr:
        self.findings.append(Finding(what, remedy))
        return _NOTHING

    def _no_score(self, expr: Expr) -> None:
        if isinstance(expr, node.Name) and expr.role == "score":
            self._wrong(say("score can only be compared, such as score >= 80"))

    def _broken(self, *parts: Expr) -> bool:
        return any(part is _NOTHING for part in parts)

    # ── leaves ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def column(self, tree: exp.Column) -> Expr:
        name = tree.name
        if type(tree.this) is not exp.Identifier or not is_name(name):
            return self._wrong(say("{text} is not a name", text=_source(tree)))
        symbol = self.vocabulary.symbols.get(name)
        if symbol is None:
            return self._unknown_name(name)
        if symbol.role == "table":
            return self._wrong(say("{name} is a table; use lookup({name}, …)", name=name))
        if symbol.type is NULL:  # its own definition is wrong, and reported there
            return _NOTHING
        return node.Name(symbol.type, name, symbol.role)

    def _unknown_name(self, name: str) -> Expr:
        if name.lower() in self.vocabulary.functions:
            return self._wrong(
                say(
                    "{name} is a function; call it as {call}",
                    name=name,
                    call=self.vocabulary.functions[name.lower()].signature,
                )
            )
        return self._wrong(say("unknown name {name}", name=name), did_you_mean(name, self.vocabulary.symbols))

    def literal(self, tree: exp.Literal) -> Expr:
        if tree.is_string:
            return node.Constant(Type("text"), tree.this)
        if not _NUMBER.fullmatch(tree.this) or abs(value := Decimal(tree.this)) >= Decimal("1e15"):
            return self._wrong(
                say(
                    "{text} is not a number this language can hold: at most 15 digits before the point and 10 behind",
                    text=tree.this[:40],
                )
            )
        if value != round(value, 10):
            return self._wrong(say("{text} has more than 10 places behind the point", text=tree.this[:40]))
        return node.Constant(node.constant_number(), value)

    def boolean(self, tree: exp.Boolean) -> Expr:
        return node.Constant(BOOL, bool(tree.this))

    def null(self, tree: exp.Null) -> Expr:
        return node.Constant(NULL, None)

    def date(self, tree: exp.Cast) -> Expr:
        literal, target = tree.this, tree.args["to"]
        if not (type(literal) is exp.Literal and literal.is_string and target.is_type("date")):
            return self._wrong(say("casts are not part of the language"))
        day = read_date(literal.this)
        if day is None:
            return self._wrong(say("{text} is not a date; write date '2026-01-31'", text=literal.this[:40]))
        return node.Constant(Type("date"), day)

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def logic(self, tree: exp.Connector) -> Expr:
        flat, stack = [], [tree]
        kind = type(tree)
        while stack:  # left-deep chains are long, not deep
            part = stack.pop()
            if type(part) is kind:
                stack += [part.expression, part.this]
            else:
                flat.append(part)
        items = tuple(self.condition(part) for part in flat)
        return node.Logic(BOOL, "and" if kind is exp.And else "or", items)

    def negation(self, tree: exp.Not) -> Expr:
        return node.Not(BOOL, self.condition(tree.this))

    def comparison(self, tree: exp.Binary) -> Expr:
        if type(tree.this) in _COMPARISONS or type(tree.expression) in _COMPARISONS:
            return self._wrong(say("comparisons cannot be chained; join them with and"))
        left, right = self.expression(tree.this), self.expression(tree.expression)
        if self._broken(left, right):
            return _NOTHING
        return self._compare(_COMPARISONS[type(tree)], left, right)

    def _compare(self, op: str, left: Expr, right: Expr) -> Expr:
        comparable(left.type, right.type, op)
        self._fits_choices(left, right)
        if _is_score(left) and _is_score(right):
            return self._wrong(say("score is compared with itself"))
        return node.Compare(BOOL, op, left, right)

    def between(self, tree: exp.Between) -> Expr:
        item, low, high = (self.expression(tree.args[key]) for key in ("this", "low", "high"))
        if tree.args.get("symmetric"):
            return self._wrong(say("between has no symmetric form"))
        if self._broken(item, low, high):
            return _NOTHING
        for bound in (low, high):
            comparable(item.type, bound.type, "<=")
            self._no_score(bound)
        return node.Between(BOOL, item, low, high)

    def membership(self, tree: exp.In) -> Expr:
        if set(_given(tree)) - {"this", "expressions"} or not tree.expressions:
            return self._wrong(say("in needs a list of values, such as x in (1, 2)"))
        item = self.expression(tree.this)
        self._no_score(item)
        options = tuple(self.expression(option) for option in tree.expressions)
        for option in options:
            self._no_score(option)
        if self._broken(item) or self.findings:
            return _NOTHING
        for option in options:
            if not isinstance(option, node.Constant | node.Name | node.Negative) or node.names(
                option, "field", "indicator"
            ):
                return self._wrong(say("the values of in are written out or parameters"))
            if option.type.kind != "null":
                comparable(item.type, option.type, "=")
                self._fits_choices(item, option)
        return node.In(BOOL, item, options)

    def likeness(self, tree: exp.Like) -> Expr:
        item, pattern = self.expression(tree.this), tree.expression
        if not (type(pattern) is exp.Literal and pattern.is_string):
            return self._wrong(say("like needs a text, such as like 'A%'"))
        if item.type.kind not in ("text", "choice", "null"):
            return self._wrong(say("like looks at text; this is a {kind}", kind=item.type.kind))
        like = node.Like(BOOL, item, pattern.this)
        return node.Not(BOOL, like) if tree.args.get("negate") else like

    def missing(self, tree: exp.Is) -> Expr:
        if type(tree.expression) is not exp.Null:
            return self._wrong(say("is can only ask for null: x is null, x is not null"))
        item = self.expression(tree.this)
        self._no_score(item)
        return node.IsNull(BOOL, item)

    def _fits_choices(self, left: Expr, right: Expr) -> None:
        for item, other in ((left, right), (right, left)):
            if item.type.kind != "choice" or not isinstance(other, node.Constant) or other.value is None:
                continue
            if str(other.value) not in item.type.choices:
                name = item.name if isinstance(item, node.Name) else "this"
                what = say(
                    "{value} is not one of the choices of {name} ({choices})",
                    value=f"'{other.value}'",
                    name=name,
                    choices=", ".join(item.type.choices),
                )
                self.findings.append(Finding(what, did_you_mean(str(other.value), item.type.choices)))

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def arithmetic(self, tree: exp.Binary) -> Expr:
        family = (exp.Add, exp.Sub) if type(tree) in (exp.Add, exp.Sub) else (exp.Mul, exp.Div)
        chain: list[tuple[str, exp.Expr]] = []
        left: exp.Expr = tree
        while type(left) in family:  # left-deep chains are long, not deep
            chain.append((_SIGNS[type(left)], left.expression))
            left = left.this
        first = self.quantity(left)
        rest = tuple((op, self.quantity(part)) for op, part in reversed(chain))
        if self._broken(first, *(part for _, part in rest)):
            return _NOTHING
        result = first.type
        for op, part in rest:
            result = total(result, part.type) if op in "+-" else product(result, part.type, op)
        if NULL in (first.type, *(part.type for _, part in rest)):
            return self._wrong(say("arithmetic with null is always unknown"))
        return node.Arithmetic(result, first, rest)

    def negative(self, tree: exp.Neg) -> Expr:
        item = self.quantity(tree.this)
        if self._broken(item):
            return _NOTHING
        if isinstance(item, node.Constant) and isinstance(item.value, Decimal):
            return node.Constant(item.type, -item.value)
        type = Type("number", item.type.unit) if item.type.kind == "integer" else item.type
        return node.Negative(type, item)

    def case(self, tree: exp.Case) -> Expr:
        if tree.this is not None:
            return self._wrong(say("case takes conditions: case when … then … else … end"))
        branches = tuple((self.condition(i.this), self.expression(i.args["true"])) for i in tree.args["ifs"])
        default = self.expression(tree.args["default"]) if tree.args.get("default") else None
        values = [value for _, value in branches] + ([default] if default else [])
        for value in values:
            self._no_score(value)
        merged = unify(value.type for value in values)
        for value in values:
            self._fits_choices(node.Constant(merged, None), value)
        return node.Case(_varying(merged), branches, default)

    def call(self, tree: exp.Anonymous) -> Expr:
        name = tree.name.lower()
        function = self.vocabulary.functions.get(name)
        if function is None:
            return self._wrong(
                say("{name} is not a function of this language", name=tree.name[:40]),
                say("write {form}", form=_INSTEAD[name])
                if name in _INSTEAD
                else did_you_mean(name, self.vocabulary.functions),
            )
        if function.scope not in self.vocabulary.scopes:
            return self._wrong(_WRONG_SCOPE[function.scope](name))
        given = tree.expressions
        if name == "count" and len(given) == 1 and type(given[0]) is exp.Star:
            given = []
        arguments = tuple(self._argument(function, index, part) for index, part in enumerate(given))
        if any(a is _NOTHING for a in arguments):
            return _NOTHING
        if function.scope == "portfolio" and any(node.calls(argument, "portfolio") for argument in arguments):
            return self._wrong(_WRONG_SCOPE["portfolio"](name))
        if name == "lookup":
            self._check_keys(arguments)
        result = function.result_type([argument.type for argument in arguments])
        for argument in arguments:
            self._fits_choices(node.Constant(result, None), argument)
        return node.Call(_varying(result), function, arguments)

    def _argument(self, function: Function, index: int, tree: exp.Expr) -> Expr:
        parameter = function.parameter(index)
        if parameter is not None and "table" in parameter.kinds:
            symbol = self.vocabulary.symbols.get(tree.name) if type(tree) is exp.Column else None
            if symbol is None or symbol.role != "table":
                tables = [s.name for s in self.vocabulary.symbols.values() if s.role == "table"]
                return self._wrong(
                    say("{text} is not a table of this pack", text=_source(tree)), did_you_mean(tree.name, tables)
                )
            return node.Name(symbol.type, symbol.name, "table")
        expr = self.expression(tree)
        self._no_score(expr)
        if parameter is not None and parameter.constant and expr is not _NOTHING:
            self._check_constant(function, parameter.name, expr)
        return expr

    def _check_constant(self, function: Function, parameter: str, expr: Expr) -> None:
        if not expr.type.constant:
            self._wrong(
                say(
                    "{parameter} of {function} must be a number or a parameter of the pack",
                    parameter=parameter,
                    function=function.name,
                )
            )
        elif function.name == "round" and not (isinstance(expr, node.Constant) and expr.value in range(11)):
            self._wrong(say("the places of round are a whole number from 0 to 10"))

    def _check_keys(self, arguments: tuple[Expr, ...]) -> None:
        table = arguments[0]
        assert isinstance(table, node.Name)
        keys = self.vocabulary.symbols[table.name].keys
        if len(keys) != len(arguments) - 1:
            self._wrong(
                say("{table} has {n} keys; lookup gives it {m}", table=table.name, n=len(keys), m=len(arguments) - 1)
            )
            return
        for key, argument in zip(keys, arguments[1:], strict=True):
            if {key.kind, argument.type.kind} <= {"text", "choice"} or (key.numeric and argument.type.numeric):
                continue
            if key.kind != argument.type.kind:
                self._wrong(mixed(key, argument.type))


def _varying(type: Type) -> Type:
    """The type of a value that is chosen or computed per account, even when all it can be is constant."""
    return Type(type.kind, type.unit, type.choices, type.decimal)


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"


def _given(tree: exp.Expr) -> list[str]:
    return [key for key, value in tree.args.items() if value]


def _source(tree: exp.Expr) -> str:
    text = tree.sql()
    return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


_SIGNS: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
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
_HANDLERS: Mapping[type[exp.Expr], Callable[[_Checker, Any], Expr]] = {
    exp.Column: _Checker.column,
    exp.Literal: _Checker.literal,
    exp.Boolean: _Checker.boolean,
    exp.Null: _Checker.null,
    exp.Cast: _Checker.date,
    exp.And: _Checker.logic,
    exp.Or: _Checker.logic,
    exp.Not: _Checker.negation,
    **dict.fromkeys(_COMPARISONS, _Checker.comparison),
    exp.Between: _Checker.between,
    exp.In: _Checker.membership,
    exp.Like: _Checker.likeness,
    exp.Is: _Checker.missing,
    **dict.fromkeys(_SIGNS, _Checker.arithmetic),
    exp.Neg: _Checker.negative,
    exp.Case: _Checker.case,
    exp.Anonymous: _Checker.call,
}
