"""Somebody is chosen by name; whom nobody has can be added to the team where one is chosen, as `kam team add` does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.tui.dialogs.choose import Choose
from kamengine.tui.dialogs.form import Form
from kamengine.work.ground.things import all_of
from kamengine.work.model import Task
from kamengine.work.people.people import Team
from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.driving import NARROW, opened
from tests.tui.portfolios import HOSTILE
from tests.tui.shops import shop_office  # noqa: F401  # a fixture


@pytest.fixture
def kam(telecom, english, shop_office):  # noqa: F811
    return lambda: opened([telecom], english, NARROW, shop_office)


async def person(office, name):
    return await office.ask(lambda workspace: Team.of(workspace).people.get(name))


async def test_a_name_that_nobody_has_is_offered_asked_about_once_and_kept(kam, shop_office):  # noqa: F811
    async with kam() as app:
        await app.press("4", "p")
        await app.write("Wu Lan")
        assert "add Wu Lan to the team…" in app.text
        app.assert_exact()
        await app.press("enter")
        assert isinstance(app.screen, Form) and "Wu Lan" in app.text and "Working hours a week" in app.text
        await app.press("tab")
        await app.write("３２")
        await app.press("enter")
        assert "Wu Lan is in the team; u takes it back" in app.notices
        assert "Wu Lan" in app.lines[1]
        kept = await person(shop_office, "Wu Lan")
        assert kept is not None and kept.hours == Decimal(32)
        await app.press("u")
        assert await person(shop_office, "Wu Lan") is None


async def test_who_is_in_the_team_by_any_spelling_is_chosen_and_not_offered_again(kam):
    async with kam() as app:
        await app.press("4", "p")
        await app.write(" ＪＵＮ")
        assert "to the team" not in app.text
        await app.press(*["backspace"] * 4)
        await app.write("Ju")
        assert "Jun" in app.text and "add Ju to the team…" in app.text
        await app.press("enter")
        assert not isinstance(app.screen, Choose) and "Jun" in app.lines[1]


async def test_hours_that_are_none_are_refused_where_they_stand_and_nobody_is_added(kam, shop_office):  # noqa: F811
    async with kam() as app:
        await app.press("4", "p")
        await app.write("Wu")
        await app.press("enter", "tab")
        await app.write("many")
        await app.press("enter")
        assert isinstance(app.screen, Form) and "Working hours a week: many is no number of hours" in app.text
        await app.press("escape")
        assert await person(shop_office, "Wu") is None


async def test_who_does_a_task_is_suggested_and_a_part_of_one_name_is_enough(kam, shop_office):  # noqa: F811
    async with kam() as app:
        await app.press("enter", "t")
        await app.write("Call")
        await app.press("tab", "tab")
        assert "left empty: the manager of the account" in app.text and " Jun" in app.text
        await app.write("ju")
        app.assert_exact()
        await app.press("down", "tab")
        assert [line.value for line in app.screen.query("Line")] == ["Call", "", "Jun", ""]
        await app.press("ctrl+s")
        assert not isinstance(app.screen, Form) and await doers(shop_office, "Call") == ["Jun"]


async def test_somebody_who_is_new_is_added_on_the_way_and_nothing_that_was_typed_is_lost(kam, shop_office):  # noqa: F811
    async with kam() as app:
        await app.press("enter", "t")
        await app.write("Call")
        await app.press("tab", "tab")
        await app.write("Wu Lan")
        assert "add Wu Lan to the team…" in app.text
        await app.press("ctrl+s")
        assert "Add to the team" in app.text
        await app.press("escape")
        assert "nothing was changed yet — name somebody else, or add Wu Lan" in app.text
        assert [line.value for line in app.screen.query("Line")] == ["Call", "", "Wu Lan", ""]
        await app.press("ctrl+s", "ctrl+s")
        assert not isinstance(app.screen, Form) and await doers(shop_office, "Call") == ["Wu Lan"]


async def doers(office, title):
    """Who does the tasks of a title."""
    return await office.ask(
        lambda workspace: [task.responsible for task in all_of(workspace, Task) if task.title == title]
    )


@pytest.mark.slow
async def test_names_that_mean_harm_do_none(kam):
    async with kam() as app:
        for name in HOSTILE[:4]:
            await app.press("4", "p")
            await app.write("".join(character for character in name if character.isprintable()))
            app.assert_exact()
            await app.press("escape")
