"""A workspace of one's own."""

from __future__ import annotations

import pytest

from kamengine.workspace import Workspace
from tests.workspace.made import PACK


@pytest.fixture
def workspace(tmp_path):
    with Workspace.init(tmp_path / "acme", name="Acme", packs={"own.toml": PACK}) as made:
        yield made
