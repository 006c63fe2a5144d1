"""The shop of the tests of a day, opened in the app."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from kamengine.api import plugins
from kamengine.tui import Office
from tests.today.conftest import TODAY


@pytest.fixture
def shop_office(made_shop, tmp_path):
    """The shop, to be worked in by Mei."""
    office = Office(shutil.copytree(made_shop, tmp_path / "shop"), plugins(), "Mei", dt.date.fromisoformat(TODAY))
    yield office
    office.close()
