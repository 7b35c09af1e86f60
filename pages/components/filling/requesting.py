"""A chair's requests for SPACE audits: begun, gone on with, and followed once they are sent."""

from __future__ import annotations

from db import requests, responses
from db.errors import NotFoundError
from pages.components.filling.draft import Draft
from pages.components.filling.opening import REQUEST_FORM, make_id
from pages.components.html import link, show, tag
from pages.components.shell import Page
from scrutiny.response import Response

_KIND = "request"


def new_request(page: Page) -> Response:
    """A SPACE request of the viewer's own to fill in; one that is still empty is used again."""
    form = page.library.forms[REQUEST_FORM]
    for begun in _list_drafts(page):
        if not begun.answers and begun.form_version == form.version:
            return begun
    return page.database.write(
        responses.start_response,
        response=Response(
            id=make_id(), form=form.id, form_version=form.version, author=page.viewer.name
        ),
        viewer=page.viewer,
        now=page.now,
    )


def list_begun(page: Page) -> list[Response]:
    """The requests that the viewer has begun to fill in and not sent."""
    return [begun for begun in _list_drafts(page) if begun.answers]


def _list_drafts(page: Page) -> list[Response]:
    rows = page.database.read(responses.list_responses, viewer=page.viewer, kind=_KIND)
    return [
        page.database.read(responses.get_response, row.id, viewer=page.viewer)
        for row in rows
        if row.is_editable and row.author == page.viewer.name
    ]


def show_following(draft: Draft) -> None:
    """The way from the receipt of a request to where it stands; nothing for other forms."""
    if draft.form.kind != _KIND:
        return
    try:
        asked = draft.page.database.read(
            requests.get_request, draft.response.id, viewer=draft.page.viewer
        )
    except NotFoundError:
        return
    address = f"/activity?id={asked.reference}"
    show(
        tag(
            "p",
            f"Your audit has the reference {asked.reference}. ",
            link("See where it stands and what comes next", address),
        ),
        tag("p", link("All requests", "/requests")),
    )
