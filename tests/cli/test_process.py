"""What only a real process shows: signals, closed and full outputs, other encodings, no terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.cli import packs
from tests.cli.conftest import COMMAND

posix = pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    """So many accounts that there is time to interrupt what is done with them."""
    path = tmp_path_factory.mktemp("many") / "accounts.parquet"
    rows = "SELECT hash(i) AS account_id, i % 200 AS spend FROM range(1_500_000) AS t(i)"
    duckdb.connect().execute(f"COPY ({rows}) TO '{path}'")
    return path


@pytest.fixture
def many(write, accounts):
    """The line that classifies them."""
    write("plain.toml", packs.PLAIN)
    return ["classify", "plain.toml", str(accounts), "-o", "out.csv"]


SIGNALS = [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow)]


@pytest.mark.slow
@posix
@pytest.mark.parametrize(("sent", "status"), SIGNALS)
def test_interrupted_while_it_writes_it_leaves_one_line_and_no_file(many, folder, sent, status):
    before = sorted(folder.iterdir())
    running = subprocess.Popen([*COMMAND, *many], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(folder.glob(".out.csv.*")):
        assert time.monotonic() < deadline
        with pytest.raises(subprocess.TimeoutExpired):  # it goes on, and needs the processor more than this loop
            running.wait(timeout=0.005)

    running.send_signal(sent)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err) == (status, b"", b"interrupted\n")
    assert sorted(folder.iterdir()) == before


@posix
def test_a_reader_that_has_seen_enough_is_no_error(command):
    read, write = os.pipe()
    os.close(read)
    try:
        said = command("functions", stdout=write)
    finally:
        os.close(write)

    assert (said.status, said.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_standard_output_is_said(command):
    with Path("/dev/full").open("wb") as full:
        said = command("packs", stdout=full)

    assert said.status == 2
    assert said.problems == ["the system refuses: No space left on device"]


@posix
def test_closed_outputs_are_no_bug(folder):
    shell = f'"{sys.executable}" -m kamengine packs >&- 2>&-; echo $?'
    done = subprocess.run(["sh", "-c", shell], cwd=folder, capture_output=True, check=False)

    assert done.stdout == b"0\n"


def test_the_app_without_a_terminal_is_refused(command, plain, write):
    write("accounts.csv", "account_id,spend\nA,1\n")

    said = command("open", plain, "accounts.csv")

    assert (said.status, said.out) == (2, "")
    assert said.problems == ["kam open: the app needs a terminal — kam classify and kam explain show the same as text"]


@pytest.mark.parametrize(("terminal", "sent"), [("gbk", "gbk"), ("ascii", "utf-8")])
def test_chinese_reaches_terminals_of_other_encodings(terminal, sent):
    settings = {**os.environ, "PYTHONIOENCODING": terminal}
    done = subprocess.run([*COMMAND, "packs", "--lang", "zh"], env=settings, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "电信大客户" in done.stdout.decode(sent)


def test_a_folder_that_is_gone_is_no_bug(folder):
    gone = folder / "gone"
    gone.mkdir()
    program = (
        "import os, sys; os.rmdir(os.getcwd()); from kamengine.cli import main; sys.exit(main(['check', 'x.toml']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=gone, capture_output=True, check=False)

    expected = "x.toml: there is no such file — a rule pack is expected; kam packs lists them\n"
    assert (done.returncode, done.stderr.decode()) == (2, expected)


def test_a_bug_is_one_line_and_status_70_and_a_traceback_only_with_debug(tmp_path, command, plain):
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text("from kamengine.api.packs import known\ndel known.examine_pack\n")

    said = command("check", plain, env={"PYTHONPATH": str(site)})
    debugged = command("check", plain, "--debug", env={"PYTHONPATH": str(site)})

    assert (said.status, said.out) == (70, "")
    assert said.err.startswith("a bug of kamengine: ImportError: cannot import name 'examine_pack'")
    assert said.err.endswith(" — run it again with --debug and report what it prints\n")
    assert debugged.status == 70
    assert debugged.err.startswith("Traceback")


def test_debug_shows_where_bad_input_was_noticed(command):
    said = command("check", "nowhere.toml", "--debug")

    assert said.status == 2
    assert said.problems[-1] == "nowhere.toml: there is no such file — a rule pack is expected; kam packs lists them"
