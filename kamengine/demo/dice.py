"""Chance that falls the same way on every machine and in every release of Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Random choices made from `random.Random.random` and plain arithmetic only.

    Python keeps the sequence of that one method across releases; its other methods may change, and functions such as
    `math.exp` differ in the last digit between machines.
    """

    def __init__(self, seed: int) -> None:
        """Start a sequence of its own."""
        self._roll = Random(seed).random

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._roll() < probability

    def between(self, low: float, high: float) -> float:
        """A number from low up to high."""
        return low + (high - low) * self._roll()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int((high - low + 1) * self._roll())

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each equally likely."""
        return choices[int(len(choices) * self._roll())]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, each as likely as its weight."""
        mark = self._roll() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            mark -= weight
            if mark < 0:
                return choice
        return choices[-1][0]

    def bell(self) -> float:
        """A number from -1 to 1, most often near 0."""
        return (self._roll() + self._roll() + self._roll()) / 1.5 - 1

    def skewed(self, least: float, longest: float) -> float:
        """A number from `least` to `least * longest`: a few are very large, as sales to customers are.

        The chance to exceed x is least / x (a Pareto distribution with exponent 1), cut at the far end.
        """
        return least / (1 - self._roll() * (1 - 1 / longest))
