"""Bands and segments of lines that no value reaches."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kamengine.language.expressions import Expr, Name, Type
from kamengine.pack.bind import quantity
from kamengine.pack.model import Part, Quantity
from kamengine.problems import say
from kamengine.proof.asking import Asking
from kamengine.proof.expression_text import plain_number
from kamengine.proof.formulas import within
from kamengine.proof.model import Finding


def band_findings(asking: Asking) -> Iterator[Finding]:
    """Findings about the scorecard's bands and lines."""
    for index, (part, type) in enumerate(asking.checked.parts):
        yield from _bands(asking, index, part, type) if part.bands else _segments(asking, index, part, type)


def _bands(asking: Asking, index: int, part: Part, type: Type) -> Iterator[Finding]:
    subject = _subject(asking, part, type)
    starts = [_number(asking, band.start) for band in part.bands]
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
        answer = asking.find(within(subject, start, end))
        if answer.case is None:
            what = say("no value of {name} is in the band {band}", name=part.subject, band=_range(start, end))
            path = ("score", "parts", index, "bands", place)
            yield from asking.found("band-unreachable", "warning", path, what, None, answer)


def _segments(asking: Asking, index: int, part: Part, type: Type) -> Iterator[Finding]:
    subject = _subject(asking, part, type)
    ends = [_number(asking, x) for x, _ in part.line]
    for place, (start, end) in enumerate(pairwise(ends)):
        answer = asking.find(within(subject, start, end, strictly=True))
        if answer.case is None:
            what = say("no value of {name} is on the segment {band}", name=part.subject, band=_range(start, end))
            path = ("score", "parts", index, "line", place)
            yield from asking.found("band-unreachable", "warning", path, what, None, answer)


def _subject(asking: Asking, part: Part, type: Type) -> Expr:
    return Name(type, part.subject, "field" if part.subject in asking.checked.fields else "indicator")


def _number(asking: Asking, number: Quantity | None) -> Decimal | None:
    return quantity(number, asking.bindings)


def _range(start: Decimal | None, end: Decimal | None) -> str:
    low = plain_number(start) if start is not None else ""
    return f"{low} … {plain_number(end)}" if end is not None else f"{low} …"
