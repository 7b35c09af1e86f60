"""From whom a step is still to come in the activities that a report puts together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scrutiny.activity import Progress, StepStanding
from scrutiny.drafting.held import Held
from scrutiny.drafting.material import Material, Told
from scrutiny.mail_language import say_day
from scrutiny.mechanism_words import say_list

_COLUMNS = ("Reference", "What is awaited", "From whom", "By when")


def draw_awaited(material: Material, step: str) -> Held:
    """Each activity in which a step is open, also those begun before its time, oldest first."""
    rows = tuple(
        (told.activity.reference, told.mechanism.by_id[step].title, _say_who(material, row),
         _say_due(row, material.today))
        for told, row in _list_open(material, step)
    )  # fmt: skip
    items = tuple(f"{reference}, {who}: {what}. {due}." for reference, what, who, due in rows)
    return Held(items, _COLUMNS, rows)


def _list_open(material: Material, step: str) -> Iterator[tuple[Told, StepStanding]]:
    for told in (*material.earlier, *material.told):
        standings = told.standing.steps if told.standing and told.activity.is_running else ()
        for row in standings:
            if row.step == step and row.progress is Progress.OPEN:
                yield told, row


def _say_who(material: Material, row: StepStanding) -> str:
    names = [material.name_of(part) for part in row.parts if part]
    return say_list(names) if names else "Everybody concerned"


def _say_due(row: StepStanding, today: date) -> str:
    if row.due is None:
        return "No date is set"
    return f"Due {say_day(row.due)}{', overdue' if row.is_late(today) else ''}"
