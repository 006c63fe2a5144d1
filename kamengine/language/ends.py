"""Where the values of a number end: what ``least`` and ``most`` of a field or an indicator say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kamengine.problems import Message, say

End = Decimal | int | None
"""The smallest or the largest value of a number; None where it has no end."""


def end_mistakes(least: End, most: End, *, number: bool) -> Iterator[tuple[str, Message, Message | None]]:
    """What is wrong with the ends of a fact.

    Args:
        least: the smallest value.
        most: the largest value.
        number: whether the fact is a number at all.

    Yields:
        The key that is wrong, what is wrong with it, and a remedy where there is one.
    """
    given = [(key, end) for key, end in (("least", least), ("most", most)) if end is not None]
    if not number:
        yield from ((key, say("only numbers have a least and a most value"), say("leave it out")) for key, _ in given)
    elif endless := [key for key, end in given if isinstance(end, bool) or not Decimal(end).is_finite()]:
        yield from ((key, say("must be a finite number"), None) for key in endless)
    elif least is not None and most is not None and least > most:
        yield "least", say("{least} is above the most, {most}", least=str(least), most=str(most)), None
