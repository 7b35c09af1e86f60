"""`/documents/paper/{id}.pdf` and `.html`: one document of the partnership.

`?link=` is a signed address that opens an issued one for a while, without signing in.
"""

from __future__ import annotations

from collections.abc import Mapping

from db import papers
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.papers.opening import make_paper_document, open_paper
from pages.components.server.documents import register
from pages.components.shell import Page
from scrutiny.access import Viewer
from scrutiny.links import LinkKind, read_link
from scrutiny.paper import Paper


def make_paper(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The document, for whoever may read it: by role, by a copy of it, or by its link."""
    page = page_for(viewer, query)
    paper = _find(page, id, query)
    return render_document(make_paper_document(page, paper), format, paper.reference, paper.title)


def _find(page: Page, id: str, query: Mapping[str, str]) -> Paper:
    link = read_link(query.get("link", ""), secret=page.settings.secret)
    is_ours = link and link.kind is LinkKind.PAPER and link.id == id
    if link and is_ours and not link.has_expired(page.now):
        return page.database.read(papers.get_issued_paper, id)
    return open_paper(page, id).shown


register("paper", guarded(make_paper))
