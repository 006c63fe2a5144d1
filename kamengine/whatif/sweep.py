"""A knob at many values: how many accounts each tier has along the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamengine.engine.resident import Resident, Step
from kamengine.pack.bind import bind
from kamengine.pack.model import Scalar
from kamengine.problems import KamError, Message
from kamengine.whatif.step import Counts, counts


@dataclass(frozen=True)
class SweepStep:
    """The accounts at one value of the knob.

    Attributes:
        counts: accounts by tier; None where the pack refuses the value.
        moved: accounts with another tier than in the resident run, or in another scope.
        refused: why the pack refuses the value.
    """

    value: Decimal
    counts: Counts | None
    moved: int = 0
    refused: Message | None = None


def sweep(
    resident: Resident, knob: str, values: Sequence[Decimal], sets: Mapping[str, Scalar] | None = None
) -> list[SweepStep]:
    """The accounts at each value of a knob.

    Args:
        resident: the run to compare with.
        knob: a parameter, or ``weights.PART``.
        values: in the order in which they come back.
        sets: other parameters and weights, those of the resident run.

    Raises:
        KamError: the pack refuses every value.
    """
    steps = list(_steps(resident, knob, values, sets or {}))
    if values and all(step.counts is None for step in steps):
        bind(resident.checked, resident.bindings.as_of, {**(sets or {}), knob: values[0]})  # says why
        step_at(resident, knob, values[0], sets or {}).refuse_clashes()
    return steps


def step_at(resident: Resident, knob: str, value: Decimal, sets: Mapping[str, Scalar]) -> Step:
    """The step with a knob at a value.

    Raises:
        KamError: the pack refuses the value.
    """
    return resident.step(bind(resident.checked, resident.bindings.as_of, {**sets, knob: value}))


def _steps(resident: Resident, knob: str, values: Sequence[Decimal], sets: Mapping[str, Scalar]) -> Iterator[SweepStep]:
    for value in values:
        try:
            step = step_at(resident, knob, value, sets)
            step.refuse_clashes()
        except KamError as error:
            yield SweepStep(value, None, refused=error.problems[0].what)
            continue
        changes = step.changes()
        moved = sum(change.accounts for change in changes if change.was != change.now)
        yield SweepStep(value, counts(resident.checked, changes)[1], moved)
