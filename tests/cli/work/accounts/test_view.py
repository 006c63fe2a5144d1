"""`kam view`: lists of accounts that are kept under a name, and shown by it."""

from __future__ import annotations

import pytest


@pytest.fixture
def kept(shop):
    """Ben is tagged, and a view of key accounts is kept."""
    assert shop("tag", "B", "--add", "vip").status == 0
    line = ("--where", "tier = 'key'", "--search", "n", "--sort", "-spend", "--columns", "account_id,tags")
    assert shop("view", "save", "Key ones", *line).status == 0
    return shop


def test_a_view_shows_what_was_kept_and_options_stand_above_it(kept):
    assert kept("accounts", "--view", "key ones", "--format", "csv").out == "account_id,tags\nB,vip\n"
    said = kept("accounts", "--view", "KEY  ONES", "--where", "spend < 1000", "--search", "c", "--format", "csv")
    assert said.out == 'account_id,tags\nC,""\n'
    assert "Accounts: 1 of 3" in kept("accounts", "--view", "Key ones").out


def test_views_are_listed_replaced_dropped_and_brought_back(kept):
    assert kept("view").out == (
        "Key ones (shop)\n  where: tier = 'key'\n  search: n\n  order: -spend\n  columns: account_id, tags\n"
    )
    assert kept("view", "save", "KEY ONES", "--where", "spend > 5").status == 0
    assert [(view["name"], view["where"]) for view in kept("view", "--json").json] == [("KEY ONES", "spend > 5")]
    assert kept("view", "drop", "key ones").out == "Removed: KEY ONES\n"
    assert kept("view").out == "There are no views; kam view save NAME --where CONDITION keeps one.\n"
    assert kept("undo").status == 0
    assert [view["name"] for view in kept("view", "--json").json] == ["KEY ONES"]


def test_what_is_wrong_is_said_and_nothing_is_kept(kept):
    assert kept("view", "save", "x", "--where", "spent > 5").problems == [
        "--where: unknown name spent — did you mean spend?"
    ]
    assert kept("view", "save", "x", "--columns", "spent").status == 2
    assert "cannot be shown" in kept("view", "save", "a\x1b[2Jb").err
    assert "the name is empty" in kept("view", "save", "  ").err
    assert kept("accounts", "--view", "key one").problems == [
        "--view: there is no view key one — did you mean Key ones?"
    ]
    assert len(kept("view", "--json").json) == 1
