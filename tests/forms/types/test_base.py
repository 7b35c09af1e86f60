"""What the types share."""

from datetime import date

import pytest

from forms.types.base import AnswerError, clean_line, clean_text, day_number


def test_clean_text_removes_what_no_one_typed_on_purpose():
    assert clean_text(" a\x00b\x1b[31m\x9fc\ud83d ") == "ab[31mc\ufffd"
    assert clean_text("a\tb\r\nc\u2028d") == "a\tb\nc\nd"
    assert clean_text("👨‍👩‍👧 \u202eabc") == "👨‍👩‍👧 \u202eabc"


def test_clean_line_folds_widths_and_spaces():
    assert clean_line(" １２\u00a0３\n4 ", "number") == "12 3 4"
    assert clean_line("Ａ\u3000Ｂ", "text") == "A B"
    assert clean_line("\ufdfa", "text") == "صلى الله عليه وسلم"


@pytest.mark.parametrize("raw", [5, None, ["a"], "x" * 1001])
def test_clean_line_refuses_what_is_no_line(raw):
    with pytest.raises(AnswerError, match="Enter a date"):
        clean_line(raw, "date")


def test_an_error_owns_its_sentence_and_its_part():
    error = AnswerError("date", part=".due")
    assert (str(error), error.part) == ("Enter a date, such as 31/1/2026", ".due")
    assert error.say("en-easy") == "Please write a date, like 31/1/2026"


def test_days_are_counted_from_the_first_of_january_1970():
    assert [day_number(date(1970, 1, 1)), day_number(date(2026, 1, 31))] == [0, 20484]
