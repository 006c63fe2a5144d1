"""Columns of the list chosen by people, and lists kept under a name."""

from __future__ import annotations

import pytest

from kamengine.tui import portfolios_in
from kamengine.tui.accounts.column_choice import ChooseColumns
from kamengine.work.accounts.views import views_of
from kamengine.workspace import Workspace
from tests.tui.driving import NARROW, opened
from tests.tui.portfolios import HOSTILE


@pytest.fixture
def list_of(office, english):
    """Open the app on the distributors of the demo's workspace."""
    with Workspace.open(office.folder) as workspace:
        portfolios = portfolios_in(workspace, office.host, office.who, "distributor")
    return lambda size=NARROW, messages=english: opened(portfolios, messages, size, office=office)


def shown(kam):
    return [column.name for column in kam.app.desks[0].columns]


@pytest.mark.slow
async def test_columns_are_hidden_found_shown_moved_and_made_wider(telecom, english):
    async with opened([telecom], english, (160, 30)) as kam:
        assert shown(kam)[2:5] == ["tier", "tier_possible", "score_low"]
        await kam.press("C", "j", "space", "slash")
        await kam.write("complaints_open")
        await kam.press("enter", "space", "escape", "g")
        assert isinstance(kam.app.screen, ChooseColumns)
        for _ in range(20):
            await kam.press("K")
        await kam.press("right", "right")
        kam.assert_exact()
        await kam.press("enter")
        assert shown(kam)[2:5] == ["complaints_open", "tier", "score_low"]
        cells = {column.name: cells for column, cells in kam.table._layout}
        assert cells["complaints_open"] == 16
        place = kam.view.listing.columns.index("complaints_open")
        assert kam.view.page(0, 1)[0][place] in (0, 1, 2)
        kam.assert_exact()
        assert kam.app.memory.get("accounts", "columns telecom", [])[0] == ["complaints_open", 16]


async def test_leaving_the_columns_leaves_everything_as_it_is(telecom, chinese):
    async with opened([telecom], chinese) as kam:
        before = shown(kam)
        await kam.press("C", "space", "left", "J", "escape")
        assert shown(kam) == before and kam.table.has_focus


async def test_columns_are_remembered(list_of):
    async with list_of() as kam:
        kam.app.memory.put(
            "accounts", "columns distributor", [["owner", 20], ["gone", 0], ["tier", 0], "x", ["y", "z"]]
        )
        await kam.press("2", "r")
        kam.app.screen._recalled.clear()
        kam.app.screen.recall(kam.app.screen.desk)
        await kam.settle()
        await kam.press("j")
        assert shown(kam)[2:] == ["owner", "tier"]
        kam.assert_exact()


@pytest.mark.slow
async def test_a_list_is_kept_shown_again_and_removed(list_of, office):
    async def kept():
        return await office.ask(lambda workspace: [(view.name, view.where) for view in views_of(workspace)])

    async with list_of() as kam:
        await kam.press("2", "f")
        await kam.write("tier = 'core'")
        await kam.press("enter", "s", "S", "V", "enter")
        await kam.write("Core ones")
        await kam.press("enter")
        assert await kept() == [("Core ones", "tier = 'core'")]
        order, count = kam.view.arrangement.order, kam.view.count
        await kam.press("escape", "s")
        assert kam.view.count == 298
        await kam.press("V")
        assert "Core ones" in kam.text and "tier = 'core'" in kam.text
        await kam.press("enter")
        assert (kam.view.arrangement.order, kam.view.count) == (order, count)
        assert "where tier = 'core'" in kam.text
        await kam.press("V")
        await kam.write("Remove")
        await kam.press("enter")
        assert await kept() == []
        await kam.press("u")
        assert await kept() == [("Core ones", "tier = 'core'")]


async def test_a_view_whose_condition_is_not_sound_any_more_is_told_and_changes_nothing(list_of, office):
    from kamengine.work.accounts.views import save_view
    from kamengine.work.model import View

    def keep(workspace):
        with workspace.transaction("Mei") as change:
            save_view(workspace, change, View(key="", name="[bold]Old[/]", pack="distributor", where="nonsense > 3"))

    await office.change(keep)
    async with list_of() as kam:
        await kam.press("2", "V")
        assert "[bold]Old[/]" in kam.text
        await kam.press("enter")
        assert "unknown name nonsense" in "".join(notice.message for notice in kam.app._notifications)
        assert kam.view.count == 298 and kam.view.arrangement.where is None


@pytest.mark.slow
async def test_names_that_disturb_a_terminal_are_harmless(list_of):
    async with list_of() as kam:
        await kam.press("2")
        for name in (*HOSTILE[3:5], HOSTILE[7]):
            await kam.press("V")
            await kam.write("Keep this")
            await kam.press("enter")
            kam.app.screen.query("Line").first().value = name
            await kam.press("ctrl+s")
            kam.assert_exact()
            await kam.press("escape")
        await kam.press("V")
        assert "[@click=app.quit]press me[/]" in kam.text
        kam.assert_exact()
