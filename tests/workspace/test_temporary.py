"""Temporary folders: one for each process, gone with it, swept when it was killed, never while it lives."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.temporary import TemporaryRoom, abandoned, remove_abandoned

HOLDER = """
import sys
from pathlib import Path
from kamengine.workspace.temporary import TemporaryRoom
room = TemporaryRoom(Path(sys.argv[1]))
path = room.path()
path.write_text("half")
print(path, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process with a temporary file, and the root of its folder."""
    root = tmp_path / ".temporary"
    line = [sys.executable, "-c", HOLDER, str(root)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process, root
        process.kill()


def test_paths_are_new_and_inside_the_workspace(workspace):
    one, two = workspace.temporary(), workspace.temporary()

    assert one != two
    assert not one.exists() and one.parent.is_dir()
    assert one.is_relative_to(workspace.folder)


def test_nothing_is_left_when_the_workspace_is_closed(workspace):
    workspace.temporary().write_text("half")
    workspace.temporary().mkdir()

    workspace.close()
    assert not workspace.paths.temporary.exists()


def test_what_a_killed_process_left_is_known_and_removed(holder):
    process, root = holder
    assert abandoned(root) == []

    process.send_signal(signal.SIGKILL)
    process.wait()
    (left,) = abandoned(root)
    assert [path.read_text() for path in left.iterdir()] == ["half"]
    assert remove_abandoned(root) == [left]
    assert not root.exists()


def test_what_a_living_process_has_is_left_alone(holder):
    _, root = holder

    assert remove_abandoned(root) == []
    room = TemporaryRoom(root)
    room.path()
    assert len([path for path in root.iterdir() if path.is_dir()]) == 2
    room.close()
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1


def test_the_next_import_sweeps(holder):
    process, root = holder
    process.kill()
    process.wait()

    room = TemporaryRoom(root)
    own = room.path().parent
    assert [path for path in root.iterdir() if path.is_dir()] == [own]
    room.close()


def test_a_file_in_the_way_is_said(tmp_path):
    with Workspace.init(tmp_path / "w", name="w") as workspace:
        workspace.paths.temporary.write_text("in the way")
        with pytest.raises(KamError, match=r"\.temporary: cannot be written: .* — nothing was changed"):
            workspace.temporary()


def test_a_lock_without_a_folder_goes_and_is_no_unfinished_work(tmp_path):
    root = tmp_path / "room"
    root.mkdir()
    lock = root / "4711-0a1b2c3d.lock"  # as a process makes it before it takes it, or is killed
    lock.touch()
    assert abandoned(root) == []
    assert remove_abandoned(root) == []
    assert not lock.exists()
