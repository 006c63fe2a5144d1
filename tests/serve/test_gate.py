"""Who is let in: whoever brings the token first, under our own name, and nobody else."""

from __future__ import annotations

import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

import kamengine.serve
from kamengine.serve.gate import Gate
from kamengine.serve.running import _listening
from kamengine.serve.server import AppServer

TEXTS = {"language": "en", "title": "<Acme>", "opening": "Opening", "ended": "Ended", "again": "Again"}
PATHS = ["/", "/ws", "/static/js/textual.js", "/page/page.js", "/download/1", "/nothing", "/?token="]


class Asker:
    """Somebody who asks a server, and keeps no cookies."""

    def __init__(self, session, gate, port, addresses) -> None:
        self._session = session
        self.gate, self.port, self.addresses = gate, port, addresses

    async def __call__(self, path, method="GET", **headers) -> aiohttp.ClientResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: aiohttp.ClientResponse
        async with self._session.request(method, path, headers=named, allow_redirects=False) as answer:
            await answer.read()
            return answer

    async def let_in(self) -> str:
        """Bring the token; the cookie that is got for it."""
        answer = await self(f"/?token={self.gate.token}")
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        return answer.headers["Set-Cookie"].split(";")[0]


@asynccontextmanager
async def listening(*words):
    """Somebody who asks a server on a port that is free, whose pages show what a command draws."""
    with _listening(0) as listener:
        port = listener.getsockname()[1]
        gate = Gate(port)
        server = AppServer(gate, words or ["false"], "none", TEXTS, print)
        runner = web.AppRunner(await server.application(), access_log=None)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", cookie_jar=aiohttp.DummyCookieJar()) as session:
            try:
                yield Asker(session, gate, port, runner.addresses)
            finally:
                await runner.cleanup()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
async def test_without_the_cookie_there_is_nothing(path, method):
    async with listening() as ask:
        for cookie in ("", f"kam-{ask.port}=", f"kam-{ask.port}={ask.gate.token}", f"kam-{ask.port}=é"):
            answer = await ask(path, method, Cookie=cookie)
            assert answer.status == 403 and "Set-Cookie" not in answer.headers
            assert method == "HEAD" or "start kam serve again" in await answer.text()


async def test_the_token_works_once_and_gives_a_cookie_that_scripts_and_other_sites_never_have():
    async with listening() as ask:
        answer = await ask(f"/?token={ask.gate.token}")
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        parts = answer.headers["Set-Cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} < set(parts)
        assert ask.gate.token not in parts[0]
        assert (await ask(f"/?token={ask.gate.token}")).status == 403
        page = await ask("/", Cookie=parts[0])
        assert page.status == 200 and "&lt;Acme&gt;" in await page.text() and "<Acme>" not in await page.text()


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/?token=wrong", "GET", {}),
        ("/?token=", "GET", {}),
        ("/?token=%ff%00", "GET", {}),
        ("/?token={token}x", "GET", {}),
        ("/?token={token}", "HEAD", {}),
        ("/?token={token}", "POST", {}),
        ("/static/css/xterm.css?token={token}", "GET", {}),
        ("/?token={token}", "GET", {"Host": "evil.example"}),
        ("/?token={token}", "GET", {"Host": "127.0.0.1"}),
        ("/?token={token}", "GET", {"Origin": "http://evil.example"}),
    ],
)
async def test_what_is_refused_does_not_use_the_token_up(path, method, headers):
    async with listening() as ask:
        assert (await ask(path.format(token=ask.gate.token), method, **headers)).status == 403
        await ask.let_in()


@pytest.mark.parametrize("path", PATHS)
async def test_the_cookie_is_not_enough_under_another_name_or_from_another_site(path):
    async with listening() as ask:
        cookie = await ask.let_in()
        for host in ("evil.example", f"evil.example:{ask.port}", f"127.0.0.1:{ask.port + 1}", "127.0.0.1", "[::1]"):
            assert (await ask(path, Cookie=cookie, Host=host)).status == 403
        for origin in (
            "http://evil.example",
            "null",
            f"https://127.0.0.1:{ask.port}",
            f"http://127.0.0.1:{ask.port}.x",
        ):
            assert (await ask(path, Cookie=cookie, Origin=origin)).status == 403


async def test_a_websocket_says_where_it_is_opened_from():
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec_WebSocket_Version": "13",
    }
    async with listening() as ask:
        cookie = await ask.let_in()
        own = f"http://127.0.0.1:{ask.port}"
        assert (await ask("/ws", Cookie=cookie, **upgrade)).status == 403
        assert (await ask("/ws", Origin=own, **upgrade)).status == 403
        assert (await ask("/ws", Cookie=cookie, Origin=f"http://localhost:{ask.port}", **upgrade)).status == 403
        headers = {"Cookie": cookie, "Origin": own}
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{own}/ws", headers=headers) as socket:
            assert not socket.closed


@pytest.mark.parametrize(
    "text", ["", "no JSON", "{}", "[]", '["stdin"]', '["stdin", 5]', '["resize", {}]', '["resize", 1]', '["ping"]']
)
async def test_what_no_page_of_ours_says_ends_the_conversation(text):
    ends = "import sys; print('__GANGLION__', flush=True); sys.stdin.read(1)"
    async with listening(sys.executable, "-c", ends) as ask:
        own = f"http://127.0.0.1:{ask.port}"
        headers = {"Cookie": await ask.let_in(), "Origin": own}
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{own}/ws", headers=headers) as socket:
            await socket.send_str(text)
            said = await socket.receive(10)
            assert (said.type, said.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.UNSUPPORTED_DATA)


async def test_it_listens_on_loopback_only_and_answers_to_both_names_of_it():
    async with listening() as ask:
        assert [address[0] for address in ask.addresses] == ["127.0.0.1"]
        cookie = await ask.let_in()
        for name in ("127.0.0.1", "localhost"):
            page = await ask("/", Cookie=cookie, Host=f"{name}:{ask.port}")
            assert f'"ws://{name}:{ask.port}/ws"' in await page.text()


async def test_a_page_may_load_what_we_have_and_speak_with_us_only():
    async with listening() as ask:
        cookie = await ask.let_in()
        for path in PATHS[1:4]:
            answer = await ask(path, Cookie=cookie)
            rules = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in rules and f"connect-src 'self' ws://127.0.0.1:{ask.port};" in rules
            assert answer.headers["X-Frame-Options"] == "DENY" and answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
    for file in (Path(kamengine.serve.__file__).parent / "page").iterdir():
        assert not re.search(r"https?:|//[a-z]", file.read_text(encoding="utf-8").replace("\n// ", ""))
