"""The tables, as an ordered list of named steps that are each applied once.

A step that has been released never changes: add another one below it. Every step is one
transaction together with its record, so a failure in the middle leaves nothing.

DuckDB has indexes on primary keys of small tables only: its scans need none, and an index
costs memory and writing. PostgreSQL gets the indexes that its plans need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.connection import Database, Transaction


@dataclass(frozen=True, slots=True)
class Migration:
    """One named step; `postgresql` are statements that only PostgreSQL needs."""

    name: str
    statements: tuple[str, ...]
    postgresql: tuple[str, ...] = ()


_RECORD = """CREATE TABLE IF NOT EXISTS migration (
    name TEXT PRIMARY KEY, applied TIMESTAMP NOT NULL)"""

_REGISTER = (
    """CREATE TABLE organisation (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, urn TEXT UNIQUE,
        phase TEXT NOT NULL, trust TEXT NOT NULL, locality TEXT NOT NULL,
        contact_name TEXT NOT NULL, contact_email TEXT NOT NULL, ended DATE)""",
    """CREATE TABLE form_version (
        form TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
        source TEXT NOT NULL, published TIMESTAMP NOT NULL, PRIMARY KEY (form, version))""",
    """CREATE TABLE cycle (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, opens DATE NOT NULL, closes DATE NOT NULL, extended_to DATE,
        previous TEXT NOT NULL)""",
    """CREATE TABLE cycle_organisation (
        cycle TEXT NOT NULL, organisation TEXT NOT NULL, exempt_reason TEXT, response TEXT,
        PRIMARY KEY (cycle, organisation))""",
    """CREATE TABLE campaign (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, service TEXT NOT NULL, agency TEXT NOT NULL,
        place_type TEXT NOT NULL, code TEXT NOT NULL UNIQUE, opens DATE NOT NULL,
        closes DATE NOT NULL, mechanism TEXT NOT NULL, announced BOOLEAN NOT NULL,
        lead_adult TEXT NOT NULL, safeguarding_reader TEXT NOT NULL,
        minimum_group INTEGER NOT NULL, response_due DATE)""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE session (
        token_hash TEXT PRIMARY KEY, role TEXT NOT NULL, name TEXT NOT NULL,
        organisation TEXT NOT NULL, opened TIMESTAMP NOT NULL, expires TIMESTAMP NOT NULL)""",
)

# A response's content changes at every answer, and DuckDB rewrites the whole row group
# (120,000 rows) in which a text changed. So what was sent is moved out to `submission`, a
# table that is only added to, each time the database is opened.
_RESPONSES = (
    """CREATE TABLE response (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        kind TEXT NOT NULL, is_anonymous BOOLEAN NOT NULL, round TEXT NOT NULL,
        organisation TEXT NOT NULL, slice TEXT NOT NULL, status TEXT NOT NULL,
        revision INTEGER NOT NULL, language TEXT NOT NULL, started DATE NOT NULL,
        updated TIMESTAMP NOT NULL, submitted DATE, receipt TEXT NOT NULL,
        late BOOLEAN NOT NULL, author TEXT NOT NULL, progress INTEGER NOT NULL,
        content TEXT)""",
    "CREATE TABLE submission (response TEXT NOT NULL, content TEXT NOT NULL)",
    """CREATE TABLE draft_device (
        device TEXT NOT NULL, round TEXT NOT NULL, response TEXT NOT NULL, day DATE NOT NULL,
        PRIMARY KEY (device, round))""",
    """CREATE TABLE answer (
        round TEXT NOT NULL, slice TEXT NOT NULL, response TEXT NOT NULL,
        question TEXT NOT NULL, instance INTEGER NOT NULL, value_text TEXT,
        value_number DOUBLE PRECISION)""",
    """CREATE TABLE answer_text (
        round TEXT NOT NULL, slice TEXT NOT NULL, response TEXT NOT NULL,
        question TEXT NOT NULL, instance INTEGER NOT NULL, value_text TEXT,
        value_number DOUBLE PRECISION)""",
    """CREATE TABLE event (
        id TEXT NOT NULL, day DATE NOT NULL, happened TIMESTAMP, name TEXT NOT NULL,
        subject TEXT NOT NULL, actor TEXT NOT NULL, detail TEXT NOT NULL)""",
)

_REVIEWS = (
    """CREATE TABLE action (
        id TEXT PRIMARY KEY, response TEXT NOT NULL, round TEXT NOT NULL,
        organisation TEXT NOT NULL, question TEXT NOT NULL, standard TEXT NOT NULL,
        instance INTEGER NOT NULL, text TEXT NOT NULL, owner TEXT NOT NULL, due DATE,
        status TEXT NOT NULL, progress TEXT NOT NULL, assured_by TEXT NOT NULL)""",
    """CREATE TABLE review (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, response TEXT NOT NULL,
        round TEXT NOT NULL, question TEXT NOT NULL, rating TEXT NOT NULL,
        comment TEXT NOT NULL, reviewer TEXT NOT NULL, day DATE NOT NULL)""",
    """CREATE TABLE theme_code (
        response TEXT NOT NULL, round TEXT NOT NULL, question TEXT NOT NULL,
        theme TEXT NOT NULL, kind TEXT NOT NULL, coder TEXT NOT NULL, day DATE,
        PRIMARY KEY (response, question, theme, kind))""",
    """CREATE TABLE quote (
        id TEXT PRIMARY KEY, round TEXT NOT NULL, question TEXT NOT NULL, text TEXT NOT NULL,
        theme TEXT NOT NULL, has_permission BOOLEAN NOT NULL, checked_by TEXT NOT NULL,
        checked_again_by TEXT NOT NULL)""",
    """CREATE TABLE narrative (
        round TEXT NOT NULL, slot TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL,
        revision INTEGER NOT NULL, updated DATE, PRIMARY KEY (round, slot))""",
    """CREATE TABLE request (
        response TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        for_group TEXT NOT NULL, chair TEXT NOT NULL, status TEXT NOT NULL, requested DATE,
        lead_person TEXT NOT NULL, support TEXT NOT NULL, decision TEXT NOT NULL,
        decided DATE, reason TEXT NOT NULL, alternative TEXT NOT NULL,
        scope_note TEXT NOT NULL, deferred_until DATE, starts DATE, fieldwork DATE,
        draft_due DATE, final_due DATE, days_estimate DOUBLE PRECISION,
        conflicts TEXT NOT NULL, parent TEXT NOT NULL, steps INTEGER NOT NULL,
        updated TIMESTAMP)""",
)

# The log and what is destroyed have to be accounted for. What is kept of a round whose
# answers are gone are counts alone, which composites read beside the answers that stand.
_ACCOUNTABILITY = (
    """CREATE TABLE audit_head (
        id INTEGER PRIMARY KEY, number INTEGER NOT NULL, hash TEXT NOT NULL,
        before_number INTEGER NOT NULL, before_hash TEXT NOT NULL)""",
    """CREATE TABLE audit_entry (
        number INTEGER NOT NULL, moment TIMESTAMP NOT NULL, who TEXT NOT NULL,
        role TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE TABLE audit_waiting (
        id TEXT NOT NULL, moment TIMESTAMP NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
        what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL)""",
    """CREATE TABLE hold (
        id TEXT PRIMARY KEY, scope TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL,
        set_by TEXT NOT NULL, set_on DATE NOT NULL, lifted_by TEXT NOT NULL, lifted_on DATE)""",
    """CREATE TABLE destruction (
        id TEXT PRIMARY KEY, happened TIMESTAMP NOT NULL, done_by TEXT NOT NULL,
        rule TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL, due DATE NOT NULL,
        destroyed TEXT NOT NULL, kept TEXT NOT NULL)""",
    """CREATE TABLE kept_count (
        round TEXT NOT NULL, slice TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL,
        count INTEGER NOT NULL)""",
    """CREATE TABLE kept_theme (
        round TEXT NOT NULL, theme TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL)""",
    """CREATE TABLE kept_round (
        round TEXT NOT NULL, slice TEXT NOT NULL, responses INTEGER NOT NULL)""",
)

_LIFE = (
    """CREATE TABLE sign_off (
        id TEXT NOT NULL, response TEXT NOT NULL, role TEXT NOT NULL, asked TIMESTAMP NOT NULL,
        asked_by TEXT NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL,
        minute TEXT NOT NULL, decision TEXT NOT NULL, note TEXT NOT NULL, filled TEXT NOT NULL,
        decided TIMESTAMP, stands BOOLEAN NOT NULL)""",
    """CREATE TABLE earlier_submission (
        response TEXT NOT NULL, number INTEGER NOT NULL, sent TIMESTAMP NOT NULL,
        receipt TEXT NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE comment (
        id TEXT NOT NULL, response TEXT NOT NULL, question TEXT NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, author TEXT NOT NULL, written TIMESTAMP NOT NULL)""",
    """CREATE TABLE carried_answer (
        response TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL)""",
)

_REACHING = (
    """CREATE TABLE contact (
        id TEXT PRIMARY KEY, organisation TEXT NOT NULL, name TEXT NOT NULL,
        email TEXT NOT NULL, kind TEXT NOT NULL, cycle TEXT NOT NULL, sections TEXT NOT NULL,
        language TEXT NOT NULL, ended DATE)""",
    """CREATE TABLE personal_link (
        token_hash TEXT PRIMARY KEY, contact TEXT NOT NULL, mail TEXT NOT NULL,
        made TIMESTAMP NOT NULL, expires TIMESTAMP NOT NULL, used TIMESTAMP)""",
    """CREATE TABLE outbox (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, to_name TEXT NOT NULL, to_email TEXT NOT NULL,
        subject TEXT NOT NULL, body TEXT NOT NULL, once TEXT NOT NULL UNIQUE,
        contact TEXT NOT NULL, organisation TEXT NOT NULL, round TEXT NOT NULL,
        link_hours INTEGER NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL,
        attempts INTEGER NOT NULL, due TIMESTAMP NOT NULL, made TIMESTAMP NOT NULL,
        sent TIMESTAMP, reason TEXT NOT NULL)""",
    """CREATE TABLE attempt (
        kind TEXT NOT NULL, who TEXT NOT NULL, hour TIMESTAMP NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (kind, who, hour))""",
    "ALTER TABLE cycle ADD COLUMN stopped DATE",
    "ALTER TABLE campaign ADD COLUMN stopped DATE",
)

# Activities are runs of mechanisms. What they are at is derived from their takings; `open_step`
# holds what follows from them, so that "for me" and the calendar are one scan. It is written
# anew with each taking, in the same transaction.
_SCRUTINY = (
    """CREATE TABLE mechanism_version (
        mechanism TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL,
        source TEXT NOT NULL, effective DATE, published TIMESTAMP NOT NULL,
        PRIMARY KEY (mechanism, version))""",
    """CREATE TABLE activity (
        id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, mechanism TEXT NOT NULL,
        version TEXT NOT NULL, title TEXT NOT NULL, began DATE NOT NULL, status TEXT NOT NULL,
        state TEXT NOT NULL, subject TEXT NOT NULL, for_group TEXT NOT NULL,
        response TEXT NOT NULL, parent TEXT NOT NULL, ended DATE, reason TEXT NOT NULL,
        begun_by TEXT NOT NULL, is_restricted BOOLEAN NOT NULL, takings INTEGER NOT NULL,
        content TEXT NOT NULL)""",
    """CREATE TABLE activity_party (
        activity TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL,
        is_excluded BOOLEAN NOT NULL, reason TEXT NOT NULL)""",
    """CREATE TABLE activity_holder (
        activity TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL,
        email TEXT NOT NULL)""",
    """CREATE TABLE taking (
        activity TEXT NOT NULL, number INTEGER NOT NULL, step TEXT NOT NULL,
        part TEXT NOT NULL, outcome TEXT NOT NULL, content TEXT NOT NULL, reason TEXT NOT NULL,
        by_whom TEXT NOT NULL, role TEXT NOT NULL, known_from TEXT NOT NULL,
        day DATE NOT NULL, taken TIMESTAMP, PRIMARY KEY (activity, number))""",
    """CREATE TABLE open_step (
        activity TEXT NOT NULL, step TEXT NOT NULL, title TEXT NOT NULL, part TEXT NOT NULL,
        held_by TEXT NOT NULL, acts_for TEXT NOT NULL, person TEXT NOT NULL,
        progress TEXT NOT NULL, due DATE, due_words TEXT NOT NULL, is_target BOOLEAN NOT NULL)""",
    """CREATE TABLE finding (
        id TEXT PRIMARY KEY, activity TEXT NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, day DATE NOT NULL, standard TEXT NOT NULL, theme TEXT NOT NULL,
        aim TEXT NOT NULL, organisation TEXT NOT NULL, source TEXT NOT NULL,
        rating TEXT NOT NULL, by_whom TEXT NOT NULL, reply TEXT NOT NULL,
        replied_by TEXT NOT NULL, replied_on DATE, no_action_reason TEXT NOT NULL)""",
    """CREATE TABLE officer_day (
        id TEXT PRIMARY KEY, activity TEXT NOT NULL, officer TEXT NOT NULL, day DATE NOT NULL,
        days DOUBLE PRECISION NOT NULL, kind TEXT NOT NULL, is_counted BOOLEAN NOT NULL,
        note TEXT NOT NULL, by_whom TEXT NOT NULL)""",
    """CREATE TABLE group_member (
        id TEXT PRIMARY KEY, for_group TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
        organisation TEXT NOT NULL, email TEXT NOT NULL, person TEXT NOT NULL, starts DATE,
        ended DATE)""",
    """CREATE TABLE meeting (
        id TEXT PRIMARY KEY, for_group TEXT NOT NULL, day DATE NOT NULL, kind TEXT NOT NULL,
        starts_at TEXT NOT NULL, place TEXT NOT NULL, status TEXT NOT NULL,
        follows TEXT NOT NULL, notes TEXT NOT NULL)""",
    """CREATE TABLE agenda_item (
        id TEXT PRIMARY KEY, meeting TEXT NOT NULL, title TEXT NOT NULL,
        position INTEGER NOT NULL, activity TEXT NOT NULL, step TEXT NOT NULL,
        document TEXT NOT NULL, lead TEXT NOT NULL, purpose TEXT NOT NULL,
        outcome TEXT NOT NULL)""",
    """CREATE TABLE calendar_key (
        key_hash TEXT PRIMARY KEY, owner TEXT NOT NULL, role TEXT NOT NULL,
        acts_for TEXT NOT NULL, made DATE NOT NULL, ended DATE)""",
    """CREATE TABLE paper (
        id TEXT PRIMARY KEY, template TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
        activity TEXT NOT NULL, plan TEXT NOT NULL, meeting TEXT NOT NULL,
        subject TEXT NOT NULL, addressee TEXT NOT NULL, version INTEGER NOT NULL,
        sensitivity TEXT NOT NULL, content TEXT NOT NULL, written_by TEXT NOT NULL,
        written TIMESTAMP, approved_by TEXT NOT NULL, approved_on DATE,
        approval_note TEXT NOT NULL, issued_on DATE, seal TEXT NOT NULL,
        may_publish BOOLEAN NOT NULL, published_by TEXT NOT NULL, published_on DATE,
        publication_reason TEXT NOT NULL)""",
    """CREATE TABLE paper_version (
        paper TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,
        written_by TEXT NOT NULL, written TIMESTAMP NOT NULL, PRIMARY KEY (paper, version))""",
    """CREATE TABLE paper_copy (
        paper TEXT NOT NULL, recipient TEXT NOT NULL, email TEXT NOT NULL, day DATE NOT NULL)""",
    """CREATE TABLE action_update (
        id TEXT PRIMARY KEY, action TEXT NOT NULL, number INTEGER NOT NULL,
        status TEXT NOT NULL, words TEXT NOT NULL, by_whom TEXT NOT NULL, role TEXT NOT NULL,
        day DATE NOT NULL)""",
    *(
        f"ALTER TABLE action ADD COLUMN {name} TEXT DEFAULT ''"
        for name in (
            "reference", "kind", "activity", "finding", "meeting", "mechanism", "difference",
            "lead_partner", "priority", "portfolio", "monitored_by", "theme", "owner_email",
            "evidence", "reason", "carried_to",
        )
    ),
    "ALTER TABLE action ADD COLUMN added DATE",
    "ALTER TABLE action ADD COLUMN done_on DATE",
    "ALTER TABLE action ADD COLUMN assured_on DATE",
    "ALTER TABLE action ADD COLUMN updates INTEGER DEFAULT 0",
    "ALTER TABLE response ADD COLUMN activity TEXT DEFAULT ''",
)  # fmt: skip
# A sequence, and not a counter in a row, since returns that are sent at the same moment
# would all meet on that row.
_ACTIONS = (
    "CREATE SEQUENCE action_number",
    "ALTER TABLE action_update ADD COLUMN deed TEXT DEFAULT 'reported'",
    "ALTER TABLE action_update ADD COLUMN evidence TEXT DEFAULT ''",
    "UPDATE action SET kind = 'required' WHERE kind = ''",
    "UPDATE action SET added = r.submitted FROM response r "
    "WHERE r.id = action.response AND action.added IS NULL",
    "UPDATE action SET reference = 'ACT-' || CAST(n.year AS TEXT) || '-' || "
    "CASE WHEN n.number < 10000 THEN lpad(CAST(n.number AS TEXT), 4, '0') "
    "ELSE CAST(n.number AS TEXT) END FROM ("
    "SELECT id, extract(year FROM COALESCE(added, current_date)) AS year, "
    "nextval('action_number') AS number FROM action) n "
    "WHERE n.id = action.id AND action.reference = ''",
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration("register", _REGISTER),
    Migration(
        "responses",
        _RESPONSES,
        postgresql=(
            "CREATE INDEX ON response (round, organisation)",
            "CREATE INDEX ON response (organisation)",
            "CREATE INDEX ON submission (response)",
            "CREATE INDEX ON draft_device (response)",
            "CREATE INDEX ON answer (round, question)",
            "CREATE INDEX ON answer (response)",
            "CREATE INDEX ON answer_text (round, question)",
            "CREATE INDEX ON answer_text (response)",
            "CREATE INDEX ON event (subject)",
        ),
    ),
    Migration(
        "reviews",
        _REVIEWS,
        postgresql=(
            "CREATE INDEX ON action (response)",
            "CREATE INDEX ON action (round)",
            "CREATE INDEX ON review (round)",
            "CREATE INDEX ON review (response)",
            "CREATE INDEX ON theme_code (round)",
            "CREATE INDEX ON quote (round)",
        ),
    ),
    Migration(
        "files",
        (
            """CREATE TABLE file (
                id TEXT PRIMARY KEY, response TEXT NOT NULL, name TEXT NOT NULL,
                kind TEXT NOT NULL, content BYTEA NOT NULL, added TIMESTAMP NOT NULL)""",
        ),
        postgresql=("CREATE INDEX ON file (response)",),
    ),
    Migration(
        "accountability",
        _ACCOUNTABILITY,
        postgresql=(
            "CREATE UNIQUE INDEX ON audit_entry (number)",
            "CREATE INDEX ON audit_entry (moment)",
            "CREATE INDEX ON kept_count (round)",
        ),
    ),
    Migration(
        "people",
        (
            """CREATE TABLE person (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
                starts DATE NOT NULL, ended DATE)""",
            """CREATE TABLE person_role (
                person TEXT NOT NULL, role TEXT NOT NULL, acts_for TEXT NOT NULL,
                PRIMARY KEY (person, role, acts_for))""",
            "CREATE TABLE handshake (mark TEXT PRIMARY KEY, expires TIMESTAMP NOT NULL)",
            """CREATE TABLE onward (
                visitor TEXT PRIMARY KEY, address TEXT NOT NULL, expires TIMESTAMP NOT NULL)""",
            "ALTER TABLE session ADD COLUMN person TEXT DEFAULT ''",
            "ALTER TABLE session ADD COLUMN authenticated TIMESTAMP",
            "ALTER TABLE session ADD COLUMN last_seen TIMESTAMP",
        ),
    ),
    Migration(
        "life_of_a_return",
        _LIFE,
        postgresql=(
            "CREATE INDEX ON sign_off (id)",
            "CREATE INDEX ON sign_off (response)",
            "CREATE INDEX ON earlier_submission (response)",
            "CREATE INDEX ON comment (response)",
            "CREATE INDEX ON carried_answer (response)",
        ),
    ),
    Migration(
        "reaching",
        _REACHING,
        postgresql=(
            "CREATE INDEX ON contact (organisation)",
            "CREATE INDEX ON outbox (state, due)",
            "CREATE INDEX ON outbox (round)",
        ),
    ),
    Migration(
        "flags",
        (
            """CREATE TABLE flag (
                id TEXT PRIMARY KEY, campaign TEXT NOT NULL, question TEXT NOT NULL,
                kinds TEXT NOT NULL, text TEXT NOT NULL, day DATE NOT NULL,
                state TEXT NOT NULL, reader TEXT NOT NULL, read_at TIMESTAMP,
                decision TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL,
                decided_at TIMESTAMP, closed_by TEXT NOT NULL, closed_at TIMESTAMP,
                alerted BOOLEAN NOT NULL)""",
        ),
    ),
    Migration(
        "evidence",
        (
            "ALTER TABLE file ADD COLUMN supports TEXT",
            "ALTER TABLE file ADD COLUMN scan TEXT DEFAULT 'not_scanned'",
        ),
    ),
    Migration(
        "hand_out_codes",
        (
            "ALTER TABLE campaign ADD COLUMN hand_out BOOLEAN DEFAULT FALSE",
            """CREATE TABLE hand_out_code (
                code_hash TEXT PRIMARY KEY, campaign TEXT NOT NULL, used BOOLEAN NOT NULL)""",
        ),
        postgresql=("CREATE INDEX ON hand_out_code (campaign)",),
    ),
    Migration("flag_deputy", ("ALTER TABLE flag ADD COLUMN deputy_alerted BOOLEAN DEFAULT FALSE",)),
    Migration(
        "scrutiny_at_work",
        _SCRUTINY,
        postgresql=(
            "CREATE INDEX ON activity (mechanism)",
            "CREATE INDEX ON activity_party (activity)",
            "CREATE INDEX ON activity_holder (activity)",
            "CREATE INDEX ON open_step (activity)",
            "CREATE INDEX ON finding (activity)",
            "CREATE INDEX ON agenda_item (meeting)",
            "CREATE INDEX ON meeting (for_group, day)",
            "CREATE INDEX ON paper (activity)",
            "CREATE INDEX ON action (activity)",
            "CREATE INDEX ON action_update (action)",
            "CREATE INDEX ON response (activity)",
        ),
    ),
    Migration(
        "activity_seats",
        # Who has a part in an activity: of a role, acting for a place, or a person. Empty
        # columns narrow nothing; written anew with each change of an activity's people.
        (
            """CREATE TABLE activity_seat (
                activity TEXT NOT NULL, role TEXT NOT NULL, acts_for TEXT NOT NULL,
                person TEXT NOT NULL, name TEXT NOT NULL)""",
        ),
        postgresql=(
            "CREATE INDEX ON activity_seat (activity)",
            "CREATE INDEX ON taking (activity)",
            "CREATE INDEX ON open_step (held_by, progress)",
        ),
    ),
    Migration(
        "languages_of_mails",
        ("ALTER TABLE organisation ADD COLUMN contact_language TEXT DEFAULT 'en'",),
    ),
    Migration(
        "refusals",
        (
            """CREATE TABLE refused (
                what TEXT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
                minute TIMESTAMP NOT NULL, is_day_only BOOLEAN NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (what, who, role, minute))""",
        ),
    ),
    Migration(
        "meetings",
        (
            "ALTER TABLE meeting ADD COLUMN ends_at TEXT DEFAULT ''",
            "ALTER TABLE meeting ADD COLUMN sequence INTEGER DEFAULT 0",
            "ALTER TABLE meeting ADD COLUMN changed TIMESTAMP",
            "ALTER TABLE agenda_item ADD COLUMN for_group TEXT DEFAULT ''",
            "ALTER TABLE agenda_item ADD COLUMN kind TEXT DEFAULT ''",
            "ALTER TABLE agenda_item ADD COLUMN earliest DATE",
            "ALTER TABLE agenda_item ADD COLUMN asked TEXT DEFAULT ''",
            "ALTER TABLE calendar_key ADD COLUMN name TEXT DEFAULT ''",
        ),
        postgresql=(
            "CREATE INDEX ON agenda_item (for_group)",
            "CREATE INDEX ON group_member (for_group)",
        ),
    ),
    Migration(
        "step_drafts",
        (
            """CREATE TABLE step_draft (
                activity TEXT NOT NULL, step TEXT NOT NULL, part TEXT NOT NULL,
                writer TEXT NOT NULL, content TEXT NOT NULL, day DATE NOT NULL,
                PRIMARY KEY (activity, step, part, writer))""",
        ),
    ),
    Migration(
        "actions",
        _ACTIONS,
        postgresql=(
            "CREATE INDEX ON action (organisation)",
            "CREATE INDEX ON action (carried_to)",
        ),
    ),
    Migration(
        "papers",
        (
            "ALTER TABLE paper ADD COLUMN approvers TEXT DEFAULT '[]'",
            "ALTER TABLE paper ADD COLUMN publication TEXT DEFAULT 'yes'",
            "ALTER TABLE paper ADD COLUMN is_restricted BOOLEAN DEFAULT FALSE",
            "ALTER TABLE paper ADD COLUMN revision INTEGER DEFAULT 0",
            "ALTER TABLE paper ADD COLUMN presented_on DATE",
            "ALTER TABLE paper_copy ADD COLUMN acts_for TEXT DEFAULT ''",
            "ALTER TABLE paper_copy ADD COLUMN part TEXT DEFAULT 'other'",
        ),
        postgresql=("CREATE INDEX ON paper_copy (paper)",),
    ),
    Migration("requests_as_activities", ("DROP TABLE request",)),
)


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> list[str]:
    """Apply what has not been applied, in order; returns the names of the new ones.

    The caller holds the engine's migration lock.
    """
    database.write(_start)
    done = database.read(_list_applied)
    new = [migration for migration in migrations if migration.name not in done]
    for migration in new:
        database.write(_apply, migration)
    return [migration.name for migration in new]


def _start(tx: Transaction) -> None:
    tx.execute(_RECORD)


def _list_applied(tx: Transaction) -> frozenset[str]:
    return frozenset(row["name"] for row in tx.query("SELECT name FROM migration"))


def _apply(tx: Transaction, migration: Migration) -> None:
    extra = migration.postgresql if tx.kind == "postgresql" else ()
    for statement in (*migration.statements, *extra):
        tx.execute(statement)
    tx.execute(
        "INSERT INTO migration (name, applied) VALUES ($1, $2)",
        [migration.name, datetime.now(UTC)],
    )
