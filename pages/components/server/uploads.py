"""Uploads that Streamlit turns away for their size leave a line in the audit log."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.refusals import note_refused
from pages.components.server.cookies import VISITOR, find_cookie
from pages.components.server.runtime import Runtime, runtime
from pages.components.session import find_viewer
from scrutiny.audit import What

_UPLOAD = "/_stcore/upload_file/"


class UploadMiddleware:
    """Watches the answers to uploads; everything else goes by."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note when it was too large."""
        if scope["type"] != "http" or not scope["path"].startswith(_UPLOAD):
            await self._app(scope, receive, send)
            return

        async def watch(message: Message) -> None:
            if message.get("status") == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                await run_in_threadpool(_note, runtime(), dict(HTTPConnection(scope).cookies))
            await send(message)

        await self._app(scope, receive, watch)


def _note(held: Runtime, cookies: dict[str, str]) -> None:
    token = find_cookie(cookies, VISITOR, secure=held.is_secure)
    held.database.write(
        note_refused, what=What.UPLOAD_REFUSED, viewer=find_viewer(held, token),
        now=held.clock(), why="too_large",
    )  # fmt: skip
