"""Today, plans and review in the app: what is shown, what keys do, and that one key takes it back."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kamengine.api.work.task_work import add_tasks
from kamengine.cli import main
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.widgets.item_list import ItemList
from kamengine.tui.work.plans import PlansScreen
from kamengine.work.ground.things import all_of
from kamengine.work.journal.back_and_forth import undo
from kamengine.work.model import Override
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import TaskQuery, list_tasks
from kamengine.work.tiers.kept_standing import taken_in
from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.driving import EACH_SIZE, NARROW, WIDE, opened
from tests.tui.portfolios import HOSTILE
from tests.tui.shops import shop_office  # noqa: F401  # a fixture


@pytest.fixture
def shop(telecom, english, shop_office):  # noqa: F811
    """Open the app in the shop."""
    return lambda size=NARROW, messages=english: opened([telecom], messages, size, office=shop_office)


async def kept(office):
    return await office.ask(lambda workspace: workspace.work.dump())


async def statuses(office):
    def found(workspace):
        query = TaskQuery(Window(office.today), closed=True)
        return {each.task.key: each.task.status for each in list_tasks(workspace, query, Team.of(workspace), "en")}

    return await office.ask(found)


@EACH_SIZE
async def test_today_shows_every_kind_of_thing_in_both_languages(shop, chinese, size):
    async with shop(size) as kam:
        await kam.press("1")
        seen = kam.text
        kam.assert_exact()
        await kam.press("G")
        seen += kam.text
        for words in ("Tasks", "Visits", "To review", "At risk", "Undecided", "introduce us", "In arrears", "2,400"):
            assert words in seen
        assert "Other, could be Key" in kam.text
        await kam.press("l")
        assert "其他" in kam.text and chinese.say("At risk") in kam.text
        kam.assert_exact()


@pytest.mark.slow
async def test_packs_whose_facts_have_changed_are_called_by_their_titles(shop, shop_office, chinese):  # noqa: F811
    assert main(["fact", "F", "spend=4000", "--why", "they told us", "-w", str(shop_office.folder)]) == 0
    async with shop(messages=chinese) as kam:
        for place in "15":
            await kam.press(place)
            assert "评定之后事实或规则有变化：商店" in kam.text


async def test_each_thing_of_today_is_one_key_from_its_dossier_and_esc_leads_back(shop):
    async with shop() as kam:
        await kam.press("1", "right_square_bracket", "right_square_bracket", "j")  # the second move
        today = kam.app.screen
        assert today.copied == "B"
        await kam.press("enter")
        assert isinstance(kam.app.screen, DossierScreen) and "Ben" in kam.text
        await kam.press("p", "escape")
        assert kam.app.screen is today and today.copied == "C"


@pytest.mark.slow
async def test_a_task_of_today_is_done_and_taken_back(shop, shop_office):  # noqa: F811
    async with shop() as kam:
        await kam.press("1")
        before = await kept(shop_office)
        await kam.press("d")
        await kam.write("called")
        await kam.press("ctrl+s")
        assert "done" in (await statuses(shop_office)).values() and "takes it back" in kam.notices[-1]
        assert "due today: 1" in kam.text
        await kam.press("u")
        assert await kept(shop_office) == before
        assert "due today: 2" in kam.text


@pytest.mark.slow
async def test_today_is_for_one_person_or_for_everybody(shop):
    async with shop(WIDE) as kam:
        await kam.press("1")
        assert "everybody" in kam.lines[1] and "Cem" in kam.text
        await kam.press("G", "enter")  # the last of those who have something to do
        assert "Mei" in kam.lines[1] and "3/6 h" in kam.text and "Cem" not in kam.text
        await kam.press("m", "m")
        assert "Mei" in kam.lines[1]
        await kam.press("p")
        await kam.write("jun")
        await kam.press("enter")
        assert "Jun" in kam.lines[1] and "Cem" in kam.text
        await kam.press("m")
        assert "everybody" in kam.lines[1]


async def test_moves_are_reviewed_with_their_causes_many_at_once(shop, shop_office):  # noqa: F811
    async with shop() as kam:
        await kam.press("5")
        assert "Key → Other" in kam.text and "Spend 1,250 → 800 EUR/year" in kam.text
        kam.assert_exact()
        before = await kept(shop_office)
        await kam.press("asterisk", "a")
        assert "Accept: 2 of 2 moves" in kam.text
        await kam.press("ctrl+s")
        assert await kept(shop_office) != before and "none of this kind" in kam.text
        await kam.press("F")
        assert "all" in kam.lines[1] and "confirmed" in kam.text
        await kam.press("u", "f")
        assert await kept(shop_office) == before and "Key → Other" in kam.text


@pytest.mark.slow
async def test_a_move_is_put_off_or_overridden_and_what_is_wrong_is_said_in_the_form(shop, shop_office):  # noqa: F811
    async with shop() as kam:
        await kam.press("5", "j", "b")
        await kam.write("2020-01-01")
        await kam.press("tab")
        await kam.write("wait")
        await kam.press("ctrl+s")
        assert "is not after" in kam.text.replace("\n", " ")
        await kam.press("escape", "x", "tab")
        await kam.write("2030-01-01")
        await kam.press("tab")
        await kam.write("new plant")
        await kam.press("tab")
        await kam.write("Jun")
        await kam.press("ctrl+s")
        (made,) = await shop_office.ask(lambda workspace: list(all_of(workspace, Override)))
        assert (made.account, made.tier, made.approver) == ("B", "key", "Jun")


@pytest.mark.slow
async def test_plans_are_grouped_narrowed_and_worked_on_many_at_once(shop, shop_office):  # noqa: F811
    async with shop() as kam:
        await kam.press("4")
        screen = kam.app.screen
        assert isinstance(screen, PlansScreen) and "2026-W32" in kam.text
        await kam.press("tab")
        assert "Mei  tasks: 2" in kam.text
        await kam.press("slash")
        await kam.write("ada")
        await kam.press("enter")
        assert screen.tasks_in_sight == 1
        await kam.press("escape")
        before = await kept(shop_office)
        await kam.press("v", "G", "v", "s")
        assert "Begin: 2 of 2 tasks" in kam.text
        await kam.press("enter")
        assert set((await statuses(shop_office)).values()) == {"started"}
        assert kam.text.count("▶") == 2
        await kam.press("u")
        assert await kept(shop_office) == before


@pytest.mark.slow
async def test_tasks_are_added_changed_assigned_discussed_blocked_dropped_and_opened_again(shop, shop_office):  # noqa: F811
    async with shop(WIDE) as kam:
        await kam.press("4", "t")
        await kam.write("Send the offer")
        await kam.press("tab")
        await kam.write("+1")
        await kam.press("ctrl+s", "G")
        assert "Send the offer" in kam.text and "2026-08-06" in kam.text
        assert kam.app.screen.tasks_meant == ("t1",)
        await kam.press("o")
        await kam.write("jun")
        await kam.press("enter", "c")
        await kam.write("calls back")
        await kam.press("ctrl+s", "b")
        await kam.write("no answer")
        await kam.press("ctrl+s")
        assert "blocked: no answer" in kam.text and "Jun" in kam.text
        await kam.press("e")
        await kam.write(" twice")
        await kam.press("ctrl+s")
        assert "Send the offer twice" in kam.text
        await kam.press("D", "ctrl+s")
        assert "this is needed" in kam.text
        await kam.write("no need")
        await kam.press("ctrl+s")
        assert (await statuses(shop_office))["t1"] == "dropped"
        await kam.press("F", "G", "O")
        assert (await statuses(shop_office))["t1"] == "open"


@pytest.mark.slow
async def test_hostile_tasks_and_names_do_no_harm_anywhere(shop, shop_office):  # noqa: F811
    def add(workspace):
        for text in HOSTILE:
            if text.strip() and "\x00" not in text:  # which is refused
                add_tasks(workspace, ["A"], text[:200], {"due": shop_office.today, "why": text[:200]}, who=text[:20])

    await shop_office.change(add)
    async with shop() as kam:
        for key in ("1", "4"):
            await kam.press(key)
            for _ in range(len(HOSTILE)):
                kam.assert_exact()
                await kam.press("j")
            await kam.press("b", "escape")
            kam.assert_exact()


def many_tasks(office, n):
    """So many tasks by hand for A, due in the order of their numbers, from today on four a day."""

    def add(workspace):
        for at in range(n):
            due = office.today + dt.timedelta(days=at // 4)
            add_tasks(workspace, ["A"], f"Chore {at}", {"due": due, "responsible": "Mei"}, who="Mei")

    return add


def chores(kam):
    return [entry for entry in kam.app.screen.query_one(ItemList).text.splitlines() if "Chore" in entry]


@pytest.mark.slow
async def test_plans_count_all_tasks_and_list_more_of_them_as_one_goes_on(shop, shop_office, monkeypatch):  # noqa: F811
    monkeypatch.setattr("kamengine.tui.work.plans._MOST", 7)
    await shop_office.change(many_tasks(shop_office, 20))
    async with shop() as kam:
        await kam.press("4", "f", "f")
        assert "all open" in kam.text
        text = kam.app.screen.query_one(ItemList).text
        counts = [int(n) for n in re.findall(r"tasks: (\d+)", text)]
        everything = int(re.findall(r"tasks: (\d+)", kam.text)[0])
        assert sum(counts) == everything > 20
        assert f"… and {everything - 7} more" in text
        for _ in range(everything // 7):
            await kam.press("G", "k", "G")
        assert len(chores(kam)) == 20 and "more" not in kam.app.screen.query_one(ItemList).text
        kam.assert_exact()


@pytest.mark.slow
async def test_plans_by_person_count_everybodys_and_lead_to_one_persons(shop, shop_office, monkeypatch):  # noqa: F811
    monkeypatch.setattr("kamengine.tui.work.plans._MOST", 3)
    await shop_office.change(many_tasks(shop_office, 6))
    async with shop() as kam:
        await kam.press("4", "f", "f", "tab")
        text = kam.app.screen.query_one(ItemList).text
        assert "Mei" in text and "more: Enter shows them" in text
        everybodys = sum(int(n) for n in re.findall(r"tasks: (\d+)", text))
        assert everybodys == int(re.findall(r"tasks: (\d+)", kam.text)[0])
        items = kam.app.screen.query_one(ItemList)
        items.move_to(next(key for key in items.keys if key == ("more", "Mei")))
        await kam.press("enter")
        assert kam.app.screen._person == "Mei"
        await kam.press("tab")
        for _ in range(6):
            await kam.press("G", "k", "G")
        assert len(chores(kam)) == 6


@pytest.mark.slow
async def test_today_lists_more_of_a_kind_page_by_page(shop, shop_office, monkeypatch):  # noqa: F811
    monkeypatch.setattr("kamengine.tui.work.today._MORE", 8)

    def late(workspace):
        for at in range(20):
            due = shop_office.today - dt.timedelta(days=90 - at)
            add_tasks(workspace, ["A"], f"Chore {at}", {"due": due, "responsible": "Mei"}, who="Mei")

    await shop_office.change(late)
    async with shop() as kam:
        await kam.press("1")
        assert len(chores(kam)) == 6
        items = kam.app.screen.query_one(ItemList)
        for shown in (8, 16, 20):
            more = next(at for at, key in enumerate(items.keys) if key[:2] == ("more", "task"))
            items.move_to(items.keys[more - 1])
            await kam.press("j", *(["enter"] if shown == 8 else []))  # what was asked for once goes on by itself
            assert len(chores(kam)) == shown
        kam.assert_exact()


@pytest.mark.slow
async def test_moves_of_very_many_accounts_are_found_once_they_were_planned_for(shop, shop_office, monkeypatch):  # noqa: F811
    for screen in ("today", "review"):
        monkeypatch.setattr(f"kamengine.tui.work.{screen}.MOST_UNPLANNED", 1)

    def take_back_the_plan(workspace):
        while taken_in(workspace, "shop"):
            undo(workspace, "Ann")

    async with shop() as kam:
        await kam.press("5")
        assert "Key → Other" in kam.text  # the plan took a run in
        await shop_office.change(take_back_the_plan)
        for key in ("1", "5"):
            await kam.press(key, "r")
            assert "once kam plan has taken its runs in" in kam.text.replace("\n", "") and "Key → Other" not in kam.text
