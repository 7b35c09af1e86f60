"""Days and times as people write them."""

from datetime import date, time

import pytest

from forms.types import AnswerError, StoredAnswer, get_type
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)


def read(kind, raw):
    return get_type(kind).parse(raw, question_of(kind))


@pytest.mark.parametrize(
    "raw",
    ["31/1/2026", "31/01/2026", "31-1-2026", "31.1.2026", "31 1 2026", "31/1/26", "2026-01-31",
     "2026/1/31", "2026-01-31T00:00:00", "2026-01-31T09:30:00.000Z", "31 January 2026",
     "31 jan 2026", "31st January 2026", "31 January, 2026", "Saturday 31 January 2026",
     "Saturday, 31st of January 2026", "January 31, 2026", "Jan 31st 2026", "31Jan2026",
     "31-Jan-26", " ３１/１/２０２６ "],
)  # fmt: skip
def test_date_is_read_as_people_write_it(raw):
    assert read("date", raw) == date(2026, 1, 31)


def test_date_takes_sept_and_old_years():
    assert read("date", "1 sept 2025") == date(2025, 9, 1)
    assert read("date", "1/2/98") == date(1998, 2, 1)


@pytest.mark.parametrize(
    "raw", ["31/1", "tomorrow", "1/2026", "31 Xyz 2026", "2026", 20260131, True, ["x"]]
)
def test_date_refuses_what_is_not_one(raw):
    with pytest.raises(AnswerError, match="Enter a date, such as 31/1/2026"):
        read("date", raw)


@pytest.mark.parametrize("raw", ["30/2/2026", "1/13/2026", "0/1/2026", "2026-02-29"])
def test_date_refuses_days_that_do_not_exist(raw):
    with pytest.raises(AnswerError, match="Enter a date that exists"):
        read("date", raw)


@pytest.mark.parametrize("raw", ["1/1/1066", "1/1/9999", "0000-01-01"])
def test_date_refuses_far_years(raw):
    with pytest.raises(AnswerError, match="Enter a year between 1800 and 2200"):
        read("date", raw)


def test_date_bounds_may_be_today():
    question, kind = question_of("date", minimum="2025-09-01", maximum="today"), get_type("date")
    assert kind.check(date(2025, 8, 31), question, today=TODAY) == [
        "Enter 1 September 2025 or later"
    ]
    assert kind.check(date(2026, 2, 1), question, today=TODAY) == [
        "Enter 31 January 2026 or earlier"
    ]
    assert kind.check(TODAY, question, today=TODAY) == []


def test_date_is_said_kept_and_compared():
    question, kind = question_of("date"), get_type("date")
    day = date(1970, 1, 2)
    assert kind.text(day, question) == "2 January 1970"
    assert kind.store(day, question) == [StoredAnswer("the_date", 0, "1970-01-02", 1.0)]
    assert kind.dump(day, question) == "1970-01-02"
    assert kind.xpath(day) == "1970-01-02"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("14:05", time(14, 5)), ("14.05", time(14, 5)), ("2pm", time(14)), ("2 p.m.", time(14)),
        ("2.30pm", time(14, 30)), ("12am", time(0)), ("12pm", time(12)), ("1405", time(14, 5)),
        ("0905hrs", time(9, 5)), ("9:05:59", time(9, 5)), ("09h30", time(9, 30)),
        ("noon", time(12)), ("Midnight", time(0)), ("１４：０５", time(14, 5)),
    ],
)  # fmt: skip
def test_time_is_read_as_people_write_it(raw, value):
    assert read("time", raw) == value


@pytest.mark.parametrize("raw", ["25:00", "14:60", "13pm", "0am", "14", "soon", 14, None.__class__])
def test_time_refuses_what_is_not_one(raw):
    with pytest.raises(AnswerError, match="Enter a time, such as 14:05 or 2pm"):
        read("time", raw)


def test_time_bounds_and_forms():
    question, kind = question_of("time", minimum="09:00", maximum="17:00"), get_type("time")
    assert kind.check(time(8, 59), question, today=TODAY) == ["Enter 09:00 or later"]
    assert kind.check(time(17, 1), question, today=TODAY) == ["Enter 17:00 or earlier"]
    assert kind.check(time(9), question, today=TODAY) == []
    assert kind.text(time(9), question) == kind.xpath(time(9)) == "09:00"
    assert kind.store(time(9), question) == [StoredAnswer("the_time", 0, "09:00")]
