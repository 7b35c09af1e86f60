"""Text, e-mail addresses, postcodes and reference numbers."""

from datetime import date

import pytest

from forms.types import AnswerError, get_type
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)


def read(kind, raw, **attributes):
    return get_type(kind).parse(raw, question_of(kind, **attributes))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("  Ann  ", "Ann"),
        ("one\ntwo", "one two"),
        ("a\x00b\x07c\x7f", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("שלום 👩‍👧", "שלום 👩‍👧"),
        ("\x00", None),
        ("\n \t", None),
    ],
)
def test_short_text_is_one_clean_line(raw, value):
    assert read("short_text", raw) == value


def test_long_text_keeps_line_feeds_and_tabs():
    assert read("long_text", "one\r\ntwo\rthree\n\n\tfour\x0b ") == "one\ntwo\nthree\n\n\tfour"


@pytest.mark.parametrize("raw", [5, 1.5, True, {"a": 1}, ["a"], float("nan"), 10**400])
def test_text_refuses_what_is_not_text(raw):
    with pytest.raises(AnswerError, match="Write the answer in words"):
        read("short_text", raw)


def test_a_hundred_thousand_characters_are_taken_where_the_form_allows():
    question, kind = question_of("long_text", max_length=100_000), get_type("long_text")
    words = "\U0001f600" * 100_000
    value = kind.parse(words, question)
    assert value == words
    assert kind.check(value, question, today=TODAY) == []
    assert kind.store(value, question)[0].value_text == words


def test_too_long_says_by_how_many_characters():
    question, kind = question_of("short_text", max_length=10), get_type("short_text")
    check = kind.check
    assert check("x" * 10, question, today=TODAY) == []
    assert check("x" * 11, question, today=TODAY) == ["Shorten this by 1 character"]
    assert check("x" * 1510, question, today=TODAY) == ["Shorten this by 1,500 characters"]
    easy = check("x" * 12, question, today=TODAY, language="en-easy")
    assert easy == ["This is 2 characters too long"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Ann.Smith@School.Example.ORG ", "Ann.Smith@school.example.org"),
        ("mailto:a@b.co", "a@b.co"),
        ("o'neill+safe@nlincs.gov.uk", "o'neill+safe@nlincs.gov.uk"),
        ("zoë@exämple.org", "zoë@exämple.org"),
        ("ａ@ｂ.org", "a@b.org"),
    ],
)
def test_email_is_normalised(raw, value):
    assert read("email", raw) == value


@pytest.mark.parametrize(
    "raw",
    ["ann", "ann@", "@b.co", "a@b", "a b@c.org", "a@b..org", ".a@b.org", "a@-b.org", "a@b.c",
     "a@b.org, c@d.org", "a" * 65 + "@b.org", "a@" + "b." * 200 + "org", 5],
)  # fmt: skip
def test_email_refuses_what_cannot_be_one(raw):
    with pytest.raises(AnswerError, match=r"Enter an e-mail address, such as name@example\.org"):
        read("email", raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("dn161ab", "DN16 1AB"),
        (" DN16  1ab ", "DN16 1AB"),
        ("m1 1ae", "M1 1AE"),
        ("ec1a1bb", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("ｄｎ１６ １ａｂ", "DN16 1AB"),
    ],
)
def test_postcode_is_normalised(raw, value):
    assert read("postcode", raw) == value


@pytest.mark.parametrize(
    "raw", ["DN16", "DN16 1A", "DN16 1AC 2", "16DN 1AB", "DN16 1CI", 5, {}.keys]
)
def test_postcode_refuses_what_is_not_one(raw):
    with pytest.raises(AnswerError, match="Enter a full postcode, such as DN16 1AB"):
        read("postcode", raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("117703", "117703"),
        (" 117 703 ", "117703"),
        ("2635478", "2635478"),
        ("ey123456", "EY123456"),
        ("URN: 117703", "117703"),
        ("１１７７０３", "117703"),
    ],
)
def test_urn_is_normalised(raw, value):
    assert read("urn", raw) == value


@pytest.mark.parametrize("raw", ["11770", "12345678", "E123456", "EY12345", "EYE123456", 117703])
def test_urn_refuses_what_is_not_one(raw):
    with pytest.raises(AnswerError, match="Enter a reference number, such as 117703 or EY123456"):
        read("urn", raw)
