"""Sign off a return: opened by a signed link, read-only, and agreed or returned with a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from db import audit, sign_offs
from db.days import local_day
from db.errors import DatabaseError, NotFoundError
from exports.document import Heading
from exports.moment import spoken_date
from pages.components.attachments import show_files
from pages.components.blocks import show_blocks, show_contents
from pages.components.charts import load_style
from pages.components.filling.signing import say_decision
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.reading import Reading, load_reading, make_response_document
from pages.components.refusing import refuse_once
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from pages.components.words import say
from scrutiny.access import make_viewer
from scrutiny.audit import What
from scrutiny.links import LinkKind, read_link
from scrutiny.response import Status
from scrutiny.sign_off import Decision, SignOff, SignOffRole, answers_of

page = open_page(title="Sign off a return", width="wide")

NAME, POSITION, MINUTE, NOTE = "signer-name", "signer-position", "signer-minute", "signer-note"
DECISION, SAID = "signer-decision", "signer-said"
LONGEST, LONGEST_NOTE = 120, 2000
CHOICES = {
    Decision.AGREED: "I agree these answers",
    Decision.RETURNED: "Return them with a note",
}


EXPIRED = (
    "This link has run out. Ask whoever sent it for a new one: they find it where they asked "
    "for your sign-off."
)


@dataclass(frozen=True)
class Asking:
    """Who is asked to sign what, as one screen shows it."""

    page: Page
    asked: SignOff
    role: SignOffRole
    reading: Reading


def find_asking(page: Page) -> Asking | str | None:
    """What the link in the address asks; words where its time is over; None for no link."""
    opened = read_link(page.query.get("link", ""), secret=page.settings.secret)
    if opened is None or opened.kind is not LinkKind.SIGN_OFF:
        refuse_link(page, "altered")
        return None
    if opened.has_expired(page.now):
        refuse_link(page, "expired", opened.id)
        return EXPIRED
    try:
        asked = page.database.read(sign_offs.get_sign_off, opened.id)
        viewer = make_viewer("sign_off", responses=frozenset({asked.response}))
        page = replace(page, viewer=viewer)
        reading = load_reading(page, asked.response)
    except NotFoundError:
        refuse_link(page, "unknown", opened.id)
        return None
    if not asked.is_open and SAID not in st.session_state:
        refuse_link(page, "used" if asked.decision else "withdrawn", opened.id)
    role = page.partnership.sign_off.roles.get(asked.role)
    return Asking(page, asked, role, reading) if role else None


def refuse_link(page: Page, why: str, asked: str = "") -> None:
    """Log a link that opens nothing; those who sign are grown-ups, so with its time."""
    if token := page.query.get("link", ""):
        refuse_once(page, What.LINK_REFUSED, of=f"{why}{token}", why=why, is_timed=True,
                    subject=asked or "sign_off")  # fmt: skip


def show_asking(asking: Asking) -> None:
    """The finished return, and the form to sign it; or why there is nothing to sign."""
    reading, asked = asking.reading, asking.asked
    page_heading(f"Sign off: {reading.name}", reading.round_title, above=reading.form.title.say())
    if said := st.session_state.get(SAID):
        st.success(said)
        return
    if not asked.stands:
        show_ended(asking)
        return
    if asked.decision is not None:
        show(say_decision(asked))
        st.write("This link opens nothing more, and there is nothing more for you to do.")
        return
    show(tag("p", f"You are asked to sign for: {asking.role.label}. Read the answers, then say "
             "at the end of this page whether you agree."))  # fmt: skip
    show_answers(asking)
    show_form(asking)


def show_ended(asking: Asking) -> None:
    """The answers were opened again: what this link was for is over."""
    if asking.asked.decision is Decision.RETURNED:
        st.write("You returned this with a note. You get a new link when it is ready again.")
    elif asking.reading.response.status in (Status.IN_PROGRESS, Status.RETURNED):
        st.write("The answers are being changed. You get a new link when they are ready.")
    else:
        st.write("This link has been replaced. Use the newest link that you were sent.")


def show_answers(asking: Asking) -> None:
    """Every answer, as its document says it; that it was read is logged once a visit."""
    id = asking.reading.response.id
    if st.session_state.get("sign-off-seen") != id:
        asking.page.database.write(
            audit.record, viewer=asking.page.viewer, what=What.RESPONSE_VIEWED, subject=id,
            now=asking.page.now,
        )  # fmt: skip
        st.session_state["sign-off-seen"] = id
    blocks = make_response_document(asking.page, replace(asking.reading, evidence=())).blocks
    show_contents([block.text for block in blocks if isinstance(block, Heading)])
    show_blocks(blocks, key="sign-off-block")
    show_evidence(asking)


def show_evidence(asking: Asking) -> None:
    """The files that came with the return, to download while the link holds."""
    if asking.reading.evidence:
        show(tag("h2", say("evidence_files")))
        query = f"?{urlencode({'link': asking.page.query.get('link', '')})}"
        show_files(asking.reading.evidence, asking.reading.form, query=query)


def show_form(asking: Asking) -> None:
    """Name, role, minute reference, and agreement or a note."""
    show(tag("h2", "Your sign-off"))
    if trouble := st.session_state.pop("signer-trouble", ""):
        st.error(trouble)
    with st.form("sign-off-form"):
        st.text_input("Your name", key=NAME, max_chars=LONGEST, autocomplete="name")
        st.text_input("Your role, for example chair of governors", key=POSITION,
                      max_chars=LONGEST, autocomplete="organization-title")  # fmt: skip
        if asking.role.minute:
            st.text_input("Minute reference", key=MINUTE, max_chars=LONGEST)
        st.radio("Your decision", list(CHOICES), format_func=CHOICES.get, index=None, key=DECISION)
        st.text_area("Note, if you return it: what should be changed?", key=NOTE,
                     max_chars=LONGEST_NOTE, height=110)  # fmt: skip
        st.form_submit_button("Send", type="primary", on_click=decide, args=(asking,))


def decide(asking: Asking) -> None:
    """Record what was decided, or say what is missing with nothing changed."""
    given = {key: str(st.session_state.get(key) or "").strip()
             for key in (NAME, POSITION, MINUTE, NOTE)}  # fmt: skip
    decision = st.session_state.get(DECISION)
    if missing := find_missing(asking.role, given, decision):
        st.session_state["signer-trouble"] = missing
        return
    try:
        words = agree(asking, given) if decision == Decision.AGREED else refuse(asking, given)
    except DatabaseError as error:
        st.session_state["signer-trouble"] = str(error)
        return
    st.session_state[SAID] = words


def find_missing(role: SignOffRole, given: dict[str, str], decision: Decision | None) -> str:
    """What has still to be filled in, or ""."""
    if not given[NAME] or not given[POSITION]:
        return "Enter your name and your role"
    if decision is None:
        return "Choose whether you agree or return the answers"
    if decision == Decision.AGREED and role.minute and not given[MINUTE]:
        return "Enter the minute reference, or write where the agreement is recorded"
    if decision == Decision.RETURNED and not given[NOTE]:
        return "Write in the note what should be changed"
    return ""


def agree(asking: Asking, given: dict[str, str]) -> str:
    """Sign, and say so."""
    now = runtime().clock()
    fills = answers_of(
        asking.role, asking.reading.form, name=given[NAME], position=given[POSITION],
        minute=given[MINUTE], day=local_day(now).isoformat(),
    )  # fmt: skip
    asking.page.database.write(
        sign_offs.sign,
        id=asking.asked.id, name=given[NAME], position=given[POSITION], minute=given[MINUTE],
        fills=fills, label=asking.role.label, viewer=asking.page.viewer, now=now,
    )  # fmt: skip
    return f"Thank you. Your agreement is recorded on {spoken_date(local_day(now))}."


def refuse(asking: Asking, given: dict[str, str]) -> str:
    """Return it with the note, and say so."""
    asking.page.database.write(
        sign_offs.refuse_sign_off,
        id=asking.asked.id, name=given[NAME], position=given[POSITION], note=given[NOTE],
        label=asking.role.label, viewer=asking.page.viewer, now=runtime().clock(),
    )  # fmt: skip
    return "Thank you. The return is back with those who wrote it, together with your note."


def show_expired(words: str) -> None:
    """The link was one of ours, and its last day has passed."""
    page_heading("Sign off a return")
    st.write(words)
    show(tag("p", link("Go to the home page", "/")))


def show_nothing() -> None:
    """The link opens nothing: the same words whatever is wrong with it."""
    page_heading("Sign off a return")
    st.write(
        "This link does not work. It may be incomplete or have been replaced: open it again "
        "from the message you were sent, or ask whoever sent it for a new one."
    )
    show(tag("p", link("Go to the home page", "/")))


load_style()
found = find_asking(page)
if found is None:
    show_nothing()
elif isinstance(found, str):
    show_expired(found)
else:
    show_asking(found)
