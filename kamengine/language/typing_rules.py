"""How types combine: which quantities may meet, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kamengine.declarations import Kind
from kamengine.language.expressions import BOOL, NULL, Type, constant_number
from kamengine.language.units import RATIO, Unit
from kamengine.problems import Message, say

_WORDS: Mapping[str, Message] = {
    "bool": say("bool"),
    "integer": say("integer"),
    "number": say("number"),
    "money": say("money"),
    "ratio": say("ratio"),
    "text": say("text"),
    "choice": say("choice"),
    "date": say("date"),
}
"""The kinds of values in words; in English those that packs use."""


class TypeMismatch(Exception):
    """Types that do not go together; `message` says which."""

    def __init__(self, message: Message) -> None:
        """Carry the message to the checker."""
        self.message = message
        super().__init__(str(message))


def common_unit(units: Iterable[Unit | None]) -> Unit | None:
    """The unit of quantities that are added or compared; a bare number takes that of the others.

    Raises:
        TypeMismatch: two of them differ.
    """
    found: Unit | None = None
    for unit in units:
        if unit is None:
            continue
        if found is not None and not found.same_as(unit):
            raise TypeMismatch(say("{a} and {b} are different units", a=str(found), b=str(unit)))
        found = unit
    return found


def unify(types: Iterable[Type]) -> Type:
    """The type of a value that comes from any one of several expressions (``coalesce``, ``case``, ``least``).

    Raises:
        TypeMismatch: they are of unlike kinds or different units.
    """
    known = [type for type in types if type.kind != "null"]
    if not known:
        return NULL
    if all(type.numeric for type in known):
        unit = common_unit(type.unit for type in known)
        decimal, constant = all(type.decimal for type in known), all(type.constant for type in known)
        fine = decimal and any(type.fine for type in known)
        return Type(_number_kind(known), unit, decimal=decimal, constant=constant, fine=fine)
    kinds = {type.kind for type in known}
    if kinds <= {"text", "choice"}:
        listed = [type for type in known if type.kind == "choice"]
        return listed[0] if listed and all(type.choices == listed[0].choices for type in listed) else Type("text")
    if len(kinds) > 1:
        raise TypeMismatch(mixed(known[0], next(t for t in known if t.kind != known[0].kind)))
    return known[0]


def _number_kind(types: list[Type]) -> Kind:
    kinds = {type.kind for type in types if not type.constant or type.kind == "integer"}
    (kind, *others) = kinds or {"number"}
    if others or kind == "null" or (kind == "integer" and any(type.constant for type in types)):
        return "number"
    return kind


def comparable(left: Type, right: Type, op: str) -> None:
    """Check that two values may be compared with an operator.

    Raises:
        TypeMismatch: they may not.
    """
    if "null" in (left.kind, right.kind):
        raise TypeMismatch(say("a comparison with null is never true; use `is null` to ask for missing data"))
    merged = unify((left, right))
    if op not in ("=", "<>") and not (merged.numeric or merged.kind == "date"):
        raise TypeMismatch(say("{kind} values can only be compared with = and <>", kind=merged.kind))


def exact_product(factors: Sequence[Type]) -> bool:
    """Whether a product is exact: of one amount of money, whole numbers, and at most one number of a ledger's row.

    The places of the factors add up: four of money, none of a whole number, six of another. A second number would
    leave too few digits before the point.
    """
    money = [type for type in factors if type.kind == "money" and type.decimal and not type.constant]
    numbers = [type for type in factors if type.in_row and type.kind in ("number", "ratio")]
    whole = [type for type in factors if type.kind == "integer" and not type.constant]
    rest = len(factors) - 1
    return len(money) == 1 and len(whole) + len(numbers) == rest and len(numbers) + money[0].fine <= 1


def product(left: Type, right: Type, op: str) -> Type:
    """The type of ``left * right`` or ``left / right``; double precision unless both are constants."""
    unit = left.unit
    if right.unit is not None:
        unit = (left.unit or RATIO).times(right.unit, 1 if op == "*" else -1)
    if op == "*" and left.constant and right.constant:
        return constant_number(unit)
    return Type("ratio" if unit == RATIO else "number", unit)


def total(left: Type, right: Type) -> Type:
    """The type of ``left + right`` or ``left - right``.

    Raises:
        TypeMismatch: the units differ.
    """
    merged = unify((left, right))
    return Type("number", merged.unit) if merged.kind == "integer" else merged


def mixed(left: Type, right: Type) -> Message:
    """A message that two types do not go together, with a hint where a slip is likely."""
    kinds = {left.kind, right.kind}
    if kinds == {"date", "text"}:
        return say("a date meets a text; write dates as date '2026-01-31'")
    if BOOL.kind in kinds and (left.numeric or right.numeric):
        return say("a yes/no value meets a number; compare it with true or false")
    return say(
        "{a} and {b} do not go together", a=_WORDS.get(left.kind, left.kind), b=_WORDS.get(right.kind, right.kind)
    )
