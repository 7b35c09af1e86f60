"""`/documents/agenda/{meeting}.pdf|html`: the agenda pack of a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from exports.moment import spoken_date
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.gathering.loading import load_pack, make_pack
from pages.components.server.documents import register
from scrutiny.access import Viewer


def make_agenda(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The pack, for those who may read agendas."""
    page = page_for(viewer, query)
    pack = load_pack(page, id)
    name = (pack.group.name, "agenda", spoken_date(pack.meeting.on))
    return render_document(make_pack(page, pack), format, *name)


register("agenda", guarded(make_agenda))
