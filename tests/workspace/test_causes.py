"""The files of causes: kept whole or not at all, and read only as they were written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from kamengine.workspace.causes import CauseFiles
from kamengine.workspace.folder import Folder
from tests.examples import holds_for

OLD, NEW = "0" * 16, "1" * 16


def read(causes):
    """What was kept, whole; None where nothing was."""
    with causes.opened(OLD, NEW) as file:
        return file.read() if file is not None else None


@holds_for(st.lists(st.binary(max_size=20), max_size=4), few=10, many=100)
def test_what_was_kept_piece_by_piece_is_there_as_one(pieces):
    with TemporaryDirectory() as folder:
        causes = CauseFiles(Folder(Path(folder)), lambda: Path(folder) / "aside")
        assert causes.keep(OLD, NEW, iter(pieces))
        assert read(causes) == b"".join(pieces)


def test_nothing_is_there_before_something_is_kept(workspace):
    assert read(workspace.causes) is None


@pytest.mark.parametrize("damage", [b"", b"why", b"\nwhy", b"0" * 64 + b"\nwhy"])
def test_what_is_not_what_was_written_is_not_read(workspace, damage):
    workspace.causes.keep(OLD, NEW, [b"why"])
    workspace.paths.causes(OLD, NEW).write_bytes(damage)

    assert read(workspace.causes) is None


def test_where_nothing_can_be_written_nothing_is(workspace):
    workspace.paths.all_causes.parent.mkdir(exist_ok=True)
    workspace.paths.all_causes.write_text("a file where the folder should be")

    assert not workspace.causes.keep(OLD, NEW, [b"why"])
    assert read(workspace.causes) is None


def test_what_was_kept_stays_when_finding_it_anew_fails(workspace):
    def failing():
        yield b"half"
        raise ZeroDivisionError

    workspace.causes.keep(OLD, NEW, [b"why"])
    with pytest.raises(ZeroDivisionError):
        workspace.causes.keep(OLD, NEW, failing())

    assert read(workspace.causes) == b"why"
