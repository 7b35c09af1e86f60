"""The outbox: every mail from being written to being sent or refused, never sent twice.

A mail that is being sent is leased: no other process takes it. Where the lease runs out,
nobody knows whether it arrived, so it is shown as not delivered and never sent by itself.
"""

# ruff: noqa: S608 (columns are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from db.access import require
from db.connection import Row, Transaction
from db.contacts import get_contact, keep_registered, of_register
from db.errors import NotFoundError, StepError
from db.events import Happening, add_event
from db.invitations import add_link, void_links
from db.organisations import get_organisation
from scrutiny.access import Permission, Viewer
from scrutiny.invitation import Contact, registered_id
from scrutiny.mail import DOCUMENTS, MAIL_STATE_LABELS, Mail, MailKind, MailState

_COLUMNS = (
    "id, kind, to_name, to_email, subject, body, once, contact, organisation, round, "
    "link_hours, actor, state, attempts, due, made, sent, reason"
)
#: How long a process may take over one mail.
LEASE = timedelta(minutes=10)
#: How long to wait after each failed attempt; after the last the mail is refused.
BACK_OFF = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=8), timedelta(hours=24),
)  # fmt: skip
_MAYBE = "Sending stopped half-way, so it may or may not have arrived. Ask, or send it again."


def add_mails(
    tx: Transaction, mails: Iterable[Mail], *, now: datetime, actor: str = "", role: str = ""
) -> int:
    """Queue mails; returns how many, since one that was queued before is left out."""
    added = 0
    for mail in mails:
        _keep_contact(tx, mail)
        rows = tx.query(
            f"INSERT INTO outbox ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
            "$11, $12, $13, 0, $14, $14, NULL, '') ON CONFLICT (once) DO NOTHING RETURNING id",
            [
                mail.id, mail.kind, mail.to_name, mail.to_email, mail.subject, mail.body,
                mail.once, mail.contact, mail.organisation, mail.round, mail.link_hours,
                mail.actor, MailState.WAITING, now,
            ],
        )  # fmt: skip
        added += len(rows)
    if added and actor:
        add_event(
            tx, name=Happening.MAILS_QUEUED, subject="outbox", now=now, actor=actor, role=role,
            detail={"count": added},
        )  # fmt: skip
    return added


def _keep_contact(tx: Transaction, mail: Mail) -> None:
    if mail.contact and mail.contact == registered_id(mail.organisation):
        keep_registered(tx, of_register(get_organisation(tx, mail.organisation)))


def take_mail(tx: Transaction, *, token_hash: str, now: datetime) -> Mail | None:
    """Lease the next mail that is due, with a link by that token; None when there is none."""
    rows = tx.query(
        "UPDATE outbox SET state = $2, attempts = attempts + 1, due = $3 WHERE id = ("
        "SELECT id FROM outbox WHERE state = $1 AND due <= $4 ORDER BY due, id LIMIT 1) "
        f"AND state = $1 RETURNING {_COLUMNS}",
        [MailState.WAITING, MailState.SENDING, now + LEASE, now],
    )
    if not rows:
        return None
    mail = _mail(rows[0])
    if mail.link_hours:
        _add_link(tx, mail, token_hash, now)
    return mail


def _add_link(tx: Transaction, mail: Mail, token_hash: str, now: datetime) -> None:
    add_link(
        tx, token_hash=token_hash, contact=mail.contact, mail=mail.id, now=now,
        expires=now + timedelta(hours=mail.link_hours),
    )  # fmt: skip


def mark_sent(tx: Transaction, id: str, *, now: datetime) -> None:
    """The server has taken the mail."""
    tx.execute(
        "UPDATE outbox SET state = $2, sent = $3, reason = '' WHERE id = $1 AND state = $4",
        [id, MailState.SENT, now, MailState.SENDING],
    )


def put_back(tx: Transaction, id: str, *, reason: str, now: datetime) -> None:
    """The mail could not be handed over: try again later, or give up after the last time."""
    mail = get_mail(tx, id)
    if mail.attempts > len(BACK_OFF):
        refuse_mail(tx, id, reason=f"Given up after {mail.attempts} attempts. {reason}")
        return
    tx.execute(
        "UPDATE outbox SET state = $2, due = $3, reason = $4 WHERE id = $1 AND state = $5",
        [id, MailState.WAITING, now + BACK_OFF[mail.attempts - 1], reason, MailState.SENDING],
    )


def refuse_mail(tx: Transaction, id: str, *, reason: str) -> None:
    """The server will not take the mail, or nobody knows whether it has: never tried again."""
    tx.execute(
        "UPDATE outbox SET state = $2, reason = $3 WHERE id = $1 AND state = $4",
        [id, MailState.REFUSED, reason, MailState.SENDING],
    )


def refuse_stale(tx: Transaction, *, now: datetime) -> int:
    """Refuse what a process began to send and never finished; returns how many."""
    rows = tx.query(
        "UPDATE outbox SET state = $2, reason = $3 WHERE state = $1 AND due <= $4 RETURNING id",
        [MailState.SENDING, MailState.REFUSED, _MAYBE, now],
    )
    return len(rows)


def withdraw_mail(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> None:
    """Keep a waiting mail from being sent."""
    _change(
        tx, id, viewer, now, MailState.WAITING, MailState.REFUSED,
        f"Withdrawn by {viewer.name or viewer.role}",
    )  # fmt: skip


def mark_returned(tx: Transaction, id: str, *, reason: str, viewer: Viewer, now: datetime) -> None:
    """Record that a sent mail came back, as from a full box; its link opens nothing more."""
    words = f"It came back: {reason.strip() or 'no reason given'}"
    _change(tx, id, viewer, now, MailState.SENT, MailState.REFUSED, words)
    void_links(tx, mail=id, now=now)


def send_again(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> Mail:
    """Queue a copy of a mail that was not delivered, to the address that stands now."""
    require(viewer, Permission.MANAGE_CYCLES, to="send a mail")
    mail = get_mail(tx, id)
    if mail.state is not MailState.REFUSED:
        raise StepError("mail", MAIL_STATE_LABELS[mail.state], "sent again")
    contact = _current(tx, mail)
    copy = replace(
        mail, id=secrets.token_hex(12), once=f"again:{mail.id}", to_email=contact.email,
        to_name=contact.name, actor=viewer.name,
    )  # fmt: skip
    add_mails(tx, [copy], now=now, actor=viewer.name or viewer.role, role=viewer.role)
    return copy


def _current(tx: Transaction, mail: Mail) -> Contact:
    # whoever it was written to stands on no register
    if mail.kind in {MailKind.SIGN_OFF, MailKind.ACTIONS} | DOCUMENTS:
        return Contact(mail.contact, mail.organisation, mail.to_name, mail.to_email)
    if mail.contact == registered_id(mail.organisation):
        return of_register(get_organisation(tx, mail.organisation))
    return get_contact(tx, mail.contact)


def hand_over(tx: Transaction, id: str, *, token_hash: str, viewer: Viewer, now: datetime) -> Mail:
    """Make the link of a mail that no server sends, to be given by hand; it counts as sent."""
    name = viewer.name or viewer.role
    _change(
        tx, id, viewer, now, MailState.WAITING, MailState.SENT,
        f"Not sent: its link was made by {name}, to be given by hand",
    )  # fmt: skip
    mail = get_mail(tx, id)
    if mail.link_hours:
        _add_link(tx, mail, token_hash, now)
    add_event(
        tx, name=Happening.LINK_MADE_BY_HAND, subject=mail.organisation, now=now, actor=name,
        role=viewer.role, detail={"contact": mail.contact},
    )  # fmt: skip
    return mail


def get_mail(tx: Transaction, id: str) -> Mail:
    """One mail, for what sends it; raises NotFoundError."""
    row = tx.one(f"SELECT {_COLUMNS} FROM outbox WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("mail", id)
    return _mail(row)


def list_mails(
    tx: Transaction, *, viewer: Viewer, round: str = "", state: str = "", kind: str = ""
) -> list[Mail]:
    """Who has been told what, the latest first."""
    require(viewer, Permission.MANAGE_CYCLES, to="read who has been told what")
    rows = tx.query(
        f"SELECT {_COLUMNS} FROM outbox WHERE ($1 = '' OR round = $1) "
        "AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3) ORDER BY made DESC, to_email, id",
        [round, state, kind],
    )
    return [_mail(row) for row in rows]


def _change(
    tx: Transaction,
    id: str,
    viewer: Viewer,
    now: datetime,
    before: MailState,
    after: MailState,
    reason: str,
) -> None:
    require(viewer, Permission.MANAGE_CYCLES, to="change a mail")
    changed = tx.query(
        "UPDATE outbox SET state = $3, reason = $4, sent = COALESCE(sent, $5) "
        "WHERE id = $1 AND state = $2 RETURNING organisation",
        [id, before, after, reason, now if after is MailState.SENT else None],
    )
    if not changed:
        standing = get_mail(tx, id).state
        raise StepError("mail", MAIL_STATE_LABELS[standing], MAIL_STATE_LABELS[after])
    add_event(
        tx, name=Happening.MAIL_CHANGED, subject=changed[0]["organisation"], now=now,
        actor=viewer.name or viewer.role, role=viewer.role, detail={"mail": id, "state": after},
    )  # fmt: skip


def _mail(row: Row) -> Mail:
    return Mail(**{**row, "kind": MailKind(row["kind"]), "state": MailState(row["state"])})
