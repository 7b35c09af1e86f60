"""How each function in db/ that takes a viewer is called when permissions are proved."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from db import (
    action_register,
    action_returns,
    actions,
    agendas,
    audit,
    calendar_keys,
    campaigns,
    carried,
    colleagues,
    comments,
    composites,
    contacts,
    counted,
    cycles,
    due_actions,
    evidence,
    files,
    flags,
    groups,
    life,
    meetings,
    outbox,
    overview,
    paper_drafts,
    paper_life,
    paper_material,
    papers,
    people,
    reaching,
    requests,
    response_rows,
    responses,
    retention,
    reviews,
    sign_offs,
    step_drafts,
    subject_access,
    submissions,
)  # fmt: skip
from db.connection import Transaction
from db.errors import NotFoundError
from scrutiny.access import Viewer
from scrutiny.action import Action, ActionStatus
from scrutiny.action_search import By
from scrutiny.evidence import Scan
from scrutiny.flag import Decision
from scrutiny.invitation import Contact
from scrutiny.life import Step
from scrutiny.mail import Mail, MailKind
from scrutiny.meeting import AgendaItem, Meeting, MeetingStatus, Member
from scrutiny.paper import PaperCopy, PaperPart, make_print
from scrutiny.partnership import partnership
from scrutiny.person import Held, Person
from scrutiny.response import Response
from scrutiny.retention import Scope
from scrutiny.review import CodedTheme, Quote, Slot
from scrutiny.sign_off import SignOffRole
from scrutiny.subject import Subject
from scrutiny.template import load_templates
from tests import permission_activities
from tests.pages.small_partnership import TEAM
from tests.permission_world import (
    NOW,
    PAPER_DRAFT,
    PAPER_OUT,
    PAPER_SENT,
    SOON,
    ask_sign_off,
)

#: (transaction, viewer, the response asked for, ids of other things) -> what was seen.
Call = Callable[[Transaction, Viewer, str, dict[str, str]], Any]
THEME = CodedTheme("voice-1", "words", "t")
MARK = "the mark of a link"
ITEM = AgendaItem("item-1", "meeting-1", "Item", 1)


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


def _carried_actions(tx: Transaction, viewer: Viewer, id: str, ids: dict[str, str]) -> Any:
    tx.execute("UPDATE action SET carried_to = $1 WHERE id = $2", [id, ids["action"]])
    return action_returns.list_carried_actions(tx, response=id, viewer=viewer)


def _followed(tx: Transaction, status: ActionStatus = ActionStatus.DONE) -> None:
    """Every action is followed by the first chair's group, has an address and a status."""
    tx.execute("UPDATE action SET monitored_by = 'splig', owner_email = 'x@y.example'")
    tx.execute("UPDATE action SET status = $1", [status])


def _registered(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    return list(action_register.list_register(tx, viewer=viewer, today=NOW.date()).rows)


def _counted(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    tally = action_register.count_register(tx, viewer=viewer, today=NOW.date())
    return [tally] if tally.total else []


def _grouped(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    return action_register.group_register(
        tx, viewer=viewer, today=NOW.date(), by=By.OWNER, rules=partnership().actions
    )


def _progressed(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    report = action_register.list_progress(tx, viewer=viewer, first=SOON.date(), today=SOON.date())
    return list(report.rows)


def _got(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
    _followed(tx)
    return action_register.get_listed(tx, ids["action"], viewer=viewer)


def _owed(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx, ActionStatus.IN_PROGRESS)
    return action_register.list_owed(tx, viewer=viewer)


def _updates(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
    _followed(tx)
    actions.close_action(tx, id=ids["action"], reason="Why", viewer=TEAM, now=NOW)
    return action_register.list_updates(tx, action=ids["action"], viewer=viewer)


def _step(name: str, **given: Any) -> Call:
    """A step on an action that was reported as done."""

    def call(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
        _followed(tx)
        return getattr(actions, name)(tx, id=ids["action"], viewer=viewer, now=NOW, **given)

    return call


def _papers(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    """Every document that the viewer may read."""
    found = []
    for id in (PAPER_DRAFT, PAPER_SENT, PAPER_OUT):
        with suppress(NotFoundError):
            found.append(papers.get_paper(tx, id, viewer=viewer))
    return found


def _draft_paper(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    like = papers.get_paper(tx, PAPER_DRAFT, viewer=TEAM)
    return papers.draft_paper(tx, paper=replace(like, id="", plan="new"), viewer=viewer, now=NOW)


def _approve(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    seen = make_print(papers.get_paper(tx, PAPER_SENT, viewer=TEAM))
    return paper_life.approve_paper(tx, id=PAPER_SENT, seen=seen, viewer=viewer, now=NOW)


def _gather(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    event = papers.get_paper(tx, PAPER_DRAFT, viewer=TEAM).activity
    template = load_templates().templates["findings_letter"]
    return paper_material.gather_material(
        tx, activity=event, template=template, viewer=viewer, today=NOW.date()
    ).activity


#: One response at a time.
EACH: dict[str, Call] = {
    "action_returns.list_actions": lambda t, v, o, i: action_returns.list_actions(
        t, viewer=v, response=o),
    "action_returns.list_carried_actions": _carried_actions,
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


def _follow(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    """The actions that a group follows, when school 1 has one that came of no return."""
    tx.execute(
        "UPDATE action SET monitored_by = 'splig', round = '' WHERE organisation = 'school-1'"
    )
    return due_actions.list_followed_actions(tx, viewer=viewer, group="splig")


#: Once for everybody.
ONCE: dict[str, Call] = {
    **permission_activities.CALLS,
    "action_register.count_register": _counted,
    "action_register.get_listed": _got,
    "action_register.group_register": _grouped,
    "action_register.list_owed": _owed,
    "action_register.list_progress": _progressed,
    "action_register.list_register": _registered,
    "action_register.list_updates": _updates,
    "action_returns.count_actions": lambda t, v, o, i: action_returns.count_actions(
        t, viewer=v, round="this", today=NOW.date()),
    "agendas.add_item_by_hand": lambda t, v, o, i: agendas.add_item_by_hand(
        t, item=ITEM, viewer=v, now=NOW),
    "agendas.carry_over": lambda t, v, o, i: agendas.carry_over(t, "item-1", viewer=v, now=NOW),
    "agendas.change_agenda_item": lambda t, v, o, i: agendas.change_agenda_item(
        t, item=ITEM, viewer=v, now=NOW),
    "agendas.list_agenda": lambda t, v, o, i: agendas.list_agenda(
        t, viewer=v, meeting="meeting-1"),
    "agendas.list_items_of": lambda t, v, o, i: agendas.list_items_of(
        t, viewer=v, activity="hidden"
    ),
    "colleagues.list_colleagues": lambda t, v, o, i: colleagues.list_colleagues(
        t, roles=["board_reader"], viewer=v, today=NOW.date()
    ),
    "step_drafts.find_step_draft": lambda t, v, o, i: step_drafts.find_step_draft(
        t, activity="any", step="s", viewer=v
    ),
    "step_drafts.forget_step_draft": lambda t, v, o, i: step_drafts.forget_step_draft(
        t, activity="any", step="s", viewer=v
    ),
    "step_drafts.save_step_draft": lambda t, v, o, i: step_drafts.save_step_draft(
        t, activity="any", step="s", answers={"why": "x"}, viewer=v, now=NOW
    ),
    "agendas.list_waiting": lambda t, v, o, i: agendas.list_waiting(t, viewer=v, group="chapp"),
    "agendas.remove_agenda_item": lambda t, v, o, i: agendas.remove_agenda_item(
        t, "item-1", viewer=v, now=NOW),
    "agendas.set_agenda_order": lambda t, v, o, i: agendas.set_agenda_order(
        t, meeting="meeting-1", ids=[], viewer=v, now=NOW),
    "action_returns.tally_round": lambda t, v, o, i: action_returns.tally_round(
        t, viewer=v, round="this", today=NOW.date(), rules=partnership().actions),
    "actions.add_action": lambda t, v, o, i: actions.add_action(
        t, action=Action("", "Train", organisation="school-1"), viewer=v, now=NOW),
    "actions.assure_action": _step("assure_action", partners=()),
    "actions.change_action": _step("change_action", changes={"owner": "Head"}),
    "actions.close_action": _step("close_action", reason="Why"),
    "actions.move_due": _step("move_due", due=SOON.date(), reason="Why"),
    "actions.reopen_action": _step("reopen_action", reason="Why"),
    "actions.update_action": _step(
        "update_action", status=ActionStatus.IN_PROGRESS, words="Half"),
    "audit.list_deeds": lambda t, v, o, i: audit.list_deeds(t, viewer=v),
    "audit.list_entries": lambda t, v, o, i: audit.list_entries(t, viewer=v),
    "calendar_keys.add_calendar_key": lambda t, v, o, i: calendar_keys.add_calendar_key(
        t, key_hash="new", viewer=v, now=NOW) or True,
    "calendar_keys.end_calendar_key": lambda t, v, o, i: calendar_keys.end_calendar_key(
        t, mark="board-ke", viewer=v, now=NOW),
    "calendar_keys.list_calendar_keys": lambda t, v, o, i: calendar_keys.list_calendar_keys(
        t, viewer=v),
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
    "due_actions.list_due_actions": lambda t, v, o, i: due_actions.list_due_actions(
        t, viewer=v, first=NOW.date() - timedelta(days=900), last=SOON.date(), with_returns=True),
    "due_actions.list_followed_actions": _follow,
    "files.get_file": lambda t, v, o, i: files.get_file(t, i["file"], viewer=v),
    "flags.close_flag": lambda t, v, o, i: flags.close_flag(t, id="flag-1", viewer=v, now=NOW),
    "flags.decide_flag": lambda t, v, o, i: flags.decide_flag(
        t, id="flag-1", decision=next(iter(Decision)), reason="Why", viewer=v, now=NOW),
    "flags.flag_by_hand": _flag,
    "flags.get_flag": lambda t, v, o, i: flags.get_flag(t, "flag-1", viewer=v),
    "flags.list_flags": lambda t, v, o, i: flags.list_flags(t, viewer=v),
    "flags.read_flag": lambda t, v, o, i: flags.read_flag(t, id="flag-1", viewer=v, now=NOW),
    "groups.add_member": lambda t, v, o, i: groups.add_member(
        t, member=Member("", "sab", "New"), viewer=v, now=NOW),
    "groups.end_member": lambda t, v, o, i: groups.end_member(
        t, "member-1", on=NOW.date(), viewer=v, now=NOW),
    "groups.get_member": lambda t, v, o, i: groups.get_member(t, "member-1", viewer=v),
    "groups.list_members": lambda t, v, o, i: groups.list_members(t, viewer=v),
    "life.list_queue": lambda t, v, o, i: life.list_queue(t, viewer=v),
    "meetings.add_meeting": lambda t, v, o, i: meetings.add_meeting(
        t, meeting=Meeting("", "sab", NOW.date()), viewer=v, now=NOW),
    "meetings.add_meetings": lambda t, v, o, i: meetings.add_meetings(
        t, meetings=[Meeting("", "sab", NOW.date())], viewer=v, now=NOW),
    "meetings.get_meeting": lambda t, v, o, i: meetings.get_meeting(t, "meeting-1", viewer=v),
    "meetings.list_meetings": lambda t, v, o, i: meetings.list_meetings(t, viewer=v),
    "meetings.move_meeting": lambda t, v, o, i: meetings.move_meeting(
        t, id="meeting-1", on=SOON.date(), viewer=v, now=NOW),
    "meetings.set_meeting_status": lambda t, v, o, i: meetings.set_meeting_status(
        t, id="meeting-1", status=MeetingStatus.CANCELLED, viewer=v, now=NOW),
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
    "paper_drafts.draft_paper": _draft_paper,
    "paper_drafts.list_versions": lambda t, v, o, i: paper_drafts.list_versions(
        t, id=PAPER_DRAFT, viewer=v),
    "paper_drafts.replace_parts": lambda t, v, o, i: paper_drafts.replace_parts(
        t, id=PAPER_DRAFT, parts=[PaperPart("a", "A", words="New")], viewer=v, now=NOW),
    "paper_drafts.save_paper": lambda t, v, o, i: paper_drafts.save_paper(
        t, id=PAPER_DRAFT, part="a", words="New", before="Being written", viewer=v, now=NOW),
    "paper_drafts.take_back_version": lambda t, v, o, i: paper_drafts.take_back_version(
        t, id=PAPER_DRAFT, number=1, viewer=v, now=NOW),
    "paper_life.approve_paper": _approve,
    "paper_life.issue_paper": lambda t, v, o, i: paper_life.issue_paper(
        t, id=PAPER_OUT, copies=[PaperCopy("Another")], viewer=v, now=NOW),
    "paper_life.present_paper": lambda t, v, o, i: paper_life.present_paper(
        t, id=PAPER_OUT, viewer=v, now=NOW),
    "paper_life.publish_paper": lambda t, v, o, i: paper_life.publish_paper(
        t, id=PAPER_OUT, viewer=v, now=NOW, reason="Why"),
    "paper_life.send_back": lambda t, v, o, i: paper_life.send_back(
        t, id=PAPER_SENT, reason="Why", viewer=v, now=NOW),
    "paper_life.send_for_approval": lambda t, v, o, i: paper_life.send_for_approval(
        t, id=PAPER_DRAFT, viewer=v, now=NOW),
    "paper_life.withdraw_paper": lambda t, v, o, i: paper_life.withdraw_paper(
        t, id=PAPER_OUT, reason="Why", viewer=v, now=NOW),
    "paper_material.gather_material": _gather,
    "papers.get_paper": _papers,
    "papers.list_copies": lambda t, v, o, i: papers.list_copies(t, id=PAPER_OUT, viewer=v),
    "papers.list_papers": lambda t, v, o, i: papers.list_papers(t, viewer=v),
    "papers.list_waiting": lambda t, v, o, i: papers.list_waiting(t, viewer=v),
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
PARTS = permission_activities.PARTS | frozenset(
    {
        "access.may_answer", "access.require", "access.require_composites",
        "access.require_questions", "access.require_start", "access.visible",
        "action_access.is_owner", "action_access.visible_action",
        "action_returns.replace_actions", "action_rows.get_action", "action_rows.name_of",
        "action_rows.store_action", "action_rows.tell_of", "action_rows.write_update",
        "audit.record", "invitations.note_refusal", "refusals.note_refused",
        "files.is_given",
        "beginnings.begin_for_response", "steps.record_step",
        "paper_life.issue_now", "paper_life.present_now",
        "paper_rows.get_paper_row", "paper_rows.visible_paper",
        "requests.add_request", "response_rows.to_read_response", "subject_access.log_given",
    }
)  # fmt: skip
