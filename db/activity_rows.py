"""How an activity stands in its tables, shared by what reads it and what takes steps."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.access import visible_activity
from db.connection import Row, Transaction
from db.errors import NotFoundError
from db.events import Happening, add_event
from db.mechanisms import get_mechanism
from db.step_works import list_meetings
from forms.model import Json
from scrutiny.access import Viewer
from scrutiny.action import OPEN as OPEN_ACTIONS
from scrutiny.activity import (
    SENT,
    Activity,
    ActivityStatus,
    Holder,
    Party,
    PartyKind,
    Progress,
    Standing,
    StepStanding,
    Taking,
)
from scrutiny.finding import NEEDS_ACTION
from scrutiny.mechanism import Mechanism, Step
from scrutiny.response import OPEN as OPEN_RESPONSES
from scrutiny.standing import Context, stand
from scrutiny.taking_part import Seat, all_seats, seats_for

_OPEN_STEP = (
    "activity", "step", "title", "part", "held_by", "acts_for", "person", "progress", "due",
    "due_words", "is_target",
)  # fmt: skip
_NOBODY = Seat()


@dataclass(frozen=True, slots=True)
class SentForm:
    """A party's form of a step that was sent; `times` counts its sendings."""

    step: str
    part: str
    day: date
    moment: datetime
    by: str
    times: int


def find_activity(tx: Transaction, id: str, viewer: Viewer) -> Activity:
    """One activity by id or reference; raises NotFoundError also when it may not be seen."""
    condition, params = visible_activity(viewer, "a", 2)
    row = tx.one(
        f"SELECT a.* FROM activity a WHERE (a.id = $1 OR a.reference = $1) AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("activity", id)
    return _activity(tx, row)


def read_activity(tx: Transaction, id: str) -> Activity:
    """One activity by id, for the engine itself."""
    row = tx.one("SELECT * FROM activity WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("activity", id)
    return _activity(tx, row)


def lock_activity(tx: Transaction, id: str) -> None:
    """Keep every other change of the activity out until the transaction ends.

    Two that come together meet in this row, and one of them is run again.
    """
    tx.execute("UPDATE activity SET takings = takings + 1 WHERE id = $1", [id])


def write_people(tx: Transaction, mechanism: Mechanism, activity: Activity) -> None:
    """Write an activity's parties, holders and seats anew."""
    for table in ("activity_party", "activity_holder", "activity_seat"):
        tx.execute(f"DELETE FROM {table} WHERE activity = $1", [activity.id])
    tx.insert_many(
        "activity_party",
        ("activity", "kind", "key", "label", "is_excluded", "reason"),
        [(activity.id, p.kind, p.key, p.label, p.is_excluded, p.reason) for p in activity.parties],
    )
    tx.insert_many(
        "activity_holder",
        ("activity", "role", "name", "person", "email"),
        [(activity.id, h.role, h.name, h.person, h.email) for h in activity.holders],
    )
    tx.insert_many(
        "activity_seat",
        ("activity", "role", "acts_for", "person", "name"),
        [
            (activity.id, seat.role, seat.acts_for, seat.person, seat.name)
            for seat in sorted(all_seats(mechanism, activity))
        ],
    )


def mechanism_of(tx: Transaction, activity: Activity, context: Context) -> Mechanism:
    """The version of its mechanism that an activity runs on."""
    return get_mechanism(tx, activity.mechanism, activity.version, context)


def standing_of(
    tx: Transaction, mechanism: Mechanism, activity: Activity, context: Context
) -> Standing:
    """Where an activity stands, with the meetings, forms and counts that bear on it."""
    meets = any(step.due and step.due.meeting for step in mechanism.steps)
    return stand(
        mechanism,
        activity,
        partners=context.partners,
        meetings=list_meetings(tx) if meets else (),
        holidays=context.holidays,
        sent=list_sent(tx, mechanism, activity),
        groups=context.groups,
        counts=count_facts(tx, mechanism, activity),
    )


def list_sent(
    tx: Transaction, mechanism: Mechanism, activity: Activity
) -> dict[str, dict[str, date]]:
    """By step, the parties whose form was sent, with the day.

    Where a form is answered many times, those who have finished and have none back to change.
    """
    found: dict[str, dict[str, date]] = {}
    for form in list_sent_forms(tx, mechanism, activity):
        found.setdefault(form.step, {})[form.part] = form.day
    takings = [
        *_list_destroyed(tx, mechanism, activity, found),
        *_list_finished(tx, mechanism, activity),
    ]
    for taking in takings:
        found.setdefault(taking.step, {})[taking.part] = taking.day
    return found


def _list_finished(tx: Transaction, mechanism: Mechanism, activity: Activity) -> list[Taking]:
    """The takings of those who said that all their forms are sent, and of whom none is open."""
    many = {step.id: step for step in mechanism.steps if step.many}
    said = [each for each in activity.taken if each.outcome == SENT and each.step in many]
    if not said:
        return []
    rows = tx.query(
        "SELECT form, organisation FROM response WHERE activity = $1 AND status = ANY($2::TEXT[])",
        [activity.id, sorted(OPEN_RESPONSES)],
    )
    held = {(row["form"], row["organisation"]) for row in rows}
    forms = {form for form, _ in held}
    return [
        taking
        for taking in said
        if (step := many[taking.step])
        and not ((step.form, taking.part) in held if step.each else step.form in forms)
    ]


def _list_destroyed(
    tx: Transaction,
    mechanism: Mechanism,
    activity: Activity,
    sent: Mapping[str, Mapping[str, date]],
) -> list[Taking]:
    """The takings of forms that were sent, and destroyed since: their steps stay done."""
    missing = [
        taking
        for taking in activity.taken
        if taking.outcome == SENT and taking.part not in sent.get(taking.step, ())
    ]
    if not missing:
        return []
    steps = _list_once(mechanism)
    missing = [taking for taking in missing if taking.step in {s.id for s in steps.values()}]
    rows = tx.query("SELECT form, organisation FROM response WHERE activity = $1", [activity.id])
    held = {
        (step.id, row["organisation"] if step.each else "")
        for row in rows
        if (step := steps.get(row["form"]))
    }
    return [taking for taking in missing if (taking.step, taking.part) not in held]


def list_sent_forms(tx: Transaction, mechanism: Mechanism, activity: Activity) -> list[SentForm]:
    """The forms that stand for a step by themselves and are sent now, first to last."""
    steps = _list_once(mechanism)
    if not steps:
        return []
    rows = tx.query(
        "SELECT r.form, r.organisation, r.submitted, r.author, r.updated, 1 + (SELECT count(*) "
        "FROM earlier_submission e WHERE e.response = r.id) AS times FROM response r "
        "WHERE r.activity = $1 AND r.submitted IS NOT NULL AND NOT r.status = ANY($2::TEXT[]) "
        "ORDER BY r.updated, r.id",
        [activity.id, sorted(OPEN_RESPONSES)],
    )
    return [
        SentForm(
            step.id,
            row["organisation"] if step.each else "",
            row["submitted"],
            row["updated"],
            row["author"],
            row["times"],
        )
        for row in rows
        if (step := steps.get(row["form"]))
    ]


def _list_once(mechanism: Mechanism) -> dict[str, Step]:
    """By form, the steps in which each party answers it once."""
    return {step.form: step for step in mechanism.steps if step.form and not step.many}


def count_facts(tx: Transaction, mechanism: Mechanism, activity: Activity) -> Mapping[str, int]:
    """What expressions may look at beside the answers; nothing where none does."""
    if not mechanism.counts:
        return {}
    row = tx.one(
        """SELECT
            (SELECT count(*) FROM finding WHERE activity = $1) AS findings,
            (SELECT count(*) FROM finding f WHERE f.activity = $1 AND f.kind = ANY($2::TEXT[])
                AND f.no_action_reason = '' AND NOT EXISTS (
                    SELECT 1 FROM action a WHERE a.finding = f.id)) AS findings_without_action,
            (SELECT count(*) FROM action WHERE activity = $1) AS actions,
            (SELECT count(*) FROM action WHERE activity = $1 AND status = ANY($3::TEXT[])
                AND COALESCE(carried_to, '') = '') AS actions_open""",
        [activity.id, sorted(NEEDS_ACTION), sorted(OPEN_ACTIONS)],
    )
    counted = {key: int(value) for key, value in row.items()} if row else {}
    return {**counted, "recommendations_unanswered": _count_unanswered(tx, activity)}


def _count_unanswered(tx: Transaction, activity: Activity) -> int:
    """The recommendations that somebody to whom they are addressed has still to answer.

    What is addressed to nobody in particular is for each of the partners who take part.
    """
    partners = sorted(
        each.key for each in activity.parties
        if each.kind is PartyKind.PARTNER and not each.is_excluded
    )  # fmt: skip
    rows = tx.query(
        "SELECT organisation, replies FROM finding WHERE activity = $1 "
        "AND kind = 'recommendation' AND reply = ''",
        [activity.id],
    )
    replied = [{reply[0] for reply in json.loads(row["replies"])} for row in rows]
    return sum(
        bool(row["organisation"]) or not partners or not replies.issuperset(partners)
        for row, replies in zip(rows, replied, strict=True)
    )


def finish(activity: Activity, standing: Standing, day: date) -> Activity:
    """The activity as ended on that day, when it goes on and all of it is done."""
    if not (standing.is_ended and activity.is_running):
        return activity
    return replace(activity, status=ActivityStatus.ENDED, ended=day)


def store_standing(
    tx: Transaction, mechanism: Mechanism, activity: Activity, standing: Standing
) -> None:
    """Write what an activity is said to be, and its open steps, anew."""
    tx.execute(
        "UPDATE activity SET state = $2, status = $3, ended = $4, reason = $5, takings = $6 "
        "WHERE id = $1",
        [
            activity.id, standing.state, activity.status, activity.ended, activity.reason,
            len(activity.taken),
        ],
    )  # fmt: skip
    tx.execute("DELETE FROM open_step WHERE activity = $1", [activity.id])
    if activity.ended is None:
        tx.insert_many("open_step", _OPEN_STEP, list(_open_rows(mechanism, activity, standing)))


def tell(
    tx: Transaction,
    activity: Activity,
    name: Happening,
    viewer: Viewer,
    now: datetime,
    **detail: Json,
) -> None:
    """Write what happened to an activity."""
    add_event(
        tx, name=name, subject=activity.id, now=now, actor=viewer.name, role=viewer.role,
        detail={"reference": activity.reference, **detail},
    )  # fmt: skip


def _open_rows(
    mechanism: Mechanism, activity: Activity, standing: Standing
) -> Iterator[tuple[object, ...]]:
    """A row for each party and seat of a step that is open, or waits and has a date."""
    for each in standing.steps:
        if not _is_to_come(each):
            continue
        step = mechanism.by_id[each.step]
        for part in each.parts or ("",):
            seats = seats_for(mechanism, step, activity, part) or {_NOBODY}
            for seat in sorted(seats):
                yield (
                    activity.id, step.id, step.title, part, seat.role, seat.acts_for,
                    seat.person, each.progress, each.due, each.due_words, each.is_target,
                )  # fmt: skip


def _is_to_come(step: StepStanding) -> bool:
    is_dated = step.progress is Progress.WAITING and step.due is not None
    return step.progress is Progress.OPEN or is_dated


def _activity(tx: Transaction, row: Row) -> Activity:
    parties = tx.query("SELECT * FROM activity_party WHERE activity = $1", [row["id"]])
    holders = tx.query("SELECT * FROM activity_holder WHERE activity = $1", [row["id"]])
    taken = tx.query("SELECT * FROM taking WHERE activity = $1 ORDER BY number", [row["id"]])
    return activity_of(
        row, taken=map(taking_of, taken), parties=map(_party, parties),
        holders=map(_holder, holders),
    )  # fmt: skip


def activity_of(
    row: Row,
    *,
    taken: Iterable[Taking],
    parties: Iterable[Party] = (),
    holders: Iterable[Holder] = (),
) -> Activity:
    """The activity in a row of its table, whatever else the row holds."""
    content = json.loads(row["content"])
    return Activity(
        id=row["id"],
        reference=row["reference"],
        mechanism=row["mechanism"],
        version=row["version"],
        title=row["title"],
        began=row["began"],
        status=ActivityStatus(row["status"]),
        subject=row["subject"],
        group=row["for_group"],
        response=row["response"],
        parent=row["parent"],
        ended=row["ended"],
        reason=row["reason"],
        begun_by=row["begun_by"],
        answers=content.get("answers", {}),
        parties=tuple(sorted(parties)),
        holders=tuple(sorted(holders)),
        taken=tuple(taken),
        subject_partner=content.get("subject_partner", ""),
    )


def _party(row: Row) -> Party:
    return Party(
        PartyKind(row["kind"]), row["key"], row["label"], row["is_excluded"], row["reason"]
    )


def _holder(row: Row) -> Holder:
    return Holder(row["role"], row["name"], row["person"], row["email"])


def taking_of(row: Row) -> Taking:
    """The taking in a row of its table."""
    return Taking(
        number=row["number"],
        step=row["step"],
        day=row["day"],
        outcome=row["outcome"],
        part=row["part"],
        answers=json.loads(row["content"]),
        reason=row["reason"],
        by=row["by_whom"],
        role=row["role"],
        known_from=row["known_from"],
        taken=row["taken"],
    )
