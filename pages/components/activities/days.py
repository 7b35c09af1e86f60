"""The days that a scrutiny officer spent on an activity, and writing one down."""

from __future__ import annotations

from datetime import date, datetime

from db import officer_days
from db.connection import Transaction
from exports.document import Table
from forms.model import Json
from forms.types.moments import say_date
from pages.components.activities.opening import Opened
from pages.components.activities.panels import is_open, offer, show_panel
from pages.components.blocks import draw_heading
from pages.components.html import Safe, show, tag
from pages.components.sheet import ask
from pages.components.tables import draw_table
from scrutiny.access import Permission, Viewer
from scrutiny.mechanism_words import say_count
from scrutiny.officer_day import AGREED_DAYS, AGREED_FOR_WORK, KIND_OF_WORK, OfficerDay
from scrutiny.standing import facts

DAYS = "Days of the scrutiny officer"
ADD, REMOVE = "add-days", "remove-days"
_COUNTS = {"yes": "Yes", "no": "No, it is other work by agreement"}


def keeps_days(opened: Opened) -> bool:
    """Whether its steps keep days, and the viewer may see them."""
    may = opened.page.viewer.can(Permission.MODERATE) or opened.page.viewer.can(
        Permission.READ_ACTIVITIES
    )
    return may and any("days" in step.keeps for step in opened.mechanism.steps)


def show_days(opened: Opened) -> None:
    """What was written down, its sum, and the panel that adds to it."""
    rows = opened.page.database.read(
        officer_days.list_officer_days, viewer=opened.page.viewer, activity=opened.activity.id
    )
    show(draw_heading(DAYS, 2))
    if rows:
        drawn = draw_table(_make_table(opened, rows), key="officer-days")
    else:
        drawn = tag("p", "None has been written down.")
    show(drawn, *_draw_totals(opened))
    if not opened.page.viewer.can(Permission.MODERATE):
        return
    if is_open(ADD):
        _show_adding(opened)
    elif is_open(REMOVE) and rows:
        _show_removing(opened, rows)
    else:
        offer("Write days down", ADD)
        if rows:
            offer("Take out a wrong entry", REMOVE)


def _draw_totals(opened: Opened) -> list[Safe]:
    """How many of the year's agreed days each officer has used, in all that they did."""
    page = opened.page
    agreed = page.partnership.suggested_days[AGREED_DAYS]
    year = page.today.year
    totals = page.database.read(officer_days.total_days, viewer=page.viewer, year=year)
    return [
        tag("p", f"{each.officer} in {year}: {each.counted:g} of {agreed:g} agreed days used, "
            f"{_say_left(each.left(agreed))}.")
        for each in totals
    ]  # fmt: skip


def _say_left(left: float) -> str:
    return f"{left:g} left" if left >= 0 else f"{-left:g} more than agreed"


def _show_removing(opened: Opened, rows: list[OfficerDay]) -> None:
    entries = {
        row.id: f"{row.officer}, {say_date(row.on)}: {row.days:g} days" for row in rows
    }  # fmt: skip

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        officer_days.remove_officer_day(tx, id=str(given["entry"]), viewer=viewer, now=now)

    show_panel(
        opened, REMOVE, title="Take out a wrong entry", done="The entry is out of the ledger.",
        write=write, yes="Take it out",
        questions=[ask("entry", "Which entry?", type="select_one", choices=entries)],
    )  # fmt: skip


def _make_table(opened: Opened, rows: list[OfficerDay]) -> Table:
    kinds = {each.key: each.label for each in opened.page.partnership.officer_activities}
    total = sum(row.days for row in rows)
    return Table(
        caption=f"{total:g} {'day' if total == 1 else 'days'} in "
        f"{say_count(len(rows), 'entry', 'entries')}{_say_agreed(opened)}",
        columns=("Officer", "Day", "Days", "What for", "Counts against the agreed days", "Note"),
        rows=tuple(
            (row.officer, say_date(row.on), f"{row.days:g}", kinds.get(row.kind, row.kind),
             "Yes" if row.is_counted else "No", row.note)
            for row in rows
        ),
        numeric=frozenset({2}),
    )  # fmt: skip


def _say_agreed(opened: Opened) -> str:
    """How many days were agreed for this work, where that was asked."""
    agreed = facts(opened.mechanism, opened.activity).get(AGREED_FOR_WORK)
    return f", of {agreed:g} agreed for this work" if isinstance(agreed, (int, float)) else ""


def _show_adding(opened: Opened) -> None:
    page = opened.page
    kinds = {each.key: each.label for each in page.partnership.officer_activities}
    kind = facts(opened.mechanism, opened.activity).get(KIND_OF_WORK)
    named = [holder.name for holder in opened.activity.holders]
    is_team = page.viewer.can(Permission.RUN_ACTIVITIES)

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        officer = str(given.get("officer") or "") if is_team else viewer.name
        new = OfficerDay(
            id="", officer=officer, on=date.fromisoformat(str(given["on"])),
            days=float(str(given["days"])), kind=str(given["kind"]),
            activity=opened.activity.id, is_counted=given["counts"] == "yes",
            note=str(given.get("note") or ""),
        )  # fmt: skip
        officer_days.add_officer_day(tx, day=new, viewer=viewer, now=now)

    officer = [ask("officer", "Which officer?", default=named[0] if named else None)]
    show_panel(
        opened, ADD, title="Write days down", done="The days are in the ledger.", write=write,
        questions=[
            *(officer if is_team else []),
            ask("on", "Which day?", type="date"),
            ask("days", "How many days?", type="decimal", hint="For example: 0.5 or 1"),
            ask("kind", "What for?", type="select_one", choices=kinds,
                default=kind if kind in kinds else None),
            ask("counts", "Does it count against the days agreed for the year?",
                type="select_one", choices=_COUNTS),
            ask("note", "Note", required=False, max_length=500),
        ],
    )  # fmt: skip
