"""Words in several languages, and a label in front of its answer."""

from __future__ import annotations

from forms.text import Text, lead_in


def test_words_fall_back_to_the_plain_variant_and_then_to_the_default_language() -> None:
    words = Text({"en": "Well done", "pl": "Brawo"})
    assert [words.say(tag) for tag in ("pl-easy", "pl", "en-easy", "cy")] == [
        "Brawo", "Brawo", "Well done", "Well done",
    ]  # fmt: skip


def test_a_question_in_front_of_its_answer_needs_no_colon() -> None:
    assert (lead_in("Date"), lead_in("When is it?")) == ("Date: ", "When is it? ")
