"""`/calendar/{key}.ics`: a person's calendar, for their own calendar program to fetch.

The key in the address is all that lets it in, so it is kept as a hash, cut out of the logs,
and shows only what its owner may see at that moment.
"""

from __future__ import annotations

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from db.attempts import Try, count_attempt, get_attempts
from db.calendar_keys import find_calendar_viewer
from pages.components.server.cookies import hash_token, is_token
from pages.components.server.runtime import Runtime, runtime
from scrutiny.access import Viewer

PATH = "/calendar/{key}.ics"
BACK, AHEAD = timedelta(days=92), timedelta(days=400)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "testclient"})
_HEADERS = {"cache-control": "no-store"}
_NONE = "There is no such calendar. Make a new address on the calendar page."
_OFTEN = "This calendar is fetched too often. Every hour is enough."


async def serve_calendar(request: Request) -> Response:
    """The calendar, 404 for a key that opens nothing, 429 when it is asked for too often."""
    key = request.path_params["key"]
    host = request.client.host if request.client else ""
    return await run_in_threadpool(_answer, runtime(), key, host)


def _answer(held: Runtime, key: str, host: str) -> Response:
    network = "" if host in _LOOPBACK else hash_token(f"{held.settings.secret}:{host}")
    if _is_limited(held, network):
        return _refuse(429, _OFTEN)
    mark = hash_token(key) if is_token(key) else ""
    viewer = _find_viewer(held, mark) if mark else None
    if viewer is None:
        _count(held, Try.WRONG_TRY_BY_NETWORK, network)
        return _refuse(404, _NONE)
    if _count(held, Try.CALENDAR_BY_KEY, mark) > held.partnership.reaching.calendar_fetches_a_key:
        return _refuse(429, _OFTEN)
    return _render(viewer)


def _find_viewer(held: Runtime, mark: str) -> Viewer | None:
    return held.database.read(
        find_calendar_viewer, key_hash=mark, now=held.clock(),
        is_demonstration=held.settings.demonstration,
    )  # fmt: skip


def _render(viewer: Viewer) -> Response:
    """What the viewer sees; its modules are imported here, so that a start need not wait."""
    from exports.calendar import MEDIA_TYPE, render_calendar
    from pages.components.documents.making import page_for
    from pages.components.gathering.loading import load_dated
    from scrutiny.calendar import make_calendar

    page = page_for(viewer, {})
    dated = load_dated(page, first=page.today - BACK, last=page.today + AHEAD)
    entries = make_calendar(dated)
    body = render_calendar(
        entries, name=f"{page.partnership.short_name} calendar", base_url=page.settings.base_url,
        made=page.now,
    )  # fmt: skip
    return Response(body, media_type=MEDIA_TYPE, headers=_HEADERS)


def _is_limited(held: Runtime, network: str) -> bool:
    if not network:
        return False
    tried = held.database.read(
        get_attempts, kind=Try.WRONG_TRY_BY_NETWORK, who=network, now=held.clock()
    )
    return tried >= held.partnership.reaching.wrong_tries_a_network


def _count(held: Runtime, kind: Try, who: str) -> int:
    if not who:
        return 0
    return held.database.write(count_attempt, kind=kind, who=who, now=held.clock())


def _refuse(status: int, words: str) -> Response:
    return PlainTextResponse(words, status_code=status, headers=_HEADERS)
