"""What we have published: found and read by anybody, without signing in."""

from __future__ import annotations

from db.errors import NotFoundError
from pages.components.charts import load_style
from pages.components.papers.public import get_published, show_gone, show_list, show_one
from pages.components.shell import open_page
from scrutiny.paper import Paper

page = open_page(title="What we have published")


def find(id: str) -> Paper | None:
    """The published document of that id, or None."""
    try:
        return get_published(page, id)
    except NotFoundError:
        return None


load_style()
if "id" not in page.query:
    show_list(page)
elif paper := find(page.query["id"]):
    show_one(page, paper)
else:
    show_gone()
