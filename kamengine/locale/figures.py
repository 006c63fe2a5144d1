"""Numbers in a sentence: short where nothing is lost, never on the wrong side of the line beside them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from kamengine.locale import Language
from kamengine.locale.display import number, quantity

_USUAL_PLACES = 2
_SIGNIFICANT = 3
_SCORE_PLACES = 1
_MOST_PLACES = 20
_PRECISION = 400

Number = Decimal | float | int


def figure(
    value: Number, unit: str | None, language: Language, *, beside: Number | None = None, aligned: bool = False
) -> str:
    """A number with at most two decimals, more when it is small or close to a line.

    Args:
        value: the number; of a ratio the ratio itself.
        unit: such as ``CNY/month``; None for a bare number.
        language: the reader's language.
        beside: the line it is compared with. What is shown is above, at or below the line as the value itself is:
            9,999.996 is never shown as 10,000 beside 10,000.
        aligned: show at least as many decimals as are shown of the number beside it, unless those are more than two:
            of two sides of an arrow neither looks rounder than it is.
    """
    percent = unit == "ratio"
    exact, line = _exact(value), None if beside is None else _exact(beside)
    with localcontext() as context:
        context.prec = _PRECISION
        scale = 100 if percent else 1
        shown = _shortened(exact * scale, None if line is None else line * scale)
        if shown is None:
            return f"{exact:.3e}"
        places = _places(shown)
        if aligned and line is not None:
            other = _shortened(line * scale, exact * scale)
            if other is not None and _places(other) <= _USUAL_PLACES:
                places = max(places, _places(other))
        return quantity(shown / scale, unit, language, decimals=places)


def enough(value: Number, unit: str | None, language: Language, *, at_least: bool) -> str:
    """The end of an open range as somebody can aim at it: a short number that is within the range.

    Args:
        value: the end itself, which is within the range.
        unit: see `figure`.
        language: the reader's language.
        at_least: whether the range goes up from there, and the number is rounded up; else it is rounded down.
    """
    scale = 100 if unit == "ratio" else 1
    with localcontext() as context:
        context.prec = _PRECISION
        exact = _exact(value) * scale
        shown = _rounded(exact, _usual_places(exact), ROUND_CEILING if at_least else ROUND_FLOOR)
        return quantity(shown / scale, unit, language, decimals=_places(shown))


def score_figure(score: float, language: Language, *, beside: Number | None = None) -> str:
    """A score, or points of it, with one decimal, never rounded up: 84.9974 has not reached 85, and is 84.9.

    This is how every page and every list shows a whole score: 82.0 is 82 exactly, and stands below 9.5 in a column.

    Args:
        score: from 0 to 100.
        language: the reader's language.
        beside: the line it is compared with; what is shown is on the same side of it, with more decimals if need be.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        exact, line = _exact(score), None if beside is None else _exact(beside)
        shown = _on_its_side(exact, line, _SCORE_PLACES, ROUND_FLOOR)
        if shown is None:
            return number(exact, language)
        places = max(_SCORE_PLACES, _places(shown))
        return number(shown, language, decimals=places)


def written_out(value: Number, unit: str | None, language: Language) -> str:
    """A number of a rule: every decimal that its author wrote."""
    exact = _exact(value)
    with localcontext() as context:
        context.prec = _PRECISION
        whole = exact * 100 if unit == "ratio" else exact
        places = _places(whole)
    return quantity(value, unit, language, decimals=places)


def _shortened(value: Decimal, line: Decimal | None) -> Decimal | None:
    """The value with as few places as do; None when no number of places does."""
    return _on_its_side(value, line, _usual_places(value), ROUND_HALF_UP)


def _usual_places(value: Decimal) -> int:
    """Two, or as many more as show three digits of a small number."""
    if value and value.adjusted() < 0:
        return min(_SIGNIFICANT - 1 - value.adjusted(), _MOST_PLACES)
    return _USUAL_PLACES


def _places(shown: Decimal) -> int:
    """How many decimals a number has, but for zeros at its end."""
    return max(0, -int(shown.normalize().as_tuple().exponent))


def _on_its_side(value: Decimal, line: Decimal | None, places: int, rounding: str) -> Decimal | None:
    """The value with so many places, or the fewest more with which it is on its side of the line as both are shown."""
    for count in range(places, _MOST_PLACES + 1):
        shown = _rounded(value, count, rounding)
        if line is None or _side(value, line) == _side(shown, line) == _side(shown, _rounded(line, count)):
            return shown
    return None


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _rounded(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding)


def _side(value: Decimal, line: Decimal) -> int:
    """-1 below the line, 0 on it, 1 above."""
    return (value > line) - (value < line)
