"""Returns are counted by type and state; late is not a state of its own."""

from __future__ import annotations

from scrutiny.return_status import ReturnCounts, count_return_status
from scrutiny.tally import Return
from tests.scrutiny.examples import TYPES


def stands(type: str, status: str, *, late: bool = False) -> Return:
    return Return(organisation="o", name="O", type=type, status=status, late=late)


def test_returns_are_counted_by_type() -> None:
    status = count_return_status(
        [
            stands("college", "submitted"),
            stands("college", "returned", late=True),
            stands("academy", "accepted"),
            stands("academy", "in_progress"),
            stands("academy", "signed_off", late=True),
            stands("academy", "not_started"),
            stands("academy", "exempt"),
        ],
        TYPES,
    )
    assert status.rows == (
        ReturnCounts("academy", "Academies", on_time=1, in_progress=2, not_started=1, exempt=1),
        ReturnCounts("college", "Colleges", on_time=1, late=1),
    )
    assert status.total == ReturnCounts(
        "all", "All", on_time=2, late=1, in_progress=2, not_started=1, exempt=1
    )
    assert (status.total.sent, status.total.in_scope) == (3, 6)
