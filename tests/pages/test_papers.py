"""The pages of documents: listed, read, edited, approved, issued, compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from db.connection import Database
from db.errors import NotFoundError
from db.papers import (
    approve_paper,
    get_paper,
    list_copies,
    save_paper,
    send_for_approval,
)
from pages.components.documents.paper import make_paper
from pages.components.papers.going_on import read_copies
from pages.components.server.cookies import VISITOR
from pages.components.server.outgoing import paper_address
from pages.components.session import Key
from scrutiny.links import LinkKind, sign_link
from scrutiny.paper import Paper, PaperCopy, PaperState, find_words, make_print
from scrutiny.taking_part import Seat
from tests.db.paper_examples import LEAD, NOBODY, OFFICER, TEAM, begin, draft, fill
from tests.pages.conftest import Site, words
from tests.pages.walking import Walker, set_up

LATER = datetime(2026, 3, 10, 10, tzinfo=UTC)
FAR = datetime(2090, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """A site with one letter in draft."""

    site: Site
    id: str

    @property
    def database(self) -> Database:
        return self.site.held.database

    @property
    def paper(self) -> Paper:
        return self.database.read(get_paper, self.id, viewer=TEAM)

    def open(self, role: str, person: str, view: str = "") -> AppTest:
        query = {"id": self.id} | ({"view": view} if view else {})
        return self.site.run("paper", role=role, person=person, query=query)

    def send(self) -> None:
        self.database.write(send_for_approval, id=self.id, viewer=TEAM, now=LATER)

    def approve(self) -> None:
        self.send()
        seen = make_print(self.paper)
        self.database.write(approve_paper, id=self.id, seen=seen, viewer=LEAD, now=LATER)


@pytest.fixture
def desk(site: Site) -> Desk:
    database = site.held.database
    database.write(fill)
    return Desk(site, draft(database, begin(database)).id)


def press(page: AppTest, key: str) -> AppTest:
    found = [b for b in page.button if b.key == key or b.label == key]
    assert found, (key, [b.label for b in page.button])
    found[0].click()
    page.run()
    assert not page.exception, page.exception
    return page


def test_the_list_says_what_waits_and_narrows(desk: Desk) -> None:
    page = desk.site.run("papers", role="mars_team", person="Max Team")
    said = words(page)
    assert "Finish your draft." in said
    assert "Findings letter: Trent Health" in said
    assert "1 of 1 documents." in said
    none = desk.site.run("papers", role="portfolio_lead", person="Port Lead")
    assert "Nothing waits for you." in words(none)
    assert "There are no documents yet" in words(none)


def test_a_draft_reads_as_it_will_look_and_says_that_it_is_one(desk: Desk) -> None:
    said = words(desk.open("mars_team", "Max Team"))
    assert "Draft: not approved" in said
    assert "Dear colleague," in said
    assert "A service that listens." in said
    assert f"/documents/paper/{desk.id}.pdf" in said


def test_a_part_is_edited_and_saved(desk: Desk) -> None:
    page = desk.open("mars_team", "Max Team", "edit")
    assert "5 words. Up to 120 fit" not in words(page)
    box = next(b for b in page.text_area if b.label == "Summary of findings")
    box.set_value("They listen to children.").run()
    assert not page.exception
    assert find_words(desk.paper, "summary") == "They listen to children."
    assert "4 words. Up to 150 fit well." in words(page)
    box.set_value("word " * 151).run()
    assert "151 words: 1 more than the 150 that fit well." in words(page)


def test_a_second_tab_shows_the_words_of_the_first_and_offers_both(desk: Desk) -> None:
    page = desk.open("mars_team", "Max Team", "edit")
    desk.database.write(
        save_paper, id=desk.id, part="thanks", words="From the other tab", before="Thank you.",
        viewer=OFFICER, now=LATER,
    )  # fmt: skip
    box = next(b for b in page.text_area if b.label == "Thank you")
    box.set_value("From this tab").run()
    assert "Somebody else wrote here" in words(page)
    assert "From the other tab" in words(page)
    assert find_words(desk.paper, "thanks") == "From the other tab"
    press(page, "Keep mine instead")
    assert find_words(desk.paper, "thanks") == "From this tab"


def test_a_part_is_drafted_anew_after_asking(desk: Desk) -> None:
    page = desk.open("mars_team", "Max Team", "edit")
    press(page, "ask-redraw-thanks")
    assert find_words(desk.paper, "thanks") == "Thank you."
    press(page, "yes-redraw-thanks")
    assert (find_words(desk.paper, "thanks") or "").startswith("Thank you for hosting")


def test_it_is_sent_approved_and_issued_with_a_name_each(desk: Desk) -> None:
    press(desk.open("mars_team", "Max Team"), "send-paper")
    assert desk.paper.state is PaperState.FOR_APPROVAL
    own = words(desk.open("mars_team", "Max Team"))
    assert "It is for Portfolio lead to approve. Ask them to." in own
    waiting = desk.site.run("papers", role="portfolio_lead", person="Port Lead")
    assert "Read it, then approve it or send it back." in words(waiting)
    page = press(desk.open("portfolio_lead", "Port Lead"), "approve-paper")
    assert "Approved. Its words are fixed and sealed." in words(page)
    assert desk.paper.approved_by == "Port Lead"
    page = press(desk.open("mars_team", "Max Team"), "Issue it")
    assert "Issued. Who has a copy is listed below." in words(page)
    copies = desk.database.read(list_copies, id=desk.id, viewer=TEAM)
    assert [copy.recipient for copy in copies] == ["Tia Lead", "The Fund"]
    assert "The seal holds" in words(page)


def test_it_is_sent_back_with_a_reason_that_its_writers_see(desk: Desk) -> None:
    desk.send()
    page = desk.open("portfolio_lead", "Port Lead")
    page = press(page, "Send it back")
    assert "Not done. Write what has to be changed." in words(page)
    page.text_area("back-reason").set_value("Say when it was")
    press(page, "Send it back")
    assert "It was sent back: Say when it was" in words(desk.open("mars_team", "Max Team"))


def test_a_letter_is_read_by_nobody_else_before_it_is_issued(desk: Desk) -> None:
    desk.approve()
    for role, organisation in (("organisation", "trent"), ("organisation", "oak")):
        page = desk.site.run("paper", role=role, organisation=organisation, query={"id": desk.id})
        assert "There is no document here that you may read" in words(page)
    assert "is not open to that role" in words(desk.site.run("paper", role="board_reader"))


def test_only_writers_edit_and_see_the_history(desk: Desk) -> None:
    desk.approve()
    for view in ("edit", "history"):
        page = desk.open("portfolio_lead", "Port Lead", view)
        assert "Earlier versions" not in words(page)
        assert "Dear colleague," in words(page)
    assert "Dear colleague," in words(desk.open("mars_team", "Max Team", "edit"))


def test_versions_are_compared_and_one_is_taken_back(desk: Desk) -> None:
    desk.database.write(
        save_paper, id=desk.id, part="thanks", words="Thanks to all", before="Thank you.",
        viewer=OFFICER, now=LATER,
    )  # fmt: skip
    page = desk.open("mars_team", "Max Team", "history")
    said = words(page)
    assert "<del>Thank you.</del>" in said
    assert "<ins>Thanks to all</ins>" in said
    press(page, "ask-take-back-1")
    press(page, "yes-take-back-1")
    assert find_words(desk.paper, "thanks") == "Thank you."


def test_what_is_typed_for_copies_is_read_line_by_line() -> None:
    assert read_copies("Jo Ash, jo@x.example\nThe library\n\n, al@x.example\n") == [
        PaperCopy("Jo Ash", "jo@x.example"), PaperCopy("The library"),
        PaperCopy("al@x.example", "al@x.example"),
    ]  # fmt: skip


def show_for_activity(id: str, role: str, name: str) -> None:
    """A page with the documents of one activity."""
    from db.activities import get_run
    from pages.components.documents.making import page_for
    from pages.components.papers.beside import show_papers
    from pages.components.server.runtime import runtime
    from scrutiny.access import make_viewer
    from tests.db.paper_examples import CONTEXT

    viewer = make_viewer(role, name=name)
    run = runtime().database.read(get_run, id, viewer=viewer, context=CONTEXT)
    show_papers(page_for(viewer, {}), run.activity, run.mechanism)


def test_an_activity_shows_its_documents_and_offers_to_draft_the_others(desk: Desk) -> None:
    where = {"id": desk.paper.activity, "role": "mars_team", "name": "Max Team"}
    page = AppTest.from_function(show_for_activity, kwargs=where, default_timeout=20)
    page.session_state[Key.COOKIES] = {VISITOR: desk.site.sign_in("mars_team", name="Max Team")}
    page.run()
    assert not page.exception, page.exception
    assert "Findings letter</a>" in words(page)
    assert [button.label for button in page.button] == ["Draft: Programme", "Draft: Highlights"]
    page.button[0].click()
    page.run()
    assert "Programme</a>" in words(page)
    assert [button.label for button in page.button] == ["Draft: Highlights"]


def test_a_reader_of_the_activity_is_offered_nothing(desk: Desk) -> None:
    where = {"id": desk.paper.activity, "role": "partner", "name": "Pat"}
    page = AppTest.from_function(show_for_activity, kwargs=where, default_timeout=20).run()
    assert "No document has been drafted yet." in words(page)
    assert not page.button


def test_a_document_goes_out_by_a_signed_link_that_ends(desk: Desk) -> None:
    held = desk.site.held
    desk.approve()
    address = paper_address(held, desk.id, is_restricted=False)
    token = parse_qs(urlsplit(address).query)["link"][0]
    body, kind, name = make_paper(NOBODY, desk.id, "pdf", {"link": token})
    assert (kind, name) == ("application/pdf", "px-2026-001-findings-letter-trent-health.pdf")
    assert "A service that listens." in PdfReader(BytesIO(body)).pages[0].extract_text()
    ended = sign_link(LinkKind.PAPER, desk.id, secret=held.settings.secret, expires=LATER)
    another = sign_link(LinkKind.PAPER, "x", secret=held.settings.secret, expires=FAR)
    for wrong in (ended, another, "", "nonsense"):
        with pytest.raises(NotFoundError):
            make_paper(NOBODY, desk.id, "pdf", {"link": wrong})
    closed = paper_address(held, desk.id, is_restricted=True)
    assert closed.endswith(f"/paper?id={desk.id}")


def test_each_partner_approves_for_themselves_and_sees_who_is_left(site: Site) -> None:
    """R116, R150: the first two are held to their own approval, as the third is."""
    set_up(site)
    walker = Walker(site, site.held.mechanisms.mechanisms["yearly_report"])
    walker.walk(until="approve")
    health, police = Seat("partner", "health"), Seat("partner", "police")
    paper = walker.papers()["yearly"].id
    step = {"id": walker.activity.reference, "step": "approve"}
    card = walker.open("activity", health, **step)
    assert "own page first. Then record this step here" in words(card)
    refused = walker.record(card, (), "Record this step", step=walker.mechanism.by_id["approve"])
    assert "waits for approval. Open it, read it and approve it there" in words(refused)
    assert walker.activity.taken[-1].step == "send_report"
    page = walker.open("paper", health, id=paper)
    assert words(page).count("still to approve") == 3
    page = walker.press(page, "Approve it")
    assert words(page).count("still to approve") == 2
    assert "Care Board: approved by Partner Health on" in words(page)
    assert "It has your approval, and waits for that of the others." in words(page)
    assert [button.label for button in page.button] == ["Send it back"]
    card = walker.open("activity", health, **step)
    assert "own page first. Then record this step here" not in words(card)
    walker.record(card, (), "Record this step", step=walker.mechanism.by_id["approve"])
    assert (walker.activity.taken[-1].step, walker.activity.taken[-1].part) == ("approve", "health")
    card = walker.open("activity", police, **step)
    assert "own page first. Then record this step here" in words(card)
