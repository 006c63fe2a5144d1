"""The facts that would decide, counted in bulk, are those that the explanations of the accounts name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamengine.api import classify_files, load_pack, plugins
from kamengine.demo import DemoFiles, write_demo
from kamengine.engine.database import scratch
from kamengine.engine.deciding import DecidingFact, deciding, deciding_facts
from kamengine.engine.made_up import made_up
from kamengine.engine.run import Run, classify
from kamengine.explain import explain
from tests.whatif.made import TODAY, pack

ACCOUNTS = {0: 300, 1: 120}
"""Of each portfolio of the demo: enough for a dozen undecided ones, few enough to explain each."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> DemoFiles:
    return write_demo(tmp_path_factory.mktemp("demo") / "demo")


@pytest.mark.slow
@pytest.mark.parametrize("index", ACCOUNTS)
def test_bulk_counts_and_sums_agree_with_the_explanations_of_every_undecided_account(
    demo: DemoFiles, tmp_path: Path, index: int
):
    portfolio = demo.portfolios[index]
    some = tmp_path / "some.csv"
    some.write_bytes(b"".join(portfolio.accounts.read_bytes().splitlines(keepends=True)[: ACCOUNTS[index]]))
    checked = load_pack(portfolio.pack, plugins())
    run = classify_files(checked, some, portfolio.ledgers, as_of=portfolio.as_of).run
    undecided = run.undecided(1000)
    assert len(undecided) == run.summary().undecided > 10

    named: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    worth: dict[str, Decimal] = {}
    for account in undecided:
        explanation = explain(run, account)
        assert explanation is not None
        facts = [need.name for need in explanation.needs if need.gap is None]
        value = explanation.values[checked.pack.value or ""]
        named.update(facts)
        alone.update(facts if len(facts) == 1 else [])
        known = Decimal(str(value)) if value is not None else Decimal(0)
        worth |= {name: worth.get(name, Decimal(0)) + known for name in facts}

    found = deciding(run)
    assert deciding_facts(run) == dict(named)
    assert {fact.name: fact.alone for fact in found} == {name: alone[name] for name in named}
    assert {fact.name: fact.value for fact in found} == worth


OPEN = {"key": "staff > 3 and vip", "others": None}
DECLARED = '[fields.vip]\ntype = "bool"\n'


@contextmanager
def run_over(*accounts: Mapping[str, Any]) -> Iterator[Run]:
    checked = pack(OPEN, DECLARED)
    rows = [{"account_id": f"A{index}", **facts} for index, facts in enumerate(accounts)]
    with scratch() as connection:
        yield classify(checked, made_up(connection, checked, rows), TODAY)


def test_what_is_worth_most_is_summed_exactly_over_the_same_accounts():
    met, missed = {"staff": 5, "vip": True}, {"staff": 1, "vip": False}
    lacks_staff, lacks_vip = {"vip": True}, {"staff": 5}
    lacks_staff_in_vain = {"vip": False}
    with run_over(
        {**met, "spend": Decimal(100)},
        {**missed, "spend": Decimal(200)},
        {**lacks_staff, "spend": Decimal("0.1")},
        {**lacks_staff_in_vain, "spend": Decimal(400)},
        {**lacks_vip, "spend": Decimal("0.2")},
        {"spend": Decimal("0.3")},  # lacks both
        {},  # lacks both, and what it is worth is unknown
    ) as run:
        assert run.summary().undecided == 4
        assert deciding(run) == (
            DecidingFact("staff", accounts=3, alone=1, value=Decimal("0.4"), value_unknown=1),
            DecidingFact("vip", accounts=3, alone=1, value=Decimal("0.5"), value_unknown=1),
        )


def test_a_fact_that_would_decide_for_nobody_is_left_out():
    with run_over({"staff": 5}, {"staff": 1}) as run:
        assert [fact.name for fact in deciding(run)] == ["vip"]
