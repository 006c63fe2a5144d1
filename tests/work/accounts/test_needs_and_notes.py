"""Needs from the day they are said to what came of them, notes with attachments by reference, and SWOT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kamengine.problems import KamError
from kamengine.work.accounts.needs import add_need, change_need, close_need, reopen_need
from kamengine.work.accounts.notes import is_address, presence, references
from kamengine.work.accounts.remarks import add_remark, change_remark, drop_remark
from kamengine.work.accounts.swot import by_side
from kamengine.work.ground.things import find
from kamengine.work.model import Need, Note, Swot


@pytest.fixture
def do(workspace):
    """Do something in one transaction, as Ann."""

    def run(function, *words: Any, **values: Any) -> Any:
        with workspace.transaction("Ann") as change:
            return function(workspace, change, *words, **values)

    return run


def test_a_need_is_open_until_something_is_offered_and_closed_with_what_came_of_it(do):
    need = do(add_need, Need(key="", account="A", text="spare parts", severity=4))
    assert (need.key, need.status) == ("n1", "open")
    assert do(change_need, "n1", {"solution": "a depot"}).status == "answered"
    assert do(change_need, "n1", {"solution": ""}).status == "open"
    closed = do(close_need, "n1", "no complaint since")
    assert (closed.status, closed.result) == ("closed", "no complaint since")
    with pytest.raises(KamError, match=r"n1 was closed by Ann, .* — kam need reopen n1"):
        do(change_need, "n1", {"severity": 1})
    opened = do(reopen_need, "n1")
    assert (opened.status, opened.result, opened.severity) == ("open", "", 4)
    assert do(reopen_need, "n1") == opened


def test_a_need_that_comes_with_a_solution_is_answered_at_once(do):
    assert do(add_need, Need(key="", account="A", text="x", solution="y")).status == "answered"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "  "}, "the text is empty"),
        ({"text": "x", "severity": 6}, "6 is not on the scale — write 1 to 5, or 0 for unknown"),
        ({"text": "x", "severity": -1}, "-1 is not on the scale"),
    ],
)
def test_a_need_that_says_nothing_is_refused(do, workspace, values, said):
    with pytest.raises(KamError, match=said):
        do(add_need, Need(key="", account="A", **values))
    assert workspace.work.dump() == b""


def test_a_need_is_not_closed_without_a_word(do):
    do(add_need, Need(key="", account="A", text="x"))
    with pytest.raises(KamError, match="what came of it is not said"):
        do(close_need, "n1", " ")


def test_what_is_not_there_is_said_with_the_nearest(do):
    do(add_need, Need(key="", account="A", text="x"))
    with pytest.raises(KamError, match=r"there is no .* n11 — did you mean n1\?"):
        do(close_need, "n11", "x")


# --- notes -------------------------------------------------------------------------------------------------------


def test_paths_are_kept_so_that_they_lead_there_from_anywhere_and_addresses_as_they_are(workspace, tmp_path):
    here = workspace.paths.root / "minutes"
    typed = ["2026.docx", "../plan.xlsx", "../../out.pdf", "https://example.org/a?b=1", "mailto:li@example.org"]
    assert references(workspace, [*typed, "2026.docx"], here) == (
        "minutes/2026.docx",
        "plan.xlsx",
        str(tmp_path / "out.pdf"),
        "https://example.org/a?b=1",
        "mailto:li@example.org",
    )


@pytest.mark.parametrize("typed", ["", "  ", "a\0b"])
def test_what_is_no_path_is_refused(workspace, typed):
    with pytest.raises(KamError, match="no path and no address"):
        references(workspace, [typed], Path.cwd())


@pytest.mark.parametrize("text", ["C:\\minutes.docx", "minutes: 2026.docx", "/a/b", "a@b.docx"])
def test_a_path_is_not_taken_for_an_address(text):
    assert not is_address(text)


def test_nothing_is_copied_and_what_is_gone_is_said(workspace, tmp_path):
    file = tmp_path / "out.pdf"
    file.write_text("minutes")
    before = sorted(path for path in workspace.paths.root.rglob("*"))
    (reference,) = references(workspace, [str(file)], Path.cwd())
    assert presence(workspace, reference) == "there"
    file.unlink()
    assert presence(workspace, reference) == "missing"
    assert presence(workspace, "https://example.org") == "address"
    assert presence(workspace, "x" * 5000) == "missing", "names that no file can have"
    assert sorted(path for path in workspace.paths.root.rglob("*")) == before


def test_a_note_that_is_removed_is_still_in_the_journal(do, workspace):
    do(add_remark, Note(key="", account="A", text="minutes", attachments=("plan.xlsx",)))
    do(drop_remark, Note, "o1")
    assert find(workspace, Note, "o1") is None
    entry = workspace.work.version("note", "o1")
    assert entry is not None
    assert entry.before == {"account": "A", "text": "minutes", "attachments": ["plan.xlsx"]}
    assert do(add_remark, Note(key="", account="A", text="again")).key == "o2", "keys are never given twice"


# --- SWOT --------------------------------------------------------------------------------------------------------


def test_lines_stand_on_their_sides_and_can_be_moved(do, workspace):
    do(add_remark, Swot(key="", account="A", side="strength", text="service"))
    do(add_remark, Swot(key="", account="A", side="threat", text="a rival"))
    do(add_remark, Swot(key="", account="B", side="threat", text="another"))
    do(change_remark, Swot, "s1", {"side": "opportunity"})
    sides = {side: [line.text for line in lines] for side, lines in by_side(workspace, "A").items()}
    assert sides == {"strength": [], "weakness": [], "opportunity": ["service"], "threat": ["a rival"]}
    do(drop_remark, Swot, "s1")
    assert by_side(workspace, "A")["opportunity"] == []
