"""A tier in effect that is another than the computed one: in the list, in the dossier, in the timeline, when undone."""

from __future__ import annotations

import datetime as dt

import pytest

from kamengine.api import results_of
from kamengine.engine.selection import Question, select
from kamengine.tui import portfolios_in
from kamengine.work.tiers.overrides import Overriding, end_overrides, override_accounts
from kamengine.workspace import Workspace
from tests.tui.driving import NARROW, opened
from tests.tui.workspaces import TODAY


@pytest.fixture
async def watched(office):
    """The watched distributor that comes first in the list, to whom another tier was given."""

    def found(workspace):
        results = results_of(workspace, workspace.runs.latest("distributor"), office.host)
        (first, *_) = select(results, Question("tier = 'watch'", ("-score_low",))).rows(1)
        results.connection.close()
        override(workspace, first[0])
        return first[0]

    return await office.ask(found)


def override(workspace, account):
    since = dt.date.fromisoformat(workspace.runs.latest("distributor").as_of)
    said = Overriding("core", "their new owner", "Li", since, dt.date(2099, 12, 31))
    with workspace.transaction("Mei") as change:
        override_accounts(workspace, change, "distributor", [account], said, TODAY)


@pytest.fixture
def list_of(office, english):
    """Open the app on the distributors of the demo's workspace."""
    with Workspace.open(office.folder) as workspace:
        portfolios = portfolios_in(workspace, office.host, office.who, "distributor")
    return lambda messages=english: opened(portfolios, messages, NARROW, office=office)


def marked(kam) -> list[str]:
    """The accounts in sight with a mark at their tier."""
    return [line.split()[0].lstrip("▌") for line in kam.lines if "*  " in line and "in effect" not in line]


async def test_the_list_marks_the_accounts_with_another_tier_and_says_which_under_the_cursor(list_of, watched):
    async with list_of() as kam:
        await kam.press("2")
        assert marked(kam) == [watched]
        kam.table.move_to(kam.view.position(watched))
        await kam.settle()
        assert "Watch*" in kam.text and "* in effect: Core" in kam.lines[-1]
        await kam.press("j")
        assert "in effect" not in kam.lines[-1]
        kam.assert_exact()


async def test_the_mark_goes_with_the_override_and_comes_back_with_it(list_of, watched):
    async with list_of() as kam:
        await kam.press("2", "u")
        await kam.until(lambda: marked(kam) == [])
        await kam.press("ctrl+r")
        await kam.until(lambda: marked(kam) == [watched])


@pytest.mark.slow
async def test_the_head_of_the_dossier_has_the_tier_in_effect_and_what_the_rules_say(list_of, watched):
    async with list_of() as kam:
        kam.app.open_account(watched)
        await kam.settle()
        assert kam.lines[1].startswith(" Core  (the rules say Watch)") and "score" in kam.lines[1]
        kam.assert_exact()
        await kam.press("u")
        assert kam.lines[1].startswith(" Watch") and "the rules say" not in kam.lines[1]


@pytest.mark.slow
async def test_the_timeline_and_what_is_taken_back_say_to_which_tier_and_why(list_of, watched):
    async with list_of() as kam:
        kam.app.open_account(watched, section="timeline")
        await kam.settle()
        told = " ".join(kam.screen.items.text.split())
        assert f"tier override of distributor {watched}: added · Mei tier: Core until: 2099-12-31" in told
        assert "reason: their new owner" in told
        await kam.press("u")
        (notice,) = kam.app._notifications
        assert "added (tier: Core, until: 2099-12-31, reason: their new owner, approved by: Li)" in notice.message


@pytest.mark.slow
async def test_an_override_that_ended_says_which_tier_it_had(list_of, watched, office):
    def end(workspace):
        with workspace.transaction("Mei") as change:
            end_overrides(workspace, change, "distributor", [watched])

    await office.change(end)
    async with list_of() as kam:
        kam.app.open_account(watched, section="timeline")
        await kam.settle()
        assert "ended · Mei tier: Core → –" in " ".join(kam.screen.items.text.split())
