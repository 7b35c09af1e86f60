"""Plain ASGI middleware: who may ask, what every answer says, and the page's HTML."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.components.server.cookies import (
    DEVICE,
    DEVICE_SECONDS,
    VISITOR,
    find_cookie,
    make_token,
    read_cookies,
    write_cookie,
)
from pages.components.server.routes import OWN_PATHS

#: Streamlit's figures about itself, and an interface for programs that we do not offer.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: A path that is no page: the HTML is only ever sent for the others.
_NO_PAGE = ("/_stcore/", "/static/", "/media/", "/component/", *OWN_PATHS)
_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # addresses hold links and codes
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class GuardMiddleware:
    """Refuses strange hosts and closed addresses, and adds the security headers."""

    def __init__(self, app: ASGIApp, *, base_url: str, policy: str) -> None:
        self._app = app
        self._hosts = _LOOPBACK | {urlsplit(base_url).hostname or "localhost"}
        self._headers = {**_EVERY_ANSWER, "Content-Security-Policy": policy}
        if base_url.startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through when host and address are in order."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["path"] != "/healthz" and _hostname(scope) not in self._hosts:
            await self._refuse(scope, receive, send)
        elif scope["path"].startswith(_CLOSED):
            answer = PlainTextResponse("Not found", status_code=404)
            await answer(scope, receive, self._adding(send))
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, self._adding(send))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        words = "This address is not the one in MARS_BASE_URL."
        await PlainTextResponse(words, status_code=400)(scope, receive, self._adding(send))

    def _adding(self, send: Send) -> Send:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return add


class PageMiddleware:
    """Sends our HTML in place of Streamlit's, with the two cookies where they are missing."""

    def __init__(self, app: ASGIApp, *, page: str, is_secure: bool) -> None:
        self._app = app
        self._page = page
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page ourselves once Streamlit has said that it is one."""
        if scope["type"] != "http" or scope["path"].startswith(_NO_PAGE):
            await self._app(scope, receive, send)
            return
        is_page = False

        async def replace(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                is_page = _is_html(message)
                if is_page:
                    await self._answer(scope)(scope, receive, send)
            if not is_page:
                await send(message)

        await self._app(_unconditional(scope), receive, replace)

    def _answer(self, scope: Scope) -> HTMLResponse:
        held = read_cookies(_header(scope, b"cookie"))
        answer = HTMLResponse(self._page, headers={"Cache-Control": "no-store"})
        for name, seconds in ((VISITOR, None), (DEVICE, DEVICE_SECONDS)):
            if not find_cookie(held, name, secure=self._is_secure):
                cookie = write_cookie(name, make_token(), secure=self._is_secure, seconds=seconds)
                answer.headers.append("set-cookie", cookie)
        return answer


def _is_html(message: Message) -> bool:
    headers: Iterable[tuple[bytes, bytes]] = message["headers"]
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


def _unconditional(scope: Scope) -> Scope:
    """The request without what could make the answer partial, unchanged or compressed."""
    drop = {b"if-none-match", b"if-modified-since", b"range", b"accept-encoding"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in drop]}


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _hostname(scope: Scope) -> str:
    try:
        return urlsplit(f"//{_header(scope, b'host')}").hostname or ""
    except ValueError:  # a malformed IPv6 address
        return ""
