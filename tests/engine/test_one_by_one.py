"""Accounts of a run, looked at one by one: the same as when the whole run is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.inspect import inspect
from kamengine.engine.made_up import made_up
from kamengine.engine.one_by_one import OneByOne
from kamengine.engine.run import Run, classify
from kamengine.engine.sql_text import identifier
from kamengine.explain.record import explain, explained
from kamengine.problems import KamError
from tests.engine.packs import Case, cases
from tests.engine.test_portfolio_functions import KNOWN_ANSWERS, accounts, pack
from tests.engine.test_properties import LARGE
from tests.examples import holds_for

AS_OF = date(2026, 6, 30)


def one_by_one(run: Run) -> OneByOne:
    facts = run.snapshot.accounts
    connection = run.snapshot.connection
    return OneByOne(run.checked, run.bindings, connection, identifier(run.table), lambda _: facts, lambda: facts)


def ids_of(run: Run) -> list[str]:
    rows = run.snapshot.connection.execute(f'SELECT account_id FROM "{run.table}" ORDER BY account_id')
    return [str(id) for (id,) in rows.fetchall()]


def assert_same(run: Run, ids: Sequence[str]) -> None:
    """But for what shares and ranks leave out, which is a matter of all accounts."""
    one = one_by_one(run)
    for id in ids:
        whole = explain(run, id)
        assert whole is not None
        assert explained(run.checked, run.bindings, id, one.inspect) == replace(whole, left_out=())


@holds_for(cases(), few=5, many=60, like=LARGE)
def test_explanations_are_the_same(case: Case) -> None:
    checked, as_of, portfolio = case.parts
    with scratch() as connection:
        try:
            run = classify(checked, made_up(connection, checked, portfolio.accounts, portfolio.ledgers), as_of)
        except KamError as error:
            assert "meet two tiers" in str(error)
            return
        assert_same(run, ids_of(run)[:2])


TEXTS = sorted({text for text, _, _ in KNOWN_ANSWERS if "*" not in text})[::2]
AMOUNTS = st.lists(st.none() | st.decimals(-2, 3, places=0), min_size=1, max_size=5)


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@example([Decimal(5), Decimal(7), Decimal(7), None, Decimal(-1)])
@given(AMOUNTS)
def test_functions_over_the_portfolio_come_to_the_same(amounts: list[Decimal | None]) -> None:
    checked = pack(*TEXTS, when="cumulative_share(spend, 'before') < 0.8 and rank_of(spend) <= 2")
    with scratch() as connection:
        run = classify(checked, made_up(connection, checked, accounts(*amounts)), AS_OF)
        assert_same(run, ids_of(run))


def test_functions_over_facts_that_no_file_had_are_unknown_alike() -> None:
    checked = pack("rank_of(size) + portfolio_count()", when="share_of_total(size) > 0")
    with scratch() as connection:
        run = classify(checked, made_up(connection, checked, [{"account_id": "A"}, {"account_id": "B"}]), AS_OF)
        assert_same(run, ["A", "B"])


@pytest.mark.parametrize("id", ["nobody", "out", "'; DROP TABLE accounts; --", ""])
def test_there_is_no_account_of_that_name(id: str) -> None:
    made: list[dict[str, Any]] = [*accounts(5, 7), {"account_id": "out", "inside": False}]
    checked = pack("rank_of(spend)")
    with scratch() as connection:
        run = classify(checked, made_up(connection, checked, made), AS_OF)
        assert one_by_one(run).inspect(id) is None
        assert inspect(run, id) is None
