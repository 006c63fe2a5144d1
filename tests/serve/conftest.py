"""What the tests of the server share."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def folder(demo_folder, tmp_path, monkeypatch):
    """The demo's workspace, to be served, with a name that no shell leaves as it is."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    shutil.copytree(demo_folder, tmp_path / "a 'b' $(c);")
    return tmp_path / "a 'b' $(c);"
