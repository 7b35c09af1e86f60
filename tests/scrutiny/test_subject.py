"""Whether a text speaks of somebody: whole words, whatever their case."""

from __future__ import annotations

import pytest

from scrutiny.subject import Subject


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Ann Lee", True),
        ("as ANN  lee said", True),
        ("Ann\nLee", True),
        ("Joann Leeds", False),
        ("Ann Leeds", False),
        ("write to a.lee@oak.example.", True),
        ("aa.lee@oak.example", False),
        ("", False),
    ],
)
def test_is_named_in(text: str, is_named: bool) -> None:
    assert Subject("Ann Lee", "a.lee@oak.example").is_named_in(text) is is_named


def test_words_that_are_too_short_are_not_looked_for() -> None:
    assert Subject(" Al ", "").wanted == ()
    assert not Subject("Al").is_somebody
    assert not Subject("Al").is_named_in("Al")
    assert Subject(organisation="oak").is_somebody
    assert Subject("  Ann   Lee ", "a@b.uk").wanted == ("Ann Lee", "a@b.uk")
