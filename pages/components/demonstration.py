"""Ready-made ways in, one for each role; shown only where everything is invented."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from db.campaigns import list_campaigns
from db.cycles import list_cycles
from db.organisations import list_organisations
from db.responses import list_returns
from pages.components.browser import go
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, empty_state
from pages.components.session import make_ticket
from pages.components.shell import Page
from scrutiny.access import make_viewer, roles
from scrutiny.composite import Return
from scrutiny.cycle import Campaign, Cycle
from scrutiny.links import LinkKind, sign_link
from scrutiny.response import Status

#: Belongs to the first group that may ask for an audit: the Board.
MEMBER = "board_reader"
#: Who may be played with one press, in the order of the buttons.
STAFF = (
    "mars_team", "adults_team", "safeguarding_reader", "scrutiny_officer", "space_lead",
    "portfolio_lead", "board_reader", "administrator",
)  # fmt: skip


def show_demonstration(page: Page) -> None:
    """Everybody whom a visitor may be, or what to do when there is nobody."""
    if not page.database.read(list_organisations):
        empty_state(
            "There is no demonstration data yet",
            "Stop the application, run python -m db.demonstration, and start it again.",
        )
        return
    show(
        tag("h2", "Look around"),
        tag("p", "Everything here is invented. Be any of these people with one press."),
    )
    places = _asked_now(page)
    groups = page.partnership.requesting_groups
    with st.container(horizontal=True):
        for key in STAFF:
            if st.button(roles()[key].label, key=f"be_{key}"):
                be(key, "", groups[0].key if key == MEMBER and groups else "")
        for group in groups:
            if st.button(f"Chair, {group.short or group.label}", key=f"be_chair_{group.key}"):
                be("chair", f"Chair, {group.label}", group.key)
        for partner in page.partnership.safeguarding_partners:
            if st.button(f"Partner: {partner.label}", key=f"be_{partner.key}"):
                be("partner", f"Partner: {partner.label}", partner.key)
        for organisation, name in {row.organisation: row.name for _, row in places}.items():
            if st.button(name, key=f"be_{organisation}"):
                be("organisation", name, organisation)
    show_links(page, places)
    show_codes(page)


def be(role: str, name: str, belongs_to: str = "") -> None:
    """Sign in as somebody invented."""
    ticket = make_ticket(role=role, name=name, organisation=belongs_to)
    go(f"/session/start?{urlencode({'ticket': ticket})}")


def show_links(page: Page, places: list[tuple[Cycle, Return]]) -> None:
    """The links to drafts that organisations would be sent."""
    rows = [
        (row.name, cycle.title, _draft_link(page, row))
        for cycle, row in places
        if row.status == Status.IN_PROGRESS
    ]
    if rows:
        data_table(
            rows,
            ("Organisation", "What it answers", "Link"),
            caption="Links that organisations would be sent",
            key="links",
            search=False,
        )


def show_codes(page: Page) -> None:
    """The campaigns that can be answered today, with their codes."""
    campaigns = page.database.read(list_campaigns)
    rows = [
        (row.title, tag("code", row.code), _start(row))
        for row in campaigns
        if row.is_open(page.today) and not row.hand_out
    ]
    if rows:
        data_table(
            rows,
            ("What it asks about", "Code", "Start"),
            caption="Codes that young people, parents and carers would be given",
            key="codes",
            search=False,
        )


def _asked_now(page: Page) -> list[tuple[Cycle, Return]]:
    """One organisation of each current cycle, best one that has begun to answer."""
    cycles = page.database.read(list_cycles)
    past = {cycle.previous for cycle in cycles}
    team = make_viewer("mars_team")
    found = []
    for cycle in cycles:
        returns = page.database.read(list_returns, cycle=cycle.id, viewer=team)
        if cycle.id not in past and cycle.is_open(page.today) and returns:
            begun = (row for row in returns if row.status == Status.IN_PROGRESS)
            found.append((cycle, next(begun, returns[0])))
    return found


def _draft_link(page: Page, row: Return) -> Safe:
    token = sign_link(LinkKind.RESPONSE, row.response, secret=page.settings.secret)
    return link("Open", f"/fill?{urlencode({'link': token})}", aria_label=f"Open for {row.name}")


def _start(campaign: Campaign) -> Safe:
    address = f"/fill?{urlencode({'code': campaign.code})}"
    return link("Answer", address, aria_label=f"Answer {campaign.title}")
