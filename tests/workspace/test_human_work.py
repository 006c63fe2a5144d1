"""What people keep: every kind in one table, with what was there before and after in the journal."""

from __future__ import annotations

import pytest

from kamengine.problems import KamError
from kamengine.workspace import Record


def task(key: str, **content: object) -> Record:
    return Record("task", key, {"account": "A1", "title": "Call", **content})


@pytest.fixture
def keep(workspace):
    def _keep(*records: Record, who: str = "Ann") -> list[int | None]:
        with workspace.transaction(who) as change:
            return [workspace.work.put(change, record) for record in records]

    return _keep


def test_a_record_comes_back_as_it_was_kept(workspace, keep):
    keep(task("t1", due="2026-03-31", needs=["t2"], text="第一行\n[b]second[/b] \u202e"))
    found = workspace.work.get("task", "t1")
    assert found == task("t1", due="2026-03-31", needs=["t2"], text="第一行\n[b]second[/b] \u202e")
    assert workspace.work.get("task", "t2") is None
    assert workspace.work.get("visit", "t1") is None


def test_the_journal_holds_what_was_and_what_is(workspace, keep):
    keep(task("t1"))
    keep(task("t1", status="done"), who="Li")
    entry = workspace.work.version("task", "t1")
    assert (entry.who, entry.before, entry.after) == ("Li", task("t1").content, task("t1", status="done").content)


def test_keeping_the_same_again_changes_nothing(workspace, keep):
    (first,) = keep(task("t1"))
    assert keep(task("t1")) == [None]
    assert workspace.work.version("task", "t1").seq == first


def test_records_are_found_by_account_person_day_and_whether_they_are_open(workspace, keep):
    keep(
        task("t9", responsible="Li", due="2026-03-02"),
        task("t17", responsible="Li", due="2026-03-02", status="done"),
        task("t1", responsible="Mei", due="2026-03-01"),
        task("t2", account="A2"),
    )

    def keys(**asked: object) -> list[str]:
        return [record.key for record in workspace.work.list("task", **asked)]

    assert keys() == ["t1", "t9", "t17", "t2"]
    assert keys(person="Li") == ["t9", "t17"]
    assert keys(person="Li", open=True) == ["t9"]
    assert keys(open=False) == ["t17"]
    assert keys(account="A2") == ["t2"]
    assert keys(first="2026-03-02") == ["t9", "t17"]
    assert keys(last="2026-03-01") == ["t1"]


def test_a_record_that_is_removed_stays_in_the_journal(workspace, keep):
    keep(task("t1"))
    with workspace.transaction("Ann") as change:
        assert workspace.work.drop(change, "task", "t1") is not None
        assert workspace.work.drop(change, "task", "t1") is None
    assert workspace.work.get("task", "t1") is None
    assert workspace.work.version("task", "t1").before == task("t1").content


def test_no_key_is_given_twice(workspace):
    with workspace.transaction("Ann") as change:
        assert workspace.work.new_key(change, "task", "t") == "t1"
        assert workspace.work.new_key(change, "visit", "v") == "v1"
    with workspace.transaction("Ann") as change:
        assert workspace.work.new_key(change, "task", "t") == "t2"


def test_equal_work_gives_equal_bytes_whatever_the_order(workspace, keep):
    keep(task("t1", text="a", due="2026-01-01"), task("t2"))
    before = workspace.work.dump()
    keep(task("t1", text="b"))
    assert workspace.work.dump() != before
    keep(task("t1", due="2026-01-01", text="a"))
    assert workspace.work.dump() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 20_001, "more than 20,000 characters"), ("\ud800", "no text"), ("a\0b", "a zero byte")],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_changed(workspace, keep, text, said):
    with pytest.raises(KamError, match=said):
        keep(task("t1"), task("t2", result=text))
    assert workspace.work.list("task") == []
