"""In words: that tiers are certain only as far as the list of all accounts is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kamengine.declarations import Label
from kamengine.engine.left_out import LeftOut
from kamengine.locale import Messages
from kamengine.locale.display import number
from kamengine.pack.checked import CheckedPack

Labelled = Callable[[str], Label]
"""What people call a fact or an indicator, by its name."""


def left_out_of_the_list(checked: CheckedPack, left_out: Sequence[LeftOut], messages: Messages) -> str | None:
    """What a summary of all accounts says below its tiers; None where shares and ranks leave nobody out."""
    return left_out_of_a_run(checked.label, left_out, messages)


def left_out_of_a_run(label: Labelled, left_out: Sequence[LeftOut], messages: Messages) -> str | None:
    """The same of a run whose pack was not checked again; `label` says what people call a fact or an indicator."""
    if not left_out:
        return None
    facts = _facts(label, left_out, messages)
    return messages.say(
        "Tiers may still change with the list: shares and ranks leave out accounts whose value is unknown: {facts}",
        facts=facts,
    )


def left_out_beside(checked: CheckedPack, left_out: Sequence[LeftOut], messages: Messages) -> str | None:
    """What the verdict on one account says of the others; None where shares and ranks leave none of them out."""
    if not left_out:
        return None
    facts = _facts(checked.label, left_out, messages)
    return messages.say(
        "May still change with the list: shares and ranks leave out other accounts whose value is unknown: {facts}",
        facts=facts,
    )


def left_out_json(left_out: Sequence[LeftOut]) -> list[dict[str, object]]:
    """The same for scripts: what is looked at, by name, and of how many accounts it is unknown."""
    return [{"names": list(one.names), "accounts": one.accounts} for one in left_out]


def left_out_kept(kept: Sequence[Mapping[str, Any]]) -> tuple[LeftOut, ...]:
    """What `left_out_json` made of it, as a kept run has it."""
    return tuple(LeftOut(tuple(one["names"]), one["accounts"]) for one in kept)


def _facts(label: Labelled, left_out: Sequence[LeftOut], messages: Messages) -> list[str]:
    """What is unknown, each with the number of accounts."""

    def named(one: LeftOut) -> str:
        return " / ".join(messages.label(label(name)) for name in one.names)

    counts = [(named(one), number(one.accounts, messages.language)) for one in left_out]
    return [messages.say("{text} ({aside})", text=text, aside=count) for text, count in counts]
