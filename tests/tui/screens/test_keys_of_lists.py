"""The keys of lists mean the same everywhere, as far as there is the same to be done."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kamengine.tui.app import every_key
from kamengine.tui.rules import pack_lines
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import TaskQuery, list_tasks
from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.driving import NARROW, WIDE, opened
from tests.tui.shops import shop_office  # noqa: F401  # a fixture

SAME = ("search", "open", "task_add", "mark", "mark_all", "range", "sort", "filter", "part(1)", "edit", "app.copy")
"""What is done by the same key wherever it can be done."""


@pytest.fixture
def shop(telecom, english, shop_office):  # noqa: F811
    return lambda size=WIDE, messages=english: opened([telecom], messages, size, office=shop_office)


@pytest.mark.parametrize("action", SAME)
def test_the_same_is_done_by_the_same_key_everywhere(action):
    found = defaultdict(set)
    for key in every_key():
        found[key.action.replace("filter(1)", "filter")].add(key.keys.split(",")[0])
    assert len(found[action]) == 1, found[action]


@pytest.mark.slow
async def test_a_task_is_added_for_the_accounts_of_moves(shop, shop_office):  # noqa: F811
    async def tasks():
        query = TaskQuery(Window(shop_office.today))
        return await shop_office.ask(lambda work: [each.task for each in list_tasks(work, query, Team.of(work), "en")])

    async with shop() as kam:
        before = {task.key for task in await tasks()}
        await kam.press("5", "asterisk", "t")
        assert "A task for 2 accounts" in kam.text
        await kam.write("Ask why")
        await kam.press("ctrl+s")
        added = [task for task in await tasks() if task.key not in before]
        assert {(task.account, task.title) for task in added} == {("B", "Ask why"), ("C", "Ask why")}
        await kam.press("u")
        assert {task.key for task in await tasks()} == before


async def test_without_an_account_the_key_says_so(shop):
    async with shop() as kam:
        await kam.press("5", "slash", "z", "z", "enter", "t")
        assert [notice.message for notice in kam.app._notifications] == ["There is no account here."]


async def test_the_account_that_is_looked_at_is_copied(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("j")
        assert kam.screen.copied == kam.table.account_id is not None
        await kam.press("slash", *"zzzz", "enter")
        assert kam.screen.copied == ""


@pytest.mark.slow
@pytest.mark.parametrize("place", ["1", "4"])
async def test_groups_are_gone_through_one_by_one(shop, place):
    async with shop() as kam:
        await kam.press(place, *(("F", "tab", "tab") if place == "4" else ()))  # the plans: all, by account
        items = kam.screen.items
        starts = [
            at for at, item in enumerate(items._items) if item.key is not None and items._items[at - 1].key is None
        ]
        assert len(starts) > 1
        await kam.press("g")
        for start in starts[1:]:
            await kam.press("right_square_bracket")
            assert items._cursor == start
        await kam.press("right_square_bracket")
        assert items._cursor == starts[-1]
        for start in reversed(starts[:-1]):
            await kam.press("left_square_bracket")
            assert items._cursor == start
        await kam.press("left_square_bracket")
        assert items._cursor == starts[0]


async def test_while_something_is_marked_the_last_line_says_what_can_be_done_with_it(shop):
    async with shop(NARROW) as kam:
        await kam.press("4", "space")
        assert "d finish  s start  o assign  b block  t add task" in kam.lines[-1]
        await kam.press("escape")
        assert "↵ account" in kam.lines[-1]
        await kam.press("5", "space")
        assert "a accept  b defer  x override  t add task" in kam.lines[-1]


def test_each_key_of_two_that_are_shown_together_has_its_own_line_in_the_help():
    ways = {str(key.what): key.caps for key in pack_lines.KEYS}
    assert (ways["Move the line up"], ways["Move the line down"]) == ("→", "←")
    assert next(key.together for key in pack_lines.KEYS if key.brief is not None) == "← →"
