"""Never report what is not so: random packs, random accounts, and three judges."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.inspect import Inspection, inspect_all
from kamengine.engine.made_up import made_up
from kamengine.pack.bind import bind
from kamengine.pack.check_tests import newest_start
from kamengine.pack.checked import CheckedPack
from kamengine.proof import Finding, prove
from kamengine.proof.encode import Encoder
from kamengine.proof.facts import facts_of
from kamengine.proof.judge import Judge
from kamengine.proof.overall import pinned_names
from kamengine.proof.terms import negation, solver_module
from tests.engine.packs import FactMaker
from tests.proof.proving import random_pack

ACCOUNTS = 60
SEEDS = st.integers(0, 10**6)
"""Packs are drawn by Python's own generator: what hypothesis shrinks to is no pack that anyone writes."""


def examples(count: int) -> settings:
    return settings(max_examples=count, suppress_health_check=list(HealthCheck))


def random_accounts(checked: CheckedPack, random: Random, count: int) -> list[dict[str, Any]]:
    """Facts at and beside the lines, many missing; nothing where it cannot be, such as a count below zero."""
    maker = FactMaker(random, newest_start(checked.pack))
    accounts = []
    for _ in range(count):
        account = {}
        for name, fact in facts_of(checked).items():
            value = maker.value("money" if fact.type.decimal else fact.type.kind, 0.15)
            below = value is not None and fact.low is not None and value < fact.low
            account[name] = fact.held(1) if fact.call else None if below else value
        accounts.append(account)
    return accounts


def by_engine(
    checked: CheckedPack, accounts: list[dict[str, Any]], pinned: tuple[str, ...] = ()
) -> dict[str, Inspection]:
    rows = [{"account_id": str(i), **_shown(checked, account)} for i, account in enumerate(accounts)]
    with scratch() as connection:
        snapshot = made_up(connection, checked, rows, pinned=pinned)
        return inspect_all(checked, snapshot, bind(checked, newest_start(checked.pack)))


def _shown(checked: CheckedPack, account: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in account.items() if not n.endswith(")")}


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def demand_that_findings_are_so(random: Random) -> None:
    checked = random_pack(random)
    report = prove(checked)
    proved = [finding for finding in report.findings if finding.proof is not None]
    if not proved:
        return
    for account in by_engine(checked, random_accounts(checked, random, ACCOUNTS)).values():
        for finding in proved:
            assert not contradicts(checked, finding, account), finding.text()
    demand_that_idle_facts_change_nothing(checked, proved, random)
    for finding in proved:
        if finding.witness is not None:
            (witness,) = by_engine(checked, [dict(finding.witness)], pinned_names(checked)).values()
            assert shows(finding, witness), finding


def demand_that_idle_facts_change_nothing(checked: CheckedPack, proved: list[Finding], random: Random) -> None:
    """Accounts that differ only in what is proved to decide nothing come out alike."""
    idle = [f.place.key.split(".")[1] for f in proved if f.code == "decides-nothing" and f.place.key is not None]
    facts = [name for name in idle if name in facts_of(checked)]
    if not facts:
        return
    accounts, others = (random_accounts(checked, random, ACCOUNTS) for _ in range(2))
    twins = [{**one, **{n: other[n] for n in facts}} for one, other in zip(accounts, others, strict=True)]
    first, second = by_engine(checked, accounts), by_engine(checked, twins)
    assert list(first) == list(second)
    for id, account in first.items():
        assert seen(checked, account) == seen(checked, second[id]), facts


def seen(checked: CheckedPack, account: Inspection) -> tuple[Any, ...]:
    """What people see of an account."""
    criteria = {name: account.values[name] for name in checked.criteria}
    return account.tier, account.tier_possible, account.score, criteria


def contradicts(checked: CheckedPack, finding: Finding, account: Inspection) -> bool:
    """Whether an account is what a finding says no account is."""
    if "part" in finding.what.arguments or finding.proof != "proved":
        return False  # about a part of a condition, which the engine does not show; or not said of every account
    outcome = outcome_of(checked, finding.place.key or "", account)
    match finding.code:
        case "tier-unreachable" | "condition-never-met":
            return outcome is True
        case "condition-always-met":
            whenever_known = "whenever it is known" in finding.what.template
            return outcome is False if whenever_known else outcome is not True
        case "condition-never-known":
            return outcome is not None
        case "tier-shadowed":
            return account.tier == checked.tiers[place_in(finding.place.key or "")].tier.id
        case "band-unreachable":
            return in_band(checked, finding.place.key or "", account)
    return False


def outcome_of(checked: CheckedPack, key: str, account: Inspection) -> object:
    if key.startswith("criteria."):
        return account.values[key.split(".")[1]]
    if key.startswith("tiers["):
        return account.tiers[checked.tiers[place_in(key)].tier.id]
    return "elsewhere"


def place_in(key: str) -> int:
    found = re.search(r"\[(\d+)\]", key)
    assert found
    return int(found[1]) - 1


def in_band(checked: CheckedPack, key: str, account: Inspection) -> bool:
    part_index, place = (int(text) - 1 for text in re.findall(r"\[(\d+)\]", key))
    part, _ = checked.parts[part_index]
    value = account.values[part.subject]
    if value is None:
        return False
    ends = [band.start for band in part.bands] or [x for x, _ in part.line]
    start, end = ends[place], ends[place + 1] if place + 1 < len(ends) else None
    number = float(value)  # type: ignore[arg-type]
    above = start is None or (number >= float(start) if part.bands else number > float(start))
    return above and (end is None or number < float(end))


def shows(finding: Finding, witness: Inspection) -> bool:
    """Whether the engine says of the witness what the finding says."""
    if "tiers" in finding.shows:
        return all(witness.tiers[id] is True for id in finding.shows["tiers"])
    return bool(witness.tier == finding.shows.get("tier"))


@pytest.mark.parametrize("seed", [1, 4, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 2, 3, 5))])
def test_findings_are_so(seed):
    demand_that_findings_are_so(Random(seed))


@pytest.mark.slow
@examples(25)
@given(SEEDS)
def test_findings_are_so_of_many_packs(seed):
    demand_that_findings_are_so(Random(seed))


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def demand_that_formulas_allow_what_is(random: Random, *, precise: bool) -> None:
    """The solver allows, for facts held fast, whatever outcome the reference says."""
    checked = random_pack(random)
    bindings = bind(checked, newest_start(checked.pack))
    facts = facts_of(checked)
    judge = Judge(checked, bindings, facts)
    for account in random_accounts(checked, random, 3):
        known = {name: value for name, value in account.items() if value is not None}
        case = judge.case(known)
        held = {name: case.account.fact(name) for name in known if not facts[name].call}  # rounded to its decimals
        encoder = Encoder(checked, bindings, facts, precise=precise, held=held)
        wanted = []
        for name, expr in checked.criteria.items():
            truth, outcome = encoder.truth(expr), case.account.fact(name)
            wanted.append(truth.true if outcome is True else truth.false if outcome is False else negation(truth.known))
        for name in facts:
            found = encoder.written(name)
            if found is not None and name not in known:
                wanted.append(negation(found.known))
        solver = solver_module().Solver()
        solver.set("rlimit", 200_000)
        solver.add(*(w for w in wanted if w is not True), *(c for c in encoder.constraints if c is not True))
        assert str(solver.check()) != "unsat", (known, {n: case.account.fact(n) for n in checked.criteria})


@examples(10)
@example(9212, False)  # numbers whose product is too large to be known
@given(SEEDS, st.booleans())
def test_formulas_allow_what_is(seed, precise):
    demand_that_formulas_allow_what_is(Random(seed), precise=precise)


@pytest.mark.slow
@examples(100)
@given(SEEDS, st.booleans())
def test_formulas_allow_what_is_in_many_packs(seed, precise):
    demand_that_formulas_allow_what_is(Random(seed), precise=precise)
