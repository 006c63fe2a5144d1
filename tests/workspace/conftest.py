"""A workspace of one's own."""

from __future__ import annotations

import shutil

import pytest

from kamengine.workspace import Workspace
from tests.workspace.made import PACK


@pytest.fixture(scope="session")
def made_empty(tmp_path_factory):
    """The folder of a workspace in which nothing has happened yet."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with Workspace.init(folder, name="Acme", packs={"own.toml": PACK}):
        pass
    return folder


@pytest.fixture
def workspace(made_empty, tmp_path):
    """A copy of it."""
    with Workspace.open(shutil.copytree(made_empty, tmp_path / "acme")) as made:
        yield made
