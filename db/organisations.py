"""The register of organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from db.connection import Row, Transaction
from db.errors import DuplicateError, NotFoundError
from db.events import Happening, add_event
from scrutiny.organisation import Organisation

_COLUMNS = (
    "id", "name", "type", "urn", "phase", "trust", "locality", "contact_name",
    "contact_email", "ended", "contact_language",
)  # fmt: skip


def add_organisations(
    tx: Transaction,
    organisations: Iterable[Organisation],
    *,
    now: datetime | None = None,
    actor: str = "",
    role: str = "",
) -> None:
    """Add organisations, all or none; raises DuplicateError for an id or URN that stands."""
    new = list(organisations)
    _refuse_repeats(tx, new)
    rows = [
        [getattr(organisation, name) if name != "urn" else organisation.urn or None
         for name in _COLUMNS]
        for organisation in new
    ]  # fmt: skip
    tx.insert_many("organisation", _COLUMNS, rows)
    if now is not None:
        add_event(
            tx, name=Happening.ORGANISATIONS_ADDED, subject="organisation", now=now,
            actor=actor, role=role, detail={"count": len(rows)},
        )  # fmt: skip


def set_organisation(tx: Transaction, organisation: Organisation) -> None:
    """Write over one organisation's details; raises NotFoundError when it is not there."""
    get_organisation(tx, organisation.id)
    namesake = find_organisation_by_urn(tx, organisation.urn)
    if namesake is not None and namesake.id != organisation.id:
        raise DuplicateError("URN", organisation.urn)
    tx.execute(
        "UPDATE organisation SET name = $2, type = $3, urn = $4, phase = $5, trust = $6, "
        "locality = $7, contact_name = $8, contact_email = $9, ended = $10, contact_language = $11 "
        "WHERE id = $1",
        [
            organisation.id, organisation.name, organisation.type, organisation.urn or None,
            organisation.phase, organisation.trust, organisation.locality,
            organisation.contact_name, organisation.contact_email, organisation.ended,
            organisation.contact_language,
        ],
    )  # fmt: skip


def list_organisations(
    tx: Transaction, *, types: Collection[str] | None = None, include_ended: bool = True
) -> list[Organisation]:
    """Organisations by name, of some types or of all."""
    rows = tx.query(
        "SELECT * FROM organisation WHERE ($1 OR type = ANY($2::TEXT[])) "
        "AND ($3 OR ended IS NULL) ORDER BY name, id",
        [types is None, sorted(types or ()), include_ended],
    )
    return [_organisation(row) for row in rows]


def get_organisation(tx: Transaction, id: str) -> Organisation:
    """One organisation; raises NotFoundError."""
    row = tx.one("SELECT * FROM organisation WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("organisation", id)
    return _organisation(row)


def find_organisation_by_urn(tx: Transaction, urn: str) -> Organisation | None:
    """The organisation with that URN, or None; an empty one is nobody's."""
    row = tx.one("SELECT * FROM organisation WHERE urn = $1", [urn]) if urn else None
    return _organisation(row) if row else None


def _refuse_repeats(tx: Transaction, new: Sequence[Organisation]) -> None:
    rows = tx.query(
        "SELECT id, urn FROM organisation WHERE id = ANY($1::TEXT[]) OR urn = ANY($2::TEXT[])",
        [[o.id for o in new], [o.urn for o in new if o.urn]],
    )
    ids = {row["id"] for row in rows}
    urns = {row["urn"] for row in rows} - {None}
    for organisation in new:
        if organisation.id in ids:
            raise DuplicateError("organisation", organisation.id)
        if organisation.urn in urns:
            raise DuplicateError("URN", organisation.urn)
        ids.add(organisation.id)
        urns.update({organisation.urn} - {""})


def _organisation(row: Row) -> Organisation:
    return Organisation(**{**row, "urn": row["urn"] or ""})
