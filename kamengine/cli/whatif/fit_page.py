"""The line that gives a wanted count, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import page_width
from kamengine.cli.whatif.whatif_page import head
from kamengine.language.json_values import json_value
from kamengine.locale import our_words
from kamengine.locale.display import number
from kamengine.locale.wrap import wrapped
from kamengine.whatif.words import knob_name, line_text, signed, tier_name

if TYPE_CHECKING:
    from kamengine.api import Kept
    from kamengine.locale import Messages
    from kamengine.whatif.fit import Fit, Near


def fit_json(found: Fit) -> dict[str, Any]:
    """The shape that scripts rely on."""
    span = found.span
    return {
        "tier": found.tier,
        "knob": found.knob.name,
        "from": json_value(found.knob.value),
        "value": json_value(found.value),
        "wanted": found.wanted,
        "count": found.count,
        "present": found.present,
        "span": {
            "low": json_value(span.low),
            "low_included": span.low_included,
            "high": json_value(span.high),
            "high_included": span.high_included,
        },
        "within": {"low": json_value(found.within.low), "high": json_value(found.within.high)},
        "other_side": _near_json(found.others),
        "sensitivity": {"below": _near_json(found.below), "above": _near_json(found.above)},
        "proved": found.proved,
        "one_way": found.steady,
    }


def _near_json(near: Near | None) -> dict[str, Any] | None:
    return None if near is None else {"value": json_value(near.value), "count": near.count}


def fit_page(found: Fit, kept: Kept, messages: Messages) -> str:
    """The line, how many it gives, the lines that give the same, and what a small move does."""
    lines = list(head(kept, messages))
    for text in _sentences(found, kept, messages):
        lines += wrapped(text, page_width(), "", "  ")
    return "\n".join(lines)


def _sentences(found: Fit, kept: Kept, messages: Messages) -> Iterator[str]:
    language, knob = messages.language, found.knob
    tier = tier_name(kept.resident.checked, found.tier, messages)

    yield messages.say(
        "{knob}: {old} → {new}",
        knob=knob_name(knob, messages),
        old=line_text(knob, knob.value, messages, unit=knob.unit == "ratio"),
        new=line_text(knob, found.value, messages),
    )
    present, count = number(found.present, language), number(found.count, language)
    yield messages.say(
        "Certainly {tier}: {present} → {count} accounts", tier=our_words(tier), present=present, count=count
    )
    if found.count != found.wanted:
        yield messages.say(
            "No line from {low} to {high} gives exactly {wanted}; this is the nearest.",
            low=line_text(knob, found.within.low, messages, unit=knob.unit == "ratio"),
            high=line_text(knob, found.within.high, messages),
            wanted=number(found.wanted, language),
        )
    if found.others is not None:
        count, line = number(found.others.count, language), line_text(knob, found.others.value, messages)
        yield messages.say("On the other side: {count} with {line}", count=count, line=line)
    yield _span(found, messages)
    yield from _sensitivity(found, messages)
    if not found.proved:
        yield messages.say("Looked at in places, and in between by halving: the count is taken to be steady there.")
    if not found.steady:
        yield messages.say("The count goes up and down along the line; other lines may give the same.")


def _span(found: Fit, messages: Messages) -> str:
    span, knob = found.span, found.knob
    if span.low == span.high:
        return messages.say("No other line near it gives the same count.")
    low = line_text(knob, span.low, messages, unit=knob.unit == "ratio")
    high = line_text(knob, span.high, messages)
    if not span.low_included:
        low = messages.say("above {line}", line=low)
    if not span.high_included:
        high = messages.say("below {line}", line=high)
    return messages.say("The same count: from {low} to {high}", low=low, high=high)


def _sensitivity(found: Fit, messages: Messages) -> Iterator[str]:
    """What a percent more or less does; of a weight, a point."""
    if found.below is not None:
        line, change = _change(found.below, found, messages)
        if found.knob.is_weight:
            yield messages.say("A point lower, {line}: {change}", line=line, change=change)
        else:
            yield messages.say("1 % lower, {line}: {change}", line=line, change=change)
    if found.above is not None:
        line, change = _change(found.above, found, messages)
        if found.knob.is_weight:
            yield messages.say("A point higher, {line}: {change}", line=line, change=change)
        else:
            yield messages.say("1 % higher, {line}: {change}", line=line, change=change)


def _change(near: Near, found: Fit, messages: Messages) -> tuple[str, str]:
    """The line near the one that was found, and how many accounts more or less it gives."""
    return line_text(found.knob, near.value, messages), signed(near.count - found.count, messages)
