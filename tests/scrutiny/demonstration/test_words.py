"""Sentences fit the family that says them, and every slot is filled."""

from __future__ import annotations

import pytest

from forms.library import Library
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.words import CHILDMINDER, names, pick, say, topic_words, words

FAMILIES = {
    "education": "school_audit",
    "early_years": "early_years_audit",
    CHILDMINDER: "early_years_audit",
    "agency": "section_eleven",
}


@pytest.mark.parametrize("voice", FAMILIES)
@pytest.mark.parametrize("kind", ["evidence", "actions"])
def test_every_section_with_standards_has_words(library: Library, voice: str, kind: str) -> None:
    for section in library.forms[FAMILIES[voice]].sections:
        if any(question.standard for question in section.questions):
            for line in topic_words(section.id, kind, voice):
                assert not line.startswith("[")
                assert "{" not in say(line, voice, chance_for(1))


def test_a_section_without_words_has_general_ones() -> None:
    assert topic_words("unknown", "evidence", "education") == tuple(words()["gaps"])


def test_a_sentence_starts_with_a_capital_and_fits_its_speaker() -> None:
    assert say("{children} and {board}", "education", chance_for(1)) == "Pupils and governors"
    assert (
        say("{children} and {board}", "early_years", chance_for(1)) == "Children and the committee"
    )


def test_picking_more_than_there_are_gives_all() -> None:
    assert sorted(pick(["a", "b"], "agency", chance_for(1), count=5).split()) == ["A", "B"]


def test_names_are_used_once_each() -> None:
    assert all(len(set(bank)) == len(bank) for bank in names().values() if isinstance(bank, list))
