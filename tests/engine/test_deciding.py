"""The facts that would decide, counted in bulk, are those that the explanations of the accounts name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kamengine.api import classify_files, load_pack, plugins
from kamengine.demo import write_demo
from kamengine.engine.deciding import deciding_facts
from kamengine.explain import explain

ACCOUNTS = 400
"""Of the demo: enough for a score of undecided ones, few enough to explain each."""


@pytest.mark.parametrize("index", [0, 1])
def test_bulk_counts_agree_with_the_explanations_of_every_undecided_account(tmp_path: Path, index: int):
    portfolio = write_demo(tmp_path / "demo").portfolios[index]
    some = tmp_path / "some.csv"
    some.write_bytes(b"".join(portfolio.accounts.read_bytes().splitlines(keepends=True)[:ACCOUNTS]))
    checked = load_pack(portfolio.pack, plugins())
    run = classify_files(checked, some, portfolio.ledgers, as_of=portfolio.as_of).run
    undecided = run.undecided(1000)
    assert len(undecided) == run.summary().undecided > 10

    named: Counter[str] = Counter()
    for account in undecided:
        explanation = explain(run, account)
        assert explanation is not None
        named.update(need.name for need in explanation.needs if need.gap is None)

    assert deciding_facts(run) == dict(named)
