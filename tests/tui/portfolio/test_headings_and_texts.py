"""Headings and texts of the list of accounts are whole where there is room for them."""

from __future__ import annotations

import pytest

from tests.tui.driving import NARROW, WIDE, opened

ROOMY = (200, 50)


@pytest.mark.parametrize("size", [WIDE, ROOMY], ids=str)
async def test_the_heading_of_what_accounts_are_worth_is_whole(telecom, english, size):
    async with opened([telecom], english, size) as kam:
        head = next(line for line in kam.lines if "Name" in line and "Tier" in line)
        assert "monthly spend" in head
        kam.assert_exact()


async def test_a_short_heading_is_whole_beside_its_arrow(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        kam.table.post_message(kam.table.HeadingChosen(kam.table._columns[0]))
        await kam.settle()
        above, below = (line for line in kam.lines[3:7] if line.strip() and not line.startswith(("▌", " T0")))
        assert above.startswith(" Account ") or "Account" in above
        assert below.lstrip().startswith(("▲", "▼"))


async def test_long_names_are_whole_in_a_roomy_list(telecom, english):
    async with opened([telecom], english, ROOMY) as kam:
        name = kam.table._layout[1]
        assert name[0].name == "name" and name[1] >= 40


async def test_from_a_thousand_on_small_change_is_left_out_however_wide_the_column_is(telecom, english):
    async with opened([telecom], english, ROOMY) as kam:
        column = next(column for column, _ in kam.table._layout if column.keep == 1)
        row = {"account_id": "T", column.name: 30456413.25}
        assert column.draw(row, english, 16)[0][0].strip() == "30,456,413"
        row[column.name] = 990.5
        assert column.draw(row, english, 16)[0][0].strip() == "990.50"
