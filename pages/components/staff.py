"""Staff sign-in: from the provider's answer, by way of the people register, to a session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit import config

from db import handshakes
from db.connection import Transaction
from db.events import Happening, add_event
from db.people import find_person_by_email
from db.refusals import NOBODY
from db.sessions import Session, close_sessions_of
from pages.components.browser import go
from pages.components.html import link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.navigation import find_screen
from pages.components.registering import place_names
from pages.components.server.cookies import VISITOR, hash_token
from pages.components.server.named import document_address, page_of
from pages.components.server.runtime import runtime
from pages.components.session import Key, find_session, make_ticket, read_cookie
from pages.components.shell import Page
from scrutiny.access import roles
from scrutiny.person import Held, Person, say_role
from scrutiny.staff_sign_in import (
    AGAIN,
    HANDSHAKE,
    STAFF,
    Identity,
    is_fresh,
    read_identity,
)

#: How long somebody may take at the provider and still go on to where they wanted.
_AWAY = timedelta(hours=1)
_JUST_NOW = timedelta(minutes=2)
_OPENED = "staff_opened"  # the handshake that this visit opened, and where it goes
_REFUSED = "staff_refused"  # the handshake that this visit saw refused, and why


def show_staff_sign_in(page: Page) -> None:
    """The sign-in page outside a demonstration."""
    session = find_session(runtime(), read_cookie(VISITOR))
    again = document_address(page.query.get("again", ""))
    identity = read_identity(read_claims())
    if identity and _is_usable(page, identity):
        show_answer(page, identity, session)
    elif session and again:
        show_document(page, session, again)
    elif session:
        show_account(page, session)
    elif page.settings.staff.is_open:
        show_way_in(page)
    else:
        show_not_set_up(page)


def read_claims() -> Mapping[str, Any]:
    """What the provider says of this browser's user; its cookie is signed by the server."""
    if config.get_option("global.appTest"):
        return dict(st.session_state.get(Key.CLAIMS, {}))
    return st.user.to_dict()


def show_way_in(page: Page) -> None:
    """The button that leads to the provider."""
    page_heading("Sign in", "For people who work for the partnership.")
    if "back" in page.query:
        st.error("Signing in was not completed, so you are not signed in. Try again.")
    elif "idle" in page.query:
        st.info("You were signed out because nothing happened here for a while.")
    screen = find_screen(page.query.get("next", ""))
    if st.button("Sign in with your work account", type="primary", key="staff_sign_in"):
        _leave_for(page, STAFF, screen.name if screen else "")
    show(
        tag("p", "To answer a form, use the link or the code that you were given. If you need "
            "anything else, write to ", link(page.partnership.email,
            f"mailto:{page.partnership.email}"), "."),
    )  # fmt: skip


def show_not_set_up(page: Page) -> None:
    """What an administrator has to set before anybody can sign in."""
    page_heading("Sign in")
    empty_state(
        "Sign in is not open yet",
        "To answer a form, use the link or the code that you were given. "
        f"If you need anything else, write to {page.partnership.email}.",
    )
    show(
        tag("h2", "For the administrator"),
        tag("p", "Staff sign in with their work account. For that, set these environment "
            "variables and start the app again (docs/sign_in.md says how):"),
        tag("ul", *(tag("li", tag("code", name)) for name in page.settings.staff.missing)),
    )  # fmt: skip


def show_answer(page: Page, identity: Identity, session: Session | None) -> None:
    """Open a session for whom the provider vouches, or say plainly why there is none."""
    opened = st.session_state.get(_OPENED, ("", ""))
    if opened[0] == identity.mark:  # a rerun while the browser is leaving
        _go_on(opened[1])
        return
    person = page.database.read(find_person_by_email, identity.email)
    reason = _why_not(page, identity, person)
    if reason or person is None:
        _refuse(page, identity, reason)
        return
    held = _choose_role(page, person, session)
    if held is None:
        return
    if page.database.write(
        handshakes.use_handshake, mark=identity.mark, now=page.now, expires=page.now + HANDSHAKE
    ):
        address = _open(page, identity, person, held)
        st.session_state[_OPENED] = (identity.mark, address)
        _go_on(address)
    else:
        st.rerun()


def show_account(page: Page, session: Session) -> None:
    """Who is signed in, and the ways out."""
    page_heading("You are signed in", above=session.name)
    label = roles()[session.role].label
    st.write(f"You are here as {label}.")
    show(tag("p", link("Go to the home page", "/")))
    if not session.person:
        return
    if st.button("Sign in again, to use another role", key="staff_other_role"):
        _leave_for(page, STAFF, "")
    st.subheader("Sign out everywhere")
    st.write("Ends your sessions in every browser and on every machine, this one too.")
    if st.button("Sign out everywhere", key="staff_everywhere"):
        page.database.write(_end_all, session=session, page=page)
        st.logout()


def show_document(page: Page, session: Session, address: str) -> None:
    """Have somebody sign in again for a document, or hand it out to who just has."""
    if not session.person or is_fresh(session.authenticated, page.now):
        page_heading("Your document is ready")
        show(tag("p", link("Download the document", address)))
    else:
        page_heading(
            "Sign in again to take this out",
            "It names settings or people, so we ask you to sign in just before.",
        )
        if page.now - session.opened < _JUST_NOW and "back" not in page.query:
            st.warning(
                "You have only just signed in, but the sign-in service did not say that it asked "
                "for your password or the like. Sign in again here. If this message stays, tell "
                "your administrator."
            )
        if st.button("Sign in again", type="primary", key="staff_again"):
            _leave_for(page, AGAIN, address)
    screen = find_screen(page_of(address))
    if screen:
        show(tag("p", link(f"Back to {screen.title}", screen.address)))


def _is_usable(page: Page, identity: Identity) -> bool:
    """An answer opens a session within minutes, and once."""
    known = {st.session_state.get(key, ("", ""))[0] for key in (_OPENED, _REFUSED)}
    if identity.mark in known:
        return True
    return identity.is_recent(page.now) and not page.database.read(
        handshakes.is_used, mark=identity.mark
    )


def _why_not(page: Page, identity: Identity, person: Person | None) -> str:
    if not identity.is_verified:
        return (
            "The sign-in service did not confirm an e-mail address for this account, so we "
            "cannot tell who you are."
        )
    if person is None or not person.is_active(page.today):
        return f"{identity.email} is not on the register of people who may sign in here today."
    if not _known(person):
        return f"{identity.email} is on the register, but has no role yet."
    return ""


def _refuse(page: Page, identity: Identity, reason: str) -> None:
    st.session_state[_REFUSED] = (identity.mark, reason)
    page.database.write(_note_refusal, identity=identity, page=page)
    page_heading("You cannot be signed in")
    st.error(reason)
    st.write(
        "If you should be able to sign in, ask an administrator, or write to "
        f"{page.partnership.email}."
    )
    st.button("Use another account", key="staff_leave", on_click=st.logout)


def _note_refusal(tx: Transaction, *, identity: Identity, page: Page) -> None:
    """Written down once, however often the page is drawn."""
    if handshakes.use_handshake(tx, mark=identity.mark, now=page.now, expires=page.now + HANDSHAKE):
        add_event(
            tx, name=Happening.SIGN_IN_REFUSED, subject="sign_in", now=page.now,
            actor=identity.email or "An unknown account", role=NOBODY,
        )  # fmt: skip


def _choose_role(page: Page, person: Person, session: Session | None) -> Held | None:
    """The person's only role, the one they are in already, or the one they choose."""
    known = _known(person)
    current = Held(session.role, session.organisation) if session else None
    is_again = page.database.read(
        handshakes.find_onward, visitor=_visitor(), now=page.now
    ).startswith("/documents/")
    if session and session.person == person.id and is_again and current in known:
        return current
    if len(known) == 1:
        return known[0]
    page_heading("Choose a role", "You have more than one. You can change to another later.")
    names = place_names(page)
    chosen = st.radio(
        "Which role do you need now?", known, format_func=lambda held: say_role(held, names),
        key="staff_role",
    )  # fmt: skip
    return chosen if st.button("Continue", type="primary", key="staff_continue") else None


def _known(person: Person) -> list[Held]:
    """The roles that the role table still has."""
    return [held for held in person.roles if held.role in roles()]


def _open(page: Page, identity: Identity, person: Person, held: Held) -> str:
    """A ticket for the session, as the address that takes it and goes on."""
    ticket = make_ticket(
        role=held.role, name=person.name, organisation=held.acts_for, person=person.id,
        authenticated=identity.authenticated,
    )  # fmt: skip
    onward = page.database.write(handshakes.take_onward, visitor=_visitor(), now=page.now)
    query = {"ticket": ticket}
    if document_address(onward):
        query["again"] = onward
    elif find_screen(onward):
        query["next"] = onward
    return f"/session/start?{urlencode(query)}"


def _go_on(address: str) -> None:
    page_heading("Signing you in")
    go(address)


def _leave_for(page: Page, way: str, onward: str) -> None:
    """Go to the provider, and remember where to go on to afterwards."""
    page.database.write(
        handshakes.keep_onward, visitor=_visitor(), address=onward, now=page.now,
        expires=page.now + _AWAY,
    )  # fmt: skip
    st.login(way)


def _end_all(tx: Transaction, *, session: Session, page: Page) -> None:
    close_sessions_of(tx, person=session.person)
    add_event(
        tx, name=Happening.SIGNED_OUT_EVERYWHERE, subject=session.person, now=page.now,
        actor=session.name, role=session.role,
    )  # fmt: skip


def _visitor() -> str:
    return hash_token(read_cookie(VISITOR))
