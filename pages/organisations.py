"""The register of organisations: who is asked, and bringing in many at once."""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from db import organisations
from db.errors import DuplicateError, NotFoundError
from exports.moment import spoken_date
from forms.model import Tone
from pages.components.adding_organisation import NEW, show_adding
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import (
    data_table,
    empty_state,
    page_heading,
    problems_table,
    status_tag,
)
from pages.components.one_organisation import show_organisation
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.imported_table import UnreadableFileError
from scrutiny.organisation import Organisation
from scrutiny.organisation_import import (
    COLUMNS,
    Imported,
    check_register,
    leave_out_known,
    read_register,
)

page = open_page(Permission.MANAGE_ORGANISATIONS, title="Organisations", width="wide")


def show_register(page: Page) -> None:
    """Everyone on the register, with a filter."""
    listed = page.database.read(organisations.list_organisations)
    if not listed:
        empty_state(
            "Nobody is on the register yet",
            "Import a spreadsheet below. One row an organisation; the first row names the columns. "
            "Or add one by hand.",
        )
        return
    types = {key: kind.label for key, kind in page.partnership.organisation_types.items()}
    localities = {place.key: place.label for place in page.partnership.localities}
    phases = {phase.key: phase.label for phase in page.partnership.phases}
    data_table(
        [
            (
                _draw_name(each), types.get(each.type, each.type), each.urn,
                phases.get(each.phase, each.phase), each.trust,
                localities.get(each.locality, each.locality), each.contact_email,
            )
            for each in listed
        ],
        ("Name", "Type", "URN", "Phase", "Trust or group", "Locality", "Contact"),
        caption=f"{len(listed)} organisations on the register",
        key="register",
    )  # fmt: skip


def _draw_name(each: Organisation) -> Safe:
    """The name, which opens the organisation, with a tag for one that has left."""
    name = link(each.name, f"/organisations?{urlencode({'id': each.id})}")
    if each.ended is None:
        return name
    return join((name, " ", status_tag("", f"Left {spoken_date(each.ended)}", Tone.NEUTRAL)))


def show_one(page: Page, id: str) -> None:
    """One organisation's details; a wrong address says what to do."""
    try:
        one = page.database.read(organisations.get_organisation, id)
    except NotFoundError:
        page_heading("Organisations")
        empty_state("There is no such organisation", "Choose one from the list of organisations.")
        show(tag("p", link("All organisations", "/organisations")))
        return
    show_organisation(page, one)


def show_import(page: Page) -> None:
    """A file, what is wrong with it, and the good rows to bring in."""
    st.subheader("Import from a spreadsheet")
    st.write(
        "CSV or XLSX, one row an organisation. Columns: "
        f"{', '.join(name.replace('_', ' ') for name in COLUMNS)}. "
        "Only name and type must be there."
    )
    uploaded = st.file_uploader(
        "Spreadsheet of organisations", type=["csv", "xlsx"], key=f"file-{_turn()}"
    )
    if uploaded is None:
        return
    try:
        taken = check_register(read_register(uploaded.getvalue(), uploaded.name), page.partnership)
    except UnreadableFileError as error:
        st.error(str(error))
        return
    _show_taken(page, taken)


def _show_taken(page: Page, taken: Imported) -> None:
    if taken.problems:
        st.warning(
            f"{taken.rows - len(taken.organisations)} of {taken.rows} rows cannot be taken. "
            "Put them right in the file and import it again; rows that are in already stay as "
            "they are."
        )
        problems_table(taken.problems, caption="Rows that cannot be taken", key="import-problems")
    fresh = leave_out_known(
        taken.organisations, page.database.read(organisations.list_organisations)
    )
    if known := len(taken.organisations) - len(fresh):
        st.info(f"{known} are on the register already and stay as they are.")
    if not fresh:
        st.write("There is no new row to bring in.")
        return
    st.button(
        f"Bring in {len(fresh)} organisations", type="primary", key="bring-in",
        on_click=bring_in, args=(page, fresh),
    )  # fmt: skip


def bring_in(page: Page, fresh: list[Organisation]) -> None:
    """Write the good rows in one transaction: all of them or, when one is refused, none."""
    named = [replace(each, id=secrets.token_hex(8)) for each in fresh]
    try:
        page.database.write(
            organisations.add_organisations, named,
            now=page.now, actor=page.viewer.name, role=page.viewer.role,
        )  # fmt: skip
    except DuplicateError as error:
        st.session_state["import-said"] = ("error", f"Nothing was brought in. {error}")
        return
    st.session_state["import-said"] = ("success", f"{len(named)} organisations brought in.")
    st.session_state["import-turn"] = _turn() + 1


def _turn() -> int:
    return int(st.session_state.get("import-turn", 0))


id = page.query.get("id")
if id == NEW:
    show_adding(page)
elif id:
    show_one(page, id)
else:
    page_heading(
        "Organisations",
        "Who is asked to answer, and whom to write to. Open one to change its details.",
    )
    if said := st.session_state.pop("import-said", None):
        (st.success if said[0] == "success" else st.error)(said[1])
    show(tag("p", link("Add one by hand", f"/organisations?id={NEW}")))
    show_register(page)
    show_import(page)
