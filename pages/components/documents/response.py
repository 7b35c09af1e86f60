"""`/documents/response/{id}.pdf` and `.html`: one response, with its actions."""

from __future__ import annotations

from collections.abc import Mapping

from pages.components.documents.making import (
    Made,
    guarded,
    page_for,
    render_document,
    with_link,
)
from pages.components.reading import load_reading, make_response_document
from pages.components.server.documents import register
from scrutiny.access import Viewer


def make_response(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The response, for whoever may read it: by role, or by its own link."""
    page = page_for(with_link(viewer, id, query), query)
    reading = load_reading(page, id)
    title = reading.round_title or reading.form.title.say()
    named = (reading.name, title) if reading.organisation else (title,)
    return render_document(make_response_document(page, reading), format, *named)


register("response", guarded(make_response))
