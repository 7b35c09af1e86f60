"""`/documents/uses/{id}.csv` and `.xlsx`: what teams told of how they used one document."""

from __future__ import annotations

from collections.abc import Mapping

from db import papers
from db.access import require
from db.paper_uses import list_uses, name_places
from exports.tables import Sheet
from pages.components.documents.making import Made, guarded, log_export, page_for, render_sheets
from pages.components.server.documents import register
from scrutiny.access import Permission, Viewer
from scrutiny.use import list_questions, say_answers


def make_uses(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """A row a team, the latest first; taking them out is recorded."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="take out how teams used a document")
    page = page_for(viewer, query)
    paper = page.database.read(papers.get_paper, id, viewer=viewer)
    uses = page.database.read(list_uses, paper=id, viewer=viewer)
    names = page.database.read(name_places, {use.organisation for use in uses})
    columns = ("Agency", *(question.text.say() for question in list_questions()), "Told on")
    rows = [
        (names.get(use.organisation, use.organisation), *(w for _, w in say_answers(use)),
         use.told_on)
        for use in uses
    ]  # fmt: skip
    made = render_sheets([Sheet("Uses", columns, rows)], format, "how teams used", paper.title)
    log_export(page, round=id, what=f"uses.{format}", rows=len(rows))
    return made


register("uses", guarded(make_uses))
