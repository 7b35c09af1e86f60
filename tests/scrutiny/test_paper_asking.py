"""What a draft lacks, and the mail that asks for it without a word of what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scrutiny.drafting.filling import GAP
from scrutiny.letter import Post
from scrutiny.mail import LINK_MARK, MailKind, load_mails
from scrutiny.paper import Approver, Paper, PaperPart, PaperState
from scrutiny.paper_asking import (
    Unfinished,
    is_unfinished,
    list_gaps,
    say_missing,
    still_missing,
    write_ask,
)
from scrutiny.partnership import partnership
from scrutiny.turn import Addressee

POST = Post(partnership(), load_mails(), "https://mars.example.org", "Rosa")
DRAFT = Paper(
    "p", "overview", "Overview of a case", (
        PaperPart("a", "In short", words=f"We saw {GAP} and {GAP}."),
        PaperPart("b", "Found", words="A secret finding"), PaperPart("c", "Next", words=GAP),
    ),
)  # fmt: skip
LEAD = (Approver("Portfolio lead", ("portfolio_lead",)),)
WHOLE = replace(DRAFT, parts=DRAFT.parts[1:2])


def test_each_part_with_a_gap_is_named_once_the_head_first() -> None:
    assert list_gaps(DRAFT) == ("In short", "Next")
    assert list_gaps(replace(DRAFT, addressee=GAP)) == ("At its head", "In short", "Next")
    assert list_gaps(WHOLE) == ()


@pytest.mark.parametrize(
    ("paper", "waits"),
    [(DRAFT, True), (WHOLE, False), (replace(WHOLE, approvers=LEAD), True),
     (replace(DRAFT, state=PaperState.FOR_APPROVAL), False),
     (replace(DRAFT, state=PaperState.ISSUED), False)],
)  # fmt: skip
def test_a_draft_with_gaps_or_to_be_sent_for_approval_is_unfinished(
    paper: Paper, waits: bool
) -> None:
    assert is_unfinished(paper) is waits


def test_what_was_asked_stands_until_it_is_written() -> None:
    asked = ("In short", "Next")
    assert still_missing(asked, DRAFT) == asked
    half = replace(DRAFT, parts=DRAFT.parts[1:])
    assert still_missing(asked, half) == ("Next",)
    assert still_missing(("In short",), half) is None
    assert still_missing(asked, WHOLE) is None
    assert still_missing((), replace(WHOLE, approvers=LEAD)) == ()
    assert still_missing(asked, replace(DRAFT, state=PaperState.WITHDRAWN)) is None


def test_it_is_said_in_a_sentence() -> None:
    assert say_missing(("In short", "Next")) == "Still to be written: In short; Next."
    assert "still to be sent for approval" in say_missing(())


def test_the_mail_names_the_parts_and_nothing_of_the_draft() -> None:
    asked = Unfinished("overview", "Overview of the event", "p", list_gaps(DRAFT))
    mail = write_ask(
        POST, asked, Addressee("max@mars.example", "Max"), asker="Rosa Chair",
        reference="CS-2026-001", today=date(2026, 3, 9),
    )  # fmt: skip
    assert (mail.kind, mail.to_email, mail.subject, mail.once) == (
        MailKind.PAPER_GAPS, "max@mars.example",
        "Please finish: Overview of the event (CS-2026-001)",
        "paper_gaps:p:2026-03-09:max@mars.example",
    )  # fmt: skip
    for words in ("Rosa Chair waits", "Still to be written: In short; Next.",
                  "https://mars.example.org/paper?id=p&view=edit"):  # fmt: skip
        assert words in mail.body
    assert "secret" not in mail.body
    assert LINK_MARK not in mail.body
