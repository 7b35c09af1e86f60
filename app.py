"""The entry: served as `uvicorn app:app` or `streamlit run app.py`, and the script itself.

Streamlit runs this same file for every visit; only an import by the server makes the
web application.
"""

from __future__ import annotations

import os

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components.navigation import list_pages, listed_screens
from pages.components.server.cookies import VISITOR
from pages.components.server.runtime import runtime
from pages.components.session import find_viewer, read_cookie
from scrutiny.access import NOBODY


def run_page() -> None:
    """Build the menu for who is looking, and run the page that was asked for."""
    held = runtime()
    viewer = find_viewer(held, read_cookie(VISITOR))
    listed = listed_screens(viewer)
    has_menu = viewer.role != NOBODY.role and len(listed) > 1
    st.navigation(list_pages(listed), position="sidebar" if has_menu else "hidden").run()


if get_script_run_ctx(suppress_warning=True) is not None:
    run_page()
else:
    from pages.components.server.routes import make_routes
    from pages.components.server.site import make_lifespan, make_middleware
    from scrutiny.settings import load_settings

    settings = load_settings(os.environ)
    app = st.App(
        __file__,
        secrets=settings.staff.secrets(settings.base_url) if settings.staff.is_open else None,
        routes=make_routes(),
        middleware=make_middleware(settings),
        lifespan=make_lifespan(),
    )
