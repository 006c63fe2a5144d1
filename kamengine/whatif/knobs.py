"""What a consultant can move: the parameters of a pack, and the weights of its scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kamengine.declarations import Label
from kamengine.language.expressions import Value
from kamengine.language.sql import Bindings
from kamengine.pack.bind import weight_of
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Part
from kamengine.pack.weights import PREFIX
from kamengine.problems import KamError, Place, did_you_mean, say

HEAVIEST = Decimal(100)


@dataclass(frozen=True)
class Knob:
    """A parameter, or the weight of a part of the scorecard.

    Attributes:
        name: of the parameter, or ``weights.`` and the id of the part.
        label: what people call it.
        unit: of its value; None for a bare number.
        value: in the run it belongs to.
        low: the least value it may have; None where the pack does not say.
        high: the greatest likewise.
    """

    name: str
    label: Label
    unit: str | None
    value: Value
    low: Decimal | None
    high: Decimal | None

    @property
    def is_weight(self) -> bool:
        """Whether it is the weight of a part."""
        return self.name.startswith(PREFIX)


def knobs_of(checked: CheckedPack, bindings: Bindings) -> dict[str, Knob]:
    """Every knob of a pack by name, with its value in a run: parameters first, then weights."""
    knobs = {
        name: Knob(name, checked.label(name), checked.unit(name), bindings.parameters[name], param.low, param.high)
        for name, param in checked.pack.params.items()
    }
    return knobs | {knob.name: knob for knob in (_weight(checked, part, bindings) for part, _ in checked.parts)}


def knob_of(checked: CheckedPack, bindings: Bindings, name: str, option: str) -> Knob:
    """A knob that has a number.

    Args:
        checked: the pack.
        bindings: of the run.
        name: as typed.
        option: where it was typed, for the message.

    Raises:
        KamError: there is none, or its value is no number.
    """
    knobs = knobs_of(checked, bindings)
    if name not in knobs:
        what = say("{name} is neither a parameter nor a weight of the pack {pack}", name=name, pack=checked.pack.id)
        remedy = did_you_mean(name, knobs) or say("weights are written weights.PART")
        raise KamError.of(what, remedy, place=Place(key=option))
    if not isinstance(knobs[name].value, Decimal):
        what = say("{name} is not a number, so nothing lies between two of its values", name=name)
        raise KamError.of(what, say("try its values one by one with --set"), place=Place(key=option))
    return knobs[name]


def _weight(checked: CheckedPack, part: Part, bindings: Bindings) -> Knob:
    label = part.label if part.label.en or part.label.zh else checked.label(part.subject)
    return Knob(PREFIX + part.id, label, None, weight_of(part, bindings), Decimal(0), HEAVIEST)
