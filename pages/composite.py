"""Composites: many responses put together, for any form and cycle or campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from db import campaigns, cycles, organisations
from forms.model import Form
from pages.components.charts import load_style
from pages.components.choosing import choose, tick
from pages.components.composing import load_cycle, load_voice
from pages.components.dashboard import show_dashboard
from pages.components.filling.opening import get_form
from pages.components.html import link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.narrowing import (
    FINAL,
    REGISTRATIONS,
    SCOPES,
    read_filters,
    say_filters,
    type_labels,
    write_filters,
)
from pages.components.rounds import order_campaigns, order_cycles, say_window
from pages.components.shell import Page, open_page
from pages.components.voicing import show_voice
from scrutiny.access import Permission
from scrutiny.composite import Filters
from scrutiny.cycle import Campaign, Cycle

COUNTED = {"": "Every return that was sent", FINAL: "Only those in the final composite"}

page = open_page(Permission.READ_COMPOSITES, title="Composites", width="wide")


def show_round(page: Page) -> None:
    """The chosen cycle or campaign."""
    listed = {c.id: c for c in order_cycles(page.database.read(cycles.list_cycles), page.today)}
    voices = {
        c.id: c for c in order_campaigns(page.database.read(campaigns.list_campaigns), page.today)
    }
    if not listed and not voices:
        empty_state(
            "There is nothing to put together yet",
            "A composite shows how the whole partnership stands, once organisations have sent "
            "a self-assessment or young people and families have answered a campaign.",
        )
        return
    titles = {key: _title(each, each.deadline, page) for key, each in listed.items()}
    titles |= {key: f"Voice: {_title(each, each.closes, page)}" for key, each in voices.items()}
    chosen = choose("Form and cycle, or campaign", titles, name="round")
    if chosen in listed:
        show_cycle(page, listed[chosen])
    else:
        show_campaign(page, voices[chosen], voices)


def _title(each: Cycle | Campaign, closes: date, page: Page) -> str:
    return f"{each.title} ({say_window(each.opens, closes, page.today)})"


def show_cycle(page: Page, cycle: Cycle) -> None:
    """A self-assessment over all returns, or over those that the filters leave."""
    form = get_form(page.database, page.library.forms, cycle.form, cycle.form_version)
    show(tag("p", f"Answered to version {form.version} of the form."))
    filters = show_filters(page, cycle, form)
    show_downloads(cycle.id, filters, has_short=True)
    with st.spinner("Putting the answers together"):
        view = load_cycle(page, cycle.id, filters)
    show_dashboard(page, view)


def show_campaign(page: Page, campaign: Campaign, voices: Mapping[str, Campaign]) -> None:
    """What people said in one campaign, and beside another that asked the same form."""
    show_downloads(campaign.id, Filters())
    with st.spinner("Putting the answers together"):
        view = load_voice(page, campaign.id)
    others = {
        key: each
        for key, each in voices.items()
        if key != campaign.id and each.form == campaign.form
    }
    show_voice(page, view, others)


def show_filters(page: Page, cycle: Cycle, form: Form) -> Filters:
    """The filters, closed until one is wanted; what is chosen stands in the address."""
    asked = read_filters(page.query)
    words = say_filters(page, asked)
    with st.expander("Narrow it to some organisations", expanded=bool(words)):
        offered = offer_filters(page, cycle, form)
        with st.container(horizontal=True):
            for name, (label, options) in offered.items():
                if len(options) > 1:
                    choose(label, options, name=name)
        tick("Include returns that came late", name="late")
        choose("Returns to count", COUNTED, name="count")
    filters = read_filters({key: st.query_params[key] for key in st.query_params})
    if words := say_filters(page, filters):
        clear = link("Show all of them", f"/composite?{urlencode({'round': cycle.id})}")
        show(tag("p", tag("strong", "Narrowed to: "), f"{words}. ", clear, role="status"))
    return filters


def offer_filters(
    page: Page, cycle: Cycle, form: Form
) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """By its name in the address, each filter's label and what it may be set to."""
    types = {
        key: words
        for key, words in type_labels(page).items()
        if page.partnership.form_of(key) == cycle.form
    } or type_labels(page)
    listed = page.database.read(organisations.list_organisations, types=list(types))
    phases = {each.phase for each in listed}
    places = {each.locality for each in listed}
    known = {each.registration for each in listed}
    trusts = sorted({each.trust for each in listed if each.trust})
    partnership = page.partnership
    return {
        "type": ("Type", {"": "All types"} | types),
        "phase": ("Phase", {"": "All phases"}
                  | {p.key: p.label for p in partnership.phases if p.key in phases}),
        "locality": ("Locality", {"": "All localities"}
                     | {p.key: p.label for p in partnership.localities if p.key in places}),
        "trust": ("Trust or provider group", {"": "All trusts and groups"}
                  | {name: name for name in trusts}),
        "registration": ("Registration", {"": "Registered or not"}
                         | (dict(REGISTRATIONS) if len(known) > 1 else {})),
        "scope": ("Standards about", _scopes(form)),
    }  # fmt: skip


def _scopes(form: Form) -> Mapping[str, str]:
    """What the standards are about; each Board looks at its own and at what is for both."""
    used = {q.standard.scope for q in form.standards.values() if q.standard} - {""}
    if not used:
        return {"": "Everyone"}
    return {
        "": "Everyone",
        "both,children": "Children, and both",
        "adults,both": "Adults, and both",
    } | {key: f"{words} only" for key, words in SCOPES.items() if key in used}


def show_downloads(round: str, filters: Filters, *, has_short: bool = False) -> None:
    """The same as a report and as data; a cycle also as a short report."""
    said = write_filters(filters)
    query = f"?{urlencode(said)}" if said else ""
    short = urlencode(said | {"length": "short"})
    address = f"/documents/composite/{round}"
    show(
        tag(
            "p",
            link("Short report as PDF", f"{address}.pdf?{short}") if has_short else "",
            link("Report as PDF", f"{address}.pdf{query}"),
            link("Report as a web page", f"{address}.html{query}"),
            link("Figures as XLSX", f"{address}.xlsx{query}"),
            link("Figures as CSV", f"{address}.csv{query}"),
            class_="files",
        )
    )


load_style()
page_heading(
    "Composites", "Many responses put together, with small numbers hidden before they are drawn."
)
show_round(page)
