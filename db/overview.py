"""A year of scrutiny in numbers, for whoever may see composites: it names nobody."""

from __future__ import annotations

from datetime import date

from db.access import require_composites
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.action import OPEN, ActionStatus
from scrutiny.activity import ActivityStatus
from scrutiny.finding import FindingCount, FindingKind
from scrutiny.year import MechanismCount


def count_mechanisms(
    tx: Transaction, *, viewer: Viewer, first: date, last: date
) -> list[MechanismCount]:
    """What each mechanism's activities came to between two days.

    One about a round counts as begun on the day on which the round opens, since it is prepared
    the year before; a withdrawn one does not count.
    """
    require_composites(viewer)
    rows = tx.query(
        """WITH activities AS (
            SELECT a.mechanism, count(*) FILTER (WHERE a.status <> $6
                    AND COALESCE(c.opens, a.began) BETWEEN $1 AND $2) AS begun,
                count(*) FILTER (WHERE a.status = $3 AND a.ended BETWEEN $1 AND $2) AS ended,
                count(*) FILTER (
                    WHERE a.began <= $2 AND (a.ended IS NULL OR a.ended > $2)) AS under_way
            FROM activity a LEFT JOIN cycle c ON c.id = a.subject GROUP BY a.mechanism),
        papers AS (
            SELECT a.mechanism, count(*) AS documents FROM paper p
            JOIN activity a ON a.id = p.activity
            WHERE p.issued_on BETWEEN $1 AND $2 GROUP BY a.mechanism),
        spent AS (
            SELECT a.mechanism, sum(d.days) AS days FROM officer_day d
            JOIN activity a ON a.id = d.activity
            WHERE d.day BETWEEN $1 AND $2 GROUP BY a.mechanism),
        owed AS (
            SELECT a.mechanism, count(*) AS actions,
                count(*) FILTER (WHERE c.status = ANY($4::TEXT[])) AS open_actions,
                count(*) FILTER (WHERE c.status = $5) AS assured
            FROM action c JOIN activity a ON a.id = c.activity
            WHERE c.added BETWEEN $1 AND $2 GROUP BY a.mechanism)
        SELECT t.mechanism, t.begun, t.ended, t.under_way, COALESCE(p.documents, 0) AS documents,
            COALESCE(s.days, 0.0) AS days, COALESCE(o.actions, 0) AS actions,
            COALESCE(o.open_actions, 0) AS open_actions, COALESCE(o.assured, 0) AS assured
        FROM activities t LEFT JOIN papers p ON p.mechanism = t.mechanism
        LEFT JOIN spent s ON s.mechanism = t.mechanism
        LEFT JOIN owed o ON o.mechanism = t.mechanism ORDER BY 1""",
        [
            first,
            last,
            ActivityStatus.ENDED,
            sorted(OPEN),
            ActionStatus.ASSURED,
            ActivityStatus.WITHDRAWN,
        ],
    )
    return [MechanismCount(**row) for row in rows]


def count_findings(
    tx: Transaction, *, viewer: Viewer, first: date, last: date
) -> list[FindingCount]:
    """How many findings of each kind speak of each standard, theme and aim."""
    require_composites(viewer)
    rows = tx.query(
        "SELECT kind, standard, theme, aim, count(*) AS count FROM finding "
        "WHERE day BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        [first, last],
    )
    return [FindingCount(**{**row, "kind": FindingKind(row["kind"])}) for row in rows]


def total_officer_days(
    tx: Transaction, *, viewer: Viewer, first: date, last: date
) -> tuple[float, float]:
    """Days of the scrutiny officers between two days: those that count, and the others."""
    require_composites(viewer)
    row = tx.one(
        "SELECT COALESCE(sum(days) FILTER (WHERE is_counted), 0.0) AS counted, "
        "COALESCE(sum(days) FILTER (WHERE NOT is_counted), 0.0) AS others "
        "FROM officer_day WHERE day BETWEEN $1 AND $2",
        [first, last],
    )
    return (float(row["counted"]), float(row["others"])) if row else (0.0, 0.0)
