"""SPACE audit requests: what was asked for, where each stands, and one in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from db import requests, responses
from db.errors import NotFoundError
from exports.document import Heading
from forms.model import Tone
from pages.components.asking import (
    Asked,
    group_label,
    list_themes,
    load_request,
    make_request_document,
)
from pages.components.blocks import show_blocks, show_contents
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.filling.opening import REQUEST_FORM
from pages.components.filling.requesting import list_begun, new_request
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.refusing import refuse_once
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.audit import What
from scrutiny.request import ENDED, REQUEST_STATUS_LABELS, Request, RequestStatus

page = open_page(
    Permission.REQUEST,
    Permission.READ_REQUESTS,
    Permission.READ_OWN_REQUESTS,
    title="SPACE requests",
    width="wide",
)

TONES = {
    RequestStatus.REQUESTED: Tone.MIDDLING,
    RequestStatus.MORE_INFORMATION_NEEDED: Tone.POOR,
    RequestStatus.DECLINED: Tone.POOR,
    RequestStatus.PAUSED: Tone.POOR,
    RequestStatus.MONITORED: Tone.GOOD,
    RequestStatus.CLOSED: Tone.GOOD,
}
OPEN, ALL = "open", "all"


def show_list(page: Page) -> None:
    """The requests that the viewer may see, with a filter by where they stand."""
    page_heading("SPACE requests", "Audits that groups have asked the SPACE Service to carry out.")
    if page.viewer.can(Permission.REQUEST):
        show_start(page)
    listed = page.database.read(requests.list_requests, viewer=page.viewer)
    if not listed:
        show_none(page)
        return
    states = dict.fromkeys(request.status for request in listed)
    options = {ALL: "All", OPEN: "Not ended"} | {
        status.value: REQUEST_STATUS_LABELS[status] for status in RequestStatus if status in states
    }
    chosen = choose("Show", options, name="status")
    found = [request for request in listed if _is_wanted(request, chosen)]
    show(tag("p", f"{len(found)} of {len(listed)} requests.", role="status", class_="count"))
    show_table(page, found)


def show_start(page: Page) -> None:
    """For a chair: a new request, or going on with one that was begun."""
    form = page.library.forms.get(REQUEST_FORM)
    if form and st.button("Ask for an audit", type="primary", key="ask"):
        st.switch_page("pages/fill.py", query_params={"response": new_request(page).id})
    for begun in list_begun(page):
        name = str(begun.answers.get("title") or "A request without a title")
        way = link("Go on with it", f"/fill?response={begun.id}", aria_label=f"Go on with: {name}")
        show(tag("p", f"You have begun, but not sent: {name}. ", way))


def show_none(page: Page) -> None:
    """Nothing has been asked for, and what to do."""
    if page.viewer.can(Permission.REQUEST):
        words = "When your group wants practice looked at, press Ask for an audit."
    else:
        words = (
            "When the chair of a group asks for an audit, it is listed here with where it stands."
        )
    empty_state("No audit has been asked for", words)


def _is_wanted(request: Request, chosen: str) -> bool:
    if chosen == OPEN:
        return request.status not in ENDED
    return chosen in (ALL, request.status)


def show_table(page: Page, found: Sequence[Request]) -> None:
    """One row a request."""
    rows = []
    for request in found:
        address = f"/requests?id={request.reference}" if request.response else _activity(request)
        name = link(request.title or "Without a title", address)
        rows.append(
            (
                name, request.reference, _status(request.status),
                group_label(page, request.group, is_short=True), _themes(page, request),
                _day(request.requested), _day(request.final_due),
            )
        )  # fmt: skip
    data_table(
        rows,
        ("Audit", "Reference", "Status", "Group", "Themes", "Requested", "Due"),
        caption="Requests for audit, latest first",
        key="requests",
    )


def _activity(request: Request) -> str:
    """The page on which the audit is run."""
    return f"/activity?id={request.reference}"


def _themes(page: Page, request: Request) -> str:
    if not request.response:
        return ""
    response = page.database.read(responses.get_response, request.response, viewer=page.viewer)
    form = page.library.forms.get(response.form)
    return ", ".join(list_themes(page, form, response.answers.get("themes"))) if form else ""


def _status(status: RequestStatus) -> Safe:
    return status_tag(status.value, REQUEST_STATUS_LABELS[status], TONES.get(status, Tone.NEUTRAL))


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""


def show_request(page: Page, asked: Asked) -> None:
    """One request: what was asked, what was decided, and the states it came to."""
    request = asked.request
    page_heading(
        request.title or "SPACE audit request",
        f"{group_label(page, request.group)}. Asked for on {_day(request.requested)}.",
        above=request.reference,
    )
    address = f"/documents/request/{request.reference}"
    show(
        tag(
            "p",
            _status(request.status),
            " ",
            link("Open the audit: its steps, findings and documents", _activity(request)),
        ),
        tag(
            "p",
            link("Download as PDF", f"{address}.pdf"),
            link("Download as a web page", f"{address}.html"),
            link("All requests", "/requests"),
            class_="files",
        ),
    )
    blocks = make_request_document(page, asked).blocks
    show_contents([each.text for each in blocks if isinstance(each, Heading) and each.level == 1])
    show_blocks(blocks, key="request")


load_style()
wanted = page.query.get("id", "")
if not wanted:
    show_list(page)
else:
    try:
        found: Asked | None = load_request(page, wanted)
    except NotFoundError:
        found = None
    if found:
        show_request(page, found)
    else:
        refuse_once(page, What.RECORD_REFUSED, of=wanted, subject=wanted, why="not_theirs")
        page_heading("SPACE requests")
        empty_state(
            "There is no such request that you may read",
            "It may be another group's. Choose one from the list.",
            link("Go to the list", "/requests"),
        )
