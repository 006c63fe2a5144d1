"""A step over a resident run gives what a full run gives, whatever is moved, and counts every account once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.dependence import Dependence
from kamengine.engine.made_up import Facts, made_up
from kamengine.engine.resident import NOW, Resident, make_resident
from kamengine.engine.run import DIALECT, classify
from kamengine.language.sql import column
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.problems import KamError
from tests.engine.conditions import LINES
from tests.engine.packs import Case, cases
from tests.pack.made import SOUND, checked

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
    with scratch() as connection:
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
    except KamError as problem:
        assert "the weights add to" in str(problem)
        return
    try:
        after = full_run(pack, resident, sets)
    except KamError as expected:
        with pytest.raises(KamError) as refused:
            step.refuse_clashes()
        assert str(refused.value) == str(expected)
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


@settings(LARGE, max_examples=3)
@given(cases(), st.randoms(use_true_random=False))
def test_a_step_is_a_full_run(case, random):
    demand_the_same(case, random)


@pytest.mark.slow
@settings(LARGE, max_examples=40)
@given(cases(), st.randoms(use_true_random=False))
def test_a_step_is_a_full_run_for_many_more(case, random):
    demand_the_same(case, random)


# ── what is computed again ───────────────────────────────────────────────────────────────────────────────────────────

LAYERED = SOUND.replace(
    "[score]\n",
    """
[params.heavy]
value = 30
source = "s"
[params.few]
value = 3
source = "s"
[indicators.doubled]
value = "2 * spend"
[indicators.many]
from = "bills"
value = "count()"
where = "amount >= few"
[criteria.rich]
when = "doubled >= heavy or many > 3"
[score]
""",
).replace('when = "big and score >= 80"', 'when = "big and rich and score >= 80"')


@pytest.mark.parametrize(
    ("knob", "affected"),
    [
        ("line", {"big", "tier#0"}),
        ("heavy", {"rich", "tier#0"}),
        ("few", {"many", "rich", "tier#0"}),
        ("weights.spend", {"score", "tier#0"}),
    ],
)
def test_only_what_depends_on_a_knob_is_affected(knob, affected):
    assert Dependence(checked(LAYERED)).dependents([knob]) == affected


def test_a_step_without_a_difference_asks_nothing_of_the_database():
    with scratch() as connection:
        pack = checked(LAYERED)
        snapshot = made_up(connection, pack, [{"account_id": "A", "spend": Decimal(20000)}, {"account_id": "B"}])
        resident = make_resident(pack, snapshot, bind(pack, TODAY))
        step = resident.step(bind(pack, TODAY, {"line": "10000"}))
        connection.execute(f'DROP TABLE "{resident.table}"')
        assert [
            (change.was, change.now, change.accounts) for change in sorted(step.changes(), key=lambda one: one.was)
        ] == [(0, 0, 1), (1, 1, 1)]


def test_a_step_keeps_the_day_of_the_run():
    with scratch() as connection:
        pack = checked(SOUND)
        resident = make_resident(pack, made_up(connection, pack, []), bind(pack, TODAY))
        with pytest.raises(ValueError, match="the day of the run"):
            resident.step(bind(pack, date(2026, 7, 1)))


def test_a_name_of_the_pack_is_never_mistaken_for_a_column_of_the_step():
    names = {"possible": "spend >= line", "was": "possible or spend < line", "value": "not was", "now": "possible"}
    criteria = "".join(f'[criteria.{name}]\nwhen = "{when}"\n' for name, when in names.items())
    text = SOUND.replace("[score]\n", criteria + "[score]\n").replace(
        'when = "big and', 'when = "possible and now and was and'
    )
    with scratch() as connection:
        pack = checked(text)
        accounts: list[Facts] = [{"account_id": str(n), "spend": Decimal(5000 * n)} for n in range(5)]
        resident = make_resident(pack, made_up(connection, pack, accounts), bind(pack, TODAY))
        changes = resident.step(bind(pack, TODAY, {"line": "16000"})).changes()
        assert sorted((one.was, one.now, one.accounts) for one in changes) == [(0, 0, 1), (0, 1, 2), (1, 1, 2)]
