"""One app for one page: a process of our own command, never a shell's, that ends when its page is closed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

_READY = b"__GANGLION__\n"
_LONGEST_PRELUDE = 10  # lines before the app says that it is one
_LAST_PATIENCE = 1.0  # seconds after SIGTERM
_LEAST, _MOST = 1, 1000  # columns and rows


class AppProcess(AppService):
    """A running app, and the websocket of the page that shows it.

    Attributes:
        patience: seconds that the app has to end in order; one that cannot gives up by itself after five.
    """

    patience = 6.0

    def __init__(
        self,
        words: Sequence[str],
        driver: str,
        websocket: web.WebSocketResponse,
        downloads: DownloadManager,
        tell: Callable[[str], None],
    ) -> None:
        """Nothing is started yet.

        Args:
            words: the command and its arguments.
            driver: what the app speaks through, as Textual's variable ``TEXTUAL_DRIVER`` has it.
            websocket: of the page.
            downloads: of the server.
            tell: takes every line that the app writes to standard error.
        """
        super().__init__(
            words[0],
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._close_page,
            download_manager=downloads,
        )
        self._words, self._driver, self._tell = tuple(words), driver, tell
        self._websocket = websocket

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """The environment of the app; its size is a sane one whatever the page says."""
        environment = super()._build_environment(_bounded(width), _bounded(height))
        return {**environment, "TEXTUAL_DRIVER": self._driver}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Start the app, in a session of its own: Ctrl+C is for the server, which ends its apps in order."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            start_new_session=os.name == "posix",
        )
        self._stdin = process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the app how large its page is now."""
        await super().set_terminal_size(_bounded(width), _bounded(height))

    async def run(self) -> None:
        """Pass on what the app sends until it ends; when the page is gone, read on, so that the app can end."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        telling = asyncio.create_task(self._pass_on_errors(process.stderr))
        try:
            await _wait_until_ready(process.stdout)
            while True:
                kind = await process.stdout.readexactly(1)
                size = int.from_bytes(await process.stdout.readexactly(4), "big")
                await self._pass_on(kind, await process.stdout.readexactly(size))
        except (asyncio.IncompleteReadError, EOFError):
            pass
        finally:
            await telling
            with suppress(ConnectionError, RuntimeError):
                await self.remote_close()

    async def stop(self) -> None:
        """End the app, in order if it can, and wait until it is gone."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        if not await _ended(process, self.patience):
            with suppress(ProcessLookupError):
                process.terminate()
            if not await _ended(process, _LAST_PATIENCE):
                self.kill()
                await process.wait()
        await task

    def kill(self) -> None:
        """End the app now, and what it started."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(process.pid, 9)
            else:
                process.kill()

    async def _close_page(self) -> None:
        await self._websocket.close()

    async def _pass_on(self, kind: bytes, payload: bytes) -> None:
        with suppress(ConnectionError, RuntimeError):  # the page is gone
            if kind == b"D":
                await self.on_data(payload)
            elif kind == b"M":
                await self.on_meta(payload)
            elif kind == b"P":
                await self.on_packed(payload)

    async def _pass_on_errors(self, errors: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await errors.readline()
            except ValueError:  # too long to be of use
                continue
            if not line:
                return
            self._tell(line.decode("utf-8", "replace").rstrip("\r\n"))


async def _wait_until_ready(output: asyncio.StreamReader) -> None:
    """Read what comes before the app speaks in packets.

    Raises:
        EOFError: it never does.
    """
    for _ in range(_LONGEST_PRELUDE):
        line = await output.readline()
        if line == _READY:
            return
        if not line:
            break
    raise EOFError


async def _ended(process: asyncio.subprocess.Process, patience: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), patience)
        return True
    return False


def _bounded(cells: object) -> int:
    """A number of columns or rows that an app can be drawn in."""
    return min(max(cells, _LEAST), _MOST) if isinstance(cells, int) else _LEAST
