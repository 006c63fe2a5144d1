"""The account with other values for one or two of its facts: what may come out, and what does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kamengine.changes.grid import Grid
from kamengine.changes.outlook import Outlook, Still
from kamengine.changes.search import Box, Point, Space
from kamengine.changes.spans import single
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.reference import Account
from kamengine.reference.portfolio import TwoTiers

_TRUE = frozenset({True})


class Hypotheses:
    """Asks the same account again and again, with other facts; to be used within `exactly`."""

    def __init__(
        self, checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Any], given: Collection[str]
    ) -> None:
        """Nothing is evaluated yet.

        Args:
            checked: the pack.
            bindings: of the run.
            facts: of the account as it is.
            given: indicators among them, whatever they are computed from.
        """
        self.checked, self.bindings, self.facts, self.given = checked, bindings, facts, frozenset(given)
        self._still = Still(Account(checked, bindings, facts), bindings, self.given)
        self._outlooks: dict[tuple[str, ...], Outlook] = {}
        self._unique = self.checked.pack.hit == "unique"

    def tier(self, facts: Mapping[str, Any]) -> str | None:
        """The certain tier with these facts, by the reference; None where the account would leave the pack's scope."""
        account = Account(self.checked, self.bindings, {**self.facts, **facts})
        try:
            return account.tiers()[0] if account.in_scope() is True else None
        except TwoTiers:
            return None

    def space(self, grids: tuple[Grid, ...], target: int, others: Mapping[str, Any] | None = None) -> Space:
        """The values of some facts, and whether they make certain the tier at a place or a better one.

        Args:
            grids: of the facts.
            target: place of the tier, 0 for the best.
            others: further facts that are moved to stay.
        """
        wanted = {tier.tier.id for tier in self.checked.tiers[: target + 1]}
        outlook, fixed = self._outlook(grids, others), {n: single(v) for n, v in (others or {}).items()}

        def may(box: Box) -> bool:
            facts = {**fixed, **_within(grids, box)}
            met = outlook.tiers(facts)
            certain = sum(truths == _TRUE for truths in met)
            possible = any(True in truths for truths in met[: target + 1])
            return possible and not (self._unique and certain > 1) and True in outlook.scope(facts)

        def does(point: Point) -> bool:
            values = {grid.name: grid.value(index) for grid, index in zip(grids, point, strict=True)}
            return self.tier({**(others or {}), **values}) in wanted

        return Space(grids, may, does)

    def must(self, space: Space, target: int, others: Mapping[str, Any]) -> Callable[[Box], bool]:
        """Whether all values in a box certainly do, for a space of `space`."""
        outlook, fixed = self._outlook(space.grids, others), {n: single(v) for n, v in others.items()}

        def must(box: Box) -> bool:
            facts = {**fixed, **_within(space.grids, box)}
            met = outlook.tiers(facts)
            alone = not self._unique or sum(True in truths for truths in met) == 1
            return any(truths == _TRUE for truths in met[: target + 1]) and alone and outlook.scope(facts) == _TRUE

        return must

    def _outlook(self, grids: tuple[Grid, ...], others: Mapping[str, Any] | None) -> Outlook:
        names = tuple(sorted({*(grid.name for grid in grids), *(others or {})}))
        if names not in self._outlooks:
            self._outlooks[names] = Outlook(self._still, names)
        return self._outlooks[names]


def _within(grids: tuple[Grid, ...], box: Box) -> dict[str, Any]:
    return {grid.name: grid.within(low, high) for grid, (low, high) in zip(grids, box, strict=True)}
