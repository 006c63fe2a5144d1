"""A workspace with accounts and bills, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kamengine.workspace import Workspace
from tests.api.made import spend_workspace
from tests.cli.packs import SPEND


@pytest.fixture(scope="session")
def made_spend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `tests.api.made.spend_workspace` with the pack about spend."""
    folder = tmp_path_factory.mktemp("made") / "ws"
    spend_workspace(folder, SPEND).close()
    return folder


@pytest.fixture
def open_spend(made_spend: Path) -> Callable[[Path], Workspace]:
    """Open a copy of it in a folder that is not there yet."""
    return lambda folder: Workspace.open(shutil.copytree(made_spend, folder))
