"""What the tests of the app share."""

from __future__ import annotations

import pytest

from kamengine.locale import Messages
from tests.tui.portfolios import portfolio, telecom_accounts


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
