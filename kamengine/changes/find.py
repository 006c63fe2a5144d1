"""What must change for an account to reach a better tier: the smallest change of one fact, and of two together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlglot import exp

from kamengine.changes.facts import deciding, grid_of, may_change
from kamengine.changes.frozen import frozen, portfolio_calls
from kamengine.changes.grid import Grid
from kamengine.changes.hypotheses import Hypotheses
from kamengine.changes.model import Change, Changes, Move
from kamengine.changes.ranges import would_do
from kamengine.changes.search import Budget, Point, Space, cheapest
from kamengine.engine.inspect import Inspection, inspect
from kamengine.engine.run import DIALECT, Run
from kamengine.language import expressions as node
from kamengine.language.sql import Bindings, column
from kamengine.pack.checked import CheckedPack
from kamengine.reference.expressions import exactly

MOST_PAIRS = 5
"""For each tier, so many of the cheapest pairs are told."""

_BOXES_OF_ONE = 4_000
_BOXES_OF_PAIRS = 1_500


def what_must_change(run: Run, account_id: str, *, pairs: bool = True) -> Changes | None:
    """What must change for an account to reach each tier better than its certain one.

    Fields, and indicators that the account brings or a ledger computes, are moved one by one and two by two; what is
    computed from them follows and everything else stays, that of the other accounts included. Every change is
    confirmed by the reference evaluator.

    Args:
        run: the results.
        account_id: the account.
        pairs: look for changes of two facts together too.

    Returns:
        The changes; None when the run has no such account in scope.
    """
    found = inspect(run, account_id, portfolio_calls(run.checked))
    if found is None:
        return None
    return what_must_change_for(run.checked, run.bindings, found, _given(run, account_id), pairs=pairs)


def what_must_change_for(
    checked: CheckedPack, bindings: Bindings, found: Inspection, given: frozenset[str], *, pairs: bool = True
) -> Changes:
    """The same for an account that was inspected already.

    Args:
        checked: the pack.
        bindings: its parameters and its date.
        found: the account, with the values of all `portfolio_calls`.
        given: indicators whose value comes from a ledger, or ready-made with the account.
        pairs: look for changes of two facts together too.
    """
    with exactly():
        return _Finder(*_hypotheses(checked, bindings, found, given)).changes(pairs)


def hypotheses_about(run: Run, account_id: str) -> tuple[Hypotheses, str | None, tuple[str, ...]] | None:
    """An account of a run, ready to be asked what other facts would make of it.

    Returns:
        The hypotheses, its certain tier, and the facts that may change but that functions over the portfolio use; None
        when the run has no such account in scope.
    """
    found = inspect(run, account_id, portfolio_calls(run.checked))
    if found is None:
        return None
    return _hypotheses(run.checked, run.bindings, found, _given(run, account_id))


def _hypotheses(
    checked: CheckedPack, bindings: Bindings, found: Inspection, given: frozenset[str]
) -> tuple[Hypotheses, str | None, tuple[str, ...]]:
    calls = portfolio_calls(checked)
    facts = {name: found.values[name] for name in (*checked.fields, *given)}
    alone = frozen(checked, dict(zip(calls, found.results, strict=True)))
    shared = facts_under_portfolio(checked, given)
    left_out = [name for name in deciding(checked, given) if name in shared and may_change(checked, name)]
    return Hypotheses(alone, bindings, facts, given), found.tier, tuple(left_out)


class _Finder:
    """Looks for the changes of one account; to be used within `exactly`."""

    def __init__(self, hypotheses: Hypotheses, tier: str | None, left_out: tuple[str, ...]) -> None:
        self.hypotheses = hypotheses
        checked, bindings, facts = hypotheses.checked, hypotheses.bindings, hypotheses.facts
        tiers = tuple(one.tier.id for one in checked.tiers)
        self.better = tiers if tier is None else tiers[: tiers.index(tier)]
        names = [name for name in deciding(checked, hypotheses.given) if may_change(checked, name)]
        names = names if self.better else []
        self.left_out = left_out if self.better else ()
        self.grids = [grid_of(checked, bindings, name, facts[name]) for name in names if name not in left_out]
        self.stopped: dict[str, None] = {}
        self.pairs_stopped = False

    def changes(self, with_pairs: bool) -> Changes:
        """All of them."""
        singles = {grid.name: dict(self._singles(grid)) for grid in self.grids}
        pairs = list(self._pairs(singles)) if with_pairs else []
        by_tier = []
        for place, tier in enumerate(self.better):
            ones = [change for found in singles.values() if (change := found.get(place)) is not None]
            twos = [change for reached, change in pairs if reached == place]
            by_tier += [*sorted(ones, key=_cost), *sorted(twos, key=_cost)]
            assert all(change.tier == tier for change in (*ones, *twos))
        looked_at = tuple(grid.name for grid in self.grids)
        return Changes(self.better, looked_at, tuple(by_tier), self.left_out, tuple(self.stopped), self.pairs_stopped)

    def _singles(self, grid: Grid) -> Iterator[tuple[int, Change]]:
        """The smallest change of one fact for each tier that it can reach, by the tier's place."""
        target = len(self.better) - 1
        while target >= 0:
            space = self.hypotheses.space((grid,), target)
            budget = Budget(_BOXES_OF_ONE)
            found = cheapest([space], 1, budget)
            if budget.left < 0:
                self.stopped[grid.name] = None
            if not found:
                return
            ((_, point),) = found
            place = self._reached((grid,), point)
            yield place, self._change(space, point, place)
            target = place - 1

    def _pairs(self, singles: Mapping[str, Mapping[int, Change]]) -> Iterator[tuple[int, Change]]:
        """The cheapest changes of two facts neither of which reaches the tier alone, by the tier's place."""
        seen: set[tuple[str, str, int]] = set()
        for target in range(len(self.better)):
            alone = {name for name, found in singles.items() if any(place <= target for place in found)}
            grids = [grid for grid in self.grids if grid.name not in alone and grid.name not in self.stopped]
            spaces = [self.hypotheses.space(pair, target) for pair in combinations(grids, 2)]
            budget = Budget(_BOXES_OF_PAIRS)
            for space, point in cheapest(spaces, MOST_PAIRS, budget):
                place = self._reached(space.grids, point)
                key = (space.grids[0].name, space.grids[1].name, place)
                if key not in seen:
                    seen.add(key)
                    yield place, self._change(space, point, place)
            self.pairs_stopped = self.pairs_stopped or budget.left < 0

    def _reached(self, grids: Sequence[Grid], point: Point) -> int:
        tier = self.hypotheses.tier(_values(grids, point))
        assert tier is not None
        return self.better.index(tier)

    def _change(self, space: Space, point: Point, place: int) -> Change:
        values = _values(space.grids, point)
        moves = []
        for index, (grid, (name, new)) in enumerate(zip(space.grids, values.items(), strict=True)):
            share, _ = grid.cost(point[index], point[index])
            others = {name: value for name, value in values.items() if name != grid.name}
            interval, more = (None, False)
            if grid.old is None:
                alone = self.hypotheses.space((grid,), place, others)
                interval, more = would_do(alone, point[index], self.hypotheses.must(alone, place, others))
            moves.append(Move(name, grid.old, new, share, interval, more))
        return Change(self.better[place], tuple(moves))


def _values(grids: Sequence[Grid], point: Point) -> dict[str, Any]:
    return {grid.name: grid.value(index) for grid, index in zip(grids, point, strict=True)}


def _cost(change: Change) -> Any:
    return change.cost


def _given(run: Run, account_id: str) -> frozenset[str]:
    """Indicators whose value comes from a ledger, or ready-made with the account."""
    checked = run.checked
    from_ledgers = {name for name, i in checked.indicators.items() if i.indicator.ledger is not None}
    columns = [n for n in checked.indicators if n not in from_ledgers and n in run.snapshot.accounts.columns]
    if not columns:
        return frozenset(from_ledgers)
    table = exp.to_table(run.snapshot.accounts.name, quoted=True)
    query = exp.select(*(column(name) for name in columns)).from_(table).where("account_id = ?")
    row = run.snapshot.connection.execute(query.sql(DIALECT), [account_id]).fetchall()[0]
    brought = {name for name, value in zip(columns, row, strict=True) if value is not None}
    return frozenset(from_ledgers | brought)


def facts_under_portfolio(checked: CheckedPack, given: Collection[str]) -> frozenset[str]:
    """The facts that functions over the portfolio use, directly or through indicators and criteria.

    Args:
        checked: the pack.
        given: indicators that the accounts bring; what they are computed from does not matter.
    """
    found: set[str] = set()
    open_ = [name for call in portfolio_calls(checked) for name in node.names(call)]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += () if name in given else checked.uses.get(name, ())
    return frozenset(found)
