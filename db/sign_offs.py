"""Signing off: who was asked to agree a return, and what they said, each in one transaction.

A signature speaks of the answers as they stood: opening them again ends it, and takes what
it answered of the form's own questions away.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db import outbox
from db.access import visible
from db.connection import Row, Transaction
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening, add_event
from db.response_rows import SELECT, clean_answers, dump_content, get_own_row
from forms.model import Json
from scrutiny.access import Viewer
from scrutiny.life import RULES, Step, find_refusal
from scrutiny.mail import Mail
from scrutiny.response import Status
from scrutiny.sign_off import Decision, SignOff, SignOffRole

_ALL = frozenset(Status)
#: How often one link may be mailed, so that the form is no way to write to just anybody.
MOST_MAILS = 5


def ask_sign_off(
    tx: Transaction,
    *,
    id: str,
    revision: int,
    roles: Sequence[SignOffRole],
    viewer: Viewer,
    now: datetime,
) -> list[SignOff]:
    """Lock the finished return and ask each role to sign it; returns what was asked.

    Raises StepRefusedError when it is not being answered, or has changed since `revision`.
    """
    row = get_own_row(tx, id, viewer, states=_ALL)
    _refuse(Step.ASK_SIGN_OFF, row, viewer)
    if row["revision"] != revision:
        raise StepRefusedError(
            "Somebody changed an answer while you were looking. Look through the answers "
            "again, then ask."
        )
    end_sign_offs(tx, id)
    asked = [SignOff(secrets.token_hex(16), id, role.key, now, viewer.name) for role in roles]
    tx.insert_many(
        "sign_off",
        ("id", "response", "role", "asked", "asked_by", "name", "position", "minute", "decision",
         "note", "filled", "stands"),
        [(each.id, id, each.role, now, viewer.name, "", "", "", "", "", "[]", True)
         for each in asked],
    )  # fmt: skip
    _move(tx, row, Step.ASK_SIGN_OFF)
    _tell(tx, Happening.SIGN_OFF_ASKED, id, viewer, now)
    return asked


def take_back(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> None:
    """Open the answers again before they are sent: every signature ends."""
    row = get_own_row(tx, id, viewer, states=_ALL)
    _refuse(Step.TAKE_BACK, row, viewer)
    _drop_answers(tx, row, end_sign_offs(tx, id))
    _move(tx, row, Step.TAKE_BACK)
    _tell(tx, Happening.SIGN_OFF_TAKEN_BACK, id, viewer, now)


def mail_sign_off(tx: Transaction, *, id: str, mail: Mail, viewer: Viewer, now: datetime) -> bool:
    """Queue the mail that carries a sign-off link; False where the same one went today.

    Raises StepRefusedError when the link is void, or has been mailed too often already.
    """
    asked = get_sign_off(tx, id)
    row = get_own_row(tx, asked.response, viewer, states=_ALL)
    _check_is_open(asked)
    told = tx.one(
        "SELECT COUNT(*) AS number FROM outbox WHERE kind = $1 AND contact = $2",
        [mail.kind, id],
    )
    if told and told["number"] >= MOST_MAILS:
        raise StepRefusedError(
            f"This link has been mailed {MOST_MAILS} times. Copy it and send it yourself."
        )
    addressed = replace(mail, contact=id, organisation=row["organisation"], round=row["round"])
    actor = viewer.name or viewer.role
    return bool(outbox.add_mails(tx, [addressed], now=now, actor=actor, role=viewer.role))


def sign(
    tx: Transaction,
    *,
    id: str,
    name: str,
    position: str,
    minute: str,
    fills: Mapping[str, Json],
    label: str,
    viewer: Viewer,
    now: datetime,
) -> bool:
    """Agree a return; returns whether everybody has now.

    `fills` are the answers that the signature gives to the form's own questions, `label`
    what the role is called in the history. Raises StepRefusedError when that role has
    answered already, the return is not waiting, or the same person signed for another role.
    """
    asked, row = _get_asked(tx, id, viewer)
    _refuse(Step.SIGN_OFF, row, viewer)
    _check_is_open(asked)
    others = _list_standing(tx, asked.response)
    if any(each.name.casefold() == name.casefold() and each.decision for each in others):
        raise StepRefusedError(f"{name} has signed already. Somebody else must sign this one.")
    _decide(tx, asked, Decision.AGREED, name, position, minute, "", list(fills), now)
    _add_answers(tx, row, fills)
    is_last = all(each.decision or each.id == id for each in others)
    _move(tx, row, Step.SIGN_OFF if is_last else None)
    signer = f"{name}, {position}"
    _tell(tx, Happening.SIGN_OFF_GIVEN, asked.response, viewer, now, actor=signer,
          detail={"signs_for": label})  # fmt: skip
    if is_last:
        _tell(tx, Happening.RESPONSE_SIGNED_OFF, asked.response, viewer, now, actor=signer)
    return is_last


def refuse_sign_off(
    tx: Transaction,
    *,
    id: str,
    name: str,
    position: str,
    note: str,
    label: str,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Send a return back to its writers with a note instead of signing it."""
    asked, row = _get_asked(tx, id, viewer)
    _refuse(Step.REFUSE_SIGN_OFF, row, viewer, note)
    _check_is_open(asked)
    _decide(tx, asked, Decision.RETURNED, name, position, "", note, [], now)
    _drop_answers(tx, row, end_sign_offs(tx, asked.response))
    _move(tx, row, Step.REFUSE_SIGN_OFF)
    _tell(tx, Happening.SIGN_OFF_REFUSED, asked.response, viewer, now,
          actor=f"{name}, {position}",
          detail={"signs_for": f"{label}:", "reason": note})  # fmt: skip


def list_sign_offs(tx: Transaction, *, response: str, viewer: Viewer) -> list[SignOff]:
    """All that was asked and said about a return, latest asking first.

    Empty also where the viewer may not read it.
    """
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        "SELECT s.* FROM sign_off s JOIN response r ON r.id = s.response "  # noqa: S608
        f"WHERE s.response = $1 AND {condition} ORDER BY s.asked DESC, s.role",
        [response, *params],
    )
    return [_sign_off(row) for row in rows]


def get_sign_off(tx: Transaction, id: str) -> SignOff:
    """What a sign-off link was made for; whoever holds the link may know."""
    row = tx.one("SELECT * FROM sign_off WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("sign-off", id)
    return _sign_off(row)


def end_sign_offs(tx: Transaction, response: str) -> list[str]:
    """End all that stands of a return; returns the questions that it had answered."""
    rows = tx.query(
        "UPDATE sign_off SET stands = FALSE WHERE response = $1 AND stands RETURNING filled",
        [response],
    )
    return [question for row in rows for question in json.loads(row["filled"])]


def _list_standing(tx: Transaction, response: str) -> list[SignOff]:
    rows = tx.query("SELECT * FROM sign_off WHERE response = $1 AND stands", [response])
    return [_sign_off(row) for row in rows]


def _get_asked(tx: Transaction, id: str, viewer: Viewer) -> tuple[SignOff, Row]:
    asked = get_sign_off(tx, id)
    row = tx.one(SELECT.replace("SELECT ", "SELECT r.content, ", 1) + " WHERE r.id = $1",
                 [asked.response])  # fmt: skip
    if row is None or asked.response not in viewer.responses:
        raise NotFoundError("sign-off", id)
    return asked, row


def _check_is_open(asked: SignOff) -> None:
    if not asked.stands:
        raise StepRefusedError(
            "The answers were opened again after you got this link. You will get a new one."
        )
    if asked.decision:
        raise StepRefusedError(f"{asked.name} has answered this already. Nothing was changed.")


def _decide(
    tx: Transaction,
    asked: SignOff,
    decision: Decision,
    name: str,
    position: str,
    minute: str,
    note: str,
    filled: Sequence[str],
    now: datetime,
) -> None:
    tx.execute(
        "UPDATE sign_off SET decision = $2, name = $3, position = $4, minute = $5, note = $6, "
        "filled = $7, decided = $8 WHERE id = $1",
        [asked.id, decision, name, position, minute, note, json.dumps(filled), now],
    )


def _add_answers(tx: Transaction, row: Row, fills: Mapping[str, Json]) -> None:
    content = json.loads(row["content"])
    revision = row["revision"] + 1
    content["answers"].update(clean_answers(fills))
    content["changed"].update(dict.fromkeys(fills, revision))
    _keep(tx, row, content)


def _drop_answers(tx: Transaction, row: Row, questions: Sequence[str]) -> None:
    content = json.loads(row["content"])
    for question in questions:
        content["answers"].pop(question, None)
        content["changed"][question] = row["revision"] + 1
    _keep(tx, row, content)


def _keep(tx: Transaction, row: Row, content: Mapping[str, dict[str, int]]) -> None:
    tx.execute(
        "UPDATE response SET content = $2 WHERE id = $1",
        [row["id"], dump_content(content["answers"], content["changed"])],
    )


def _refuse(step: Step, row: Row, viewer: Viewer, reason: str = "") -> None:
    refusal = find_refusal(step, Status(row["status"]), viewer, reason=reason)
    if refusal:
        raise StepRefusedError(refusal)


def _move(tx: Transaction, row: Row, step: Step | None) -> None:
    """Move the return on, or only its revision: two signers must meet on one row."""
    status = row["status"]
    if step is not None:
        status = RULES[step].target(was_sent=row["submitted"] is not None)
    tx.execute(
        "UPDATE response SET status = $2, revision = $3 WHERE id = $1",
        [row["id"], status, row["revision"] + 1],
    )


def _tell(
    tx: Transaction,
    name: Happening,
    response: str,
    viewer: Viewer,
    now: datetime,
    *,
    actor: str = "",
    detail: Mapping[str, Json] | None = None,
) -> None:
    add_event(
        tx, name=name, subject=response, now=now, actor=actor or viewer.name, role=viewer.role,
        detail=detail,
    )  # fmt: skip


def _sign_off(row: Row) -> SignOff:
    return SignOff(
        id=row["id"], response=row["response"], role=row["role"], asked=row["asked"],
        asked_by=row["asked_by"], name=row["name"], position=row["position"],
        minute=row["minute"], decision=Decision(row["decision"]) if row["decision"] else None,
        note=row["note"], decided=row["decided"], stands=bool(row["stands"]),
    )  # fmt: skip
