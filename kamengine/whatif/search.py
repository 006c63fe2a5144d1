"""The count along a line where no single fact decides: looked at in places, and halved between them.

Between two neighbouring places the count is taken to rise or fall steadily; what comes out says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kamengine.whatif.curve import Stretch
from kamengine.whatif.span import Span, resolution

PLACES = 33

CountAt = Callable[[Decimal], int]


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        stretches: around every crossing of the wanted count: those that give it, or the two on either side.
        steady: whether the count never turned round at the places looked at.
    """

    stretches: list[Stretch]
    steady: bool


def search(count_at: CountAt, within: Span, wanted: int) -> Found:
    """Look for the lines that give a wanted count.

    Args:
        count_at: the count at a line.
        within: where to look; both ends included.
        wanted: the count.
    """
    fine = resolution(within)
    counts = {value: count_at(value) for value in _places(within, fine)}
    searcher = _Searcher(count_at, counts, within, fine)
    differences = [after - before for before, after in pairwise(counts.values())]
    steady = all(d >= 0 for d in differences) or all(d <= 0 for d in differences)
    return Found(list(searcher.around(wanted)), steady)


def feasible(allowed: Callable[[Decimal], bool], current: Decimal, within: Span) -> Span:
    """The lines around the current one that the pack allows.

    What a pack demands of its numbers (bands ascend, points are 0 to 100) holds on one stretch of each of them.
    """
    fine = resolution(within)

    def furthest(end: Decimal) -> Decimal:
        if allowed(end):
            return end
        good, bad = current, end
        while abs(bad - good) > fine:
            middle = _rounded(good + (bad - good) / 2, fine)
            if middle in (good, bad):
                break
            good, bad = (middle, bad) if allowed(middle) else (good, middle)
        return good

    return Span(min(current, furthest(within.low)), max(current, furthest(within.high)))


@dataclass(frozen=True)
class _Searcher:
    count_at: CountAt
    counts: dict[Decimal, int]
    within: Span
    fine: Decimal

    def around(self, wanted: int) -> Iterator[Stretch]:
        """The stretches with the wanted count; where it is jumped over, those on both sides."""
        places = list(self.counts)
        if len(places) == 1:
            yield Stretch(self.within, self.counts[places[0]])
        for left, right in pairwise(places):
            low, high = sorted((self.counts[left], self.counts[right]))
            if low <= wanted <= high:
                yield from self._crossing(left, right, wanted)
        if all(count < wanted for count in self.counts.values()) or all(c > wanted for c in self.counts.values()):
            nearest = min(self.counts, key=lambda value: abs(self.counts[value] - wanted))
            yield self._stretch(nearest)

    def _crossing(self, left: Decimal, right: Decimal, wanted: int) -> Iterator[Stretch]:
        rising = self.counts[left] <= self.counts[right]
        reached = self._first(left, right, lambda count: count >= wanted if rising else count <= wanted)
        yield self._stretch(reached)
        if self._count(reached) != wanted and reached > left:
            yield self._stretch(max(reached - self.fine, left))

    def _first(self, left: Decimal, right: Decimal, holds: Callable[[int], bool]) -> Decimal:
        """The first line of the two and those between from which something holds; it holds at the right one."""
        if holds(self._count(left)):
            return left
        while right - left > self.fine:
            middle = _rounded(left + (right - left) / 2, self.fine)
            if not left < middle < right:
                break
            left, right = (left, middle) if holds(self._count(middle)) else (middle, right)
        return right

    def _stretch(self, value: Decimal) -> Stretch:
        """The lines around one that give the same count."""
        count = self._count(value)
        places = sorted([*self.counts, value])
        below = next((p for p in reversed(places) if p < value and self.counts[p] != count), None)
        above = next((p for p in places if p > value and self.counts[p] != count), None)
        low = self._first(below, value, lambda found: found == count) if below is not None else self.within.low
        high = self._last(value, above, count) if above is not None else self.within.high
        return Stretch(Span(low, high), count)

    def _last(self, left: Decimal, right: Decimal, count: int) -> Decimal:
        """The last line with a count, from one that has it to one that has not."""
        while right - left > self.fine:
            middle = _rounded(left + (right - left) / 2, self.fine)
            if not left < middle < right:
                break
            left, right = (middle, right) if self._count(middle) == count else (left, middle)
        return left

    def _count(self, value: Decimal) -> int:
        if value not in self.counts:
            self.counts[value] = self.count_at(value)
        return self.counts[value]


def _places(within: Span, fine: Decimal) -> list[Decimal]:
    """Equally far from each other, on round values, with both ends."""
    step = (within.high - within.low) / (PLACES - 1)
    inner = {_rounded(within.low + step * index, fine) for index in range(1, PLACES - 1)}
    return sorted({within.low, within.high, *(value for value in inner if within.low < value < within.high)})


def _rounded(value: Decimal, fine: Decimal) -> Decimal:
    return (value / fine).to_integral_value() * fine
