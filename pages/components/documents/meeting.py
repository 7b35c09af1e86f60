"""`/documents/meeting/{id}.ics`: one meeting, to take into a calendar."""

from __future__ import annotations

from collections.abc import Mapping

from db import meetings
from exports.calendar import MEDIA_TYPE, render_calendar
from exports.moment import spoken_date
from pages.components.documents.making import Made, file_name, guarded, page_for
from pages.components.server.documents import NotFoundError, register
from scrutiny.access import Viewer
from scrutiny.calendar import Dated, make_calendar


def make_meeting(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The meeting, for those who may see meetings."""
    page = page_for(viewer, query)
    meeting = page.database.read(meetings.get_meeting, id, viewer=viewer)
    if format != "ics":
        raise NotFoundError(format)
    dated = Dated(page.today, meetings=[meeting], groups=page.partnership.groups)
    [entry] = make_calendar(dated)
    body = render_calendar(
        [entry], name=page.partnership.short_name, base_url=page.settings.base_url, made=page.now
    )
    return body, MEDIA_TYPE, f"{file_name(entry.title, spoken_date(entry.on))}.ics"


register("meeting", guarded(make_meeting))
