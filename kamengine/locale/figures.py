"""Numbers in a sentence: short where nothing is lost, never on the wrong side of the line beside them."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from kamengine.locale import Language
from kamengine.locale.display import number, quantity

_USUAL_PLACES = 2
_SIGNIFICANT = 3
_SCORE_PLACES = 1
_MOST_PLACES = 20
_PRECISION = 400

Number = Decimal | float | int


def figure(value: Number, unit: str | None, language: Language, *, beside: Number | None = None) -> str:
    """A number with at most two decimals, more when it is small or close to a line.

    Args:
        value: the number; of a ratio the ratio itself.
        unit: such as ``CNY/month``; None for a bare number.
        language: the reader's language.
        beside: the line it is compared with. What is shown is above, at or below the line as the value itself is:
            9,999.996 is never shown as 10,000 beside 10,000.
    """
    percent = unit == "ratio"
    exact, line = _exact(value), None if beside is None else _exact(beside)
    with localcontext() as context:
        context.prec = _PRECISION
        scale = 100 if percent else 1
        shown = _shortened(exact * scale, None if line is None else line * scale)
        if shown is None:
            return f"{exact:.3e}"
        places = max(0, -int(shown.normalize().as_tuple().exponent))
        return quantity(shown / scale, unit, language, decimals=places)


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
        places = max(_SCORE_PLACES, -int(shown.normalize().as_tuple().exponent))
        return number(shown, language, decimals=places)


def written_out(value: Number, unit: str | None, language: Language) -> str:
    """A number of a rule: every decimal that its author wrote."""
    exact = _exact(value)
    with localcontext() as context:
        context.prec = _PRECISION
        whole = exact * 100 if unit == "ratio" else exact
        places = max(0, -int(whole.normalize().as_tuple().exponent))
    return quantity(value, unit, language, decimals=places)


def _shortened(value: Decimal, line: Decimal | None) -> Decimal | None:
    """The value with as few places as do; None when no number of places does."""
    places = _USUAL_PLACES
    if value and value.adjusted() < 0:
        places = min(_SIGNIFICANT - 1 - value.adjusted(), _MOST_PLACES)
    return _on_its_side(value, line, places, ROUND_HALF_UP)


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
