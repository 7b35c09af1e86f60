"""What a browser fetches for its first page: bytes over the wire, and requests.

A real Chromium with an empty cache says what came over its network, websocket included.
The bare side is the same browser on a one-line Streamlit app, whose files are not
compressed. "Seen again" is a new page in a browser that has the files already.
"""

from __future__ import annotations

import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.figure import Figure, Run
from bench.server import Server, await_rest, bare_app, our_app, serving
from bench.stock import stocked
from db.campaigns import add_campaign
from forms.library import load_library
from scrutiny.cycle import Campaign

VOICE = "voice_older"
CODE = "BENCH-24"
_HEADLESS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Traffic:
    """What came over the network for one page."""

    requests: int = 0
    kilobytes: float = 0.0


def measure_size(run: Run) -> list[Figure]:
    """Kilobytes and requests of the first page and of a voice question."""
    path = run.folder / "size.duckdb"
    question = _prepare(path)
    voice = f"/fill?code={CODE}&at={question}"
    with (
        _browsing() as browser,
        serving(our_app(path), run.folder) as ours,
        serving(bare_app("hello"), run.folder) as bare,
    ):
        if run.sizes.awaits_rest:
            await_rest(ours)
        theirs = _visit(browser, bare, "/")[0]
        home = _visit(browser, ours, "/")
        asked = _visit(browser, ours, voice)
    return [
        *_figures("Home page, first visit", home[0], theirs),
        *_figures("Voice question, first visit", asked[0], theirs),
        Figure("Voice question, seen again", "KB", asked[1].kilobytes),
    ]


def _figures(words: str, ours: Traffic, bare: Traffic) -> list[Figure]:
    return [
        Figure(f"{words}, over the wire", "KB", ours.kilobytes, bare.kilobytes),
        Figure(f"{words}, requests", "", ours.requests, bare.requests),
    ]


def _prepare(path: Path) -> str:
    """Open a campaign; returns the id of the first question that asks something."""
    form = load_library().forms[VOICE]
    today = datetime.now(UTC).date()
    campaign = Campaign(
        id="bench", form=form.id, form_version=form.version, title="How was it?",
        service="Service", agency="Agency", place_type="place", code=CODE,
        opens=today - timedelta(days=2), closes=today + timedelta(days=2),
    )  # fmt: skip
    with stocked(path) as database:
        database.write(add_campaign, campaign)
    return next(question.id for question in form.questions.values() if question.type == "rating")


@contextmanager
def _browsing() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_HEADLESS)
        try:
            yield browser
        finally:
            browser.close()


def _visit(browser: Browser, server: Server, path: str) -> tuple[Traffic, Traffic]:
    """The traffic of the page in an empty browser, and of the same page once more."""
    context = browser.new_context()
    try:
        return _fetch(context, server, path), _fetch(context, server, path)
    finally:
        context.close()


def _fetch(context: BrowserContext, server: Server, path: str) -> Traffic:
    page = context.new_page()
    traffic = Traffic()
    network = context.new_cdp_session(page)
    network.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        traffic.requests += event["encodedDataLength"] > 0
        traffic.kilobytes += event["encodedDataLength"] / 1000

    def received(event: dict[str, Any]) -> None:
        traffic.kilobytes += len(b64decode(event["response"]["payloadData"])) / 1000

    network.on("Network.loadingFinished", finished)
    network.on("Network.webSocketFrameReceived", received)
    page.goto(f"{server.address}{path}", wait_until="networkidle")
    page.locator("[data-testid=stMain] :is(h1, p)").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.close()
    return traffic
