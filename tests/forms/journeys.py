"""A journey through a form on one day, and what of it the tests look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.journey import Journey, walk
from forms.model import Form, Json

TODAY = date(2026, 1, 31)


def go(form: Form, answers: Mapping[str, Json] | None = None, **more: Any) -> Journey:
    """The journey with these answers."""
    return walk(form, answers or {}, today=TODAY, **more)


def questions(journey: Journey) -> dict[str, list[str]]:
    """The questions that are asked, by section."""
    return {s.section.id: [q.id for q in s.questions] for s in journey.sections}


def statuses(journey: Journey) -> dict[str, str]:
    """How each section stands."""
    return {s.section.id: s.status.value for s in journey.sections}
