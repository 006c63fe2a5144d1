"""Questions about a pack, written as conditions of its own language, so that every judge understands them."""

from __future__ import annotations

from decimal import Decimal

from kamengine.language.builtins import BUILTINS
from kamengine.language.expressions import (
    BOOL,
    Call,
    Compare,
    Constant,
    Expr,
    IsNull,
    Logic,
    Name,
    Not,
    Role,
    Type,
    constant_number,
)
from kamengine.pack.checked import CheckedPack
from kamengine.proof.facts import Fact
from kamengine.proof.overall import pinned_names, portfolio_calls

TRUE = Constant(BOOL, True)
FALSE = Constant(BOOL, False)


def all_of(*items: Expr) -> Expr:
    """All of the conditions."""
    return items[0] if len(items) == 1 else Logic(BOOL, "and", items) if items else TRUE


def any_of(*items: Expr) -> Expr:
    """Any of the conditions."""
    return items[0] if len(items) == 1 else Logic(BOOL, "or", items) if items else FALSE


def missed(expr: Expr) -> Expr:
    """That a condition is certainly not met."""
    return Not(BOOL, expr)


def not_met(expr: Expr) -> Expr:
    """That a condition is not met or unknown."""
    return Not(BOOL, Call(BOOL, BUILTINS["coalesce"], (expr, FALSE)))


def known(expr: Expr) -> Expr:
    """That a value or a condition is known."""
    return Not(BOOL, IsNull(BOOL, expr))


def two_of(*items: Expr) -> Expr:
    """At least two of the conditions."""
    return Call(BOOL, BUILTINS["at_least"], (Constant(constant_number(), Decimal(2)), *items))


def criterion(name: str) -> Expr:
    """A criterion by name."""
    return Name(BOOL, name, "criterion")


def fact(one: Fact) -> Expr:
    """A fact by name."""
    role: Role = "indicator" if one.computed else "field"
    return Name(one.type, one.name, role)


def overall_known(checked: CheckedPack) -> list[Expr]:
    """That what looks at the whole portfolio is known wherever what it looks at is."""
    found = []
    for name in pinned_names(checked):
        role: Role = "criterion" if name in checked.criteria else "indicator"
        expr = checked.criteria[name] if role == "criterion" else checked.indicators[name].expr
        looked_at = [call.arguments[0] for call in portfolio_calls(expr).values() if call.arguments]
        missing = [IsNull(BOOL, argument) for argument in looked_at if argument.type.kind != "null"]
        found.append(any_of(*missing, known(Name(checked.symbols[name].type, name, role))))
    return found


def within(subject: Expr, start: Decimal | None, end: Decimal | None, *, strictly: bool = False) -> Expr:
    """That a number is known, at least (or above) the start, and below the end."""
    conditions: list[Expr] = [known(subject)]
    if start is not None:
        conditions.append(Compare(BOOL, ">" if strictly else ">=", subject, _number(start)))
    if end is not None:
        conditions.append(Compare(BOOL, "<", subject, _number(end)))
    return all_of(*conditions)


def tier_conditions(checked: CheckedPack) -> list[Expr]:
    """What it takes to be in each tier, whatever the other tiers say; everyone else is what the others are not."""
    found: list[Expr] = []
    for tier in checked.tiers:
        if tier.when is not None:
            found.append(tier.when)
        else:
            found.append(missed(any_of(*found)) if checked.pack.hit == "unique" and found else TRUE)
    return found


def _number(value: Decimal) -> Expr:
    return Constant(Type("number", decimal=True, constant=True), value)
