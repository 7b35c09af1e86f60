"""Where the parts of a document come from: one function a source, each giving what is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from scrutiny.action import ACTION_STATUS_LABELS, OPEN, Action, ActionStatus
from scrutiny.activity import (
    ACTIVITY_STATUS_LABELS,
    ActivityStatus,
    Party,
    PartyKind,
    Progress,
    say_progress,
)
from scrutiny.drafting.awaited import draw_awaited
from scrutiny.drafting.counting import draw_counts
from scrutiny.drafting.held import Held
from scrutiny.drafting.material import Material
from scrutiny.drafting.recorded import draw_answers, draw_each, draw_forms, draw_told
from scrutiny.drafting.tallying import draw_tallies, draw_written
from scrutiny.drafting.used import draw_used
from scrutiny.finding import FINDING_LABELS, Finding, FindingKind, list_answering
from scrutiny.mail_language import say_day
from scrutiny.mechanism import Subject
from scrutiny.meeting import MeetingStatus
from scrutiny.year import MechanismCount, sum_up

#: The column of a table of actions that says where each stands.
STANDS = "Where it stands"
_NO_DATE = "No date set"
_NO_ANSWER = "No answer yet"
_STILL_TO_DO = "We are still working on this."
_MOST_MEETINGS = 4
_STILL_OPEN = frozenset({"open", "earlier"})


def look_up(source: str, material: Material) -> Held:
    """What is held for a source of a template ("findings/improvement")."""
    family, _, chosen = source.partition("/")
    return DRAW[family](material, chosen)


# Findings.


def _findings(material: Material, chosen: str) -> Held:
    kinds = {chosen} if chosen else {*FindingKind}
    found = [each for each in material.findings if each.kind in kinds]
    return Held(
        tuple(dict.fromkeys(_say_finding(each, material) for each in found)),
        ("What was found", "Kind", "About"),
        tuple(
            (each.text, FINDING_LABELS[each.kind], material.name_of(each.organisation))
            for each in found
        ),
    )


def _say_finding(finding: Finding, material: Material) -> str:
    about = material.activity.subject if material.activity else ""
    words = " ".join(finding.text.split())
    is_round = material.mechanism is not None and material.mechanism.subject is Subject.CYCLE
    if not finding.organisation or finding.organisation == about or is_round:
        return words  # what is put together over a round names no single organisation
    return f"{words} ({material.name_of(finding.organisation)})"


def _said(material: Material, _: str) -> Held:
    """What people said, and what was done about it."""
    heard = [each for each in material.findings if each.kind is FindingKind.VOICE]
    rows = tuple((each.text, _answer_to(each, material.actions)) for each in heard)
    return Held(
        tuple(f"You said: {said} We did: {did}" for said, did in rows),
        ("You said", "We did"),
        rows,
    )


def _answer_to(finding: Finding, actions: Iterable[Action]) -> str:
    done = [each.text for each in actions if each.finding == finding.id and finding.id]
    return finding.reply or "\n".join(done) or finding.no_action_reason or _STILL_TO_DO


def _recommendations(material: Material, _: str) -> Held:
    found = [each for each in material.findings if each.kind is FindingKind.RECOMMENDATION]
    rows = tuple(row for each in found for row in _answers_to(each, material))
    return Held(
        tuple(f"{row[0]} To {row[1]}. Answer: {row[2]}" for row in rows),
        ("Recommendation", "To", "Answer", "Answered"),
        rows,
    )


def _answers_to(finding: Finding, material: Material) -> Iterator[tuple[str, ...]]:
    """A recommendation with its answer; with one of each partner where it is for all of them."""
    whole = (material.activity, *(each.activity for each in material.told))
    parties = next((a.parties for a in whole if a and a.id == finding.activity), ())
    for partner in (answering := list_answering(finding, parties)):
        reply = finding.find_reply(partner)
        answer = (reply.text, say_day(reply.on)) if reply else (_NO_ANSWER, "")
        yield (finding.text, material.name_of(partner), *answer)
    if not answering:
        to = material.name_of(finding.organisation) or "All partners"
        when = say_day(finding.replied_on) if finding.replied_on else ""
        yield (finding.text, to, finding.reply or _NO_ANSWER, when)


# Actions.


def _actions(material: Material, chosen: str) -> Held:
    listed = material.carried if chosen == "earlier" else material.actions
    found = [each for each in listed if _is_chosen(each, chosen, material)]
    if chosen == "progress":
        return _progress(found, material)
    if chosen == "agencies":
        return _agency_by_agency(found, material)
    says = partial(_say_due, material) if chosen in _STILL_OPEN else _due
    rows = tuple((each.text, _lead(each, material), says(each)) for each in found)
    return Held(tuple(map(_say_action, rows)), ("Action", "Lead", "By when"), rows)


def _is_chosen(action: Action, chosen: str, material: Material) -> bool:
    match chosen:
        case "" | "progress":
            return action.status is not ActionStatus.CLOSED
        case "open" | "earlier" | "agencies":
            return action.status in OPEN
        case "overdue":
            return action.is_overdue(material.today)
        case "done":
            return action.status in (ActionStatus.DONE, ActionStatus.ASSURED)
        case _:
            return action.kind == chosen


def _progress(found: Sequence[Action], material: Material) -> Held:
    rows = tuple(
        (
            each.text, _lead(each, material), _due(each), _status(each, material),
            each.progress or "Nothing has been reported yet",
        )
        for each in found
    )  # fmt: skip
    columns = ("Action", "Lead", "By when", STANDS, "What has been done")
    return Held(tuple(f"{row[0]} {row[3]}." for row in rows), columns, rows)


def _agency_by_agency(found: Sequence[Action], material: Material) -> Held:
    """The open actions with each agency's together, the soonest of it first."""
    rows = sorted(
        (
            (material.name_of(each.organisation) or "To be agreed", each.due or date.max, each)
            for each in found
        ),
        key=lambda row: row[:2],
    )
    told = tuple(
        (name, each.text, each.owner, _due(each), _status(each, material)) for name, _, each in rows
    )
    columns = ("Agency", "Action", "Lead", "By when", STANDS)
    return Held(tuple(f"{row[0]}: {row[1]}" for row in told), columns, told)


def _status(action: Action, material: Material) -> str:
    words = ACTION_STATUS_LABELS[action.status]
    return f"{words}, overdue" if action.is_overdue(material.today) else words


def _lead(action: Action, material: Material) -> str:
    parts = [action.owner, material.name_of(action.organisation) if action.organisation else ""]
    return ", ".join(part for part in parts if part) or "To be agreed"


def _due(action: Action) -> str:
    return say_day(action.due) if action.due else _NO_DATE


def _say_due(material: Material, action: Action) -> str:
    return f"{_due(action)}, overdue" if action.is_overdue(material.today) else _due(action)


def _say_action(row: tuple[str, ...]) -> str:
    text, lead, due = row
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return f"{text} Lead: {lead}. By: {due}."


# Steps and people.


def _steps(material: Material, chosen: str) -> Held:
    steps = material.mechanism.by_id if material.mechanism else {}
    standings = material.standing.steps if material.standing else ()
    shown = [
        each
        for each in standings
        if each.step in steps
        and each.progress is not Progress.LEFT_OUT
        and (chosen != "open" or each.progress is not Progress.DONE)
    ]
    rows = tuple(
        (
            steps[each.step].title,
            say_progress(each.progress, is_optional=steps[each.step].is_optional),
            say_day(day) if (day := each.done_on or each.due) else each.due_words,
        )
        for each in shown
    )  # fmt: skip
    return Held(
        tuple(f"{title}: {when or state.lower()}" for title, state, when in rows),
        ("Step", "Where it stands", "When"),
        rows,
    )


# People and meetings.


def _parties(material: Material, chosen: str) -> Held:
    found = [each for each in material.parties if _is_party(each, chosen)]
    rows = tuple(
        (material.name_of(each.key), _PARTY_LABELS[each.kind], each.reason) for each in found
    )
    says = tuple(f"{name}: {reason}" if reason else name for name, _, reason in rows)
    return Held(says, ("Name", "Part", "Note"), rows)


_PARTY_LABELS = {
    PartyKind.PARTNER: "Safeguarding partner",
    PartyKind.AGENCY: "Agency",
    PartyKind.COMMISSIONER: "Commissioner",
}


def _is_party(party: Party, chosen: str) -> bool:
    if chosen == "excluded":
        return party.is_excluded
    return not party.is_excluded and chosen in ("", party.kind)


def _holders(material: Material, chosen: str) -> Held:
    roles = material.mechanism.roles if material.mechanism else {}
    rows = tuple(
        (each.name, roles[each.role].label if each.role in roles else each.role)
        for each in material.holders
        if chosen in ("", each.role)
    )
    return Held(tuple(f"{name}, {role}" for name, role in rows), ("Name", "Role"), rows)


def _meetings(material: Material, chosen: str) -> Held:
    planned = sorted(
        (each for each in material.meetings
         if each.status is MeetingStatus.PLANNED and each.on >= material.today
         and chosen in ("", each.group)),
        key=lambda each: (each.on, each.starts_at),
    )[:_MOST_MEETINGS]  # fmt: skip
    rows = tuple((material.name_of(each.group), say_day(each.on), each.place) for each in planned)
    says = tuple(f"{group} on {day}" for group, day, _ in rows)
    return Held(says, ("Meeting", "Day", "Place"), rows)


def _days(material: Material, _: str) -> Held:
    labels = {row.key: row.label for row in material.partnership.officer_activities}
    spent: dict[tuple[str, str, bool], float] = {}
    for each in material.days:
        key = (each.officer, labels.get(each.kind, each.kind), each.is_counted)
        spent[key] = spent.get(key, 0.0) + each.days
    rows = tuple(
        (officer, kind or "Not said", f"{days:g}", "Yes" if counted else "No, by agreement")
        for (officer, kind, counted), days in sorted(spent.items())
    )
    columns = ("Scrutiny officer", "Spent on", "Days", "Counted in the year's days")
    return Held(tuple(f"{row[0]}: {row[2]} days, {row[1]}" for row in rows), columns, rows)


# Many activities together.


def _activities(material: Material, chosen: str) -> Held:
    told = [each for each in material.told if chosen in ("", each.mechanism.id)]
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            each.activity.reference, each.activity.title, each.mechanism.name,
            each.state or ACTIVITY_STATUS_LABELS[each.activity.status],
            say_day(each.activity.began),
        )
        for each in told
    )  # fmt: skip
    columns: tuple[str, ...] = ("Reference", "Activity", "Kind", "Where it stands", "Began")
    says = tuple(f"{row[1]} ({row[0]}): {row[3]}" for row in rows)
    if len({row[2] for row in rows}) == 1:  # all of one kind, which the document is about
        columns, rows = _without(columns, 2), tuple(_without(row, 2) for row in rows)
    return Held(says, columns, rows)


def _without(row: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*row[:place], *row[place + 1 :])


def _year(material: Material, _: str) -> Held:
    summed = sum_up(material.mechanisms, _count_mechanisms(material))
    rows = tuple(
        (
            row.title, row.planned_words.capitalize(), str(row.count.begun), str(row.count.ended),
            f"{row.count.days:g}", str(row.count.actions), str(row.count.assured),
        )
        for row in summed
    )  # fmt: skip
    columns = (
        "Way of scrutinising", "Planned", "Begun", "Completed", "Officer days", "Actions",
        "Assured",
    )  # fmt: skip
    says = tuple(f"{row[0]}: {row[2]} begun, {row[3]} completed" for row in rows)
    return Held(says, columns, rows)


def _count_mechanisms(material: Material) -> Iterable[MechanismCount]:
    """What was counted of each mechanism's activities, over those that are put together."""
    days = _days_by_activity(material)
    for key in sorted({each.activity.mechanism for each in material.told}):
        ours = {e.activity.id: e.activity for e in material.told if e.activity.mechanism == key}
        acted = [each for each in material.actions if each.activity in ours]
        yield MechanismCount(
            mechanism=key,
            begun=len(ours),
            ended=sum(each.status is ActivityStatus.ENDED for each in ours.values()),
            under_way=sum(each.is_running for each in ours.values()),
            days=sum(days.get(id, 0.0) for id in ours),
            actions=len(acted),
            open_actions=sum(each.status in OPEN for each in acted),
            assured=sum(each.status is ActionStatus.ASSURED for each in acted),
        )


def _days_by_activity(material: Material) -> Mapping[str, float]:
    spent: dict[str, float] = {}
    for each in material.days:
        if each.is_counted:
            spent[each.activity] = spent.get(each.activity, 0.0) + each.days
    return spent


def _aims(material: Material, _: str) -> Held:
    """What the year holds for each aim: the activities that serve it, and the findings."""
    rows = []
    for aim in material.partnership.aims:
        serving = [each for each in material.told if aim.key in each.mechanism.aims]
        found = [each for each in material.findings if each.aim == aim.key]
        good = sum(each.kind is FindingKind.BEST_PRACTICE for each in found)
        rows.append((aim.label, str(len(serving)), str(good), str(len(found) - good)))
    columns = ("Aim", "Activities that serve it", "Positive findings", "Other findings")
    return Held(tuple(f"{row[0]}: {row[1]} activities" for row in rows), columns, tuple(rows))


DRAW: Mapping[str, Callable[[Material, str], Held]] = MappingProxyType(
    {
        "findings": _findings,
        "actions": _actions,
        "answers": draw_answers,
        "each": draw_each,
        "told": draw_told,
        "forms": draw_forms,
        "tallies": draw_tallies,
        "written": draw_written,
        "counts": draw_counts,
        "steps": _steps,
        "parties": _parties,
        "holders": _holders,
        "meetings": _meetings,
        "awaited": draw_awaited,
        "days": _days,
        "said": _said,
        "recommendations": _recommendations,
        "activities": _activities,
        "year": _year,
        "aims": _aims,
        "uses": lambda material, _: Held(*draw_used(material)),
    }
)
