"""Our own addresses beside the pages: health, sessions, leaving, documents."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from db import drafts
from db.refusals import note_refused
from pages.components.navigation import find_screen
from pages.components.server import calendars, documents
from pages.components.server.background import attempt
from pages.components.server.cookies import (
    DEVICE,
    VISITOR,
    find_cookie,
    hash_token,
    write_cookie,
)
from pages.components.server.named import ask_again, document_address
from pages.components.server.runtime import Runtime, runtime
from pages.components.session import end_session, find_session, find_viewer, redeem_ticket
from scrutiny.audit import What

#: Addresses that are answered here and never by a page.
OWN_PATHS = ("/healthz", "/session/", "/leave", "/documents/", "/assets/", "/robots.txt", "/home")


async def health(_request: Request) -> Response:
    """Whether the database answers: 200 {"status": "ok"} or 503."""
    if not await run_in_threadpool(attempt, "ask the database", _ask_database):
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def _ask_database() -> None:
    runtime().database.ping()


async def start_session(request: Request) -> Response:
    """Take the one-time ticket of the sign-in page and give the browser a new cookie."""
    held = runtime()
    token = await run_in_threadpool(
        redeem_ticket,
        held,
        ticket=request.query_params.get("ticket", ""),
        visitor=_cookie(held, request, VISITOR),
    )
    if not token:
        await run_in_threadpool(_note_ticket, held, _cookie(held, request, VISITOR))
        return _go("/sign_in")
    screen = find_screen(request.query_params.get("next", ""))
    document = document_address(request.query_params.get("again", ""))
    onward = screen.address if screen else "/"
    if screen and (cycle := request.query_params.get("cycle")):
        onward += f"?{urlencode({'cycle': cycle})}"
    answer = _go(ask_again(document) if document else onward)
    _set(held, answer, VISITOR, token)
    return answer


def _note_ticket(held: Runtime, visitor: str) -> None:
    """A ticket that was made up, used before, or is another browser's."""
    held.database.write(
        note_refused, what=What.SESSION_REFUSED, viewer=find_viewer(held, visitor),
        now=held.clock(), why="ticket", is_timed=True,
    )  # fmt: skip


async def stop_session(request: Request) -> Response:
    """Sign out, also at the provider of staff, and forget both cookies."""
    held = runtime()
    found = await run_in_threadpool(find_session, held, _cookie(held, request, VISITOR))
    await run_in_threadpool(end_session, held, _cookie(held, request, VISITOR))
    answer = _go("/auth/logout" if found and found.person else "/")
    _forget(held, answer, VISITOR, DEVICE)
    return answer


async def leave(request: Request) -> Response:
    """Quick exit: the draft is thrown away, the session forgotten, a neutral site shown."""
    held = runtime()
    device = hash_token(_cookie(held, request, DEVICE))
    if device:
        await run_in_threadpool(held.database.write, drafts.forget_device, device=device)
    answer = _go(held.partnership.quick_exit_url)
    _forget(held, answer, VISITOR, DEVICE)
    return answer


async def home(_request: Request) -> Response:
    """Home's own address is the site's root."""
    return _go("/")


async def robots(_request: Request) -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def make_routes() -> list[Route]:
    """All of them, for st.App."""
    return [
        Route("/healthz", health),
        Route("/home", home),
        Route("/robots.txt", robots),
        Route("/session/start", start_session),
        Route("/session/end", stop_session),
        Route("/leave", leave),
        Route("/documents/{kind}/{name}", documents.serve_document),
        Route(calendars.PATH, calendars.serve_calendar),
    ]


def _cookie(held: Runtime, request: Request, name: str) -> str:
    return find_cookie(request.cookies, name, secure=held.is_secure)


def _set(held: Runtime, answer: Response, name: str, value: str) -> None:
    answer.headers.append("set-cookie", write_cookie(name, value, secure=held.is_secure))


def _forget(held: Runtime, answer: Response, *names: str) -> None:
    for name in names:
        cookie = write_cookie(name, "", secure=held.is_secure, seconds=0)
        answer.headers.append("set-cookie", cookie)


def _go(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"cache-control": "no-store"})
