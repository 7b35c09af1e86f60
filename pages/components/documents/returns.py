"""`/documents/returns/{cycle}.csv|xlsx`: who has answered, by name, for those who export."""

from __future__ import annotations

from collections.abc import Mapping

from db import cycles, responses
from db.access import require
from exports.tables import Sheet
from pages.components.documents.making import (
    Made,
    guarded,
    log_export,
    page_for,
    render_sheets,
)
from pages.components.server.documents import register
from scrutiny.access import Permission, Viewer
from scrutiny.response import STATUS_LABELS, Status

COLUMNS = (
    "Organisation", "Type", "Phase", "Trust or group", "Locality", "Status", "Late",
    "Progress (%)", "Submitted",
)  # fmt: skip


def make_returns(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The list of returns of a cycle; taking it out is recorded."""
    require(viewer, Permission.EXPORT, to="take the list of returns out")
    page = page_for(viewer, query)
    cycle = page.database.read(cycles.get_cycle, id)
    listed = page.database.read(responses.list_returns, cycle=id, viewer=viewer)
    kinds = page.partnership.organisation_types
    rows = [
        (
            each.name, kinds[each.type].label if each.type in kinds else each.type, each.phase,
            each.trust, each.locality, STATUS_LABELS[Status(each.status)],
            "yes" if each.late else "no", each.progress, each.submitted,
        )
        for each in listed
    ]  # fmt: skip
    made = render_sheets([Sheet("Returns", COLUMNS, rows)], format, cycle.title, "returns")
    log_export(page, round=id, what=f"returns.{format}", rows=len(rows))
    return made


register("returns", guarded(make_returns))
