"""Going back and forth through work and rules that were written: one line, the newest first, whatever it was."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.api import plugins
from kamengine.api.packs.own_packs import edit_parameters
from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.tui.dossier.why_shelf import WhyShelf
from kamengine.tui.ground.rules_written import RulesWritten
from kamengine.tui.shell.history import redo_work, undo_work
from kamengine.work.accounts.remarks import add_remark
from kamengine.work.ground.things import all_of
from kamengine.work.model import Note
from kamengine.workspace import Workspace
from tests.tui.rules.small_pack import pack_text
from tests.tui.workspaces import TODAY

WHO, ENGLISH = "Mei", Messages.of("en")


class Session:
    """A workspace in which notes are made, and lines written into its only pack."""

    def __init__(self, folder):
        packs = {"small.toml": pack_text().encode()}
        self.workspace = Workspace.init(folder, name="Small", language="en", packs=packs)
        self.file = folder / "rules" / "small.toml"
        self.written, self.host, self.count = RulesWritten(), plugins(), 0
        self.pack_of = WhyShelf(self.host).pack_of

    @property
    def state(self):
        return self.file.read_bytes(), sorted(note.text for note in all_of(self.workspace, Note))

    def note(self):
        self.count += 1
        with self.workspace.transaction(WHO) as change:
            add_remark(self.workspace, change, Note(key="", account="A01", text=str(self.count)))

    def write(self):
        self.count += 1
        values = {"line": str(100 + self.count)}
        edited = edit_parameters(str(self.file), values, None, "the board", self.host, TODAY)
        self.written.write(edited, "rules/small.toml", self.workspace.journal.last())

    def undo(self):
        return ENGLISH.text(undo_work(WHO, self.written, self.pack_of)(self.workspace))

    def redo(self):
        return ENGLISH.text(redo_work(WHO, self.written, self.pack_of)(self.workspace))


@pytest.fixture
def session(tmp_path):
    session = Session(tmp_path / "ws")
    with session.workspace:
        yield session


@settings(max_examples=30)
@given(steps=st.lists(st.sampled_from(["note", "write", "undo", "undo", "redo"]), max_size=10))
def test_back_and_forth_is_one_line_of_notes_and_writings(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("line")
    session = Session(folder / "ws")
    with session.workspace:
        behind, ahead = [session.state], list[object]()
        for step in steps:
            if step in ("note", "write"):
                getattr(session, step)()
                behind.append(session.state)
                ahead.clear()
            elif step == "undo" and len(behind) > 1:
                session.undo()
                ahead.append(behind.pop())
            elif step == "redo" and ahead:
                session.redo()
                behind.append(ahead.pop())
            else:
                with pytest.raises(KamError):
                    getattr(session, step)()
            assert session.state == behind[-1]
    shutil.rmtree(folder)


def test_what_was_written_and_what_was_there_before_are_said(session):
    session.write()
    assert session.undo() == "Taken back: line 100 → 101 in rules/small.toml; Ctrl+R does it again"
    assert session.redo() == "Done again: line 100 → 101 in rules/small.toml; u takes it back"


def test_a_file_that_is_gone_is_not_made_again(session):
    session.note()
    session.write()
    session.file.unlink()
    said = refused(session.undo)
    assert said.startswith("rules/small.toml: the file has been written since") and "line 100 → 102" in said
    assert not session.file.exists() and "note o1" in session.undo()


def test_what_is_not_written_again_stays_as_others_left_it(session):
    session.write()
    session.undo()
    others = session.file.read_bytes().replace(b"value = 100", b"value = 120")
    session.file.write_bytes(others)
    assert "it is not written again" in refused(session.redo)
    assert "nothing" in refused(session.redo)
    assert session.file.read_bytes() == others


def test_what_cannot_be_written_now_can_be_taken_back_later(session, tmp_path):
    session.write()
    before = session.file.read_bytes()
    moved = session.file.rename(tmp_path / "small.toml")
    session.file.mkdir()
    assert "rules/small.toml: cannot be read" in refused(session.undo)
    session.file.rmdir()
    moved.rename(session.file)
    assert session.file.read_bytes() == before
    assert "line 100 → 101" in session.undo()


def refused(doing):
    """Why something is refused, as it is told."""
    with pytest.raises(KamError) as error:
        doing()
    return "\n".join(problem.text(ENGLISH) for problem in error.value.problems)
