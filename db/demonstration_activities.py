"""The invented activities written in bulk: as they stand, with all that came of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db.activity_forms import form_id
from db.activity_rows import standing_of, store_standing, write_people
from db.connection import Transaction
from db.events import Happening, add_event
from db.findings import dump_replies
from db.mechanisms import publish_mechanism
from scrutiny.activity import Activity, ActivityStatus, Taking
from scrutiny.demonstration.model import Filled, Ran, Seen
from scrutiny.mechanism_library import MechanismLibrary, context_of
from scrutiny.meeting import Meeting, MeetingStatus
from scrutiny.partnership import partnership

_LONDON = ZoneInfo("Europe/London")
_NOTED = "Considered. What was decided is in the activity."
_STOPPED = {
    ActivityStatus.PAUSED: Happening.ACTIVITY_PAUSED,
    ActivityStatus.WITHDRAWN: Happening.ACTIVITY_WITHDRAWN,
}


def publish_mechanisms(tx: Transaction, library: MechanismLibrary, *, now: datetime) -> None:
    """Publish every mechanism that can be used."""
    for id, mechanism in library.mechanisms.items():
        publish_mechanism(tx, mechanism=mechanism, source=library.sources[id], now=now)


def list_forms(runs: Sequence[Ran]) -> dict[str, Filled]:
    """The responses of activities, each with its own id, by activity and that id."""
    found = {}
    for ran in runs:
        for form in ran.forms:
            id = form_id(ran.activity.id, form.step, form.part, form.reference)
            response = replace(form.filled.response, id=id, reference=form.reference)
            found[f"{ran.activity.id} {id}"] = replace(form.filled, response=response)
    return found


def write_activities(
    tx: Transaction, runs: Sequence[Ran], seen: Seen, forms: Mapping[str, Filled]
) -> None:
    """Write activities whose forms, actions and meetings are written already."""
    activities = [ran.activity for ran in runs]
    tx.insert_many("activity", _ACTIVITY, [_activity_row(ran) for ran in runs])
    tx.insert_many("taking", _TAKING, [_taking_row(a, t) for a in activities for t in a.taken])
    tx.insert_many("finding", _FINDING, [
        (f.id, f.activity, f.step, f.kind, f.text, f.on, f.standard, f.theme, f.aim,
         f.organisation, f.source, f.rating, f.by, f.reply, f.replied_by, f.replied_on,
         f.no_action_reason, dump_replies(f.replies))
        for f in seen.findings
    ])  # fmt: skip
    tx.insert_many("officer_day", _DAY, [
        (d.id, d.activity, d.officer, d.on, d.days, d.kind, d.is_counted, d.note, d.by)
        for d in seen.days
    ])  # fmt: skip
    for key, form in forms.items():
        activity, _, response = key.partition(" ")
        tx.execute(
            "UPDATE response SET activity = $2, reference = $3 WHERE id = $1",
            [response, activity, form.response.reference],
        )
    context = context_of(partnership())
    for ran in runs:
        write_people(tx, ran.mechanism, ran.activity)
        standing = standing_of(tx, ran.mechanism, ran.activity, context)
        store_standing(tx, ran.mechanism, ran.activity, standing)
        _tell(tx, ran)


def write_agenda(tx: Transaction, runs: Sequence[Ran], meetings: Sequence[Meeting]) -> None:
    """Put what steps brought before groups on the meetings that came next."""
    planned = sorted(
        (each for each in meetings if each.status is not MeetingStatus.CANCELLED),
        key=lambda each: (each.on, each.id),
    )
    rows = []
    for ran in runs:
        for number, (group, title, taking) in enumerate(_items(ran), start=1):
            meeting = next((m for m in planned if m.group == group and m.on > taking.day), None)
            if meeting:
                is_held = meeting.status is MeetingStatus.HELD
                rows.append(
                    (
                        f"{ran.activity.id}-item-{number}", meeting.id, title, 10 + number,
                        ran.activity.id, taking.step, "", taking.by, "decision",
                        _NOTED if is_held else "", group, taking.day,
                    )
                )  # fmt: skip
    tx.insert_many("agenda_item", _ITEM, rows)


def _items(ran: Ran) -> Iterator[tuple[str, str, Taking]]:
    """The group, title and taking of each item; of a step that each takes, its last taking."""
    last = {taking.step: taking for taking in ran.activity.taken}
    for step, taking in last.items():
        for work in ran.mechanism.by_id[step].agenda:
            chosen = taking.answers.get(work.groups)
            own = [ran.activity.group if work.group == "chosen" else work.group]
            for group in map(str, chosen) if isinstance(chosen, list) else own:
                yield group, f"{work.title}: {ran.activity.title}", taking


def _tell(tx: Transaction, ran: Ran) -> None:
    """The events of an activity, first to last."""
    activity = ran.activity
    began = datetime.combine(activity.began, datetime.min.time(), _LONDON).replace(hour=8)
    _event(tx, activity, Happening.ACTIVITY_BEGUN, began, activity.begun_by)
    for taking in activity.taken:
        _event(
            tx, activity, Happening.STEP_TAKEN, taking.taken or began, taking.by,
            number=taking.number, step=taking.step, outcome=taking.outcome, part=taking.part,
        )  # fmt: skip
    if ran.stopped:
        name = _STOPPED[activity.status]
        _event(tx, activity, name, ran.stopped, activity.begun_by, reason=activity.reason)


def _event(
    tx: Transaction, activity: Activity, name: Happening, now: datetime, actor: str,
    **detail: str | int,
) -> None:  # fmt: skip
    add_event(
        tx, name=name, subject=activity.id, now=now, actor=actor, role="",
        is_invented=True,
        detail={"reference": activity.reference, **detail},
    )  # fmt: skip


_ACTIVITY = (
    "id", "reference", "mechanism", "version", "title", "began", "status", "state", "subject",
    "for_group", "response", "parent", "ended", "reason", "begun_by", "is_restricted",
    "takings", "content",
)  # fmt: skip
_TAKING = (
    "activity", "number", "step", "part", "outcome", "content", "reason", "by_whom", "role",
    "known_from", "day", "taken",
)  # fmt: skip
_FINDING = (
    "id", "activity", "step", "kind", "text", "day", "standard", "theme", "aim", "organisation",
    "source", "rating", "by_whom", "reply", "replied_by", "replied_on", "no_action_reason",
    "replies",
)  # fmt: skip
_DAY = (
    "id", "activity", "officer", "day", "days", "kind", "is_counted", "note", "by_whom",
)  # fmt: skip
_ITEM = (
    "id", "meeting", "title", "position", "activity", "step", "document", "lead", "purpose",
    "outcome", "for_group", "earliest",
)  # fmt: skip


def _activity_row(ran: Ran) -> tuple[object, ...]:
    a = ran.activity
    content = {"answers": a.answers, "subject_partner": a.subject_partner}
    return (
        a.id, a.reference, a.mechanism, a.version, a.title, a.began, a.status, "", a.subject,
        a.group, a.response, a.parent, a.ended, a.reason, a.begun_by, ran.mechanism.is_restricted,
        len(a.taken), json.dumps(content, ensure_ascii=False),
    )  # fmt: skip


def _taking_row(activity: Activity, t: Taking) -> tuple[object, ...]:
    return (
        activity.id, t.number, t.step, t.part, t.outcome, json.dumps(t.answers, ensure_ascii=False),
        t.reason, t.by, t.role, t.known_from, t.day, t.taken,
    )  # fmt: skip
