"""What we add to Streamlit's sign-in: safer cookies, and a way back to our own page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLBACK = "/oauth2callback"
#: Where the provider's answer is looked at; `back` says that there was one.
AFTERWARDS = "/sign_in?back=1"
#: The provider's answer is only good for minutes; the cookie need not outlive a session.
_SECONDS = 8 * 60 * 60
_MAX_AGE = re.compile(r"(?i)Max-Age=(\d+)")
_THEIRS = "_streamlit_"


class HandshakeMiddleware:
    """Marks Streamlit's cookies Secure over https and short-lived, and leads back."""

    def __init__(self, app: ASGIApp, *, is_secure: bool) -> None:
        self._app = app
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and change what is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def change(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._harden(headers)
                if _is_answer(scope) and message["status"] in {302, 303, 307}:
                    headers["location"] = AFTERWARDS
            await send(message)

        await self._app(scope, receive, change)

    def _harden(self, headers: MutableHeaders) -> None:
        cookies = headers.getlist("set-cookie")
        if any(cookie.startswith(_THEIRS) for cookie in cookies):
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", harden(cookie, is_secure=self._is_secure))


def harden(cookie: str, *, is_secure: bool) -> str:
    """One Set-Cookie header of Streamlit's, made safer; any other as it is."""
    if not cookie.startswith(_THEIRS):
        return cookie
    shorter = _MAX_AGE.sub(lambda found: f"Max-Age={min(int(found[1]), _SECONDS)}", cookie)
    has_mark = re.search(r"(?i);\s*secure\b", shorter)
    return f"{shorter}; Secure" if is_secure and not has_mark else shorter


def _is_answer(scope: Scope) -> bool:
    """Whether the provider sends somebody back with an answer, not after signing out."""
    given = parse_qs(scope["query_string"].decode("latin-1"))
    return scope["path"] == CALLBACK and bool(given.keys() & {"code", "error"})
