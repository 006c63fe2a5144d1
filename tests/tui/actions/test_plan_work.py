"""Plans are made in the app: where there are none, and where they are of an older run, the screens name the key.

What takes longer than a moment says how far it is, and can be stopped.
"""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import pytest

from kamengine import Workspace
from kamengine.api import plugins
from kamengine.cli import main
from kamengine.tui import Office
from kamengine.tui.dialogs.working import Working
from kamengine.tui.shell.palette import Commands
from kamengine.work.plans.reasons import newest_plans
from tests.today.conftest import JULY, PACK, TODAY, made_shop  # noqa: F401  # a fixture
from tests.tui.driving import NARROW, opened
from tests.tui.shops import shop_office  # noqa: F401  # a fixture

NEVER, OLDER = "No plan has been made yet: P makes them", "The plans are of an older run: P brings them up to date"


@pytest.fixture
def never_planned(tmp_path):
    folder, accounts = tmp_path / "new", tmp_path / "accounts.csv"
    with Workspace.init(folder, name="New", language="en", packs={"shop.toml": PACK.encode()}):
        accounts.write_text(JULY, encoding="utf-8")
    assert main(["import", str(accounts), "-w", str(folder)]) == 0
    office = Office(folder, plugins(), "Mei", dt.date.fromisoformat(TODAY))
    yield office
    office.close()


async def test_where_no_plan_was_made_it_is_said_and_one_key_makes_them(telecom, english, never_planned):
    async with opened([telecom], english, NARROW, never_planned) as kam:
        await kam.press("1")
        assert NEVER in kam.text
        await kam.press("4")
        assert NEVER in kam.text
        kam.assert_exact()
        await kam.press("P")
        assert "Make the plans?" in kam.text and not await never_planned.ask(newest_plans)
        assert "Shop: 2 new tasks, for 2 of 6 accounts" in kam.text
        await kam.press("escape", "P", "enter")
        assert "No plan" not in kam.text and "Call" in kam.text and "Ada" in kam.text
        assert "Plans made: 2 new tasks; u takes it back" in kam.notices
        await kam.press("1")
        assert "No plan" not in kam.text
        await kam.press("u")
        assert "Taken back: plans of Shop: made" in kam.told or "plans of Shop" in kam.told
        assert NEVER in kam.text and not await never_planned.ask(newest_plans)


async def test_the_plans_of_all_packs_are_asked_about_together_and_one_u_takes_them_back(
    telecom, english, never_planned
):
    again = never_planned.folder / "rules" / "again.toml"
    again.write_text(PACK.replace('id = "shop"', 'id = "again"').replace('"Shop"', '"Again"'), encoding="utf-8")
    async with opened([telecom], english, NARROW, never_planned) as kam:
        await kam.press("4", "P")
        assert "Again: 2 new tasks, for 2 of 6 accounts" in kam.text and "Shop: 2 new tasks" in kam.text
        assert not await never_planned.ask(newest_plans), "asked, nothing is kept"
        await kam.press("enter")
        assert "Plans made: 4 new tasks; u takes it back" in kam.notices
        assert set(await never_planned.ask(newest_plans)) == {"again", "shop"}
        await kam.press("u")
        assert not await never_planned.ask(newest_plans) and NEVER in kam.text


@pytest.mark.slow
async def test_plans_of_an_older_run_are_brought_up_to_date(telecom, english, shop_office):  # noqa: F811
    async with opened([telecom], english, NARROW, shop_office) as kam:
        await kam.press("4")
        assert OLDER in kam.text
        names = [hit.text async for hit in Commands(kam.screen).discover()]
        assert "Bring the plans up to date: the tasks that playbooks call for by the facts of now" in names
        await kam.press("P", "enter")
        assert "older run" not in kam.text
        assert any(told.startswith("Plans made:") for told in kam.notices)
        await kam.press("P")
        assert "The plans are up to date; nothing has changed." in kam.notices


def held(office):
    """Somebody else writes into the workspace, so that whoever wants to write waits."""
    other = Workspace.open(office.folder)
    return closing(other), other.transaction("Jun")


async def test_making_plans_says_how_far_it_is_and_esc_leaves_every_plan_as_it_was(telecom, english, never_planned):
    async with opened([telecom], english, NARROW, never_planned) as kam:
        await kam.press("4")
        workspace, writing = held(never_planned)
        with workspace:
            with writing:
                await kam.pilot.press("P")
                await kam.amid(lambda: isinstance(kam.screen, Working) and "Counting what is to be done" in kam.text)
                assert "Esc stops it, and the plans stay as they are." in kam.text
                kam.assert_exact()
                await kam.pilot.press("escape")
                await kam.amid(lambda: "stopping…" in kam.text)
            await kam.until(lambda: not isinstance(kam.screen, Working))
        assert "stopped; the plans are as they were" in kam.notices
        assert NEVER in kam.text and not await never_planned.ask(newest_plans)
        await kam.press("P", "enter")
        assert "Plans made: 2 new tasks; u takes it back" in kam.notices


async def test_packs_that_take_longer_to_run_can_be_stopped_between_them(telecom, english, never_planned):
    twice = never_planned.folder / "rules" / "twice.toml"
    twice.write_text(PACK.replace('id = "shop"', 'id = "twice"'), encoding="utf-8")
    async with opened([telecom], english, NARROW, never_planned) as kam:
        await kam.press("5")
        workspace, writing = held(never_planned)
        with workspace:
            with writing:
                await kam.pilot.press("R")
                await kam.amid(lambda: isinstance(kam.screen, Working) and "running shop" in kam.text)
                assert "Running the packs" in kam.text
                await kam.pilot.press("escape")
            await kam.until(lambda: not isinstance(kam.screen, Working))
        assert "stopped; packs that were run by then keep what came out" in kam.notices
        runs = await never_planned.ask(lambda work: [run.pack for run in work.runs.list()])
        assert runs == ["shop"]
