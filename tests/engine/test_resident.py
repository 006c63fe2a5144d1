"""A step over a resident run gives what a full run gives, whatever is moved, and counts every account once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.engine.database import connect
from kamengine.engine.made_up import made_up
from kamengine.engine.resident import NOW, Resident, make_resident
from kamengine.engine.run import DIALECT, classify
from kamengine.language.sql import column
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.problems import KamError
from tests.engine.conditions import LINES
from tests.engine.packs import Case, cases

TODAY = date(2026, 6, 30)
LARGE = settings(suppress_health_check=list(HealthCheck))
RESULT = ("account_id", "tier", "tier_possible", "score_low", "score_high")


# ── the same as a full run ───────────────────────────────────────────────────────────────────────────────────────────


def moved(random: Random, pack: CheckedPack) -> dict[str, Scalar]:
    """Some knobs of a random pack, moved anywhere."""
    sets: dict[str, Scalar] = {}
    for name in pack.pack.params:
        if random.random() < 0.6:
            value = pack.pack.params[name].values[0].value
            sets[name] = Decimal(random.choice(LINES)) if isinstance(value, Decimal) else value
    if pack.parts and random.random() < 0.5:
        heavy = random.choice(pack.parts)[0].id
        sets[f"weights.{heavy}"] = Decimal(random.choice(("0", "12.5", "60", "100")))
    return sets


def full_run(pack: CheckedPack, resident: Resident, sets: dict[str, Scalar]) -> list[tuple]:
    columns = ", ".join(f'"{name}"' for name in RESULT)
    run = classify(pack, resident.snapshot, resident.bindings.as_of, sets)
    return resident.snapshot.connection.execute(f'SELECT {columns} FROM "{run.table}" ORDER BY 1').fetchall()


def demand_the_same(case: Case, random: Random) -> None:
    pack, as_of, portfolio = case.parts
    with connect(threads=1) as connection:
        snapshot = made_up(connection, pack, portfolio.accounts, portfolio.ledgers)
        try:
            resident = make_resident(pack, snapshot, bind(pack, as_of))
        except KamError as error:
            assert "meet two tiers" in str(error)
            return
        before = dict(row[:2] for row in full_run(pack, resident, {}))
        for _ in range(2):
            sets = moved(random, pack)
            demand_step(pack, resident, sets, before)


def demand_step(pack: CheckedPack, resident: Resident, sets: dict[str, Scalar], before: dict) -> None:
    try:
        step = resident.step(bind(pack, resident.bindings.as_of, sets))
    except KamError as error:
        assert "the weights add to" in str(error)
        return
    try:
        after = full_run(pack, resident, sets)
    except KamError as refused:
        with pytest.raises(KamError) as error:
            step.refuse_clashes()
        assert str(error.value) == str(refused)
        return
    step.refuse_clashes()
    query = step.rows(*(column(name) for name in RESULT)).where(f'"{NOW}" <= {len(pack.tiers)}').order_by("1")
    assert resident.snapshot.connection.execute(query.sql(DIALECT)).fetchall() == after
    demand_counts(pack, step.changes(), before, {row[0]: row[1:3] for row in after})


def demand_counts(pack: CheckedPack, changes, before: dict, after: dict) -> None:
    places = {tier.tier.id: index for index, tier in enumerate(pack.tiers)} | {None: len(pack.tiers)}
    outside = len(pack.tiers) + 1
    expected = Counter(
        (
            places[before[id]] if id in before else outside,
            places[after[id][0]] if id in after else outside,
            places[after[id][1]] if id in after else outside,
        )
        for id in before | after
    )
    found: Counter = Counter()
    for change in changes:
        found[change.was, change.now, change.maybe_now] += change.accounts
    assert found == expected


@settings(LARGE, max_examples=6)
@given(cases(), st.randoms(use_true_random=False))
def test_a_step_is_a_full_run(case, random):
    demand_the_same(case, random)


@pytest.mark.slow
@settings(LARGE, max_examples=40)
@given(cases(), st.randoms(use_true_random=False))
def test_a_step_is_a_full_run_for_many_more(case, random):
    demand_the_same(case, random)
