"""The workspace changed by another process while it is open here."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from kamengine import Workspace
from kamengine.api import pack_of, run_workspace
from kamengine.tui import portfolios_in
from kamengine.tui.ground.speaking import SpeakingScreen
from tests.tui.driving import opened
from tests.tui.workspaces import note


async def test_it_is_said_and_read_again_when_asked_for(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.app.look_around(office)
        assert not kam.app.changed_elsewhere
        with Workspace.open(office.folder) as elsewhere:
            note(elsewhere, "Lei")
        await kam.app.look_around(office)
        await kam.settle()
        assert "data changed, press r" in kam.lines[0]
        before = kam.app.changes
        await kam.press("r")
        assert kam.app.changes == before + 1 and "data changed" not in kam.lines[0]
        await kam.app.look_around(office)
        assert not kam.app.changed_elsewhere


async def test_what_was_changed_after_the_last_look_is_read_again_too(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        with Workspace.open(office.folder) as elsewhere:
            note(elsewhere, "Lei")
            await kam.app.look_around(office)
            note(elsewhere, "Lei")
        assert kam.app.changed_elsewhere
        await kam.press("r")
        await kam.app.look_around(office)
        await kam.settle()
        assert not kam.app.changed_elsewhere and "data changed" not in kam.lines[0]


@pytest.mark.slow
async def test_every_portfolio_is_read_again_not_only_the_one_in_front(english, office):
    with Workspace.open(office.folder) as elsewhere:
        portfolios = portfolios_in(elsewhere, office.host, office.who)
    async with opened(portfolios, english, office=office) as kam:
        await kam.app.look_around(office)
        await kam.press("]", "[")
        behind: Any = kam.app.desks[1]
        shown = behind.book.record.id
        with Workspace.open(office.folder) as elsewhere:
            pack = behind.portfolio.pack
            (file,) = [path for path in elsewhere.pack_files() if path.stem == pack]
            file.write_text(f"{file.read_text()}\n# reviewed\n")
            newest = run_workspace(elsewhere, pack_of(elsewhere, pack, office.host), "Lei").record.id
        assert newest != shown
        await kam.press("r", "]")
        await kam.until(lambda: behind.book.record.id == newest)
        assert "facts or rules changed" not in kam.lines[-1]


async def test_most_places_keep_their_names_beside_what_is_said(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        with Workspace.open(office.folder) as elsewhere:
            note(elsewhere, "Lei")
        await kam.app.look_around(office)
        await kam.settle()
        assert " 1 Today  2 Accounts  3 Rules  4 Plans  5  6  7  8 " in kam.lines[0]
        assert kam.lines[0].rstrip().endswith("data changed, press r")


async def test_ones_own_changes_are_known(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.app.look_around(office)
        await office.change(lambda workspace: note(workspace, office.who))
        await kam.app.look_around(office)
        assert not kam.app.changed_elsewhere
        await kam.press("u")
        assert isinstance(kam.app.screen, SpeakingScreen)


async def test_a_long_job_of_ones_own_is_not_taken_for_somebody_elses_while_it_goes_on(telecom, english, office):
    noted, seen = threading.Event(), threading.Event()

    def job(workspace):
        note(workspace, office.who)
        noted.set()
        seen.wait(5)

    async with opened([telecom], english, office=office) as kam:
        await kam.app.look_around(office)
        doing = asyncio.create_task(office.work(job))
        await asyncio.to_thread(noted.wait, 5)
        await kam.app.look_around(office)
        assert not kam.app.changed_elsewhere
        seen.set()
        await doing
        await kam.app.look_around(office)
        assert not kam.app.changed_elsewhere
