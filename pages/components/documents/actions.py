"""`/documents/actions/plan.pdf|html|xlsx|csv` and `progress.pdf|html`: the action plan.

The filters are those of the page's address. Whoever sees the plan may take it away; the
query itself leaves out what they may not see, and an owner's plan is their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.access import require
from db.errors import NotFoundError
from exports.action_plan_document import TITLE
from pages.components.acting.documents import make_plan, make_progress, make_sheet
from pages.components.documents.making import (
    Made,
    guarded,
    log_export,
    page_for,
    render_document,
    render_sheets,
)
from pages.components.server.documents import register
from scrutiny.access import Permission, Viewer


def make_actions(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The plan or its progress; taking the plan out as data is recorded."""
    require(
        viewer, Permission.READ_ACTIONS, Permission.MANAGE_ACTIONS, Permission.ASSURE_ACTIONS,
        Permission.UPDATE_ACTIONS, to="take the action plan out",
    )  # fmt: skip
    page = page_for(viewer, query)
    if id == "progress":
        return render_document(make_progress(page), format, TITLE, "progress")
    if id != "plan":
        raise NotFoundError("document", id)
    if format in {"csv", "xlsx"}:
        sheet, total = make_sheet(page)
        log_export(page, round="actions", what=f"actions.{format}", rows=total)
        return render_sheets([sheet], format, TITLE)
    return render_document(make_plan(page), format, TITLE)


register("actions", guarded(make_actions))
