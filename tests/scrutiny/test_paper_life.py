"""What may be done to a document, by whom, and the sentence that says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.access import make_viewer
from scrutiny.drafting.filling import GAP
from scrutiny.mechanism import Publication
from scrutiny.paper import FROZEN, Approver, Paper, PaperPart, PaperState
from scrutiny.paper_life import (
    PaperDeed,
    why_not_approve,
    why_not_go_out,
    why_not_now,
    why_not_publish,
    why_not_send,
    why_not_send_back,
    why_not_write,
)

TEAM = make_viewer("mars_team", name="Max Team")
LEAD = make_viewer("portfolio_lead", name="Port Lead")
AGENCY = make_viewer("organisation", name="Head", organisations=frozenset({"trent"}))
APPROVERS = (
    Approver("the portfolio lead", ("portfolio_lead",)),
    Approver("the agency", ("organisation",), of="subject"),
)
DRAFT = Paper("p", "t", "Letter", (PaperPart("a", "A", words="Words"),), approvers=APPROVERS)
WAITING = replace(DRAFT, state=PaperState.FOR_APPROVAL)
APPROVED = replace(DRAFT, state=PaperState.APPROVED, may_publish=True)
SUBJECT = {"subject": frozenset({"trent"})}


def test_only_a_draft_is_edited_and_only_by_those_who_write() -> None:
    assert why_not_write(DRAFT, TEAM) == ""
    assert "reads documents" in why_not_write(DRAFT, LEAD)
    assert "Take it back" in why_not_write(WAITING, TEAM)
    assert "Withdraw it and draft another" in why_not_write(APPROVED, TEAM)


def test_a_document_with_gaps_or_nothing_in_it_is_not_sent() -> None:
    gap = replace(DRAFT, parts=(PaperPart("a", "A", words=f"On {GAP} and {GAP}"),))
    assert why_not_send(DRAFT, TEAM) == ""
    assert why_not_send(gap, TEAM).startswith("2 places still say [to be added].")
    assert "nothing in it" in why_not_send(replace(DRAFT, parts=()), TEAM)


def test_it_is_approved_by_those_who_are_named_and_never_by_who_wrote_it() -> None:
    def why(viewer, writers=("Max Team",), paper=WAITING):  # type: ignore[no-untyped-def]
        return why_not_approve(paper, viewer, writers=writers, acts_for=SUBJECT)

    assert why(LEAD) == ""
    assert why(AGENCY) == ""
    assert why(TEAM) == "It is for the portfolio lead or the agency to approve. Ask them to."
    assert why(LEAD, writers=("Port Lead",)) == (
        "You wrote in it, so somebody else has to approve it."
    )
    assert "carries a name" in why(make_viewer("portfolio_lead"))
    stranger = make_viewer("organisation", name="Other", organisations=frozenset({"oak"}))
    assert "Ask them to" in why(stranger)
    assert "still a draft" in why(LEAD, paper=DRAFT)


def test_it_is_sent_back_by_its_approvers_and_taken_back_by_its_writers() -> None:
    assert why_not_send_back(WAITING, LEAD, acts_for=SUBJECT) == ""
    assert why_not_send_back(WAITING, TEAM, acts_for=SUBJECT) == ""
    board = make_viewer("board_reader", name="Bo")
    assert "to send it back" in why_not_send_back(WAITING, board, acts_for=SUBJECT)


@pytest.mark.parametrize("deed", [PaperDeed.ISSUE, PaperDeed.PRESENT])
def test_it_goes_out_once_it_is_frozen(deed: PaperDeed) -> None:
    for state in PaperState:
        said = why_not_go_out(replace(DRAFT, state=state), TEAM, deed)
        assert (said == "") == (state in FROZEN)
    assert "Ask the team" in why_not_go_out(APPROVED, LEAD, deed)


def test_every_state_says_what_to_do_instead() -> None:
    for state in PaperState:
        for deed in PaperDeed:
            said = why_not_now(replace(DRAFT, state=state), deed)
            assert said == "" or said.endswith(".")


def test_publishing_needs_a_name_and_where_it_is_not_the_rule_a_reason() -> None:
    assert why_not_publish(APPROVED, LEAD) == ""
    assert "portfolio lead" in why_not_publish(APPROVED, TEAM)
    assert "never published" in why_not_publish(replace(APPROVED, may_publish=False), LEAD)
    never = replace(APPROVED, publication=Publication.NEVER)
    assert "never published" in why_not_publish(never, LEAD, reason="Because")
    with_reason = replace(APPROVED, publication=Publication.WITH_REASON)
    assert "Write why" in why_not_publish(with_reason, LEAD)
    assert why_not_publish(with_reason, LEAD, reason="It helps others") == ""
    assert "carries a name" in why_not_publish(APPROVED, make_viewer("portfolio_lead"))
    assert "still a draft" in why_not_publish(replace(DRAFT, may_publish=True), LEAD)
