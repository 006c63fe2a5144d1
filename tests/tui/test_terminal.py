"""The app on a real pseudo-terminal: the first frame, every way out, and the terminal as it was."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from kamengine.cli import main
from tests.api.made import spend_workspace
from tests.cli.packs import SPEND
from tests.conftest import REPOSITORY
from tests.tui.emulator import Emulator

PATIENCE = 60  # seconds until a test gives up; nothing waits that long when all is well
MAIN = "import sys; from kamengine.cli import main; sys.exit(main())"
BROKEN = """
import sys
from kamengine.cli import main
from kamengine.tui.accounts.screen import AccountsScreen
def fail(self):
    secret = "a customer's number"
    raise RuntimeError("it broke")
AccountsScreen.action_sort = fail
sys.exit(main())
"""
BROKEN_BEHIND = """
import sys
from kamengine.cli import main
from kamengine.tui.accounts.screen import AccountsScreen
async def fail():
    raise RuntimeError("it broke")
AccountsScreen.action_sort = lambda self: self.run_worker(fail())
sys.exit(main())
"""
BUSY = """
import sys, threading
from kamengine.cli import main
from kamengine.tui.app import KamApp
KamApp.on_unmount = lambda self: threading.Event().wait()
"""
SETTLED = """
import sys
from kamengine.cli import main
from kamengine.tui import start
settle_later = start._settle_later
def settle():
    later = settle_later()
    later.join()
    return later
start._STARTED_AFTER = 0.0
start._settle_later = settle
"""
SHELL = ("sh", "-mc", '"$@"; for _ in 1 2; do echo "the shell\'s again"; read -r _; fg; done', "sh")
"""A shell with jobs: it goes on when the app is stopped, and brings it back when Enter is pressed."""
ENTER, LEAVE, SHOW_CURSOR, MOUSE_OFF = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"


@pytest.fixture(scope="module")
def arguments(tmp_path_factory):
    """A command line over a few accounts, of which one has a name that means harm."""
    file = tmp_path_factory.mktemp("data") / "accounts.csv"
    rows = ["account_id,name,monthly_spend,city_level", "T1,北京电信,20000,地级市", "T2,[x/]\x1b]0;pwned\x07,5,地级市"]
    file.write_text("\n".join(rows), encoding="utf-8")
    return ["open", "telecom", str(file), "--allow-missing-columns", "--as-of", "2026-06-30", "--lang", "en"]


class Terminal:
    """A process on a pseudo-terminal of 80 by 24."""

    def __init__(self, arguments, program=MAIN, shell=(), **environment) -> None:
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.seen = b""
        env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [*shell, sys.executable, "-c", program, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=REPOSITORY,
            env={**env, "TERM": "xterm-256color", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def wait_for(self, *wanted: str) -> None:
        """Read until all of these have been on the screen."""
        end = time.monotonic() + PATIENCE
        while any(text.encode() not in self.seen for text in wanted):
            assert time.monotonic() < end, self.seen.decode(errors="replace")
            assert self.process.poll() is None or self._read(0.1), self.seen.decode(errors="replace")
            self._read(0.1)

    def wait_for_return(self, wanted: str) -> None:
        """Read until the app has given the terminal back, has taken it once more, and shows this."""
        self.wait_for(LEAVE.decode())
        self.seen = self.seen[self.seen.rfind(LEAVE) :]
        self.wait_for(ENTER.decode(), wanted)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self) -> int:
        """The exit status; everything that is still written is read."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "it does not end"
            self._read(0.1)
        while self._read(0):
            pass
        return self.process.returncode

    def assert_restored(self) -> None:
        assert termios.tcgetattr(self.slave) == self.before
        for on, off in ((ENTER, LEAVE), (b"\x1b[?25l", SHOW_CURSOR), (b"\x1b[?1000h", MOUSE_OFF)):
            assert self.seen.rfind(off) > self.seen.rfind(on) > -1

    def _read(self, timeout: float) -> bool:
        if not select.select([self.master], [], [], timeout)[0]:
            return False
        chunk = os.read(self.master, 65536)
        self.seen += chunk
        return bool(chunk)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def start(arguments):
    running: list[Terminal] = []

    def starter(*more, **options) -> Terminal:
        running.append(Terminal(arguments, *more, **options))
        return running[-1]

    yield starter
    for terminal in running:
        terminal.close()


def test_it_opens_and_q_leaves(start):
    terminal = start()
    terminal.wait_for("Telecom key accounts", "北京电信", "1 / 2")
    terminal.press("q")

    assert terminal.end() == 0
    terminal.assert_restored()
    assert b"pwned\x07" not in terminal.seen and b"\x1b]0;" not in terminal.seen


@pytest.mark.slow
@pytest.mark.parametrize(("program", "key", "lines"), [(SETTLED + MAIN, "q", 0), (SETTLED + BROKEN, "s", 2)])
def test_no_more_is_said_after_it_was_open_for_a_while(start, tmp_path, program, key, lines):
    terminal = start(program, XDG_STATE_HOME=str(tmp_path))
    terminal.wait_for("1 / 2")
    terminal.press(key)

    terminal.end()
    assert terminal.seen[terminal.seen.rfind(LEAVE) :].count(b"\n") == lines


def test_without_colours_none_is_sent_and_a_signal_ends_it_in_order(start):
    terminal = start(NO_COLOR="1")
    terminal.wait_for("Telecom key accounts", "1 / 2")
    terminal.process.send_signal(signal.SIGTERM)

    assert terminal.end() == 128 + signal.SIGTERM
    terminal.assert_restored()
    assert b"38;" not in terminal.seen and b"48;" not in terminal.seen


def test_it_ends_when_the_terminal_is_gone(start):
    terminal = start()
    terminal.wait_for("1 / 2")
    terminal.hang_up()

    assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP


@pytest.mark.slow
def test_a_hangup_ends_it_in_order(start):
    terminal = start()
    terminal.wait_for("1 / 2")
    terminal.process.send_signal(signal.SIGHUP)

    assert terminal.end() == 128 + signal.SIGHUP
    terminal.assert_restored()


@pytest.mark.slow
def test_it_ends_soon_even_if_a_job_does_not(start):
    terminal = start(BUSY + MAIN)
    terminal.wait_for("1 / 2")
    terminal.press("q")

    assert terminal.end() == 0
    terminal.assert_restored()


@pytest.mark.slow
def test_a_bug_is_told_even_if_a_job_does_not_end(start, tmp_path):
    terminal = start(BUSY + BROKEN, XDG_STATE_HOME=str(tmp_path))
    terminal.wait_for("1 / 2")
    terminal.press("s")

    assert terminal.end() == 70
    terminal.assert_restored()
    assert "a bug of kamengine: RuntimeError: it broke" in terminal.seen[terminal.seen.rfind(LEAVE) :].decode()
    assert list((tmp_path / "kam" / "reports").iterdir())


@pytest.mark.slow
def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on_where_one_was(start):
    terminal = start(shell=SHELL)
    terminal.wait_for("1 / 2")
    terminal.press("j")
    terminal.wait_for("2 / 2")
    terminal.press("\x1a")
    terminal.wait_for("the shell's again")
    terminal.assert_restored()

    terminal.seen = b""
    terminal.press("\n")
    terminal.wait_for(ENTER.decode(), "北京电信", "2 / 2")
    terminal.press("k")
    terminal.wait_for("1 / 2")
    terminal.press("\x1a")
    terminal.wait_for("the shell's again")
    terminal.assert_restored()

    terminal.seen = b""
    terminal.press("\n")
    terminal.wait_for(ENTER.decode(), "北京电信", "1 / 2")
    terminal.press("q")
    assert terminal.end() == 0
    terminal.assert_restored()


@pytest.mark.slow
def test_ctrl_z_leaves_nobody_stopped_where_no_shell_would_go_on(start):
    terminal = start()
    terminal.wait_for("1 / 2")
    terminal.press("\x1a")
    terminal.wait_for_return("1 / 2")
    terminal.press("jq")

    assert terminal.end() == 0
    terminal.assert_restored()


@pytest.mark.slow
def test_it_goes_on_whoever_stopped_it_and_however_often_it_is_told_to(start):
    terminal = start()
    terminal.wait_for("1 / 2")
    for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGCONT, signal.SIGCONT):
        terminal.process.send_signal(number)
    terminal.wait_for_return("1 / 2")
    terminal.press("q")

    assert terminal.end() == 0, "no thread that reads keys is left over"
    terminal.assert_restored()


@pytest.mark.slow
def test_a_bug_in_the_background_is_told_too(start, tmp_path):
    terminal = start(BROKEN_BEHIND, XDG_STATE_HOME=str(tmp_path))
    terminal.wait_for("1 / 2")
    terminal.press("s")

    assert terminal.end() == 70
    terminal.assert_restored()
    assert "a bug of kamengine: RuntimeError: it broke" in terminal.seen[terminal.seen.rfind(LEAVE) :].decode()


def test_a_bug_is_told_without_what_it_held(start, tmp_path):
    terminal = start(BROKEN, XDG_STATE_HOME=str(tmp_path))
    terminal.wait_for("1 / 2")
    terminal.press("s")

    assert terminal.end() == 70
    terminal.assert_restored()
    after = terminal.seen[terminal.seen.rfind(LEAVE) :].decode()
    assert "a bug of kamengine: RuntimeError: it broke" in after
    assert "secret" not in after and "Traceback" not in after and after.count("\n") == 2
    (report,) = (tmp_path / "kam" / "reports").iterdir()
    assert report.name in after and "action_sort" not in report.read_text() and " fail" in report.read_text()
    assert "it broke" not in report.read_text() and "customer" not in report.read_text()


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}], ids=["pipes", "dumb"])
def test_without_a_terminal_it_says_so(arguments, environment):
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 2
    assert "the app needs a terminal" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_who_works_and_the_day_are_taken_from_the_line(tmp_path):
    spend_workspace(tmp_path / "ws", SPEND).close()
    main(["team", "add", "Mei", "-w", str(tmp_path / "ws")])
    words = ["open", "--lang", "en", "-w", str(tmp_path / "ws"), "--as", "Mei", "--today", "2031-02-03"]
    terminal = Terminal(words)
    try:
        terminal.wait_for("Spend", "Ada")
        terminal.press("1")
        terminal.wait_for("2031-02-03 · everybody")
        terminal.press("m")
        terminal.wait_for("2031-02-03 · Mei")
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_kam_alone_opens_the_workspace(tmp_path):
    spend_workspace(tmp_path / "ws", SPEND).close()
    terminal = Terminal(["--lang", "en", "-w", str(tmp_path / "ws")])
    try:
        terminal.wait_for("Spend", "Ada", "Ben")
        terminal.press("q")
        assert terminal.end() == 0
        terminal.assert_restored()
    finally:
        terminal.close()


@pytest.mark.slow
def test_everything_is_drawn_again_after_it_was_away(arguments, tmp_path):
    paths = f"{REPOSITORY}:{REPOSITORY / 'plugins'}"
    terminal = Emulator(arguments, tmp_path, (80, 24), shell=SHELL, PYTHONPATH=paths)
    try:
        terminal.wait_for("1 / 2")
        terminal.press("↵")
        terminal.wait_for("Missing facts", "Why")
        terminal.rest()
        before = terminal.text
        terminal.send("\x1a")
        terminal.wait_until(lambda: b"the shell's again" in terminal.wire)
        terminal.send("\n")
        terminal.wait_until(lambda: terminal.text == before)
    finally:
        terminal.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "there"), [("?", "Leave the app in the background"), (":copy", "Copy what is looked at")]
)
def test_ctrl_z_stops_the_app_over_a_dialog_too_and_nothing_that_was_typed_is_lost(arguments, tmp_path, keys, there):
    paths = f"{REPOSITORY}:{REPOSITORY / 'plugins'}"
    terminal = Emulator(arguments, tmp_path, (80, 80), shell=SHELL, PYTHONPATH=paths)
    try:
        terminal.wait_for("1 / 2")
        terminal.press(keys[0])
        terminal.wait_for("What do you want to do?" if keys[1:] else there)
        terminal.send(keys[1:])
        terminal.wait_for(there, keys[1:])
        terminal.send("\x1a")
        terminal.wait_until(lambda: b"the shell's again" in terminal.wire)
        terminal.send("\n")
        terminal.wait_until(lambda: terminal.wire.count(ENTER) == 2)  # the screen is empty then
        terminal.wait_for(there, keys[1:])
    finally:
        terminal.close()
