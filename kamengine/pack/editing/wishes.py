"""What a user wants parameters to be, as typed, and what that means for a pack: every misfit at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamengine.pack.editing.parameters import ParameterChange
from kamengine.pack.model import DatedValue, Pack, Param
from kamengine.pack.section import word_for
from kamengine.pack.typed import outside_range, parse_like, way_of_writing
from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say

_LONGEST = 40


@dataclass(frozen=True)
class Wish:
    """A change that is asked for, with what it comes after.

    Attributes:
        change: what is to be written.
        old: the value that held until then, or that is replaced; None when there was none on that day.
    """

    change: ParameterChange
    old: DatedValue | None


def wishes_for(pack: Pack, typed: Mapping[str, str], start: date | None, source: str, today: date) -> list[Wish]:
    """The changes that a user asks for.

    With a day, the parameter gets one more value from that day on; a value that starts on the same day is replaced.
    Without one, the value that holds today is corrected where it stands, and keeps its day.

    Args:
        pack: that is to change.
        typed: the new values by parameter.
        start: the day from which they hold.
        source: who says so.
        today: the date that "today" means.

    Raises:
        KamError: a parameter does not exist, or a value is of another kind or out of its range; every such problem.
    """
    wishes, problems = [], []
    for name, text in typed.items():
        found = _wish(pack, name, text, start, source, today)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            wishes.append(found)
    if problems:
        raise KamError(problems)
    return wishes


def _wish(pack: Pack, name: str, text: str, start: date | None, source: str, today: date) -> Wish | Problem:
    place = Place(key=f"{name}={text}"[:_LONGEST])
    if name not in pack.params:
        known = say("its parameters: {names}", names=list(pack.params)) if pack.params else None
        what = say("{name} is not a parameter of the pack {pack}", name=name[:_LONGEST], pack=pack.id)
        return Problem(place, what, did_you_mean(name, pack.params) or known)
    param = pack.params[name]
    unit = param.unit and param.unit.replace("currency", pack.currency or "currency")
    value = parse_like(param.values[0].value, text, unit)
    if isinstance(value, Decimal):
        value = _shortest(value)
    misfit = _misfit(param, text, value)
    if misfit is not None:
        way = way_of_writing(param.values[0].value, param.unit) if value is None else None
        return Problem(place, misfit, did_you_mean(text, param.choices) or way)
    assert value is not None, "a value of another kind is a misfit"
    index = _index_on(param, today) if start is None else _index_from(param, start)
    if start is None and index is None:
        what = say("{name} has no value today that could be corrected", name=name)
        return Problem(place, what, say("say from when the new one holds: --from {date}", date=today.isoformat()))
    before = index if index is not None else _index_on(param, start or today)
    old = None if before is None else param.values[before]
    since = start if index is None else param.values[index].start
    return Wish(ParameterChange(name, index, DatedValue(value, since, source)), old)


def _shortest(number: Decimal) -> Decimal:
    """The number as it is written into a file: without an exponent, and without zeros that say nothing."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _misfit(param: Param, text: str, value: Decimal | str | date | None) -> Message | None:
    """Why a value is none of a parameter."""
    shown = text[:_LONGEST]
    if value is None:
        return say("{value} is not {wanted}", value=shown, wanted=word_for(param.values[0].value))
    if param.choices and value not in param.choices:
        return say("{value} is not one of {allowed}", value=shown, allowed=", ".join(param.choices))
    return outside_range(param, value, text)


def _index_on(param: Param, day: date) -> int | None:
    """The value that holds on a day."""
    valid = [index for index, value in enumerate(param.values) if value.start is None or value.start <= day]
    return max(valid, key=lambda index: param.values[index].start or date.min, default=None)


def _index_from(param: Param, day: date) -> int | None:
    """The value that starts on a day."""
    return next((index for index, value in enumerate(param.values) if value.start == day), None)
