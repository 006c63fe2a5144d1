"""The command palette: every action of the screen, every place, every account."""

from __future__ import annotations

import asyncio

import pytest
from textual.command import CommandList

from kamengine.engine.pages import Order
from kamengine.tui.accounts.finding import find_accounts
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.modes import MODES
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.portfolio.portfolio import portfolios_in
from kamengine.tui.shell.palette import Palette
from kamengine.workspace import Workspace
from tests.tui.driving import WIDE, opened
from tests.tui.portfolios import HOSTILE, portfolio


@pytest.fixture(scope="module")
def hostile():
    accounts = [{"account_id": f"H{i:03}", "name": name} for i, name in enumerate(HOSTILE)]
    return portfolio([*accounts, {"account_id": "[/]\x1b[2J", "name": None}])


async def found(desks, text, limit=20):
    return [account.account_id for account in await find_accounts(desks, text, limit)]


async def enter(kam):
    """Take what fits; the palette waits for it by itself."""
    await kam.pilot.press("enter")
    while isinstance(kam.app.screen, Palette):
        await kam.pilot.pause()
    await kam.settle()


async def test_accounts_are_found_in_every_portfolio_by_name_and_id_of_any_length(telecom, distributors):
    desks = [Desk(telecom), Desk(distributors)]
    assert await found(desks, "粮") == ["D0"]
    assert await found(desks, "vellaCOURT h") == ["D1"]
    assert await found(desks, "d2") == ["D2"]
    assert await found(desks, "no such account") == []
    assert len(await found(desks, "t", 5)) == 5


async def test_a_list_that_is_narrowed_hides_nobody_and_its_order_counts(telecom):
    desk = Desk(telecom)
    everybody = await found([desk], "t", 1000)
    desk.search, desk.where, desk.order = "nobody", "FALSE", Order("account_id", descending=True)
    assert await found([desk], "t", 1000) == sorted(everybody, reverse=True)


async def test_the_same_account_of_two_portfolios_is_found_once(telecom):
    first, second = Desk(telecom), Desk(telecom)
    accounts = await find_accounts([first, second], "t", 1000)
    assert len({account.account_id for account in accounts}) == len(accounts)
    assert all(account.desk is first for account in accounts)


async def test_a_search_that_nobody_waits_for_any_more_ends(telecom):
    searching = asyncio.create_task(find_accounts([Desk(telecom)], "t", 20))
    await asyncio.sleep(0)
    searching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await searching


@pytest.mark.slow
async def test_an_account_is_opened_by_its_name(telecom, distributors, english):
    async with opened([telecom, distributors], english) as kam:
        await kam.press("colon")
        await kam.write("vellacourt")
        await enter(kam)
        assert isinstance(kam.app.screen, DossierScreen)
        assert "Vellacourt Household" in kam.text and "D1" in kam.text


@pytest.mark.slow
async def test_every_place_is_a_command(office, english):
    workspace = Workspace.open(office.folder)
    portfolios = portfolios_in(workspace, office.host, office.who)
    workspace.close()
    async with opened(portfolios, english, (100, 70), office) as kam:
        await kam.press("colon")
        for mode in MODES:
            assert f"Go to: {mode.title}" in kam.text
        await kam.write("Go to: Plug")
        await enter(kam)
        assert kam.app.current_mode == "plugins"


async def test_keys_that_go_through_commands_before_any_is_shown_break_nothing(telecom, english):
    async with opened([telecom], english, WIDE) as kam:
        await kam.press("ctrl+p", "down")
        commands = kam.screen.query_one(CommandList)
        commands.display = False
        await kam.settle()
        commands.remove_option_at_index(5)  # as when something else is typed
        await kam.press("pagedown", "pageup", "end", "home")
        assert isinstance(kam.app.screen, Palette)


@pytest.mark.slow
async def test_names_that_mean_harm_are_text(hostile, english):
    async with opened([hostile], english, WIDE) as kam:
        await kam.press("colon")
        for text in ("h0", "[", "/]", "$", "\\"):
            for character in text:
                await kam.pilot.press(character)
            await kam.app.workers.wait_for_complete()
            await kam.settle()
            kam.assert_exact()
            await kam.press("ctrl+u")


async def test_what_nothing_is_called_is_said(telecom, chinese):
    async with opened([telecom], chinese) as kam:
        await kam.press("colon")
        await kam.write("xqzj")
        await kam.app.workers.wait_for_complete()
        await kam.settle()
        assert chinese.say("No command and no account is called that.") in kam.text
