"""Which editor is opened."""

from __future__ import annotations

import pytest

from kamengine.problems import KamError
from kamengine.tui.terminal.editing import editor_of


def test_the_editor_is_the_readers_own(tmp_path):
    assert editor_of({"VISUAL": "code --wait", "EDITOR": "nano"}) == ["code", "--wait"]
    assert editor_of({"EDITOR": "nano"}) == ["nano"]
    (tmp_path / "vi").write_text("#!/bin/sh\n")
    (tmp_path / "vi").chmod(0o755)
    assert editor_of({"PATH": str(tmp_path)}) == [str(tmp_path / "vi")]
    for environment in ({"PATH": ""}, {"EDITOR": "'unfinished"}):
        with pytest.raises(KamError, match="EDITOR"):
            editor_of(environment)
