"""Moves in words: where each stands, and what caused it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamengine.problems import Message, say
from kamengine.work.tiers.moves import MoveState

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.review.causes import Caused

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
