"""Responses: who has answered, who is late, and where to read each return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from db import campaigns, composites, cycles, organisations, responses
from exports.moment import spoken_date
from exports.return_blocks import return_blocks
from pages.components.blocks import show_blocks
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.narrowing import type_labels
from pages.components.rounds import order_campaigns, order_cycles, say_code, say_window
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.composite import say_reach
from scrutiny.cycle import Campaign, Cycle
from scrutiny.response import Response, Status
from scrutiny.return_status import count_return_status, place_of
from scrutiny.suppression import Rule, show_count
from scrutiny.tally import Return

page = open_page(Permission.READ_RESPONSES, Permission.READ_OWN, title="Responses", width="wide")

PLACES = {
    "": "All",
    "on_time": "Sent on time",
    "late": "Sent late",
    "in_progress": "In progress",
    "not_started": "Not started",
    "exempt": "Exempt",
}


def show_all(page: Page) -> None:
    """Every return of one cycle, and the campaigns."""
    page_heading("Responses", "Who has answered, who is late, and what they said.")
    listed = order_cycles(page.database.read(cycles.list_cycles), page.today)
    voices = order_campaigns(page.database.read(campaigns.list_campaigns), page.today)
    if not listed and not voices:
        empty_state(
            "Nothing has been asked yet",
            "Once a self-assessment has been opened for organisations, or a campaign for young "
            "people and families, this page shows who has answered. Check first that the "
            "organisations are on the register.",
            *([link("Go to the register", "/organisations")]
              if page.viewer.can(Permission.MANAGE_ORGANISATIONS) else []),
        )  # fmt: skip
        return
    if listed:
        show_cycle(page, listed)
    if voices:
        show_campaigns(page, voices)


def show_cycle(page: Page, listed: Sequence[Cycle]) -> None:
    """The chosen cycle: how many have answered by type, then each return."""
    titles = {
        each.id: f"{each.title} ({say_window(each.opens, each.deadline, page.today)})"
        for each in listed
    }
    chosen = choose("Form and cycle", titles, name="cycle")
    cycle = next(each for each in listed if each.id == chosen)
    returns = page.database.read(responses.list_returns, cycle=cycle.id, viewer=page.viewer)
    if not returns:
        empty_state(
            f"{cycle.title} has not been sent to anyone",
            "Bring organisations into the cycle, and each will be listed here.",
        )
        return
    show(_deadlines(cycle))
    show_blocks(return_blocks(count_return_status(returns, type_labels(page))), key="status")
    show(tag("h2", "Each return"))
    show_returns(page, cycle, returns)


def _deadlines(cycle: Cycle) -> Safe:
    words = f"Opened {spoken_date(cycle.opens)}. Deadline {spoken_date(cycle.closes)}"
    if cycle.extended_to:
        words += f", extended to {spoken_date(cycle.extended_to)}"
    return tag("p", f"{words}.")


def show_returns(page: Page, cycle: Cycle, returns: Sequence[Return]) -> None:
    """The returns that the filters leave, with a way to take the list out."""
    types = {key: kind.label for key, kind in page.partnership.organisation_types.items()}
    localities = {place.key: place.label for place in page.partnership.localities}
    found = choose_returns(returns, types, localities)
    count = f"{len(found)} of {len(returns)} organisations."
    show(tag("p", count, role="status", class_="count"))
    data_table(
        [
            _row(
                row,
                types.get(row.type, row.type),
                localities.get(row.locality, row.locality),
                is_own=row.organisation in page.viewer.organisations,
            )
            for row in found
        ],
        ("Organisation", "Type", "Status", "Progress", "Submitted", "Locality"),
        caption="Returns of this cycle",
        key=f"returns-{cycle.id}",
        numeric=("Progress",),
    )
    if page.viewer.can(Permission.EXPORT):
        show_exports(cycle)


def choose_returns(
    returns: Sequence[Return], types: Mapping[str, str], localities: Mapping[str, str]
) -> list[Return]:
    """The filters, offering only what is there, and the returns that they leave."""
    asked, where = {row.type for row in returns}, {row.locality for row in returns}
    offered = {"": "All types"} | {key: types[key] for key in types if key in asked}
    places = {"": "All localities"} | {k: localities[k] for k in localities if k in where}
    with st.container(horizontal=True):
        kind = choose("Type", offered, name="type")
        place = choose("Status", PLACES, name="status")
        locality = choose("Locality", places, name="locality")
    return [
        row
        for row in returns
        if kind in ("", row.type)
        and place in ("", place_of(row))
        and locality in ("", row.locality)
    ]


def _row(row: Return, kind: str, locality: str, *, is_own: bool) -> tuple[object, ...]:
    """A draft is its writer's own, so the team has no link to it."""
    name: object = row.name
    if row.response and (row.submitted or is_own):
        name = link(row.name, f"/response?id={row.response}")
    return name, kind, _status(row), f"{row.progress}%", _day(row.submitted), locality


def _status(row: Return) -> Safe:
    mark = [" ", tag("span", "Late", class_="tag tag-poor")] if row.late else []
    return join((status_tag(Status(row.status)), *mark))


def _day(iso: str) -> str:
    year, month, day = iso.split("-") if iso else ("", "", "")
    return f"{int(day)}/{int(month)}/{year}" if iso else ""


def show_exports(cycle: Cycle) -> None:
    """Files of the list and of the answers; each is made when it is asked for, and logged."""
    files = (
        ("The list of returns", "returns", ("csv", "xlsx")),
        ("All answers, a row a return", "answers", ("csv", "xlsx", "parquet")),
    )
    rows = (
        tag(
            "p", tag("strong", f"{words}: "),
            *(link(format.upper(), f"/documents/{kind}/{cycle.id}.{format}",
                   aria_label=f"{words} as {format.upper()}") for format in formats),
            class_="files",
        )
        for words, kind, formats in files
    )  # fmt: skip
    show(
        tag("h2", "Take the data out"),
        tag("p", "These files name organisations. Every download is recorded with who made it."),
        *rows,
    )


def show_campaigns(page: Page, listed: Sequence[Campaign]) -> None:
    """What young people and families were asked: how many answered, and the code to give out."""
    show(tag("h2", "Voice campaigns"))
    data_table(
        [_campaign(page, each) for each in listed],
        ("Campaign", "Service", "Respondents", "When", "Code"),
        caption="Campaigns; nobody's answers can be read one by one",
        key="campaigns",
    )


def _campaign(page: Page, each: Campaign) -> tuple[object, ...]:
    name: object = each.title
    shown: object = ""
    if page.viewer.can(Permission.READ_COMPOSITES):
        count = page.database.read(composites.count_responses, viewer=page.viewer, round=each.id)
        least = max(each.minimum_group, page.partnership.small_numbers.counts_minimum)
        has_closed = each.has_closed(page.today)
        shown = show_count(count, Rule(least)).words if has_closed else say_reach(count)
        name = link(each.title, f"/composite?round={each.id}")
    words = say_window(each.opens, each.closes, page.today).capitalize()
    return name, each.service, shown, words, say_code(each)


def show_own(page: Page) -> None:
    """What one's own organisation was asked, and how each return stands."""
    names = [
        page.database.read(organisations.get_organisation, id).name
        for id in sorted(page.viewer.organisations)
    ]
    page_heading("Your returns", "What you have sent and what is still open.",
                 above=", ".join(names))  # fmt: skip
    rounds = {
        each.id: each
        for organisation in sorted(page.viewer.organisations)
        for each in page.database.read(cycles.list_cycles_of, organisation, page.today)
    }
    sent = {
        row.round: row for row in page.database.read(responses.list_responses, viewer=page.viewer)
    }
    if not rounds and not sent:
        empty_state(
            "There is nothing to read yet",
            "When a self-assessment opens for you we will write to you, and it is listed here.",
        )
        return
    data_table(
        [_own_row(page, cycle, sent.get(cycle.id)) for cycle in rounds.values()],
        ("Self-assessment", "Status", "Submitted", "Deadline", "What you can do"),
        caption="Self-assessments asked of you, latest first",
        key="own",
    )


def _own_row(page: Page, cycle: Cycle, found: Response | None) -> tuple[object, ...]:
    deadline = spoken_date(cycle.deadline)
    can_answer = page.viewer.can(Permission.ANSWER)
    way_in: object = ""
    if can_answer and (found is None or found.is_open):
        words = "Continue" if found else "Start"
        way_in = link(words, f"/fill?cycle={cycle.id}", aria_label=f"{words}: {cycle.title}")
    if found is None:
        return cycle.title, status_tag(Status.NOT_STARTED), "", deadline, way_in
    read = link("Read it", f"/response?id={found.id}", aria_label=f"Read {cycle.title}")
    status = join(
        (status_tag(found.status), tag("span", "Late", class_="tag tag-poor"))
        if found.late else (status_tag(found.status),)
    )  # fmt: skip
    submitted = spoken_date(found.submitted) if found.submitted else ""
    return cycle.title, status, submitted, deadline, join((read, " ", way_in))


load_style()
if page.viewer.can(Permission.READ_RESPONSES):
    show_all(page)
else:
    show_own(page)
