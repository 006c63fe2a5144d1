"""What is proposed reaches its tier, always; and nothing smaller of the same fact does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from kamengine.changes import Change, what_must_change
from kamengine.engine.database import connect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import Run, classify
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from tests.engine.both_ways import Portfolio
from tests.engine.packs import Case, cases


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


@settings(max_examples=25)
@given(cases())
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
