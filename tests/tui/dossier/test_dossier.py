"""The dossier: why, what to do, what happened, who decides there, what is known; of files, and of a workspace."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from textual.widgets import Input

from kamengine import Label, Panel, PanelLine, hookimpl
from kamengine.api import results_of
from kamengine.engine.selection import Question, select
from kamengine.plugin_host import load_plugins
from kamengine.tui import Office
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.opening import PLAN
from kamengine.tui.ground.trail import AccountTrail
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList
from kamengine.work.ground.things import all_of
from kamengine.work.model import Contact, Note
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import TaskQuery, list_tasks
from kamengine.workspace.corrected import CorrectedFact, Correction
from tests.plugin_host import credit_desk
from tests.tui.driving import EACH_SIZE, NARROW, WIDE, Driver, opened
from tests.tui.portfolios import HOSTILE, portfolio
from tests.tui.workspaces import TODAY


def items(kam: Driver) -> ItemList:
    return kam.app.screen.query_one(ItemList)


class Broken:
    """A plugin whose panel fails."""

    @hookimpl
    def kam_panels(self):
        return [Panel("broken", Label("Broken [/x]"), fails)]


def fails(account):
    return [PanelLine(str(1 // 0))]


broken = Broken()


def dossier(kam: Driver) -> DossierScreen:
    screen = kam.app.screen
    assert isinstance(screen, DossierScreen)
    return screen


def shown_run(kam: Driver) -> str:
    """The kept run that explains the account."""
    explained = dossier(kam)._looked.explained
    assert explained is not None and explained.record is not None
    return explained.record.id


def need(kam: Driver) -> tuple[str, str]:
    """The missing fact that is looked at."""
    key = items(kam).current
    assert isinstance(key, tuple) and key[0] == "need"
    return key


async def fill_in(kam: Driver, **answers: str) -> None:
    """Answer a form, and save."""
    for name, text in answers.items():
        kam.app.screen.query_one(f"#answer-{name}", Input).value = text
    await kam.press("ctrl+s")


# ── accounts of files ────────────────────────────────────────────────────────────────────────────────────────────────


@EACH_SIZE
async def test_enter_shows_why_and_the_digits_the_rest(telecom, english, size):
    async with opened([telecom], english, size) as kam:
        account, name = kam.view.page(0, 1)[0][:2]
        await kam.press("enter")
        kam.assert_exact()
        assert name in kam.lines[0] and account in kam.lines[0]
        assert "Strategic" in kam.lines[1] and "score" in kam.lines[1]
        assert "1 Why" in kam.lines[2] and "2 Plan" in kam.lines[2] and "3 Facts" in kam.lines[2]
        assert "✓ Spends like a key account" in items(kam).text
        assert kam.state == "1 / 300"
        await kam.press("2")
        assert "1. Name an exec" in items(kam).text
        await kam.press("3")
        kam.assert_exact()
        assert "City level" in items(kam).text
        await kam.press("tab")
        assert "Tiers" in items(kam).text, "after the last section comes the first"


async def test_score_stands_beside_the_reasons_where_there_is_room_and_else_below(telecom, english):
    async with opened([telecom], english, WIDE) as kam:
        await kam.press("enter")
        assert " Score\n" in kam.app.screen.query_one("#aside", Document).text and "\nScore\n" not in items(kam).text
        await kam.resize(*NARROW)
        assert "\nScore\n" in items(kam).text


async def test_an_undecided_account_names_the_facts_that_would_decide(english):
    unknown = {"account_id": "T1", "name": "Unknown Ltd", "industry": "telecom", "city_level": "prefecture"}
    async with opened([portfolio([unknown])], english) as kam:
        await kam.press("enter")
        assert "could be Strategic" in kam.lines[1]
        assert "Missing facts that would decide" in kam.text and "? Average monthly spend" in kam.text
        await kam.press("enter")
        assert any("Nothing can be kept" in str(notice.message) for notice in kam.app._notifications)


async def test_the_next_account_is_a_key_away_and_the_list_follows(telecom, english):
    async with opened([telecom], english) as kam:
        ids = [row[0] for row in kam.view.page(0, 3)]
        await kam.press("enter", "n", "n")
        assert ids[2] in kam.lines[0] and kam.state == "3 / 300"
        await kam.press("p")
        assert ids[1] in kam.lines[0] and kam.state == "2 / 300"
        await kam.press("escape")
        assert kam.table.account_id == ids[1] and kam.state == "2 / 300"
        assert len(kam.app.screen_stack) == 2


async def test_there_is_nothing_before_the_first_and_after_the_last(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("enter", "p")
        assert kam.state == "1 / 300"
        await kam.press("escape", "G", "enter", "n")
        assert kam.state == "300 / 300"


async def test_hostile_names_and_facts_are_shown_and_not_obeyed(english):
    thirds = zip(HOSTILE[::3], HOSTILE[1::3], HOSTILE[2::3], strict=False)
    accounts = [{"account_id": f"{a}{i}", "name": b, "city": c} for i, (a, b, c) in enumerate(thirds)]
    async with opened([portfolio(accounts)], english) as kam:
        await kam.press("enter", "3")
        for _ in accounts:
            kam.assert_exact()
            for line in items(kam).text.splitlines():
                assert line.isprintable(), repr(line)
            await kam.press("n")


async def test_a_fact_that_was_corrected_by_hand_stands_above_what_was_imported(english):
    made = [{"account_id": "A", "city_level": "prefecture", "monthly_spend": 20000}]
    stated = Correction(
        1, "A", "city_level", "choice", "prefecture", "county", "li", "2026-06-20T12:00:00Z", "phone call", 7
    )
    corrected = (CorrectedFact(stated, "prefecture", "county", "differs"),)
    async with opened([portfolio(made, corrected=lambda connection, account: corrected)], english, WIDE) as kam:
        await kam.press("enter", "3")
        assert "imported: county; li," in kam.text and "2026-06-20: phone call" in kam.text


# ── a workspace ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def busy(office):
    """The account of the workspace with the most tasks."""

    def found(workspace):
        listed = list_tasks(workspace, TaskQuery(Window(office.today)), Team.of(workspace), "en")
        accounts = [each.task.account for each in listed]
        return max(sorted(set(accounts)), key=accounts.count)

    return await office.ask(found)


async def test_every_section_of_an_account_of_a_workspace(telecom, office, busy, chinese):
    async with opened([telecom], chinese, WIDE, office) as kam:
        kam.app.open_account([busy, "nobody"], section=PLAN)
        await kam.settle()
        kam.assert_exact()
        assert busy in kam.lines[0] and "任务" in items(kam).text
        for digit, word in {"1": "为什么", "3": "bills.csv", "4": "此客户没有已知的联系人", "5": "已知"}.items():
            await kam.press(digit)
            kam.assert_exact()
            assert word in items(kam).text, digit
        await kam.press("n", "1")
        assert "nobody" in kam.lines[0] and "为什么" not in items(kam).text


@pytest.mark.slow
async def test_it_is_exact_on_screens_of_any_size(telecom, office, busy, chinese):
    async with opened([telecom], chinese, (20, 5), office) as kam:
        kam.app.open_account(busy)
        await kam.settle()
        for size in ((20, 5), (40, 10), (103, 30), (104, 31), (200, 60)):
            await kam.resize(*size)
            for key in ("1", "2", "G", "5"):
                await kam.press(key)
                kam.assert_exact()


@pytest.mark.slow
async def test_a_task_is_begun_and_done_where_it_stands(telecom, office, busy, english):
    async with opened([telecom], english, WIDE, office) as kam:
        kam.app.open_account(busy, section=PLAN)
        await kam.settle()
        await kam.press("j")
        key = dossier(kam).tasks_meant[0]
        await kam.press("s")
        assert "started" in items(kam).text and dossier(kam).tasks_meant == (key,), "the cursor stays"
        work = dossier(kam)._looked.work
        assert work is not None
        open_ = [each.task.key for each in work.tasks if each.is_open]
        following = open_[open_.index(key) + 1]
        await kam.press("d")
        await fill_in(kam, result="they signed", anyway="yes")
        assert "result: they signed" in items(kam).text
        assert dossier(kam).tasks_meant == (following,), "the cursor is on what is to be done next"
        listed = await office.ask(lambda workspace: workspace.work.get("task", key))
        assert listed.content["status"] == "done"


@pytest.mark.slow
async def test_a_missing_fact_is_filled_in_at_once_and_the_rules_run_again(telecom, office, english):
    def undecided(workspace):
        run = workspace.runs.latest("telecom")
        results = results_of(workspace, run, office.host)
        where = "tier <> tier_possible and arrears_ratio is null"
        (first, *_) = select(results, Question(where, ("account_id",))).rows(1)
        results.connection.close()
        return first[0]

    account = await office.ask(undecided)
    async with opened([telecom], english, WIDE, office) as kam:
        kam.app.open_account(account, pack="telecom")
        await kam.settle()
        assert "could be" in kam.lines[1]
        before = need(kam)
        await kam.press("enter")
        await fill_in(kam, value="0.01", why="their bank said so")
        assert len(await office.ask(lambda workspace: workspace.corrections.list(account=account))) == 1
        looked: Any = dossier(kam)._looked
        (stated,) = looked.explained.stated
        assert f"Filled in since this run: {stated.en}. R takes it in." in " ".join(items(kam).text.split())
        tier = looked.explained.explanation.tier
        await kam.press("R")
        looked = dossier(kam)._looked
        now = looked.explained.explanation
        told = "The rules have been run with the facts of now"
        if now.tier != tier:
            tiers = [now.checked.tier_label(each).en for each in (tier, now.tier)]
            told = f"{told}: {tiers[0]} → {tiers[1]}"
        assert told in kam.told
        assert before not in items(kam).keys and "have changed" not in items(kam).text
        await kam.press("5")
        assert "their bank said so" in items(kam).text
        items(kam).move_to(("fact", before[1]))
        await kam.press("e")
        assert kam.screen.query_one("#answer-value").value == "0.01"
        await kam.press("escape", "D", "enter")
        assert await office.ask(lambda workspace: workspace.corrections.list(account=account)) == ()


@pytest.mark.slow
async def test_a_goal_is_set_changed_and_given_up(telecom, office, busy, english):
    async with opened([telecom], english, WIDE, office) as kam:
        kam.app.open_account(busy, pack="telecom")
        await kam.settle()
        await kam.press("R", "2", "a")
        await fill_in(kam, title="Spend more", indicator="monthly_spend", target="5000", due="2020-01-01")
        assert "is not after the" in kam.text, "the form stays, and says what is wrong"
        await fill_in(kam, due="+300")
        assert "Spend more" in items(kam).text and "of the way" in items(kam).text
        await kam.press("g", "e")
        await fill_in(kam, title="Spend much more")
        assert "Spend much more" in items(kam).text
        await kam.press("g", "D")
        await fill_in(kam, why="they moved away")
        assert "Spend much more" not in items(kam).text


@pytest.mark.slow
async def test_another_tier_holds_and_the_section_says_why(telecom, office, busy, english):
    async with opened([telecom], english, WIDE, office) as kam:
        kam.app.open_account(busy, pack="telecom")
        await kam.settle()
        await kam.press("R", "x")
        await fill_in(kam, tier="Growth", until="2026-06-01", reason="they asked", approver="Mei")
        assert "expired" in kam.text, "the form stays, and says what is wrong"
        await fill_in(kam, until="2099-12-31")
        assert "In effect: Growth — an override until 2099-12-31" in items(kam).text
        await kam.press("u")
        assert "In effect" not in items(kam).text


@pytest.mark.slow
async def test_contacts_and_notes_are_kept(telecom, office, busy, english):
    async with opened([telecom], english, WIDE, office) as kam:
        kam.app.open_account(AccountTrail([busy]))
        await kam.settle()
        await kam.press("4", "a")
        await fill_in(kam, name="Wang [/x] Fang")
        assert "Wang [/x] Fang" in items(kam).text and "everything hangs on" not in items(kam).text
        await kam.press("enter")
        await fill_in(kam, title="Head of purchasing")
        (contact,) = await office.ask(lambda workspace: list(all_of(workspace, Contact, account=busy)))
        assert (contact.name, contact.title) == ("Wang [/x] Fang", "Head of purchasing")
        await kam.press("3", "a")
        await fill_in(kam, text="called \x1b them")
        kam.assert_exact()
        assert "called" in items(kam).text
        (note,) = await office.ask(lambda workspace: list(all_of(workspace, Note, account=busy)))
        assert note.day == office.today
        await kam.press("u")
        assert "called" not in items(kam).text


@pytest.mark.slow
async def test_another_rule_pack_and_a_kept_run_explain_it(telecom, office, busy, english):
    async with opened([telecom], english, NARROW, office) as kam:
        kam.app.open_account(busy)
        await kam.settle()
        first = kam.lines[0]
        run = shown_run(kam)
        await kam.press("]")
        assert kam.lines[0] == first, "only one of the packs speaks about it"
        await kam.press("escape")
        kam.app.open_account(busy, run=run)
        await kam.settle()
        assert shown_run(kam) == run


@pytest.mark.slow
async def test_a_plugin_adds_a_section_and_one_that_fails_says_so_in_its_own(telecom, demo_folder, tmp_path, chinese):
    host = load_plugins(extra={"desk": credit_desk, "broken": broken})
    office = Office(shutil.copytree(demo_folder, tmp_path / "acme"), host, "Mei", TODAY)
    async with opened([telecom], chinese, WIDE, office) as kam:
        kam.app.open_account("D0001", section="desk.credit")
        await kam.settle()
        kam.assert_exact()
        assert "6 信用" in kam.lines[2] and "7 Broken [/x]" in kam.lines[2]
        assert "信用额度" in items(kam).text and "[/x] D0001" in items(kam).text
        await kam.press("7")
        kam.assert_exact()
        assert "ZeroDivisionError" in items(kam).text
        await kam.press("n", "1")
        assert "为什么" in items(kam).text


async def test_keys_that_find_nothing_to_do_say_so_and_only_those_that_do_something_are_listed(
    telecom, english, office
):
    async with opened([telecom], english, WIDE, office) as kam:
        await kam.press("enter")
        assert "p n account" in kam.lines[-1]
        place = next(key for key in items(kam).keys if isinstance(key, tuple) and key[0] == "criterion")
        items(kam).move_to(place)
        await kam.press("enter")
        assert "There is nothing to fill in here; 5 shows the facts, e corrects them." in kam.notices
        await kam.press("D", "p", "9")
        assert "There is nothing to drop, to close or to withdraw here." in kam.notices
        assert (
            "This is the first account." in kam.notices and f"Sections here: {len(dossier(kam)._tabs)}" in kam.notices
        )
        explained = dossier(kam)._looked.explained
        assert explained is not None
        missing = bool(explained.explanation.needs)
        assert ("fill in" in kam.lines[-1]) == missing
        told = [key.caps for key in dossier(kam).keys_told]
        assert [digit for digit in "123456789" if digit in told] == [str(n + 1) for n in range(len(dossier(kam)._tabs))]
