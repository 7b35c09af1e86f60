"""The people of an organisation who are asked to answer."""

# ruff: noqa: S608 (columns are our own words; every value is a parameter)

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from db.access import require
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import DuplicateError, NotAllowedError, NotFoundError
from db.events import Happening, add_event
from db.organisations import get_organisation, set_organisation
from scrutiny.access import Permission, Viewer
from scrutiny.invitation import Contact, ContactKind, clean_email, registered_id
from scrutiny.organisation import Organisation

_COLUMNS = "id, organisation, name, email, kind, cycle, sections, language, ended"


def add_contact(tx: Transaction, contact: Contact, *, viewer: Viewer, now: datetime) -> None:
    """Add a person who answers for an organisation; raises DuplicateError for one who does.

    A colleague adds people to their own organisation, the team to any.
    """
    _require_contacts(viewer, contact.organisation)
    get_organisation(tx, contact.organisation)
    email = clean_email(contact.email)
    same = tx.one(
        "SELECT id FROM contact WHERE organisation = $1 AND lower(email) = $2 AND kind = $3 "
        "AND cycle = $4 AND ended IS NULL UNION ALL "
        "SELECT id FROM organisation WHERE id = $1 AND lower(trim(contact_email)) = $2 "
        "AND $4 = ''",
        [contact.organisation, email, contact.kind, contact.cycle],
    )
    if same:
        raise DuplicateError("person with the address", email)
    _insert(tx, contact, email)
    add_event(
        tx, name=Happening.CONTACT_ADDED, subject=contact.organisation, now=now,
        actor=viewer.name or viewer.role, role=viewer.role,
        detail={"contact": contact.id, "kind": contact.kind},
    )  # fmt: skip


def keep_registered(tx: Transaction, contact: Contact) -> None:
    """Store the register's contact as it is now, so that a link can be made for it."""
    if tx.one("SELECT id FROM contact WHERE id = $1", [contact.id]) is None:
        _insert(tx, contact, clean_email(contact.email))
        return
    keep_known(tx, contact)


def keep_known(tx: Transaction, contact: Contact) -> None:
    """Write over what is stored of the register's contact, if anything is."""
    email = clean_email(contact.email)
    tx.execute(
        "UPDATE contact SET name = $2, email = $3, language = $4 WHERE id = $1",
        [contact.id, contact.name, email, contact.language],
    )


def set_registered(
    tx: Transaction,
    *,
    organisation: str,
    name: str,
    email: str,
    language: str,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Change whom the register names for an organisation; their earlier links end with them."""
    require(viewer, Permission.MANAGE_CYCLES, to="change who is written to")
    place = get_organisation(tx, organisation)
    email = clean_email(email)
    changed = replace(
        place, contact_name=name.strip(), contact_email=email, contact_language=language
    )
    set_organisation(tx, changed)
    follow_register(tx, place, changed, now)
    add_event(
        tx, name=Happening.ORGANISATION_CHANGED, subject=organisation, now=now,
        actor=viewer.name or viewer.role, role=viewer.role,
        detail={"language": language, "is_new_address": email != place.contact_email},
    )  # fmt: skip


def follow_register(
    tx: Transaction, before: Organisation, after: Organisation, now: datetime
) -> None:
    """Take up whom the register names now; links sent to an earlier address end."""
    if clean_email(after.contact_email) != clean_email(before.contact_email):
        tx.execute(
            "UPDATE personal_link SET expires = $2 WHERE contact = $1 AND used IS NULL",
            [registered_id(after.id), now],
        )
    keep_known(tx, of_register(after))


def list_languages(tx: Transaction, *, viewer: Viewer) -> list[str]:
    """The languages that people who answer are written to in."""
    require(viewer, Permission.MANAGE_CYCLES, to="see who answers")
    rows = tx.query(
        "SELECT contact_language AS language FROM organisation WHERE ended IS NULL "
        "UNION SELECT language FROM contact WHERE ended IS NULL ORDER BY 1"
    )
    return [row["language"] for row in rows]


def end_contact(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> None:
    """Take a person off the list; their links and sessions open nothing from now on."""
    contact = get_contact(tx, id)
    _require_contacts(viewer, contact.organisation)
    tx.execute("UPDATE contact SET ended = $2 WHERE id = $1", [id, local_day(now)])
    tx.execute("DELETE FROM session WHERE organisation = $1", [id])
    add_event(
        tx, name=Happening.CONTACT_ENDED, subject=contact.organisation, now=now,
        actor=viewer.name or viewer.role, role=viewer.role, detail={"contact": id},
    )  # fmt: skip


def get_contact(tx: Transaction, id: str) -> Contact:
    """One person; raises NotFoundError. Only for what has checked who asks, such as a link."""
    row = tx.one(f"SELECT {_COLUMNS} FROM contact WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("person", id)
    return _contact(row)


def list_contacts(
    tx: Transaction, *, viewer: Viewer, organisations: Collection[str]
) -> list[Contact]:
    """Those who answer for these organisations now, the register's own contact first."""
    for organisation in organisations:
        _require_contacts(viewer, organisation)
    register = tx.query(
        "SELECT * FROM organisation WHERE id = ANY($1::TEXT[]) AND ended IS NULL",
        [sorted(organisations)],
    )
    added = tx.query(
        f"SELECT {_COLUMNS} FROM contact WHERE organisation = ANY($1::TEXT[]) "
        "AND ended IS NULL ORDER BY organisation, kind DESC, name, id",
        [sorted(organisations)],
    )
    first = [of_register(Organisation(**{**row, "urn": row["urn"] or ""})) for row in register]
    named = [contact for contact in first if contact.email]
    taken = {(contact.organisation, contact.email) for contact in named}
    return named + [
        contact for contact in map(_contact, added)
        if not contact.is_registered
        and (contact.kind is ContactKind.CONTRIBUTOR
             or (contact.organisation, contact.email) not in taken)
    ]  # fmt: skip


def find_contacts(tx: Transaction, email: str) -> list[Contact]:
    """Everybody with that address who may have a link; one for each organisation or part."""
    wanted = clean_email(email)
    if not wanted:
        return []
    register = tx.query(
        "SELECT * FROM organisation WHERE lower(trim(contact_email)) = $1 AND ended IS NULL "
        "ORDER BY name, id",
        [wanted],
    )
    named = [of_register(Organisation(**{**row, "urn": row["urn"] or ""})) for row in register]
    taken = {contact.organisation for contact in named}
    added = tx.query(
        f"SELECT {', '.join(f'c.{name}' for name in _COLUMNS.split(', '))} FROM contact c "
        "JOIN organisation o ON o.id = c.organisation AND o.ended IS NULL "
        "WHERE c.email = $1 AND c.ended IS NULL ORDER BY o.name, c.kind DESC, c.id",
        [wanted],
    )
    return named + [
        contact for contact in map(_contact, added)
        if not contact.is_registered
        and (contact.kind is ContactKind.CONTRIBUTOR or contact.organisation not in taken)
    ]  # fmt: skip


def of_register(organisation: Organisation) -> Contact:
    """The contact that the register names; its e-mail is empty where there is none."""
    return Contact(
        id=registered_id(organisation.id),
        organisation=organisation.id,
        name=organisation.contact_name,
        email=clean_email(organisation.contact_email),
        language=organisation.contact_language,
    )


def _insert(tx: Transaction, contact: Contact, email: str) -> None:
    tx.execute(
        f"INSERT INTO contact ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
        [
            contact.id, contact.organisation, contact.name.strip(), email, contact.kind,
            contact.cycle, json.dumps(contact.sections), contact.language,
        ],
    )  # fmt: skip


def _require_contacts(viewer: Viewer, organisation: str) -> None:
    is_own = viewer.can(Permission.ANSWER) and organisation in viewer.organisations - {""}
    if not is_own:
        require(viewer, Permission.MANAGE_CYCLES, to="see or change who answers")
    if viewer.questions is not None:
        raise NotAllowedError("see or change who answers")


def _contact(row: Row) -> Contact:
    return Contact(
        **{
            **row,
            "kind": ContactKind(row["kind"]),
            "sections": tuple(json.loads(row["sections"])),
        }
    )
