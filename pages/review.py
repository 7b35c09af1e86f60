"""The review queue: returns that wait for a reviewer, those nobody has taken up first."""

from __future__ import annotations

from collections.abc import Sequence

from db import life
from db.days import local_day
from db.life import Queued
from exports.moment import spoken_date
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.response import Status

page = open_page(Permission.MODERATE, title="Review", width="wide")

COLUMNS = ("Organisation", "Type", "Form and cycle", "Status", "Waiting since", "Taken up by")


def show_queue(page: Page) -> None:
    """The queue with its filters; each row leads to the return."""
    page_heading(
        "Review",
        "Returns that wait for a reviewer, the oldest first. Open one to take it up, comment on "
        "an answer, return it for changes or accept it.",
    )
    waiting = page.database.read(life.list_queue, viewer=page.viewer)
    if not waiting:
        empty_state(
            "Nothing waits for review",
            "When a school, setting or agency sends its return, it is listed here.",
            link("Go to all responses", "/responses"),
        )
        return
    found = choose_rows(page, waiting)
    new = sum(row.status is not Status.UNDER_REVIEW for row in found)
    words = f"{len(found)} of {len(waiting)} returns, {new} of them not yet taken up."
    show(tag("p", words, role="status", class_="count"))
    data_table(
        [_row(page, row) for row in found], COLUMNS, caption="Returns to review", key="queue"
    )


def choose_rows(page: Page, waiting: Sequence[Queued]) -> Sequence[Queued]:
    """The rows that the filters leave; the filters offer only what waits."""
    forms = {"": "All forms"} | {row.form: _title(page, row.form) for row in waiting}
    types = {"": "All types"} | {row.type: _type(page, row.type) for row in waiting}
    form = choose("Form", forms, name="form")
    kind = choose("Type", types, name="type")
    if not (form or kind):
        return waiting
    return page.database.read(life.list_queue, viewer=page.viewer, form=form, type=kind)


def _row(page: Page, row: Queued) -> tuple[object, ...]:
    return (
        link(row.name, f"/response?id={row.response}"), _type(page, row.type), row.round,
        _status(row), spoken_date(local_day(row.moved)), row.by,
    )  # fmt: skip


def _status(row: Queued) -> Safe:
    late = [" ", tag("span", "Late", class_="tag tag-poor")] if row.late else []
    return join((status_tag(row.status), *late))


def _title(page: Page, form: str) -> str:
    held = page.library.forms.get(form)
    return held.title.say() if held else form


def _type(page: Page, key: str) -> str:
    kind = page.partnership.organisation_types.get(key)
    return kind.label if kind else key


load_style()
show_queue(page)
