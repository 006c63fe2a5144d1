"""A full disk, a file-size limit, a folder that can only be read: one clear line, and nothing is damaged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from kamengine.cli import main
from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.doctor import examine
from tests.conftest import REPOSITORY
from tests.workspace.made import ANN, accounts, rows, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits and mounts")

LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from kamengine.cli import main
sys.exit(main())
"""
ROWS = 20_000
REFUSED = "(Read-only file system|Permission denied)"
EVERYBODY = b'[pack]\nid = "all"\nversion = "1"\ntitle = "All"\n[[tiers]]\nid = "all"\n'
IMPORT = ("import", "--map", "spend=spend:money")


def kam(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run a command in this process; its status and what it says of problems."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        status = main(["-w", str(folder), *map(str, arguments), "--lang", "en"])
    assert "Traceback" not in said.getvalue()
    return status, said.getvalue()


def limited(limit: int, folder: Path, *arguments: str | Path) -> tuple[int, str]:
    """The same in a process of its own, whose files may have so many bytes; what Python compiles is not among them."""
    settings = {"LC_ALL": "en_US.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    line = [sys.executable, "-c", LIMITED, str(limit), "-w", str(folder), *map(str, arguments)]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, text=True, env={**os.environ, **settings})
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def table(tmp_path):
    """A file of accounts whose snapshot is larger than the limits and disks below."""
    path = tmp_path / "accounts.csv"
    lines = (f"A{row},{row * 7919 % 99_991}.{row % 89}\n" for row in range(ROWS))
    path.write_text("account_id,spend\n" + "".join(lines))
    return path


@pytest.fixture
def mounted(tmp_path):
    """Mount a small disk of its own on a folder."""
    points = []

    def mount(folder: Path, *options: str) -> None:
        folder.mkdir()
        line = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
        try:
            subprocess.run(line, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("mounting a disk is not permitted here")
        points.append(folder)

    yield mount
    for folder in points:
        subprocess.run(["umount", "-l", folder], check=False)


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 1000, 33_000, 60_000, 88_000])
def test_a_limit_on_the_size_of_files(workspace, table, limit):
    accounts(workspace)
    before = rows(workspace)
    workspace.close()

    status, said = limited(limit, workspace.folder, *IMPORT, table)

    assert status == 2
    (line,) = (line for line in said.splitlines() if not line.startswith("note:"))
    assert "a bug of kamengine" not in line
    assert examine(workspace.folder, fix=True).open == 0
    assert examine(workspace.folder).findings == []
    with Workspace.open(workspace.folder) as again:
        assert rows(again) == before
        assert len(again.imports.list()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("free", [0, 20_000, 50_000, 85_000])
def test_a_full_disk(tmp_path, table, mounted, free):
    folder = tmp_path / "disk"
    mounted(folder, "size=2m")
    with Workspace.init(folder / "w", name="w") as workspace:
        accounts(workspace)
        before = rows(workspace)
    there = os.statvfs(folder)
    (folder / "ballast").write_bytes(b"x" * (there.f_bavail * there.f_frsize - free))

    status, said = kam(folder / "w", *IMPORT, table)

    assert status == 2
    (line,) = (line for line in said.splitlines() if not line.startswith("note:"))
    assert re.search("full|No space", line), line
    (folder / "ballast").unlink()
    assert examine(folder / "w", fix=True).open == 0
    assert examine(folder / "w").findings == []
    with Workspace.open(folder / "w") as again:
        assert rows(again) == before


def test_a_disk_that_is_full_to_the_last_byte(tmp_path, mounted):
    folder = tmp_path / "disk"
    mounted(folder, "size=500k")
    with Workspace.init(folder / "w", name="w") as workspace:
        accounts(workspace)
        with (folder / "ballast").open("wb", buffering=0) as ballast, pytest.raises(OSError):
            while True:
                ballast.write(b"x" * 512)
        last = workspace.journal.last()
        with (
            pytest.raises(KamError, match="the disk is full — nothing was changed"),
            workspace.transaction("ann") as change,
        ):
            for number in range(2000):
                change.note("set", "note", str(number), after="x" * 1000)
        assert workspace.journal.last() == last
        assert len(rows(workspace)) == 2
        (folder / "ballast").unlink()
        accounts(workspace, ANN)
    assert examine(folder / "w").findings == []


@pytest.fixture
def protect(tmp_path):
    """Let nobody write into a folder: by its permissions, and for root, whom these do not stop, by mounting it so."""
    mounts: list[Path] = []

    def make_read_only(folder: Path) -> None:
        if os.geteuid() != 0:
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o555 if path.is_dir() else 0o444)
            return
        try:
            subprocess.run(["mount", "--bind", folder, folder], check=True, capture_output=True)
            mounts.append(folder)
            subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("mounting is not permitted here")

    yield make_read_only
    for folder in mounts:
        subprocess.run(["umount", "-l", folder], check=False)
    for folder in (tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def test_a_folder_that_can_only_be_read(tmp_path, protect):
    folder = tmp_path / "disk"
    with Workspace.init(folder / "w", name="w") as workspace:
        accounts(workspace)
        run(workspace)
    protect(folder)

    with Workspace.open(folder / "w") as workspace:
        assert len(rows(workspace)) == 2
        assert len(workspace.runs.list()) == 1
        with pytest.raises(KamError, match="the workspace is in a folder that can only be read — nothing was changed"):
            workspace.undo_import("ann")
        with pytest.raises(KamError, match=f"cannot be written: {REFUSED} — nothing was changed"):
            workspace.temporary()
    found = examine(folder / "w", fix=True)
    assert [(finding.check, finding.state) for finding in found.findings] == [("catalog", "note")]
    with pytest.raises(KamError, match=f"cannot be written: {REFUSED}"):
        Workspace.init(folder / "other", name="w")


@pytest.fixture
def small(tmp_path):
    """A file of two accounts."""
    path = tmp_path / "small.csv"
    path.write_text("account_id,spend\nA,1\nB,2\n")
    return path


def test_what_can_only_be_read_can_be_looked_at_and_tried(tmp_path, protect, small):
    folder = tmp_path / "disk"
    with Workspace.init(folder / "w", name="w", packs={"all.toml": EVERYBODY}) as workspace:
        accounts(workspace)
    protect(folder)

    assert kam(folder / "w", *IMPORT, small, "--dry-run") == (0, "")
    assert kam(folder / "w", "accounts") == (0, "note: nothing can be written here, so this run is not kept\n")
    status, said = kam(folder / "w", *IMPORT, small)
    assert status == 2
    assert re.fullmatch(f".*cannot be written: {REFUSED} — nothing was changed\n", said)


def test_what_is_on_a_full_disk_can_be_looked_at(tmp_path, mounted, small):
    folder = tmp_path / "disk"
    mounted(folder, "size=2m")
    with Workspace.init(folder / "w", name="w", packs={"all.toml": EVERYBODY}) as workspace:
        accounts(workspace)
    with (folder / "ballast").open("wb", buffering=0) as ballast, pytest.raises(OSError):
        while True:
            ballast.write(b"x" * 512)

    with Workspace.open(folder / "w") as workspace:
        assert len(workspace.imports.list()) == 1
        assert len(rows(workspace)) == 2
        with pytest.raises(KamError, match="the disk is full — nothing was changed"):
            workspace.undo_import("ann")
    assert [finding.state for finding in examine(folder / "w").findings] == ["note"]
    assert kam(folder / "w", *IMPORT, small, "--dry-run") == (0, "")
    assert kam(folder / "w", "accounts")[0] == 0
    status, said = kam(folder / "w", *IMPORT, small)
    assert (status, said.count("\n"), "No space left" in said) == (2, 1, True)


def test_where_no_file_may_grow_everything_can_still_be_read(workspace):
    accounts(workspace)
    workspace.close()
    assert limited(0, workspace.folder, "imports") == (0, "")
