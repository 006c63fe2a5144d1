"""Columns of the list of accounts for which there is no room: that there are some is shown, and keys lead to them."""

from __future__ import annotations

import pytest

from kamengine.tui.portfolio.columns import laid_out
from tests.tui.driving import NARROW, opened


@pytest.fixture
def list_of(telecom, english):
    return lambda size=NARROW, messages=english: opened([telecom], messages, size)


def shown(kam):
    return [column.name for column in kam.table.columns_shown]


def headings(kam):
    return next(line for line in kam.lines if "Account " in line or "编号" in line)


async def go_to_the_end(kam):
    seen = set(shown(kam))
    while kam.table.columns_further:
        before = shown(kam)
        await kam.press("right")
        assert set(shown(kam)) - set(before), "each step brings another column into sight"
        n = kam.table.columns_further
        if "→ +" in kam.lines[-1]:  # a small screen has no room for it
            assert f"→ +{n} column" in kam.lines[-1], "how many are left is counted down"
        assert shown(kam)[:2] == ["account_id", "name"]
        kam.assert_exact()
        seen |= set(shown(kam))
    return seen


async def test_columns_that_have_no_room_are_counted_and_a_sign_stands_where_they_go_on(list_of):
    async with list_of() as kam:
        hidden = len(kam.app.desks[0].columns) - len(shown(kam))
        assert hidden == kam.table.columns_further > 1
        assert f"→ +{hidden} columns" in kam.lines[-1]
        assert headings(kam).rstrip("▁▂▃▄▅▆▇█ ").endswith("›") and "‹" not in headings(kam)


async def test_keys_lead_to_every_column_and_back(list_of):
    async with list_of() as kam:
        first = shown(kam)
        assert await go_to_the_end(kam) == {column.name for column in kam.app.desks[0].columns}
        assert "column" not in kam.lines[-1] and "← back" in kam.lines[-1]
        assert "›" not in headings(kam) and headings(kam).startswith("‹")
        last = shown(kam)
        await kam.press("right")
        assert shown(kam) == last, "there is nothing beyond the end"
        for _ in range(30):
            await kam.press("left")
        assert shown(kam) == first and not kam.table.columns_passed
        assert "back" not in kam.lines[-1]


@pytest.mark.slow
async def test_sorting_and_searching_leave_the_columns_where_they_are_and_others_begin_again(list_of):
    async with list_of() as kam:
        await kam.press("right")
        here = shown(kam)
        await kam.press("s", "S", "slash", "1", "enter")
        assert shown(kam) == here
        await kam.press("C", "j", "space", "enter")
        assert not kam.table.columns_passed


async def test_where_there_is_room_for_all_nothing_is_said(list_of, chinese):
    async with list_of((260, 24), chinese) as kam:
        assert kam.table.columns_further == 0
        assert "›" not in headings(kam) and "→" not in kam.lines[-1]
        await kam.press("right", "left")
        assert not kam.table.columns_passed


async def test_the_keys_of_the_last_line_can_be_clicked(list_of):
    async with list_of() as kam:
        before = kam.table.columns_further
        await kam.click("KeyLine", kam.lines[-1].index("→"), 0)
        assert kam.table.columns_further < before


@pytest.mark.parametrize("size", [(20, 5), (104, 24)])
async def test_every_size_keeps_its_lines(list_of, size):
    async with list_of(size) as kam:
        kam.assert_exact()
        await go_to_the_end(kam)


async def test_what_was_gone_past_makes_room(list_of):
    async with list_of() as kam:
        columns = kam.app.desks[0].columns
        for passed in range(len(columns) - 1):
            laid = laid_out(columns, 80, passed)
            names = [column.name for column, _ in laid]
            assert names[:2] == ["account_id", "name"]
            assert not set(names[2:]) & {column.name for column in columns[2 : 2 + passed]}
