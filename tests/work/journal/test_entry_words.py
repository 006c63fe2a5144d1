"""Journal entries are told in words, whatever they are about."""

from __future__ import annotations

import dataclasses

from kamengine.cli.work.journal.journal import _KINDS
from kamengine.locale import Messages
from kamengine.work.ground.things import keep
from kamengine.work.model import THINGS, Task
from kamengine.workspace.entry_words import COUNTED, KINDS, changes_between, thing_of, told
from kamengine.workspace.field_words import FIELDS

ENGLISH = Messages.of("en")


def test_every_kind_of_thing_and_every_value_has_a_word():
    assert {of.kind for of in THINGS} <= set(KINDS) & set(_KINDS)
    assert {each.name for of in THINGS for each in dataclasses.fields(of)} - {"key"} <= set(FIELDS)


def test_values_are_told_as_people_know_them():
    before = {"status": "open", "needs": ["t1"], "holiday": False, "text": "x" * 100}
    after = {"status": "done", "needs": [], "by_customer": True, "text": "y"}
    assert [ENGLISH.text(each.words) for each in changes_between(before, after)] == [
        "status: open → done",
        "first come: t1 → –",
        "holiday: no → –",
        f"text: {'x' * 59}… → y",
        "asked for by the customer: yes",
    ]
    assert changes_between("as text", None) == []


def test_an_entry_tells_who_did_what_when_and_to_which_thing(workspace):
    task = Task(key="t1", account="A", title="Call")
    with workspace.transaction("Li") as change:
        keep(workspace, change, task, "add")
        keep(workspace, change, task.with_(status="blocked", blocked_by="[b]no offer[/b]"), "block")
    entry = workspace.work.version("task", "t1")
    assert ENGLISH.text(thing_of(entry)) == "task t1"
    said = ENGLISH.text(told(entry))
    assert said.startswith("Li, 20")
    assert said.endswith(": blocked (status: open → blocked, blocked by: [b]no offer[/b])")


def test_every_kind_of_thing_has_words_before_one_and_before_many():
    assert KINDS.keys() == COUNTED.keys()
    assert [str(words) for words in COUNTED.values() if str(words).endswith(" of")] == []
