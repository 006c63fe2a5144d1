"""Which playbooks results call for: the database and the plain rules say the same of every account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.engine.database import scratch
from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.work.plans.called_for import SEPARATOR, CalledFor, fails, is_event
from tests.examples import holds_for

PLAIN = CheckedPlaybook("p", "", "", "", "", Label("Goal"), "", None, (), "test")
TIERS = ["key", "o'growth", "standard"]

playbooks = st.lists(
    st.builds(
        lambda tier, criterion, outcome, moved: replace(
            PLAIN, tier=tier, criterion=criterion if outcome else "", outcome=outcome if criterion else "", moved=moved
        ),
        st.sampled_from(["", *TIERS]),
        st.sampled_from(["", "big", 'say "late"']),
        st.sampled_from(["", "met", "missed", "unknown", "changed"]),
        st.sampled_from(["", "undecided", "up", "down"]),
    ),
    max_size=6,
)
truths = st.sampled_from([True, False, None])
accounts = st.lists(
    st.tuples(st.sampled_from([None, *TIERS]), st.sampled_from([None, *TIERS]), truths, truths), max_size=6
)
effects = st.dictionaries(st.integers(0, 5), st.sampled_from([None, *TIERS]))


@holds_for(playbooks, accounts, effects, few=15, many=100)
def test_the_database_calls_for_what_the_rules_call_for(found, rows, effective):
    known = {f"p{n}": replace(playbook, id=f"p{n}") for n, playbook in enumerate(found)}
    with scratch() as connection:
        connection.execute(
            'CREATE TABLE run (account_id TEXT, tier TEXT, tier_possible TEXT, big BOOL, "say ""late""" BOOL)'
        )
        for number, row in enumerate(rows):
            connection.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", [f"A{number}", *row])
        called = CalledFor(connection, "run", known)
        called.put_in_effect({f"A{number}": tier for number, tier in effective.items()})
        together, states = called.by_account(), called.states([f"A{number}" for number in range(len(rows))])
    assert together.keys() == states.keys() == {f"A{number}" for number in range(len(rows))}
    for account, state in states.items():
        assert state.tier == effective.get(int(account[1:]), rows[int(account[1:])][0])
        wanted = [id for id, each in known.items() if not is_event(each) and not fails(each, state)]
        assert together[account].split(SEPARATOR) == (wanted or [""])


@pytest.fixture
def two_runs():
    with scratch() as connection:
        connection.execute(
            "CREATE TABLE now AS SELECT * FROM (VALUES ('A', true), ('B', NULL), ('C', false)) t (account_id, big)"
        )
        connection.execute(
            "CREATE TABLE before AS SELECT * FROM (VALUES ('A', false), ('B', true), ('D', true)) t (account_id, big)"
        )
        yield connection


def test_changes_are_between_accounts_that_both_runs_have_and_criteria_that_both_know(two_runs):
    known = {
        "one": replace(PLAIN, id="one", criterion="big", outcome="changed"),
        "two": replace(PLAIN, id="two", criterion="new", outcome="changed"),
    }
    found = list(CalledFor(two_runs, "now", known).changed_since("before"))
    assert found == [("A", "big", "missed"), ("B", "big", "met")]
