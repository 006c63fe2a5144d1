"""Which language a command speaks: ``--lang``, else the system's, else that of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamengine.cli.lines.language import wanted_language


@pytest.fixture
def chinese(kam):
    """A workspace that speaks Chinese."""
    kam("init", "w", "--language", "zh")
    return Path("w")


@pytest.mark.parametrize("environ", [{}, {"LC_ALL": "C"}, {"LANG": "C.UTF-8"}, {"LC_ALL": "", "LANG": "POSIX"}])
@pytest.mark.parametrize("line", [["-w", "w", "imports"], ["imports", "--workspace=w"], ["no such", "-w", "w"]])
def test_the_workspace_decides_where_the_system_says_nothing(chinese, environ, line):
    assert wanted_language(line, environ) == "zh"
    assert wanted_language([*line, "--lang", "en"], environ) == "en"


def test_what_the_system_says_comes_first(chinese):
    assert wanted_language(["-w", "w"], {"LANG": "en_GB.UTF-8"}) == "en"
    assert wanted_language(["-w", "w"], {"LC_ALL": "C", "LANG": "en_GB.UTF-8"}) == "en"
    assert wanted_language(["-w", "w", "--", "--lang", "en"], {}) == "zh"


def test_the_workspace_is_found_as_by_the_command(chinese, monkeypatch):
    assert wanted_language(["imports"], {}) == "en"
    assert wanted_language(["imports"], {"KAM_WORKSPACE": "w"}) == "zh"
    monkeypatch.chdir("w")
    assert wanted_language(["imports"], {}) == "zh"


@pytest.mark.parametrize("content", [b"", b"language = 5", b"[", b"\xff", b'language = "fr"', b"a = " + b"[" * 5000])
def test_settings_that_cannot_be_read_are_no_reason_to_fail(chinese, content):
    (chinese / "workspace.toml").write_bytes(content)

    assert wanted_language(["-w", "w"], {}) == "en"
