"""What the registers, the outbox and the events hold of people who are gone, and its removal.

Each kind goes together once it is old, as in `db.holdings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from db.connection import Transaction
from db.days import local_day
from db.held import Held, Old, list_old
from db.removals import count_rows, remove_by

#: Tables whose rows take their events with them as they go.
_LIVING = ("response", "activity", "action", "paper", "meeting", "officer_day", "person")


def _read_people(tx: Transaction, held: Held) -> list[Old]:
    """People who ended, and people from whom the last role was taken."""
    return list_old(
        tx,
        """SELECT p.id, COALESCE(p.ended, (SELECT max(e.day) FROM event e
                WHERE e.subject = p.id), p.starts) AS since,
            EXISTS (SELECT 1 FROM person_role r
                WHERE r.person = p.id AND r.acts_for = ANY($1::TEXT[]))
            OR EXISTS (SELECT 1 FROM activity_holder h
                WHERE h.person = p.id AND h.activity = ANY($2::TEXT[])) AS is_held
        FROM person p WHERE p.ended IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM person_role r WHERE r.person = p.id)""",
        [held.organisations, held.activities],
    )


def _read_contacts(tx: Transaction, held: Held) -> list[Old]:
    """Contacts that ended or whose organisation did, and who is named on closed campaigns."""
    return list_old(
        tx,
        """SELECT c.id, COALESCE(c.ended, o.ended) AS since,
            c.organisation = ANY($1::TEXT[]) AS is_held
        FROM contact c LEFT JOIN organisation o ON o.id = c.organisation
        UNION ALL SELECT id, ended, id = ANY($1::TEXT[]) FROM organisation
        WHERE contact_name <> '' OR contact_email <> ''
        UNION ALL SELECT id, COALESCE(stopped, closes), id = ANY($2::TEXT[]) FROM campaign
        WHERE lead_adult <> '' OR safeguarding_reader <> ''""",
        [held.organisations, held.rounds],
    )


def _read_mails(tx: Transaction, held: Held) -> list[Old]:
    rows = tx.query(
        "SELECT id, made, organisation = ANY($1::TEXT[]) OR round = ANY($2::TEXT[]) AS is_held "
        "FROM outbox",
        [held.organisations, held.rounds],
    )
    return [Old(row["id"], local_day(row["made"]), row["is_held"]) for row in rows]


def _read_events(tx: Transaction, held: Held) -> list[Old]:
    """Events of what has no end of its own: registers, groups, rounds, settings."""
    of_living = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = e.subject)"  # noqa: S608 - our own
        for table in _LIVING
    )
    return list_old(
        tx,
        "SELECT e.id, e.day AS since, e.subject = ANY($1::TEXT[]) "  # noqa: S608 - our own words
        f"OR e.subject = ANY($2::TEXT[]) AS is_held FROM event e WHERE {of_living}",
        [held.organisations, held.rounds],
    )


def _remove_people(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    columns = {
        "person_role": "person", "session": "person", "calendar_key": "owner",
        "event": "subject", "person": "id",
    }  # fmt: skip
    return remove_by(tx, ids, columns)


def _remove_contacts(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    removed = remove_by(tx, ids, {"personal_link": "contact", "contact": "id"})
    removed["contact"] += _empty(tx, "organisation", ("contact_name", "contact_email"), ids)
    removed["campaign_name"] += _empty(tx, "campaign", ("lead_adult", "safeguarding_reader"), ids)
    return +removed


def _remove_mails(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    return remove_by(tx, ids, {"personal_link": "mail", "outbox": "id"})


def _remove_events(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    return remove_by(tx, ids, {"event": "id"})


def _empty(tx: Transaction, table: str, columns: Sequence[str], ids: Sequence[str]) -> int:
    """Empty the columns of these rows, which stay; returns how many rows had something there."""
    filled = " OR ".join(f"{column} <> ''" for column in columns)
    where = f"id = ANY($1::TEXT[]) AND ({filled})"
    count = count_rows(tx, f"SELECT count(*) AS n FROM {table} WHERE {where}", [ids])  # noqa: S608
    if count:
        emptied = ", ".join(f"{column} = ''" for column in columns)
        tx.execute(f"UPDATE {table} SET {emptied} WHERE {where}", [ids])  # noqa: S608 - our own
    return count


#: By rule: what is shown of it, and how its records are read.
REGISTERED: Mapping[str, tuple[str, Callable[[Transaction, Held], list[Old]]]] = {
    "person": ("People who no longer sign in", _read_people),
    "contact": ("Contacts of organisations, and names on campaigns", _read_contacts),
    "mail": ("Old mails", _read_mails),
    "event": ("Old events of registers, groups and rounds", _read_events),
}
REMOVE_REGISTERED = {
    "person": _remove_people,
    "contact": _remove_contacts,
    "mail": _remove_mails,
    "event": _remove_events,
}
