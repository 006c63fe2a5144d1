"""The places that list runs and plugins."""

from __future__ import annotations

import pytest

from kamengine.api import plugins
from kamengine.plugin_host import load_plugins
from kamengine.plugin_host.model import PluginStatus
from kamengine.problems import say
from kamengine.tui import Office
from kamengine.tui.ground.modes import MODES
from kamengine.tui.screens.plugins import plugin_lines
from tests.tui.driving import EACH_SIZE, WIDE, opened
from tests.tui.portfolios import HOSTILE
from tests.tui.workspaces import TODAY


@EACH_SIZE
async def test_runs_are_listed_opened_and_computed_again(telecom, english, chinese, office, size):
    async with opened([telecom], english, size, office=office) as kam:
        await kam.press("7")
        assert "telecom" in kam.text and "2,000 accounts" in kam.text and "298 accounts" in kam.text
        assert kam.text.count("* ") >= 3 and "* up to date   2 runs" in kam.lines[-1]
        kam.assert_exact()
        await kam.press("enter")
        assert "Undecided: 29" in kam.text and "Run " in kam.text
        kam.assert_exact()
        await kam.press("G")
        assert "Results:" in kam.text
        await kam.press("escape", "l")
        assert kam.state.endswith(chinese.say("{n} runs", n="2"))
        kam.assert_exact()


@pytest.mark.slow
async def test_a_run_computed_again_gives_the_same_bytes(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("7")
        await kam.screen._again()
        await kam.settle()
        told = [notice.message for notice in kam.app._notifications]
        assert any("the same bytes" in text for text in told)


async def test_plugins_are_listed_with_what_they_bring(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("8")
        for status in plugins().statuses:
            assert status.name in kam.text
        await kam.press("G", "enter")
        assert "Hooks:" in kam.text
        kam.assert_exact()


async def test_the_plugins_are_those_of_the_command_also_where_the_workspace_goes_by_few(telecom, english, demo_folder):
    office = Office(demo_folder, plugins(only={"telecom"}), "Mei", TODAY)
    async with opened([telecom], english, WIDE, office) as kam:
        await kam.press("8")
        every = plugins().statuses
        assert kam.state == f"loaded: {len(every)}, failed: 0"
        rows = {status.name: next(line for line in kam.lines if f" {status.name} " in line) for status in every}
        assert all("✓" in row for row in rows.values())
        assert {name for name, row in rows.items() if "not used by this workspace" not in row} == {"telecom"}
        assert kam.screen.copied == every[0].name
        await kam.press("enter")
        assert "Hooks: kam_fields" in kam.text and "Fields" in kam.text
        kam.assert_exact()


async def test_without_plugins_none_is_loaded_to_be_shown(telecom, english, demo_folder):
    office = Office(demo_folder, plugins(enabled=False), "Mei", TODAY, with_plugins=False)
    async with opened([telecom], english, WIDE, office) as kam:
        await kam.press("8")
        assert kam.state == "loaded: 0, failed: 0" and "✓" not in kam.text


def test_a_plugin_that_failed_says_why_and_does_no_harm(english):
    host = load_plugins(extra={"broken": "no_such_module"})
    failed = [status for status in host.statuses if status.status == "failed"]
    assert failed
    text = "".join(piece for line in plugin_lines(failed[0], english, 60) for piece, _ in line)
    assert "✗ broken" in text
    for hostile in HOSTILE:
        status = PluginStatus(hostile, hostile, hostile, (hostile,), "failed", say("it failed: {x}", x=hostile))
        for line in plugin_lines(status, english, 40):
            assert all(piece.isprintable() for piece, _ in line)


def test_every_place_has_a_digit_and_a_command():
    from kamengine.cli.entry import COMMANDS

    assert len({mode.digit for mode in MODES}) == len(MODES) == len({mode.id for mode in MODES})
    assert all(mode.command in COMMANDS for mode in MODES)
