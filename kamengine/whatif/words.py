"""Knobs, their values and tiers in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.engine.migration import OUT_OF_SCOPE
from kamengine.locale.display import number, plain, quantity, value

if TYPE_CHECKING:
    from kamengine.language.expressions import Value
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.whatif.knobs import Knob


def knob_label(knob: Knob, messages: Messages) -> str:
    """What people call a knob."""
    label = plain(messages.label(knob.label))
    return messages.say("weight of {part}", part=label) if knob.is_weight else label


def knob_name(knob: Knob, messages: Messages) -> str:
    """What people call a knob, and its name in the pack."""
    label = knob_label(knob, messages)
    return label if label == knob.name else messages.say("{label} ({name})", label=label, name=plain(knob.name))


def line_text(knob: Knob, line: Value, messages: Messages, *, unit: bool = True) -> str:
    """A value of a knob, with its unit."""
    if isinstance(line, Decimal):
        return quantity(line, knob.unit if unit else None, messages.language)
    return value(line, messages.language)


def tier_name(checked: CheckedPack, tier: str | None, messages: Messages) -> str:
    """What people call a tier, or a place outside the tiers."""
    if tier == OUT_OF_SCOPE:
        return messages.say("out of scope")
    return plain(messages.label(checked.tier_label(tier))) if tier is not None else messages.say("no tier")


def value_unit(checked: CheckedPack) -> str | None:
    """The unit of what accounts are worth."""
    name = checked.pack.value
    unit = checked.symbols[name].type.unit if name is not None else None
    return str(unit) if unit is not None else None


def signed(change: Decimal | int, messages: Messages) -> str:
    """A difference, with its sign; a dot for none."""
    if not change:
        return "·"
    size = number(abs(Decimal(change)), messages.language)
    return f"+{size}" if change > 0 else f"−{size}"
