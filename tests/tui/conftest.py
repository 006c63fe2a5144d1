"""What the tests of the app share."""

from __future__ import annotations

import shutil

import pytest

from kamengine.api import plugins
from kamengine.locale import Messages
from kamengine.tui import Office
from tests.tui.portfolios import portfolio, telecom_accounts
from tests.tui.workspaces import TODAY


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Key maps, remembered views and reports of the tests, and none of whoever runs them."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.fixture(scope="session")
def telecom():
    return portfolio(telecom_accounts())


@pytest.fixture(scope="session")
def distributors():
    names = ("义乌粮油", "Vellacourt Household", "[x]")
    accounts = [{"account_id": f"D{i}", "name": name, "account_type": "dealer"} for i, name in enumerate(names)]
    return portfolio(accounts, "distributor")


@pytest.fixture
def chinese():
    return Messages.of("zh")


@pytest.fixture
def english():
    return Messages.of("en")


@pytest.fixture
def office(demo_folder, tmp_path):
    """The demo's workspace, to be worked in."""
    shutil.copytree(demo_folder, tmp_path / "acme")
    office = Office(tmp_path / "acme", plugins(), "Mei", TODAY)
    yield office
    office.close()
