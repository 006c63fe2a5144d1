"""Moves in words: where each stands, and what caused it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamengine.problems import Message, say
from kamengine.work.tiers.moves import MoveState
from kamengine.work.tiers.standing_words import tier_text

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.review.causes import Caused
    from kamengine.review.one import Moved

STATE_WORDS: Mapping[MoveState, Message] = {
    "open": say("to be decided"),
    "deferred": say("put off"),
    "overridden": say("overridden"),
    "confirmed": say("confirmed"),
}
"""What was decided about a move."""


def causes_text(caused: Caused, messages: Messages) -> str:
    """What caused a move, on one line; in words why that is not known."""
    if caused.packs is None:
        return messages.say("the run before cannot be computed again, so the causes are not known")
    if not caused.causes:
        return messages.say("nothing changed since the run before; what moved it is older")
    from kamengine.diff.words import Words  # which compares files, too: where no causes are told it is not needed

    return Words(caused.packs, messages).causes(caused.causes, brief=True)


def moved_text(moved: Moved, causes: str, messages: Messages) -> str:
    """From which tier an account fell or rose, since when, and why.

    Args:
        moved: the move.
        causes: on one line, as `causes_text` has them; empty where they are not known.
        messages: the language.
    """
    told = {"tier": tier_text(moved.checked, moved.move.before, messages), "day": moved.since, "causes": causes}
    if moved.move.direction == "up":
        what = say("Rose from {tier} on {day}: {causes}", **told)
        return messages.text(what if causes else say("Rose from {tier} on {day}", **told))
    what = say("Fell from {tier} on {day}: {causes}", **told)
    return messages.text(what if causes else say("Fell from {tier} on {day}", **told))
