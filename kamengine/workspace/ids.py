"""Finding what a person means by the first digits of an id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from kamengine.problems import KamError, Message, say

SHOWN_DIGITS = 8
"""So many digits of an id are shown."""


class _WithId(Protocol):
    @property
    def id(self) -> str:
        """The whole id."""
        ...


_Thing = TypeVar("_Thing", bound=_WithId)


def short(id: str) -> str:
    """The id as people see and type it."""
    return id[:SHOWN_DIGITS]


def by_prefix(prefix: str, things: Sequence[_Thing], *, what: Message, listing: str) -> _Thing:
    """The one thing whose id starts so.

    Args:
        prefix: what was typed.
        things: to look among.
        what: what they are, in words.
        listing: the command that lists them.

    Raises:
        KamError: there is none, or more than one.
    """
    wanted = prefix.strip().lower()
    found = [thing for thing in things if wanted and thing.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise KamError.of(say("there is no {what} {id}", what=what, id=prefix[:40]), say("see {call}", call=listing))
    ids = [thing.id for thing in found[:5]]
    raise KamError.of(
        say("more than one {what} starts with {id}", what=what, id=prefix[:40]),
        say("write more digits: {ids}", ids=ids),
    )
