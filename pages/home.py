"""Home: what each kind of visitor can do here, a code first."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from db.cycles import list_cycles_of
from db.responses import find_response
from pages.components.activities.for_me import list_turns_of, show_for_me
from pages.components.demonstration import show_demonstration
from pages.components.flagging import show_flag_banner
from pages.components.html import Safe, link, show, tag
from pages.components.layout import (
    empty_state,
    help_panel,
    page_heading,
    status_tag,
)
from pages.components.navigation import HOME, find_screen, listed_screens
from pages.components.shell import Page, open_page
from pages.components.words import say
from scrutiny.access import Permission
from scrutiny.cycle import Cycle
from scrutiny.response import Status

FILL = "/fill"
PUBLISHED = "/published"
#: What a person can do on each screen, in the order of the menu.
WHAT_FOR = {
    "responses": "See who has answered, who is late, and read a return in full.",
    "review": "Take up what has been sent, comment, return it for changes or accept it.",
    "composite": "See how the whole partnership stands, standard by standard and year on year.",
    "overview": "See what each way of scrutinising was to do this year, and what came of it.",
    "side_by_side": "See where voice, case audits or reviewers disagree with self-assessment.",
    "activities": "See every event, audit and forum: where it stands, and what is next.",
    "papers": "Write, agree and send letters, reports and plans.",
    "published": "Read what everybody may know: highlights, briefings, and what was done.",
    "mechanisms": "Read how each way of scrutinising works, step by step.",
    "requests": "Ask the SPACE Service for an audit, and follow what became of it.",
    "calendar": "See what takes place, what is due and what is late, also in Outlook.",
    "groups": "See who belongs to each group, when it meets, and what is on its agenda.",
    "actions": "Follow every action until it is assured, or report on your own.",
    "flags": "Read what may tell of harm, and say what is done about it.",
    "organisations": "Keep the register of schools, settings and agencies.",
    "people": "Say who may sign in, and as what.",
    "cycles": "Open, extend and stop rounds, invite and remind people, and make posters.",
    "mails": "See who has been told what, and whether it arrived.",
    "colleagues": "Add colleagues who answer with you, for the whole form or for some sections.",
    "fill": "Answer what you have been asked to.",
    "form_library": "See every form, its versions and what needs putting right.",
    "audit": "See who signed in, read, changed or took out what.",
    "retention": "See what falls due, hold it for an inquiry, or destroy it with a proof.",
    "subject_access": "Take out all that is held about a person or an organisation.",
}


def show_code_box() -> None:
    """The box for a campaign code: the first thing on a phone."""
    with st.form("code_form"):
        show(
            tag("h2", "I have a code"),
            tag("p", "It is on the poster or the card that you were given."),
        )
        code = st.text_input("Your code", max_chars=20, autocomplete="off", key="code")
        sent = st.form_submit_button("Start", type="primary")
    if sent and code.strip():
        if find_screen("fill"):
            st.switch_page("pages/fill.py", query_params={"code": code.strip()})
    elif sent:
        st.error("Enter the code from the poster or card")


def show_ways_in() -> None:
    """What the other visitors can do."""
    sign_in = link("Sign in", "/sign_in") if find_screen("sign_in") else ""
    show(
        tag(
            "div",
            _card(
                "I have a link",
                "Open the link in the email or letter that you were sent. It takes you straight "
                "to your form, and keeps what you have written until you send it.",
                link("Ask for a new link", "/ask_link"),
            ),
            _card(
                "I answer for a school, setting or agency",
                "Answer your yearly safeguarding self-assessment, see what you said last year, "
                "and keep the receipt.",
                sign_in,
            ),
            _card(
                "I work for the partnership",
                "See who has answered, put the answers together, and make documents for the "
                "Boards.",
                sign_in,
            ),
            class_="cards",
        )
    )


def show_what_you_can_do(page: Page) -> None:
    """The signed-in viewer's screens, and what is waiting to be answered."""
    show_flag_banner(page)
    turns = list_turns_of(page)
    show_for_me(page, turns)
    if page.viewer.can(Permission.ANSWER):
        show_waiting(page, has_turns=bool(turns))
    screens = [row for row in listed_screens(page.viewer) if row.name != HOME]
    if not any(row.name == "published" for row in screens):
        show_published_link()
    if screens:
        show(
            tag(
                "div",
                *(
                    _card(row.title, WHAT_FOR.get(row.name, ""), link("Open", row.address,
                          aria_label=f"Open {row.title}"))
                    for row in screens
                ),
                class_="cards",
            )
        )  # fmt: skip


def show_published_link() -> None:
    """The way to what anybody may read, for those in whose menu it does not stand."""
    show(tag("p", link(say("published_home"), PUBLISHED)))


def show_waiting(page: Page, *, has_turns: bool) -> None:
    """The self-assessments that this organisation is asked for now, and how each stands."""
    rows = [
        (organisation, cycle)
        for organisation in sorted(page.viewer.organisations)
        for cycle in _current(page.database.read(list_cycles_of, organisation, page.today))
    ]
    if not rows and has_turns:
        return
    if not rows:
        empty_state("Nothing to answer now", "We will write to you when the next one opens.")
        return
    cards = (_cycle_card(page, organisation, cycle) for organisation, cycle in rows)
    show(tag("h2", "To answer"), tag("div", *cards, class_="cards"))


def _current(cycles: list[Cycle]) -> list[Cycle]:
    """Without those that a later cycle has taken the place of."""
    past = {cycle.previous for cycle in cycles}
    return [cycle for cycle in cycles if cycle.id not in past]


def _cycle_card(page: Page, organisation: str, cycle: Cycle) -> Safe:
    found = page.database.read(
        find_response, viewer=page.viewer, round=cycle.id, organisation=organisation
    )
    status = found.status if found else Status.NOT_STARTED
    words = f"Please send it by {cycle.deadline.day} {cycle.deadline:%B %Y}."
    if found and found.status is Status.RETURNED:
        words = "It came back to you for changes."
    elif found and found.is_sent:
        words = f"Sent. Your receipt number is {found.receipt}."
    address = f"{FILL}?{urlencode({'cycle': cycle.id})}"
    action = "Start" if found is None else "Continue"
    if found and not found.is_open:
        action = "Read what you sent"
    way_in = link(action, address, aria_label=f"{action}: {cycle.title}")
    return tag(
        "div", tag("h3", cycle.title), tag("p", status_tag(status)), tag("p", words), way_in,
        class_="card",
    )  # fmt: skip


def _card(title: str, text: str, action: object = "") -> Safe:
    return tag("div", tag("h2", title), tag("p", text), action, class_="card")


def show_welcome(page: Page) -> None:
    """The public face: a code, the ways in, and help."""
    page_heading(
        "Have your say, and help keep children safe",
        f"For children, families, schools, settings and agencies in {page.partnership.place}.",
    )
    show_code_box()
    show_ways_in()
    show_published_link()
    help_panel(page.partnership, "young")
    if page.settings.demonstration:
        show_demonstration(page)


page = open_page(title="Home")
if page.is_signed_in:
    page_heading("What would you like to do?", above=page.viewer.name)
    show_what_you_can_do(page)
else:
    show_welcome(page)
