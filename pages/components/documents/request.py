"""`/documents/request/{id}.pdf` and `.html`: one SPACE audit request with its decision."""

from __future__ import annotations

from collections.abc import Mapping

from pages.components.asking import load_request, make_request_document
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.server.documents import register
from scrutiny.access import Viewer


def make_request(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The request, by its reference or its response's id."""
    page = page_for(viewer, query)
    asked = load_request(page, id)
    name = (asked.request.reference, asked.request.title)
    return render_document(make_request_document(page, asked), format, *name)


register("request", guarded(make_request))
