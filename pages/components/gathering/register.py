"""The members of all groups: who they are, and bringing in a spreadsheet of them."""

from __future__ import annotations

import streamlit as st

from db import groups
from db.organisations import list_organisations
from exports.moment import spoken_date
from pages.components.gathering.doing import attempt, turn
from pages.components.gathering.loading import name_places
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, problems_table
from pages.components.running.said import show_said
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.imported_table import UnreadableFileError
from scrutiny.meeting import Member
from scrutiny.member_import import (
    ImportedMembers,
    check_members,
    compare_members,
    read_members,
)


def show_register(page: Page) -> None:
    """Everybody in any group; those who keep the groups can take it out and bring it in."""
    show(tag("p", link("All groups and meetings", "/groups")))
    page_heading("Members of all groups", "Who belongs to which group today.")
    show_said(takes_focus=True)
    listed = list_present(page)
    may_change = page.viewer.can(Permission.MANAGE_GROUPS)
    if may_change:
        with st.expander("Import from a spreadsheet"):
            _show_import(page)
    if listed:
        _show_table(page, listed)
    else:
        cure = "Bring in a spreadsheet, or open a group and add somebody."
        empty_state("No members are on record", cure if may_change else "")


def list_present(page: Page) -> list[Member]:
    """The members of today and those to come, by group in the order of the settings."""
    order = {group.key: number for number, group in enumerate(page.partnership.groups)}
    listed = page.database.read(groups.list_members, viewer=page.viewer)
    present = (each for each in listed if each.ended is None or each.ended > page.today)
    return sorted(present, key=lambda each: order.get(each.group, len(order)))


def _show_table(page: Page, listed: list[Member]) -> None:
    if page.viewer.can(Permission.EXPORT) and page.viewer.can(Permission.MANAGE_GROUPS):
        address = "/documents/members/present"
        show(tag("p", "Take this list out, with e-mail addresses: ", _say_ways(address)))
    names, labels = name_places(page), {each.key: each.name for each in page.partnership.groups}
    data_table(
        [
            (
                link(labels.get(each.group, each.group), f"/groups?group={each.group}"),
                each.name, each.role or "Member", names.get(each.organisation, each.organisation),
                spoken_date(each.starts) if each.starts else "",
            )
            for each in listed
        ],
        ("Group", "Name", "Role", "Represents", "Since"),
        caption=f"Members of groups: {len(listed)}",
        key="all-members",
    )  # fmt: skip


def _say_ways(address: str) -> Safe:
    return join((link("CSV", f"{address}.csv"), " or ", link("XLSX", f"{address}.xlsx")))


def _show_import(page: Page) -> None:
    show(
        tag("p", "CSV or XLSX, one row a member of a group. Only group and name must be there. "
            "Whoever is a member already stays as they are, unless the row says otherwise; an "
            "empty cell changes nothing, and nobody is taken out: write the day on which they "
            "are no member any more under ends."),
        tag("p", "A file to start from (the XLSX also lists the words to use): ",
            _say_ways("/documents/members/start")),
    )  # fmt: skip
    uploaded = st.file_uploader(
        "Spreadsheet of members", type=["csv", "xlsx"], key=f"members-file-{turn()}"
    )
    if uploaded is None:
        return
    try:
        frame = read_members(uploaded.getvalue(), uploaded.name)
    except UnreadableFileError as error:
        st.error(str(error))
        return
    organisations = page.database.read(list_organisations)
    _show_taken(page, check_members(frame, page.partnership, organisations))


def _show_taken(page: Page, taken: ImportedMembers) -> None:
    if taken.problems:
        st.warning(
            f"{taken.rows - len(taken.members)} of {taken.rows} rows cannot be taken. Put them "
            "right in the file and import it again; rows that are in already stay as they are."
        )
        problems_table(taken.problems, caption="Rows that cannot be taken", key="import-problems")
    known = page.database.read(groups.list_members, viewer=page.viewer)
    changes = compare_members(taken.members, known)
    if changes.same:
        st.info(f"{_say_rows(changes.same)} on record already and stay{_s(changes.same)} so.")
    words = " and ".join(
        filter(None, (
            f"{len(changes.new)} new" if changes.new else "",
            f"{len(changes.changed)} changed" if changes.changed else "",
        ))
    )  # fmt: skip
    if not words:
        st.write("There is nothing to bring in.")
        return
    st.button(
        f"Bring in {words}", type="primary", key="bring-in-members",
        on_click=_bring_in, args=(page, taken.members),
    )  # fmt: skip


def _bring_in(page: Page, members: tuple[Member, ...]) -> None:
    attempt(page, "The list is brought in.", groups.import_members, members=members)


def _say_rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def _s(count: int) -> str:
    return "s" if count == 1 else ""
