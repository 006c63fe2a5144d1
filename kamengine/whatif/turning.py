"""Turning a knob by steps that suit it: through round values of a range, or through the choices that there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kamengine.language.expressions import Value
from kamengine.whatif.knobs import Knob

COARSE = 10
"""Steps that a large turn takes."""

_OF_RANGE, _OF_VALUE = 100, 20  # a step is at most such a part of them
_TINIEST = Decimal("1e-10")
_LARGEST = Decimal("1e15")


def turned(knob: Knob, value: Value, steps: int, choices: Sequence[str] = ()) -> Value:
    """The value that a knob has after so many steps; it stays within its range.

    Numbers go to the next multiples of the step (see `step_of`), dates by days, texts through the choices.

    Args:
        knob: as the run has it.
        value: where it stands.
        steps: upwards; below 0 downwards.
        choices: all that a text may be; without any it stays.
    """
    if isinstance(value, Decimal):
        return _number(knob, value, steps)
    if isinstance(value, date):
        return date.fromordinal(max(1, min(value.toordinal() + steps, date.max.toordinal())))
    if isinstance(value, str) and value in choices:
        return choices[max(0, min(choices.index(value) + steps, len(choices) - 1))]
    return value


def step_of(knob: Knob) -> Decimal:
    """How far one step leads: 1, 2 or 5 times a power of ten.

    It is at most a hundredth of the range and at most a twentieth of the value that the pack has, but at least 1 where
    the pack counts in whole numbers; of a weight it is 1.
    """
    known = [number for number in (knob.value, knob.low, knob.high) if isinstance(number, Decimal)]
    if knob.is_weight or not known:
        return Decimal(1)
    most = []
    if knob.low is not None and knob.high is not None and knob.high > knob.low:
        most.append((knob.high - knob.low) / _OF_RANGE)
    if isinstance(knob.value, Decimal) and knob.value:
        most.append(abs(knob.value) / _OF_VALUE)
    step = _round_one(min(most, default=Decimal(1)))
    return max(step, Decimal(1)) if all(number == int(number) for number in known) else step


def share_of_range(knob: Knob, value: Value) -> float | None:
    """How far up its range a value lies, 0 to 1; None where the knob has no range.

    A range above 0 that spans more than two powers of ten is measured in powers of ten.
    """
    low, high = knob.low, knob.high
    if low is None or high is None or not isinstance(value, Decimal) or high <= low:
        return None
    if low > 0 and high / low > 100:
        share = float((value / low).log10() / (high / low).log10()) if value > 0 else 0.0
    else:
        share = float((value - low) / (high - low))
    return min(1.0, max(0.0, share))


def _number(knob: Knob, value: Decimal, steps: int) -> Decimal:
    step = step_of(knob)
    rounding = ROUND_FLOOR if steps > 0 else ROUND_CEILING
    there = ((value / step).to_integral_value(rounding) + steps) * step if steps else value
    low = knob.low if knob.low is not None else -_LARGEST
    high = knob.high if knob.high is not None else _LARGEST
    there = min(max(there, low), high)
    return there.quantize(Decimal(1)) if there == there.to_integral_value() else there.normalize()


def _round_one(most: Decimal) -> Decimal:
    """The largest of 1, 2 and 5 times a power of ten that is not above a number."""
    most = max(most, _TINIEST)
    power = Decimal(1).scaleb(most.adjusted())
    return next(power * times for times in (5, 2, 1) if power * times <= most)
