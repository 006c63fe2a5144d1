"""The journal keeps every change for ever, and any change can be taken back."""

from __future__ import annotations

import sqlite3

import pytest

from kamengine.problems import KamError
from kamengine.workspace import Workspace
from tests.workspace.made import accounts, run


def test_every_change_is_told_with_who_when_and_what_was_there_before(workspace):
    with workspace.transaction("李梅") as change:
        first = change.note("set", "note", "A/1", after={"text": "called"})
        change.note("set", "note", "A/2", before={"text": "x"}, after=None)

    one, two = workspace.journal.entries(kind="note")
    assert (one.seq, one.batch, one.who, one.verb, one.key) == (first, first, "李梅", "set", "A/1")
    assert (one.before, one.after, two.before, two.after) == (None, {"text": "called"}, {"text": "x"}, None)
    assert one.at.endswith("Z") and one.at == two.at
    assert two.batch == first
    assert workspace.journal.batch(two.seq) == [one, two]
    assert workspace.journal.entries(kind="note", key="A/2", after=first) == [two]


def test_what_fails_half_way_has_not_happened(workspace):
    before = workspace.journal.last()

    with pytest.raises(ZeroDivisionError), workspace.transaction("ann") as change:
        change.note("set", "note", "A/1", after=1)
        change.database.table("mappings").insert({"kind": "accounts", "headers": "[]", "mapping": "{}"})
        1 / 0  # noqa: B018

    assert workspace.journal.last() == before
    assert workspace.mappings.find("accounts", []) is None


@pytest.mark.parametrize("statement", ["UPDATE journal SET who = 'eve'", "DELETE FROM journal"])
def test_the_journal_cannot_be_changed(workspace, statement):
    accounts(workspace)

    with (
        pytest.raises(sqlite3.IntegrityError, match="the journal is never changed"),
        workspace.transaction("eve") as it,
    ):
        it.database.execute(statement)


def test_moments_of_facts_move_only_when_facts_do(workspace):
    assert workspace.journal.last_of_facts() == 0
    accounts(workspace)
    moment = workspace.journal.last_of_facts()

    run(workspace)
    workspace.mappings.save("accounts", ["a"], {"a": "spend"}, "ann")
    assert workspace.journal.last_of_facts() == moment < workspace.journal.last()
    workspace.undo_import("ann")
    assert workspace.journal.last_of_facts() == workspace.journal.last()


def test_a_mapping_is_found_by_its_headers_in_any_order(workspace):
    workspace.mappings.save("accounts", ["b", "a"], {"a": "spend"}, "ann")

    assert workspace.mappings.find("accounts", ("a", "b", "a")) == {"a": "spend"}
    assert workspace.mappings.find("bills", ["a", "b"]) is None
    assert workspace.mappings.find("accounts", ["a"]) is None


def test_mappings_are_taken_back_one_by_one(workspace):
    def find():
        return workspace.mappings.find("accounts", ["a"])

    for mapping in ({"a": "spend"}, {"a": "spend"}, {"a": "name"}):
        workspace.mappings.save("accounts", ["a"], mapping, "ann")

    workspace.undo("mapping", "ben")
    assert find() == {"a": "spend"}
    workspace.undo("mapping", "ben")
    assert find() is None
    with pytest.raises(KamError, match="there is nothing to take back"):
        workspace.undo("mapping", "ben")


def test_what_was_changed_since_is_left_as_it_is(workspace):
    workspace.mappings.save("accounts", ["a"], {"a": "spend"}, "ann")
    with workspace.transaction("script") as change:  # without a word to the journal
        change.database.execute('UPDATE mappings SET mapping = \'{"a":"x"}\'')

    with pytest.raises(KamError, match="has been changed since, and is left as it is"):
        workspace.undo("mapping", "ben")
    assert workspace.mappings.find("accounts", ["a"]) == {"a": "x"}


def test_a_taking_back_names_the_entry_that_it_takes_back(workspace):
    accounts(workspace)
    added = workspace.journal.last()
    workspace.undo_import("ben")

    undo = workspace.journal.entries(kind="import")[-1]
    assert (undo.verb, undo.who, undo.undoes) == ("undo", "ben", added)
    assert workspace.journal.is_undone(added)


def test_the_journal_goes_on_where_another_program_left_it(workspace):
    accounts(workspace)
    with Workspace.open(workspace.folder) as other, other.transaction("ben") as change:
        seq = change.note("set", "note", "1")

    assert workspace.journal.last() == seq
