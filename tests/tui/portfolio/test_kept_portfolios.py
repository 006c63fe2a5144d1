"""The accounts of a workspace: read from the runs that it keeps, and run again when asked to."""

from __future__ import annotations

import pytest

from kamengine.api import plugins
from kamengine.api.work.next_tasks import next_tasks
from kamengine.locale import Messages
from kamengine.tui import Office, portfolios_in
from kamengine.work.model import Person
from kamengine.work.people.roster import add_person
from kamengine.work.team.ownership import own
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement
from tests.tui.driving import opened
from tests.tui.workspaces import TODAY, WHO


def portfolios_of(office: Office):
    with Workspace.open(office.folder) as workspace:
        return portfolios_in(workspace, office.host, WHO)


async def test_a_workspace_opens_on_the_runs_that_it_keeps(office, english):
    with Workspace.open(office.folder) as workspace:
        runs = len(workspace.runs.list())
    async with opened(portfolios_of(office), english, office=office) as kam:
        kam.assert_exact()
        assert "Key distributors" in kam.lines[1] and "Telecom key accounts" in kam.lines[1]
        assert kam.state.startswith("1 / ")
        with Workspace.open(office.folder) as workspace:
            assert len(workspace.runs.list()) == runs, "nothing was run"


@pytest.mark.slow
async def test_changed_facts_are_told_and_r_runs_the_rules_again(office, english):
    async with opened(portfolios_of(office), english, office=office) as kam:
        await kam.press("right_square_bracket")
        account, tier = kam.view.page(0, 1)[0][0], kam.view.page(0, 1)[0][2]
        assert tier == "strategic"
        state = Statement(account, "monthly_spend", "money", "1", None)
        await office.change(lambda workspace: workspace.corrections.state([state], who=WHO, why="a call"))
        kam.app.note_change()
        await kam.settle()
        assert "facts or rules changed, press r" in kam.lines[-1]
        assert kam.view.position(account) == 0, "the list is as it was"

        await kam.press("r")
        assert "press r" not in kam.lines[-1]
        place = kam.view.position(account)
        assert kam.table.account_id == account and place is not None and place > 0, "the cursor stays on the account"
        kam.assert_exact()


async def test_a_workspace_without_accounts_opens_and_says_what_to_do(tmp_path, english):
    folder = tmp_path / "new"
    Workspace.init(folder, name="New", language="en").close()
    office = Office(folder, plugins(enabled=False), WHO, TODAY)
    async with opened(portfolios_of(office), english, office=office) as kam:
        assert "the workspace holds no accounts yet" in kam.text and "Press 6 to bring a file in." in kam.text
        await kam.press("j", "G", "s", "S", "enter", "slash", "escape", "r")
        kam.assert_exact()


async def test_a_pack_that_cannot_be_used_says_why_and_the_others_open(office):
    (office.folder / "rules" / "a.toml").write_text('[pack]\nid = "a"\ntitle = "A [/]"\nnonsense = 1\n')
    async with opened(portfolios_of(office), Messages.of("en"), office=office) as kam:
        assert "A [/]" in kam.lines[1] and "nonsense" in kam.text
        kam.assert_exact()
        await kam.press("right_square_bracket")
        assert kam.state.startswith("1 / ")


@pytest.mark.slow
async def test_who_owns_accounts_now_is_shown_when_it_was_changed(office, english):
    async with opened(portfolios_of(office), english, (160, 24), office=office) as kam:
        account, view = kam.table.account_id, kam.view
        assert account is not None
        await office.ask(lambda _: view.listing.hold(view.listing.pending))

        def give(workspace):
            with workspace.transaction(WHO) as change:
                add_person(workspace, change, Person(key="Zhao Lin"))
            with workspace.transaction(WHO) as change:
                own(workspace, change, [account], "Zhao Lin")

        await office.change(give)
        kam.app.note_change()
        await kam.settle()
        assert kam.table.account_id == account and kam.view is not view
        owners = [row[kam.view.listing.columns.index("owner")] for row in kam.view.page(0, 1)]
        assert owners == ["Zhao Lin"]
        before = kam.view
        kam.app.note_change()
        await kam.settle()
        assert kam.view is before, "nothing that the list shows has changed"


@pytest.mark.slow
async def test_the_next_task_of_the_accounts_in_sight(office, english):
    async with opened(portfolios_of(office), english, (200, 40), office=office) as kam:
        await kam.press("right_square_bracket")
        assert "Next task" in "".join(kam.lines[5:7])
        account = kam.table.account_id
        assert account is not None
        first = (await office.ask(lambda work: next_tasks(work, [account], TODAY, "en")))[account].task
        row = next(line for line in kam.lines if line.startswith(f"▌{account}"))
        assert f"{first.due:%m-%d} {first.title[:6]}" in row
        kam.assert_exact()

        await kam.press("l")
        told = (await office.ask(lambda work: next_tasks(work, [account], TODAY, "zh")))[account].task
        row = next(line for line in kam.lines if line.startswith(f"▌{account}"))
        assert f"{told.due:%m-%d} {told.title[:3]}" in row
        seen = []
        for _ in kam.table.columns_shown:
            await kam.press("s")
            seen.append(kam.view.arrangement.order.column)
        assert "next_task" not in seen, "it is known of the accounts in sight only"
