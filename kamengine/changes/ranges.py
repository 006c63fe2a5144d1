"""For an unknown fact: the values that would do, around the smallest of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kamengine.changes.grid import Listed
from kamengine.changes.model import Interval
from kamengine.changes.search import Box, Budget, Space

_BOXES = 1_000


def would_do(space: Space, index: int, must: Callable[[Box], bool]) -> tuple[Interval | tuple[Any, ...] | None, bool]:
    """The values that do, given one of them, and whether there are others.

    Args:
        space: the values of one fact.
        index: of one that does.
        must: whether all values of a box certainly do.

    Returns:
        Of single values all that do; else the interval around the given one, None where its ends were not found
        within the bound of the search; and whether values outside it do too.
    """
    (grid,) = space.grids
    if isinstance(grid, Listed):
        doing = [i for i in range(grid.first, grid.last + 1) if space.does((i,))]
        return tuple(grid.value(i) for i in doing), False
    budget = Budget(_BOXES)
    above = _first_failing(space, must, budget, index, grid.last)
    below = _first_failing(space, must, budget, index, grid.first)
    if budget.left < 0:
        return None, True
    low, high = (below + 1 if below is not None else None), (above - 1 if above is not None else None)
    interval = Interval(*(None if end is None else grid.value(end) for end in (low, high)))
    return interval, _others(space, budget, low, high)


def _first_failing(space: Space, must: Callable[[Box], bool], budget: Budget, start: int, end: int) -> int | None:
    """The first value from one index towards another that does not do; None when all do or the budget is spent."""
    open_ = [(start, end)]
    while open_ and budget.spend():
        near, far = open_.pop()
        if must(((min(near, far), max(near, far)),)):
            continue
        if near == far:
            if not space.does((near,)):
                return near
            continue
        middle = (near + far) // 2 if near < far else -((-near - far) // 2)
        beyond = middle + 1 if near < far else middle - 1
        open_ += [(beyond, far), (near, middle)]
    return None


def _others(space: Space, budget: Budget, low: int | None, high: int | None) -> bool:
    """Whether values outside an interval do."""
    (grid,) = space.grids
    sides = []
    if low is not None:
        sides.append((grid.first, low - 1))
    if high is not None:
        sides.append((high + 1, grid.last))
    return any(_some_does(space, side, budget) for side in sides)


def _some_does(space: Space, side: tuple[int, int], budget: Budget) -> bool:
    open_ = [side]
    while open_ and budget.spend():
        low, high = open_.pop()
        if low > high or not space.may(((low, high),)):
            continue
        if low == high:
            if space.does((low,)):
                return True
            continue
        middle = (low + high) // 2
        open_ += [(low, middle), (middle + 1, high)]
    return budget.left < 0
