"""Narrowing the list by a condition that is written in the app."""

from __future__ import annotations

import asyncio

import pytest

from tests.tui.driving import NARROW, opened


async def test_a_condition_is_completed_checked_and_applied_beside_a_search(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.write("tie")
        assert "▌tier " in kam.text and " tier_possible" in kam.text
        await kam.press("tab")
        await kam.write(" = ")
        assert "▌'strategic'  Strategic" in kam.text
        await kam.press("down", "tab", "enter")
        assert kam.view.arrangement.where == "tier = 'key'"
        met = kam.view.count
        assert 0 < met < 300 and f"{met} of 300" in kam.lines[-2] and kam.state == f"1 / {met}"
        await kam.press("slash")
        await kam.write("1")
        assert kam.view.arrangement.where == "tier = 'key'" and kam.view.count < met
        assert kam.lines[-3].startswith(" where tier = 'key'") and kam.lines[-2].startswith(" / 1")
        kam.assert_exact()
        await kam.press("enter", "escape")
        assert kam.view.arrangement.search == "" and kam.view.count == met
        await kam.press("escape")
        assert kam.view.arrangement.where is None and "where" not in kam.text and kam.table.has_focus


async def test_the_first_enter_says_what_is_wrong_at_the_cursor_and_no_pause_takes_it_away(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.pilot.press(*"tier = 'cor'")
        pause = kam.screen.filter_bar._pause._task
        await kam.press("enter")
        await asyncio.wait([pause])
        await kam.settle()
        assert "'cor' is not one of the choices of tier" in kam.text and kam.view.arrangement.where is None


@pytest.mark.slow
async def test_a_name_is_found_by_what_stands_above_its_column_in_either_language(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.write("等")
        assert "▌tier " in kam.text and "score" not in kam.text.replace("Score", "")
        await kam.press("tab")
        await kam.write(" = '重点")
        assert "▌'key'  Key" in kam.text
        await kam.press("tab", "enter")
        assert kam.view.arrangement.where == "tier = 'key'"


@pytest.mark.slow
async def test_the_row_that_is_looked_at_is_in_sight_when_a_condition_ends_that_few_accounts_met(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("end")
        last = kam.table.account_id
        await kam.press("f")
        await kam.write(f"account_id = '{last}'")
        await kam.press("enter")
        assert kam.view.count == 1
        await kam.press("escape")
        assert kam.state == "300 / 300" and any(line.startswith(f"▌{last}") for line in kam.lines)


@pytest.mark.slow
async def test_what_is_wrong_is_said_in_place_and_nothing_that_was_written_is_lost(telecom, chinese):
    async with opened([telecom], chinese, NARROW) as kam:
        await kam.press("f")
        await kam.write("monthly_spnd > 3")
        await kam.press("enter")
        assert "monthly_spend" in kam.lines[-3], "the remedy"
        underlined = [each.text for strip in kam.strips for each in strip if each.style and each.style.underline]
        assert "monthly_spnd" in "".join(underlined)
        assert kam.view.arrangement.where is None and kam.lines[-2].find("monthly_spnd > 3") > 0
        await kam.press("escape")
        assert "monthly_spnd" not in kam.text and kam.table.has_focus


@pytest.mark.slow
async def test_unknown_accounts_are_counted(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.write("monthly_spend > 10000")
        await kam.press("enter")
        assert f"{kam.view.count} of 300, unknown {kam.view.unknown}" in kam.lines[-2] and kam.view.unknown


async def test_the_last_line_has_the_keys_of_the_line_in_which_one_types(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        listed = kam.lines[-1]
        await kam.press("f")
        assert kam.lines[-1].startswith(" Tab complete  ↓ ↑ choose  ↵ apply  Esc end it ")
        await kam.press("escape")
        assert kam.lines[-1] == listed
        await kam.press("slash")
        assert kam.lines[-1].startswith(" ↵ go on with what was found  Esc end the search ")
        await kam.press("escape")
        assert kam.lines[-1] == listed


@pytest.mark.slow
async def test_what_is_missing_behind_a_sign_is_said_and_what_to_do_when_no_account_meets_the_condition(
    telecom, english
):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.write("tier =")
        await kam.press("enter")
        assert "a value is missing behind `=` (character 6)" in kam.text
        await kam.write(" 'key' and tier = 'strategic'")
        await kam.press("enter")
        assert kam.view.count == 0 and "No account meets the condition: f changes it, Esc ends it." in kam.text


@pytest.mark.parametrize("name", ["next_task", "下一任务"])
async def test_a_column_that_no_condition_can_use_is_not_called_unknown(telecom, english, name):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        await kam.write(f"{name} = 'Call'")
        await kam.press("enter")
        assert f"{name} can only be looked at; no condition can use it" in kam.text


async def test_text_that_disturbs_a_terminal_is_made_plain(telecom, english):
    async with opened([telecom], english, NARROW) as kam:
        await kam.press("f")
        kam.screen.filter_bar.input.insert_text_at_cursor("name = '\x1b[2J\u202e[red]'")
        await kam.settle()
        kam.assert_exact()
        await kam.press("enter")
        kam.assert_exact()
