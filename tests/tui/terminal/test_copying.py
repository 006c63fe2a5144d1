"""Copying: a program of the system, the terminal, a file."""

from __future__ import annotations

import stat

import pytest

from kamengine.tui.screens.page import PageScreen
from kamengine.tui.terminal import copying
from kamengine.tui.terminal.copying import copy_to_file, copy_with_program
from tests.tui.driving import opened


@pytest.fixture
def program(tmp_path):
    """A clipboard program that keeps what it gets in a file."""

    def make(name, script):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return {"PATH": str(file.parent), "DISPLAY": ":0"}

    return make


def test_a_program_gets_the_text(tmp_path, program, monkeypatch):
    environ = program("xclip", f"/bin/cat > '{tmp_path}/got'")
    monkeypatch.setenv("PATH", environ["PATH"])
    assert copy_with_program("客户 A", environ)
    assert (tmp_path / "got").read_text(encoding="utf-8") == "客户 A"


def test_a_program_that_fails_is_no_clipboard(program, monkeypatch):
    environ = program("xclip", "exit 1")
    monkeypatch.setenv("PATH", environ["PATH"])
    assert not copy_with_program("text", environ)


def test_programs_of_a_screen_are_not_asked_without_one(program):
    environ = program("xclip", "exit 0")
    assert not copy_with_program("text", {"PATH": environ["PATH"]})


def test_the_file_is_its_owners(tmp_path):
    file = tmp_path / "state" / "copied.txt"
    assert copy_to_file("one", file) and copy_to_file("客户", file)
    assert file.read_text(encoding="utf-8") == "客户" and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not copy_to_file("text", file / "below a file")


async def test_nothing_to_copy_is_said(telecom, english, monkeypatch):
    monkeypatch.setattr(copying, "_programs", lambda _: [])
    async with opened([telecom], english) as kam:
        await kam.press("question_mark", "y")
        assert kam.app.clipboard == ""


async def test_a_screen_that_is_not_there_yet_has_nothing_to_copy(telecom, english):
    async with opened([telecom], english) as kam:
        kam.app.push_screen(PageScreen("a page", lambda messages, cells: [((" ", ""), ("text", ""))]))
        kam.app.action_copy()
        assert kam.app.clipboard == ""
        await kam.settle()
        kam.app.action_copy()
        assert "text" in kam.app.clipboard
