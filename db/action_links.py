"""Who may report on actions by a mailed link, and as whom.

The link names the mail that it came in. It stands while that address is an owner's, or the
one that the register or the list of those who answer names for the organisation.
"""

from __future__ import annotations

from db.connection import Transaction
from db.errors import NotFoundError
from db.outbox import get_mail
from scrutiny.access import Viewer, make_viewer
from scrutiny.mail import Mail, MailKind, MailState

OWNER = "action_owner"


def find_owner(tx: Transaction, mail: str) -> Viewer | None:
    """Whoever the mail with a link was written to, as a viewer; None where it is void."""
    try:
        sent = get_mail(tx, mail)
    except NotFoundError:
        return None
    if sent.kind is not MailKind.ACTIONS or sent.state not in {MailState.SENT, MailState.SENDING}:
        return None
    if not _stands(tx, sent):
        return None
    name = sent.to_name or sent.to_email
    return make_viewer(OWNER, name=name, organisations=frozenset({sent.organisation}))


def find_person(tx: Transaction, organisation: str, email: str) -> str:
    """The name that goes with an owner's address, "" where none is known."""
    row = tx.one(
        "SELECT contact_name AS name FROM organisation "
        "WHERE id = $1 AND lower(trim(contact_email)) = $2 UNION ALL "
        "SELECT name FROM contact WHERE organisation = $1 AND email = $2 AND ended IS NULL",
        [organisation, email],
    )
    return str(row["name"]) if row else ""


def _stands(tx: Transaction, mail: Mail) -> bool:
    email = mail.to_email.strip().lower()
    found = tx.one(
        "SELECT id FROM organisation WHERE id = $1 AND ended IS NULL AND ("
        "lower(trim(contact_email)) = $2 "
        "OR EXISTS (SELECT 1 FROM contact c WHERE c.organisation = $1 AND c.email = $2 "
        "AND c.ended IS NULL) "
        "OR EXISTS (SELECT 1 FROM action a WHERE a.organisation = $1 "
        "AND lower(trim(a.owner_email)) = $2))",
        [mail.organisation, email],
    )
    return found is not None
