"""A real `kam serve`, and a real browser that looks at it, both on loopback only."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import aiohttp

from tests.conftest import REPOSITORY

PATIENCE = 40  # seconds until a test gives up; nothing waits that long when all is well
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,600",
    "--lang=en",
]
_STYLES = re.compile(r"\x1b\[[0-9;]*[mH]")
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, "")}


class Serving:
    """A server that runs.

    Attributes:
        process: it.
        address: what it says is to be opened, with the token.
        root: the same without the token.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process, lines = process, []
        for line in process.stdout:
            lines.append(line)
            if found := re.match(r"(http://127\.0\.0\.1:\d+)/\?token=\S+$", line):
                self.address, self.root = found[0], found[1]
                return
        raise AssertionError("".join(lines))

    @property
    def apps(self) -> list[int]:
        """The processes of the apps that it shows."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in listed.stdout.split()]

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(folder: Path, *more: str, **environment: str) -> Iterator[Serving]:
    words = [sys.executable, "-m", "kamengine", "serve", "-w", str(folder), "--lang", "en", *more]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run in the background ignores it
    )
    try:
        yield Serving(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def is_running(pid: int) -> bool:
    """Whether a process is there, and no mere entry of one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def words_of(pid: int) -> list[str]:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")


async def until(holds) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never holds"
        await asyncio.sleep(0.05)


class Page:
    """A page of the browser, spoken to in Chromium's DevTools protocol.

    Attributes:
        complaints: errors that it tells on its console.
        asked_for: every address that it asked for.
        shown: what an app drew on it, as sent over its websocket.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.complaints: list[str] = []
        self.asked_for: list[str] = []
        self.shown = ""

    async def send(self, method: str, **params):
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            said = await self._socket.receive_json(timeout=PATIENCE)
            self._notice(said.get("method"), said.get("params"))
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    def _notice(self, event, params) -> None:
        if event == "Runtime.exceptionThrown" or (event == "Log.entryAdded" and params["entry"]["level"] == "error"):
            self.complaints.append(str(params))
        elif event == "Network.requestWillBeSent":
            self.asked_for.append(params["request"]["url"])
        elif event == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
            self.shown += base64.b64decode(params["response"]["payloadData"]).decode("utf-8", "replace")
            self.shown = _STYLES.sub("", self.shown)

    async def shows(self, *texts: str) -> None:
        """Wait until the app has drawn these since this was asked last."""
        end = time.monotonic() + PATIENCE
        while any(text not in self.shown for text in texts):
            assert time.monotonic() < end, self.shown
            await self.value("0")
            await asyncio.sleep(0.05)
        self.shown = ""

    async def open(self, address: str) -> None:
        await self.send("Page.navigate", url=address)

    async def value(self, expression: str):
        """What an expression of JavaScript comes to."""
        said = await self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    async def holds(self, expression: str) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + PATIENCE
        while not await self.value(expression):
            assert time.monotonic() < end, (expression, await self.value("document.documentElement.outerHTML"))
            await asyncio.sleep(0.05)

    async def press(self, key: str) -> None:
        code, text = _KEYS.get(key, (ord(key.upper()[0]), key))
        about = {"key": key, "windowsVirtualKeyCode": code}
        await self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    async def picture(self, file: Path) -> None:
        shot = await self.send("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Page]:
    """A new browser without a history, with one page."""
    assert CHROMIUM is not None
    folder.mkdir()
    process = subprocess.Popen(
        [CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        told = folder / "DevToolsActivePort"
        await until(lambda: told.exists() and len(told.read_text().split()) > 1)
        port = told.read_text().split()[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                page = next(each for each in await answer.json(content_type=None) if each["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                opened = Page(socket)
                for domain in ("Page", "Runtime", "Log", "Network"):
                    await opened.send(f"{domain}.enable")
                yield opened
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
