"""Imports: what counts, at any moment; taking back; nothing enters twice or over what it did not see."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.workspace import Column, Stale, Workspace
from kamengine.workspace.durable import sha256_of
from kamengine.workspace.tables import common_kind
from tests.workspace.made import ANN, BEN, JANUARY, accounts, bill, bills, rows


def test_an_import_is_a_file_named_by_its_content(workspace):
    record = accounts(workspace)

    path = workspace.imports.path(record)
    assert path == workspace.folder / "data" / "accounts" / f"{record.snapshot}.parquet"
    assert sha256_of(path) == record.sha256
    assert record.sha256.startswith(record.snapshot)


def test_whoever_opens_the_workspace_sees_it(workspace):
    record = accounts(workspace, who="李梅")

    with Workspace.open(workspace.folder) as again:
        assert again.imports.list() == (record,)
        assert again.imports.get(record.id[:5]) == record
        assert rows(again) == [("A", Decimal("10.5")), ("B", None)]


def test_an_id_that_nothing_or_more_than_one_thing_starts_with(workspace):
    records = [accounts(workspace, f"{ANN} LIMIT {n}") for n in range(1, 20)]

    starts = [record.id[0] for record in records]
    twice = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(KamError, match=f"more than one import starts with {twice} — write more digits"):
        workspace.imports.get(twice)
    with pytest.raises(KamError, match="there is no import xyz — see kam imports"):
        workspace.imports.get("xyz")


def test_the_newest_accounts_count_until_they_are_taken_back(workspace):
    first, second = accounts(workspace), accounts(workspace, ANN)
    between = workspace.journal.last_of_facts()

    assert workspace.undo_import("ben").id == second.id
    assert workspace.imports.current_accounts() == first
    assert [record.undone for record in workspace.imports.list()] == [False, True]
    assert rows(workspace) == [("A", Decimal("10.5")), ("B", None)]

    assert rows(workspace, at=between) == [("A", Decimal("10.5"))]
    assert workspace.imports.current_accounts(at=between).id == second.id


def test_nothing_is_left_to_take_back(workspace):
    accounts(workspace)
    workspace.undo_import("ann")

    with pytest.raises(KamError, match="there is nothing to take back"):
        workspace.undo_import("ann")
    assert rows(workspace) == []


def test_a_ledger_is_the_sum_of_its_parts(workspace):
    bills(workspace, bill("2026-01-05"))
    columns = (Column("amount", "number"), Column("date", "date"))
    bills(workspace, bill("2026-02-05", 2.5, kind="number"), columns=columns)

    assert [row[1] for row in rows(workspace, "bills")] == [1.0, 2.5]
    workspace.undo_import("ann")
    assert [row[1] for row in rows(workspace, "bills")] == [1]


def test_a_part_that_replaces_a_period_hides_the_earlier_rows_of_it(workspace):
    bills(workspace, bill("2026-01-01"), bill("2026-01-31"), bill("2026-02-01"), bill(None))
    bills(workspace, bill("2026-01-15", 9), period=JANUARY)
    bills(workspace, bill("2026-01-16", 7))

    assert sorted((amount, str(date)) for _, amount, date in rows(workspace, "bills")) == [
        (1, "2026-02-01"),
        (1, "None"),
        (7, "2026-01-16"),
        (9, "2026-01-15"),
    ]
    workspace.undo_import("ann")
    workspace.undo_import("ann")
    assert len(rows(workspace, "bills")) == 4


def test_columns_that_only_some_parts_have_are_unknown_in_the_others(workspace):
    bills(workspace, bill("2026-01-05"))
    columns = (Column("amount", "integer"), Column("date", "date"), Column("note", "text"))
    bills(workspace, f"SELECT *, 'late' AS note FROM ({bill('2026-02-05')})", columns=columns)

    assert [row[3] for row in rows(workspace, "bills")] == [None, "late"]


def test_a_merge_enters_only_over_what_it_was_made_from(workspace):
    with pytest.raises(Stale):
        accounts(workspace, mode="merge", base="0" * 12)
    first = accounts(workspace, mode="merge", base=None)
    accounts(workspace, ANN)
    with pytest.raises(Stale):
        accounts(workspace, BEN, mode="merge", base=first.id)
    assert len(workspace.imports.list()) == 2


def test_the_same_import_enters_once(workspace):
    first = accounts(workspace)
    assert workspace.imports.same("accounts", first.fingerprint) == first
    with pytest.raises(Stale):
        accounts(workspace)

    part = bills(workspace, bill("2026-01-05"))
    bills(workspace, bill("2026-02-05"))
    assert workspace.imports.same("bills", part.fingerprint) == part
    with pytest.raises(Stale):
        bills(workspace, bill("2026-01-05"))


def test_what_came_between_makes_it_another_import(workspace):
    first = accounts(workspace)
    accounts(workspace, ANN)
    assert workspace.imports.same("accounts", first.fingerprint) is None
    assert accounts(workspace).snapshot == first.snapshot

    part = bills(workspace, bill("2026-01-05"))
    bills(workspace, bill("2026-01-06"), period=JANUARY)
    assert workspace.imports.same("bills", part.fingerprint) is None


def test_what_was_taken_back_can_come_again(workspace):
    first = accounts(workspace)
    workspace.undo_import("ann")

    assert accounts(workspace).snapshot == first.snapshot
    assert rows(workspace) == [("A", Decimal("10.5")), ("B", None)]


def test_the_quarantined_rows_are_kept_under_the_id_of_the_import(workspace):
    bad = workspace.temporary()
    bad.write_text("line,reason\n", encoding="utf-8")

    record = accounts(workspace, quarantine=bad)

    assert record.quarantine == f"quarantine/{record.id}.csv"
    assert (workspace.folder / record.quarantine).read_text(encoding="utf-8") == "line,reason\n"


@pytest.mark.parametrize("name", ["", "a/b", "..", "a\\b", "c:", "x\0", "line\nbreak", "n" * 61, " x", "x."])
def test_a_ledger_whose_name_cannot_be_a_folder(workspace, name):
    with pytest.raises(KamError, match="cannot be the name of a ledger"):
        bills(workspace, bill("2026-01-05"), ledger=name)


def test_a_file_that_is_gone(workspace):
    record = accounts(workspace)
    workspace.imports.path(record).unlink()

    with pytest.raises(
        KamError, match=f"{record.snapshot}.parquet: the file of the import .* is gone — run kam doctor"
    ):
        rows(workspace)


kinds = st.sampled_from(["bool", "integer", "number", "money", "ratio", "text", "choice", "date"])


@given(kinds, kinds, kinds)
def test_the_common_kind_of_parts_does_not_hang_on_their_order(one, two, three):
    assert common_kind(one, two) == common_kind(two, one)
    assert common_kind(one, one) == one
    assert common_kind(common_kind(one, two), three) == common_kind(one, common_kind(two, three))


@settings(max_examples=15)
@given(st.lists(st.booleans(), max_size=10))
def test_what_counts_is_told_by_a_stack(tmp_path_factory, additions):
    """Imports and their taking back behave as pushing and popping, and every earlier moment stays as it was."""
    with Workspace.init(tmp_path_factory.mktemp("stack") / "w", name="w") as workspace:
        stack, moments = [], []
        for number, add in enumerate(additions):
            if add:
                stack.append(accounts(workspace, "SELECT 1", fingerprint=str(number)).id)
            elif stack:
                assert workspace.undo_import("ann").id == stack.pop()
            moments.append((workspace.journal.last(), list(stack)))
        for at, then in moments:
            assert [record.id for record in workspace.imports.counting("accounts", at)] == then


def test_accounts_that_were_to_be_the_first_do_not_come_over_others(workspace):
    accounts(workspace, only_first=True)
    with pytest.raises(Stale):
        accounts(workspace, ANN, only_first=True)
