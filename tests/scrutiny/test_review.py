"""Quotes wait for two people, and narrative boxes have words."""

from __future__ import annotations

import pytest

from scrutiny.review import SLOT_LABELS, Quote, Slot


@pytest.mark.parametrize(
    ("has_permission", "first", "second", "may_be_shown"),
    [
        (True, "Max", "Ira", True),
        (True, "Max", "Max", False),
        (True, "Max", "", False),
        (True, "", "", False),
        (False, "Max", "Ira", False),
    ],
)
def test_quote_may_be_shown(
    has_permission: bool, first: str, second: str, may_be_shown: bool
) -> None:
    quote = Quote("1", "this", "comment", "They listened", "voice", has_permission, first, second)
    assert quote.may_be_shown is may_be_shown


def test_every_slot_has_words() -> None:
    assert list(SLOT_LABELS) == list(Slot)
