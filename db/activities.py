"""Activities: begun, listed, changed, paused and withdrawn; `db.steps` takes their steps."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.access import visible_activity
from db.activity_rows import (
    find_activity,
    finish,
    lock_activity,
    mechanism_of,
    read_activity,
    standing_of,
    store_standing,
    tell,
    write_people,
)
from db.beginnings import add_activity
from db.connection import Row, Transaction, clean_text
from db.days import local_day
from db.errors import NotAllowedError, StepRefusedError
from db.events import Event, Happening, list_events
from db.mechanisms import get_mechanism
from db.open_steps import list_for_me, list_open_steps, refresh_open_steps
from db.steps import attempt_step, take_step
from scrutiny.access import Viewer
from scrutiny.activity import Activity, ActivityStatus, Holder, Party, Standing
from scrutiny.mechanism import Mechanism
from scrutiny.standing import Context
from scrutiny.taking_part import may_run

__all__ = [
    "ActivityRow", "Context", "add_activity", "attempt_step", "get_activity", "get_run",
    "list_activities", "list_for_me", "list_open_steps", "pause_activity",
    "refresh_open_steps", "rename_activity", "resume_activity", "set_holders", "set_parties",
    "take_step", "take_up_version", "withdraw_activity",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of a list of activities; `next_title` is the step that is due next.

    `round_opens` is the day on which the round that it is about opens, where it is about one.
    """

    id: str
    reference: str
    mechanism: str
    title: str
    state: str
    status: ActivityStatus
    began: date
    next_due: date | None = None
    next_title: str = ""
    is_late: bool = False
    group: str = ""
    subject: str = ""
    round_opens: date | None = None

    @property
    def counts_on(self) -> date:
        """The day that says for which year it counts: a round is prepared the year before."""
        return self.round_opens or self.began


_STOPS = frozenset(
    {Happening.ACTIVITY_PAUSED, Happening.ACTIVITY_RESUMED, Happening.ACTIVITY_WITHDRAWN}
)


@dataclass(frozen=True, slots=True)
class Run:
    """An activity with the version of its mechanism that it runs on, and where it stands.

    `stops` are the events of its pauses, resumptions and withdrawal, first to last.
    """

    activity: Activity
    mechanism: Mechanism
    standing: Standing
    stops: tuple[Event, ...] = ()


def get_activity(tx: Transaction, id: str, *, viewer: Viewer) -> Activity:
    """One activity by id or reference; raises NotFoundError also when it may not be seen."""
    return find_activity(tx, id, viewer)


def get_run(tx: Transaction, id: str, *, viewer: Viewer, context: Context) -> Run:
    """One activity with its mechanism and where it stands; raises NotFoundError."""
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    stops = tuple(e for e in list_events(tx, subject=activity.id) if e.name in _STOPS)
    return Run(activity, mechanism, standing_of(tx, mechanism, activity, context), stops)


def list_activities(
    tx: Transaction,
    *,
    viewer: Viewer,
    today: date | None = None,
    mechanism: str = "",
    status: ActivityStatus | None = None,
    group: str = "",
    organisation: str = "",
    year: int = 0,
    parent: str = "",
) -> list[ActivityRow]:
    """The activities that the viewer may see, latest first; an empty filter takes all.

    `organisation` finds those about it and those in which it takes part; `year` those that
    count for it: of which the round opens in it, or which began in it. `today` says what is late.
    """
    condition, params = visible_activity(viewer, "a", 8)
    rows = tx.query(
        f"""SELECT a.id, a.reference, a.mechanism, a.title, a.state, a.status, a.began,
            a.for_group, a.subject, a.parent, c.opens AS round_opens, n.due,
            n.title AS next_title
        FROM activity a LEFT JOIN cycle c ON c.id = a.subject LEFT JOIN (
            SELECT activity, due, title, row_number() OVER (
                PARTITION BY activity ORDER BY due NULLS LAST, step) AS place
            FROM open_step WHERE progress = 'open') n ON n.activity = a.id AND n.place = 1
        WHERE ($1::TEXT = '' OR a.mechanism = $1::TEXT)
            AND ($2::TEXT = '' OR a.status = $2::TEXT)
            AND ($3::TEXT = '' OR a.for_group = $3::TEXT)
            AND ($4::TEXT = '' OR a.subject = $4::TEXT OR EXISTS (
                SELECT 1 FROM activity_party p WHERE p.activity = a.id AND p.key = $4::TEXT))
            AND (NOT $5::BOOLEAN OR COALESCE(c.opens, a.began) BETWEEN $6::DATE AND $7::DATE)
            AND {condition}
        ORDER BY a.began DESC, a.reference DESC""",
        [
            mechanism, status or "", group, organisation, bool(year), date(year or 1, 1, 1),
            date(year or 1, 12, 31), *params,
        ],
    )  # fmt: skip
    return [_row(row, today) for row in rows if not parent or row["parent"] == parent]


def set_parties(
    tx: Transaction,
    *,
    id: str,
    parties: Iterable[Party],
    viewer: Viewer,
    now: datetime,
    context: Context,
) -> Activity:
    """Say who takes part from now on; who has taken their part stays in the history."""
    mechanism, activity = _open_for_change(tx, id, viewer, context)
    changed = replace(activity, parties=tuple(sorted(parties)))
    return _change(tx, mechanism, changed, context, viewer, now, what="parties")


def set_holders(
    tx: Transaction,
    *,
    id: str,
    holders: Iterable[Holder],
    viewer: Viewer,
    now: datetime,
    context: Context,
) -> Activity:
    """Name the people of an activity; whoever takes over takes the steps from now on."""
    mechanism, activity = _open_for_change(tx, id, viewer, context)
    named = tuple(sorted(holders))
    for holder in named:
        if holder.role not in mechanism.roles:
            raise StepRefusedError(f"There is no role {holder.role!r} in this mechanism.")
    return _change(
        tx, mechanism, replace(activity, holders=named), context, viewer, now, what="holders"
    )


def rename_activity(
    tx: Transaction, *, id: str, title: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """Give an activity another title; its reference stays."""
    mechanism, activity = _open_for_change(tx, id, viewer, context)
    words = clean_text(title).strip()
    if not words:
        raise StepRefusedError("Give it a title that says what it is about, without a name.")
    tx.execute("UPDATE activity SET title = $2 WHERE id = $1", [activity.id, words])
    renamed = replace(activity, title=words)
    return _change(tx, mechanism, renamed, context, viewer, now, what="title")


def pause_activity(
    tx: Transaction, *, id: str, reason: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """Stop an activity for a while, with a reason; nobody's turn comes until it is resumed."""
    return _move(tx, id, ActivityStatus.PAUSED, reason, viewer, now, context)


def resume_activity(
    tx: Transaction, *, id: str, reason: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """Let a paused activity go on, with a reason."""
    return _move(tx, id, ActivityStatus.UNDER_WAY, reason, viewer, now, context)


def withdraw_activity(
    tx: Transaction, *, id: str, reason: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """End an activity that is not to be finished, with a reason; what was recorded stays."""
    return _move(tx, id, ActivityStatus.WITHDRAWN, reason, viewer, now, context)


def take_up_version(
    tx: Transaction, *, id: str, version: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """Let an activity go on by another version of its mechanism.

    Raises StepRefusedError when a step that was taken is not there any more.
    """
    mechanism, activity = _open_for_change(tx, id, viewer, context)
    wanted = get_mechanism(tx, mechanism.id, version, context)
    gone = sorted({taking.step for taking in activity.taken} - wanted.by_id.keys())
    if gone:
        raise StepRefusedError(
            f"Version {version} has no step {gone[0]!r}, which was taken here. "
            "Finish this activity with its own version."
        )
    tx.execute(
        "UPDATE activity SET version = $2, is_restricted = $3 WHERE id = $1",
        [activity.id, version, wanted.is_restricted],
    )
    moved = replace(activity, version=version)
    write_people(tx, wanted, moved)
    store_standing(tx, wanted, moved, standing_of(tx, wanted, moved, context))
    tell(tx, moved, Happening.ACTIVITY_UPDATED_VERSION, viewer, now, version=version)
    return moved


_MOVES = {
    ActivityStatus.PAUSED: (
        {ActivityStatus.UNDER_WAY}, Happening.ACTIVITY_PAUSED, "Only one that is under way can "
        "be paused.",
    ),
    ActivityStatus.UNDER_WAY: (
        {ActivityStatus.PAUSED}, Happening.ACTIVITY_RESUMED, "Only one that is paused can be "
        "resumed.",
    ),
    ActivityStatus.WITHDRAWN: (
        {ActivityStatus.UNDER_WAY, ActivityStatus.PAUSED}, Happening.ACTIVITY_WITHDRAWN,
        "This has ended already.",
    ),
}  # fmt: skip


def _move(
    tx: Transaction,
    id: str,
    status: ActivityStatus,
    reason: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
) -> Activity:
    mechanism, activity = _open_for_change(tx, id, viewer, context)
    sources, happening, sentence = _MOVES[status]
    if activity.status not in sources:
        raise StepRefusedError(f"{sentence} Look again at where it stands.")
    words = clean_text(reason).strip()
    if not words:
        raise StepRefusedError("Say why: the reason is kept with the activity.")
    ended = local_day(now) if status is ActivityStatus.WITHDRAWN else None
    moved = replace(activity, status=status, reason=words, ended=ended)
    store_standing(tx, mechanism, moved, standing_of(tx, mechanism, moved, context))
    tell(tx, moved, happening, viewer, now, reason=words)
    return moved


def _open_for_change(
    tx: Transaction, id: str, viewer: Viewer, context: Context
) -> tuple[Mechanism, Activity]:
    """The activity, locked, when the viewer may run it; raises NotAllowedError."""
    found = find_activity(tx, id, viewer)
    lock_activity(tx, found.id)
    activity = read_activity(tx, found.id)
    mechanism = mechanism_of(tx, activity, context)
    refusal = may_run(mechanism, activity, viewer)
    if refusal:
        raise NotAllowedError("change this activity", refusal)
    return mechanism, activity


def _change(
    tx: Transaction,
    mechanism: Mechanism,
    changed: Activity,
    context: Context,
    viewer: Viewer,
    now: datetime,
    *,
    what: str,
) -> Activity:
    write_people(tx, mechanism, changed)
    standing = standing_of(tx, mechanism, changed, context)
    settled = finish(changed, standing, local_day(now))
    store_standing(tx, mechanism, settled, standing)
    tell(tx, settled, Happening.ACTIVITY_CHANGED, viewer, now, what=what)
    if settled.status is not changed.status:
        tell(tx, settled, Happening.ACTIVITY_ENDED, viewer, now)
    return settled


def _row(row: Row, today: date | None) -> ActivityRow:
    due, status = row["due"], ActivityStatus(row["status"])
    is_late = bool(today and due and due < today and status is ActivityStatus.UNDER_WAY)
    return ActivityRow(
        id=row["id"],
        reference=row["reference"],
        mechanism=row["mechanism"],
        title=row["title"],
        state=row["state"],
        status=status,
        began=row["began"],
        next_due=due,
        next_title=row["next_title"] or "",
        is_late=is_late,
        group=row["for_group"],
        subject=row["subject"],
        round_opens=row["round_opens"],
    )
