"""Mails: who has been told what, whether it arrived, and each mail's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from db import contacts, cycles, outbox
from db.errors import DatabaseError, NotFoundError
from exports.moment import spoken_time
from forms.model import Tone
from pages.components.choosing import choose
from pages.components.html import Safe, link, show, tag
from pages.components.layout import (
    data_table,
    empty_state,
    page_heading,
    problems_table,
    status_tag,
)
from pages.components.server.cookies import hash_token, make_token
from pages.components.server.outgoing import find_server, mail_address
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from pages.components.tables import lines
from scrutiny.access import Permission
from scrutiny.mail import (
    MAIL_KIND_LABELS,
    MAIL_STATE_LABELS,
    Mail,
    MailKind,
    MailState,
    load_mails,
)
from scrutiny.mail_language import find_language

page = open_page(Permission.MANAGE_CYCLES, title="Mails", width="wide")
SAID, LINK = "mails-said", "mails-link"
TONES = {
    MailState.WAITING: Tone.MIDDLING,
    MailState.SENDING: Tone.MIDDLING,
    MailState.SENT: Tone.GOOD,
    MailState.REFUSED: Tone.POOR,
}


def show_list(page: Page) -> None:
    """Every mail that the filters leave, the latest first."""
    page_heading("Mails", "Who has been told what, and whether it arrived.")
    show_said()
    show_server()
    show_problems()
    show_untranslated(page)
    rounds = {"": "All"} | {
        cycle.id: cycle.title for cycle in page.database.read(cycles.list_cycles)
    }
    with st.container(horizontal=True):
        round = choose("Cycle", rounds, name="round")
        state = choose("State", _all(MAIL_STATE_LABELS), name="state")
        kind = choose("What for", _all(MAIL_KIND_LABELS), name="kind")
    found = page.database.read(
        outbox.list_mails, viewer=page.viewer, round=round, state=state, kind=kind
    )
    if not found:
        empty_state(
            "No mail here",
            "Invite organisations to a cycle, and each mail is listed with what became of it.",
            link("Go to the cycles", "/cycles"),
        )
        return
    show_table(found, rounds)


def _all(labels: Mapping[Any, str]) -> dict[str, str]:
    return {"": "All"} | {str(key): words for key, words in labels.items()}


def show_table(found: Sequence[Mail], rounds: dict[str, str]) -> None:
    """One row a mail."""
    data_table(
        [
            (
                link(f"{mail.to_name or mail.to_email}", f"/mails?id={mail.id}"), mail.to_email,
                MAIL_KIND_LABELS[mail.kind], rounds.get(mail.round, "") if mail.round else "",
                spoken_time(mail.made) if mail.made else "", say_state(mail),
                mail.actor,
            )
            for mail in found
        ],
        ("To", "Address", "What for", "Cycle", "Written", "State", "By"),
        caption=f"{len(found)} mails",
        key="mails",
    )  # fmt: skip


def say_state(mail: Mail) -> Safe:
    """The state in words and colour."""
    words = MAIL_STATE_LABELS[mail.state]
    if mail.state is MailState.WAITING and find_server(runtime()) is None:
        words = "Kept"
    elif mail.state is MailState.WAITING and mail.attempts:
        words = "Waiting to be tried again"
    return status_tag(mail.state, words, TONES[mail.state])


def show_server() -> None:
    """Say so when there is no server."""
    if find_server(runtime()) is None:
        st.info(
            "No mail server is set up, so mails are kept here and not sent. Open one to make its "
            "personal link, and give it to the person yourself."
        )


def show_problems() -> None:
    """What is wrong with the texts."""
    if problems := load_mails().problems:
        st.error(f"{len(problems)} problems in the texts of mails. Nothing is written until then.")
        problems_table(problems, caption="Problems in the texts of mails", key="mail-problems")


def show_untranslated(page: Page) -> None:
    """What people who asked for another language are sent in English, since it has no text."""
    texts = load_mails()
    for language in page.database.read(contacts.list_languages, viewer=page.viewer):
        if missing := texts.missing(language):
            words = ", ".join(MAIL_KIND_LABELS[kind].lower() for kind in missing)
            st.warning(
                f"Some people are to be written to in {find_language(language).name}. These "
                f"mails have no text in it and go out in English: {words}. docs/mails.md says "
                "where to write them."
            )


def show_mail(page: Page, mail: Mail) -> None:
    """One mail in full, and what can be done about it."""
    show(tag("p", link("All mails", "/mails")))
    page_heading(mail.subject, f"To {mail.to_name} <{mail.to_email}>")
    show_said()
    show(tag("p", say_state(mail), " ", mail.reason))
    if made := st.session_state.pop(LINK, ""):
        once = "" if mail.kind is MailKind.ACTIONS else " and opens once"
        st.success(f"This is the person's link. It is shown here once{once}.")
        st.code(made, language=None, wrap_lines=True)
    show(tag("h2", "What it says"))
    show(tag("p", lines(mail.body), dir="auto"))
    show_steps(page, mail)


def show_steps(page: Page, mail: Mail) -> None:
    """The buttons that fit where the mail stands."""
    if mail.state is MailState.WAITING:
        if find_server(runtime()) is None and (mail.link_hours or mail.kind is MailKind.ACTIONS):
            st.button("Make its link, to give by hand", key="by-hand", on_click=make_link,
                      args=(page, mail))  # fmt: skip
        st.button("Withdraw it", key="withdraw", on_click=withdraw, args=(page, mail))
    elif mail.state is MailState.SENT:
        with st.form("came-back"):
            reason = st.text_input(
                "It came back? Say why, as the answer that you got says", key="reason",
                max_chars=200,
            )  # fmt: skip
            if st.form_submit_button("It came back"):
                came_back(page, mail, reason)
                st.rerun()
    elif mail.state is MailState.REFUSED:
        answers = link("Who answers", f"/colleagues?organisation={mail.organisation}")
        show(tag("p", "Where the address is wrong, put it right first under ", answers, "."))
        st.button("Send it again", key="again", on_click=send_again, args=(page, mail))


def make_link(page: Page, mail: Mail) -> None:
    """The link of a mail that no server sends."""
    token = make_token()
    _try(
        "", outbox.hand_over, mail.id, token_hash=hash_token(token), viewer=page.viewer,
        now=page.now,
    )  # fmt: skip
    if st.session_state.get(SAID, ("",))[0] != "error":
        st.session_state[LINK] = mail_address(runtime(), mail, token)


def withdraw(page: Page, mail: Mail) -> None:
    """Keep the mail from going out."""
    _try("Withdrawn.", outbox.withdraw_mail, mail.id, viewer=page.viewer, now=page.now)


def came_back(page: Page, mail: Mail, reason: str) -> None:
    """The mail was returned to the team's own letter box."""
    _try(
        "Noted. Its link no longer opens anything.", outbox.mark_returned, mail.id,
        reason=reason, viewer=page.viewer, now=page.now,
    )  # fmt: skip


def send_again(page: Page, mail: Mail) -> None:
    """A copy, to the address that stands now."""
    _try("It waits to be sent again.", outbox.send_again, mail.id, viewer=page.viewer, now=page.now)


def _try(done: str, function: object, *args: object, **kwargs: object) -> None:
    try:
        page.database.write(function, *args, **kwargs)  # type: ignore[arg-type]
    except DatabaseError as error:
        st.session_state[SAID] = ("error", str(error))
    else:
        st.session_state[SAID] = ("success", done)


def show_said() -> None:
    """What the last press did."""
    kind, words = st.session_state.pop(SAID, ("", ""))
    if words:
        (st.error if kind == "error" else st.success)(words)


if wanted := page.query.get("id", ""):
    try:
        show_mail(page, page.database.read(outbox.get_mail, wanted))
    except NotFoundError:
        page_heading("Mails")
        empty_state(
            "There is no such mail", "Look for it in the list.", link("All mails", "/mails")
        )
else:
    show_list(page)
