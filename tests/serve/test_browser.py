"""The app in a real browser: it opens, keys work, nothing else is let in, nothing comes from elsewhere."""

from __future__ import annotations

import signal

import pytest

from tests.serve.serving import CHROMIUM, browser, is_running, serving, until, words_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]


async def test_the_page_opens_and_keys_work_until_q_which_can_be_taken_back(folder, tmp_path):
    with serving(folder, "--as", "Mei's", "--today", "2026-07-01") as server:
        async with browser(tmp_path / "browser") as page:
            await page.open(server.address)
            await page.shows("Key distributors", "1 / 298")
            assert await page.value("location.href + document.cookie") == f"{server.root}/", "no token, no cookie"
            await page.press("j")
            await page.shows("2 / 298")
            await page.press("Enter")
            await page.shows("Timeline")
            await page.press("l")
            await page.shows("退出")
            (app,) = server.apps
            assert words_of(app)[1:] == [
                *("-P", "-m", "kamengine", "open", f"--workspace={folder}"),
                *("--as=Mei's", "--lang=en", "--today=2026-07-01"),
            ]
            assert not page.complaints
            await page.press("q")
            await page.holds("document.body.classList.contains('-closed') && document.activeElement.id == 'again'")
            await until(lambda: not is_running(app))
            page.shown = ""
            await page.press("Enter")
            await page.shows("/ 298")
            assert server.apps not in ([], [app])
            assert {address.split("/")[2] for address in page.asked_for if not address.startswith("data:")} == {
                server.root.removeprefix("http://")
            }
        assert server.end() == 0


async def test_a_wrong_token_and_a_used_one_are_refused_and_no_websocket_opens_without_the_cookie(folder, tmp_path):
    with serving(folder) as server:
        async with browser(tmp_path / "browser") as page:
            await page.open(f"{server.root}/?token=wrong")
            await page.holds("document.body?.innerText.startsWith('403: Forbidden')")
            await page.open(server.root)
            await page.holds("document.body?.innerText.startsWith('403: Forbidden') && location.search == ''")
            assert await page.value(
                f"new Promise(done => {{ const socket = new WebSocket('{server.root.replace('http', 'ws')}/ws');"
                "socket.onopen = () => done('opened'); socket.onerror = () => done('refused') })"
            ) in ("refused", None)
            await page.open(server.address)
            await page.shows("1 / 298")
        async with browser(tmp_path / "other") as page:
            await page.open(server.address)
            await page.holds("document.body?.innerText.startsWith('403: Forbidden')")


async def test_a_closed_page_ends_its_app_and_the_server_goes_on(folder, tmp_path):
    with serving(folder) as server:
        async with browser(tmp_path / "browser") as page:
            await page.open(server.address)
            await page.shows("1 / 298")
            (app,) = server.apps
        await until(lambda: not is_running(app))
        assert server.process.poll() is None


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)]
)
async def test_no_end_of_the_server_leaves_a_process(folder, tmp_path, number, status):
    with serving(folder) as server:
        async with browser(tmp_path / "browser") as page:
            await page.open(server.address)
            await page.shows("1 / 298")
            (app,) = server.apps
            assert server.end(number) == status
            await until(lambda: not is_running(app))
