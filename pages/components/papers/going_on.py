"""What is next for a document: sent for approval, approved, issued, presented, published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import streamlit as st

from db import papers
from db.activities import get_run
from db.organisations import list_organisations
from db.paper_order import why_too_early
from db.paper_works import list_proposed
from db.papers import list_acts_for, list_writers
from db.step_works import list_meetings
from exports.moment import spoken_date
from pages.components.blocks import draw_heading
from pages.components.html import link, show, tag
from pages.components.navigation import find_screen
from pages.components.papers.asking import show_ask
from pages.components.papers.opening import Opened, act, small
from pages.components.server.outgoing import make_post
from pages.components.server.runtime import runtime
from pages.components.sure import ask_twice
from pages.components.words import say
from scrutiny.access import Permission
from scrutiny.approval import is_by_each, list_left
from scrutiny.mechanism import Publication
from scrutiny.meeting import Meeting, MeetingStatus
from scrutiny.paper import (
    COPY_PART_LABELS,
    CopyPart,
    PaperCopy,
    PaperState,
    make_print,
    say_approvers,
)
from scrutiny.paper_life import (
    why_not_approve,
    why_not_publish,
    why_not_send,
    why_not_send_back,
)

NEXT = "What is next"
_MOST_MEETINGS = 30
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#~:$|])")


def show_next(opened: Opened) -> None:
    """What the viewer may do with it now, and why not where they may not."""
    show(draw_heading(NEXT, 2))
    paper = opened.paper
    if paper.approval_note and paper.state is PaperState.DRAFT:
        st.warning(say("paper_sent_back", why=paper.approval_note))
    if paper.state is PaperState.DRAFT:
        _show_draft(opened)
    elif paper.state is PaperState.FOR_APPROVAL:
        _show_approval(opened)
    elif paper.state is PaperState.WITHDRAWN:
        show(tag("p", say("paper_withdrawn", why=paper.approval_note)))
    else:
        _show_going_out(opened)
    if _writes(opened) and paper.state is not PaperState.WITHDRAWN:
        _show_withdrawing(opened)


def _writes(opened: Opened) -> bool:
    return opened.me.can(Permission.WRITE_DOCUMENTS)


# A draft.


def _show_draft(opened: Opened) -> None:
    paper = opened.paper
    if not _writes(opened):
        show(tag("p", say("paper_is_draft")))
        return
    show_ask(opened.page, paper.id)
    show(tag("p", link("Edit it", f"/paper?id={paper.id}&view=edit", class_="way-in")))
    why = why_not_send(paper, opened.me)
    if why:
        st.info(why)
    if not paper.needs_approval:
        show(tag("p", say("paper_needs_nobody")))
        if not why:
            _show_issuing(opened)
        return
    if not why:
        show(tag("p", say("paper_send", who=say_approvers(paper))))
    st.button(
        "Send it for approval", key="send-paper", type="primary", on_click=_send,
        args=(opened,), disabled=bool(why),
    )  # fmt: skip


def _send(opened: Opened) -> None:
    act(
        opened.page, say("paper_sent", who=say_approvers(opened.paper)),
        papers.send_for_approval, id=opened.paper.id, tables=opened.tables,
    )  # fmt: skip


# Approval.


def _show_approval(opened: Opened) -> None:
    paper, database = opened.paper, opened.page.database
    acts_for = database.read(list_acts_for, paper.activity)
    why = why_not_approve(
        paper, opened.me, writers=database.read(list_writers, paper.id), acts_for=acts_for
    )
    _show_given(opened, list_left(paper.approvers, paper.approvals, acts_for))
    if why:
        show(tag("p", why))
    else:
        _show_approving(opened)
    if not why_not_send_back(paper, opened.me, acts_for=acts_for):
        _show_sending_back(opened, is_own=bool(why) and _writes(opened))


def _show_given(opened: Opened, left: Sequence[str]) -> None:
    """Where each of several has to approve it: who has, and whose approval is still to come."""
    paper = opened.paper
    if not is_by_each(paper.approvers):
        return
    labels = _list_labels(opened)
    rows = [
        say("paper_given", whose=labels.get(each.acts_for, each.acts_for), who=each.by,
            day=spoken_date(each.on))
        for each in paper.approvals
    ]  # fmt: skip
    rows += [say("paper_to_give", whose=labels.get(key, key)) for key in left]
    show(tag("ul", *(tag("li", row) for row in rows)))


def _list_labels(opened: Opened) -> dict[str, str]:
    labels = {each.key: each.label for each in opened.page.partnership.safeguarding_partners}
    parties = opened.material.parties if opened.material else ()
    return labels | {each.key: each.label for each in parties if each.label}


def _show_approving(opened: Opened) -> None:
    is_one = is_by_each(opened.paper.approvers)
    show(tag("p", say("paper_approve_each" if is_one else "paper_approve")))
    note = st.text_area(
        "A remark to stand with your approval (you can leave it empty)", key="approval-note",
        height=80, max_chars=600,
    )  # fmt: skip
    st.button(
        "Approve it", key="approve-paper", type="primary", on_click=_approve,
        args=(opened, make_print(opened.shown), note),
    )  # fmt: skip


def _approve(opened: Opened, seen: str, note: str) -> None:
    """Approve what was read: its tables are drawn once more, and have to be the same."""
    now = Opened(opened.page, opened.paper)
    is_one = is_by_each(opened.paper.approvers)
    act(
        opened.page, say("paper_approved_each" if is_one else "paper_approved"),
        papers.approve_paper, id=opened.paper.id, seen=seen, tables=now.tables, note=note,
    )  # fmt: skip


def _show_sending_back(opened: Opened, *, is_own: bool) -> None:
    label = "Take it back to change it" if is_own else "Send it back"
    with st.form("back-form", border=False):
        st.text_area("What has to be changed?", key="back-reason", height=80, max_chars=600)
        st.form_submit_button(label, on_click=_send_back, args=(opened,))


def _send_back(opened: Opened) -> None:
    act(
        opened.page, say("paper_back"), papers.send_back, id=opened.paper.id,
        reason=str(st.session_state.get("back-reason") or ""),
    )  # fmt: skip


# Going out.


def _show_going_out(opened: Opened) -> None:
    paper = opened.paper
    if paper.activity and find_screen("activity"):
        show(tag("p", link("To its activity, for the next step", f"/activity?id={paper.activity}")))
    if _writes(opened):
        _show_issuing(opened)
        _show_presenting(opened)
    _show_copies(opened)
    if paper.may_publish or paper.publication is Publication.NEVER:
        _show_publishing(opened)


def _show_copies(opened: Opened) -> None:
    if not (_writes(opened) or opened.me.can(Permission.APPROVE_DOCUMENTS)):
        return
    copies = opened.page.database.read(papers.list_copies, id=opened.paper.id, viewer=opened.me)
    if copies:
        rows = (tag("li", _say_copy(copy)) for copy in copies)
        show(tag("h3", "Who has a copy"), tag("ul", *rows))


def _say_copy(copy: PaperCopy) -> str:
    day = f", {spoken_date(copy.on)}" if copy.on else ""
    part = "" if copy.part is CopyPart.OTHER else f" ({COPY_PART_LABELS[copy.part].lower()})"
    return f"{copy.recipient}{part}{day}"


def _show_issuing(opened: Opened) -> None:
    """Who gets a copy: those whom its plan names, and whoever else is written down."""
    proposed = _list_new(opened)
    is_more = opened.paper.state in (PaperState.ISSUED, PaperState.PRESENTED)
    title = "Send more copies" if is_more else "Issue it"
    with st.expander(title, expanded=not is_more), st.form("issue-form", border=False):
        is_of_agency = any(copy.part is CopyPart.LEAD for copy in proposed)
        show(tag("p", say("paper_copies_agency" if is_of_agency else "paper_copies")))
        for at, copy in enumerate(proposed):
            st.checkbox(_say_proposed(copy), value=True, key=f"copy-{at}")
            if copy.email:
                show(small(copy.email))
        st.text_area(say("paper_more_copies"), key="more-copies", height=90, max_chars=2000)
        st.checkbox(say("paper_write_to"), value=True, key="write-to")
        st.form_submit_button(
            title, type="primary", on_click=_issue, args=(opened, tuple(proposed)),
        )  # fmt: skip


def _say_proposed(copy: PaperCopy) -> str:
    """The label of a box to tick; labels are read as markup, so its signs are escaped."""
    part = "" if copy.part is CopyPart.OTHER else f", {COPY_PART_LABELS[copy.part].lower()}"
    reached = "" if copy.email else " (no e-mail address on record)"
    return _MARKUP.sub(r"\\\1", f"{copy.recipient}{part}{reached}")


def _list_new(opened: Opened) -> list[PaperCopy]:
    """Those whom the plan names and who have no copy yet."""
    page, paper = opened.page, opened.paper
    if not (paper.activity and paper.plan):
        return []
    run = page.database.read(get_run, paper.activity, viewer=page.viewer, context=page.context)
    plan = run.mechanism.documents.get(paper.plan)
    if plan is None:
        return []
    held = page.database.read(papers.list_copies, id=paper.id, viewer=opened.me)
    have = {(copy.recipient, copy.email) for copy in held}
    listed = page.database.read(list_organisations)
    found = list_proposed(plan, run.mechanism, run.activity, listed, page.partnership)
    return [copy for copy in found if (copy.recipient, copy.email) not in have]


def _issue(opened: Opened, proposed: Sequence[PaperCopy]) -> None:
    ticked = [copy for at, copy in enumerate(proposed) if st.session_state.get(f"copy-{at}")]
    typed = read_copies(str(st.session_state.get("more-copies") or ""))
    writes = bool(st.session_state.get("write-to"))
    name = opened.me.name
    done = act(
        opened.page, say("paper_issued"), papers.issue_paper, id=opened.paper.id,
        copies=[*ticked, *typed], tables=opened.tables,
        post=make_post(runtime(), actor=name) if writes else None,
    )  # fmt: skip
    if done:
        st.session_state["more-copies"] = ""


def read_copies(text: str) -> list[PaperCopy]:
    """One person a line: a name and, after a comma, an e-mail address."""
    found = []
    for line in text.splitlines():
        name, _, email = line.rpartition(",") if "@" in line else (line, "", "")
        found.append(PaperCopy((name or email).strip(" ,"), email.strip()))
    return [copy for copy in found if copy.recipient]


def _show_presenting(opened: Opened) -> None:
    meetings = _list_held(opened)
    labels = {each.id: _say_meeting(opened, each) for each in meetings}
    is_again = opened.paper.state is PaperState.PRESENTED
    title = "Record another meeting" if is_again else "Record that a meeting considered it"
    with st.expander(title), st.form("present-form", border=False):
        options = {**labels, "": "Another meeting, on the day below"}
        st.selectbox("Which meeting?", list(options), format_func=lambda id: options[id],
                     key="present-meeting")  # fmt: skip
        st.date_input("The day, where the meeting is not in the list", value=opened.page.today,
                      format="DD/MM/YYYY", key="present-on")  # fmt: skip
        st.form_submit_button("Record it", on_click=_present, args=(opened,))


def _list_held(opened: Opened) -> list[Meeting]:
    held = [
        each
        for each in opened.page.database.read(list_meetings)
        if each.on <= opened.page.today and each.status is not MeetingStatus.CANCELLED
    ]
    return sorted(held, key=lambda each: each.on, reverse=True)[:_MOST_MEETINGS]


def _say_meeting(opened: Opened, meeting: Meeting) -> str:
    groups = {group.key: group.label for group in opened.page.partnership.groups}
    return f"{groups.get(meeting.group, meeting.group)}, {spoken_date(meeting.on)}"


def _present(opened: Opened) -> None:
    meeting = str(st.session_state.get("present-meeting") or "")
    on = st.session_state.get("present-on")
    act(
        opened.page, say("paper_presented"), papers.present_paper, id=opened.paper.id,
        meeting=meeting, on=on if isinstance(on, date) and not meeting else None,
    )  # fmt: skip


def _show_publishing(opened: Opened) -> None:
    show(tag("h3", "Publication"))
    paper = opened.paper
    if paper.is_published and paper.published_on:
        show(
            tag("p", say("paper_published_by", who=paper.published_by,
                         day=spoken_date(paper.published_on))),
            small(paper.publication_reason) if paper.publication_reason else "",
        )  # fmt: skip
        return
    why = why_not_publish(paper, opened.me, reason="given below")
    if why := why or opened.page.database.read(why_too_early, paper):
        show(tag("p", why))
        return
    needs_reason = paper.publication is Publication.WITH_REASON
    with st.form("publish-form", border=False):
        show(tag("p", say("paper_publish")))
        why = "Why should it be published?"
        label = why if needs_reason else "A remark (you can leave it empty)"
        st.text_area(label, key="publish-reason", height=80, max_chars=600)
        st.form_submit_button("I approve that it is published", on_click=_publish, args=(opened,))


def _publish(opened: Opened) -> None:
    act(
        opened.page, say("paper_published"), papers.publish_paper, id=opened.paper.id,
        reason=str(st.session_state.get("publish-reason") or ""),
    )  # fmt: skip


def _show_withdrawing(opened: Opened) -> None:
    with st.expander("Withdraw it"):
        show(tag("p", say("paper_withdraw")))
        reason = st.text_input("Why is it withdrawn?", key="withdraw-reason", max_chars=300)

        def withdraw() -> None:
            act(
                opened.page, say("paper_gone"), papers.withdraw_paper, id=opened.paper.id,
                reason=reason,
            )  # fmt: skip

        ask_twice(
            "Withdraw this document", say("paper_withdraw_sure"), key="withdraw-paper",
            yes="Yes, withdraw it", done=withdraw,
        )  # fmt: skip
