"""Words however they are typed."""

from __future__ import annotations

import pytest

from scrutiny.spelling import plain, read_words, spell


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("HURTS", "hurts"),
        ("ﬁne Café", "fine cafe"),
        ("ｈｕｒｔ", "hurt"),
        ("h\u00adur\u200bt", "hurt"),
        ("\ud800x", "?x"),
    ],
)
def test_plain_text_has_small_letters_alone(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    ("typed", "listed", "same"),
    [
        ("huuuurt", "hurt", True),
        ("kiling", "killing", True),
        ("killlling", "killing", True),
        ("rapped", "raped", False),
        ("hurting", "hurt", False),
        ("k1ll", "kill", True),
        ("ki11", "kill", True),
        ("5tab", "stab", True),
        ("12", "12", True),
    ],
)
def test_a_word_is_like_a_listed_one(typed: str, listed: str, same: bool) -> None:
    (meant,) = spell(listed)
    found = [form for form in spell(typed) if form.letters == meant.letters]
    assert any(form.is_like(meant) for form in found) is same


def test_signs_part_words_and_may_stand_for_letters() -> None:
    letters = [[word[0].letters for word in reading] for reading in read_words("r@pe d.o.n.t go")]
    assert letters == [["r", "pe", "dont", "go"], ["rape", "dont", "go"]]
