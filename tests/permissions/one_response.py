"""One response at a time: how each function is called, and who gets at which response."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from typing import Any

from db import (
    action_returns,
    carried,
    comments,
    evidence,
    files,
    life,
    requests,
    response_rows,
    responses,
    retention,
    reviews,
    sign_offs,
    submissions,
)
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.evidence import Scan
from scrutiny.life import Step
from scrutiny.response import Response
from scrutiny.retention import Scope
from scrutiny.sign_off import SignOffRole
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import READ, REVIEW, REVIEWERS, SENT, WRITE
from tests.permissions.world import (
    DRAFT,
    OBJECTS,
    OTHER,
    OWN,
    REQUEST,
    REQUEST_DRAFT,
    SOON,
    VOICE,
    VOICE_DRAFT,
    ask_sign_off,
)


def _response(tx: Transaction, id: str) -> Response:
    row = tx.query("SELECT * FROM response WHERE id = $1", [id])[0]
    return response_rows.to_full_response(tx, row)


def _before(tx: Transaction, response: Response, viewer: Viewer) -> Response | None:
    return responses.previous_response(
        tx, round=response.round, organisation=response.organisation, viewer=viewer
    )


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


def _carried_actions(tx: Transaction, viewer: Viewer, id: str, ids: dict[str, str]) -> Any:
    tx.execute("UPDATE action SET carried_to = $1 WHERE id = $2", [id, ids["action"]])
    return action_returns.list_carried_actions(tx, response=id, viewer=viewer)


#: How each is called.
CALLS: dict[str, Call] = {
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
    "responses.previous_response": lambda t, v, o, i: _before(t, _response(t, o), v) or [],
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

#: Who gets at which response.
TABLE: dict[str, dict[str, str]] = {
    "action_returns.list_actions": {OWN: READ[OWN]},
    "action_returns.list_carried_actions": READ,
    "carried.carry_answer": WRITE,
    "carried.confirm_carried": WRITE,
    "carried.drop_carried": WRITE,
    "carried.list_carried": WRITE,
    "comments.add_comment": {
        OWN: "organisation link team officer", OTHER: REVIEWERS, DRAFT: "writer contributor",
        REQUEST: "chair team officer", REQUEST_DRAFT: "chair",
    },
    "comments.list_comments": READ | {DRAFT: "writer signer"},
    "evidence.add_evidence": {OWN: "organisation link", DRAFT: "writer", REQUEST: "chair"},
    "evidence.list_evidence": READ,
    "evidence.record_refusal": {key: who for key, who in WRITE.items() if key != VOICE_DRAFT},
    "evidence.remove_evidence": {OWN: "organisation link", DRAFT: "writer", REQUEST: "chair"},
    "files.add_file": WRITE,
    "life.list_history": {key: who for key, who in READ.items() if key != VOICE_DRAFT},
    "life.list_sendings": SENT,
    "life.take_step": REVIEW,
    "requests.get_request": {REQUEST: READ[REQUEST]},
    "response_rows.get_own_row": WRITE,
    "responses.find_response": {key: READ[key] for key in (OWN, OTHER, DRAFT)},
    "responses.get_response": READ,
    "responses.list_responses": READ,
    "responses.previous_response": {OWN: "organisation sign_off team officer", OTHER: REVIEWERS},
    "responses.save_draft": WRITE,
    "responses.start_response": {
        OWN: "organisation", DRAFT: "writer", VOICE: "nobody young_person link voice_link",
        VOICE_DRAFT: "nobody young_person link voice_link", REQUEST: "chair other_chair",
        REQUEST_DRAFT: "chair other_chair",
    },
    "retention.destroy": dict.fromkeys(OBJECTS, "admin"),
    "retention.set_hold": dict.fromkeys({*OBJECTS} - {VOICE, VOICE_DRAFT}, "admin"),
    "reviews.add_moderated_rating": REVIEW,
    "reviews.list_moderated_ratings": {OWN: REVIEWERS},
    "sign_offs.ask_sign_off": WRITE,
    "sign_offs.list_sign_offs": {DRAFT: READ[DRAFT]},
    "sign_offs.take_back": WRITE,
    "submissions.submit": WRITE | {DRAFT: "writer"},
}  # fmt: skip
