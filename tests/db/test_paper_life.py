"""A letter goes its way: sent, sent back, approved and sealed, issued, presented, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, PaperRefusedError
from db.events import list_events
from db.outbox import list_mails
from db.papers import (
    approve_paper,
    get_issued_paper,
    get_paper,
    issue_paper,
    list_copies,
    present_paper,
    publish_paper,
    save_paper,
    send_back,
    send_for_approval,
    withdraw_paper,
)
from scrutiny.letter import Post
from scrutiny.mail import LINK_MARK, MailKind, load_mails
from scrutiny.paper import (
    CopyPart,
    Paper,
    PaperCopy,
    PaperState,
    holds_seal,
    make_print,
    with_parts,
)
from scrutiny.partnership import partnership
from tests.db.paper_examples import (
    AGENCY,
    FUND,
    LEAD,
    NOBODY,
    NOW,
    OFFICER,
    PARTNER,
    TEAM,
    begin,
    draft,
    fill,
)

POST = Post(partnership(), load_mails(), "https://mars.example", "Max Team")
HEAD = PaperCopy("Tia Lead", "tia@trent.example", "trent", CopyPart.LEAD)
FUNDER = PaperCopy("The Fund", "f@fund.example", "fund", CopyPart.COMMISSIONER)


class Letter:
    """One letter, and what is done to it."""

    def __init__(self, database: Database, plan: str = "letter", **given: Any) -> None:
        database.write(fill)
        self.database = database
        self.id = draft(database, begin(database), plan, **given).id

    @property
    def paper(self) -> Paper:
        return self.database.read(get_paper, self.id, viewer=TEAM)

    def do(self, deed, viewer=TEAM, **given):  # type: ignore[no-untyped-def]
        return self.database.write(deed, id=self.id, viewer=viewer, now=NOW, **given)

    def approve(self, **given: Any) -> Paper:
        self.do(send_for_approval)
        return self.do(approve_paper, LEAD, seen=make_print(self.paper), **given)


@pytest.fixture
def letter(database: Database) -> Letter:
    return Letter(database)


def test_a_letter_goes_its_way(letter: Letter) -> None:
    assert letter.do(send_for_approval).state is PaperState.FOR_APPROVAL
    approved = letter.do(approve_paper, LEAD, seen=make_print(letter.paper), note="Well done")
    assert (approved.state, approved.approved_by) == (PaperState.APPROVED, "Port Lead")
    assert holds_seal(approved)
    assert letter.do(issue_paper, copies=[HEAD]).state is PaperState.ISSUED
    presented = letter.do(present_paper)
    assert (presented.state, presented.presented_on) == (PaperState.PRESENTED, NOW.date())
    assert presented == letter.paper
    assert holds_seal(presented)
    names = [str(each.name) for each in letter.database.read(list_events, subject=letter.id)]
    assert names == [
        "paper_drafted", "paper_sent_for_approval", "paper_approved", "paper_issued",
        "paper_presented",
    ]  # fmt: skip


def test_it_is_sent_back_with_a_reason_and_edited_again(letter: Letter) -> None:
    letter.do(send_for_approval)
    with pytest.raises(PaperRefusedError, match="Write what has to be changed"):
        letter.do(send_back, LEAD, reason=" ")
    back = letter.do(send_back, LEAD, reason="Say why")
    assert (back.state, back.approval_note) == (PaperState.DRAFT, "Say why")
    letter.do(save_paper, part="thanks", words="Thanks", before="Thank you.")
    assert letter.do(send_for_approval).approval_note == ""


def test_whoever_wrote_in_it_does_not_approve_it(letter: Letter) -> None:
    letter.do(send_for_approval)
    seen = make_print(letter.paper)
    for viewer, why in ((TEAM, "Portfolio lead to approve"), (PARTNER, "no document")):
        with pytest.raises((NotAllowedError, NotFoundError), match=why):
            letter.do(approve_paper, viewer, seen=seen)


def test_what_changed_since_it_was_read_is_not_approved(letter: Letter) -> None:
    letter.do(send_for_approval)
    seen = make_print(letter.paper)
    table = next(part for part in letter.paper.parts if part.key == "actions")
    drawn = replace(table, rows=(("New", "Head", "May"),))
    with pytest.raises(PaperRefusedError, match="changed since you opened it"):
        letter.do(approve_paper, LEAD, seen=seen, tables=[drawn])
    read = make_print(with_parts(letter.paper, [drawn]))
    approved = letter.do(approve_paper, LEAD, seen=read, tables=[drawn])
    assert next(p for p in approved.parts if p.key == "actions").rows == drawn.rows


def test_a_letter_with_gaps_is_not_sent(letter: Letter) -> None:
    letter.do(save_paper, part="thanks", words="On [to be added]", before="Thank you.")
    with pytest.raises(PaperRefusedError, match="One place still says"):
        letter.do(send_for_approval)


def test_the_agency_hears_first_and_then_those_who_commission_it(letter: Letter) -> None:
    letter.approve()
    with pytest.raises(PaperRefusedError, match="The agency hears first"):
        letter.do(issue_paper, copies=[FUNDER])
    letter.do(issue_paper, copies=[HEAD, FUNDER], post=POST)
    mails = {m.to_email: m for m in letter.database.read(list_mails, viewer=TEAM)}
    assert {m.kind for m in mails.values()} == {MailKind.DOCUMENT}
    first, then = mails[HEAD.email], mails[FUNDER.email]
    assert first.due is not None
    assert then.due == first.due + timedelta(minutes=30)
    assert "Findings letter: Trent Health" in first.body
    assert LINK_MARK in first.body
    assert "listens" not in first.body  # nothing of the letter itself
    copies = letter.database.read(list_copies, id=letter.id, viewer=TEAM)
    assert [(c.recipient, c.acts_for, c.part) for c in copies] == [
        ("Tia Lead", "trent", CopyPart.LEAD), ("The Fund", "fund", CopyPart.COMMISSIONER),
    ]  # fmt: skip


def test_nobody_gets_two_copies_and_more_may_follow(letter: Letter) -> None:
    letter.approve()
    letter.do(issue_paper, copies=[HEAD, HEAD])
    with pytest.raises(PaperRefusedError, match="who has none yet"):
        letter.do(issue_paper, copies=[HEAD])
    again = letter.do(issue_paper, copies=[FUNDER])
    assert again.issued_on == NOW.date()
    assert len(letter.database.read(list_copies, id=letter.id, viewer=TEAM)) == 2


def test_who_got_a_copy_reads_it_and_others_do_not(letter: Letter) -> None:
    def reads(viewer: Any) -> bool:
        try:
            return bool(letter.database.read(get_paper, letter.id, viewer=viewer))
        except NotFoundError:
            return False

    def readers() -> list[str]:
        everybody = {"agency": AGENCY, "fund": FUND, "lead": LEAD, "partner": PARTNER,
                     "officer": OFFICER}  # fmt: skip
        return [name for name, viewer in everybody.items() if reads(viewer)]

    assert readers() == ["officer"]
    letter.approve()
    assert readers() == ["lead", "partner", "officer"]
    letter.do(issue_paper, copies=[HEAD])
    assert readers() == ["agency", "lead", "partner", "officer"]
    letter.do(withdraw_paper, reason="Wrong agency")
    assert readers() == ["officer"]


def test_what_nobody_has_to_approve_is_sealed_when_it_goes_out(database: Database) -> None:
    programme = Letter(database, "programme", change=lambda p: replace(
        p, parts=tuple(replace(part, words=part.words.replace("[to be added]", "x"))
                       for part in p.parts)))  # fmt: skip
    with pytest.raises(PaperRefusedError, match="Nobody has to approve it"):
        programme.do(send_for_approval)
    issued = programme.do(issue_paper, copies=[HEAD])
    assert (issued.state, issued.approved_by) == (PaperState.ISSUED, "Max Team")
    assert holds_seal(issued)


def test_highlights_are_published_by_name_and_with_a_reason(database: Database) -> None:
    highlights = Letter(database, "highlights")
    with pytest.raises(NotFoundError):
        highlights.do(publish_paper, LEAD, reason="It helps others")
    highlights.do(issue_paper, copies=[HEAD])
    with pytest.raises(NotAllowedError, match="approve that a document is published"):
        highlights.do(publish_paper)
    with pytest.raises(PaperRefusedError, match="Write why"):
        highlights.do(publish_paper, PARTNER)
    published = highlights.do(publish_paper, PARTNER, reason="It helps others")
    assert (published.published_by, published.publication_reason) == ("Pat Ner", "It helps others")
    public = highlights.database.read(get_paper, highlights.id, viewer=NOBODY)
    nobody = dict.fromkeys(("written_by", "approved_by", "published_by", "publication_reason"), "")
    assert public == replace(published, **nobody)
    highlights.do(withdraw_paper, reason="Out of date")
    with pytest.raises(NotFoundError):
        highlights.database.read(get_paper, highlights.id, viewer=NOBODY)


def test_a_letter_is_never_published(letter: Letter) -> None:
    letter.approve()
    with pytest.raises(PaperRefusedError, match="never published"):
        letter.do(publish_paper, LEAD, reason="x")


def test_a_signed_link_opens_what_is_frozen_and_not_restricted(letter: Letter) -> None:
    with pytest.raises(NotFoundError):
        letter.database.read(get_issued_paper, letter.id)
    letter.approve()
    assert letter.database.read(get_issued_paper, letter.id).id == letter.id
    letter.database.write(lambda tx: tx.execute("UPDATE paper SET is_restricted = TRUE"))
    with pytest.raises(NotFoundError):
        letter.database.read(get_issued_paper, letter.id)


def test_a_restricted_document_is_told_of_without_a_word_of_it(letter: Letter) -> None:
    letter.database.write(lambda tx: tx.execute("UPDATE paper SET is_restricted = TRUE"))
    letter.approve()
    letter.do(issue_paper, copies=[HEAD], post=POST)
    [mail] = letter.database.read(list_mails, viewer=TEAM)
    assert mail.kind is MailKind.DOCUMENT_NOTICE
    assert "Trent" not in mail.subject + mail.body


def test_a_meeting_that_has_not_been_held_is_not_presented_to(letter: Letter) -> None:
    letter.approve()
    with pytest.raises(PaperRefusedError, match="not taken place"):
        letter.do(present_paper, on=NOW.date() + timedelta(days=1))
    with pytest.raises(PaperRefusedError, match="no such meeting"):
        letter.do(present_paper, meeting="x")


def test_a_withdrawn_document_needs_a_reason(letter: Letter) -> None:
    with pytest.raises(PaperRefusedError, match="Write why"):
        letter.do(withdraw_paper, reason="")
    gone: Mapping[str, Any] = {"reason": "A mistake"}
    assert letter.do(withdraw_paper, **gone).state is PaperState.WITHDRAWN
