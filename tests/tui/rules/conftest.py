"""A workspace with the small pack, shared by the tests of this place."""

from __future__ import annotations

import shutil

import pytest

from kamengine.api import plugins
from kamengine.tui import Office
from kamengine.workspace import Workspace
from tests.api.made import bring_in
from tests.tui.portfolios import HOSTILE
from tests.tui.rules.small_pack import COLUMNS, pack_text
from tests.tui.workspaces import TODAY


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory):
    """A workspace with a small pack and accounts whose names mean harm. It is copied, never changed."""
    folder = tmp_path_factory.mktemp("small") / "ws"
    rows = [(f"A{n:02}", name, 60 + 10 * n if n < 15 else None, n % 11) for n, name in enumerate(HOSTILE)]
    with Workspace.init(folder, name="Small", language="en", packs={"small.toml": pack_text().encode()}) as workspace:
        bring_in(workspace, "accounts", COLUMNS, rows)
    return folder


@pytest.fixture
def small(small_folder, tmp_path):
    """The small workspace, to be worked in."""
    shutil.copytree(small_folder, tmp_path / "ws")
    office = Office(tmp_path / "ws", plugins(), "Mei", TODAY)
    yield office
    office.close()
