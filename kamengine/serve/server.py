"""The pages and the websockets: textual-serve's server with our page, our gate, and our way to start an app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from kamengine.serve.app_process import AppProcess
from kamengine.serve.gate import Gate

_PAGE = Path(__file__).parent / "page"
_HEARTBEAT = 15.0  # seconds


class AppServer(Server):
    """Shows one app to each page that is let in."""

    def __init__(
        self,
        gate: Gate,
        words: Sequence[str],
        driver: str,
        texts: Mapping[str, str],
        tell: Callable[[str], None],
    ) -> None:
        """Nothing is listened to yet.

        Args:
            gate: says who is let in.
            words: the command that opens the app, and its arguments.
            driver: what the app speaks through, as Textual's variable ``TEXTUAL_DRIVER`` has it.
            texts: of the page: ``language``, ``title``, ``opening``, ``ended``, ``again``.
            tell: takes every line that an app writes to standard error.
        """
        super().__init__(words[0], title=texts["title"], templates_path=str(_PAGE))
        self._gate, self._words, self._driver = gate, tuple(words), driver
        self._texts, self._tell = dict(texts), tell
        self._shown: dict[AppProcess, web.WebSocketResponse] = {}

    async def application(self) -> web.Application:
        """Everything that is answered, behind the gate."""
        app: web.Application = await self._make_app()
        app.router.add_static("/page", _PAGE)
        self._gate.guard(app)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: whoever serves says where."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every page, which ends its app."""
        for websocket in list(self._shown.values()):
            await websocket.close(code=WSCloseCode.GOING_AWAY)

    def kill(self) -> None:
        """End the apps that are still there now."""
        for process in self._shown:
            process.kill()

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page, under the name that it was asked for."""
        size = to_int(request.query.get("fontsize", ""), 16)
        context = {**self._texts, "socket": f"ws://{request.host}/ws", "font_size": min(max(size, 6), 72)}
        return aiohttp_jinja2.render_template("index.html", request, context)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Show an app to a page until one of them ends."""
        websocket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await websocket.prepare(request)
        process = AppProcess(self._words, self._driver, websocket, self.download_manager, self._tell)
        self._shown[process] = websocket
        try:
            await process.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
            await self._process_messages(websocket, process)
        except (AssertionError, AttributeError, LookupError, TypeError, ValueError):  # no message of our page
            await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)
        finally:
            await process.stop()
            del self._shown[process]
        return websocket
