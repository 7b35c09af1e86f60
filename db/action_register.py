"""The scrutiny and assurance action plan as a register: found, paged, counted and compared.

Each function scans the actions once; names are looked up for the rows of one page alone.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db.action_access import visible_action
from db.action_rows import JOINED, NAMES, SELECTED, to_listed
from db.connection import Row, Transaction
from db.errors import NotFoundError
from scrutiny.access import Viewer
from scrutiny.action import OPEN, OWED, ActionKind, ActionStatus, ActionUpdate, Deed
from scrutiny.action_rules import ActionRules
from scrutiny.action_search import (
    EVERYTHING,
    PAGE_SIZE,
    By,
    Found,
    Listed,
    Progressed,
    ProgressReport,
    Show,
    Sort,
    Tally,
    Wanted,
)

_OWED = ", ".join(f"'{status}'" for status in sorted(OWED))
_ORDERS: Mapping[Sort, str] = {
    # What is to be done and has no date yet stands first: it would never be overdue.
    Sort.DUE: f"(a.due IS NULL AND a.status IN ({_OWED})) DESC, a.due NULLS LAST, a.reference",
    Sort.ADDED: "a.added DESC, a.reference DESC",
    Sort.OWNER: "o.name NULLS LAST, a.due NULLS LAST, a.reference",
    Sort.STANDARD: "a.standard = '', a.standard, a.due NULLS LAST, a.reference",
    Sort.REFERENCE: "a.reference",
}
_BY: Mapping[By, str] = {
    By.GROUP: "a.monitored_by",
    By.MECHANISM: "a.mechanism",
    By.OWNER: "a.organisation",
    By.STANDARD: "a.standard",
    By.LEAD_PARTNER: "a.lead_partner",
    By.THEME: "a.theme",
    By.KIND: "a.kind",
}
#: What of an action can be chosen by: the part of Wanted and the column.
_EQUAL = {
    "group": "monitored_by", "owner": "organisation", "lead_partner": "lead_partner",
    "portfolio": "portfolio", "standard": "standard", "theme": "theme", "kind": "kind",
    "priority": "priority", "round": "round", "activity": "activity",
}  # fmt: skip
#: "Lately" in a tally: within so many days.
LATELY = 365
TALLY = f"""count(*) FILTER (WHERE a.status = 'not_started') AS not_started,
    count(*) FILTER (WHERE a.status = 'in_progress') AS in_progress,
    count(*) FILTER (WHERE a.status = 'done') AS done,
    count(*) FILTER (WHERE a.status = 'assured') AS assured,
    count(*) FILTER (WHERE a.status = 'closed') AS closed,
    count(*) FILTER (WHERE a.status IN ({_OWED}) AND a.due < $1) AS overdue,
    count(*) FILTER (WHERE a.status = 'assured' AND a.assured_on >= $2) AS lately"""


@dataclass(slots=True)
class _Where:
    """Conditions that are put together, with their parameters from `first` on."""

    first: int
    conditions: list[str] = field(default_factory=list)
    params: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """A condition with a {} for each value."""
        marks = []
        for value in values:
            self.params.append(value)
            marks.append(f"${self.first + len(self.params) - 1}")
        self.conditions.append(condition.format(*marks))

    @property
    def sql(self) -> str:
        return " AND ".join(self.conditions) or "TRUE"


def list_register(
    tx: Transaction,
    *,
    viewer: Viewer,
    today: date,
    wanted: Wanted = EVERYTHING,
    sort: Sort = Sort.DUE,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Found:
    """One page of the actions that the viewer may see, and how many there are on all."""
    where = _where(viewer, wanted, today, 3)
    owner = "LEFT JOIN organisation o ON o.id = a.organisation" if sort is Sort.OWNER else ""
    rows = tx.query(
        f"""WITH found AS (
            SELECT a.id, count(*) OVER () AS total FROM action a {owner} WHERE {where.sql}
            ORDER BY {_ORDERS[sort]} LIMIT $1 OFFSET $2)
        SELECT found.total, {SELECTED}, {NAMES}
        FROM found JOIN action a ON a.id = found.id {JOINED} ORDER BY {_ORDERS[sort]}""",
        [size, (page - 1) * size, *where.params],
    )
    if not rows and page > 1:
        return list_register(
            tx, viewer=viewer, today=today, wanted=wanted, sort=sort, page=1, size=size
        )
    return Found(tuple(map(to_listed, rows)), rows[0]["total"] if rows else 0)


def count_register(
    tx: Transaction, *, viewer: Viewer, today: date, wanted: Wanted = EVERYTHING
) -> Tally:
    """How many of those actions stand where."""
    where = _where(viewer, wanted, today, 3)
    row = tx.one(
        f"SELECT {TALLY} FROM action a WHERE {where.sql}",
        [today, today - timedelta(LATELY), *where.params],
    )
    return Tally(**row) if row else Tally()


def group_register(
    tx: Transaction,
    *,
    viewer: Viewer,
    today: date,
    by: By,
    rules: ActionRules,
    wanted: Wanted = EVERYTHING,
) -> list[Tally]:
    """The same by what they have in common, the most overdue first; ages in their order."""
    where = _where(viewer, wanted, today, 3)
    key, params = age_key(rules, today, 3 + len(where.params)) if by is By.AGE else (_BY[by], [])
    rows = tx.query(
        f"SELECT {key} AS key, {TALLY} FROM action a WHERE {where.sql} GROUP BY 1",
        [today, today - timedelta(LATELY), *where.params, *params],
    )
    tallies = [Tally(**row) for row in rows]
    if by is By.AGE:
        order = [band.key for band in rules.age_bands]
        return sorted(tallies, key=lambda tally: order.index(tally.key))
    return sorted(tallies, key=lambda tally: (-tally.overdue, -tally.open, tally.key))


def age_key(rules: ActionRules, today: date, first_parameter: int) -> tuple[str, list[object]]:
    """The band of an action's age as an expression, and its parameters."""
    cases, params = [], list[object]()
    for band in rules.age_bands:
        params.append(band.key)
        mark = f"${first_parameter + len(params) - 1}::TEXT"
        if band.below is None:
            cases.append(f"ELSE {mark}")
        else:
            params.append(today - timedelta(band.below))
            cases.append(f"WHEN a.added > ${first_parameter + len(params) - 1} THEN {mark}")
    return f"CASE {' '.join(cases)} END", params


def list_progress(
    tx: Transaction,
    *,
    viewer: Viewer,
    first: date,
    today: date,
    wanted: Wanted = EVERYTHING,
    most: int = 200,
) -> ProgressReport:
    """What was open at the end of the day `first`, as it stood then and as it stands now.

    The rows are those that matter most first: still open, the longest due.
    """
    where = _where(viewer, wanted, today, 3)
    source = """FROM action a LEFT JOIN (
            SELECT DISTINCT ON (u.action) u.action, u.status FROM action_update u
            WHERE u.day <= $1 ORDER BY u.action, u.number DESC) p ON p.action = a.id"""
    before = (
        "COALESCE(p.status, "
        f"CASE WHEN a.kind = '{ActionKind.BEING_TAKEN}' THEN 'in_progress' ELSE 'not_started' END)"
    )
    chosen = f"a.added <= $1 AND {before} = ANY($2::TEXT[]) AND {where.sql}"
    params = [first, sorted(OPEN), *where.params]
    moves = tx.query(
        f"SELECT {before} AS before, a.status AS now, count(*) AS count, "
        "count(*) FILTER (WHERE a.due < $1) AS overdue, "
        f"count(*) FILTER (WHERE a.due < ${len(params) + 1}) AS late "
        f"{source} WHERE {chosen} GROUP BY 1, 2",
        [*params, today],
    )
    rows = tx.query(
        f"SELECT {before} AS before, {SELECTED}, {NAMES} {source} {JOINED} WHERE {chosen} "
        f"ORDER BY a.status = ANY($2::TEXT[]) DESC, a.due NULLS LAST, a.reference LIMIT {most:d}",
        params,
    )
    new = _where(viewer, wanted, today, 2)
    since = tx.one(
        f"SELECT count(*) AS count FROM action a WHERE a.added > $1 AND {new.sql}",
        [first, *new.params],
    )
    return ProgressReport(
        first, today, _tally(moves, "before", "overdue"), _tally(moves, "now", "late"),
        tuple(_progressed(row, first) for row in rows), since["count"] if since else 0,
        {(row["before"], row["now"]): row["count"] for row in moves},
    )  # fmt: skip


def _progressed(row: Row, first: date) -> Progressed:
    before = ActionStatus(row["before"])
    was_late = before in OWED and row["due"] is not None and row["due"] < first
    return Progressed(to_listed(row), before, was_late)


def _tally(moves: list[Row], side: str, late: str) -> Tally:
    """The counts of one side of the moves."""
    counts: dict[str, Any] = {}
    overdue = 0
    for row in moves:
        counts[row[side]] = counts.get(row[side], 0) + row["count"]
        overdue += row[late] if row[side] in OWED else 0
    return Tally(**counts, overdue=overdue)


def get_listed(tx: Transaction, id: str, *, viewer: Viewer) -> Listed:
    """One action by its id or reference, with the names of what it hangs on.

    Raises NotFoundError also when the viewer may not know of it.
    """
    condition, params = visible_action(viewer, "a", 2)
    row = tx.one(
        f"SELECT {SELECTED}, {NAMES} FROM action a {JOINED} "
        f"WHERE (a.id = $1 OR a.reference = $1) AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("action", id)
    return to_listed(row)


def list_updates(tx: Transaction, *, action: str, viewer: Viewer) -> list[ActionUpdate]:
    """The history of an action, first to last; empty where the viewer may not see it."""
    condition, params = visible_action(viewer, "a", 2)
    rows = tx.query(
        "SELECT u.* FROM action_update u JOIN action a ON a.id = u.action "
        f"WHERE u.action = $1 AND {condition} ORDER BY u.number, u.id",
        [action, *params],
    )
    return [
        ActionUpdate(
            row["action"], row["number"], Deed(row["deed"]), ActionStatus(row["status"]),
            row["day"], row["words"], row["evidence"], row["by_whom"], row["role"],
        )
        for row in rows
    ]  # fmt: skip


def list_owed(tx: Transaction, *, viewer: Viewer, until: date | None = None) -> list[Listed]:
    """What owners still have to do by that day (None: at all), owner by owner, by due date.

    Where an action names no address of its own, `owner_email` is the one that the register
    names for the organisation; what has neither is left out.
    """
    condition, params = visible_action(viewer, "a", 2)
    email = "COALESCE(NULLIF(trim(a.owner_email), ''), trim(o.contact_email))"
    rows = tx.query(
        f"SELECT {SELECTED}, {NAMES}, lower({email}) AS address FROM action a {JOINED} "
        f"WHERE a.status IN ({_OWED}) AND ($1::DATE IS NULL OR a.due <= $1::DATE) "
        f"AND {email} <> '' AND o.ended IS NULL AND {condition} "
        " ORDER BY a.organisation, address, a.due, a.reference",
        [until, *params],
    )
    return [to_listed({**row, "owner_email": row["address"]}) for row in rows]


def _where(viewer: Viewer, wanted: Wanted, today: date, first: int) -> _Where:
    """What is wanted of what the viewer may see."""
    condition, params = visible_action(viewer, "a", first)
    where = _Where(first, [condition], list(params))
    if wanted.status and wanted.status != Show.ALL:
        where.add("a.status = ANY({}::TEXT[])", sorted(wanted.statuses))
    if wanted.status == Show.OVERDUE:
        where.add(f"a.status IN ({_OWED}) AND a.due < {{}}", today)
    if wanted.mechanisms:
        where.add("a.mechanism = ANY({}::TEXT[])", sorted(wanted.mechanisms))
    for part, column in _EQUAL.items():
        if value := getattr(wanted, part):
            where.add(f"a.{column} = {{}}", value)
    if wanted.older_than:
        where.add("a.added <= {}", today - timedelta(wanted.older_than))
    if wanted.younger_than is not None:
        where.add("a.added > {}", today - timedelta(wanted.younger_than))
    for word in wanted.words.casefold().split():
        where.add("strpos(lower(a.text || ' ' || a.reference), {}) > 0", word)
    return where
