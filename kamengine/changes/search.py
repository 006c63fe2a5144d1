"""The cheapest change that does: best-first search over ranges of values, each judged before it is split.

A range is left out only when the pack rules out the tier for every value in it, so what is found first is the smallest
change there is; ranges that are still open are split, down to single values, which the reference evaluator decides.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import isqrt

from kamengine.changes.grid import Cost, Grid

Box = tuple[tuple[int, int], ...]
"""For each grid, the first and the last index."""

Point = tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """What is searched: values of one fact, or of two together.

    Attributes:
        grids: of the facts.
        may: whether some values in a box may do; False only where none does.
        does: whether single values do.
    """

    grids: tuple[Grid, ...]
    may: Callable[[Box], bool]
    does: Callable[[Point], bool]

    def whole(self) -> Box:
        """Every value."""
        return tuple((grid.first, grid.last) for grid in self.grids)

    def cost(self, box: Box) -> Cost:
        """The least that values in a box cost."""
        costs = [grid.cost(low, high) for grid, (low, high) in zip(self.grids, box, strict=True)]
        return sum((share for share, _ in costs), Fraction(0)), sum((steps for _, steps in costs), Fraction(0))


class Budget:
    """How many boxes may still be looked at."""

    def __init__(self, boxes: int) -> None:
        """With so many to begin with."""
        self.left = boxes

    def spend(self) -> bool:
        """Take one; False when none is left."""
        self.left -= 1
        return self.left >= 0


def cheapest(spaces: Sequence[Space], most: int, budget: Budget) -> list[tuple[Space, Point]]:
    """The cheapest values that do, at most one point of each space, in order of cost.

    Of two that cost the same that of the earlier space comes first, then the larger values.

    Args:
        spaces: to look in.
        most: how many points are wanted.
        budget: of boxes; when it is spent (`Budget.left` below 0), what was found so far is still the cheapest there
            is, and what was not found may exist.
    """
    order = count()
    heap: list[tuple[Cost, int, list[int], int, Box]] = []
    found: dict[int, Point] = {}

    def add(place: int, boxes: Iterable[Box]) -> None:
        for box in boxes:
            larger_first = [-high for _, high in box]
            heapq.heappush(heap, (spaces[place].cost(box), place, larger_first, next(order), box))

    for place, space in enumerate(spaces):
        if all(low <= high for low, high in space.whole()):
            add(place, [space.whole()])
    while heap and len(found) < most and budget.spend():
        _, place, _, _, box = heapq.heappop(heap)
        if place in found or not spaces[place].may(box):
            continue
        if any(low < high for low, high in box):
            add(place, split(spaces[place], box))
        elif spaces[place].does(point := tuple(low for low, _ in box)):
            found[place] = point
    return [(spaces[place], point) for place, point in found.items()]


def split(space: Space, box: Box) -> list[Box]:
    """Two boxes that are the box together, cut along the side whose values differ most in what they cost.

    So a side along which everything costs the same, such as dates, is cut last.
    """
    spreads = [_spread(grid, *side) for grid, side in zip(space.grids, box, strict=True)]
    widest = max(range(len(box)), key=lambda place: spreads[place])
    grid, (low, high) = space.grids[widest], box[widest]
    middle = _middle(grid, low, high)
    return [(*box[:widest], side, *box[widest + 1 :]) for side in ((low, middle), (middle + 1, high))]


def _spread(grid: Grid, low: int, high: int) -> tuple[bool, Cost]:
    """How much more the dearest value of a side costs than the cheapest."""
    least = grid.cost(low, high)
    most = max(grid.cost(low, low), grid.cost(high, high))
    return low < high, (most[0] - least[0], most[1] - least[1])


def _middle(grid: Grid, low: int, high: int) -> int:
    """Where to cut: at the fact itself, else so that the near part is finer than the far one."""
    if low >= grid.home:
        return low + _finer(low - grid.home, high - grid.home)
    if high <= grid.home:
        return high - 1 - _finer(grid.home - high, grid.home - low)
    return grid.home


def _finer(near: int, far: int) -> int:
    """How much of the distances from `near` to `far` the near part takes: up to their geometric mean, if far apart."""
    if far <= 4 * near + 4:
        return (far - near) // 2
    return max(0, isqrt((near + 1) * far) - near)
