"""Everything that is held about one person or organisation, from every table.

Tables are found in the schema, so that a new one is searched as soon as it is there. Left
out are anonymous answers, which cannot be tied to anybody; the record of disclosures, which
is asked for by hand; and what only proves or secures (hashes of tokens and calendar keys).
"""

# ruff: noqa: S608 (names of tables and columns come from the schema)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from db.access import require
from db.connection import Row, Transaction
from db.errors import NotFoundError
from db.events import Happening, add_event
from db.removals import BY_HAND
from scrutiny.access import Permission, Viewer
from scrutiny.subject import Subject

#: What says nothing of anybody, or stands in another table already.
_LEFT_OUT = BY_HAND | {
    "answer", "answer_text", "audit_head", "audit_waiting", "draft_device", "form_version",
    "handshake", "kept_count", "kept_round", "kept_theme", "mechanism_version", "migration",
    "onward", "personal_link", "setting",
}  # fmt: skip
_SECRET = frozenset(
    {"token_hash", "key_hash", "hash", "previous", "code", "mark", "visitor", "who_hash"}
)
_TEXT = frozenset({"VARCHAR", "TEXT", "CHARACTER VARYING"})
_ANONYMOUS = "SELECT v.id FROM response v WHERE v.is_anonymous"
_OWN = "SELECT v.id FROM response v WHERE v.organisation = $1 AND NOT v.is_anonymous"
_ACTION = "SELECT c.id FROM action c WHERE c.organisation = $1"
_COPY = "SELECT y.paper FROM paper_copy y WHERE y.acts_for = $1"
_ABOUT = "SELECT d.id FROM paper d WHERE d.subject = $1"
#: What is an organisation's, and says so in other columns than `organisation`.
_OF_ORGANISATION: Mapping[str, str] = MappingProxyType(
    {
        "organisation": "t.id = $1",
        "activity_party": "t.key = $1",
        "activity_seat": "t.acts_for = $1",
        "open_step": "t.part = $1 OR t.acts_for = $1",
        "taking": "t.part = $1",
        "step_file": "t.part = $1",
        "action_update": f"t.action IN ({_ACTION})",
        "event": f"t.subject IN ({_ACTION})",
        "paper": f"t.id IN ({_COPY})",
        "paper_version": f"t.paper IN ({_ABOUT}) OR t.paper IN ({_COPY})",
        "paper_copy": f"t.acts_for = $1 OR t.paper IN ({_ABOUT})",
        "calendar_key": "t.acts_for = $1",
        "person_role": "t.acts_for = $1",
    }
)
#: The columns in which the id of somebody on the people register stands.
_OF_PERSON = frozenset({"person", "owner", "writer"})


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one table that speak of the subject; `columns` are those given out."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that an organisation uploaded."""

    id: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """All of it: rows by table, the organisation's returns by id, and its files."""

    tables: tuple[Found, ...]
    responses: tuple[str, ...] = ()
    files: tuple[Kept, ...] = ()

    @property
    def rows(self) -> int:
        """How many records there are in all."""
        return sum(len(found.rows) for found in self.tables)


def find_held(tx: Transaction, subject: Subject, *, viewer: Viewer) -> Held:
    """Everything held about somebody; raises NotFoundError for no such organisation."""
    require(viewer, Permission.SUBJECT_ACCESS, to="answer a request for access")
    id = subject.organisation
    if id and tx.one("SELECT id FROM organisation WHERE id = $1", [id]) is None:
        raise NotFoundError("organisation", id)
    people = _list_people(tx, subject)
    found = [
        Found(table, tuple(columns), rows)
        for table, columns in sorted(_list_tables(tx).items())
        if (rows := _search(tx, table, columns, subject, people))
    ]
    responses = tx.query(f"{_OWN} ORDER BY v.started, v.id", [id]) if id else []
    return Held(
        tuple(found), tuple(row["id"] for row in responses), _list_files(tx, id) if id else ()
    )


def log_given(
    tx: Transaction, *, reference: str, held: Held, viewer: Viewer, now: datetime
) -> None:
    """Record that somebody took it out: under the reference, never the name."""
    add_event(
        tx, name=Happening.SUBJECT_ACCESS_GIVEN, subject=reference, now=now, actor=viewer.name,
        role=viewer.role, detail={"rows": held.rows, "files": len(held.files)},
    )  # fmt: skip


def _list_tables(tx: Transaction) -> Mapping[str, dict[str, str]]:
    """The tables to search: for each its columns and their types, without secrets and bytes."""
    rows = tx.query(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
    )
    tables: dict[str, dict[str, str]] = {}
    for row in rows:
        kind = row["data_type"].upper()
        is_open = row["column_name"] not in _SECRET and kind not in {"BLOB", "BYTEA"}
        if row["table_name"] not in _LEFT_OUT and is_open:
            tables.setdefault(row["table_name"], {})[row["column_name"]] = kind
    return tables


def _search(
    tx: Transaction,
    table: str,
    columns: Mapping[str, str],
    subject: Subject,
    people: Sequence[str],
) -> tuple[tuple[object, ...], ...]:
    names = ", ".join(f"t.{name}" for name in columns)
    named = _by_name(tx, table, names, columns, subject)
    known = _by_person(tx, table, names, columns, people)
    owned = _by_organisation(tx, table, names, columns, subject.organisation)
    return tuple(dict.fromkeys(tuple(row.values()) for row in [*owned, *named, *known]))


def _list_people(tx: Transaction, subject: Subject) -> list[str]:
    """The ids of those of the people register who are meant by name or address."""
    rows = tx.query("SELECT id, name, email FROM person ORDER BY id")
    return [row["id"] for row in rows if any(map(subject.is_named_in, (row["name"], row["email"])))]


def _by_person(
    tx: Transaction, table: str, names: str, columns: Mapping[str, str], people: Sequence[str]
) -> list[Row]:
    """The rows that hold the person's id and need not name them."""
    conditions = [f"t.{name} = ANY($1::TEXT[])" for name in sorted(_OF_PERSON & columns.keys())]
    if not (conditions and people):
        return []
    return tx.query(f"SELECT {names} FROM {table} t WHERE {' OR '.join(conditions)}", [people])


def _by_name(
    tx: Transaction, table: str, names: str, columns: Mapping[str, str], subject: Subject
) -> list[Row]:
    """The rows that name the person, each looked at again for whole words."""
    texts = [name for name, kind in columns.items() if kind in _TEXT]
    if not (texts and subject.wanted):
        return []
    first = [words.split()[-1].lower() for words in subject.wanted]
    conditions = [
        f"strpos(lower(t.{name}), ${number}::TEXT) > 0"
        for name in texts
        for number in range(1, len(first) + 1)
    ]
    rows = tx.query(
        f"SELECT {names} FROM {table} t WHERE ({' OR '.join(conditions)})"
        + _without_voices(table, columns),
        first,
    )
    return [row for row in rows if any(subject.is_named_in(str(row[name] or "")) for name in texts)]


def _by_organisation(
    tx: Transaction, table: str, names: str, columns: Mapping[str, str], id: str
) -> list[Row]:
    conditions = [_OF_ORGANISATION[table]] if table in _OF_ORGANISATION else []
    if "organisation" in columns:
        conditions.append("t.organisation = $1")
    if "response" in columns:
        conditions.append(f"t.response IN ({_OWN})")
    if "subject" in columns:
        conditions.append(f"t.subject = $1 OR t.subject IN ({_OWN})")
    if "contact" in columns and "organisation" not in columns:
        conditions.append("t.contact IN (SELECT c.id FROM contact c WHERE c.organisation = $1)")
    if not (id and conditions):
        return []
    return tx.query(
        f"SELECT {names} FROM {table} t WHERE ({' OR '.join(conditions)})"
        + _without_voices(table, columns),
        [id],
    )


def _without_voices(table: str, columns: Mapping[str, str]) -> str:
    """The condition that leaves out what young people and parents said."""
    if table == "response":
        return " AND NOT t.is_anonymous"
    if table == "quote":
        return " AND NOT t.round IN (SELECT c.id FROM campaign c)"
    return f" AND NOT t.response IN ({_ANONYMOUS})" if "response" in columns else ""


def _list_files(tx: Transaction, organisation: str) -> tuple[Kept, ...]:
    rows: Sequence[Row] = tx.query(
        f"SELECT id, name, content FROM file WHERE response IN ({_OWN}) UNION ALL "
        "SELECT id, name, content FROM step_file WHERE part = $1 AND taking IS NOT NULL "
        "ORDER BY id",
        [organisation],
    )
    return tuple(Kept(row["id"], row["name"], bytes(row["content"])) for row in rows)
