"""Cases: accounts drawn at and beside every line of a pack, with facts missing; always the same ones for a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from random import Random
from typing import Any

_UNKNOWN_SHARES = (0.0, 0.1, 0.1, 0.3, 0.6)


def drawn(
    values: Mapping[str, list[Any]], count: int, seed: int = 0, sure: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """Facts of so many accounts: nothing known, the plainest values, then mixtures.

    Args:
        values: values worth trying, by fact.
        count: how many accounts.
        seed: another one draws others.
        sure: facts that are never missing.
    """
    random = Random(seed)  # not for secrets: the same pack must always give the same cases
    names = list(values)
    for index in range(count):
        missing = 1.0 if index == 0 else random.choice(_UNKNOWN_SHARES)
        yield {
            name: random.choice(values[name])
            for name in names
            if values[name] and (random.random() >= missing or name in sure)
        }
