"""Published form versions: kept word for word, since responses keep what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.connection import Transaction
from db.errors import NotFoundError
from db.events import APP, Happening, add_event
from forms.model import Form
from forms.problem import Problem


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """One published version, without its source."""

    form: str
    version: str
    title: str
    kind: str
    published: datetime


def publish_form(
    tx: Transaction,
    *,
    form_id: str,
    version: str,
    title: str,
    kind: str,
    source: str,
    now: datetime,
) -> Problem | None:
    """Publish a version; doing it again is nothing, changing a published one is a problem."""
    row = tx.one(
        "SELECT source FROM form_version WHERE form = $1 AND version = $2", [form_id, version]
    )
    if row is None:
        tx.execute(
            "INSERT INTO form_version (form, version, title, kind, source, published) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            [form_id, version, title, kind, source, now],
        )
        add_event(
            tx, name=Happening.FORM_PUBLISHED, subject=form_id, now=now, role=APP,
            detail={"version": version},
        )  # fmt: skip
        return None
    if row["source"] == source:
        return None
    return Problem(
        place=f"{form_id}.yaml",
        message=f"Version {version} is published already with other words",
        cure="Give the changed form a new version; answers keep the version they were given to.",
    )


def get_form_source(tx: Transaction, id: str, version: str) -> str:
    """The YAML of a published version; raises NotFoundError."""
    row = tx.one("SELECT source FROM form_version WHERE form = $1 AND version = $2", [id, version])
    if row is None:
        raise NotFoundError("form", f"{id} {version}")
    return str(row["source"])


def get_form(tx: Transaction, id: str, version: str) -> Form:
    """A published version; read once, since it never changes. Raises NotFoundError."""
    kept: Form | None = tx.kept.get(("form", id, version))
    if kept is None:
        from forms.parsing import parse_form  # slow to import, and a start needs none of it

        kept = parse_form(get_form_source(tx, id, version), id).form
        if kept is None:
            raise NotFoundError("form", f"{id} {version}")
        tx.kept["form", id, version] = kept
    return kept


def list_forms(tx: Transaction) -> list[PublishedForm]:
    """Every published version, by form and then latest first."""
    rows = tx.query(
        "SELECT form, version, title, kind, published FROM form_version "
        "ORDER BY form, published DESC, version DESC"
    )
    return [PublishedForm(**row) for row in rows]
