"""What is asked for, as text: settings, weights, sweeps and goals, read exactly and checked before any work is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from kamengine.pack.typed import decimal_of, way_of_writing
from kamengine.pack.weights import PREFIX
from kamengine.problems import KamError, Message, Place, Problem, say

MOST_STEPS = 1_000
_LONGEST_WORD = 80
_SMALLEST = Decimal("1e-10")


@dataclass(frozen=True)
class Sweep:
    """Values of a knob, from the first to the last by equal steps; the last is among them where a step ends there."""

    knob: str
    first: Decimal
    last: Decimal
    by: Decimal

    @property
    def values(self) -> list[Decimal]:
        """The values, exact."""
        return [self.first + index * self.by for index in range(int((self.last - self.first) // self.by) + 1)]


@dataclass(frozen=True)
class Goal:
    """So many accounts, or such a share of those in scope, are wanted in a tier.

    Attributes:
        kind: what `amount` is.
        amount: accounts, or a ratio of 0 to 1.
    """

    tier: str
    kind: Literal["count", "share"]
    amount: Decimal


@dataclass(frozen=True)
class Search:
    """A knob to look along, and between which values; None where the pack's range says."""

    knob: str
    low: Decimal | None = None
    high: Decimal | None = None


def combined(sets: Mapping[str, str], weights: Mapping[str, str]) -> dict[str, str]:
    """Parameters and weights together.

    Args:
        sets: what ``--set`` gives; weights among them are named ``weights.PART``.
        weights: what ``--weights`` gives, by part.

    Raises:
        KamError: a weight is given twice and differently.
    """
    named = {PREFIX + part: weight for part, weight in weights.items()}
    problems = [
        _contradiction(name, sets[name], weight)
        for name, weight in named.items()
        if name in sets and not _equal(sets[name], weight)
    ]
    if problems:
        raise KamError(problems)
    return {**sets, **named}


def parse_weights(text: str) -> dict[str, str]:
    """``spend=50,growth=20`` as weights by part.

    Raises:
        KamError: it is not written so, or a part is there twice and differently.
    """
    weights: dict[str, str] = {}
    problems = []
    for pair in re.split("[,，、]", text):
        part, equals, weight = (word.strip() for word in pair.partition("="))
        if not (equals and part and weight):
            problems.append(_not_so("--weights", pair.strip() or text, say("PART=WEIGHT,PART=WEIGHT")))
        elif part in weights and not _equal(weights[part], weight):
            problems.append(_contradiction(PREFIX + part, weights[part], weight))
        weights[part] = weight
    if problems:
        raise KamError(problems)
    return weights


def parse_sweep(text: str) -> Sweep:
    """``key_spend=5000:20000:500`` as values from 5000 to 20000.

    Raises:
        KamError: it is not written so, goes down, stands still, or has too many steps.
    """
    name, equals, span = (word.strip() for word in text.partition("="))
    words = span.split(":")
    if not (name and equals) or len(words) != 3:
        raise KamError([_not_so("--sweep", text, say("NAME=FIRST:LAST:STEP"))])
    first, last, by = (_demanded("--sweep", word) for word in words)
    place = Place(key=f"--sweep {name}")
    if by <= 0:
        raise KamError.of(say("the step {step} leads nowhere", step=by), say("give a step above 0"), place=place)
    if first > last:
        what = say("{first} is above {last}; a sweep goes upwards", first=first, last=last)
        remedy = say("write {sweep}", sweep=f"{name}={last}:{first}:{by}")
        raise KamError.of(what, remedy, place=place)
    steps = int((last - first) // by) + 1
    if steps > MOST_STEPS:
        what = say("this sweep has {steps:,} steps; at most {most:,} are done", steps=steps, most=MOST_STEPS)
        remedy = say("a step of {step} fits", step=_step_that_fits(last - first))
        raise KamError.of(what, remedy, place=place)
    return Sweep(name, first, last, by)


def parse_goal(texts: tuple[str, str]) -> Goal:
    """``tier=key`` and ``count=40`` or ``share=5%``, in either order.

    Raises:
        KamError: they are not written so, or no number of accounts, or no share.
    """
    words = {key.strip(): value.strip() for key, _, value in (text.partition("=") for text in texts)}
    kind = next((kind for kind in ("count", "share") if kind in words), None)
    if not words.get("tier") or kind is None:
        raise KamError([_not_so("--fit", " ".join(texts), say("tier=TIER count=NUMBER, or tier=TIER share=5%"))])
    text = words[kind]
    percent = text.endswith(("%", "％"))
    amount = decimal_of(text.rstrip("%％ ") if percent and kind == "share" else text)
    place = Place(key=f"--fit {kind}")
    if amount is None or amount < 0:
        raise KamError.of(say("{value} is not {wanted}", value=text[:_LONGEST_WORD], wanted=_WANTED[kind]), place=place)
    if kind == "count" and amount != int(amount):
        raise KamError.of(say("{value} is not {wanted}", value=amount, wanted=_WANTED[kind]), place=place)
    amount = amount / 100 if percent else amount
    if kind == "share" and amount > 1:
        what = say("{value} is more than all accounts", value=text[:_LONGEST_WORD])
        raise KamError.of(what, say("write a share as 5% or 0.05"), place=place)
    return Goal(words["tier"], kind, amount)


def parse_search(text: str) -> Search:
    """``key_spend``, or ``key_spend=5000:20000`` to say between which values to look.

    Raises:
        KamError: it is not written so.
    """
    name, equals, span = (word.strip() for word in text.partition("="))
    if name and not equals:
        return Search(name)
    words = span.split(":")
    if not name or len(words) != 2:
        raise KamError([_not_so("--knob", text, say("NAME or NAME=LOW:HIGH"))])
    low, high = (_demanded("--knob", word) for word in words)
    if low >= high:
        what = say("{low} is not below {high}", low=low, high=high)
        raise KamError.of(what, place=Place(key=f"--knob {name}"))
    return Search(name, low, high)


def _demanded(option: str, text: str) -> Decimal:
    number = decimal_of(text)
    if number is None:
        what = say("{value} is not {wanted}", value=text.strip()[:_LONGEST_WORD], wanted=say("a number"))
        raise KamError.of(what, way_of_writing(Decimal(0)), place=Place(key=option))
    return number


def _equal(one: str, other: str) -> bool:
    """Whether two texts give the same number, or are the same."""
    numbers = decimal_of(one), decimal_of(other)
    return one == other or (numbers[0] is not None and numbers[0] == numbers[1])


def _step_that_fits(span: Decimal) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten that takes no more steps than are done."""
    least = span / (MOST_STEPS - 1)
    power = Decimal(1).scaleb(least.adjusted())
    multiple = (least / power).to_integral_value(ROUND_CEILING)
    step = power * next(Decimal(round_one) for round_one in (1, 2, 5, 10) if round_one >= multiple)
    return step.quantize(_SMALLEST).normalize() + 0 if step < 1 else step.quantize(Decimal(1))


def _not_so(option: str, text: str, shape: Message) -> Problem:
    what = say("{text} is not of the form {shape}", text=text[:_LONGEST_WORD], shape=shape)
    return Problem(Place(key=option), what)


def _contradiction(name: str, one: str, other: str) -> Problem:
    what = say("contradictory: {name} is set to {one} and to {other}", name=name, one=one, other=other)
    return Problem(Place(key=name), what, say("keep one of them"))


_WANTED = {"count": say("a whole number"), "share": say("a share, such as 5% or 0.05")}
