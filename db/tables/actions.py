"""Actions of any source, and what was reported of them."""

from __future__ import annotations

AT_WORK = (
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
)  # fmt: skip
AT_WORK_INDEXES = (
    "CREATE INDEX ON action (activity)",
    "CREATE INDEX ON action_update (action)",
)

# A sequence, and not a counter in a row, since returns that are sent at the same moment
# would all meet on that row.
ACTIONS = (
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
ACTIONS_INDEXES = (
    "CREATE INDEX ON action (organisation)",
    "CREATE INDEX ON action (carried_to)",
)
