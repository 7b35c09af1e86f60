"""Files, boxes to tick, notes and worked-out values."""

from datetime import date

import pytest

from forms.types import AnswerError, Fault, StoredAnswer, get_type
from forms.types.base import Asked
from forms.types.others import FileAnswer
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)
PDF = {"id": "f1", "name": "minutes.pdf", "size": 1200, "type": "application/pdf"}


def read(kind, raw):
    return get_type(kind).parse(raw, question_of(kind))


def test_files_are_read_kept_and_said():
    kind, question = get_type("file"), question_of("file")
    value = read("file", [PDF, PDF])
    assert value == (FileAnswer("f1", "minutes.pdf", 1200, "application/pdf"),)
    assert read("file", PDF) == value
    assert kind.text(value, question) == "minutes.pdf"
    assert kind.store(value, question) == [StoredAnswer("the_file", 0, "minutes.pdf", 1200.0)]
    assert kind.xpath(value) == "f1"


def test_a_file_name_loses_its_folders_and_control_characters():
    assert read("file", PDF | {"name": "..\\..\\etc/pass\x00wd.txt"})[0].name == "passwd.txt"


@pytest.mark.parametrize(
    "raw",
    ["minutes.pdf", 5, [5], [{}], [{"id": "", "name": "x"}], [{"id": "a", "name": 5}],
     [PDF | {"size": -1}], [PDF | {"size": True}], [PDF | {"size": 10**400}], [PDF | {"type": 5}]],
)  # fmt: skip
def test_files_that_are_no_reference_are_refused(raw):
    with pytest.raises(AnswerError, match="Attach the file again"):
        read("file", raw)


def test_files_are_counted_and_their_kind_is_checked():
    question = question_of("file", max_files=1, accept=(".pdf", "image/*"))
    kind = get_type("file")
    pdf, word = FileAnswer("1", "a.PDF"), FileAnswer("2", "a.docx")
    photo = FileAnswer("3", "photo", type="image/png")
    assert kind.find_faults((pdf, photo), question, Asked(TODAY)) == [
        Fault("Attach at most 1 file")
    ]
    assert kind.find_faults((photo,), question, Asked(TODAY)) == []
    assert kind.find_faults((word,), question, Asked(TODAY)) == [
        Fault("Attach a file of one of these kinds: .pdf, image/*", "[0]")
    ]


@pytest.mark.parametrize("raw", [True, "true", "Yes", "on"])
def test_a_box_is_ticked(raw):
    assert read("acknowledge", raw) is True


@pytest.mark.parametrize("raw", [False, "no", "false", None, ""])
def test_a_box_left_empty_is_nothing(raw):
    assert read("acknowledge", raw) is None


@pytest.mark.parametrize("raw", [1, 0, "perhaps", [True], {"a": 1}])
def test_a_box_refuses_anything_else(raw):
    with pytest.raises(AnswerError, match="Tick the box, or leave it empty"):
        read("acknowledge", raw)


def test_a_tick_is_said_and_kept():
    kind, question = get_type("acknowledge"), question_of("acknowledge")
    assert kind.text(True, question) == "Confirmed"
    assert kind.store(True, question) == [StoredAnswer("the_acknowledge", 0, "yes")]


def test_a_note_has_no_answer():
    assert read("note", {"any": "thing"}) is None
    assert get_type("note").columns(question_of("note")) == {}


@pytest.mark.parametrize(
    ("raw", "value", "text", "stored"),
    [
        (2.0, 2.0, "2", StoredAnswer("the_calculate", 0, "2", 2.0)),
        ("a\x00b", "ab", "ab", StoredAnswer("the_calculate", 0, "ab")),
        (True, True, "Yes", StoredAnswer("the_calculate", 0, "yes")),
    ],
)
def test_a_calculated_value_is_kept_as_what_it_is(raw, value, text, stored):
    kind, question = get_type("calculate"), question_of("calculate")
    assert read("calculate", raw) == value
    assert kind.text(value, question) == text
    assert kind.store(value, question) == [stored]


def test_a_number_that_is_none_counts_as_nothing():
    assert read("calculate", float("nan")) is None
