"""`/documents/answers/{cycle}.csv|xlsx|parquet`: all answers, one row a return."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from db import composites, cycles, organisations
from exports.tables import Sheet, render_csv_frame, render_parquet, render_xlsx
from forms.frame import wide_frame
from pages.components.documents.making import (
    CSV,
    PARQUET,
    XLSX,
    Made,
    file_name,
    guarded,
    log_export,
    page_for,
)
from pages.components.filling.opening import get_form
from pages.components.server.documents import NotFoundError, register
from pages.components.shell import Page
from scrutiny.access import Viewer
from scrutiny.cycle import Cycle

FORMATS = frozenset({"csv", "xlsx", "parquet"})
#: Who sent it, by the register: with a dot, since a form may have questions called so without.
NAME, TYPE = "organisation.name", "organisation.type"


def make_answers(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The answers of a cycle, for those who export; taking them out is recorded.

    The database refuses an anonymous round: a campaign leaves as its composite alone.
    """
    if format not in FORMATS:
        raise NotFoundError(format)
    page = page_for(viewer, query)
    rows = page.database.read(composites.frame_answers, viewer=viewer, round=id)
    cycle = page.database.read(cycles.get_cycle, id)
    frame = frame_cycle(page, cycle, rows)
    log_export(page, round=id, what=f"answers.{format}", rows=len(frame))
    name = f"{file_name(cycle.title, 'answers')}.{format}"
    if format == "parquet":
        return render_parquet(frame), PARQUET, name
    if format == "csv":
        return render_csv_frame(frame), CSV, name
    return render_xlsx([_sheet(frame)]), XLSX, name


def frame_cycle(page: Page, cycle: Cycle, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a return: who it is from, then its answers in the form's order."""
    form = get_form(page.database, page.library.forms, cycle.form, cycle.form_version)
    wide = wide_frame(form, rows)
    sent_by = rows.drop_duplicates("response").set_index("response")
    names = {each.id: each.name for each in page.database.read(organisations.list_organisations)}
    wide.insert(1, TYPE, wide["response"].map(sent_by["type"]))
    wide.insert(1, NAME, wide["response"].map(sent_by["organisation"]).map(names))
    return wide.sort_values([NAME, "response"], ignore_index=True)


def _sheet(frame: pd.DataFrame) -> Sheet:
    cells = frame.astype(object).where(frame.notna(), None)
    return Sheet("Answers", [str(name) for name in frame.columns], cells.itertuples(index=False))


register("answers", guarded(make_answers))
