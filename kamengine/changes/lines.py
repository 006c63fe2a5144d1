"""Every line of a pack at which something comes out otherwise while one fact moves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

from kamengine.changes.crossings import Crossings
from kamengine.changes.grid import Steps
from kamengine.changes.worksheet import Cell
from kamengine.engine import scoring
from kamengine.engine.run import DIALECT
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Value, constant_value
from kamengine.language.numbers import DECIMALS
from kamengine.language.sql import Bindings, column
from kamengine.language.tables import Range
from kamengine.pack.bind import quantity
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Part

_MOST_COMBINATIONS = 64
_NEAR = 1e-5  # points beside the end of a segment that still belong to it, as they are rounded
_Stretch = tuple[Decimal | None, Decimal | None]
"""From one value of the fact up to, and without, another; None where there is no end."""


@dataclass(frozen=True)
class Lines:
    """Where outcomes change along the values of one fact.

    Attributes:
        indices: of values that are the first on the upper side of a line, the same for every account.
        positions: cells with values of the fact at or beside which lines of the account lie; NULL for none.
    """

    indices: tuple[int, ...]
    positions: tuple[Cell, ...]


def lines_of(checked: CheckedPack, bindings: Bindings, crossings: Crossings, grid: Steps) -> Lines:
    """The lines that a fact meets: of conditions, of bands, and of the score along straight lines."""
    finder = _Finder(checked, bindings, crossings, grid)
    finder.look()
    return Lines(tuple(sorted(finder.indices)), tuple(finder.positions))


class _Finder:
    """Collects the lines for one fact."""

    def __init__(self, checked: CheckedPack, bindings: Bindings, crossings: Crossings, grid: Steps) -> None:
        self.checked, self.bindings, self.crossings, self.grid = checked, bindings, crossings, grid
        self.indices: set[int] = set()
        self.positions: dict[Cell, None] = {}
        self._bounds: dict[tuple[str, str], None] = {}

    def look(self) -> None:
        for expr in self._moving_expressions():
            for part in node.walk(expr):
                for op, left, right in (*_comparisons(part), *self._lookups(part)):
                    self._compare(op, left, right)
        for scored, _ in self.checked.parts:
            if scored.subject in self.crossings.moving:
                self._look_at_part(scored)

    def _look_at_part(self, part: Part) -> None:
        subject = self._subject(part)
        for band in part.bands:
            if band.start is not None:
                self._meet(">=", subject, node.Constant(node.constant_number(), self._number(band.start)))
        if part.line:
            self._score_along(part, subject)

    def _moving_expressions(self) -> Iterator[Expr]:
        checked, moving = self.checked, self.crossings.moving
        yield from (i.expr for n, i in checked.indicators.items() if n in moving and i.indicator.ledger is None)
        yield from (expr for name, expr in checked.criteria.items() if name in moving)
        conditions = [tier.when for tier in checked.tiers if tier.when is not None]
        conditions += [checked.scope] if checked.scope is not None else []
        yield from (expr for expr in conditions if self.crossings.moves(expr))

    def _lookups(self, expr: Expr) -> Iterator[tuple[str, Expr, Expr]]:
        """The comparisons with the keys of a table that a call makes."""
        if not isinstance(expr, node.Call) or expr.function.name != "lookup":
            return
        table, *keys = expr.arguments
        assert isinstance(table, node.Name)
        for row in self.bindings.tables[table.name]:
            for part, key in zip(row, keys, strict=True):
                if isinstance(part, Range):
                    yield from ((">=", key, _constant(end)) for end in (part.start, part.end) if end is not None)
                elif part is not None:
                    yield "=", key, _constant(part)

    # ── comparisons ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _compare(self, op: str, left: Expr, right: Expr) -> None:
        if _is_score(right):
            left, right, op = right, left, _MIRRORED[op]
        if _is_score(left):
            if not self.crossings.moves(right) and not node.calls(right, "portfolio"):
                self._bounds[op, self.crossings.standing(right)] = None
        elif self.crossings.moves(left) and not node.calls(right, "portfolio"):
            self._meet(op, left, right)
        elif self.crossings.moves(right) and not node.calls(left, "portfolio"):
            self._meet(_MIRRORED[op], right, left)

    def _meet(self, op: str, left: Expr, right: Expr) -> None:
        """A comparison whose left side moves."""
        if not (left.type.numeric or left.type.kind == "date"):
            return
        line = self._constant(right)
        if isinstance(left, node.Name) and left.name == self.crossings.fact and line is not None:
            self.indices |= set(self._first_above(op, line))
            return
        self.positions |= dict.fromkeys(self.crossings.of_comparison(op, left, right))

    def _constant(self, expr: Expr) -> Value:
        if isinstance(expr, node.Name) and expr.role == "as_of":
            return self.bindings.as_of
        if expr.type.constant or isinstance(expr, node.Constant) or getattr(expr, "role", "") == "parameter":
            return constant_value(expr, self.bindings.parameters)
        return None

    def _first_above(self, op: str, line: Value) -> Iterator[int]:
        """Index of the first value on the upper side of a line; of an equality, of both its sides."""
        if isinstance(line, date):
            exact = Fraction(line.toordinal())
        elif isinstance(line, Decimal):
            exact = Fraction(line) / Fraction(self.grid.step)
        else:
            return
        if op in (">=", "<", "=", "<>"):
            yield math.ceil(exact)
        if op in (">", "<=", "=", "<>"):
            yield math.floor(exact) + 1

    # ── the score ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _score_along(self, part: Part, subject: Expr) -> None:
        """Where the score comes to a bound while a part follows a straight line and the other parts stay."""
        weight = scoring.weight(part, self.bindings)
        if not weight:
            return
        sheet = self.crossings.sheet
        for op, bound in self._bounds:
            for end in _ENDS[op]:
                for total, rest, within in self._others(part, end):
                    brought = sheet.add(rest)
                    for target in self.crossings.targets(op, bound):
                        for wanted in self.crossings.beside(target, DECIMALS):
                            needed = f"({{0}} * {total} - {{1}}) / {float(weight)!r}"
                            points = replace(sheet.add(needed, wanted, brought), upper=wanted.upper)
                            for one in self.crossings.beside(points, DECIMALS):
                                self._along(part, subject, one, within)

    def _others(self, part: Part, end: int) -> Iterator[tuple[str, str, list[_Stretch]]]:
        """What weights × points are divided by for the score, and what the other parts bring to it.

        Bands of the fact itself bring what each of them gives, which holds for a stretch of its values; all other parts
        what they bring now.
        """
        others = [other for other, _ in self.checked.parts if other is not part]
        choices = [list(self._brings(other, end)) for other in others]
        if math.prod(map(len, choices)) > _MOST_COMBINATIONS:
            choices = [one[:1] for one in choices]
        for chosen in product(*choices):
            weights = [f"{float(scoring.weight(part, self.bindings))!r}", *(known for known, _, _ in chosen)]
            total = f"({' + '.join(weights)})" if self._missing == "renormalise" else "100.0"
            rest = " + ".join(["0.0::DOUBLE", *(brought for _, brought, _ in chosen)])
            yield total, rest, [stretch for _, _, stretch in chosen if stretch is not None]

    def _brings(self, part: Part, end: int) -> Iterator[tuple[str, str, _Stretch | None]]:
        """The weight of a part where it is known, its weight × points, and the stretch of values that this holds for.

        As it is now; but for bands of the fact itself, band by band.
        """
        points = column(scoring.points_column(part)).sql(DIALECT)
        weight = float(scoring.weight(part, self.bindings))
        if part.bands and part.subject == self.crossings.fact:
            starts = [None if band.start is None else self._number(band.start) for band in part.bands]
            bands = list(
                zip(starts, [*starts[1:], None], (self._number(band.points) for band in part.bands), strict=True)
            )
            if starts[0] is not None:
                bands.append((None, starts[0], Decimal(0)))
            for start, after, gained in bands:
                yield f"{weight!r}", f"{weight * float(gained)!r}", (start, after)
            return
        ends = scoring.points_range(part, self.bindings)
        fallback = float(ends[end]) if self._missing == "interval" else 0.0
        known = f"CASE WHEN {points} IS NULL THEN 0 ELSE {weight!r} END"
        yield known, f"{weight!r} * COALESCE({points}, {fallback!r})", None

    def _along(self, part: Part, subject: Expr, points: Cell, within: list[_Stretch]) -> None:
        """The values of the subject at which the line gives so many points."""
        line = [(float(self._number(x)), float(self._number(y))) for x, y in part.line]
        slopes = [(one, other) for one, other in pairwise(line) if one[1] != other[1]]
        rising = [one[1] < other[1] for one, other in slopes]
        # where the line only rises, or only falls, there is one such value; else one for each slope
        alike = [slopes] if len(set(rising)) == 1 else [[slope] for slope in slopes]
        for together, rises in zip(alike, rising, strict=False):
            upper = points.upper if rises or points.upper is None else not points.upper
            target = replace(self.crossings.sheet.add(_value_along(together), points), upper=upper)
            for position in self.crossings.of(subject, target):
                self.positions[self._inside(position, within)] = None

    def _inside(self, position: Cell, stretches: list[_Stretch]) -> Cell:
        """The position where it lies within some stretches, ends included; else NULL."""
        ends = [
            f"{{0}} {op} {float(end)!r}"
            for stretch in stretches
            for op, end in zip((">=", "<="), stretch, strict=True)
            if end is not None
        ]
        return (
            self.crossings.sheet.add(f"CASE WHEN {' AND '.join(ends)} THEN {{0}} END", position) if ends else position
        )

    @property
    def _missing(self) -> str:
        assert self.checked.pack.score is not None
        return self.checked.pack.score.missing

    def _subject(self, part: Part) -> node.Name:
        symbol = self.checked.symbols[part.subject]
        return node.Name(symbol.type, symbol.name, symbol.role)

    def _number(self, value: Decimal | str) -> Decimal:
        number = quantity(value, self.bindings)
        assert number is not None, "bound parameters are numbers"
        return number


def _constant(value: Value) -> node.Constant:
    if isinstance(value, date):
        return node.Constant(node.Type("date"), value)
    return node.Constant(node.constant_number() if isinstance(value, Decimal) else node.Type("text"), value)


def _comparisons(expr: Expr) -> Iterator[tuple[str, Expr, Expr]]:
    """The comparisons that a node makes."""
    match expr:
        case node.Compare(op=op, left=left, right=right):
            yield op, left, right
        case node.Between(item=item, low=low, high=high):
            yield ">=", item, low
            yield "<=", item, high
        case node.In(item=item, options=options):
            yield from (("=", item, option) for option in options)


def _is_score(expr: Expr) -> bool:
    return isinstance(expr, node.Name) and expr.role == "score"


_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ENDS = {">=": (0,), ">": (0,), "<": (1,), "<=": (1,), "=": (0, 1), "<>": (0, 1)}
"""Which end of the score makes a comparison true: 0 the low one, 1 the high one."""


def _value_along(slopes: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> str:
    """SQL for the value at which straight lines come to the points ``{0}``; NULL where none of them does."""
    cases = []
    for (x0, y0), (x1, y1) in slopes:
        inside = f"{{0}} BETWEEN {min(y0, y1) - _NEAR!r} AND {max(y0, y1) + _NEAR!r}"
        cases.append(f"WHEN {inside} THEN {x0!r} + ({{0}} - {y0!r}) / {(y1 - y0) / (x1 - x0)!r}")
    return f"CASE {' '.join(cases)} END"
