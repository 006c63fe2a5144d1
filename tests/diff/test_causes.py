"""Causes add up: undoing all of them undoes the move, and none of them can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from kamengine.diff.changes import RuleChange, Rules
from kamengine.diff.difference import Difference, Mover, difference
from kamengine.diff.pinned import Pinned
from kamengine.diff.sides import Side
from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE
from kamengine.engine.run import classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.problems import KamError
from kamengine.reference import Account, TwoTiers
from kamengine.reference.portfolio import evaluate
from tests.diff.changed import Changed, Half, changed

BOUNDED = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def taken_in(connection: Any, prefix: str, half: Half) -> Snapshot:
    """The portfolio of a side, in tables of its own."""
    made = made_up(connection, half.checked, half.portfolio.accounts, half.portfolio.ledgers)

    def renamed(table: Table) -> Table:
        connection.execute(f'ALTER TABLE "{table.name}" RENAME TO "{prefix} {table.name}"')
        return Table(f"{prefix} {table.name}", table.columns)

    ledgers = {name: renamed(table) for name, table in made.ledgers.items()}
    return Snapshot(connection, renamed(made.accounts), ledgers)


@contextmanager
def compared(case: Changed) -> Iterator[Difference]:
    """The difference between the two sides."""
    with scratch() as connection:
        sides = []
        for prefix, half in (("old", case.old), ("new", case.new)):
            snapshot = taken_in(connection, prefix, half)
            try:
                run = classify(half.checked, snapshot, half.as_of)
            except KamError:  # an account is certain to be in two tiers
                assume(False)
            sides.append(Side(run, snapshot))
        yield difference(sides[0], sides[1], {})


class Judge:
    """Says by the reference where a mover would be with some changes undone."""

    def __init__(self, case: Changed, found: Difference) -> None:
        self.case, self.found = case, found

    def place(self, mover: Mover, facts: frozenset[str], rules: frozenset[RuleChange]) -> str | None:
        """The certain tier, or `OUT_OF_SCOPE`, of a mover with old facts and old rules; "unsound" where none apply."""
        between = self.found.search.hybrids.of(rules)
        if between is None:
            return "unsound"
        old, new = (self.facts(half, mover.account_id, between) for half in (self.case.old, self.case.new))
        account = {name: (old if name in facts else new).get(name) for name in {**old, **new}}
        pinned = everything_pinned(between).names
        made = Account(between.checked, between.bindings, account, pinned)
        if made.in_scope() is not True:
            return OUT_OF_SCOPE
        try:
            return made.tiers()[0]
        except TwoTiers:
            return "two tiers"

    def facts(self, half: Half, account_id: str, rules: Rules) -> dict[str, object]:
        """Everything that is not computed for the account on its own, on one side."""
        (row,) = [row for row in half.portfolio.accounts if row["account_id"] == account_id]
        facts = {name: value for name, value in row.items() if name != "account_id"}
        pinned = everything_pinned(rules)
        bindings = replace(rules.bindings, as_of=half.as_of)
        everybody = replace(rules.checked, scope=None, tiers=())
        for checked, names in ((everybody, pinned.ledgers), (replace(rules.checked, tiers=()), pinned.positions)):
            results = evaluate(checked, bindings, half.portfolio.accounts, half.portfolio.ledgers)
            mine = next((one for one in results if one.account_id == account_id), None)
            for name in names:
                values = {**mine.indicators, **mine.criteria} if mine is not None else {}
                facts[name] = values.get(name)
        return facts


def everything_pinned(rules: Rules) -> Pinned:
    """All that is over rows or looks at the portfolio, also where it decides nothing."""
    return Pinned.of(rules.checked, frozenset((*rules.checked.indicators, *rules.checked.criteria)))


def parts_of(mover: Mover) -> tuple[frozenset[str], frozenset[RuleChange]]:
    """The facts and the rules (the date among them) that are causes."""
    rules = {cause.rule for cause in mover.causes if cause.rule is not None}
    return frozenset(name for cause in mover.causes for name in cause.facts), frozenset(rules)


def check(case: Changed) -> None:
    with compared(case) as found:
        judge = Judge(case, found)
        dates = frozenset(one for one in found.search.hybrids.changes if one.element == "date")
        movers = found.movers()
        assert repr(sorted(found.each_cause())) == repr(sorted((mover.account_id, mover.causes) for mover in movers))
        for mover in movers:
            assert mover.causes, mover
            if ABSENT in (mover.old, mover.new):
                continue
            facts, rules = parts_of(mover)
            rules |= dates if "as_of" in facts else frozenset()
            facts -= {"as_of"}
            assert judge.place(mover, facts, rules) == mover.old, mover
            assert judge.place(mover, frozenset(), frozenset()) == mover.new, mover
            for fact in facts:
                assert judge.place(mover, facts - {fact}, rules) != mover.old, (mover, fact)
            for rule in rules:
                assert judge.place(mover, facts, rules - {rule}) != mover.old, (mover, rule)


@pytest.mark.slow
@BOUNDED
@given(changed(facts=False))
def test_rules(case):
    check(case)


@pytest.mark.slow
@BOUNDED
@given(changed(rules=False))
def test_facts(case):
    check(case)


@pytest.mark.slow
@BOUNDED
@given(changed())
def test_rules_and_facts(case):
    check(case)
