"""What the tests of the server share."""

from __future__ import annotations

import shutil

import pytest

from tests.tui.workspaces import made_demo


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demo as a workspace. It is copied, never changed."""
    return made_demo(tmp_path_factory.mktemp("demo") / "acme")


@pytest.fixture
def folder(demo_folder, tmp_path, monkeypatch):
    """The demo's workspace, to be served, with a name that no shell leaves as it is."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    shutil.copytree(demo_folder, tmp_path / "a 'b' $(c);")
    return tmp_path / "a 'b' $(c);"
