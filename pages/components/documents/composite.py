"""`/documents/composite/{round}.pdf|html|xlsx|csv`: a cycle or campaign put together.

The filters are those of the dashboard's address; `length=short` is a cycle's short
report, for a Board. All of it is suppressed, so whoever may see the composite may take it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.errors import NotFoundError as DatabaseNotFoundError
from exports.charts import chart_table
from exports.document import Block, Cell, Chart, Document, Table
from exports.tables import Row, Sheet
from pages.components.composing import load_cycle, load_voice
from pages.components.documents.making import (
    Made,
    guarded,
    page_for,
    render_document,
    render_sheets,
)
from pages.components.narrowing import read_filters
from pages.components.reporting import make_cycle_document, make_voice_document
from pages.components.server.documents import register
from scrutiny.access import Viewer
from scrutiny.composite import Composite, Distribution, StandardResult


def make_composite(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The report of a cycle, or of a campaign when the id is one's."""
    page = page_for(viewer, query)
    is_short = query.get("length") == "short"
    try:
        view = load_cycle(page, id, read_filters(query))
    except DatabaseNotFoundError:
        voice = load_voice(page, id)
        sheet = distributions_sheet(voice.voice.distributions)
        document, name = make_voice_document(page, voice), voice.campaign.title
    else:
        sheet = standards_sheet(view.composite)
        document = make_cycle_document(page, view, is_short=is_short)
        name = f"{view.cycle.title} short" if is_short else view.cycle.title
    if format in {"csv", "xlsx"}:
        return render_sheets([sheet, *table_sheets(document)], format, name, "composite")
    return render_document(document, format, name, "composite")


def standards_sheet(composite: Composite) -> Sheet:
    """Every standard with its numbers; a hidden one says so, and has none."""
    labels = [s.label for s in next((s.shares for s in composite.standards if s.shares), ())]
    columns = (
        "Section", "Standard", "Text", "Scope", "n", "Not applicable",
        *(f"{label} (%)" for label in labels), "Hidden", "Matched n", "Fully met last year (%)",
        "Fully met this year, matched (%)", "Change",
    )  # fmt: skip
    return Sheet("Standards", columns, [_standard(s, len(labels)) for s in composite.standards])


def _standard(standard: StandardResult, ratings: int) -> Row:
    change = standard.change
    given = [round(share.percent, 1) for share in standard.shares]
    shares: list[float | None] = [*given] if given else [None] * ratings
    is_hidden = standard.is_hidden
    return (
        standard.section_title, standard.key, standard.text, standard.scope,
        None if is_hidden else standard.n, None if is_hidden else standard.not_applicable,
        *shares, standard.hidden,
        change.matched or None if change else None,
        _round(change.before) if change else None,
        _round(change.now) if change else None,
        change.words if change else "",
    )  # fmt: skip


def _round(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)


def distributions_sheet(distributions: Sequence[Distribution]) -> Sheet:
    """Every question's answers; a hidden number is given as its words."""
    rows: list[Row] = []
    for each in distributions:
        if not each.spreads:
            rows.append((each.section_title, each.text, each.n.words, "", each.hidden, ""))
        rows += [
            (each.section_title, each.text, each.n.words, s.label, s.count.words, s.percent.words)
            for s in each.spreads
        ]
    columns = ("Section", "Question", "n", "Answer", "Count", "Share")
    return Sheet("Answers", columns, rows)


def table_sheets(document: Document) -> list[Sheet]:
    """Every table of the report, also those beneath its charts, as a sheet each."""
    tables = [table for block in document.blocks if (table := _table(block))]
    return [
        Sheet(table.caption, table.columns, [tuple(map(_words, row)) for row in table.rows])
        for table in tables
    ]


def _table(block: Block) -> Table | None:
    if isinstance(block, Table):
        return block
    return chart_table(block) if isinstance(block, Chart) else None


def _words(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


register("composite", guarded(make_composite))
