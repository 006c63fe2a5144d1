"""What is proposed reaches its tier, always; and nothing smaller of the same fact does.

The default run tries a share of the packs, the same every time; the slow run tries many more, drawn anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from kamengine.changes import Change, Changes, what_must_change
from kamengine.changes.facts import deciding, grid_of, may_change
from kamengine.changes.find import hypotheses_about
from kamengine.changes.grid import Cost, Grid, Listed, Steps, exact
from kamengine.changes.hypotheses import Hypotheses
from kamengine.engine.database import connect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import Run, classify
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from kamengine.reference.expressions import exactly
from tests.engine.both_ways import Portfolio
from tests.engine.conditions import LINES
from tests.engine.packs import Case, cases
from tests.examples import holds_for

NEAR = (1, 2, 10, 5_000)
"""Steps of the grid beside a value that is looked at."""


def run_of(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> Run | None:
    """The run; None where the pack does not fit the portfolio."""
    try:
        return classify(checked, made_up(connect(threads=1), checked, portfolio.accounts, portfolio.ledgers), as_of)
    except KamError:
        return None


def tiers_of(run: Run) -> dict[str, str | None]:
    return dict(run.snapshot.connection.execute(f'SELECT account_id, tier FROM "{run.table}"').fetchall())


def after(case: Case, account: str, change: Change) -> str | None:
    """The tier of an account once its row says what a change proposes, by the engine over the whole portfolio."""
    checked, as_of, portfolio = case.parts
    moved = {move.fact: move.new for move in change.moves}
    rows = [{**row, **moved} if row["account_id"] == account else row for row in portfolio.accounts]
    ledgers = {name: rows for name, rows in portfolio.ledgers.items() if not moves_ledger(checked, change, name)}
    run = run_of(checked, as_of, replace(portfolio, accounts=rows, ledgers=ledgers))
    assert run is not None, "the changed portfolio is refused"
    tier = tiers_of(run)[account]
    run.snapshot.connection.close()
    return tier


def moves_ledger(checked: CheckedPack, change: Change, ledger: str) -> bool:
    found = (checked.indicators.get(move.fact) for move in change.moves)
    return any(indicator is not None and indicator.indicator.ledger == ledger for indicator in found)


def from_file(checked: CheckedPack, change: Change) -> bool:
    """Whether a file of accounts can say what a change proposes, whatever the ledgers say."""
    return all(move.fact in checked.fields for move in change.moves)


@holds_for(cases(), few=4, many=24)
def test_a_change_reaches_its_tier_when_the_file_is_changed_and_classified_again(case: Case):
    checked, as_of, portfolio = case.parts
    run = run_of(checked, as_of, portfolio)
    if run is None:
        return
    for account in list(tiers_of(run))[:2]:
        changes = what_must_change(run, account)
        assert changes is not None
        for change in changes.found:
            if from_file(checked, change):
                assert after(case, account, change) == change.tier
    run.snapshot.connection.close()


@holds_for(cases(), st.randoms(use_true_random=False), few=5, many=40)
def test_nothing_smaller_of_the_same_fact_reaches_the_tier(case: Case, random: Random):
    checked, as_of, portfolio = case.parts
    run = run_of(checked, as_of, portfolio)
    if run is None:
        return
    for account in list(tiers_of(run))[:2]:
        changes, about = what_must_change(run, account, pairs=False), hypotheses_about(run, account)
        assert changes is not None and about is not None
        hypotheses, _, shared = about
        with exactly():
            for grid in grids(hypotheses, {*shared, *changes.stopped}):
                for tier in changes.better:
                    assert smaller(hypotheses, changes, grid, tier, random) == []
    run.snapshot.connection.close()


def grids(hypotheses: Hypotheses, without: Collection[str]) -> list[Grid]:
    """The values of every fact that may change."""
    checked, facts = hypotheses.checked, hypotheses.facts
    names = [name for name in deciding(checked, hypotheses.given) if may_change(checked, name) and name not in without]
    return [grid_of(checked, hypotheses.bindings, name, facts[name]) for name in names]


def smaller(hypotheses: Hypotheses, changes: Changes, grid: Grid, tier: str, random: Random) -> list[Any]:
    """Values that reach a tier or a better one for less than what is proposed, of many on a fine grid."""
    wanted = changes.better[: changes.better.index(tier) + 1]
    proposed = [c.moves[0] for c in changes.found if c.tier in wanted and [m.fact for m in c.moves] == [grid.name]]
    limit = min((cost_of(grid, move.new) for move in proposed), default=None)
    tried = {
        index for index in candidates(grid, [move.new for move in proposed], random) if grid.value(index) != grid.old
    }
    cheaper = [index for index in tried if limit is None or grid.cost(index, index) < limit]
    return [grid.value(index) for index in cheaper if hypotheses.tier({grid.name: grid.value(index)}) in wanted]


def candidates(grid: Grid, proposed: list[Any], random: Random) -> Iterator[int]:
    """Indices of values beside the old one, beside those proposed, beside every line, and some between."""
    if isinstance(grid, Listed):
        yield from range(grid.first, grid.last + 1)
        return
    known = [grid.home, *(index_of(grid, value) for value in proposed)]
    lines = [] if grid.kind == "date" else [round(float(line) / float(grid.step)) for line in LINES]
    near = [index + side * far for index in (*known, *lines) for far in (0, *NEAR) for side in (1, -1)]
    low, high = min(known) - 10, max(known) + 10
    near += [random.randint(low, high) for _ in range(40)]
    yield from (index for index in near if grid.first <= index <= grid.last)


def index_of(grid: Steps, value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else round(exact(value) / Fraction(grid.step))


def cost_of(grid: Grid, value: Any) -> Cost:
    index = list(grid.values).index(value) if isinstance(grid, Listed) else index_of(grid, value)
    return grid.cost(index, index)
