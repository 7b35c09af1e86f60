"""A small partnership with somebody of every role, and something that each may want."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from db import (
    activities,
    agendas,
    calendar_keys,
    contacts,
    files,
    flags,
    groups,
    meetings,
    outbox,
    paper_uses,
    papers,
    people,
    responses,
    retention,
    reviews,
    sign_offs,
    step_drafts,
)  # fmt: skip
from db.audit import seal
from db.connection import Database, Transaction
from scrutiny.access import Viewer, make_viewer
from scrutiny.flag import Flag
from scrutiny.invitation import Contact
from scrutiny.mail import Mail, MailKind
from scrutiny.meeting import AgendaItem, Meeting, Member
from scrutiny.paper import Approver, Paper, PaperPart, PaperState
from scrutiny.person import Held, Person
from scrutiny.response import Response
from scrutiny.retention import Scope
from scrutiny.review import CodedTheme, Quote, Slot
from scrutiny.sign_off import SignOffRole
from scrutiny.use import Use
from tests.db.paper_examples import CONTEXT
from tests.db.paper_examples import fill as fill_event
from tests.db.paper_examples import mechanism as event_mechanism
from tests.pages.small_partnership import CHAIR, OFFICER, TEAM
from tests.pages.small_partnership import _fill as fill_partnership
from tests.permissions.visits import NOW, add_visits

SOON = NOW + timedelta(days=4000)
OWN, OTHER, DRAFT = "this-1", "this-2", "begun"
VOICE, VOICE_DRAFT = "voice-1", "voice-draft"
REQUEST, REQUEST_DRAFT = "asked", "asking"
OBJECTS = (OWN, OTHER, DRAFT, VOICE, VOICE_DRAFT, REQUEST, REQUEST_DRAFT)
PAPER_DRAFT, PAPER_SENT, PAPER_OUT = "paper-draft", "paper-sent", "paper-out"
PAPER_TOLD = "paper-told"
ADMINISTRATOR = make_viewer("administrator", name="Ada Min")


def somebody(role: str, name: str = "", of: str = "", *links: str) -> Viewer:
    """A viewer of a role, who acts for one organisation and came by these links."""
    return make_viewer(
        role, name=name, organisations=frozenset({of} - {""}), responses=frozenset(links)
    )


#: Everybody who could look: at least one of every role, and the bearers of links.
PEOPLE = {
    "nobody": somebody("nobody"),
    "young_person": somebody("young_person", "Yu"),
    "organisation": somebody("organisation", "Head of 1", "school-1"),
    "writer": somebody("organisation", "Head of 13", "school-13"),
    "stranger": somebody("organisation", "Head of 9", "school-9"),
    "contributor": replace(
        somebody("contributor", "Co", "", DRAFT), questions=frozenset({"pupils"})
    ),
    "sign_off": somebody("sign_off", "Governor of 1", "school-1"),
    "signer": somebody("sign_off", "Governor of 13", "", DRAFT),
    "link": somebody("nobody", "", "", OWN),
    "voice_link": somebody("nobody", "", "", VOICE_DRAFT),
    "chair": CHAIR,
    "other_chair": somebody("chair", "Another chair", "pap"),
    "space_lead": somebody("space_lead", "Sam Lead"),
    "team": TEAM,
    "adults": somebody("adults_team", "Asha Adults"),
    "officer": OFFICER,
    "reader": somebody("safeguarding_reader", "Re Ader"),
    "board": somebody("board_reader", "Bo Board"),
    "admin": ADMINISTRATOR,
    "partner": somebody("partner", "Pat Ner", "health"),
    "portfolio": somebody("portfolio_lead", "Port Lead"),
    "owner": somebody("action_owner", "Owen R", "school-1"),
}


def fill(database: Database) -> None:
    """Write it all."""
    database.write(fill_partnership, 12, 12, NOW.date(), NOW)
    database.write(_add_more)
    database.write(seal)


def _add_more(tx: Transaction) -> None:
    voice = Response(VOICE_DRAFT, "voice", "1", round="clinic", answers={"words": "Not yet sent"})
    asking = Response(REQUEST_DRAFT, "ask", "1", author=CHAIR.name, answers={"title": "Soon"})
    for draft in (voice, asking):
        responses.start_response(tx, response=draft, now=NOW)
    files.add_file(
        tx, response=DRAFT, name="policy.pdf", kind="application/pdf", content=b"%PDF",
        viewer=PEOPLE["writer"], now=NOW,
    )  # fmt: skip
    reviews.add_moderated_rating(
        tx, response=OWN, question="a1", rating="not_met", comment="Harsher than they think",
        viewer=TEAM, now=NOW,
    )  # fmt: skip
    reviews.add_theme(tx, CodedTheme(VOICE, "words", "t"), round="clinic", viewer=TEAM, now=NOW)
    reviews.add_quote(tx, Quote("", "last", "proud", "Q"), viewer=TEAM, now=NOW)
    quote = reviews.add_quote(
        tx, Quote("", "this", "proud", "Q", has_permission=True), viewer=TEAM, now=NOW
    )
    reviews.check_quote(tx, id=quote.id, viewer=OFFICER, now=NOW)
    reviews.set_narrative(
        tx, round="this", slot=Slot.TELLS_US, text="T", revision=0, viewer=TEAM, now=NOW
    )
    flags.write_flags(tx, [Flag("flag-1", "clinic", "words", (), NOW.date(), text="He hits me")])
    _add_people(tx)
    add_visits(tx)
    _add_meetings(tx)
    _add_papers(tx)
    tx.execute(
        "INSERT INTO destruction VALUES ('d', $1, 'Ada', 'R', 'x', 'X', $2, '{}', '{}')",
        [NOW, NOW.date()],
    )
    retention.set_hold(
        tx, scope=Scope.ORGANISATION, subject="school-9", reason="Inquiry",
        viewer=ADMINISTRATOR, now=NOW,
    )  # fmt: skip


def _add_papers(tx: Transaction) -> None:
    """An event, with a draft, a letter that waits for approval and one that school 1 got."""
    fill_event(tx)
    event = activities.add_activity(
        tx, mechanism=event_mechanism(), title="Event", viewer=TEAM, now=NOW, context=CONTEXT,
        subject="trent",
    )  # fmt: skip
    activities.withdraw_activity(  # so that none of its steps waits for anybody
        tx, id=event.id, reason="Over", viewer=TEAM, now=NOW, context=CONTEXT
    )
    lead = (Approver("Portfolio lead", ("portfolio_lead",)),)
    like = Paper(
        PAPER_DRAFT, "findings_letter", "Letter", (PaperPart("a", "A", words="Being written"),),
        activity=event.id, plan="letter", approvers=lead, written_by="Wri Ter", written_at=NOW,
    )  # fmt: skip
    waits = replace(
        like, id=PAPER_SENT, plan="second", state=PaperState.FOR_APPROVAL,
        parts=(PaperPart("a", "A", words="Being agreed"),),
    )  # fmt: skip
    out = replace(
        like, id=PAPER_OUT, plan="third", state=PaperState.ISSUED, may_publish=True,
        parts=(PaperPart("a", "A", words="Gone out"),),
    )  # fmt: skip
    told = replace(
        out, id=PAPER_TOLD, template="learning_briefing", plan="fourth", title="Told to everybody",
        activity="", written_by="Ann Author", approved_by="Ap Prover", published_by="Ap Prover",
        published_on=NOW.date(), approval_note="Ann Author did well",
        parts=(PaperPart("a", "A", words="For everybody"),),
    )  # fmt: skip
    papers.add_papers(tx, [like, waits, out, told])
    answers = {"team": "The duty team", "used_on": "2026-03-01", "people": 4, "discussed": "It"}
    paper_uses.add_uses(tx, [Use("use-1", PAPER_TOLD, "school-1", answers, "Tell Er", NOW.date())])
    tx.execute(
        "INSERT INTO paper_copy (paper, recipient, email, day, acts_for, part) "
        "VALUES ($1, 'Head of 1', '', $2, 'school-1', 'other')",
        [PAPER_OUT, NOW.date()],
    )


def _add_people(tx: Transaction) -> None:
    contact = Contact("contact-1", "school-1", "Kim", "kim@one.example")
    contacts.add_contact(tx, contact, viewer=TEAM, now=NOW)
    mail = Mail(
        "mail-1", MailKind.INVITATION, "Kim", "kim@one.example", "S", "B {link}", "once-1",
        contact="contact-1", organisation="school-1", round="this", link_hours=1,
    )  # fmt: skip
    outbox.add_mails(tx, [mail], now=NOW)
    admin = Person("", "Ada Min", "ada@mars.example", date(2026, 1, 1), (Held("administrator"),))
    reader = Person("", "Bo Board", "bo@mars.example", date(2026, 1, 1), (Held("board_reader"),))
    people.add_people(tx, [admin, reader], viewer=ADMINISTRATOR, now=NOW)


def _add_meetings(tx: Transaction) -> None:
    """A meeting with an open item and one of a restricted activity, and one that waits."""
    meeting = Meeting("meeting-1", "splig", date(2026, 4, 1))
    meetings.add_meeting(tx, meeting=meeting, viewer=TEAM, now=NOW)
    member = Member("member-1", "splig", "Mem Ber", email="member@mars.example")
    groups.add_member(tx, member=member, viewer=TEAM, now=NOW)
    tx.execute(
        "INSERT INTO activity (id, reference, mechanism, version, title, began, status, state, "
        "subject, for_group, response, parent, reason, begun_by, is_restricted, takings, content) "
        "VALUES ('hidden', 'CS-1', 'm', '1', 'The hidden case', $1, 'under_way', '', '', '', '', "
        "'', '', '', TRUE, 0, '{}')",
        [NOW.date()],
    )
    for group, title, activity in (
        ("splig", "The hidden case", "hidden"),
        ("chapp", "Waits", ""),
        ("splig", "Open", ""),
    ):
        agendas.add_agenda_item(
            tx, group=group, title=title, on_or_after=NOW.date(), now=NOW, actor="",
            activity=activity, step="s",
        )  # fmt: skip
    item = AgendaItem("item-1", meeting.id, "By hand", 9, group="splig")
    tx.insert_many(
        "agenda_item",
        ("id", "meeting", "title", "position", "activity", "step", "document", "lead", "purpose",
         "outcome", "for_group"),
        [(item.id, item.meeting, item.title, item.position, "", "", "", "", "", "", item.group)],
    )  # fmt: skip
    step_drafts.save_step_draft(
        tx, activity="any", step="s", answers={"why": "Typed by the team"}, viewer=TEAM, now=NOW
    )
    calendar_keys.add_calendar_key(tx, key_hash="board-key", viewer=PEOPLE["board"], now=NOW)


def find_ids(tx: Transaction) -> dict[str, str]:
    """What got an id of its own: the file, the quote, a hold, an action, people."""
    tables = ("file", "hold", "action", "outbox")
    found = {table: tx.query(f"SELECT id FROM {table} ORDER BY id")[0]["id"] for table in tables}
    found["quote"] = tx.query("SELECT id FROM quote WHERE round = 'last'")[0]["id"]
    person = tx.query("SELECT id FROM person WHERE name = 'Bo Board'")[0]
    return {**found, "person": person["id"]}


def ask_sign_off(tx: Transaction) -> str:
    """Have the draft's sign-off asked for; returns its id."""
    row = tx.query("SELECT revision FROM response WHERE id = $1", [DRAFT])[0]
    asked = sign_offs.ask_sign_off(
        tx, id=DRAFT, revision=row["revision"], roles=[SignOffRole("head", "Head", "head")],
        viewer=PEOPLE["writer"], now=NOW,
    )  # fmt: skip
    return asked[0].id
