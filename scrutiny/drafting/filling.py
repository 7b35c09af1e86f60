"""Placeholders filled in: "{subject}", "{answer:event_on|a day to be agreed}", "[[ ... ]]"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from scrutiny.deadline import CHOSEN
from scrutiny.drafting.material import Material
from scrutiny.mail_language import say_day
from scrutiny.mechanism import Subject
from scrutiny.meeting import next_meeting
from scrutiny.template import OPTIONAL, PLACEHOLDER

#: Stands where nothing is held yet; a document with it is not ready to be approved.
GAP = "[to be added]"
_SPACES = re.compile(r"[ \t]{2,}")
_LINES = re.compile(r"\n{3,}")
_THEME_QUESTIONS = ("theme_words", "theme", "themes")
_OFFICER_ROLES = ("officer", "scrutiny_officer", "iso", "lead")
_LED_BY = "led_by"


def fill(words: str, material: Material) -> str:
    """The words with every placeholder filled in.

    Words in [[double brackets]] are left out when a placeholder in them has nothing to
    say; elsewhere what stands after its bar is said, and else that it is to be added.
    """
    kept = OPTIONAL.sub(lambda found: _fill_if_held(found[1], material), words)
    filled = PLACEHOLDER.sub(lambda found: _say(found, material, GAP), kept)
    return _LINES.sub("\n\n", _SPACES.sub(" ", filled)).strip()


def _fill_if_held(words: str, material: Material) -> str:
    values = [_look_up(found[1], material) for found in PLACEHOLDER.finditer(words)]
    if not all(values):
        return ""
    return PLACEHOLDER.sub(lambda found: _say(found, material, ""), words)


def _say(found: re.Match[str], material: Material, otherwise: str) -> str:
    said = _look_up(found[1], material)
    return said or (found[2].strip() if found[2] is not None else otherwise)


def _look_up(name: str, material: Material) -> str:
    """What a placeholder stands for here; "" where nothing is held."""
    prefix, colon, rest = name.partition(":")
    if not colon:
        return _PLAIN[name](material)
    keys = [key.strip() for key in rest.split(",")]
    return next((said for key in keys if (said := _KEYED[prefix](material, key))), "")


def subject_words(material: Material) -> str:
    """Whom or what it is about, in words."""
    activity, mechanism = material.activity, material.mechanism
    if activity is None:
        return material.subject
    about = mechanism.subject if mechanism else Subject.NOTHING
    if activity.subject and about is not Subject.NOTHING:
        return material.name_of(activity.subject)
    return material.subject or activity.title


def _group(material: Material) -> str:
    key = _group_key(material)
    return material.name_of(key) if key else ""


def _group_key(material: Material) -> str:
    """The group that the activity belongs to, or "" where none is chosen."""
    key = material.activity.group if material.activity else ""
    key = key or (material.mechanism.group if material.mechanism else "")
    return key if key != CHOSEN else ""


def _officer(material: Material) -> str:
    named = {each.role: each.name for each in reversed(material.holders)}
    return next((named[role] for role in _OFFICER_ROLES if role in named), "")


def _leader(material: Material) -> str:
    """Who led it: what was answered, the scrutiny officer by name, or nobody that is known."""
    led_by = material.recorded.get(_LED_BY)
    if led_by not in (None, "", "officer"):
        said = material.say_answer(_LED_BY)
        return f"{said[:1].lower()}{said[1:]}"
    named = _officer(material)
    title = "Independent Scrutiny Officer, who is independent of the safeguarding partners"
    return f"{named}, {title}" if named else ""


def _period(material: Material) -> str:
    if material.first is None or material.last is None:
        return ""
    return f"{say_day(material.first)} to {say_day(material.last)}"


def _theme(material: Material) -> str:
    said = (material.say_answer(question) for question in _THEME_QUESTIONS)
    title = material.activity.title if material.activity else material.subject
    return next((words for words in said if words), title)


_PLAIN: Mapping[str, Callable[[Material], str]] = MappingProxyType(
    {
        "reference": lambda m: m.activity.reference if m.activity else "",
        "title": lambda m: m.activity.title if m.activity else m.subject,
        "subject": subject_words,
        "plan": lambda m: m.plan,
        "mechanism": lambda m: m.mechanism.title if m.mechanism else "",
        "theme": _theme,
        "group": _group,
        "officer": _officer,
        "leader": _leader,
        "began": lambda m: say_day(m.activity.began) if m.activity else "",
        "today": lambda m: say_day(m.today),
        "year": lambda m: str((m.last or m.today).year),
        "period": _period,
        "partnership": lambda m: m.partnership.name,
        "short_name": lambda m: m.partnership.short_name,
        "place": lambda m: m.partnership.place,
        "email": lambda m: m.partnership.email,
        "website": lambda m: m.partnership.website,
        "findings": lambda m: str(len(m.findings)),
        "actions": lambda m: str(len(m.actions)),
        "activities": lambda m: str(len(m.told)),
        "days": lambda m: f"{sum(each.days for each in m.days if each.is_counted):g}",
        "days_allowed": lambda m: str(
            m.partnership.suggested_days.get("scrutiny_officer_days_a_year", "")
        ),
    }
)


def _meeting(material: Material, group: str) -> str:
    group = _group_key(material) if group == CHOSEN else group
    found = next_meeting(material.meetings, group, material.today)
    return f"{material.name_of(group)} on {say_day(found.on)}" if found else ""


def _taken(material: Material, step: str) -> str:
    taken = material.activity.taken if material.activity else ()
    found = [each.day for each in taken if each.step == step]
    return say_day(found[-1]) if found else ""


def _due(material: Material, step: str) -> str:
    steps = material.standing.steps if material.standing else ()
    found = next((each.due for each in steps if each.step == step and each.due), None)
    return say_day(found) if found else ""


def _holder(material: Material, role: str) -> str:
    return ", ".join(each.name for each in material.holders if each.role == role)


_KEYED: Mapping[str, Callable[[Material, str], str]] = MappingProxyType(
    {
        "answer": lambda material, question: material.say_answer(question),
        "meeting": _meeting,
        "taken": _taken,
        "due": _due,
        "holder": _holder,
    }
)
