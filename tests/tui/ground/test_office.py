"""The office: a workspace that is asked in threads of its own."""

from __future__ import annotations

import threading

import pytest

from kamengine.problems import KamError
from kamengine.tui.dossier.why_shelf import shelf_of
from kamengine.tui.shell.history import redo_work, undo_work
from kamengine.work.accounts.remarks import add_remark
from kamengine.work.model import Note

ACCOUNT = "T0001"


async def test_what_is_asked_is_answered_from_another_thread(office):
    here = threading.get_ident()

    there, name = await office.ask(lambda workspace: (threading.get_ident(), workspace.settings.name))

    assert there != here and name
    assert await office.ask(lambda _: threading.get_ident()) == there
    assert await office.work(lambda _: threading.get_ident()) not in (here, there)


async def test_a_change_is_taken_back_and_done_again(office):
    def note(workspace):
        with workspace.transaction(office.who) as change:
            return add_remark(workspace, change, Note(key="", account=ACCOUNT, text="called"))

    await office.change(note)
    noted = await office.ask(lambda workspace: workspace.work.dump())
    said = await office.change(undo_work(office.who, office.rules_written, shelf_of(office).pack_of))
    assert "Taken back" in str(said) and office.who in str(said)
    assert await office.ask(lambda workspace: workspace.work.dump()) != noted
    await office.change(redo_work(office.who, office.rules_written, shelf_of(office).pack_of))
    assert await office.ask(lambda workspace: workspace.work.dump()) == noted


async def test_what_is_refused_is_raised_where_it_was_asked(office):
    with pytest.raises(KamError, match="nothing"):
        await office.change(redo_work(office.who, office.rules_written, shelf_of(office).pack_of))
