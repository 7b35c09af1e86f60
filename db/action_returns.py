"""The actions of returns: settled when one is sent again, and carried into the next one."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from db.access import require_composites, visible
from db.action_register import LATELY, TALLY, age_key
from db.action_rows import (
    SELECTED,
    add_actions,
    say_day,
    store_action,
    to_action,
    write_columns,
)
from db.connection import Row, Transaction
from db.days import local_day
from db.events import APP, Happening, add_event
from scrutiny.access import Viewer
from scrutiny.action import OPEN, OWED, Action, ActionStatus, Deed, match_earlier
from scrutiny.action_picture import RoundTally, Side
from scrutiny.action_rules import ActionRules
from scrutiny.action_search import Tally

_GONE = "No longer in the return, which was sent again on {day}."
_SENT_AGAIN = "The return was sent again."


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions of a round are open, and how many of those overdue."""

    open: int
    overdue: int


def replace_actions(
    tx: Transaction, *, response: str, actions: Sequence[Action], viewer: Viewer, now: datetime
) -> None:
    """Settle what a return sent again says of its actions with what became of them.

    An action keeps its id, status and history; one that vanished is closed with a reason.
    For what has checked who sends the return.
    """
    rows = tx.query(f"SELECT {SELECTED} FROM action a WHERE a.response = $1", [response])
    earlier = [to_action(row) for row in rows if not row["activity"]]
    pairs, gone, new = match_earlier(earlier, actions)
    for stored, given in pairs:
        _take_over(tx, stored, given, viewer, now)
    reason = _GONE.format(day=say_day(local_day(now)))
    for action in gone:
        if action.is_open:
            closed = replace(action, status=ActionStatus.CLOSED, reason=reason)
            store_action(tx, closed, Deed.CLOSED, viewer, now, words=reason)
    add_actions(tx, new, now=now)


def _take_over(
    tx: Transaction, stored: Action, given: Action, viewer: Viewer, now: datetime
) -> None:
    """Take the new words and date of an action that still stands, unless changed by hand."""
    if stored.status is ActionStatus.ASSURED:
        return
    rows = tx.query("SELECT deed FROM action_update WHERE action = $1", [stored.id])
    by_hand = {Deed(row["deed"]) for row in rows}
    after = replace(stored, standard=given.standard, instance=given.instance)
    if Deed.CHANGED not in by_hand:
        after = replace(after, text=given.text, owner=given.owner)
    if Deed.DUE_MOVED not in by_hand:
        after = replace(after, due=given.due)
    if stored.status is ActionStatus.CLOSED and stored.reason.startswith(_GONE[:20]):
        begun = ActionStatus.IN_PROGRESS if stored.progress else ActionStatus.NOT_STARTED
        after = replace(after, status=begun, reason="")
    if after == stored:
        return
    said = (after.text, after.owner, after.due, after.status)
    if said == (stored.text, stored.owner, stored.due, stored.status):
        write_columns(tx, after)  # only its place in the answer is another
        return
    store_action(tx, after, Deed.SENT_AGAIN, viewer, now, words=_SENT_AGAIN)


def carry_actions(tx: Transaction, *, response: str, organisation: str, now: datetime) -> int:
    """Carry what an organisation still has to do into the return it begins; returns how many.

    For what has checked who begins it.
    """
    rows = tx.query(
        "UPDATE action SET carried_to = $1 WHERE organisation = $2 AND response <> $1 "
        "AND status = ANY($3::TEXT[]) RETURNING id",
        [response, organisation, sorted(OPEN)],
    )
    if rows:
        add_event(
            tx, name=Happening.ACTIONS_CARRIED, subject=response, now=now, role=APP,
            detail={"count": len(rows)},
        )  # fmt: skip
    return len(rows)


def list_actions(
    tx: Transaction, *, viewer: Viewer, response: str | None = None, round: str | None = None
) -> list[Action]:
    """The actions of the responses that the viewer may read, soonest due first."""
    condition, params = visible(viewer, "r", 3)
    rows = tx.query(
        f"SELECT {SELECTED} FROM action a JOIN response r ON r.id = a.response "
        "WHERE ($1::TEXT IS NULL OR a.response = $1::TEXT) "
        f"AND ($2::TEXT IS NULL OR a.round = $2::TEXT) AND {condition} "
        "ORDER BY a.due NULLS LAST, a.response, a.question, a.instance",
        [response, round, *params],
    )
    return [to_action(row) for row in rows]


def count_actions(
    tx: Transaction, *, viewer: Viewer, round: str, today: date, types: Iterable[str] = ()
) -> ActionCounts:
    """How many actions of a round are open and overdue, over all organisations."""
    require_composites(viewer)
    row = tx.one(
        """SELECT count(*) AS open, count(*) FILTER (
            WHERE a.status = ANY($3::TEXT[]) AND a.due < $4) AS overdue
        FROM action a JOIN response r ON r.id = a.response
        WHERE a.round = $1 AND a.status = ANY($2::TEXT[])
        AND (cardinality($5::TEXT[]) = 0 OR r.slice = ANY($5::TEXT[]))""",
        [round, sorted(OPEN), sorted(OWED), today, sorted(types)],
    )
    return ActionCounts(row["open"], row["overdue"]) if row else ActionCounts(0, 0)


def tally_round(
    tx: Transaction,
    *,
    viewer: Viewer,
    round: str,
    today: date,
    rules: ActionRules,
    types: Iterable[str] = (),
) -> list[RoundTally]:
    """How a round's actions stand: all of them, and by type, standard, owner's role and age.

    Ages are of what is open.
    """
    require_composites(viewer)
    band, params = age_key(rules, today, 5)
    rows = tx.query(
        f"""SELECT a.slice, a.standard, a.role, a.band, {TALLY},
            count(DISTINCT a.organisation) AS organisations,
            grouping(a.slice) AS no_type, grouping(a.standard) AS no_standard,
            grouping(a.role) AS no_owner, grouping(a.band) AS no_age
        FROM (SELECT a.*, r.slice, lower(trim(a.owner)) AS role,
                CASE WHEN a.status IN ('assured', 'closed') THEN '' ELSE {band} END AS band
            FROM action a JOIN response r ON r.id = a.response
            WHERE a.round = $3
            AND (cardinality($4::TEXT[]) = 0 OR r.slice = ANY($4::TEXT[]))) a
        GROUP BY GROUPING SETS ((), (a.slice), (a.standard), (a.role), (a.band))""",
        [today, today - timedelta(LATELY), round, sorted(types), *params],
    )
    found = [_round_tally(row) for row in rows]
    return [row for row in found if row.side is not Side.AGE or row.tally.key]


_SIDES = (
    ("no_type", "slice", Side.TYPE), ("no_standard", "standard", Side.STANDARD),
    ("no_owner", "role", Side.OWNER), ("no_age", "band", Side.AGE),
)  # fmt: skip


def _round_tally(row: Row) -> RoundTally:
    side, key = next(
        ((side, row[column]) for mark, column, side in _SIDES if not row[mark]), (Side.WHOLE, "")
    )
    names = [part.name for part in fields(Tally) if part.name != "key"]
    tally = Tally(key or "", **{name: row[name] for name in names})
    return RoundTally(side, tally, row["organisations"])


def list_carried_actions(tx: Transaction, *, response: str, viewer: Viewer) -> list[Action]:
    """The actions that were open when this return was begun, as they stand now (R024).

    For whoever may write in the return or read it.
    """
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        f"SELECT {SELECTED} FROM action a JOIN response r ON r.id = a.carried_to "
        f"WHERE a.carried_to = $1 AND {condition} "
        "ORDER BY a.standard, a.due NULLS LAST, a.reference",
        [response, *params],
    )
    return [to_action(row) for row in rows]
