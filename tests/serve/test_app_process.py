"""A process for each page: started without a shell, ended with its page, in order or not."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest
from textual_serve.download_manager import DownloadManager

from kamengine.serve.app_process import AppProcess
from tests.serve.serving import is_running

SPEAKS = """
import json, os, signal, sys
def say(kind, text):
    data = text.encode()
    sys.stdout.buffer.write(kind + len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
sys.stdout.write("a note before\\n__GANGLION__\\n")
sys.stdout.flush()
say(b"D", json.dumps([sys.argv[1:], os.environ["TEXTUAL_DRIVER"], os.environ["COLUMNS"], os.environ["ROWS"]]))
"""
QUITS = SPEAKS + "sys.stdin.buffer.read(5); say(b'M', json.dumps({'type': 'exit'}))"
STAYS = SPEAKS + (
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "import subprocess; subprocess.Popen(['sleep', '60'])\n"
    "say(b'D', 'stays')\n"
    "while True: sys.stdin.buffer.read(1); signal.pause()"
)
FAILS = "import sys; sys.stderr.write('it \\x1b[31mbroke\\n'); sys.exit(70)"
WORDS = ["it's", '"two words"', "$(touch pwned)", "; exit", "*", "--x=\n"]


class Page:
    """What stands for the websocket of a page: it keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = asyncio.Event()
        self.something = asyncio.Event()

    async def send_bytes(self, data: bytes) -> None:
        if self.closed.is_set():
            raise ConnectionResetError
        self.sent.append(data)
        self.something.set()

    async def send_str(self, text: str) -> None:
        raise AssertionError(text)

    async def close(self) -> None:
        self.closed.set()


@pytest.fixture
def page():
    return Page()


@pytest.fixture
def told():
    """The lines that apps wrote to standard error."""
    return []


@pytest.fixture
def process(page, told):
    def make(program, *words):
        return AppProcess([sys.executable, "-c", program, *words], "our:Driver", page, DownloadManager(), told.append)

    return make


async def test_its_words_arrive_as_they_are_and_its_size_is_a_sane_one(process, page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = process(QUITS, *WORDS)
    await app.start(10**9, -5)
    await asyncio.wait_for(page.something.wait(), 10)
    assert json.loads(page.sent[0]) == [WORDS, "our:Driver", "1000", "1"]
    assert not list(tmp_path.iterdir())
    await app.stop()


async def test_an_app_that_quits_closes_its_page_and_is_gone_after_stopping_twice(process, page):
    app = process(QUITS)
    await app.start(80, 24)
    await app.stop()
    await app.stop()
    assert page.closed.is_set() and app._process.returncode == 0


async def test_an_app_whose_page_is_gone_can_still_say_what_it_has_to_and_end(process, page):
    page.closed.set()
    app = process("x = 'x' * 1_000_000" + QUITS.replace("sys.stdin", "say(b'D', x); sys.stdin"))
    await app.start(80, 24)
    await app.stop()
    assert app._process.returncode == 0


@pytest.mark.slow
async def test_an_app_that_does_not_end_is_ended_with_what_it_started(process, page):
    app = process(STAYS)
    app.patience = 0.1
    await app.start(80, 24)
    while b"stays" not in page.sent:
        page.something.clear()
        await asyncio.wait_for(page.something.wait(), 10)
    await app.stop()
    assert app._process.returncode == -9 and not is_running(app._process.pid)


async def test_an_app_that_cannot_start_says_why_and_closes_its_page(process, page, told):
    app = process(FAILS)
    await app.start(80, 24)
    await asyncio.wait_for(page.closed.wait(), 10)
    assert told == ["it \x1b[31mbroke"] and not page.sent
    await app.stop()
