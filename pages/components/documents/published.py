"""`/documents/published/{id}.pdf` and `.html`: a published document as the public has it.

`feed.atom` lists them all. Whoever asks gets the same, without the names of those who wrote
or agreed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from db.errors import NotFoundError
from exports.feed import MEDIA_TYPE, Item, render_feed
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.papers.opening import make_paper_document
from pages.components.papers.public import (
    ADDRESS,
    FEED,
    get_published,
    kind_of,
    list_all,
    what_of,
)
from pages.components.server.documents import register
from pages.components.shell import Page
from scrutiny.access import NOBODY, Viewer

_FEED = "feed"


def make_published(_: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """One document, or the feed of all."""
    page = page_for(NOBODY, query)
    if id == _FEED:
        return _make_feed(page, format)
    paper = get_published(page, id)
    return render_document(make_paper_document(page, paper), format, paper.title)


def _make_feed(page: Page, format: str) -> Made:
    if format != "atom":
        raise NotFoundError("document", f"{_FEED}.{format}")
    site, ours = page.settings.base_url, page.partnership
    items = [
        Item(row.title, f"{site}{ADDRESS}?{urlencode({'id': row.id})}", kind_of(row), what_of(row),
             row.on)
        for row in list_all(page)
    ]  # fmt: skip
    body = render_feed(
        items, title=f"Published by {ours.short_name}", author=ours.name,
        address=f"{site}{FEED}", home=f"{site}{ADDRESS}", made=page.now,
    )  # fmt: skip
    return body, MEDIA_TYPE, "published.atom"


register("published", guarded(make_published))
