"""The web application put together: Streamlit, our routes, middleware and lifespan."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from pages.components.server.assets import AssetMiddleware, Assets, list_assets
from pages.components.server.background import attempt
from pages.components.server.documents import load_handlers
from pages.components.server.handshake import HandshakeMiddleware
from pages.components.server.html import content_security_policy, rewrite_index
from pages.components.server.logs import hide_queries
from pages.components.server.middleware import GuardMiddleware, PageMiddleware
from pages.components.server.runtime import close_runtime, runtime
from pages.components.server.sealing import run_sealing
from pages.components.server.uploads import UploadMiddleware
from pages.components.words import say
from scrutiny.partnership import partnership
from scrutiny.settings import Settings

STREAMLIT = Path(streamlit.__file__).parent / "static"
STYLES = ("site.css", "form.css")
SCRIPTS = ("site.js", "autosave.js", "connection.js")
_LARGEST = "server.maxUploadSize"  # megabytes
#: Tells Streamlit's page where its server is; else it asks beneath each page's address first.
_WHERE = "window.__streamlit = {BACKEND_BASE_URL: location.origin}"
_BREATH = 0.2  # seconds between the tasks at a start, in which the server answers
THEME = Path(__file__).resolve().parent.parent / "theme"


@lru_cache(maxsize=1)
def index_page() -> str:
    """Streamlit's page with our head; made once."""
    ours = partnership()
    source = (STREAMLIT / "index.html").read_text("utf-8")
    assets = Assets(list_assets(STREAMLIT, THEME))
    head = (
        f"<script>{_WHERE}</script>",
        '<meta name="robots" content="noindex" />',
        '<meta name="theme-color" content="#0b5563" />',
        f'<link rel="icon" href="{assets.address("icon.svg")}" type="image/svg+xml" />',
        *(f'<link rel="stylesheet" href="{assets.address(name)}" />' for name in STYLES),
        *(f'<script type="module" src="{assets.address(name)}"></script>' for name in SCRIPTS),
    )
    said = {name: say(name) for name in ("lost_title", "lost_words")}
    return rewrite_index(source, title=ours.short_name, contact=ours.email, head=head, said=said)


@lru_cache(maxsize=1)
def _assets() -> Assets:
    return Assets(list_assets(STREAMLIT, THEME), first=index_page())


def make_middleware(settings: Settings) -> list[Middleware]:
    """What stands before Streamlit, outermost first."""
    page = index_page()
    is_secure = settings.base_url.startswith("https://")
    policy = content_security_policy(page)
    return [
        Middleware(GuardMiddleware, base_url=settings.base_url, policy=policy),
        Middleware(HandshakeMiddleware, is_secure=is_secure),
        Middleware(UploadMiddleware),
        Middleware(AssetMiddleware, assets=_assets()),
        Middleware(PageMiddleware, page=page, is_secure=is_secure),
    ]


def make_lifespan() -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Opens the runtime, and has the rest made ready while the server already answers."""
    PagesManager.uses_pages_directory = False  # else a deep link could run before app.py
    fit_uploads(partnership().evidence.max_megabytes)
    hide_queries()

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        runtime()
        stop = threading.Event()
        thread = threading.Thread(target=_make_ready, args=(stop,), daemon=True)
        thread.start()
        sender = threading.Thread(target=_send_mails, args=(stop,), daemon=True)
        sender.start()
        sealer = threading.Thread(target=run_sealing, args=(runtime(), stop), daemon=True)
        sealer.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=10)
            sealer.join(timeout=10)
            sender.join(timeout=40)  # a mail that is being handed over is finished first
            close_runtime()

    return lifespan


def fit_uploads(megabytes: int) -> None:
    """Let the server take files as large as the partnership does, whatever config.toml says."""
    if config.get_option(_LARGEST) < megabytes:
        config.set_option(_LARGEST, megabytes)


def _make_ready(stop: threading.Event) -> None:
    """Make what the first visitors would otherwise wait for, until told to stop."""
    steps: Mapping[str, Callable[[], object]] = {
        "reading the mechanisms": lambda: runtime().mechanisms,
        "loading the documents": load_handlers,
        "packing the files of the page": lambda: _assets().warm(stop),
    }
    for words, step in steps.items():
        if stop.wait(_BREATH):
            return
        attempt(words, step)


def _send_mails(stop: threading.Event) -> None:
    """Send what is to be sent until told to stop; a start need not wait for its modules."""
    if stop.wait(_BREATH):
        return
    from pages.components.server.outgoing import run_outgoing

    run_outgoing(runtime(), stop)
