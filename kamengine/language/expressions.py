"""The typed form of a condition, shared by everything that uses one: SQL, reference evaluation, words.

Nodes are frozen; each knows its `Type`. Chains of ``and``, ``or``, ``+ -`` and ``* /`` are flat, so that the depth of a
tree is the depth of its parentheses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal

from kamengine.declarations import Kind
from kamengine.language.units import Unit

if TYPE_CHECKING:
    from kamengine.language.functions import Function

NUMERIC: frozenset[str] = frozenset({"integer", "number", "money", "ratio"})
Value = Decimal | str | bool | date | None
"""A value written in a condition, or the value of a parameter. Numbers are decimal."""


@dataclass(frozen=True)
class Type:
    """What an expression yields.

    Attributes:
        kind: one of the field kinds, or ``null`` for the literal ``null``, which fits everywhere.
        unit: None for a bare number, which takes the unit of what it meets.
        choices: for kind ``choice``, the values it can have.
        decimal: whether a number is held as a decimal (money, literals, parameters, table values) and not in double
            precision; sums, differences and comparisons of decimals are exact.
        constant: a number made of literals and parameters only.
        in_row: it stands in a row of a ledger, where money times a number is exact (`typing_rules.exact_product`).
        fine: money with the ten places of such a product, instead of four.
        words: a text that lists words with commas between, such as the tags of an account.
    """

    kind: Kind | Literal["null"]
    unit: Unit | None = None
    choices: tuple[str, ...] = ()
    decimal: bool = False
    constant: bool = False
    in_row: bool = False
    fine: bool = False
    words: bool = False

    @property
    def numeric(self) -> bool:
        """Whether this is a number of any kind."""
        return self.kind in NUMERIC


BOOL = Type("bool")
NULL = Type("null")


def constant_number(unit: Unit | None = None) -> Type:
    """The type of a number written out, or of a numeric parameter."""
    return Type("number", unit, decimal=True, constant=True)


Role = Literal["field", "indicator", "parameter", "criterion", "score", "as_of", "table"]


@dataclass(frozen=True)
class Expr:
    """Any node of a checked expression."""

    type: Type


@dataclass(frozen=True)
class Constant(Expr):
    """A literal; None is ``null``."""

    value: Value


@dataclass(frozen=True)
class Name(Expr):
    """A fact, a parameter, a criterion, a table, the score or the as-of date, by name."""

    name: str
    role: Role


@dataclass(frozen=True)
class Compare(Expr):
    """``left op right``, with op one of ``= <> < <= > >=``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Between(Expr):
    """``low <= item and item <= high``."""

    item: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True)
class In(Expr):
    """``item in (options)``; options are constants or parameters."""

    item: Expr
    options: tuple[Expr, ...]


@dataclass(frozen=True)
class Like(Expr):
    """``item like 'pattern'``; ``%`` is any text, ``_`` any character, there is no escape."""

    item: Expr
    pattern: str


@dataclass(frozen=True)
class IsNull(Expr):
    """``item is null``: never unknown."""

    item: Expr


@dataclass(frozen=True)
class Not(Expr):
    """``not item``."""

    item: Expr


@dataclass(frozen=True)
class Logic(Expr):
    """``items[0] op items[1] op …`` with op ``and`` or ``or``, three-valued."""

    op: Literal["and", "or"]
    items: tuple[Expr, ...]


@dataclass(frozen=True)
class Arithmetic(Expr):
    """``first op₁ x₁ op₂ x₂ …``, from left to right; the operators are all ``+ -`` or all ``* /``."""

    first: Expr
    rest: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True)
class Negative(Expr):
    """``-item``."""

    item: Expr


@dataclass(frozen=True)
class Case(Expr):
    """The value of the first branch whose condition is not false: unknown if that condition is unknown."""

    branches: tuple[tuple[Expr, Expr], ...]
    default: Expr | None


@dataclass(frozen=True)
class Call(Expr):
    """A function of the table, with its arguments."""

    function: Function
    arguments: tuple[Expr, ...]


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of a node, in the order in which they are written."""
    match expr:
        case Compare(left=left, right=right):
            return left, right
        case Between(item=item, low=low, high=high):
            return item, low, high
        case In(item=item, options=options):
            return item, *options
        case Like(item=item) | IsNull(item=item) | Not(item=item) | Negative(item=item):
            return (item,)
        case Logic(items=items):
            return items
        case Arithmetic(first=first, rest=rest):
            return first, *(part for _, part in rest)
        case Case(branches=branches, default=default):
            flat = tuple(part for branch in branches for part in branch)
            return (*flat, default) if default is not None else flat
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """The node and everything in it, the node first."""
    yield expr
    for part in children(expr):
        yield from walk(part)


def names(expr: Expr, *roles: Role) -> tuple[str, ...]:
    """The names used in an expression, each once, in order of first use; only those of the given roles, if any."""
    found = (node for node in walk(expr) if isinstance(node, Name) and (not roles or node.role in roles))
    return tuple(dict.fromkeys(node.name for node in found))


def calls(expr: Expr, scope: str) -> bool:
    """Whether the expression calls a function of this scope, such as ``portfolio``."""
    return any(isinstance(node, Call) and node.function.scope == scope for node in walk(expr))


def constant_value(expr: Expr, parameters: Mapping[str, Value]) -> Value:
    """The value of an expression of literals and parameters (``type.constant``, or a text, date or bool)."""
    match expr:
        case Constant(value=value):
            return value
        case Name(name=name, role="parameter"):
            return parameters[name]
        case Negative(item=item):
            value = constant_value(item, parameters)
            return -value if isinstance(value, Decimal) else None
        case Arithmetic(first=first, rest=rest):
            total = constant_value(first, parameters)
            for op, part in rest:
                value = constant_value(part, parameters)
                if not isinstance(total, Decimal) or not isinstance(value, Decimal):
                    return None
                with localcontext(prec=MOST_DIGITS):
                    total = _EXACT[op](total, value)
            return total
    raise TypeError(f"not a constant: {expr!r}")


MOST_DIGITS = 100
"""Arithmetic between constants is exact as long as they have no more digits."""

_EXACT: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}


def factors(product: Arithmetic) -> tuple[Expr, tuple[Expr, ...]]:
    """The money in an exact product, and what it is multiplied by, in the order in which it is written."""
    every = (product.first, *(part for _, part in product.rest))
    money = next(factor for factor in every if factor.type.decimal)
    return money, tuple(factor for factor in every if factor is not money)


def is_exact_product(expr: Expr) -> bool:
    """Whether this is money times numbers as `typing_rules.exact_product` says; products of constants are not."""
    if not isinstance(expr, Arithmetic) or not expr.type.decimal or expr.type.constant:
        return False
    return expr.rest[0][0] == "*"


def is_computed(expr: Expr) -> bool:
    """Whether a number comes from arithmetic in double precision, and so is rounded before it is compared."""
    type = expr.type
    return type.numeric and not type.decimal and type.kind != "integer" and not isinstance(expr, Name)


def with_type(expr: Expr, type: Type) -> Expr:
    """The same node with another type."""
    return replace(expr, type=type)
