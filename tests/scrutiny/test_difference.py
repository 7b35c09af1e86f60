"""Two sendings of one return, compared question by question."""

from __future__ import annotations

from scrutiny.difference import list_differences
from tests.scrutiny.test_carry import THIS


def changes(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, ...]]:
    found = list_differences(THIS, before, after)  # type: ignore[arg-type]
    return [(each.question.id, each.part, each.before, each.after) for each in found]


def test_what_is_the_same_is_no_difference() -> None:
    same = {"proud": "Our garden", "a1_new": {"rating": "fully_met", "evidence": "Minutes"}}
    assert changes(same, dict(same)) == []


def test_only_the_part_that_changed_is_shown() -> None:
    before = {"a1_new": {"rating": "fully_met", "evidence": "Minutes"}}
    after = {"a1_new": {"rating": "fully_met", "evidence": "Minutes of 3 June"}}
    assert changes(before, after) == [("a1_new", "Evidence", "Minutes", "Minutes of 3 June")]


def test_given_and_taken_away_are_differences_in_the_order_of_the_form() -> None:
    before = {"pupils": 420, "a1_new": {"rating": "fully_met", "evidence": "Minutes"}}
    after = {
        "proud": "Our garden",
        "a1_new": {"rating": "not_met", "actions": [{"text": "Train"}, {"text": "Check"}]},
    }
    assert changes(before, after) == [
        ("a1_new", "", "Fully met", "Not met"),
        ("a1_new", "Evidence", "Minutes", ""),
        ("a1_new", "Action", "", "Train\nCheck"),
        ("proud", "", "", "Our garden"),
        ("pupils", "", "420", ""),
    ]
