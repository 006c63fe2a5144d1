"""The list of accounts."""

from __future__ import annotations

import pytest
from textual.events import Key, MouseScrollDown

from kamengine.tui import Portfolio
from kamengine.tui.accounts.overview import Overview
from tests.tui.driving import NARROW, WIDE, opened
from tests.tui.portfolios import HOSTILE, portfolio, run_over, telecom_accounts

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE, (40, 10), (200, 60)], ids=str)


@SIZES
async def test_every_line_is_as_wide_as_the_terminal(telecom, distributors, chinese, size):
    async with opened([telecom, distributors], chinese, size) as kam:
        kam.assert_exact()
        await kam.press("G")
        kam.assert_exact()


async def test_what_is_essential_is_on_a_small_screen(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        head, bar, counts = kam.lines[:3]
        assert "Telecom key accounts" in head and "2026-06-30" in head and "300 accounts" in head
        assert set(bar.strip()) <= {"█", "▒"}
        assert [word for word in ("Strategic", "Key", "Growth", "Standard", "undecided") if word not in counts] == []
        headings = "".join(kam.lines[3:5])
        assert [word for word in ("Account", "Name", "Tier", "Could be", "Score ▼") if word not in headings] == []
        assert kam.state == "1 / 300"
        best = kam.view.page(0, 1)[0]
        assert kam.lines[5].startswith(f"▌{best[0]}") and "Strategic" in kam.lines[5] and "━━" in kam.lines[5]


async def test_an_undecided_account_says_what_it_could_be(english):
    unknown = {"account_id": "T1", "name": "Unknown Ltd", "industry": "telecom", "city_level": "prefecture"}
    async with opened([portfolio([unknown])], english) as kam:
        row = kam.lines[5]
        assert "Standard" in row and "?Strategic" in row and "–" in row


async def test_moving(telecom, english):
    async with opened([telecom], english) as kam:
        page = kam.table.rows_in_sight - 1
        for keys, row in {
            ("j",): 1,
            ("down", "j", "k"): 2,
            ("G",): 299,
            ("k", "up"): 297,
            ("pageup",): 297 - page,
            ("home",): 0,
            ("pagedown",): page,
            ("g",): 0,
            ("k",): 0,
            ("end", "j"): 299,
        }.items():
            await kam.press(*keys)
            assert kam.table.cursor == row
            assert kam.state == f"{row + 1} / 300"
            account = kam.table.account_id
            assert [line for line in kam.lines if line.startswith(f"▌{account}")], "the cursor is in sight"


async def test_sorting_by_keys_goes_through_the_columns(telecom, english):
    async with opened([telecom], english) as kam:
        columns = [column.name for column in kam.table.columns_shown]
        assert columns == ["account_id", "name", "tier", "tier_possible", "score_low", "monthly_spend"]
        seen = [kam.view.arrangement.order.column]
        for _ in columns:
            await kam.press("s")
            seen.append(kam.view.arrangement.order.column)
        assert seen == ["score_low", "monthly_spend", *columns[:5]]


async def test_sorting_the_other_way_round(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("s")
        assert kam.table.account_id == dearest(kam)
        assert "▼" in "".join(kam.lines[3:5])
        await kam.press("S")
        assert "▲" in "".join(kam.lines[3:5])
        assert not kam.view.arrangement.order.descending
        await kam.press("G")
        assert "?" in kam.lines[-2], "unknown last"


def dearest(kam):
    rows = kam.view.page(0, 300)
    place = kam.view.listing.columns.index("monthly_spend")
    return max((row for row in rows if row[place] is not None), key=lambda row: row[place])[0]


async def test_the_newest_of_many_wishes_wins_and_nothing_is_left_over(telecom, english):
    run = run_over(telecom_accounts())
    async with opened([Portfolio.of_run(run, lambda tier: ())], english) as kam:
        for key in ("s", "S", "s", "S", "S", "s", "s"):
            kam.app.post_message(Key(key, key))
        await kam.press("S")
        assert (kam.view.arrangement.order.column, kam.view.arrangement.order.descending) == ("tier", True)
        shown = [line[1:6] for line in kam.lines[5:10]]
        assert shown == [row[0] for row in kam.view.page(0, 5)]
        tables = run.snapshot.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert len([name for (name,) in tables if name.startswith("view ")]) == 1


async def test_sorting_by_a_click_on_a_heading(telecom, english):
    async with opened([telecom], english) as kam:
        x = kam.lines[4].index("Account")
        await kam.click(kam.table, x, 1)
        assert kam.view.arrangement.order.column == "account_id" and not kam.view.arrangement.order.descending
        await kam.click(kam.table, x, 1)
        assert kam.view.arrangement.order.descending and kam.table.account_id == "T0299"


async def test_searching_narrows_while_one_types_and_escape_ends_it(telecom, chinese):
    async with opened([telecom], chinese) as kam:
        await kam.press("slash")
        await kam.write("第1")
        assert kam.state == f"1 / {sum('第1' in account['name'] for account in telecom_accounts())}"
        await kam.write("9")
        found = sum("第19" in account["name"] for account in telecom_accounts())
        assert kam.state == f"1 / {found}"
        kam.assert_exact()
        assert sum("第19" in line for line in kam.lines[3:-2]) == found
        await kam.press("down", "enter", "j")
        assert kam.state == "3 / 6"
        account = kam.table.account_id
        await kam.press("escape")
        assert kam.state.endswith("/ 300")
        assert kam.table.account_id == account, "the cursor stays on the account"
        assert kam.table.has_focus


async def test_a_search_by_number_does_not_mind_capitals(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("slash")
        await kam.write("t0012")
        assert kam.state == "1 / 1" and kam.table.account_id == "T0012"


async def test_nothing_found(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("slash")
        await kam.write("[/x")
        assert "No account has “[/x” in its number or name." in kam.text
        assert kam.state == "0 / 0"
        await kam.press("enter", "enter", "j", "G")
        assert len(kam.app.screen_stack) == 2, "there is nothing to open"
        await kam.press("escape")
        assert kam.state.endswith("/ 300")


@pytest.mark.parametrize("accounts", [[], [{"account_id": "a", "industry": "other"}]], ids=["none", "out of scope"])
async def test_no_accounts(accounts, english):
    async with opened([portfolio(accounts)], english) as kam:
        assert "The rule pack speaks about none of these accounts." in kam.text
        assert kam.state == "0 / 0"
        await kam.press("j", "G", "enter", "s", "S", "pagedown")
        kam.assert_exact()
        assert len(kam.app.screen_stack) == 2


async def test_switching_portfolios_keeps_the_place_in_each(telecom, distributors, english):
    async with opened([telecom, distributors], english) as kam:
        await kam.press("j", "j", "s")
        order = kam.view.arrangement.order
        await kam.press("j", "right_square_bracket")
        assert kam.state == "1 / 3" and "Key distributors" in kam.lines[0]
        await kam.press("j", "tab")
        assert kam.state == "2 / 300" and kam.view.arrangement.order == order
        await kam.press("left_square_bracket")
        assert kam.state == "2 / 3"


async def test_switching_portfolios_by_a_click_on_a_tab(telecom, distributors, english):
    async with opened([telecom, distributors], english) as kam:
        await kam.click(Overview, kam.lines[0].index("Key distributors"), 0)
        assert kam.state == "1 / 3"


async def test_a_click_looks_at_a_row_and_a_second_one_opens_it(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.click(kam.table, 20, 4)
        assert kam.table.cursor == 2 and len(kam.app.screen_stack) == 2
        await kam.click(kam.table, 20, 4)
        assert len(kam.app.screen_stack) == 3


async def test_the_wheel_scrolls(telecom, english):
    async with opened([telecom], english) as kam:
        kam.table.post_message(MouseScrollDown(kam.table, 5, 5, 0, 1, 0, False, False, False))
        await kam.settle()
        assert kam.table.scroll_offset.y > 0 and kam.table.cursor == 0


async def test_hostile_names_are_shown_and_not_obeyed(english):
    accounts = [{"account_id": f"{index}{name}", "name": name} for index, name in enumerate(HOSTILE)]
    async with opened([portfolio(accounts)], english, (80, 30)) as kam:
        kam.assert_exact()
        for shown in (
            "x[/]y",
            "[A] Corp",
            "[bold red]not",
            "[@click=app.q",
            "␛[2J␛[31mred",
            "two␤lines␉and",
            "\\u202e",
        ):
            assert shown in kam.text
        await kam.press("G")
        kam.assert_exact()


@pytest.mark.slow
async def test_a_resize_keeps_the_cursor_in_sight(telecom, english):
    async with opened([telecom], english, WIDE) as kam:
        await kam.press("pagedown")
        for size in ((80, 24), (20, 6), (30, 5), (120, 40)):
            await kam.resize(*size)
            kam.assert_exact()
            if size[1] > 8:
                assert [line for line in kam.lines if line.startswith(f"▌{kam.table.account_id}")]


async def test_a_search_without_a_hit_names_the_portfolio_that_has_one_and_goes_along_to_it(
    telecom, distributors, english
):
    async with opened([telecom, distributors], english, NARROW) as kam:
        await kam.press("]", "[", "slash")
        await kam.write("D1")
        assert kam.view.count == 0
        said = " ".join(kam.text.split())
        assert "No account has “D1” in its number or name. 1 in " in said and "] goes there." in said
        kam.assert_exact()
        await kam.press("enter", "]")
        assert kam.view.count == 1 and kam.table.account_id == "D1"
        assert kam.screen.search_box.text == "D1"
        await kam.press("escape", "[")
        assert kam.view.count == 0, "each list keeps what it was narrowed to"


async def test_a_search_without_a_hit_anywhere_names_no_other_portfolio(telecom, distributors, english):
    async with opened([telecom, distributors], english, NARROW) as kam:
        await kam.press("]", "[", "slash")
        await kam.write("nobody at all")
        assert kam.view.count == 0 and "goes there" not in kam.text
