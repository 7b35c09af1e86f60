"""`/documents/blank/{form}.pdf` and `.html`: a form to print and fill in by hand; public."""

from __future__ import annotations

from collections.abc import Mapping

from exports.blank_document import blank_document
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.reading import notice_of
from pages.components.server.documents import NotFoundError, register
from scrutiny.access import Viewer


def make_blank(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The library's form; `?language=` picks one of its languages."""
    page = page_for(viewer, query)
    form = page.library.forms.get(id)
    if form is None:
        raise NotFoundError(id)
    language = query.get("language", "")
    document = blank_document(
        form,
        made=page.now,
        owner=page.partnership.name,
        notice=notice_of(page),
        language=language if language in form.languages else "",
    )
    return render_document(document, format, form.title.say(), "to fill in by hand")


register("blank", guarded(make_blank))
