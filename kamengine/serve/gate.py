"""Who may come in: the browser that was given the address with the token, and nobody else.

Every account of this computer, and every page that its browsers show, can reach a port on loopback. So the first
request must bring the token, which works once, and gets a cookie; without the cookie there is no page, no file, no
download and no websocket. The name under which a request reached us is looked at against DNS rebinding, the page that
it came from against cross-site requests and websockets, to which browsers would add the cookie.
"""

from __future__ import annotations

import hmac
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from kamengine.locale import Messages
from kamengine.problems import say

LOOPBACK = "127.0.0.1"
_NAMES = (LOOPBACK, "localhost")
_BYTES = 32  # 256 bits: never guessed
_HTTP = 80


class Gate:
    """Lets one browser in.

    Attributes:
        token: brings whoever has it in, once.
    """

    def __init__(self, port: int) -> None:
        """Make the token and the cookie of a server.

        Args:
            port: where it listens.
        """
        self.token = secrets.token_urlsafe(_BYTES)
        self._port, self._used = port, False
        # cookies know no ports: the name keeps servers apart
        self._name, self._cookie = f"kam-{port}", secrets.token_urlsafe(_BYTES)
        self._hosts = frozenset(f"{name}:{port}" for name in _NAMES) | (frozenset(_NAMES) if port == _HTTP else set())

    @property
    def address(self) -> str:
        """What is opened in the browser, with the token."""
        return f"http://{LOOPBACK}:{self._port}/?token={self.token}"

    def guard(self, app: web.Application) -> None:
        """Stand before everything that a server answers."""
        app.middlewares.append(self._middleware())
        app.on_response_prepare.append(self._strict)

    def _middleware(self) -> Middleware:
        @web.middleware
        async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._meant_for_us(request):
                raise web.HTTPForbidden(text=_refusal())
            if _same(request.cookies.get(self._name), self._cookie):
                return await handler(request)
            if self._takes(request):
                return self._welcome()
            raise web.HTTPForbidden(text=_refusal())

        return gate

    def _meant_for_us(self, request: web.Request) -> bool:
        """Whether a request reached us under our own name, and from a page of ours if it says which."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if host not in self._hosts:
            return False
        if origin is None:  # browsers always say where a websocket is opened from
            return "Upgrade" not in request.headers
        return origin == f"http://{host}"

    def _takes(self, request: web.Request) -> bool:
        """Whether a request brings the token, which is used up by that."""
        brought = request.query.get("token") if request.method == "GET" and request.path == "/" else None
        if self._used or not _same(brought, self.token):
            return False
        self._used = True
        return True

    def _welcome(self) -> web.Response:
        """The cookie, and the address without the token."""
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._name, self._cookie, httponly=True, samesite="Strict", path="/")
        return response

    async def _strict(self, request: web.Request, response: web.StreamResponse) -> None:
        """Say what a page of ours may do: load what we have, speak with us, and nothing else."""
        host = request.headers.get("Host", "")
        sockets = f"ws://{host}" if host in self._hosts else ""
        response.headers.update(
            {
                "Content-Security-Policy": (
                    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
                    f"img-src 'self' data:; connect-src 'self' {sockets}; "
                    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
                "Cache-Control": "no-store",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
            }
        )


def _refusal() -> str:
    """What somebody reads who may not come in, in both languages, since nobody knows yet which one is spoken."""
    said = say(
        "This address is wrong, or was used already: start kam serve again, and open the address that it prints."
    )
    return "\n\n".join(["403: Forbidden", *(Messages.of(language).text(said) for language in ("en", "zh"))])


def _same(brought: str | None, secret: str) -> bool:
    """Whether somebody knows a secret; how long the answer takes tells nothing about it."""
    return brought is not None and hmac.compare_digest(brought.encode("utf-8", "surrogateescape"), secret.encode())
