"""`/documents/cards/{campaign}.pdf?made=...`: the hand-out codes, for who has just made them.

The codes are kept nowhere: the signed address says what they were made from, and stands on
the page of whoever added the campaign, for an hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from db.access import require
from db.campaigns import get_campaign
from db.hand_outs import count_hand_outs
from exports.cards import Cards, render_cards
from forms.types.moments import say_date
from pages.components.documents.making import Made, file_name, guarded, page_for
from pages.components.filling.opening import get_form
from pages.components.reading import notice_of
from pages.components.server.documents import NotFoundError, register
from scrutiny.access import Permission, Viewer
from scrutiny.code import make_hand_outs
from scrutiny.links import LinkKind, read_link


def make_cards(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The cards of one campaign."""
    require(viewer, Permission.MANAGE_CYCLES, to="print hand-out codes")
    page = page_for(viewer, query)
    secret = page.settings.secret
    link = read_link(query.get("made", ""), secret=secret)
    if link is None or link.kind is not LinkKind.CARDS or link.has_expired(page.now):
        raise NotFoundError(id)
    made_for, _, seed = link.id.partition(":")
    campaign = page.database.read(get_campaign, id)
    if format != "pdf" or made_for != campaign.id or not campaign.hand_out:
        raise NotFoundError(format)
    form = get_form(page.database, page.library.forms, campaign.form, campaign.form_version)
    lines = page.partnership.help_for("young" if form.audience == "young" else "parent")
    base = page.settings.base_url
    codes = make_hand_outs(seed, page.database.read(count_hand_outs, id), secret=secret)
    cards = Cards(
        title=campaign.service or campaign.title, codes=tuple(codes), address=f"{base}/fill",
        site=urlsplit(base).netloc, owner=page.partnership.name, made=page.now,
        closes=say_date(campaign.closes), notice=notice_of(page),
        help_line=f"{lines[0].label}: {lines[0].number}" if lines else "",
    )  # fmt: skip
    return render_cards(cards), "application/pdf", f"{file_name('cards', campaign.title)}.pdf"


register("cards", guarded(make_cards))
