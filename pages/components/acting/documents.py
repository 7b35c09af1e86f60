"""The action plan and its progress as documents, narrowed as the screen is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from db.action_register import count_register, list_register
from exports.action_plan_document import (
    MOST_LISTED,
    PlanHead,
    plan_document,
    plan_sheet,
    progress_document,
)
from exports.document import Document
from exports.tables import Sheet
from pages.components.acting.looking import (
    any_status,
    offer_filters,
    read_sort,
    read_wanted,
    say_wanted,
)
from pages.components.acting.telling import tell_source, words_by_part
from pages.components.acting.views import count_by, progress_title, read_progress
from pages.components.reading import notice_of
from pages.components.shell import Page
from scrutiny.action_search import By, Show

#: More than any plan holds.
_ALL = 1_000_000
_CHARTS = (By.GROUP, By.AGE, By.KIND)


def make_plan(page: Page) -> Document:
    """The plan as the screen's address narrows it."""
    wanted = read_wanted(page, page.query)
    found = page.database.read(
        list_register, viewer=page.viewer, today=page.today, wanted=wanted,
        sort=read_sort(page.query), size=MOST_LISTED,
    )  # fmt: skip
    tally = page.database.read(
        count_register, viewer=page.viewer, today=page.today, wanted=any_status(wanted)
    )
    groups = [count_by(page, by, page.query) for by in _CHARTS]
    return plan_document(found.rows, found.total, tally, groups, make_head(page))


def make_progress(page: Page) -> Document:
    """The progress over the period that the address asks for."""
    title = f"{progress_title(page.query)} on actions"
    head = replace(make_head(page), facts=_facts(page, page.query))
    return progress_document(read_progress(page, page.query), title, head)


def make_sheet(page: Page) -> tuple[Sheet, int]:
    """Every action as a row of a sheet, and how many they are."""
    found = page.database.read(
        list_register, viewer=page.viewer, today=page.today, size=_ALL,
        wanted=read_wanted(page, page.query), sort=read_sort(page.query),
    )  # fmt: skip
    sources = {row.action.id: tell_source(page, row) for row in found.rows}
    sheet = plan_sheet(found.rows, make_head(page), words=words_by_part(page), sources=sources)
    return sheet, found.total


def make_head(page: Page) -> PlanHead:
    """What stands around the plan; a demonstration says that it is one."""
    return PlanHead(
        made=page.now,
        facts=_facts(page, {"status": Show.OPEN, **page.query}),
        owner=page.partnership.name,
        marking=page.partnership.sensitivity,
        notice=notice_of(page),
        soon=page.partnership.actions.due_soon_days,
    )


def _facts(page: Page, query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the plan is narrowed to."""
    return tuple(say_wanted(offer_filters(page), query))
