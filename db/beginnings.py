"""Activities begun: checked, numbered, given their parties and stored with where they stand."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from db.activity_rows import standing_of, store_standing, tell, write_people
from db.connection import Transaction, clean_text
from db.days import local_day
from db.errors import AnswersRefusedError, NotAllowedError, StepRefusedError
from db.events import Happening
from db.mechanisms import find_current, get_mechanism
from db.step_files import BEGIN, keep_files
from forms.model import Answers
from scrutiny.access import Viewer
from scrutiny.activity import Activity, Holder, Party, PartyKind
from scrutiny.asking import begin_form, check_answers
from scrutiny.deadline import CHOSEN
from scrutiny.mechanism import Each, Mechanism, Subject
from scrutiny.standing import Context, facts
from scrutiny.taking_part import may_begin, needs_partners

_COLUMNS = (
    "id", "reference", "mechanism", "version", "title", "began", "status", "state", "subject",
    "for_group", "response", "parent", "ended", "reason", "begun_by", "is_restricted",
    "takings", "content",
)  # fmt: skip
#: What the title of an activity begins with that follows one of its own kind.
FOLLOW_UP = "Follow-up: "
_NAMED_SUBJECTS = frozenset(
    {Subject.ORGANISATION, Subject.GROUP, Subject.PARTNER, Subject.CYCLE, Subject.CAMPAIGN}
)


def add_activity(
    tx: Transaction,
    *,
    mechanism: Mechanism,
    title: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
    subject: str = "",
    group: str = "",
    parties: Iterable[Party] = (),
    holders: Iterable[Holder] = (),
    answers: Answers | None = None,
    parent: str = "",
    response: str = "",
) -> Activity:
    """Begin an activity of a published mechanism; it gets its reference.

    The safeguarding partners take part by themselves where the mechanism needs them.
    Raises NotAllowedError, StepRefusedError and AnswersRefusedError, each with its sentence.
    """
    refusal = may_begin(mechanism, viewer, subject=subject, group=group)
    if refusal:
        raise NotAllowedError("begin this", refusal)
    if not mechanism.is_active:
        raise StepRefusedError("None of these can be begun at present. Choose another mechanism.")
    activity = _make(
        tx, mechanism, title, context, now=now, subject=subject, group=group, parties=parties,
        answers=_check(mechanism, answers or {}, local_day(now)), parent=parent,
        response=response, begun_by=viewer.name, holders=holders,
    )  # fmt: skip
    keep_files(
        tx, asks=mechanism.begin, answers=activity.answers, place=(BEGIN, mechanism.id),
        activity=activity.id, number=0, viewer=viewer,
    )  # fmt: skip
    return _store(tx, mechanism, activity, context, viewer=viewer, now=now)


def _check(mechanism: Mechanism, answers: Answers, today: date) -> Answers:
    """The answers to what is asked at the beginning; raises AnswersRefusedError."""
    kept, problems = check_answers(begin_form(mechanism), answers, today=today)
    if problems:
        raise AnswersRefusedError(problems)
    return kept


def _make(
    tx: Transaction,
    mechanism: Mechanism,
    title: str,
    context: Context,
    *,
    now: datetime,
    subject: str,
    group: str,
    parties: Iterable[Party],
    holders: Iterable[Holder],
    answers: Answers,
    parent: str,
    response: str,
    begun_by: str,
) -> Activity:
    """The activity as it begins, with the parties that belong to it."""
    words = clean_text(title).strip()
    if not words:
        raise StepRefusedError("Give it a title that says what it is about, without a name.")
    if mechanism.subject in _NAMED_SUBJECTS and not subject:
        raise StepRefusedError(f"Say which {mechanism.subject} this is about.")
    place = group if mechanism.group == CHOSEN else mechanism.group
    if mechanism.group == CHOSEN and not place:
        raise StepRefusedError("Choose the group that this belongs to.")
    activity = Activity(
        id=secrets.token_hex(8),
        reference=_next_reference(tx, mechanism, local_day(now).year),
        mechanism=mechanism.id,
        version=mechanism.version,
        title=words,
        began=local_day(now),
        subject=subject,
        group=place,
        response=response,
        parent=parent,
        begun_by=begun_by,
        answers=answers,
        holders=tuple(holders),
        subject_partner=_subject_partner(tx, mechanism, subject, context),
    )
    found = _complete(tx, mechanism, tuple(parties), context, place)
    return replace(activity, parties=found)


def _store(
    tx: Transaction,
    mechanism: Mechanism,
    activity: Activity,
    context: Context,
    *,
    viewer: Viewer,
    now: datetime,
) -> Activity:
    """Write a new activity with where it stands."""
    get_mechanism(tx, mechanism.id, mechanism.version, context)  # it can be read again
    content = {"answers": activity.answers, "subject_partner": activity.subject_partner}
    tx.insert_many(
        "activity",
        _COLUMNS,
        [
            (
                activity.id, activity.reference, activity.mechanism, activity.version,
                activity.title, activity.began, activity.status, "", activity.subject,
                activity.group, activity.response, activity.parent, None, "",
                activity.begun_by, mechanism.is_restricted, 0,
                json.dumps(content, ensure_ascii=False),
            )
        ],
    )  # fmt: skip
    write_people(tx, mechanism, activity)
    store_standing(tx, mechanism, activity, standing_of(tx, mechanism, activity, context))
    tell(
        tx, activity, Happening.ACTIVITY_BEGUN, viewer, now, mechanism=mechanism.id,
        version=mechanism.version,
    )  # fmt: skip
    return activity


def begin_linked(
    tx: Transaction,
    key: str,
    activity: Activity,
    *,
    mechanism: Mechanism,
    context: Context,
    viewer: Viewer,
    now: datetime,
    about: str = "",
    begins_with: Iterable[tuple[str, str]] = (),
) -> Activity:
    """Begin the activity that a step of another begins, with what the two have in common.

    Answers that were recorded under the same ids go along, and those that `begins_with`
    pairs with a first question of the new one; the rest is asked as it goes.
    `about` is its subject where that is of another kind than the first one's.
    """
    wanted = find_current(tx, key, context)
    if wanted is None or not wanted.is_active:
        raise StepRefusedError(f"No {key.replace('_', ' ')} can be begun at present.")
    recorded = dict(facts(mechanism, activity))
    recorded |= {key: recorded[name] for key, name in begins_with if recorded.get(name)}
    answers, _ = check_answers(begin_form(wanted), recorded, today=local_day(now))
    is_same = wanted.subject is mechanism.subject
    begun = _make(
        tx, wanted, _title_linked(tx, wanted, activity, about), context, now=now,
        subject=activity.subject if is_same else about,
        group=activity.group, parties=activity.parties, holders=(), answers=answers,
        parent=activity.id, response="", begun_by=viewer.name,
    )  # fmt: skip
    return _store(tx, wanted, begun, context, viewer=viewer, now=now)


def _title_linked(tx: Transaction, wanted: Mechanism, activity: Activity, about: str) -> str:
    """The first one's title; after the organisation that was chosen, where it is about one."""
    if wanted.id == activity.mechanism:
        return f"{FOLLOW_UP}{activity.title.removeprefix(FOLLOW_UP)}"
    if wanted.subject is not Subject.ORGANISATION or not about:
        return activity.title
    row = tx.one("SELECT name FROM organisation WHERE id = $1", [about])
    if row is None:
        raise StepRefusedError("There is no such organisation on the register. Choose another.")
    return f"{row['name']}, after {activity.title}"


def begin_for_response(
    tx: Transaction,
    key: str,
    *,
    response: str,
    title: str,
    group: str,
    answers: Answers,
    context: Context,
    viewer: Viewer,
    now: datetime,
    begun_by: str,
) -> Activity:
    """Begin the activity that a form which was sent asks for; who sent it has been checked."""
    wanted = find_current(tx, key, context)
    if wanted is None or not wanted.is_active:
        raise StepRefusedError(
            f"No {key.replace('_', ' ')} can be begun at present. Nothing was sent: ask the team."
        )
    begun = _make(
        tx, wanted, title, context, now=now, subject=response, group=group, parties=(),
        holders=(), answers=answers, parent="", response=response, begun_by=begun_by,
    )  # fmt: skip
    return _store(tx, wanted, begun, context, viewer=viewer, now=now)


def _complete(
    tx: Transaction,
    mechanism: Mechanism,
    parties: tuple[Party, ...],
    context: Context,
    group: str,
) -> tuple[Party, ...]:
    """The parties with the partners and the group's agencies, where they are not given."""
    kinds = {party.kind for party in parties}
    found = list(parties)
    if PartyKind.PARTNER not in kinds and needs_partners(mechanism):
        found += [Party(PartyKind.PARTNER, p.key, p.label) for p in context.partners]
    wants_members = any(step.each is Each.MEMBERS for step in mechanism.steps)
    if PartyKind.AGENCY not in kinds and wants_members:
        found += _list_member_agencies(tx, group)
    return tuple(sorted(found))


def _list_member_agencies(tx: Transaction, group: str) -> list[Party]:
    rows = tx.query(
        "SELECT DISTINCT o.id, o.name FROM group_member m "
        "JOIN organisation o ON o.id = m.organisation "
        "WHERE m.for_group = $1 AND m.ended IS NULL ORDER BY o.id",
        [group],
    )
    return [Party(PartyKind.AGENCY, row["id"], row["name"]) for row in rows]


def _subject_partner(tx: Transaction, mechanism: Mechanism, subject: str, context: Context) -> str:
    """The safeguarding partner that the subject is, or ""."""
    if mechanism.subject is Subject.PARTNER:
        return subject
    if mechanism.subject is not Subject.ORGANISATION:
        return ""
    row = tx.one("SELECT type FROM organisation WHERE id = $1", [subject])
    return context.types.get(row["type"], "") if row else ""


def _next_reference(tx: Transaction, mechanism: Mechanism, year: int) -> str:
    """The next AE-YYYY-NNN; two at once meet in the mechanism's row, and one tries again."""
    tx.execute("UPDATE mechanism_version SET title = title WHERE mechanism = $1", [mechanism.id])
    start = f"{mechanism.prefix}-{year}-"
    rows = tx.query("SELECT reference FROM activity WHERE reference LIKE $1", [f"{start}%"])
    highest = max((int(row["reference"].removeprefix(start)) for row in rows), default=0)
    return f"{start}{highest + 1:03d}"
