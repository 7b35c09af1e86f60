"""A new cycle: which form, when, and who is asked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

import streamlit as st

from db import cycles, organisations
from db import forms as published
from db.errors import DatabaseError
from db.forms import PublishedForm
from exports.moment import spoken_date
from forms.problem import Problem
from pages.components.html import link, show, tag
from pages.components.layout import error_summary, page_heading
from pages.components.running.days import ask_day, read_day
from pages.components.running.said import say_done, say_trouble, who
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.cycle import Cycle
from scrutiny.organisation import Organisation
from scrutiny.partnership import WindowDates

#: The kinds of form that organisations are asked to answer.
ASKED_OF_ORGANISATIONS = frozenset({"self_assessment", "case_audit", "dip_sample", "visit"})
LONGEST_TITLE = 120


def show_adding(page: Page) -> None:
    """The questions of a new cycle, and the press that adds it."""
    show(tag("p", link("All cycles and campaigns", "/cycles")))
    page_heading("Add a cycle", "A dated round of one form for the organisations that you choose.")
    form = choose_form(page)
    if form is None:
        return
    window = find_window(page, form)
    title = st.text_input(
        "Title, as everybody will read it", key="title", max_chars=LONGEST_TITLE,
        placeholder=f"{form.title} {window.opens.year if window else page.today.year}",
    ).strip()  # fmt: skip
    opens, closes, extended = ask_days(page, form, window)
    previous = choose_previous(page, form)
    chosen = choose_organisations(page, form)
    problems = check(form, title, opens, closes, extended, chosen)
    asked = f"{len(chosen)} organisation{'s' * (len(chosen) != 1)}"
    show(tag("p", f"{asked} would be asked.", role="status", class_="count"))
    if problems and st.session_state.get("tried-to-add"):
        error_summary(problems)
    first, last = read_day(opens), read_day(closes)
    if problems or not (first and last):
        st.button("Add the cycle", key="add-cycle", type="primary", on_click=_try)
        return
    cycle = Cycle(
        id=secrets.token_hex(8), form=form.form, form_version=form.version, title=title,
        opens=first, closes=last, extended_to=read_day(extended), previous=previous,
    )  # fmt: skip
    ask_twice(
        "Add the cycle",
        f"{asked} will be asked to answer “{title}” from "
        f"{spoken_date(first)} to {spoken_date(last)}. No mail goes out yet.",
        key="add-cycle", is_primary=True, yes="Add it",
        done=lambda: add(page, cycle, [each.id for each in chosen]),
    )  # fmt: skip


def _try() -> None:
    st.session_state["tried-to-add"] = True


def choose_form(page: Page) -> PublishedForm | None:
    """A form and version, with a way to look at it first."""
    known = set(page.library.forms)  # asking for the library publishes it
    rows = {
        f"{row.form}:{row.version}": row
        for row in sorted(
            page.database.read(published.list_forms), key=lambda row: row.kind != "self_assessment"
        )
        if row.kind in ASKED_OF_ORGANISATIONS
    }
    if not rows:
        st.info("No form for organisations is published yet. Look at the form library.")
        return None
    key = st.selectbox(
        "Form and version", list(rows), key="form",
        format_func=lambda key: f"{rows[key].title} (version {rows[key].version})",
    )  # fmt: skip
    form = rows[key]
    if form.form in known and page.library.forms[form.form].version == form.version:
        address = f"/documents/blank/{form.form}"
        show(
            tag(
                "p", "Look at it first: ",
                link("as a web page", f"{address}.html", target="_blank"),
                " or ", link("to print (PDF)", f"{address}.pdf"),
            )
        )  # fmt: skip
    return form


def find_window(page: Page, form: PublishedForm) -> WindowDates | None:
    """The days of the form's family that are not over yet, or None without a family."""
    family = next((each for each in page.partnership.families.values() if each.form == form.form),
                  None)  # fmt: skip
    window = page.partnership.deadlines.windows.get(family.key) if family else None
    return window.next_dates(page.today) if window else None


def ask_days(page: Page, form: PublishedForm, window: WindowDates | None) -> tuple[str, str, str]:
    """When it opens, closes, and until when it is extended, suggested by its family's window."""
    with st.container(horizontal=True):
        return (
            ask_day("Opens on", key=key_of("opens", form),
                    value=window.opens if window else page.today),
            ask_day("Due by", key=key_of("closes", form),
                    value=window.closes if window else None),
            ask_day("Extended to (may stay empty)", key=key_of("extended", form)),
        )  # fmt: skip


def key_of(name: str, form: PublishedForm) -> str:
    """The key of what is suggested by the form: another form has a box of its own."""
    return f"{name}-{form.form}"


def choose_previous(page: Page, form: PublishedForm) -> str:
    """The cycle to compare with, the latest one of the same form first."""
    before = {row.id: row.title for row in page.database.read(cycles.list_cycles, form=form.form)}
    options = [*before, ""]
    return str(
        st.selectbox(
            "Compare year on year with", options, key=key_of("previous", form),
            format_func=lambda key: before.get(key, "Nothing"),
        )
    )  # fmt: skip


def choose_organisations(page: Page, form: PublishedForm) -> list[Organisation]:
    """Who is asked: everybody of some types and localities, or some by hand."""
    show(tag("h2", "Who is asked"))
    listed = page.database.read(organisations.list_organisations, include_ended=False)
    if st.radio("Choose", ["By type and locality", "By hand"], key="how") == "By hand":
        names = {each.id: each.name for each in listed}
        by_hand = st.multiselect(
            "Organisations. Type part of a name to find one.", list(names), key="by-hand",
            format_func=lambda id: names[id], select_all=False, placeholder="Choose organisations",
        )  # fmt: skip
        return [each for each in listed if each.id in by_hand]
    types = page.partnership.organisation_types
    family = {each.key for each in page.partnership.families.values() if each.form == form.form}
    asked = [key for key, kind in types.items() if kind.family in family]
    kinds = st.multiselect(
        "Types", list(types), default=asked, key=f"types-{form.form}",
        format_func=lambda key: types[key].plural,
    )  # fmt: skip
    places = {place.key: place.label for place in page.partnership.localities}
    where = st.multiselect(
        "Localities (none chosen means all)", list(places), key="places",
        format_func=lambda key: places[key],
    )  # fmt: skip
    return [
        each for each in listed
        if each.type in kinds and (not where or each.locality in where)
    ]  # fmt: skip


def check(
    form: PublishedForm, title: str, opens: str, closes: str, extended: str,
    chosen: Sequence[Organisation],
) -> list[Problem]:  # fmt: skip
    """What still has to be put right."""
    found = []
    if not title:
        found.append(Problem("title", "Enter a title"))
    first, last, later = read_day(opens), read_day(closes), read_day(extended)
    if first is None:
        found.append(
            Problem(key_of("opens", form), "Enter the day on which it opens, such as 1 9 2027")
        )
    if last is None:
        found.append(
            Problem(key_of("closes", form), "Enter the day by which it is due, such as 26 11 2027")
        )
    if first and last and last < first:
        found.append(
            Problem(key_of("closes", form), "Enter a due day that is not before the opening")
        )
    if extended.strip() and (later is None or (last and later <= last)):
        found.append(
            Problem(key_of("extended", form), "Enter an extended day after the due day, or none")
        )
    if not chosen:
        found.append(Problem("how", "Choose at least one organisation"))
    return found


def add(page: Page, cycle: Cycle, chosen: Sequence[str]) -> None:
    """Store the cycle and go to it."""
    try:
        page.database.write(
            cycles.add_cycle, cycle, chosen, now=page.now,
            actor=who(page), role=page.viewer.role,
        )  # fmt: skip
    except DatabaseError as error:
        say_trouble(str(error))
        return
    st.session_state.pop("tried-to-add", None)
    say_done("The cycle stands. Nobody has been told yet: invite them below.")
    st.query_params.from_dict({"cycle": cycle.id})


def read_extension(typed: str, cycle: Cycle) -> date | None:
    """The later deadline that was typed, or None when it is none."""
    day = read_day(typed)
    return day if day and day > cycle.closes else None
