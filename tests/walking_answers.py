"""What a walker answers: by the type of what is asked, and otherwise when that is refused.

It knows no mechanism and no form. Two walkers share it: one runs the pages alone
(tests/pages/walking.py), the other sits in front of a real browser (tests/browser/walk/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from forms.model import Question
from pages.components.html import class_of
from scrutiny.mechanism import Outcome, Step

TITLE = "How families are heard"
#: By type, what is typed: the first that is not refused. Days begin in the past and go on.
TYPED = {
    "number": ("3", "40", "0"),
    "decimal": ("1.5",),
    "email": ("ada@clinic.example",),
    "short_text": ("LOS-26-3", "Agreed by those concerned", "TEAM-4"),
    "long_text": ("Said and written down.",),
    "time": ("10:30",),
    "postcode": ("DN15 6NL",),
    "urn": ("123456",),
}
#: Of a judgement's action: the last word of its box's key.
_DUE, _OWNER = "-due", "-owner"
_DAYS_TO_DO = 14
_DAYS_BACK = 5
_ROW = re.compile(r"-([1-9])-[a-z_]+$")


def list_questions(asks: Iterable[Question]) -> Iterator[Question]:
    """Every question, and those inside a repeat after it."""
    for question in asks:
        yield question
        yield from list_questions(question.questions)


def choose_going_on(step: Step) -> Outcome:
    """The outcome with which what follows the step comes next."""
    return next(o for o in step.outcomes if not (o.waits or o.again or o.ends))


def type_words(
    key: str, questions: Iterable[Question], *, turn: int, today: date, is_tall: bool = False
) -> str:
    """What is typed into the box of that key; `turn` counts how often it was refused before.

    `is_tall` says that it takes several lines, for a box that none of the questions names.
    """
    named = [each for each in questions if key.endswith(f"-{each.id}")]
    other = "long_text" if is_tall else _guess(key)
    kind = max(named, key=lambda each: len(each.id)).type if named else other
    if kind == "date":
        start = _DAYS_TO_DO if key.endswith(_DUE) else -_DAYS_BACK
        return say_day(today + timedelta(start + turn))
    offered = TYPED.get(kind, TYPED["long_text"])
    words = offered[turn % len(offered)]
    row = _ROW.search(key)  # of a repeat: each has a word of its own
    return f"{words}{row[1]}" if row and kind == "short_text" else words


def say_day(day: date) -> str:
    """A day as people type it: 31 3 2026."""
    return f"{day.day} {day.month} {day.year}"


def is_in(key: str, place: str) -> bool:
    """Whether a box belongs to the question that a problem's place, a class, names."""
    return class_of(key) == place or class_of(key).startswith(f"{place}-")


def _guess(key: str) -> str:
    """The type of a box that no question names: one of the screen's own, or of a judgement."""
    if key.endswith("_email"):
        return "email"
    if key.endswith(_DUE):
        return "date"
    if key.endswith(_OWNER):
        return "long_text"
    return "short_text"


def take_kept(step: Step, kept: set[str]) -> list[str]:
    """What a step keeps of findings and actions and was not added yet; it is noted in `kept`."""
    new = [what for what in step.keeps if what not in kept and what != "days"]
    kept.update(new)
    return new
