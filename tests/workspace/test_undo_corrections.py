"""Facts stated by hand are taken back as they were stated: a change at a time, down to the first."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement
from tests.examples import holds_for


def state(workspace, value, *accounts, who="ann"):
    statements = [Statement(account, "spend", "money", value, "1") for account in accounts]
    workspace.corrections.state(statements, who=who, why="a call")


def held(workspace, at=None):
    return {(one.account, one.value, one.who) for one in workspace.corrections.list(at=at)}


def test_the_fact_before_holds_again_in_the_name_of_who_stated_it(workspace):
    state(workspace, "5", "A", who="ann")
    state(workspace, "6", "A", "B", who="ben")

    undone = workspace.undo("correction", "eve")
    assert len(undone.entries) == 2
    assert held(workspace) == {("A", "5", "ann")}
    workspace.undo("correction", "eve")
    assert held(workspace) == set()
    with pytest.raises(KamError, match="there is nothing to take back"):
        workspace.undo("correction", "eve")


def test_a_withdrawal_is_taken_back(workspace):
    state(workspace, "5", "A")
    workspace.corrections.withdraw([("A", "spend")], who="ben")

    workspace.undo("correction", "eve")
    assert held(workspace) == {("A", "5", "ann")}


changes = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["1", "2", None, "withdraw", "undo"])), max_size=12)


@holds_for(changes, few=8, many=50)
def test_taking_back_is_a_stack_and_earlier_moments_stay_as_they_were(changes):
    with TemporaryDirectory() as folder, Workspace.init(Path(folder) / "w", name="w") as workspace:
        stack: list[set] = [set()]
        moments = []
        for account, what in changes:
            known = {one.account for one in workspace.corrections.list()}
            if what == "undo":
                if len(stack) > 1:
                    workspace.undo("correction", "ann")
                    stack.pop()
            elif what == "withdraw":
                if account in known:
                    workspace.corrections.withdraw([(account, "spend")], who="ann")
                    stack.append(held(workspace))
            else:
                before = workspace.journal.last()
                state(workspace, what, account)
                if workspace.journal.last() > before:
                    stack.append(held(workspace))
            assert held(workspace) == stack[-1]
            moments.append((workspace.journal.last(), stack[-1]))
        for at, then in moments:
            assert held(workspace, at) == then
