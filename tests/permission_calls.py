"""How each function in db/ that takes a viewer is called when permissions are proved."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from db import (
    actions,
    audit,
    campaigns,
    carried,
    comments,
    composites,
    contacts,
    counted,
    cycles,
    evidence,
    files,
    flags,
    life,
    outbox,
    overview,
    people,
    reaching,
    requests,
    response_rows,
    responses,
    retention,
    reviews,
    sign_offs,
    subject_access,
    submissions,
)  # fmt: skip
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.action import ActionStatus
from scrutiny.evidence import Scan
from scrutiny.flag import Decision
from scrutiny.invitation import Contact
from scrutiny.life import Step
from scrutiny.mail import Mail, MailKind
from scrutiny.person import Held, Person
from scrutiny.request import RequestStatus
from scrutiny.response import Response
from scrutiny.retention import Scope
from scrutiny.review import CodedTheme, Quote, Slot
from scrutiny.sign_off import SignOffRole
from scrutiny.subject import Subject
from tests.pages.small_partnership import TEAM
from tests.permission_world import NOW, SOON, ask_sign_off

#: (transaction, viewer, the response asked for, ids of other things) -> what was seen.
Call = Callable[[Transaction, Viewer, str, dict[str, str]], Any]
THEME = CodedTheme("voice-1", "words", "t")
MARK = "the mark of a link"


def _response(tx: Transaction, id: str) -> Response:
    row = tx.query("SELECT * FROM response WHERE id = $1", [id])[0]
    return response_rows.to_full_response(tx, row)


def _row(tx: Transaction, id: str) -> dict[str, Any]:
    return tx.query("SELECT * FROM response WHERE id = $1", [id])[0]


def _start(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Response:
    """Begin another response like this one, for the same organisation."""
    like = _response(tx, id)
    fresh = Response(f"new-{id}", like.form, "1", round=like.round, author=like.author,
                     organisation=like.organisation)  # fmt: skip
    return responses.start_response(tx, response=fresh, now=NOW, viewer=viewer)


def _find(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    row = _row(tx, id)
    return (
        responses.find_response(
            tx, viewer=viewer, round=row["round"], organisation=row["organisation"] or "-"
        )
        or []
    )


def _flag(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> None:
    text = composites.list_texts(tx, viewer=TEAM, round="clinic", question="words")[0]
    flags.flag_by_hand(
        tx, campaign="clinic", question="words", mark=text.response, viewer=viewer, now=NOW
    )


def _sign(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> bool:
    return sign_offs.sign(tx, id=ask_sign_off(tx), name="N", position="P", minute="M", fills={},
                          label="Head", viewer=viewer, now=NOW)  # fmt: skip


def _refuse(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> bool:
    sign_offs.refuse_sign_off(tx, id=ask_sign_off(tx), name="N", position="P", note="No",
                              label="Head", viewer=viewer, now=NOW)  # fmt: skip
    return True


def _take_back(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> bool:
    ask_sign_off(tx)
    sign_offs.take_back(tx, id=id, viewer=viewer, now=NOW)
    return True


def _list_sign_offs(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    ask_sign_off(tx)
    return sign_offs.list_sign_offs(tx, response=id, viewer=viewer)


def _carried(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    tx.execute("INSERT INTO carried_answer VALUES ($1, 'pupils', '7')", [id])
    return carried.list_carried(tx, response=id, viewer=viewer)


def _confirm(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    tx.execute("INSERT INTO carried_answer VALUES ($1, 'pupils', '7')", [id])
    carried.confirm_carried(tx, response=id, question="pupils", revision=0, viewer=viewer, now=NOW)
    left = tx.query("SELECT response FROM carried_answer WHERE response = $1", [id])
    return [] if left else "confirmed"


def _commented(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    tx.execute(
        "INSERT INTO comment (id, response, question, kind, text, author, written) "
        "VALUES ('c', $1, 'a1', 'comment', 'T', 'Max', $2)",
        [id, NOW],
    )
    return comments.list_comments(tx, response=id, viewer=viewer)


def _kept(tx: Transaction, id: str) -> None:
    tx.execute(
        "INSERT INTO file (id, response, name, kind, content, added, supports) "
        "VALUES ('e', $1, 'e.txt', 'text/plain', $2, $3, 'a1')",
        [id, b"x", NOW],
    )


def _list_evidence(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    _kept(tx, id)
    return evidence.list_evidence(tx, response=id, viewer=viewer)


def _remove_evidence(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    _kept(tx, id)
    evidence.remove_evidence(tx, response=id, id="e", viewer=viewer, now=NOW)
    return [] if tx.query("SELECT id FROM file WHERE id = 'e'") else "removed"


def _refused_file(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> Any:
    evidence.record_refusal(tx, response=id, reason="R", viewer=viewer, now=NOW)
    said = tx.query("SELECT id FROM event WHERE subject = $1 AND name = 'file_refused'", [id])
    return "recorded" if said else []


def _lift_new(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> bool:
    retention.lift_hold(tx, id=ids["hold"], viewer=viewer, now=NOW)
    return True


#: One response at a time.
EACH: dict[str, Call] = {
    "actions.list_actions": lambda t, v, o, i: actions.list_actions(t, viewer=v, response=o),
    "carried.carry_answer": lambda t, v, o, i: carried.carry_answer(
        t, response=o, question="pupils", value=1, viewer=v),
    "carried.confirm_carried": _confirm,
    "carried.drop_carried": lambda t, v, o, i: carried.drop_carried(
        t, response=o, question="pupils", viewer=v),
    "carried.list_carried": _carried,
    "comments.add_comment": lambda t, v, o, i: comments.add_comment(
        t, response=o, question="pupils", text="T", viewer=v, now=NOW),
    "comments.list_comments": _commented,
    "evidence.add_evidence": lambda t, v, o, i: evidence.add_evidence(
        t, response=o, name="f", kind="k", content=b"", supports="a1", scan=Scan.CLEAN, most=5,
        viewer=v, now=NOW),
    "evidence.list_evidence": _list_evidence,
    "evidence.record_refusal": _refused_file,
    "evidence.remove_evidence": _remove_evidence,
    "files.add_file": lambda t, v, o, i: files.add_file(
        t, response=o, name="f", kind="k", content=b"", viewer=v, now=NOW),
    "life.list_history": lambda t, v, o, i: life.list_history(t, id=o, viewer=v),
    "life.list_sendings": lambda t, v, o, i: life.list_sendings(t, id=o, viewer=v),
    "life.take_step": lambda t, v, o, i: life.take_step(
        t, id=o, step=Step.RETURN, viewer=v, now=NOW, reason="Why"),
    "requests.get_request": lambda t, v, o, i: requests.get_request(t, o, viewer=v),
    "requests.set_request_status": lambda t, v, o, i: requests.set_request_status(
        t, id=o, status=RequestStatus.WITHDRAWN, viewer=v, now=NOW, reason="Why"),
    "response_rows.get_own_row": lambda t, v, o, i: response_rows.get_own_row(t, o, v),
    "responses.find_response": _find,
    "responses.get_response": lambda t, v, o, i: responses.get_response(t, o, viewer=v),
    "responses.list_responses": lambda t, v, o, i: [
        r for r in responses.list_responses(t, viewer=v) if r.id == o],
    "responses.previous_response": lambda t, v, o, i: responses.previous_response(
        t, _response(t, o), v) or [],
    "responses.save_draft": lambda t, v, o, i: responses.save_draft(
        t, id=o, answers={"pupils": 5}, revision=0, viewer=v, now=NOW),
    "responses.start_response": _start,
    "retention.destroy": lambda t, v, o, i: retention.destroy(
        t, rule="request", subject=o, viewer=v, now=SOON),
    "retention.set_hold": lambda t, v, o, i: retention.set_hold(
        t, scope=Scope.RESPONSE, subject=o, reason="Why", viewer=v, now=NOW),
    "reviews.add_moderated_rating": lambda t, v, o, i: reviews.add_moderated_rating(
        t, response=o, question="a1", rating="not_met", viewer=v, now=NOW),
    "reviews.list_moderated_ratings": lambda t, v, o, i: reviews.list_moderated_ratings(
        t, viewer=v, response=o),
    "sign_offs.ask_sign_off": lambda t, v, o, i: sign_offs.ask_sign_off(
        t, id=o, revision=_row(t, o)["revision"], roles=[SignOffRole("head", "Head", "head")],
        viewer=v, now=NOW),
    "sign_offs.list_sign_offs": _list_sign_offs,
    "sign_offs.take_back": _take_back,
    "submissions.submit": lambda t, v, o, i: submissions.submit(
        t, id=o, revision=_row(t, o)["revision"], viewer=v, stored=[], actions=[], now=NOW),
}  # fmt: skip

#: Once for everybody.
ONCE: dict[str, Call] = {
    "actions.count_actions": lambda t, v, o, i: actions.count_actions(
        t, viewer=v, round="this", today=NOW.date()),
    "actions.set_action_status": lambda t, v, o, i: actions.set_action_status(
        t, id=i["action"], status=ActionStatus.IN_PROGRESS, viewer=v, now=NOW),
    "audit.list_deeds": lambda t, v, o, i: audit.list_deeds(t, viewer=v),
    "audit.list_entries": lambda t, v, o, i: audit.list_entries(t, viewer=v),
    "campaigns.stop_campaign": lambda t, v, o, i: campaigns.stop_campaign(
        t, campaign="clinic", viewer=v, now=NOW),
    "composites.count_answers": lambda t, v, o, i: composites.count_answers(
        t, viewer=v, round="this"),
    "composites.count_changes": lambda t, v, o, i: composites.count_changes(
        t, viewer=v, cycle="this", previous="last", keys={"k": ("a1", "a1")}),
    "composites.count_form_answers": lambda t, v, o, i: composites.count_form_answers(
        t, viewer=v, form="voice", first=date(2020, 1, 1), last=NOW.date()),
    "composites.count_moderated": lambda t, v, o, i: composites.count_moderated(
        t, viewer=v, round="this"),
    "composites.count_responses": lambda t, v, o, i: composites.count_responses(
        t, viewer=v, round="this"),
    "composites.count_returns": lambda t, v, o, i: composites.count_returns(
        t, cycle="this", viewer=v),
    "composites.cross_moderated": lambda t, v, o, i: composites.cross_moderated(
        t, viewer=v, round="this"),
    "composites.frame_answers": lambda t, v, o, i: composites.frame_answers(
        t, viewer=v, round="this").to_csv(),
    "composites.get_version": lambda t, v, o, i: composites.get_version(
        t, viewer=v, round="this"),
    "composites.list_texts": lambda t, v, o, i: composites.list_texts(
        t, viewer=v, round="clinic", question="words"),
    "composites.summarise_numbers": lambda t, v, o, i: composites.summarise_numbers(
        t, viewer=v, round="this", questions=["pupils"]),
    "contacts.add_contact": lambda t, v, o, i: contacts.add_contact(
        t, Contact("c", "school-1", "X", "x@y.example"), viewer=v, now=NOW),
    "contacts.end_contact": lambda t, v, o, i: contacts.end_contact(
        t, "contact-1", viewer=v, now=NOW),
    "contacts.list_languages": lambda t, v, o, i: contacts.list_languages(t, viewer=v),
    "contacts.set_registered": lambda t, v, o, i: contacts.set_registered(
        t, organisation="school-1", name="N", email="n@y.example", language="en", viewer=v,
        now=NOW),
    "contacts.list_contacts": lambda t, v, o, i: contacts.list_contacts(
        t, viewer=v, organisations=["school-1"]),
    "counted.include_accepted": lambda t, v, o, i: counted.include_accepted(
        t, cycle="this", viewer=v, now=NOW) + 1,
    "counted.list_counted": lambda t, v, o, i: counted.list_counted(
        t, cycle="this", viewer=v),
    "cycles.exempt": lambda t, v, o, i: cycles.exempt(
        t, cycle="this", organisation="school-14", reason="Why", viewer=v, now=NOW),
    "cycles.extend": lambda t, v, o, i: cycles.extend(
        t, cycle="this", to=SOON.date(), viewer=v, now=NOW),
    "cycles.stop_cycle": lambda t, v, o, i: cycles.stop_cycle(
        t, cycle="this", viewer=v, now=NOW),
    "files.get_file": lambda t, v, o, i: files.get_file(t, i["file"], viewer=v),
    "flags.close_flag": lambda t, v, o, i: flags.close_flag(t, id="flag-1", viewer=v, now=NOW),
    "flags.decide_flag": lambda t, v, o, i: flags.decide_flag(
        t, id="flag-1", decision=next(iter(Decision)), reason="Why", viewer=v, now=NOW),
    "flags.flag_by_hand": _flag,
    "flags.get_flag": lambda t, v, o, i: flags.get_flag(t, "flag-1", viewer=v),
    "flags.list_flags": lambda t, v, o, i: flags.list_flags(t, viewer=v),
    "flags.read_flag": lambda t, v, o, i: flags.read_flag(t, id="flag-1", viewer=v, now=NOW),
    "life.list_queue": lambda t, v, o, i: life.list_queue(t, viewer=v),
    "outbox.hand_over": lambda t, v, o, i: outbox.hand_over(
        t, i["outbox"], token_hash=MARK, viewer=v, now=NOW),
    "outbox.list_mails": lambda t, v, o, i: outbox.list_mails(t, viewer=v),
    "outbox.mark_returned": lambda t, v, o, i: outbox.mark_returned(
        t, i["outbox"], reason="Why", viewer=v, now=NOW),
    "outbox.send_again": lambda t, v, o, i: outbox.send_again(
        t, i["outbox"], viewer=v, now=NOW),
    "outbox.withdraw_mail": lambda t, v, o, i: outbox.withdraw_mail(
        t, i["outbox"], viewer=v, now=NOW),
    "overview.count_findings": lambda t, v, o, i: overview.count_findings(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()) or "none",
    "overview.count_mechanisms": lambda t, v, o, i: overview.count_mechanisms(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()) or "none",
    "overview.total_officer_days": lambda t, v, o, i: overview.total_officer_days(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()),
    "people.add_people": lambda t, v, o, i: people.add_people(
        t, [Person("", "New", "new@mars.example", NOW.date())], viewer=v, now=NOW),
    "people.bring_back": lambda t, v, o, i: people.bring_back(t, i["person"], viewer=v, now=NOW),
    "people.change_person": lambda t, v, o, i: people.change_person(
        t, i["person"], name="Bo", email="b@mars.example", starts=NOW.date(), viewer=v, now=NOW),
    "people.end_person": lambda t, v, o, i: people.end_person(
        t, i["person"], on=NOW.date(), viewer=v, now=NOW),
    "people.get_person": lambda t, v, o, i: people.get_person(t, i["person"], viewer=v),
    "people.give_role": lambda t, v, o, i: people.give_role(
        t, i["person"], Held("space_lead"), viewer=v, now=NOW),
    "people.list_people": lambda t, v, o, i: people.list_people(t, viewer=v),
    "people.take_role": lambda t, v, o, i: people.take_role(
        t, i["person"], Held("board_reader"), viewer=v, now=NOW),
    "reaching.list_reach": lambda t, v, o, i: reaching.list_reach(t, cycle="this", viewer=v),
    "requests.list_requests": lambda t, v, o, i: requests.list_requests(t, viewer=v),
    "requests.count_requests": lambda t, v, o, i: requests.count_requests(t, viewer=v),
    "responses.list_returns": lambda t, v, o, i: responses.list_returns(
        t, cycle="this", viewer=v),
    "retention.lift_hold": _lift_new,
    "retention.list_destructions": lambda t, v, o, i: retention.list_destructions(t, viewer=v),
    "retention.list_falling_due": lambda t, v, o, i: retention.list_falling_due(
        t, viewer=v, today=NOW.date()),
    "retention.list_holds": lambda t, v, o, i: retention.list_holds(t, viewer=v),
    "reviews.add_quote": lambda t, v, o, i: reviews.add_quote(
        t, Quote("", "this", "proud", "Q"), viewer=v, now=NOW),
    "reviews.add_theme": lambda t, v, o, i: reviews.add_theme(
        t, THEME, round="clinic", viewer=v, now=NOW),
    "reviews.check_quote": lambda t, v, o, i: reviews.check_quote(
        t, id=i["quote"], viewer=v, now=NOW),
    "reviews.count_themes": lambda t, v, o, i: reviews.count_themes(t, viewer=v, round="clinic"),
    "reviews.list_narratives": lambda t, v, o, i: reviews.list_narratives(
        t, viewer=v, round="this"),
    "reviews.list_quotes": lambda t, v, o, i: reviews.list_quotes(t, viewer=v, round="this"),
    "reviews.list_themes": lambda t, v, o, i: reviews.list_themes(t, viewer=v, round="clinic"),
    "reviews.remove_theme": lambda t, v, o, i: reviews.remove_theme(
        t, THEME, round="clinic", viewer=v, now=NOW),
    "reviews.set_narrative": lambda t, v, o, i: reviews.set_narrative(
        t, round="this", slot=next(iter(Slot)), text="T", revision=0, viewer=v, now=NOW),
    "sign_offs.mail_sign_off": lambda t, v, o, i: sign_offs.mail_sign_off(
        t, id=ask_sign_off(t), viewer=v, now=NOW,
        mail=Mail("m", MailKind.SIGN_OFF, "L", "l@x.example", "S", "B", "once-s")),
    "sign_offs.sign": _sign,
    "sign_offs.refuse_sign_off": _refuse,
    "subject_access.find_held": lambda t, v, o, i: subject_access.find_held(
        t, Subject(organisation="school-1"), viewer=v),
}  # fmt: skip

#: What decides nothing by itself: conditions and guards that the functions above call, what
#: is part of another, and what only writes down that something was done.
PARTS = frozenset(
    {
        "access.may_answer", "access.require", "access.require_composites",
        "access.require_questions", "access.require_start", "access.visible", "audit.record",
        "invitations.note_refusal", "refusals.note_refused",
        "files.is_given",
        "requests.add_request", "response_rows.to_read_response", "subject_access.log_given",
    }
)  # fmt: skip
