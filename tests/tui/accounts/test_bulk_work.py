"""Working on many accounts of the list at once: the exact number first, one change, taken back in one step."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from kamengine.tui import portfolios_in
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Form
from kamengine.work.accounts.tags import tag_counts
from kamengine.work.ground.things import all_of
from kamengine.work.model import Override, Person, Task
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.people.roster import add_person
from kamengine.workspace import Workspace
from tests.tui.driving import NARROW, WIDE, opened
from tests.tui.portfolios import HOSTILE


@pytest.fixture
def list_of(office, english):
    """Open the app on the distributors of the demo's workspace."""
    with Workspace.open(office.folder) as workspace:
        portfolios = portfolios_in(workspace, office.host, office.who, "distributor")
    return lambda size=NARROW, messages=english: opened(portfolios, messages, size, office=office)


def written(file):
    return list(csv.DictReader(Path(file).read_text(encoding="utf-8").splitlines()))


async def by_account(office, of):
    def found(workspace):
        return {thing.account: thing for thing in all_of(workspace, of)}

    return await office.ask(found)


async def test_marks_are_counted_and_shown_and_escape_ends_them(list_of):
    async with list_of() as kam:
        await kam.press("2", "space", "j", "v", "j", "j", "v")
        first = kam.view.ids(0, 5)
        assert "marked: 4" in kam.lines[-1]
        assert "o owner  t task  T tags  x tier  w write" in kam.lines[-1]
        assert [line[1:6] for line in kam.lines if line.startswith("●")] == [first[0], *first[2:5]]
        kam.assert_exact()
        await kam.press("asterisk", "space")
        assert "marked: 297" in kam.lines[-1]
        await kam.press("escape")
        assert "marked" not in kam.lines[-1] and "T tags" not in kam.lines[-1] and "●" not in kam.text


async def test_tasks_for_many_are_one_change_after_the_exact_number_was_seen(list_of, office):
    async with list_of() as kam:
        await kam.press("2", "slash")
        await kam.write("D000")
        await kam.press("enter", "asterisk", "t")
        assert isinstance(kam.app.screen, Form) and "A task: 9 of 298 accounts" in kam.text
        assert "Hours it takes" in kam.text, "as the form of one account calls them"
        await kam.write("Call them")
        await kam.press("enter")
        await kam.write("+7")
        await kam.press("ctrl+s")
        assert isinstance(kam.app.screen, Confirm) and "9 of 298 accounts" in kam.text and "Call them" in kam.text
        assert f"The last day: {office.today + dt.timedelta(days=7)}" in kam.text
        assert "Who does it: the manager of the account" in kam.text and "already past" not in kam.text
        await kam.press("escape")
        assert "nothing was changed yet" in kam.text and not await titled(office, "Call them")
        await kam.press("ctrl+s", "enter")
        assert len(await titled(office, "Call them")) == 9 and "tasks added: 9; u takes it back" in kam.notices
        await kam.press("u")
        assert not await titled(office, "Call them")
        told = next(told for told in kam.notices if "Taken back" in told)
        assert "tasks (9) “Call them”: added" in told and f"by {office.who}" in told


@pytest.mark.slow
async def test_a_last_day_that_is_past_is_said_before_there_is_a_task(list_of, office):
    async with list_of() as kam:
        await kam.press("2", "t")
        assert f"{office.today + dt.timedelta(days=7)}, or +7" in kam.text, "no example is past"
        await kam.write("Call")
        await kam.press("enter")
        await kam.write("2020-01-01")
        await kam.press("ctrl+s")
        assert isinstance(kam.app.screen, Confirm) and "The last day: 2020-01-01, which is already past" in kam.text
        await kam.press("escape")
        assert isinstance(kam.app.screen, Form) and not await titled(office, "Call")
        await kam.press("ctrl+s", "enter")
        (task,) = await titled(office, "Call")
        assert task.due == dt.date(2020, 1, 1)


async def titled(office, title):
    return await office.ask(lambda workspace: [task for task in all_of(workspace, Task) if task.title == title])


@pytest.mark.slow
async def test_owners_of_many(list_of, office):
    async def owners(accounts):
        return await office.ask(lambda workspace: [Team.of(workspace).person(each, OWNER) for each in accounts])

    await office.change(_with_mei)
    async with list_of() as kam:
        await kam.press("2", "space", "space", "o")
        accounts = kam.view.ids(0, 2)
        before = await owners(accounts)
        await kam.write("Mei Lan")
        await kam.press("enter")
        assert "2 of 298 accounts" in kam.text and "Owner: Mei Lan" in kam.text
        await kam.press("enter")
        assert await owners(accounts) == ["Mei Lan", "Mei Lan"] and before != ["Mei Lan", "Mei Lan"]
        await kam.press("u")
        assert await owners(accounts) == before
        assert any("2 accounts given to Mei Lan" in told for told in kam.notices)


def _with_mei(workspace):
    with workspace.transaction("Mei") as change:
        add_person(workspace, change, Person(key="Mei Lan"))


@pytest.mark.slow
async def test_tiers_of_many_are_overridden(list_of, office):
    async with list_of(WIDE) as kam:
        await kam.press("2", "space", "space", "space", "x")
        for answer in ("Key", "+365", "one group", "Wang Fang"):
            await kam.write(answer)
            await kam.press("enter")
        assert "3 of 298 accounts" in kam.text and "Tier: Key, until" in kam.text
        await kam.press("enter")
        overridden = await by_account(office, Override)
        assert set(overridden) == set(kam.view.ids(0, 3))
        assert {each.tier for each in overridden.values()} == {"key"}
        await kam.press("u")
        assert await by_account(office, Override) == {}


@pytest.mark.slow
async def test_what_is_refused_keeps_the_form_and_everything_that_was_typed(list_of, office):
    async with list_of() as kam:
        await kam.press("2", "asterisk", "t")
        await kam.write("Call")
        await kam.press("enter")
        await kam.write("some day")
        await kam.press("ctrl+s")
        assert isinstance(kam.app.screen, Form) and "is not a date" in kam.text and "Call" in kam.text


@pytest.mark.slow
async def test_marked_accounts_are_written_as_the_command_writes_them(list_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with list_of() as kam:
        await kam.press("2", "space", "space", "w")
        assert "Write 2 of 298 accounts" in kam.text
        await kam.press("ctrl+s")
        rows = written("distributor.csv")
        assert [row["account_id"] for row in rows] == kam.view.ids(0, 2)
        await kam.press("w", "ctrl+s")
        assert "the file is there already" in kam.text
        kam.assert_exact()


@pytest.mark.slow
async def test_accounts_of_files_can_only_be_written(telecom, english, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with opened([telecom], english) as kam:
        await kam.press("space", "o")
        assert "kam init" in "".join(kam.notices)
        await kam.press("escape", "f")
        await kam.write("tier = 'key'")
        await kam.press("enter", "w", "ctrl+s")
        rows = written("telecom.csv")
        assert [row["account_id"] for row in rows] == kam.view.ids(0, kam.view.count)


@pytest.mark.slow
async def test_names_of_tasks_that_disturb_a_terminal_are_plain(list_of):
    async with list_of() as kam:
        await kam.press("2", "space", "space", "t")
        for name in HOSTILE[3:8:2]:
            kam.app.screen.query("Line").first().value = name
            await kam.press("ctrl+s")
            kam.assert_exact()
            await kam.press("escape")


@pytest.mark.slow
async def test_tags_of_many_are_a_column_and_can_be_asked_for(list_of, office):
    async with list_of((160, 24)) as kam:
        await kam.press("2", "space", "space", "T")
        await kam.write("vip,at risk")
        await kam.press("ctrl+s")
        assert "Change them: 2 of 298 accounts" in kam.text and "+vip, +at risk" in kam.text
        await kam.press("enter")
        assert await office.ask(tag_counts) == {"at risk": 2, "vip": 2}
        assert "tags added: 4, taken away: 0; u takes it back" in kam.notices
        await kam.press("escape", "f")
        await kam.write("tags like '%vip%'")
        await kam.press("enter")
        assert kam.view.count == 2 and kam.view.unknown == 0
        await kam.press("u")
        assert kam.view.count == 0 and await office.ask(tag_counts) == {}
