"""Adding members to a group, and ending their time in it."""

from __future__ import annotations

import streamlit as st

from db import groups
from db.organisations import list_organisations
from forms.types.base import AnswerError
from forms.types.moments import read_date
from pages.components.gathering.doing import attempt, turn
from pages.components.html import link, show, tag
from pages.components.running.days import ask_day
from pages.components.running.said import say_trouble
from pages.components.shell import Page
from scrutiny.meeting import Member
from scrutiny.partnership import Group
from scrutiny.person import LONGEST_EMAIL, LONGEST_NAME, is_email


def show_changing_members(page: Page, group: Group) -> None:
    """The two forms."""
    add = st.expander("Add a member", key="open-add-member")
    with add, st.form(f"add-member-{turn()}", border=False):
        _ask_member(page, group)
    members = page.database.read(
        groups.list_members, viewer=page.viewer, group=group.key, on=page.today
    )
    staying = {each.id: each for each in members if each.ended is None}
    if staying:
        with st.expander("End somebody's time in this group", key="open-end-member"):
            _ask_end(page, staying)
    show(tag("p", link("Bring in many members from a spreadsheet", "/groups?members=all")))


def _ask_member(page: Page, group: Group) -> None:
    at = turn()
    name = st.text_input("Full name", key=f"member-name-{at}", max_chars=LONGEST_NAME)
    role = st.selectbox("Role in the group", page.partnership.member_roles, key=f"member-role-{at}")
    places = list_places(page)
    organisation = st.selectbox(
        "Whom they represent", list(places), key=f"member-place-{at}", index=None,
        format_func=lambda key: places[key], placeholder="Type part of the name",
    )  # fmt: skip
    email = st.text_input(
        "Work e-mail address (optional)", key=f"member-email-{at}", max_chars=LONGEST_EMAIL
    )
    typed = ask_day("First day", key=f"member-starts-{at}", value=page.today)
    if not st.form_submit_button("Add this member"):
        return
    try:
        member = Member(
            "", group.key, name.strip(), role or "", organisation or "", email.strip(),
            starts=read_date(typed),
        )  # fmt: skip
    except AnswerError as error:
        say_trouble(f"First day: {error}")
    else:
        if words := _fault(member):
            say_trouble(words)
        else:
            attempt(page, f"{member.name} is a member.", groups.add_member, member=member)
    st.rerun()


def list_places(page: Page) -> dict[str, str]:
    """Whom a member may represent: the safeguarding partners, then agencies by name."""
    kinds = {kind.key for kind in page.partnership.types_of("agency")}
    agencies = page.database.read(list_organisations, types=kinds, include_ended=False)
    return {**page.partnership.places("partner"), **{each.id: each.name for each in agencies}}


def _fault(member: Member) -> str:
    if not member.name:
        return "Write the member's full name."
    if member.email and not is_email(member.email):
        return "This is not an e-mail address. Write it like name@example.org."
    return ""


def _ask_end(page: Page, staying: dict[str, Member]) -> None:
    at = turn()
    with st.form(f"end-member-{at}", border=False):
        show(tag("p", "They stay on record for the meetings of their time."))
        chosen = st.selectbox(
            "Member", list(staying), key=f"end-who-{at}", index=None,
            format_func=lambda id: staying[id].name, placeholder="Choose one",
        )  # fmt: skip
        typed = ask_day("First day that they are no member", key=f"end-on-{at}", value=page.today)
        if not st.form_submit_button("End their time"):
            return
    if chosen is None:
        say_trouble("Choose the member.")
    else:
        try:
            day = read_date(typed)
        except AnswerError as error:
            say_trouble(f"The day: {error}")
        else:
            words = f"{staying[chosen].name} is no member any more from that day."
            attempt(page, words, groups.end_member, chosen, on=day)
    st.rerun()
