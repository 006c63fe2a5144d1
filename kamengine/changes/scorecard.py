"""The score while the facts that it looks at move within ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from kamengine.changes.spans import NOTHING, Some, Span
from kamengine.language.expressions import Type
from kamengine.language.numbers import round_decimal, round_float
from kamengine.language.sql import Bindings
from kamengine.pack.bind import quantity, weight_of
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Part

_MOST_OPEN = 8
"""Of more parts that may be known or unknown, not every combination is looked at."""

_ANY_SCORE = (Span(0.0, 100.0), Span(0.0, 100.0))
_NONE_KNOWN = (Span(0.0, 0.0), Span(100.0, 100.0))


class Scorecard:
    """A scorecard with the parameters of a run; see ``docs/packs.md`` for what it means."""

    def __init__(self, checked: CheckedPack, bindings: Bindings) -> None:
        """Its numbers are looked up once."""
        score = checked.pack.score
        self.missing = score.missing if score is not None else "interval"
        self._parts = [_BoundPart(part, type, bindings) for part, type in checked.parts]

    def score(self, values: Mapping[str, Some]) -> tuple[Span, Span]:
        """What the lowest and what the highest score may be, given what the subject of each part may be."""
        spans = [_span(values[part.subject]) for part in self._parts]
        if self.missing == "renormalise":
            return self._renormalised(spans)
        low = [part.points(span, fewest) for part, span, (fewest, _) in self._with_fallbacks(spans)]
        high = [part.points(span, most) for part, span, (_, most) in self._with_fallbacks(spans)]
        return self._total(self._parts, low, 100.0), self._total(self._parts, high, 100.0)

    def _with_fallbacks(self, spans: Sequence[Span]) -> Iterator[tuple[_BoundPart, Span, tuple[float, float]]]:
        for part, span in zip(self._parts, spans, strict=True):
            yield part, span, part.range if self.missing == "interval" else (0.0, 0.0)

    def _renormalised(self, spans: Sequence[Span]) -> tuple[Span, Span]:
        """The parts that are known share all of the weight."""
        open_ = [index for index, span in enumerate(spans) if span.unknown and span.low is not None]
        if len(open_) > _MOST_OPEN:
            return _ANY_SCORE
        scores = []
        for choice in product((True, False), repeat=len(open_)):
            left_out = {index for index, kept in zip(open_, choice, strict=True) if not kept}
            kept = [i for i, span in enumerate(spans) if span.low is not None and i not in left_out]
            parts = [self._parts[index] for index in kept]
            total = sum(part.weight for part in parts)
            if not total:
                scores.append(_NONE_KNOWN)
                continue
            points = [part.points(Span(spans[i].low, spans[i].high), 0.0) for i, part in zip(kept, parts, strict=True)]
            score = self._total(parts, points, total)
            scores.append((score, score))
        return _joined([low for low, _ in scores]), _joined([high for _, high in scores])

    def _total(self, parts: Sequence[_BoundPart], points: Sequence[Span], by: float) -> Span:
        low: float = sum(part.weight * span.low for part, span in zip(parts, points, strict=True))
        high: float = sum(part.weight * span.high for part, span in zip(parts, points, strict=True))
        return Span(round_float(low / by), round_float(high / by))


class _BoundPart:
    """One part with its numbers."""

    def __init__(self, part: Part, type: Type, bindings: Bindings) -> None:
        def number(value: Decimal | str) -> Decimal:
            found = quantity(value, bindings)
            assert found is not None
            return found

        def gained(value: Decimal | str) -> float:
            return float(round_decimal(number(value), 6))

        exact = type.decimal or type.kind == "integer"
        self.subject = part.subject
        self.weight = float(weight_of(part, bindings))
        self.bands: list[tuple[Any, float]] = [
            (None if b.start is None else number(b.start) if exact else float(number(b.start)), gained(b.points))
            for b in part.bands
        ]
        self.line = [(float(number(x)), gained(y)) for x, y in part.line]
        every = [points for _, points in self.bands] or [points for _, points in self.line]
        if self.bands and self.bands[0][0] is not None:
            every.append(0.0)
        self.range = min(every), max(every)

    def points(self, value: Span, fallback: float) -> Span:
        """What the points may be; `fallback` where the value is unknown."""
        found = [] if value.low is None else list(self._banded(value) if self.bands else self._along(value))
        if value.unknown:
            found.append(fallback)
        return Span(min(found), max(found))

    def _banded(self, value: Span) -> Iterator[float]:
        """The points of every band that the values touch."""
        starts = [start for start, _ in self.bands] if self.bands[0][0] is None else [None, *(s for s, _ in self.bands)]
        points = [gained for _, gained in self.bands]
        points = points if len(points) == len(starts) else [0.0, *points]
        for (start, end), gained in zip(pairwise([*starts, None]), points, strict=True):
            if (start is None or value.high >= start) and (end is None or value.low < end):
                yield gained

    def _along(self, value: Span) -> Iterator[float]:
        """Points between which all points along the line lie, for the values."""
        low, high = float(value.low), float(value.high)
        if low <= self.line[0][0]:
            yield self.line[0][1]
        for (x0, y0), (x1, y1) in pairwise(self.line):
            if high < x0 or low >= x1:
                continue
            slope = (y1 - y0) / (x1 - x0)
            for x in (max(low, x0), min(high, x1)):
                yield round_float(y0 + (x - x0) * slope)
        if high >= self.line[-1][0]:
            yield self.line[-1][1]


def _joined(spans: Sequence[Span]) -> Span:
    return Span(min(span.low for span in spans), max(span.high for span in spans))


def _span(some: Some) -> Span:
    return some if isinstance(some, Span) else NOTHING
