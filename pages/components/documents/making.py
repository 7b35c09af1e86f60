"""What the handlers of documents share: a page without a screen, and files with names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from db.errors import NotAllowedError as DatabaseNotAllowedError
from db.errors import NotFoundError as DatabaseNotFoundError
from db.events import Happening, add_event
from exports.document import Document
from exports.html import render_html
from exports.pdf import render_pdf
from exports.tables import Sheet, render_csv, render_xlsx
from pages.components.server.documents import Handler, NotAllowedError, NotFoundError
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from scrutiny.access import Viewer, make_viewer, roles
from scrutiny.links import LinkKind, read_link

#: The file itself, its media type, and the name it is saved under.
Made = tuple[bytes, str, str]

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def page_for(viewer: Viewer, query: Mapping[str, str]) -> Page:
    """What a page would work with, for a viewer of a document."""
    held = runtime()
    return Page(
        viewer=viewer, database=held.database, library=held.library, settings=held.settings,
        partnership=held.partnership, now=held.clock(), device="", query=query,
        mechanisms=held.mechanisms, context=held.context,
    )  # fmt: skip


def with_link(viewer: Viewer, id: str, query: Mapping[str, str]) -> Viewer:
    """The viewer, or who a demonstration's signed link to this response makes of them."""
    settings = runtime().settings
    link = read_link(query.get("link", ""), secret=settings.secret)
    if link is None or link.kind is not LinkKind.RESPONSE or link.id != id:
        return viewer
    if not settings.demonstration:
        return viewer
    if viewer.permissions:
        return replace(viewer, responses=viewer.responses | {id})
    return make_viewer("organisation", responses=frozenset({id}))


def guarded(handler: Handler) -> Handler:
    """The handler with what the database refuses said as the route says it."""

    def handle(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
        try:
            return handler(viewer, id, format, query)
        except DatabaseNotFoundError as error:
            raise NotFoundError(str(error)) from error
        except DatabaseNotAllowedError as error:
            raise NotAllowedError(str(error)) from error

    return handle


def render_document(document: Document, format: str, *words: str) -> Made:
    """A document as PDF or HTML, named after the words."""
    name = file_name(*words)
    if format == "pdf":
        return render_pdf(document), "application/pdf", f"{name}.pdf"
    if format == "html":
        return render_html(document).encode(), "text/html; charset=utf-8", f"{name}.html"
    raise NotFoundError(format)


def render_sheets(sheets: Iterable[Sheet], format: str, *words: str) -> Made:
    """Sheets as a workbook, or the first of them as CSV."""
    name, listed = file_name(*words), list(sheets)
    if format == "xlsx":
        return render_xlsx(listed), XLSX, f"{name}.xlsx"
    if format == "csv" and listed:
        return render_csv(listed[0].columns, listed[0].rows), CSV, f"{name}.csv"
    raise NotFoundError(format)


def file_name(*words: str) -> str:
    """A name that speaks: "larkfield-primary-safeguarding-audit-2026"."""
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    return _NOT_IN_A_NAME.sub("-", plain.casefold()).strip("-")[:100].strip("-") or "document"


def log_export(page: Page, *, round: str, what: str, rows: int) -> None:
    """Record that named data was taken out: who, what and how much."""
    role = roles().get(page.viewer.role)
    page.database.write(
        add_event,
        name=Happening.DATA_EXPORTED,
        subject=round,
        now=page.now,
        actor=page.viewer.name or (role.label if role else page.viewer.role),
        role=page.viewer.role,
        detail={"what": what, "rows": rows},
    )
