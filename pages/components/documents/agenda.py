"""`/documents/agenda/{meeting}.pdf|html`: the agenda pack of a meeting.

`?length=whole` has every paper whole; without it long ones are in their short form.
"""

from __future__ import annotations

from collections.abc import Mapping

from exports.moment import spoken_date
from pages.components.documents.making import Made, guarded, page_for, render_document
from pages.components.gathering.loading import load_pack, make_pack
from pages.components.server.documents import register
from scrutiny.access import Viewer
from scrutiny.pack_rules import Length


def make_agenda(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The pack, for those who may read agendas."""
    page = page_for(viewer, query)
    length = Length.WHOLE if query.get("length") == Length.WHOLE else Length.SHORT
    pack = load_pack(page, id, length)
    name = [pack.group.name, "agenda", spoken_date(pack.meeting.on)]
    name += ["whole papers"] if length is Length.WHOLE else []
    return render_document(make_pack(page, pack), format, *name)


register("agenda", guarded(make_agenda))
