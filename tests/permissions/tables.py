"""The tables of all areas as one, and the functions that need no row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from tests.permissions import (
    accountability,
    actions,
    activities,
    meetings,
    one_response,
    papers,
    people,
    responses,
    rounds,
)

_AREAS = (accountability, actions, activities, meetings, papers, people, responses, rounds)
T = TypeVar("T")


def _gather(*tables: Mapping[str, T]) -> dict[str, T]:
    """The rows of all; none may stand in two of them."""
    names = Counter(name for table in tables for name in table)
    assert [name for name, count in names.items() if count > 1] == []
    return {name: row for table in tables for name, row in table.items()}


#: How each function that is asked for one response is called, and who gets at which.
EACH, TABLE_EACH = one_response.CALLS, one_response.TABLE
#: How each of the others is called, and who gets anything.
ONCE = _gather(*(area.CALLS for area in _AREAS))
TABLE_ONCE = _gather(*(area.TABLE for area in _AREAS))

#: What decides nothing by itself: conditions and guards that the functions above call, what
#: is part of another, and what only writes down that something was done.
PARTS = frozenset(
    {
        "access.may_answer", "access.require", "access.require_composites",
        "access.require_questions", "access.require_start", "access.visible",
        "access.visible_activity", "action_access.is_owner", "action_access.visible_action",
        "action_returns.replace_actions", "action_rows.get_action", "action_rows.name_of",
        "action_rows.store_action", "action_rows.tell_of", "action_rows.write_update",
        "activity_rows.find_activity", "activity_rows.tell", "audit.record",
        "beginnings.begin_for_response", "beginnings.begin_linked", "files.is_given",
        "invitations.note_refusal",
        "paper_life.issue_now", "paper_life.present_now", "paper_life.take_back",
        "paper_rows.get_paper_row", "paper_rows.visible_paper", "refusals.note_refused",
        "requests.add_request", "response_rows.to_read_response",
        "step_files.keep_files",
        "steps.attempt_step", "steps.record_step", "subject_access.log_given",
    }
)  # fmt: skip
