"""A mechanism in plain words: who, by when, how often, and what a step brings about."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from scrutiny.mechanism import (
    Deed,
    Due,
    Each,
    Mechanism,
    Publication,
    Rhythm,
    Step,
    Subject,
    Unit,
)

SUBJECT_LABELS: Mapping[Subject, str] = MappingProxyType(
    {
        Subject.NOTHING: "A theme, or the partnership as a whole",
        Subject.ORGANISATION: "One organisation",
        Subject.GROUP: "One group",
        Subject.PARTNER: "One safeguarding partner",
        Subject.CYCLE: "One round of a self-assessment",
        Subject.CAMPAIGN: "One voice campaign",
        Subject.REQUEST: "One request for an audit",
    }
)
PUBLICATION_LABELS: Mapping[Publication, str] = MappingProxyType(
    {
        Publication.YES: "Highlights may be published, once somebody named has approved it",
        Publication.WITH_REASON: "Not published, unless somebody named says why it should be",
        Publication.NEVER: "Never published",
    }
)
EACH_LABELS: Mapping[Each, str] = MappingProxyType(
    {
        Each.PARTNERS: "each safeguarding partner",
        Each.AGENCIES: "each agency that takes part",
        Each.MEMBERS: "each agency of the group",
    }
)
#: Where no person is named for any role.
NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})
DEED_LABELS: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.DRAFT: "Draft",
        Deed.WRITE: "Write",
        Deed.APPROVE: "Approve",
        Deed.ISSUE: "Issue",
        Deed.PRESENT: "Present",
        Deed.PUBLISH: "Publish",
    }
)
_UNITS = {
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.MONTHS: ("month", "months"),
}
START = "start"
CHOSEN = "chosen"


def say_count(count: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 week", "6 weeks"."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def say_list(words: Iterable[str], *, last: str = "and") -> str:
    """Words put together as a person would: "a, b and c"."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def say_who(
    mechanism: Mechanism, roles: Iterable[str], named: Mapping[str, Sequence[str]] = NOBODY
) -> str:
    """The roles of a mechanism by their labels, each with those named for it.

    Such as "Scrutiny officer (Ira Officer) or Panel".
    """
    return say_list((_say_role(mechanism, key, named.get(key, ())) for key in roles), last="or")


def _say_role(mechanism: Mechanism, key: str, names: Sequence[str]) -> str:
    label = mechanism.roles[key].label if key in mechanism.roles else key
    return f"{label} ({', '.join(names)})" if names else label


def say_step_who(mechanism: Mechanism, step: Step) -> str:
    """Who takes a step, and whether each does: "Safeguarding partner (each of them)"."""
    who = say_who(mechanism, step.by)
    words = f"{who}: {EACH_LABELS[step.each]}" if step.each else who
    if step.may_record:
        words += f". {say_who(mechanism, step.may_record)} may record it for them"
    return words


def say_due(mechanism: Mechanism, due: Due | None, groups: Mapping[str, str]) -> str:
    """By when, as a rule: "No later than 6 weeks before the event"; "" for no deadline."""
    if due is None:
        return ""
    trigger = say_trigger(mechanism, due.trigger)
    if due.meeting:
        group = "The group" if due.meeting == CHOSEN else groups.get(due.meeting, due.meeting)
        words = f"{group}: its next meeting after {trigger}"
    elif not due.count:
        words = f"On the day: {trigger}"
    else:
        one, many = _UNITS[due.unit]
        side = "No later than" if due.before else "Within"
        link = "before" if due.before else "of"
        words = f"{side} {say_count(due.count, one, many)} {link} {trigger}"
    return f"{words} (our own target)" if due.is_target else words


def say_trigger(mechanism: Mechanism, trigger: str) -> str:
    """What a deadline counts from: a step, a day that was asked for, or the beginning."""
    if trigger == START or not trigger:
        return "the beginning"
    if step := mechanism.by_id.get(trigger):
        return f"“{step.title}”"
    question = mechanism.questions.get(trigger)
    return f"the day given for “{question.text.say().rstrip('?')}”" if question else trigger


def say_rhythm(rhythm: Rhythm | None) -> str:
    """How often: "Every 4 weeks", "3 times a year", "Each September"; else "As needed"."""
    if rhythm is None:
        return "As needed"
    words = "As needed"
    if rhythm.every_weeks:
        words = f"Every {say_count(rhythm.every_weeks, 'week')}"
    elif rhythm.a_year:
        count = rhythm.for_each or rhythm.a_year
        words = "Once a year" if count == 1 else f"{count} times a year"
        words += " for each safeguarding partner" if rhythm.for_each else ""
    elif rhythm.months:
        words = f"Each {say_list(calendar.month_name[month] for month in rhythm.months)}"
    return f"{words}, where the partnership has taken it up" if rhythm.is_optional else words


def planned_a_year(rhythm: Rhythm | None) -> int:
    """How many there should be in a year; 0 where it is as needed."""
    if rhythm is None:
        return 0
    if rhythm.every_weeks:
        return 52 // rhythm.every_weeks
    return rhythm.a_year or len(rhythm.months)


def say_brings(mechanism: Mechanism, step: Step, groups: Mapping[str, str]) -> list[str]:
    """What a step brings about: its documents, agenda items, messages and follow-up."""
    words = [
        f"{DEED_LABELS[work.deed]}: {mechanism.documents[work.document].title}"
        for work in step.documents
        if work.document in mechanism.documents
    ]
    for item in step.agenda:
        group = "the group" if item.group == CHOSEN else groups.get(item.group, item.group)
        words.append(f"On the agenda of {group}: {item.title}")
    if step.chooses_agencies:
        words.append("Says which agencies take part from then on")
    if step.tells:
        words.append(f"Tells {say_list(mechanism.roles[k].label for k in step.tells)}")
    if step.begins:
        words.append(f"Begins a linked activity: {step.begins.replace('_', ' ')}")
    if step.form:
        often = ", once for each case" if step.many else ""
        words.append(f"Answered by a form{often}: {step.form.replace('_', ' ')}")
    return words
