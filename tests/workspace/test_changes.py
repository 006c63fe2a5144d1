"""The journal is asked for changes: whose, about what, since when; each tells what was done in it, kind by kind."""

from __future__ import annotations

import pytest

from kamengine.workspace import Record
from kamengine.workspace.changes import Asked, beginnings, changes, entries_of, numbers, people, taken_back
from kamengine.workspace.corrections import Statement
from tests.workspace.made import accounts, run


@pytest.fixture
def filled(workspace):
    """An import, a run, thirty tasks and a visit of Ben's in one change, and a fact of Ann's."""
    accounts(workspace, who="Ann")
    run(workspace, who="Ann")
    with workspace.transaction("Ben") as change:
        for number in range(30):
            workspace.work.put(change, Record("task", f"t{number}", {"account": "A"}), "add")
        workspace.work.put(change, Record("visit", "v1", {"account": "B"}), "add")
    workspace.corrections.state([Statement("A", "spend", "money", "5", "1")], who="Ann", why="a call")
    return workspace


def test_a_change_is_told_by_kind_with_the_first_of_each_and_how_many(filled):
    fact, work, imported = changes(filled.catalog, Asked())
    assert [(group.entries[0].kind, group.count) for group in work.groups] == [("task", 30), ("visit", 1)]
    assert [entry.key for entry in work.groups[0].entries] == ["t0", "t1", "t2"]
    assert (fact.who, work.who, imported.groups[0].entries[0].kind) == ("Ann", "Ben", "import")
    assert changes(filled.catalog, Asked(), 1) == [fact]


def test_only_what_is_asked_for_is_told(filled):
    def kinds(asked: Asked) -> list[list[str]]:
        found = changes(filled.catalog, asked)
        return [[group.entries[0].kind for group in change.groups] for change in found]

    assert kinds(Asked(account="A")) == [["correction"], ["task"]]
    assert kinds(Asked(account="B")) == [["visit"]]
    assert kinds(Asked(kind="run")) == [["run"]]
    assert kinds(Asked(of=["Ann"])) == [["correction"], ["import"]]
    assert kinds(Asked(of=["Ben", "Ann"], account="A")) == [["correction"], ["task"]]
    assert kinds(Asked(of=[])) == kinds(Asked(key="t99")) == kinds(Asked(since="2999-01-01T00:00:00Z")) == []
    assert kinds(Asked(runs=True, since="2001-01-01T00:00:00Z"))[-2:] == [["run"], ["import"]]


def test_the_entries_of_a_change_are_those_asked_for(filled):
    number = numbers(filled.catalog, Asked(kind="visit"))[0]
    assert [entry.key for entry in entries_of(filled.catalog, number, Asked(kind="visit"))] == ["v1"]
    assert len(entries_of(filled.catalog, number, Asked())) == 31


def test_a_change_is_undone_while_all_of_it_is(filled):
    def undone() -> bool:
        return next(each for each in changes(filled.catalog, Asked()) if each.number == number).undone

    number = numbers(filled.catalog, Asked(of=["Ben"]))[0]
    back = filled.undo_last("Ben", ["Ben"])
    assert undone() and len(taken_back(filled.catalog, number)) == 31
    again = filled.redo_last("Ben", ["Ben"])
    assert not undone() and taken_back(filled.catalog, number) == set()
    assert beginnings(filled.catalog, back.entries) == list(back.entries)
    assert beginnings(filled.catalog, again.entries) == entries_of(filled.catalog, number, Asked())


def test_everybody_in_the_journal_is_known(filled):
    assert people(filled.catalog) == ["Ann", "Ben"]
