"""What steps do to documents: drafted, asked for before the next, sent out by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.connection import Database
from db.errors import PaperRefusedError
from db.organisations import list_organisations
from db.paper_life import add_copies, list_new_copies
from db.paper_works import issue_for_step, list_proposed, reopen_for_step, write_for_step
from db.papers import (
    approve_paper,
    find_paper,
    get_paper,
    issue_paper,
    list_copies,
    publish_paper,
    save_paper,
    send_for_approval,
    withdraw_paper,
)
from db.step_works import Taken
from scrutiny.access import make_viewer
from scrutiny.activity import Activity, Party, PartyKind
from scrutiny.mechanism import AgendaWork
from scrutiny.paper import CopyPart, Paper, PaperCopy, PaperState, find_words, make_print
from scrutiny.partnership import partnership as settings
from tests.db.paper_examples import (
    LEAD,
    NOW,
    PARTNER,
    TEAM,
    begin,
    draft,
    fill,
    mechanism,
    take,
)
from tests.scrutiny.mechanisms.walking import mechanisms


def find(database: Database, activity: str, plan: str) -> Paper:
    paper = database.read(find_paper, activity=activity, plan=plan)
    assert paper is not None
    return paper


def edit(database: Database, paper: Paper, part: str, words: str) -> None:
    before = find_words(paper, part) or ""
    database.write(
        save_paper, id=paper.id, part=part, words=words, before=before, viewer=TEAM, now=NOW
    )


def test_an_event_is_walked_with_its_documents(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    answers = {"event_on": "2026-03-02", "findings_said": "They listen."}
    event = take(database, event, "plan", TEAM, answers=answers)
    programme = find(database, event.id, "programme")
    assert programme.state is PaperState.ISSUED
    assert "It takes place on 2 March 2026." in (find_words(programme, "event") or "")

    event = take(database, event, "write", TEAM)
    letter = find(database, event.id, "letter")
    assert find_words(letter, "summary") == "They listen."
    with pytest.raises(PaperRefusedError, match=r"still a draft\. Open it, finish it"):
        take(database, event, "agree", LEAD)
    database.write(send_for_approval, id=letter.id, viewer=TEAM, now=NOW)
    with pytest.raises(PaperRefusedError, match="Open it, read it and approve it there"):
        take(database, event, "agree", LEAD)
    seen = make_print(database.read(get_paper, letter.id, viewer=LEAD))
    database.write(approve_paper, id=letter.id, seen=seen, viewer=LEAD, now=NOW)
    event = take(database, event, "agree", LEAD)

    event = take(database, event, "send", TEAM)
    copies = database.read(list_copies, id=letter.id, viewer=TEAM)
    assert [(c.recipient, c.part) for c in copies] == [
        ("Tia Lead", CopyPart.LEAD), ("The Fund", CopyPart.COMMISSIONER),
    ]  # fmt: skip
    event = take(database, event, "board", TEAM)
    assert find(database, event.id, "letter").state is PaperState.PRESENTED

    with pytest.raises(PaperRefusedError, match="Highlights is not published yet"):
        take(database, event, "tell", TEAM)


def test_a_document_that_is_there_already_is_used(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    event = take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    event = take(database, event, "write", TEAM)
    letter = find(database, event.id, "letter")
    assert letter.written_by == "Max Team"
    with pytest.raises(PaperRefusedError, match="still a draft"):
        take(database, event, "agree", LEAD)
    assert find(database, event.id, "letter") == letter


def test_a_document_that_nobody_drafted_is_asked_for(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    event = take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    event = take(database, event, "write", TEAM)
    database.write(lambda tx: tx.execute("DELETE FROM paper WHERE plan = 'letter'"))
    with pytest.raises(PaperRefusedError, match="There is no “Findings letter” yet"):
        take(database, event, "agree", LEAD)


def test_a_programme_with_gaps_is_finished_first(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    paper = draft(database, event, "programme")
    edit(database, paper, "team", "[to be added]")
    with pytest.raises(PaperRefusedError, match=r"Programme still says \[to be added\]"):
        take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    edit(database, find(database, event.id, "programme"), "team", "Ira and the partners")
    take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    assert find(database, event.id, "programme").state is PaperState.ISSUED


def test_who_does_not_write_documents_is_told_whom_to_ask(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    draft(database, event)
    board = make_viewer("chair", name="Rosa Board", organisations=frozenset({"mars_board"}))
    taken = Taken(mechanism(), event, mechanism().by_id["send"], board, NOW)
    wanted = "has not been approved yet. Ask those who write it to send it; take this step when"
    with pytest.raises(PaperRefusedError, match=wanted):
        database.write(issue_for_step, plan=mechanism().documents["letter"], taken=taken)


def test_what_is_published_lets_the_step_go_on(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    paper = draft(database, event, "highlights")
    copies = [PaperCopy("Tia", acts_for="trent", part=CopyPart.LEAD)]
    database.write(issue_paper, id=paper.id, copies=copies, viewer=TEAM, now=NOW)
    database.write(publish_paper, id=paper.id, viewer=PARTNER, reason="Learning", now=NOW)
    assert find(database, event.id, "highlights").is_published
    taken = Taken(mechanism(), event, mechanism().by_id["tell"], LEAD, NOW)
    plan = mechanism().documents["highlights"]
    with pytest.raises(PaperRefusedError, match="“Highlights” is published already"):
        database.write(reopen_for_step, plan=plan, taken=taken, reason="Too long")
    database.write(withdraw_paper, id=paper.id, reason="Too long", viewer=TEAM, now=NOW)
    database.write(reopen_for_step, plan=plan, taken=taken, reason="Too long")


def test_copies_are_proposed_by_the_plan_the_agency_first(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    organisations = database.read(list_organisations)

    def proposed(plan: str) -> list[tuple[str, str, CopyPart]]:
        planned = mechanism().documents[plan]
        found = list_proposed(planned, mechanism(), event, organisations, settings())
        return [(each.recipient, each.email, each.part) for each in found]

    assert proposed("letter") == [
        ("Tia Lead", "tia@trent.example", CopyPart.LEAD),
        ("The Fund", "f@fund.example", CopyPart.COMMISSIONER),
    ]
    assert proposed("programme") == [
        ("Tia Lead", "tia@trent.example", CopyPart.LEAD),
        ("Ira Officer", "ira@mars.example", CopyPart.OTHER),
    ]


def test_a_step_that_writes_a_document_waits_until_nothing_is_left_to_add(
    database: Database,
) -> None:
    """R056: the findings letter is written before it is sent for approval."""
    database.write(fill)
    event = begin(database)
    taken = Taken(mechanism(), event, mechanism().by_id["write"], TEAM, NOW)
    plan = mechanism().documents["programme"]
    with pytest.raises(PaperRefusedError, match="There is no “Programme” yet"):
        database.write(write_for_step, plan=plan, taken=taken)
    edit(database, draft(database, event, "programme"), "team", "[to be added]")
    with pytest.raises(PaperRefusedError, match="write what belongs there; then take this step"):
        database.write(write_for_step, plan=plan, taken=taken)
    edit(database, find(database, event.id, "programme"), "team", "Ira and the partners")
    database.write(write_for_step, plan=plan, taken=taken)
    assert find(database, event.id, "programme").state is PaperState.DRAFT


def test_a_step_that_writes_a_document_sends_it_to_those_who_approve_it(
    database: Database,
) -> None:
    """R057: once it is written, the letter waits for the portfolio lead."""
    database.write(fill)
    event = begin(database)
    paper = draft(database, event)
    taken = Taken(mechanism(), event, mechanism().by_id["write"], TEAM, NOW)
    database.write(write_for_step, plan=mechanism().documents["letter"], taken=taken)
    assert find(database, event.id, "letter").state is PaperState.FOR_APPROVAL
    assert database.read(get_paper, paper.id, viewer=LEAD).state is PaperState.FOR_APPROVAL


def test_a_group_gets_what_is_sent_out_and_put_on_its_agenda(database: Database) -> None:
    """R019: what goes before both Boards can be read by both."""
    database.write(fill)
    event = begin(database)
    plan = mechanism().documents["letter"]
    both = tuple(AgendaWork(key, "Findings letter") for key in ("chosen", "sab"))
    steps = tuple(
        replace(step, agenda=both) if step.id == "send" else step for step in mechanism().steps
    )
    found = list_proposed(plan, replace(mechanism(), steps=steps), event, [], settings())
    assert [(copy.recipient, copy.acts_for) for copy in found if copy.part is CopyPart.OTHER] == [
        ("Children's MARS Board", "mars_board"), ("Safeguarding Adults Board", "sab"),
    ]  # fmt: skip


def test_a_partner_and_an_agency_of_one_name_each_get_a_copy(database: Database) -> None:
    """The police are a safeguarding partner and an agency that takes part."""
    database.write(fill)
    paper = draft(database, begin(database))
    both = [
        PaperCopy("Humberside Police", acts_for="police"),
        PaperCopy("Humberside Police", acts_for="force"),
    ]
    new = database.read(list_new_copies, paper.id, [*both, *both])
    assert [copy.acts_for for copy in new] == ["police", "force"]
    database.write(add_copies, paper.id, [both[0]], day=NOW.date())
    assert database.read(list_new_copies, paper.id, both) == [both[1]]
    assert database.read(list_new_copies, paper.id, [PaperCopy("humberside police")]) == []


def test_a_partners_own_report_goes_to_the_partners_as_partners() -> None:
    """Whom it is about is no agency, so nobody hears of it as an agency's lead."""
    found = mechanisms().mechanisms["partner_report"]
    partners = [
        Party(PartyKind.PARTNER, row.key, row.label) for row in settings().safeguarding_partners
    ]
    for parties in ((), tuple(partners)):
        own = Activity("a", "SP-1", "partner_report", "4", "Own", NOW.date(), subject="police",
                       group="mars_board", parties=parties)  # fmt: skip
        copies = list_proposed(found.documents["report"], found, own, [], settings())
        assert {(c.acts_for, c.part) for c in copies} == {
            (key, CopyPart.OTHER) for key in ("council", "health", "police", "mars_board")
        }
