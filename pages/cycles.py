"""Cycles and campaigns: the rounds of forms, and one of them to run."""

from __future__ import annotations

import streamlit as st

from db import campaigns, cycles
from db.errors import NotFoundError
from exports.moment import spoken_date
from pages.components.html import link
from pages.components.layout import data_table, empty_state, page_heading
from pages.components.rounds import order_campaigns, order_cycles, say_code, say_window
from pages.components.running.adding import show_adding
from pages.components.running.campaigns import show_adding_campaign, show_campaign
from pages.components.running.one_cycle import show_cycle
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.cycle import Campaign, Cycle

page = open_page(Permission.MANAGE_CYCLES, title="Cycles and campaigns", width="wide")


def show_list(page: Page) -> None:
    """Every cycle and campaign, and the ways to add one."""
    page_heading("Cycles and campaigns", "Whom we ask, when, and how to reach them.")
    show_said()
    with st.container(horizontal=True):
        st.button("Add a cycle", key="new-cycle", type="primary", on_click=go,
                  kwargs={"add": "cycle"})  # fmt: skip
        st.button("Add a campaign", key="new-campaign", on_click=go, kwargs={"add": "campaign"})
    show_cycles(page)
    show_campaigns(page)


def go(**query: str) -> None:
    """To another view of this page."""
    st.query_params.from_dict(query)


def show_cycles(page: Page) -> None:
    """One row a cycle, the open ones first."""
    listed = order_cycles(page.database.read(cycles.list_cycles), page.today)
    if not listed:
        empty_state("There is no cycle yet", "Add one, choose who is asked, then invite them.")
        return
    forms = page.library.forms
    data_table(
        [
            (
                link(row.title, f"/cycles?cycle={row.id}"),
                forms[row.form].title.say() if row.form in forms else row.form,
                row.form_version, _when(row, page),
            )
            for row in listed
        ],
        ("Cycle", "Form", "Version", "When"),
        caption="Cycles: rounds for organisations",
        key="cycles",
    )  # fmt: skip


def show_campaigns(page: Page) -> None:
    """One row a campaign, the open ones first."""
    listed = order_campaigns(page.database.read(campaigns.list_campaigns), page.today)
    if not listed:
        empty_state("There is no campaign yet", "Add one, and print its poster.")
        return
    data_table(
        [
            (
                link(row.title, f"/cycles?campaign={row.id}"), row.service,
                say_code(row), _when(row, page),
            )
            for row in listed
        ],
        ("Campaign", "Service", "Code", "When"),
        caption="Campaigns: rounds for children, young people, parents and carers",
        key="campaigns",
    )  # fmt: skip


def _when(row: Cycle | Campaign, page: Page) -> str:
    if row.stopped:
        return f"stopped on {spoken_date(row.stopped)}"
    closes = row.deadline if isinstance(row, Cycle) else row.closes
    return say_window(row.opens, closes, page.today)


def show_wanted(page: Page) -> None:
    """What the address asks for."""
    query = st.query_params
    if id := query.get("cycle"):
        show_cycle(page, page.database.read(cycles.get_cycle, id))
    elif id := query.get("campaign"):
        show_campaign(page, page.database.read(campaigns.get_campaign, id))
    elif query.get("add") == "cycle":
        show_adding(page)
    elif query.get("add") == "campaign":
        show_adding_campaign(page)
    else:
        show_list(page)


try:
    show_wanted(page)
except NotFoundError as error:
    page_heading("Cycles and campaigns")
    empty_state("It is not here", str(error), link("All cycles and campaigns", "/cycles"))
