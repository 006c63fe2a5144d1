"""Values worth trying for each fact: at and beside every line that the pack draws and that the fact may meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, constant_value, names
from kamengine.language.sql import Bindings
from kamengine.language.tables import Key, Range
from kamengine.pack.bind import quantity
from kamengine.pack.check_score import quantities
from kamengine.pack.checked import CheckedPack
from kamengine.proof.facts import Fact
from kamengine.proof.overall import portfolio_calls

_MOST_VALUES = 24
_ROOM = Context(prec=100)


def values_of(checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Fact]) -> dict[str, list[Any]]:
    """For each fact values worth trying: at and beside each line it may meet; plain values first."""
    lines = _Lines(checked, bindings)
    return {name: list(_values(fact, sorted(lines.of(name), key=str), bindings.as_of)) for name, fact in facts.items()}


def _values(fact: Fact, lines: list[Any], as_of: date) -> Iterator[Any]:
    match fact.type.kind:
        case "bool":
            yield from (True, False)
        case "choice":
            yield from fact.type.choices
        case "text":
            yield from dict.fromkeys([*(line for line in lines if isinstance(line, str)), "other", ""])
        case "date":
            days = [line for line in lines if isinstance(line, date)]
            near = [timedelta(days=n) for n in (0, 1, -1)]
            far = [timedelta(days=n) for n in (-31, 31, -366, 366, -3660)]
            found = dict.fromkeys(_shifted(day, by) for by in near for day in [as_of, *days])
            found |= dict.fromkeys(_shifted(as_of, by) for by in far)
            yield from (day for day in found if not fact.past or day <= as_of)
        case _:
            yield from _numbers(fact, [line for line in lines if isinstance(line, Decimal)])


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _numbers(fact: Fact, lines: list[Decimal]) -> Iterator[Any]:
    step = fact.step()
    ordered = sorted({Decimal(0), *lines})
    far = max(abs(ordered[0]), abs(ordered[-1])) * 10 + 1
    spread = [*ordered, far, -far]
    kept = ordered[:: max(1, len(ordered) * 3 // _MOST_VALUES)]
    spread += [line + by for line in kept for by in (step, -step)]
    spread += [(a + b) / 2 for a, b in pairwise(kept)]
    low, high = fact.usual
    rounded = (value.quantize(step, context=_ROOM) for value in spread)
    inside = (v for v in rounded if (low is None or v >= low) and (high is None or v <= high))
    yield from dict.fromkeys(fact.held(value) for value in inside)


class _Lines:
    """Which constants each name may be compared with, directly or through what is computed from it."""

    def __init__(self, checked: CheckedPack, bindings: Bindings) -> None:
        self.checked, self.bindings = checked, bindings
        self.lines: dict[str, set[Any]] = {}
        self.users: dict[str, set[str]] = {}
        roots = [*checked.criteria.values(), *(t.when for t in checked.tiers if t.when is not None)]
        if checked.scope is not None:
            roots.append(checked.scope)
        for root in roots:
            self._look(root, None)
        for name, one in checked.indicators.items():
            if one.indicator.ledger is None:
                self._look(one.expr, name)
        for part, _ in checked.parts:
            starts = [q for q, where in quantities(part) if where[-1] == "from" or where[0] == "line"]
            self.lines.setdefault(part.subject, set()).update(
                value for q in starts if (value := quantity(q, bindings)) is not None
            )

    def of(self, name: str, seen: frozenset[str] = frozenset()) -> set[Any]:
        """The constants of a name, and of the indicators computed from it."""
        found = set(self.lines.get(name, ()))
        for user in self.users.get(name, set()) - seen:
            found |= self.of(user, seen | {name})
        return found

    def _look(self, expr: Expr, owner: str | None) -> None:
        """Note for each atom of an expression the constants in it for the facts in it."""
        if owner is not None:
            for used in self._named(expr):
                self.users.setdefault(used, set()).add(owner)
        parts = node.children(expr)
        if expr.type.kind != "bool" or isinstance(expr, node.Logic | node.Not | node.Case):
            for part in parts:
                self._look(part, owner)
            if expr.type.kind == "bool":
                return
        constants = set(self._constants(expr))
        for used in self._named(expr):
            self.lines.setdefault(used, set()).update(constants)
        if owner is None:
            for part in parts:
                if part.type.kind == "bool":
                    self._look(part, owner)

    def _named(self, expr: Expr) -> Iterator[str]:
        yield from names(expr, "field", "indicator")
        yield from portfolio_calls(expr)

    def _constants(self, expr: Expr) -> Iterator[Any]:
        for part in node.walk(expr):
            if isinstance(part, node.Like):
                yield from (part.pattern.replace("%", ""), part.pattern.replace("%", "x").replace("_", "x"))
            if isinstance(part, node.Name) and part.role == "table":
                for keys, value in self.bindings.tables[part.name].items():
                    yield from (end for key in keys for end in _ends(key))
                    yield from _ends(value)
            elif isinstance(part, node.Constant) or part.type.constant or _is_parameter(part):
                value = constant_value(part, self.bindings.parameters)
                if value is not None and not isinstance(value, bool):
                    yield value


def _ends(key: Key) -> Iterator[Any]:
    """The values at which a part of a row's key begins or ends."""
    for end in (key.start, key.end) if isinstance(key, Range) else (key,):
        if end is not None and not isinstance(end, bool):
            yield end


def _is_parameter(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "parameter"
