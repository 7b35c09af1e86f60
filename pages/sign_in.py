"""Sign in: with a work account, or in a demonstration by choosing who to be."""

from __future__ import annotations

import streamlit as st

from db.organisations import list_organisations
from pages.components.browser import go
from pages.components.layout import page_heading
from pages.components.navigation import find_screen
from pages.components.session import make_ticket
from pages.components.shell import Page, open_page
from pages.components.staff import show_staff_sign_in
from scrutiny.access import Permission, Role, roles


def show_choice(page: Page) -> None:
    """The roles to choose from, and what the chosen one belongs to."""
    page_heading(
        "Sign in",
        "This is a demonstration, so there are no passwords. Choose who you would like to be.",
    )
    by_link = {Permission.GIVE_VOICE, Permission.CONTRIBUTE}
    staff = {key: role for key, role in roles().items() if not role.may & by_link}
    key = st.radio(
        "Who are you?",
        list(staff),
        format_func=lambda key: staff[key].label,
        captions=[role.summary for role in staff.values()],
        key="role",
    )
    belongs, name = choose_place(page, staff[key])
    if st.button("Sign in", type="primary", disabled=belongs is None):
        ticket = make_ticket(role=key, name=name, organisation=belongs or "")
        screen = find_screen(page.query.get("next", ""))
        onward = f"&next={screen.name}" if screen else ""
        go(f"/session/start?ticket={ticket}{onward}")
        st.status("Signing you in")


def choose_place(page: Page, role: Role) -> tuple[str | None, str]:
    """The id and name of what a role acts for: ("", "") for none, None when there is none."""
    if role.acts_for == "organisation":
        found = page.database.read(list_organisations, include_ended=False)
        rows = {row.id: row for row in found}
        if not rows:
            st.warning("There are no organisations yet. An administrator can import them.")
            return None, ""
        types = page.partnership.organisation_types
        chosen = st.selectbox(
            "Which organisation? Type part of its name to find it.",
            list(rows),
            format_func=lambda id: f"{rows[id].name} ({types[rows[id].type].label})",
            key="organisation",
        )
        return chosen, rows[chosen].name
    if role.acts_for == "group":
        groups = {row.key: row.label for row in page.partnership.requesting_groups}
        group = st.selectbox(
            "Which group do you chair?", list(groups), format_func=lambda key: groups[key]
        )
        return group, f"Chair, {groups[group]}"
    if role.acts_for == "partner":
        partners = page.partnership.places("partner")
        partner = st.selectbox(
            "Which safeguarding partner?", list(partners), format_func=lambda key: partners[key]
        )
        return partner, f"Representative, {partners[partner]}"
    return "", ""


page = open_page(title="Sign in")
if page.settings.demonstration:
    show_choice(page)
else:
    show_staff_sign_in(page)
