"""Keys that take back and do again: at once what was just done here, after a question what is large or was not."""

from __future__ import annotations

import pytest

from kamengine import Workspace
from kamengine.tui.dialogs.confirm import Confirm
from tests.tui.driving import opened
from tests.tui.workspaces import note

PLANS = "plans of Key distributors, Telecom key accounts: updated (tasks:"


async def newest(office):
    return await office.ask(lambda workspace: workspace.journal.last())


async def test_what_was_just_done_here_is_taken_back_at_once(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await office.change(lambda workspace: note(workspace, office.who))
        before = await newest(office)
        await kam.press("u")
        assert not isinstance(kam.screen, Confirm) and await newest(office) == before + 1
        await kam.press("ctrl+r")
        assert not isinstance(kam.screen, Confirm) and await newest(office) == before + 2


@pytest.mark.slow
async def test_a_plan_that_was_made_elsewhere_is_asked_about_with_its_tasks(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        before = await newest(office)
        await kam.press("u")
        assert isinstance(kam.screen, Confirm) and PLANS in kam.text and "6,513)" in kam.text
        assert "not done here" in kam.text
        await kam.press("escape")
        assert await newest(office) == before
        await kam.press("u", "enter")
        assert await newest(office) > before
        assert PLANS in kam.notices[-1]
        await kam.press("ctrl+r")
        assert isinstance(kam.screen, Confirm), "it was done here, and is large"
        assert "tasks: " in kam.text and "not done here" not in kam.text
        await kam.press("enter")
        assert kam.notices[-1].startswith("Done again: plans of")


async def test_two_quick_keys_take_two_changes_back(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        for _ in range(2):
            await office.change(lambda workspace: note(workspace, office.who))
        before = await newest(office)
        await kam.pilot.press("u", "u")
        await kam.settle()
        assert await newest(office) == before + 2 and not isinstance(kam.screen, Confirm)


async def test_what_was_done_elsewhere_under_the_same_name_is_asked_about(telecom, chinese, office):
    async with opened([telecom], chinese, office=office) as kam:
        with Workspace.open(office.folder) as elsewhere:
            note(elsewhere, office.who)
        before = await newest(office)
        await kam.press("u")
        assert isinstance(kam.screen, Confirm) and "T0001" in kam.text
        kam.assert_exact()
        await kam.press("n")
        assert await newest(office) == before
