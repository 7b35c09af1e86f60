"""`/documents/poster/{campaign}.pdf`: a campaign's poster with its code, for who runs campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from db.access import require
from db.campaigns import get_campaign
from exports.poster import Poster, render_poster
from forms.types.moments import say_date
from pages.components.documents.making import Made, file_name, guarded, page_for
from pages.components.filling.opening import get_form
from pages.components.reading import notice_of
from pages.components.server.documents import NotFoundError, register
from scrutiny.access import Permission, Viewer

_TEXT = (
    "Tell us what it was like. You do not need to say who you are. Scan this with a phone, "
    "or type the code."
)


def make_poster(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The poster of one campaign."""
    require(viewer, Permission.MANAGE_CYCLES, to="make a poster")
    page = page_for(viewer, query)
    campaign = page.database.read(get_campaign, id)
    if format != "pdf" or campaign.hand_out:
        raise NotFoundError(format)
    form = get_form(page.database, page.library.forms, campaign.form, campaign.form_version)
    young = "young" if form.audience == "young" else "parent"
    lines = tuple(f"{row.label}: {row.number}" for row in page.partnership.help_for(young)[:3])
    base = page.settings.base_url
    poster = Poster(
        title=campaign.service or campaign.title, text=_TEXT, code=campaign.code,
        address=f"{base}/fill?{urlencode({'code': campaign.code})}",
        site=urlsplit(base).netloc, owner=page.partnership.name, made=page.now,
        closes=say_date(campaign.closes), help_lines=lines, notice=notice_of(page),
    )  # fmt: skip
    name = file_name("poster", campaign.title)
    return render_poster(poster), "application/pdf", f"{name}.pdf"


register("poster", guarded(make_poster))
