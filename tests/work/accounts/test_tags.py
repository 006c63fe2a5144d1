"""Tags on accounts: given and taken, many at once, and taken back."""

from __future__ import annotations

import pytest

from kamengine.problems import KamError
from kamengine.work.accounts.tags import change_tags, tag_counts, tags_of
from kamengine.work.journal.back_and_forth import undo
from kamengine.workspace import Workspace
from kamengine.workspace.entry_words import thing_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.init(tmp_path / "acme", name="Acme", language="en") as workspace:
        yield workspace


def change(workspace, accounts, add=(), remove=()):
    with workspace.transaction("Mei") as transaction:
        return change_tags(workspace, transaction, accounts, add, remove)


def test_tags_are_given_and_taken_and_each_change_says_how_many(workspace):
    done = change(workspace, ["A", "B"], ["vip", "at risk"])
    assert (done.added, done.removed) == (4, 0)
    assert change(workspace, ["A", "C"], ["vip"], ["at risk"]).__dict__ == {"added": 1, "removed": 1}
    assert tags_of(workspace) == {"A": ("vip",), "B": ("at risk", "vip"), "C": ("vip",)}
    assert tags_of(workspace, ["B", "D"]) == {"B": ("at risk", "vip")}
    assert tag_counts(workspace) == {"at risk": 1, "vip": 3}


def test_capitals_blanks_and_forms_of_characters_make_no_other_tag(workspace):
    change(workspace, ["A"], ["Café  Süd"])
    change(workspace, ["A", "B"], ["cafe\u0301 SU\u0308D", " café süd "])
    assert tags_of(workspace) == {"A": ("Café Süd",), "B": ("Café Süd",)}
    change(workspace, ["A"], remove=["CAFÉ SÜD"])
    assert tags_of(workspace) == {"B": ("Café Süd",)}


def test_one_undo_takes_a_whole_change_back_to_the_last_byte(workspace):
    change(workspace, ["A"], ["vip"])
    before = workspace.work.dump()
    change(workspace, [f"C{n}" for n in range(50)] + ["A"], ["重点"], ["vip"])
    undo(workspace, "Mei")
    assert workspace.work.dump() == before


def test_the_journal_says_which_tag_of_which_account(workspace):
    change(workspace, ["A"], ["vip"])
    (entry,) = workspace.journal.entries(kind="tag")
    assert str(thing_of(entry, {"A": "Ada"})) == "tag of A Ada vip"


REFUSED = {
    "": "the tag is empty",
    "  ": "the tag is empty",
    "a,b": "cannot be a tag",
    "x\x1b[2J": "cannot be a tag",
    "\u202eabc": "cannot be a tag",
    "x" * 41: "is too long for a tag",
}


@pytest.mark.parametrize(("text", "what"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_cannot_be_a_tag(workspace, text, what):
    with pytest.raises(KamError, match=what):
        change(workspace, ["A"], ["fine", text])
    assert tags_of(workspace) == {}, "all or nothing"


def test_a_tag_that_nobody_has_cannot_be_taken_and_none_can_be_given_and_taken(workspace):
    change(workspace, ["A"], ["vip"])
    with pytest.raises(KamError, match="no account has the tag vipp"):
        change(workspace, ["A"], remove=["vipp"])
    with pytest.raises(KamError, match="vip is to be added and removed"):
        change(workspace, ["A"], ["VIP"], ["vip"])
