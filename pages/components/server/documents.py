"""Documents to download: a registry from kind to handler, and the one route to them.

A handler gets the viewer and decides; it raises NotFoundError or NotAllowedError. It runs
in a worker thread and may read the database.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from db.audit import add_entry, record
from db.connection import Transaction
from db.refusals import NOBODY, SOMEBODY, note_refused
from forms.model import Json
from pages.components.server.cookies import VISITOR, find_cookie
from pages.components.server.named import SignInAgainError, require_fresh
from pages.components.server.runtime import Runtime, runtime
from pages.components.session import find_viewer
from scrutiny.access import Viewer
from scrutiny.audit import What, is_recorded

#: (viewer, id, format, query) -> (bytes, media type, file name)
Handler = Callable[[Viewer, str, str, Mapping[str, str]], tuple[bytes, str, str]]

_handlers: dict[str, Handler] = {}
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")


class NotFoundError(LookupError):
    """There is no such document, or the viewer must not learn that there is."""


class NotAllowedError(PermissionError):
    """The viewer is known and may not have this document."""


def register(kind: str, handler: Handler) -> None:
    """Serve `/documents/{kind}/{id}.{format}` with `handler`."""
    _handlers[kind] = handler


def load_handlers() -> None:
    """Import every module of pages.components.documents, so that each registers itself."""
    import pages.components.documents as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


async def serve_document(request: Request) -> Response:
    """The document as a download, made for this viewer and never cached."""
    kind = request.path_params["kind"]
    id, _, format = request.path_params["name"].rpartition(".")
    if not id:
        return _refuse(404, "There is no such document.")
    try:
        body, media_type, name = await run_in_threadpool(
            _make, runtime(), dict(request.cookies), kind, id, format, dict(request.query_params)
        )
    except SignInAgainError as error:
        return RedirectResponse(error.address, 303, headers={"cache-control": "no-store"})
    except NotFoundError:
        return _refuse(404, "There is no such document.")
    except NotAllowedError:
        return _refuse(403, "Sign in with a role that may read this document.")
    return Response(
        body,
        media_type=media_type,
        headers={"content-disposition": attachment(name), "cache-control": "no-store"},
    )


def _make(
    held: Runtime,
    cookies: Mapping[str, str],
    kind: str,
    id: str,
    format: str,
    query: Mapping[str, str],
) -> tuple[bytes, str, str]:
    handler = _find_handler(kind)
    token = find_cookie(cookies, VISITOR, secure=held.is_secure)
    viewer = find_viewer(held, token)
    words = f"?{urlencode(query)}" if query else ""
    require_fresh(held, token, kind, f"/documents/{kind}/{quote(id)}.{format}{words}")
    try:
        made = handler(viewer, id, format, query)
    except (NotFoundError, NotAllowedError):
        held.database.write(
            note_refused, what=What.DOCUMENT_REFUSED, viewer=viewer, subject=id, why=kind,
            now=held.clock(),
        )  # fmt: skip
        raise
    held.database.write(_log, viewer, kind, id, format, held.clock(), by_link="link" in query)
    return made


def _log(
    tx: Transaction,
    viewer: Viewer,
    kind: str,
    id: str,
    format: str,
    now: datetime,
    *,
    by_link: bool,
) -> None:
    """Who took it out; also whoever came by a demonstration's link, without a name."""
    detail: dict[str, Json] = {"kind": kind, "format": format}
    if by_link and not is_recorded(viewer):
        add_entry(
            tx, who=SOMEBODY, role=NOBODY, what=What.DOCUMENT_TAKEN_BY_LINK, subject=id[:80],
            now=now, detail=detail,
        )  # fmt: skip
    record(tx, viewer=viewer, what=What.DOCUMENT_TAKEN, subject=id[:80], now=now, detail=detail)


def _find_handler(kind: str) -> Handler:
    """The handler; the modules are imported now if the server has only just started."""
    if kind not in _handlers:
        load_handlers()
    if kind not in _handlers:
        raise NotFoundError(kind)
    return _handlers[kind]


def attachment(name: str) -> str:
    """A Content-Disposition that saves under `name`, whatever letters it holds."""
    plain = _UNSAFE.sub("_", name).strip() or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _refuse(status: int, words: str) -> Response:
    return PlainTextResponse(words, status_code=status, headers={"cache-control": "no-store"})
