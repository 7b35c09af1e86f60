"""Personal links: random, kept as a hash, open once and for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.connection import Row, Transaction
from db.contacts import get_contact
from db.events import Happening, add_event
from db.refusals import note_refused
from scrutiny.access import NOBODY, Viewer
from scrutiny.audit import What
from scrutiny.invitation import Contact, LinkRefusal


@dataclass(frozen=True, slots=True)
class Entry:
    """Whom a link lets in."""

    contact: Contact
    organisation: str
    round: str = ""


def add_link(
    tx: Transaction, *, token_hash: str, contact: str, mail: str, now: datetime, expires: datetime
) -> None:
    """Keep the hash of a new link for a person; the link itself stands in the mail alone."""
    tx.execute(
        "INSERT INTO personal_link (token_hash, contact, mail, made, expires) "
        "VALUES ($1, $2, $3, $4, $5)",
        [token_hash, contact, mail, now, expires],
    )


def look_up_link(tx: Transaction, *, token_hash: str, now: datetime) -> Entry | LinkRefusal:
    """Whom the link would let in, or why it does not; changes nothing."""
    row = _find(tx, token_hash)
    return LinkRefusal.UNKNOWN if row is None else _judge(tx, row, now)


def use_link(tx: Transaction, *, token_hash: str, now: datetime) -> Entry | LinkRefusal:
    """Let the person in and spend the link: of two at once, one is let in."""
    row = _find(tx, token_hash)
    entry = LinkRefusal.UNKNOWN if row is None else _judge(tx, row, now)
    if isinstance(entry, Entry):
        spent = tx.query(
            "UPDATE personal_link SET used = $2 WHERE token_hash = $1 AND used IS NULL "
            "RETURNING contact",
            [token_hash, now],
        )
        entry = entry if spent else LinkRefusal.USED
    if isinstance(entry, Entry):
        add_event(
            tx, name=Happening.LINK_OPENED, subject=entry.contact.organisation, now=now,
            actor=entry.contact.name or entry.contact.email, role=entry.contact.role,
            detail={"contact": entry.contact.id},
        )  # fmt: skip
    return entry


def note_refusal(
    tx: Transaction, *, token_hash: str, now: datetime, viewer: Viewer = NOBODY
) -> None:
    """Record that somebody opened a link that lets nobody in, and why."""
    row = _find(tx, token_hash)
    why = LinkRefusal.UNKNOWN if row is None else _judge(tx, row, now)
    if not isinstance(why, Entry):
        note_refused(
            tx, what=What.LINK_REFUSED, subject=row["contact"] if row else "personal_link",
            now=now, viewer=viewer, why=why, is_timed=True,
        )  # fmt: skip


def void_links(tx: Transaction, *, mail: str, now: datetime) -> None:
    """Let the links that a mail carried open nothing any more."""
    tx.execute(
        "UPDATE personal_link SET expires = $2 WHERE mail = $1 AND used IS NULL", [mail, now]
    )


def _find(tx: Transaction, token_hash: str) -> Row | None:
    return tx.one(
        "SELECT l.contact, l.expires, l.used, COALESCE(m.round, '') AS round "
        "FROM personal_link l LEFT JOIN outbox m ON m.id = l.mail WHERE l.token_hash = $1",
        [token_hash],
    )


def _judge(tx: Transaction, row: Row, now: datetime) -> Entry | LinkRefusal:
    contact = get_contact(tx, row["contact"])
    place = tx.one("SELECT name, ended FROM organisation WHERE id = $1", [contact.organisation])
    if contact.ended or place is None or place["ended"]:
        return LinkRefusal.WITHDRAWN
    if row["used"] is not None:
        return LinkRefusal.USED
    if row["expires"] <= now:
        return LinkRefusal.EXPIRED
    return Entry(contact, str(place["name"]), str(row["round"]))
