"""Limits on guessing: how often one browser, address or network may try in an hour."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from db.attempts import Try, count_attempt, get_attempts
from db.audit import add_entry
from db.connection import Transaction
from db.events import Happening, add_event
from db.refusals import NOBODY, SOMEBODY
from pages.components.refusing import refuse_once
from pages.components.server.cookies import hash_token
from pages.components.shell import Page
from scrutiny.audit import What

TOO_MANY_CODES = (
    "Too many codes have been tried here. Wait an hour, then try again with the code in front "
    "of you. If it is on a poster or card, a grown-up can check it with you."
)
TOO_MANY_LINKS = (
    "Too many links have been asked for here. Wait an hour and try again, or ring or write to us."
)


def is_code_limited(page: Page) -> bool:
    """Whether this browser or its network has tried too many wrong codes in this hour."""
    most = page.partnership.reaching
    return _tried(
        page, Try.WRONG_CODE_BY_BROWSER, page.device
    ) >= most.wrong_codes_a_browser or _network_is_limited(page)


def note_wrong_code(page: Page, code: str) -> None:
    """Count a wrong code, once while it stands on the screen, and log it without the code."""
    if st.session_state.get("wrong-code") == code:
        return
    st.session_state["wrong-code"] = code
    refuse_once(page, What.CODE_REFUSED, of=code, subject="campaign", why="unknown")
    count = _count(page, Try.WRONG_CODE_BY_BROWSER, page.device)
    _count_network(page)
    if count == page.partnership.reaching.wrong_codes_a_browser:
        _tell(page, "codes")


def may_ask_link(page: Page, email: str) -> tuple[bool, bool]:
    """Count somebody asking for a link: may this browser ask, and may this address be sent one."""
    most = page.partnership.reaching
    by_browser = _count(page, Try.LINK_ASKED_BY_BROWSER, page.device)
    if by_browser > most.asked_links_a_browser or _network_is_limited(page):
        if by_browser == most.asked_links_a_browser + 1:
            _tell(page, "links")
        return False, False
    _count_network(page)
    by_address = _count(page, Try.LINK_ASKED_FOR_ADDRESS, _hash(page, email))
    return True, by_address <= most.asked_links_an_address


def may_ask_contact(page: Page) -> bool:
    """Count somebody asking to be contacted: whether this browser may."""
    if _network_is_limited(page):
        return False
    most = page.partnership.reaching.contact_requests_a_browser
    if page.device and _count(page, Try.CONTACT_ASKED_BY_BROWSER, page.device) > most:
        return False
    _count_network(page)
    return True


def _network_is_limited(page: Page) -> bool:
    network = _network(page)
    most = page.partnership.reaching.wrong_tries_a_network
    return bool(network) and _tried(page, Try.WRONG_TRY_BY_NETWORK, network) >= most


def _count_network(page: Page) -> None:
    if network := _network(page):
        _count(page, Try.WRONG_TRY_BY_NETWORK, network)


def _network(page: Page) -> str:
    """The network address as a hash that only we can make; "" on this machine itself."""
    address = st.context.ip_address
    return _hash(page, address) if address else ""


def _hash(page: Page, words: str) -> str:
    return hash_token(f"{page.settings.secret}:{words}")


def _count(page: Page, kind: Try, who: str) -> int:
    return page.database.write(count_attempt, kind=kind, who=who, now=page.now)


def _tried(page: Page, kind: Try, who: str) -> int:
    return page.database.read(get_attempts, kind=kind, who=who, now=page.now)


def _tell(page: Page, what: str) -> None:
    """To the log, that a limit was reached; the day alone and not by whom: it may be a child."""
    page.database.write(_note_limit, what, page.now)


def _note_limit(tx: Transaction, what: str, now: datetime) -> None:
    add_event(
        tx, name=Happening.TRIES_LIMITED, subject=what, now=now, role=NOBODY, is_day_only=True
    )
    add_entry(
        tx, who=SOMEBODY, role=NOBODY, what=Happening.TRIES_LIMITED, subject=what, now=now,
        is_day_only=True,
    )  # fmt: skip
