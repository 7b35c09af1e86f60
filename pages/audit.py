"""The audit log: who signed in, read, changed or took out what; searched and paged."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from db.audit import PAGE_SIZE, Search, list_deeds, list_entries, seal, verify_log
from db.events import APP
from db.refusals import NOBODY
from pages.components.layout import data_table, empty_state, page_heading
from pages.components.paging import page_number, show_pages
from pages.components.shell import Page, open_page
from scrutiny.access import Permission, roles
from scrutiny.audit import Entry

page = open_page(Permission.READ_AUDIT, title="Audit log", width="wide")

_LONDON = ZoneInfo("Europe/London")
_ANY = "Anything"
_OTHERS = {NOBODY: "Not signed in", APP: "The app by itself"}


def ask_search(page: Page) -> Search:
    """What to look for."""
    deeds = page.database.read(list_deeds, viewer=page.viewer)
    first, second, third = st.columns(3)
    who = first.text_input("Who", key="who", max_chars=100, help="Part of a name is enough.")
    what = second.selectbox(
        "What", [_ANY, *deeds], key="what", format_func=lambda deed: say_deed(deed)
    )
    subject = third.text_input(
        "About", key="subject", max_chars=100,
        help="The number of a return, cycle or document as it stands in its address.",
    )  # fmt: skip
    from_day, to_day = st.columns(2)
    with from_day:
        since = _ask_day("From day", "since")
    with to_day:
        until = _ask_day("To day", "until")
    return Search(who, "" if what == _ANY else what, subject, since, until)


def _ask_day(label: str, key: str) -> date | None:
    day = st.date_input(label, value=None, key=key, format="DD/MM/YYYY")
    return day if isinstance(day, date) else None


def show_entries(page: Page, search: Search) -> None:
    """One page of what was found."""
    found = page.database.read(
        list_entries, viewer=page.viewer, search=search, page=page_number(search)
    )
    if not found.total:
        empty_state("No line of the log fits", "Ask for less, or for other days.")
        return
    data_table(
        [_row(entry) for entry in found.entries],
        ("Line", "When", "Who", "Role", "What", "About", "Details"),
        caption=f"{found.total} lines, latest first", key="log", search=False,
    )  # fmt: skip
    show_pages(found.total, PAGE_SIZE)


def _row(entry: Entry) -> tuple[object, ...]:
    role = roles().get(entry.role)
    return (
        entry.number, say_moment(entry.moment, entry.role), entry.who or "By link",
        role.label if role else _OTHERS.get(entry.role, entry.role), say_deed(entry.what),
        entry.subject, say_detail(entry.detail),
    )  # fmt: skip


def say_moment(moment: datetime, role: str) -> str:
    """The time as it was here; the day where no more is kept of somebody unknown."""
    here = moment.astimezone(_LONDON)
    is_day = role == NOBODY and here.time() == time()
    return here.strftime("%d %b %Y" if is_day else "%d %b %Y, %H:%M:%S")


def say_deed(deed: str) -> str:
    """A deed in words."""
    return deed.replace("_", " ").capitalize()


def say_detail(detail: str) -> str:
    """The details as words: "format: pdf, kind: response"."""
    read: dict[str, object] = json.loads(detail)
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in read.items())


def show_proof(page: Page) -> None:
    """Whether the log is whole, when somebody asks."""
    if not st.button("Prove the log whole", key="prove"):
        return
    verdict = page.database.read(verify_log)
    if verdict.is_whole:
        st.success(
            f"Whole: {verdict.entries} lines, each in its place and unchanged. To prove later "
            "that none was cut off at the end, note this elsewhere: "
            f"{verdict.number}:{verdict.hash}"
        )
    else:
        st.error(f"The log is not whole. {verdict.fault}. Tell whoever keeps the database.")


page_heading(
    "Audit log",
    "Who signed in, read a named return, changed something, took it out or was refused. It "
    "holds nothing that people wrote. Of young people and parents it says only that a code was "
    "refused, and on which day.",
)
page.database.write(seal)
show_entries(page, ask_search(page))
show_proof(page)
