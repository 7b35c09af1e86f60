"""Every question type has every part; a new one that lacks any fails here."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.attributes import own_attributes
from forms.messages import MESSAGES
from forms.types import REGISTRY, AnswerError, get_type
from forms.types.base import Asked, StoredAnswer
from forms.types.samples import SAMPLES, sample_answer
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)
NAMES = sorted(REGISTRY)
ANSWERED = [name for name in NAMES if REGISTRY[name].asks]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.text(st.characters(categories=["Cc", "Cs", "Nd"]), max_size=10)
    | st.sampled_from(["red", "fully_met", "yes", "2026-01-31", "31/1/26", "2pm", "DN16 1AB", "£5",
                       "1,200", "a@b.co", "117703", 10**400, float("nan"), "\ud800", "\x00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["rating", "evidence", "actions", "text", "due", "id", "name", "size",
                         "wall", "door", "the_number", "the_judgement", "the_date", "x"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def test_the_registry_holds_the_types_that_forms_may_use():
    assert sorted(REGISTRY) == [
        "acknowledge", "calculate", "date", "decimal", "email", "file", "hidden", "judgement",
        "long_text", "matrix", "note", "number", "postcode", "rank", "rating", "repeat",
        "select_many", "select_one", "short_text", "time", "urn",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_type_has_all_its_parts(name):
    kind = get_type(name)
    assert kind.name == name
    assert kind.prompt in MESSAGES
    assert name in SAMPLES
    assert own_attributes(name) != own_attributes("no such type")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_nothing_everywhere(name):
    kind, question = get_type(name), question_of(name)
    for raw in (None, "", "  ", [], {}):
        assert kind.is_empty(raw)
        assert kind.parse(raw, question) is None
    assert kind.check(None, question, today=TODAY) == []
    assert kind.text(None, question) == ""
    assert kind.store(None, question) == []
    assert kind.dump(None, question) is None
    assert kind.xpath(None) in ("", 0.0)


@pytest.mark.parametrize("name", ANSWERED)
def test_a_sample_is_valid_readable_and_kept(name):
    kind, question = get_type(name), question_of(name)
    for seed in range(30):
        raw = sample_answer(question, Random(seed), today=TODAY)
        value = kind.parse(raw, question)
        assert kind.find_faults(value, question, Asked(TODAY, required=True)) == []
        assert kind.text(value, question) != ""
        assert kind.parse(kind.dump(value, question), question) == value
        stored = kind.store(value, question)
        assert {row.question for row in stored} <= set(kind.columns(question))
        assert stored != []


def read(kind, raw, question):
    """The value, and the message when there is none."""
    try:
        return kind.parse(raw, question), None
    except AnswerError as error:
        return None, error.say("en-easy")


@pytest.mark.parametrize("name", NAMES)
@given(raw=JSON)
@settings(max_examples=80, deadline=None)
def test_any_json_is_read_or_refused_with_a_message(name, raw):
    kind, question = get_type(name), question_of(name)
    value, message = read(kind, raw, question)
    assert message != ""
    assert all(isinstance(m, str) for m in kind.check(value, question, today=TODAY))
    text = kind.text(value, question)
    stored = kind.store(value, question)
    assert isinstance(kind.xpath(value), str | int | float | bool)
    assert kind.parse(kind.dump(value, question), question) == value
    assert all(isinstance(row, StoredAnswer) for row in stored)
    for words in (text, *(row.value_text or "" for row in stored)):
        assert "\x00" not in words
        words.encode()  # no lone surrogate is left


@pytest.mark.parametrize("name", NAMES)
def test_deep_nesting_is_refused_with_a_message(name):
    raw = "x"
    for _ in range(50_000):
        raw = [raw]
    value, message = read(get_type(name), raw, question_of(name))
    assert value is None
    assert (message is None) == (name == "note")
