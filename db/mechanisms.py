"""Published mechanism versions: kept word for word, since activities keep what they run on."""

from __future__ import annotations

from datetime import datetime

from db.connection import Transaction
from db.errors import NotFoundError
from db.events import APP, Happening, add_event
from forms.problem import Problem
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.standing import Context


def publish_mechanism(
    tx: Transaction, *, mechanism: Mechanism, source: str, now: datetime
) -> Problem | None:
    """Publish a version; doing it again is nothing.

    A changed source takes its place as long as no activity has begun with it; after that
    it is a problem.
    """
    row = tx.one(
        "SELECT source FROM mechanism_version WHERE mechanism = $1 AND version = $2",
        [mechanism.id, mechanism.version],
    )
    if row is not None and row["source"] == source:
        return None
    if row is not None and _has_begun(tx, mechanism):
        return Problem(
            place=f"{mechanism.id}.yaml",
            message=f"Version {mechanism.version} was changed after activities began with it",
            cure="Give the changed file a new version; running activities keep theirs.",
        )
    tx.execute(
        "DELETE FROM mechanism_version WHERE mechanism = $1 AND version = $2",
        [mechanism.id, mechanism.version],
    )
    tx.execute(
        "INSERT INTO mechanism_version (mechanism, version, title, source, effective, published) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [
            mechanism.id, mechanism.version, mechanism.title, source, mechanism.effective_from,
            now,
        ],
    )  # fmt: skip
    add_event(
        tx, name=Happening.MECHANISM_PUBLISHED, subject=mechanism.id, now=now, role=APP,
        detail={"version": mechanism.version},
    )  # fmt: skip
    return None


def get_mechanism(tx: Transaction, id: str, version: str, context: Context) -> Mechanism:
    """A published version as activities run on it; raises NotFoundError.

    What it names is not looked at again: groups and partners may have gone since.
    """
    row = tx.one(
        "SELECT source FROM mechanism_version WHERE mechanism = $1 AND version = $2",
        [id, version],
    )
    if row is None:
        raise NotFoundError("mechanism", f"{id} {version}")
    return _parse(tx, id, row["source"], context)


def find_current(tx: Transaction, id: str, context: Context) -> Mechanism | None:
    """The version of a mechanism that was published last, or None."""
    row = tx.one(
        "SELECT source FROM mechanism_version WHERE mechanism = $1 "
        "ORDER BY published DESC, version DESC LIMIT 1",
        [id],
    )
    return _parse(tx, id, row["source"], context) if row else None


def list_versions(tx: Transaction, id: str) -> list[str]:
    """Every published version of a mechanism, latest first."""
    rows = tx.query(
        "SELECT version FROM mechanism_version WHERE mechanism = $1 "
        "ORDER BY published DESC, version DESC",
        [id],
    )
    return [row["version"] for row in rows]


def _parse(tx: Transaction, id: str, source: str, context: Context) -> Mechanism:
    kept: Mechanism | None = tx.kept.get(("mechanism", source))
    if kept is None:
        partners = tuple(each.key for each in context.partners)
        known = Known(lists=context.lists or None, partners=partners)
        parsed = parse_mechanism(source, f"{id}.yaml", known=known, is_checked=True)
        if parsed.mechanism is None:
            raise NotFoundError("mechanism", f"{id}: {parsed.problems[0]}")
        kept = tx.kept["mechanism", source] = parsed.mechanism
    return kept


def _has_begun(tx: Transaction, mechanism: Mechanism) -> bool:
    found = tx.one(
        "SELECT id FROM activity WHERE mechanism = $1 AND version = $2 LIMIT 1",
        [mechanism.id, mechanism.version],
    )
    return found is not None
