"""Actions: open until assured or closed, overdue by their date alone, assured by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scrutiny.access import make_viewer
from scrutiny.action import (
    ACTION_KIND_LABELS,
    ACTION_STATUS_LABELS,
    ACTION_STATUS_TONES,
    DEED_LABELS,
    RAG_LABELS,
    RAG_TONES,
    Action,
    ActionKind,
    ActionStatus,
    Deed,
    Rag,
    find_assurance_refusal,
    find_close_refusal,
    find_reopen_refusal,
    find_report_refusal,
    match_earlier,
)

DUE = date(2025, 12, 1)
AFTER = date(2025, 12, 2)
ACTION = Action("a1", "Train staff", owner="DSL", organisation="oak", due=DUE)
DONE = replace(ACTION, status=ActionStatus.DONE)
TEAM = make_viewer("mars_team", name="Max Team")


def test_every_status_kind_deed_and_colour_has_words() -> None:
    assert set(ACTION_STATUS_LABELS) == set(ACTION_STATUS_TONES) == set(ActionStatus)
    assert set(ACTION_KIND_LABELS) == set(ActionKind)
    assert set(DEED_LABELS) == set(Deed)
    assert set(RAG_LABELS) == set(RAG_TONES) == set(Rag)


@pytest.mark.parametrize(
    ("status", "is_open", "is_overdue"),
    [
        (ActionStatus.NOT_STARTED, True, True),
        (ActionStatus.IN_PROGRESS, True, True),
        (ActionStatus.DONE, True, False),
        (ActionStatus.ASSURED, False, False),
        (ActionStatus.CLOSED, False, False),
    ],
)
def test_open_and_overdue(status: ActionStatus, is_open: bool, is_overdue: bool) -> None:
    action = replace(ACTION, status=status)
    assert (action.is_open, action.is_overdue(AFTER)) == (is_open, is_overdue)
    assert not action.is_overdue(DUE)


def test_an_action_without_a_date_is_never_overdue() -> None:
    assert not Action("a1", "Train staff").is_overdue(AFTER)


def test_age_counts_from_the_day_it_was_added() -> None:
    assert replace(ACTION, added=DUE).age(AFTER) == 1
    assert ACTION.age(AFTER) == 0


@pytest.mark.parametrize(
    ("today", "more", "rag"),
    [
        (AFTER, {}, Rag.RED),
        (DUE, {}, Rag.AMBER),
        (DUE - timedelta(28), {}, Rag.AMBER),
        (DUE - timedelta(29), {}, Rag.GREEN),
        (AFTER, {"status": ActionStatus.DONE}, Rag.AMBER),
        (AFTER, {"due": None}, Rag.AMBER),
        (AFTER, {"status": ActionStatus.ASSURED}, Rag.COMPLETE),
        (AFTER, {"status": ActionStatus.CLOSED}, Rag.CLOSED),
    ],
)
def test_rag_is_derived(today: date, more: dict[str, object], rag: Rag) -> None:
    assert replace(ACTION, **more).rag(today, soon=28) is rag


def test_report_refusals() -> None:
    assert find_report_refusal(ACTION, ActionStatus.IN_PROGRESS, "") == ""
    assert find_report_refusal(ACTION, ActionStatus.DONE, "All trained") == ""
    assert find_report_refusal(DONE, ActionStatus.IN_PROGRESS, "") == ""
    assert find_report_refusal(ACTION, ActionStatus.NOT_STARTED, " ") == (
        "Write what has happened, or choose where the action stands now."
    )
    assured = replace(ACTION, status=ActionStatus.ASSURED)
    assert find_report_refusal(assured, ActionStatus.DONE, "x") == (
        "This action is assured. Ask the Children's MARS team to reopen it first."
    )


OTHER = "An action is assured by somebody other than its owner."


@pytest.mark.parametrize(
    ("role", "name", "acts_for", "refusal"),
    [
        ("mars_team", "Max Team", "", ""),
        ("partner", "Pat", "health", ""),
        ("partner", "Pat", "council", OTHER),
        ("chair", "dsl", "splig", OTHER),
        ("chair", "Kim  Reporter", "splig", OTHER),
        ("chair", "Cy", "oak", OTHER),
        ("organisation", "Head", "ash", "Your role does not assure actions."),
    ],
)
def test_assured_by_somebody_else(role: str, name: str, acts_for: str, refusal: str) -> None:
    viewer = make_viewer(role, name=name, organisations=frozenset({acts_for} - {""}))
    said = find_assurance_refusal(
        DONE, viewer, reported_by={"Kim Reporter", ""}, owner_partner="council"
    )
    assert said.startswith(refusal)
    assert bool(said) == bool(refusal)


def test_only_what_was_reported_as_done_is_assured() -> None:
    assert find_assurance_refusal(ACTION, TEAM).startswith("Only an action that was reported")
    assert find_assurance_refusal(DONE, TEAM) == ""


def test_reopening_and_closing_need_a_reason() -> None:
    assert find_reopen_refusal(DONE, "") == "Write why it is reopened. Its owner reads it."
    assert find_reopen_refusal(DONE, "Two are missing") == ""
    assert find_close_refusal(DONE, "Merged") == ""
    closed = replace(DONE, status=ActionStatus.CLOSED)
    assert find_close_refusal(closed, "Merged") == (
        "This action is closed, no longer needed already."
    )


def test_match_earlier_goes_by_words_first_and_then_by_place() -> None:
    first, second = replace(ACTION, instance=0), replace(ACTION, text="Tell", instance=1)
    moved = replace(second, text=" tell ", instance=0)
    pairs, gone, new = match_earlier([first, second], [moved])
    assert (pairs, gone, new) == ([(second, moved)], [first], [])
    reworded = replace(first, text="Train everybody")
    pairs, gone, new = match_earlier([first], [reworded, second])
    assert (pairs, gone, new) == ([(first, reworded)], [], [second])
