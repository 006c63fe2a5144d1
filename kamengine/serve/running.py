"""Serving until somebody ends it: the port, the signals, and no app that is left behind."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from kamengine.problems import KamError, Place, say, system_reason
from kamengine.serve.gate import LOOPBACK, Gate
from kamengine.serve.server import AppServer

_STATUSES = {"SIGINT": 0, "SIGTERM": 128 + signal.SIGTERM, "SIGHUP": 129}
"""Ctrl+C is how a server is ended; the other signals end it as they end every command."""
_PATIENCE = 10.0  # seconds for the apps to end


def serve(
    words: Sequence[str],
    driver: str,
    texts: Mapping[str, str],
    *,
    port: int,
    announce: Callable[[str], None],
    tell: Callable[[str], None],
) -> int:
    """Serve an app to a browser on this computer until a signal comes.

    Args:
        words: the command that opens the app, and its arguments; each page gets a process of its own.
        driver: what the app speaks through, as Textual's variable ``TEXTUAL_DRIVER`` has it.
        texts: of the page; see `kamengine.serve.server.AppServer`.
        port: where to listen on 127.0.0.1; 0 takes one that is free.
        announce: takes the address that is to be opened, with its token.
        tell: takes every line that an app writes to standard error.

    Returns:
        The exit status: 0 after Ctrl+C, else 128 and the signal's number.

    Raises:
        KamError: nothing can be listened to at the port.
    """
    with _listening(port) as listener:
        gate = Gate(listener.getsockname()[1])
        _silence("textual-serve", "aiohttp.server", "aiohttp.web")
        return asyncio.run(_serve(AppServer(gate, words, driver, texts, tell), listener, gate, announce))


async def _serve(server: AppServer, listener: socket.socket, gate: Gate, announce: Callable[[str], None]) -> int:
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    _end_on_signals(ended)
    runner = web.AppRunner(await server.application(), access_log=None, shutdown_timeout=_PATIENCE)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        announce(gate.address)
        return await ended
    finally:
        await runner.cleanup()
        server.kill()


def _end_on_signals(ended: asyncio.Future[int]) -> None:
    def end(status: int) -> None:
        if not ended.done():
            ended.set_result(status)

    for name, status in _STATUSES.items():
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup, a job in the background
            try:
                asyncio.get_running_loop().add_signal_handler(number, end, status)
            except NotImplementedError:  # on Windows Ctrl+C is an exception
                return


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        what = say("cannot listen at port {port}: {reason}", port=str(port), reason=system_reason(error))
        raise KamError.of(what, say("name another one, or none"), place=Place(key="--port")) from error


def _silence(*names: str) -> None:
    """Let libraries log nothing: their errors show the values of variables, which may be of customers."""
    for name in names:
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
