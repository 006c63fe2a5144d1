"""The next thing to do for each account, equal to the first of its list of tasks."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from kamengine.api.accounts.portfolios import has_tasks
from kamengine.api.work.next_tasks import next_tasks
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import TaskQuery, list_tasks
from kamengine.workspace import Workspace
from tests.tui.workspaces import TODAY


@pytest.fixture(scope="module")
def workspace(demo_folder, tmp_path_factory):
    with Workspace.open(shutil.copytree(demo_folder, tmp_path_factory.mktemp("demo") / "acme")) as opened:
        yield opened


def accounts_with_tasks(workspace, most=40):
    rows = workspace.catalog.rows("SELECT DISTINCT account FROM reasons ORDER BY account LIMIT :most", {"most": most})
    return [row["account"] for row in rows]


@pytest.mark.parametrize("today", [TODAY, TODAY + dt.timedelta(days=200)])
def test_it_is_the_first_of_the_open_tasks_of_the_account(workspace, today):
    accounts = accounts_with_tasks(workspace)
    found = next_tasks(workspace, accounts, today, "en")
    team = Team.of(workspace)
    for account in accounts:
        query = TaskQuery(Window(today), accounts=(account,))
        listed = [each for each in list_tasks(workspace, query, team, "en") if each.is_open and not each.gone]
        assert found[account].task == listed[0].task


def test_accounts_without_anything_to_do_are_left_out(workspace):
    assert next_tasks(workspace, ["none such"], TODAY, "en") == {}
    assert next_tasks(workspace, [], TODAY, "en") == {}


def test_whether_there_is_anything_to_do_at_all(workspace, tmp_path):
    assert has_tasks(workspace)
    with Workspace.init(tmp_path / "new", name="New") as empty:
        assert not has_tasks(empty)
