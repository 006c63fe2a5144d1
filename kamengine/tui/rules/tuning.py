"""A pack's whole portfolio with its lines moved: what stands where, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from kamengine.api import Kept
from kamengine.language.expressions import Value
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.pack.typed import parse_like
from kamengine.problems import KamError
from kamengine.whatif.distribution import Distribution, Scale, distribution
from kamengine.whatif.effect import Effect, Movers, effect, movers
from kamengine.whatif.knobs import Knob, knobs_of
from kamengine.whatif.turning import turned

_MOST_MOVERS = 200


@dataclass(frozen=True)
class Outcome:
    """What came of the values that knobs were given.

    Attributes:
        sets: the values.
        effect: the counts; None when the pack refuses the values.
        refused: why it does.
        movers: who moves; None while they are looked up.
    """

    sets: Mapping[str, Scalar]
    effect: Effect | None
    refused: KamError | None = None
    movers: Movers | None = None

    @property
    def is_partial(self) -> bool:
        """Whether who moves is still to be looked up."""
        return self.effect is not None and self.movers is None


class Tuning:
    """The knobs of a resident run, and the values that were tried.

    Attributes:
        kept: the run.
        knobs: by name, with their values in the run. A parameter that is the weight of a part is not among them: the
            weight itself is, and moving it lets the others share the rest.
        sets: the values that knobs were given, by name.
        outcome: what came of the newest values that were looked at; None before the first look.
    """

    def __init__(self, kept: Kept) -> None:
        """Nothing is moved to begin with."""
        self.kept = kept
        resident = kept.resident
        weights = {part.weight for part, _ in resident.checked.parts if isinstance(part.weight, str)}
        every = knobs_of(resident.checked, resident.bindings)
        self.knobs: dict[str, Knob] = {name: knob for name, knob in every.items() if name not in weights}
        self.sets: dict[str, Scalar] = {}
        self.outcome: Outcome | None = None
        self._looking = Lock()

    @property
    def checked(self) -> CheckedPack:
        """The pack."""
        return self.kept.resident.checked

    def value(self, name: str) -> Value:
        """Where a knob stands: where it was put, or, a weight, where the others have left it."""
        if name in self.sets:
            return self.sets[name]
        if self.outcome is not None and self.outcome.effect is not None:
            moved = {each.knob.name: each.value for each in self.outcome.effect.knobs}
            if name.startswith("weights.") and name in moved:
                return moved[name]
        return self.knobs[name].value

    def turn(self, name: str, steps: int) -> None:
        """Turn a knob by steps; where it comes back to the pack's own value, nothing is set."""
        param = self.checked.pack.params.get(name)
        self._put(name, turned(self.knobs[name], self.value(name), steps, param.choices if param else ()))

    def put(self, name: str, text: str) -> None:
        """Give a knob a value as typed; whether it fits is found out by looking. An empty one puts it back."""
        knob = self.knobs[name]
        sample = knob.value
        assert isinstance(sample, Scalar), "every knob has a value"
        value = None if not text or isinstance(sample, bool) else parse_like(sample, text, knob.unit)
        self._put(name, value if value is not None else text or None)

    def take_over(self, before: Tuning) -> None:
        """Let the knobs stand where those of another tuning of the same pack were put, as far as they are still there.

        Its file may have been written meanwhile: a knob that is where the pack has it now is not set.
        """
        for name, value in before.sets.items():
            if name in self.knobs:
                self._put(name, value)

    def put_back(self, name: str | None = None) -> None:
        """Let a knob, or all of them, stand where the pack has it."""
        if name is None:
            self.sets.clear()
        else:
            self.sets.pop(name, None)

    def look(self) -> Outcome:
        """What comes of the values of now; one thread at a time looks."""
        sets = dict(self.sets)
        with self._looking:
            try:
                return Outcome(sets, effect(self.kept.resident, sets))
            except KamError as error:
                return Outcome(sets, None, error)

    def look_closer(self, outcome: Outcome) -> Outcome:
        """The same with who moves."""
        if outcome.effect is None:
            return outcome
        with self._looking:
            return Outcome(outcome.sets, outcome.effect, None, movers(outcome.effect.step, _MOST_MOVERS))

    def spread(self, name: str, scale: Scale | None = None) -> Distribution:
        """How the values of an indicator are spread, by the values of now, or the pack's own while it refuses those.

        Raises:
            KamError: the pack has no such indicator.
        """
        resident = self.kept.resident
        with self._looking:
            try:
                bindings = bind(resident.checked, resident.bindings.as_of, dict(self.sets))
            except KamError:
                bindings = resident.bindings
            return distribution(resident.step(bindings), name, scale=scale)

    def is_shown(self, outcome: Outcome | None) -> bool:
        """Whether an outcome is that of the values of now."""
        return outcome is not None and outcome.sets == self.sets

    def _put(self, name: str, value: Value) -> None:
        if value is None or value == self.knobs[name].value:
            self.sets.pop(name, None)
        else:
            self.sets[name] = value
