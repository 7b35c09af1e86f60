"""Asking for sign-off: the links to hand on, who has signed, and what was noted instead."""

from __future__ import annotations

import streamlit as st

from db import cycles, life, sign_offs
from db.days import local_day
from db.errors import DatabaseError
from exports.moment import spoken_date, spoken_time
from forms.problem import Problem
from pages.components.filling import place
from pages.components.filling.draft import Draft
from pages.components.html import Safe, link, show, tag
from pages.components.layout import page_heading, status_tag
from pages.components.server.outgoing import make_post, sign_off_address
from pages.components.server.runtime import runtime
from pages.components.tables import lines
from scrutiny.access import Permission
from scrutiny.invitation import clean_email, is_email
from scrutiny.letter import write_sign_off
from scrutiny.life import RULES, Step
from scrutiny.mail import MailKind
from scrutiny.response import STATUS_LABELS, Status
from scrutiny.sign_off import SignOff, SignOffRole, questions_of

_BACK = frozenset({RULES[step].done for step in (Step.RETURN, Step.REOPEN, Step.REFUSE_SIGN_OFF)})
_ONWARD = frozenset({RULES[Step.ASK_SIGN_OFF].done, RULES[Step.SUBMIT].done, "Resubmitted"})
ASKED = "asked-to-sign"


def list_unfinished(draft: Draft) -> tuple[Problem, ...]:
    """What must be put right before anybody is asked to sign: all but the signatures."""
    signed = questions_of(draft.sign_off_roles)
    return tuple(
        problem for problem in draft.problems()
        if problem.place.partition(".")[0] not in signed
    )  # fmt: skip


def show_asking(draft: Draft) -> None:
    """Who must agree the answers before they are sent, and the button that asks them."""
    roles = draft.sign_off_roles
    if not (roles and draft.page.viewer.can(Permission.ANSWER)):
        return
    show(
        tag("h2", "Sign-off"),
        tag("p", "These people agree the answers before they are sent. Each gets a link of "
            "their own, reads the finished answers, and signs or returns them with a note."),
        tag("ul", *(tag("li", role.label) for role in roles)),
    )  # fmt: skip
    if draft.may_name_signers:
        show(tag("p", "If they have agreed already, fill in the names in the section on sign-off "
                 "instead, and send."))  # fmt: skip
    if trouble := st.session_state.pop("ask-trouble", ""):
        st.error(trouble)
    st.button(
        RULES[Step.ASK_SIGN_OFF].button, key="ask-sign-off", on_click=_ask, args=(draft,),
        type="primary" if draft.needs_sign_off else "secondary",
    )  # fmt: skip


def _ask(draft: Draft) -> None:
    if list_unfinished(draft):
        st.session_state["tried"] = st.session_state[ASKED] = draft.response.id
        st.session_state["focus"] = "summary"
        return
    try:
        draft.page.database.write(
            sign_offs.ask_sign_off,
            id=draft.response.id, revision=draft.response.revision, roles=draft.sign_off_roles,
            viewer=draft.page.viewer, now=runtime().clock(),
        )  # fmt: skip
    except DatabaseError as error:
        st.session_state["ask-trouble"] = str(error)
        draft.reload()
        return
    draft.reload()
    place.go()


def show_signing(draft: Draft) -> None:
    """The locked return while it is signed: who has, and the links for those who have not."""
    status = draft.response.status
    page_heading(STATUS_LABELS[status], draft.form.title.say(draft.language))
    if status is Status.SIGNED_OFF:
        show(tag("p", "Everybody has signed. You can send it now."))
    else:
        show(tag("p", "The answers are locked. Send each link to the person who signs, "
                 "by e-mail from here or by copying it. You see here when they have."))  # fmt: skip
    labels = {role.key: role for role in draft.sign_off_roles}
    for asked in list_standing(draft):
        _show_asked(draft, asked, labels.get(asked.role))
    show(
        tag("p", link("Read the answers", f"{draft.document_address}.html{draft.document_query}"),
            class_="files")
    )  # fmt: skip


def show_taking_back(draft: Draft) -> None:
    """The way back to the answers, with what it costs."""
    show(
        tag("h2", "Something to change?"),
        tag("p", "You can open the answers again. The links then stop working and whoever has "
            "signed must sign again."),
    )  # fmt: skip
    if trouble := st.session_state.pop("ask-trouble", ""):
        st.error(trouble)
    st.button(RULES[Step.TAKE_BACK].button, key="take-back", on_click=_take_back, args=(draft,))


def _take_back(draft: Draft) -> None:
    try:
        draft.page.database.write(
            sign_offs.take_back,
            id=draft.response.id, viewer=draft.page.viewer, now=runtime().clock(),
        )  # fmt: skip
    except DatabaseError as error:
        st.session_state["ask-trouble"] = str(error)
    draft.reload()
    place.go()


def list_standing(draft: Draft) -> list[SignOff]:
    """Those who are asked about the answers as they are now, in the order of the settings."""
    found = draft.page.database.read(
        sign_offs.list_sign_offs, response=draft.response.id, viewer=draft.page.viewer
    )
    order = [role.key for role in draft.sign_off_roles]
    standing = [asked for asked in found if asked.stands]
    return sorted(standing, key=lambda s: order.index(s.role) if s.role in order else len(order))


def _show_asked(draft: Draft, asked: SignOff, role: SignOffRole | None) -> None:
    label = role.label if role else asked.role
    with st.container(border=True, key=f"sign-{asked.role}"):
        show(tag("h2", label), say_decision(asked))
        if asked.is_open:
            st.text_input(
                f"Link for: {label}", value=sign_off_address(runtime(), asked.id),
                key=f"link-{asked.id}",
            )  # fmt: skip
            _show_mailing(draft, asked, label)


def _show_mailing(draft: Draft, asked: SignOff, label: str) -> None:
    days = draft.page.partnership.sign_off.link_days
    show(tag("p", f"It works for {days} days, and until it is signed. Open this page again for a "
             "link that lasts longer."))  # fmt: skip
    if trouble := st.session_state.pop(f"mail-trouble-{asked.id}", ""):
        st.error(trouble)
    if said := st.session_state.pop(f"mail-said-{asked.id}", ""):
        st.success(said)
    st.text_input(f"Or their e-mail address: {label}", key=f"mail-{asked.id}", max_chars=254)
    st.button(
        f"Send the link to: {label}", key=f"send-{asked.id}", on_click=_mail,
        args=(draft, asked, label),
    )  # fmt: skip


def _mail(draft: Draft, asked: SignOff, label: str) -> None:
    email = clean_email(str(st.session_state.get(f"mail-{asked.id}", "")))
    trouble = f"mail-trouble-{asked.id}"
    post = make_post(runtime(), actor=draft.page.viewer.name)
    if not is_email(email):
        st.session_state[trouble] = "Enter an e-mail address, such as name@example.org"
        return
    if (MailKind.SIGN_OFF, "en") not in post.texts.texts:
        st.session_state[trouble] = "No mail can be sent just now. Copy the link instead."
        return
    try:
        cycle = draft.page.database.read(cycles.get_cycle, draft.response.round)
        now = runtime().clock()
        mail = write_sign_off(
            post, asked, label=label, email=email, cycle=cycle, day=local_day(now),
            organisation=str(draft.context.get("organisation_name", "")),
        )  # fmt: skip
        is_new = draft.page.database.write(
            sign_offs.mail_sign_off, id=asked.id, mail=mail, viewer=draft.page.viewer, now=now
        )
    except DatabaseError as error:
        st.session_state[trouble] = str(error)
        return
    words = "is on its way to" if is_new else "was sent today already to"
    st.session_state[f"mail-said-{asked.id}"] = f"The link {words} {email}."


def say_decision(asked: SignOff) -> Safe:
    """Whether somebody has signed, who and when."""
    if asked.decision is None or asked.decided is None:
        return tag("p", status_tag(Status.READY_FOR_SIGN_OFF, "Waiting"))
    who = f"{asked.name}, {asked.position}, on {spoken_date(asked.decided.date())}"
    minute = f", minute {asked.minute}" if asked.minute else ""
    return tag("p", status_tag(Status.SIGNED_OFF, "Signed"), f" by {who}{minute}.")


def show_notes(draft: Draft) -> None:
    """Why the answers are open again: what a reviewer or a signer wrote last."""
    if not draft.response.organisation or draft.is_new:
        return
    history = draft.page.database.read(
        life.list_history, id=draft.response.id, viewer=draft.page.viewer
    )
    since = max((at for at, taken in enumerate(history) if taken.words in _ONWARD), default=-1)
    zone = draft.page.now.tzinfo
    for taken in history[since + 1 :]:
        if taken.words not in _BACK:
            continue
        when = f" on {spoken_time(taken.happened.astimezone(zone))}" if taken.happened else ""
        who = f" by {taken.actor}" if taken.actor else ""
        show(
            tag("div", tag("p", tag("strong", f"{taken.words}{who}{when}")),
                tag("p", lines(taken.reason), dir="auto"), class_="box tone-middling")
        )  # fmt: skip
    _show_commented(draft)


def _show_commented(draft: Draft) -> None:
    """Links to the sections whose answers were commented on."""
    commented = {draft.section_of(question) for question in draft.comments}
    sections = [s.section for s in draft.journey.sections if s.section.id in commented]
    if not sections:
        return
    show(tag("p", "Reviewers have commented on answers in these sections:"))
    with st.container(horizontal=True):
        for section in sections:
            st.button(
                f"Read the comments: {section.title.say(draft.language)}",
                key=f"commented-{section.id}", on_click=place.go, kwargs={"section": section.id},
            )  # fmt: skip
