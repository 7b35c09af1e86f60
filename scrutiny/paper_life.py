"""The life of a document: what may be done to it, by whom, and why not.

Draft, for approval, approved, issued, presented. From approved on its words are frozen.
Every function gives "" when it may be done, else the sentence that says why not and what
to do instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from scrutiny.access import Permission, Viewer
from scrutiny.approval import find_part, is_by_each
from scrutiny.drafting import count_gaps
from scrutiny.mechanism import Publication
from scrutiny.paper import FROZEN, Approver, Paper, PaperState, say_approvers


class PaperDeed(StrEnum):
    """What can be done to a document."""

    SAVE = "save"
    SEND = "send"
    FIX = "fix"  # freeze what needs nobody's approval
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    PRESENT = "present"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


_FROM: Mapping[PaperDeed, frozenset[PaperState]] = {
    PaperDeed.SAVE: frozenset({PaperState.DRAFT}),
    PaperDeed.SEND: frozenset({PaperState.DRAFT}),
    PaperDeed.FIX: frozenset({PaperState.DRAFT}),
    PaperDeed.APPROVE: frozenset({PaperState.FOR_APPROVAL}),
    PaperDeed.SEND_BACK: frozenset({PaperState.FOR_APPROVAL}),
    PaperDeed.ISSUE: FROZEN,
    PaperDeed.PRESENT: FROZEN,
    PaperDeed.PUBLISH: FROZEN,
    PaperDeed.WITHDRAW: frozenset(PaperState) - {PaperState.WITHDRAWN},
}
_INSTEAD: Mapping[PaperState, str] = {
    PaperState.DRAFT: "It is still a draft: finish it first.",
    PaperState.FOR_APPROVAL: (
        "It is with those who approve it. Take it back, or wait until it is approved or sent back."
    ),
    PaperState.APPROVED: (
        "It is approved, so its words are fixed. Withdraw it and draft another to change them."
    ),
    PaperState.ISSUED: (
        "It has been issued, so its words are fixed. Withdraw it and draft another to change them."
    ),
    PaperState.PRESENTED: (
        "It has been presented, so its words are fixed. Draft another to say something else."
    ),
    PaperState.WITHDRAWN: "It is withdrawn. Draft another.",
}
NEEDS_REASON = frozenset({PaperDeed.SEND_BACK, PaperDeed.WITHDRAW})


def why_not_now(paper: Paper, deed: PaperDeed) -> str:
    """Why its state does not allow it."""
    return "" if paper.state in _FROM[deed] else _INSTEAD[paper.state]


def why_not_write(paper: Paper, viewer: Viewer) -> str:
    """Why the viewer may not edit it."""
    if not viewer.can(Permission.WRITE_DOCUMENTS):
        return "Your role reads documents and does not write them. Ask the team to change it."
    return why_not_now(paper, PaperDeed.SAVE)


def why_not_send(paper: Paper, viewer: Viewer) -> str:
    """Why it cannot be sent for approval, or fixed where nobody has to approve it."""
    return why_not_write(paper, viewer) or why_not_finish(paper)


def why_not_finish(paper: Paper) -> str:
    """Why a draft cannot be fixed as it is: nothing is in it, or something is to be added."""
    if words := why_not_now(paper, PaperDeed.FIX):
        return words
    if not any(part.words.strip() or part.rows for part in paper.parts):
        return "There is nothing in it yet. Write at least one part."
    gaps = count_gaps(paper)
    if gaps:
        places = "One place still says" if gaps == 1 else f"{gaps} places still say"
        return f"{places} [to be added]. Write what belongs there, or take the words out."
    return ""


def why_not_approve(
    paper: Paper,
    viewer: Viewer,
    *,
    writers: Collection[str],
    acts_for: Mapping[str, frozenset[str]],
) -> str:
    """Why the viewer may not approve it.

    `writers` are all who wrote in it; `acts_for` the keys of its subject, parties and group.
    """
    if words := why_not_now(paper, PaperDeed.APPROVE):
        return words
    if not is_approver(paper.approvers, viewer, acts_for):
        return f"It is for {say_approvers(paper)} to approve. Ask them to."
    if is_by_each(paper.approvers) and not find_part(
        paper.approvers, paper.approvals, acts_for, viewer
    ):
        return "It has your approval, and waits for that of the others."
    if not viewer.name:
        return "An approval carries a name. Sign in with your own account."
    if viewer.name in writers:
        return "You wrote in it, so somebody else has to approve it."
    return ""


def is_approver(
    approvers: Collection[Approver], viewer: Viewer, acts_for: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the viewer holds one of the roles, for the organisation that it asks for."""
    return any(
        viewer.role in each.held_by
        and (not each.of or bool(viewer.organisations & acts_for.get(each.of, frozenset())))
        for each in approvers
    )


def why_not_send_back(
    paper: Paper, viewer: Viewer, *, acts_for: Mapping[str, frozenset[str]]
) -> str:
    """Why the viewer may not send it back to be changed; its writers may take it back."""
    if words := why_not_now(paper, PaperDeed.SEND_BACK):
        return words
    may = viewer.can(Permission.WRITE_DOCUMENTS) or is_approver(paper.approvers, viewer, acts_for)
    return "" if may else f"It is for {say_approvers(paper)} to send it back."


def why_not_go_out(paper: Paper, viewer: Viewer, deed: PaperDeed) -> str:
    """Why the viewer may not issue, present or withdraw it."""
    if not viewer.can(Permission.WRITE_DOCUMENTS):
        return "Only those who write documents send them out. Ask the team."
    return why_not_now(paper, deed)


def why_not_publish(paper: Paper, viewer: Viewer, *, reason: str = "") -> str:
    """Why it may not be published by this viewer, or not without a reason."""
    if not viewer.can(Permission.PUBLISH):
        return "Publishing needs the approval of a safeguarding partner or the portfolio lead."
    if paper.publication is Publication.NEVER or not paper.may_publish:
        return "Documents of this kind stay within the partnership and are never published."
    if words := why_not_now(paper, PaperDeed.PUBLISH):
        return words
    if paper.is_published:
        return "It is published already."
    if not viewer.name:
        return "An approval carries a name. Sign in with your own account."
    if paper.publication is Publication.WITH_REASON and not reason.strip():
        return "This kind of activity is not published as a rule. Write why this one should be."
    return ""
