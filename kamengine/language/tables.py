"""Tables of a pack: values by key, where a part of a key may be a range of numbers or dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from kamengine.language.expressions import Value
from kamengine.language.once import once, paren

Bound = Decimal | date


@dataclass(frozen=True)
class Range:
    """Every number or date from `start`, inclusive, up to `end`, exclusive.

    Attributes:
        start: None for no lower end.
        end: None for no upper end; not both are None.
    """

    start: Bound | None
    end: Bound | None

    def holds(self, value: Any) -> bool:
        """Whether a number or date is in the range; a double is compared in double precision."""
        start, end = _like(value, self.start), _like(value, self.end)
        return (start is None or start <= value) and (end is None or value < end)

    def meets(self, other: Range) -> bool:
        """Whether there is a value in both ranges."""
        return _is_below(self.start, other.end) and _is_below(other.start, self.end)

    def __str__(self) -> str:
        """In signs: ``≥ 1000, < 5000``."""
        ends = (("≥", self.start), ("<", self.end))
        return ", ".join(f"{sign} {end}" for sign, end in ends if end is not None)


Key = Value | Range
"""A part of the key of a row."""

Table = Mapping[tuple[Key, ...], Value]
"""The rows that are valid on the day of a run; of several that hold a key, the first counts."""

_Row = tuple[tuple[Key, ...], Value]


def keys_meet(one: tuple[Key, ...], other: tuple[Key, ...]) -> bool:
    """Whether two rows hold a key in common."""
    return all(parts_meet(a, b) for a, b in zip(one, other, strict=True))


def lookup(table: Table, *keys: Any) -> Value:
    """The value of the first row that holds these keys; None without one."""
    if None in keys:
        return None
    return next((value for row, value in table.items() if all(map(_holds, row, keys))), None)


def lookup_sql(table: Table, *keys: exp.Expr) -> exp.Expr:
    """The table as a ``case``; no row gives NULL."""
    doubles = [key.is_type("double") for key in keys]
    return once(keys, lambda *given: _first_row(table, given, doubles))


def _first_row(table: Table, keys: tuple[exp.Expr, ...], doubles: list[bool]) -> exp.Expr:
    sides = list(zip(keys, doubles, strict=True))
    return _chosen(list(table.items()), list(range(len(keys))), sides)


def _chosen(rows: Sequence[_Row], columns: Sequence[int], sides: Sequence[tuple[exp.Expr, bool]]) -> exp.Expr:
    """The value of the first row that holds the keys in some columns.

    A column without ranges is decided first, each of its values once, so that a row is not compared with every other.
    """
    if not rows:
        return exp.Null()
    if not columns:
        return exp.convert(rows[0][1])
    case = exp.Case()
    exact = next((c for c in columns if not any(isinstance(key[c], Range) for key, _ in rows)), None)
    if exact is None:
        for key, value in rows:
            parts = [part for c in columns for part in _match(key[c], *sides[c])]
            case = case.when(exp.and_(*parts), exp.convert(value), copy=False)
        return case
    groups: dict[Key, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row[0][exact], []).append(row)
    others = [c for c in columns if c != exact]
    for part, group in groups.items():
        case = case.when(exp.and_(*_match(part, *sides[exact])), _chosen(group, others, sides), copy=False)
    return case


def _match(part: Key, key: exp.Expr, double: bool) -> Iterator[exp.Expr]:
    """What must be true when a part holds a key; numbers in double precision meet doubles."""
    if not isinstance(part, Range):
        yield exp.EQ(this=paren(key.copy()), expression=_number(part, double))
        return
    if part.start is not None:
        yield exp.GTE(this=paren(key.copy()), expression=_number(part.start, double))
    if part.end is not None:
        yield exp.LT(this=paren(key.copy()), expression=_number(part.end, double))


def _number(value: Value, double: bool) -> exp.Expr:
    sql: exp.Expr = exp.convert(value)
    return exp.cast(sql, exp.DType.DOUBLE) if double and isinstance(value, Decimal) else sql


def _holds(part: Key, value: Any) -> bool:
    return part.holds(value) if isinstance(part, Range) else bool(value == _like(value, part))


def _like(value: Any, part: Value) -> Any:
    """A part of a key as the value is held: in double precision beside a double."""
    return float(part) if isinstance(value, float) and isinstance(part, Decimal) else part


def parts_meet(one: Key, other: Key) -> bool:
    """Whether two parts of keys, of one kind, hold a value in common."""
    match one, other:
        case Range(), Range():
            return one.meets(other)
        case Range(), Decimal() | date():
            return one.holds(other)
        case Decimal() | date(), Range():
            return other.holds(one)
    return one == other


def sample(part: Key) -> Value:
    """A value of the kind that a part of a key holds."""
    if not isinstance(part, Range):
        return part
    return part.start if part.start is not None else part.end


def _is_below(start: Bound | None, end: Bound | None) -> bool:
    return start is None or end is None or start < end  # type: ignore[operator]  # of one kind: checked with the pack
