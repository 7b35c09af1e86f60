"""Ratings with the evidence, actions and reasons that they call for."""

from datetime import date

import pytest

from forms.types import AnswerError, Fault, StoredAnswer, get_type
from forms.types.base import Asked
from forms.types.judgement import Judgement, PlannedAction, list_parts, parse_judgement
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)
QUESTION = question_of("judgement")
KIND = get_type("judgement")


def faults(raw):
    return KIND.find_faults(parse_judgement(raw, QUESTION), QUESTION, Asked(TODAY))


def test_a_judgement_is_read_with_the_parts_that_its_rating_calls_for():
    raw = {
        "rating": "partly_met",
        "evidence": " Minutes ",
        "reason": "typed under another rating",
        "impact": "also",
        "actions": [{"text": "Train", "owner": "Head", "due": "3/3/2026"}, {"text": ""}],
    }
    assert parse_judgement(raw, QUESTION) == Judgement(
        rating="partly_met",
        evidence="Minutes",
        actions=(PlannedAction("Train", "Head", date(2026, 3, 3)),),
    )


def test_a_rating_alone_and_an_action_in_words_are_read():
    assert parse_judgement("not_met", QUESTION) == Judgement(rating="not_met")
    found = parse_judgement({"rating": "not_met", "actions": ["Train"]}, QUESTION)
    assert found == Judgement(rating="not_met", actions=(PlannedAction("Train"),))


def test_best_practice_is_kept_where_offered_and_naming_only_when_shared():
    both = {"rating": "fully_met", "evidence": "x", "best_practice": "yes", "may_name": True}
    assert parse_judgement(both, QUESTION).may_name is True
    unshared = parse_judgement(both | {"best_practice": False}, QUESTION)
    assert (unshared.best_practice, unshared.may_name) == (False, None)
    elsewhere = parse_judgement(both | {"rating": "partly_met"}, QUESTION)
    assert (elsewhere.best_practice, elsewhere.may_name) == (None, None)


def test_an_empty_judgement_is_nothing():
    assert parse_judgement({"rating": None, "evidence": " ", "actions": [{}]}, QUESTION) is None


@pytest.mark.parametrize(
    ("raw", "part", "message"),
    [
        (["fully_met"], "", "Choose a rating from the list"),
        (5, "", "Choose a rating from the list"),
        ({"rating": "splendid"}, "", "Choose from the answers listed"),
        ({"rating": {"a": 1}}, "", "Choose from the answers listed"),
        ({"evidence": 5}, ".evidence", "Write this part in words"),
        ({"best_practice": "perhaps"}, ".best_practice", "Answer yes or no"),
        ({"best_practice": 1}, ".best_practice", "Answer yes or no"),
        ({"actions": "x"}, ".actions", "Write the action, who does it and by when"),
        ({"actions": [5]}, ".actions[0]", "Write the action, who does it and by when"),
        ({"actions": [{}, {"due": "soon"}]}, ".actions[1].due", "Enter a date, such as 31/1/2026"),
        ({"actions": [{"text": 1}]}, ".actions[0].text", "Write this part in words"),
        (
            {"actions": [{"text": "x"}] * 51},
            ".actions",
            "Write the action, who does it and by when",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_part(raw, part, message):
    with pytest.raises(AnswerError) as caught:
        parse_judgement(raw, QUESTION)
    assert (caught.value.part, str(caught.value)) == (part, message)


def test_parts_without_a_rating_ask_for_one():
    assert faults({"evidence": "Minutes"}) == [Fault("Choose a rating")]


def test_what_a_rating_asks_for_is_required():
    assert faults("fully_met") == [Fault("Describe the evidence for this rating", ".evidence")]
    assert faults("partly_met") == [
        Fault("Describe the evidence for this rating", ".evidence"),
        Fault("Write at least one action", ".actions[0].text"),
    ]
    assert faults("not_applicable") == [Fault("Give a short reason for this rating", ".reason")]
    assert faults({"rating": "fully_met", "evidence": "x"}) == []


def actions(*given, rating="not_met"):
    return faults({"rating": rating, "evidence": "x", "actions": list(given)})


def test_a_due_date_is_within_the_days_that_the_choice_gives():
    assert actions({"text": "Train", "due": "2026-01-31"}) == []
    assert actions({"text": "Train", "due": "2026-02-28"}) == []
    assert actions({"text": "Train", "due": "2026-03-01"}) == [
        Fault("Give a date on or before 28 February 2026, 28 days from today", ".actions[0].due")
    ]
    assert actions({"text": "Train", "due": "2026-01-30"}) == [
        Fault("Give a date that is today or later", ".actions[0].due")
    ]
    assert actions({"text": "Train"}) == [
        Fault("Give a date by which it will be done", ".actions[0].due")
    ]


def test_without_days_a_due_date_may_be_left_out_or_be_far_but_not_past():
    assert actions({"text": "Train"}, rating="partly_met") == []
    assert actions({"text": "Train", "due": "2030-01-01"}, rating="partly_met") == []
    assert actions({"text": "Train", "due": "2025-01-01"}, rating="partly_met") == [
        Fault("Give a date that is today or later", ".actions[0].due")
    ]


def test_each_action_needs_words():
    assert actions({"text": "A", "due": "2026-02-01"}, {"owner": "Head"}) == [
        Fault("Write what will be done", ".actions[1].text")
    ]
    assert actions({"due": "2026-02-01"}) == [
        Fault("Write at least one action", ".actions[0].text")
    ]


def test_long_parts_are_named():
    question = question_of("judgement", max_length=5)
    value = Judgement("fully_met", evidence="x" * 7)
    assert KIND.find_faults(value, question, Asked(TODAY)) == [
        Fault("Shorten this by 2 characters", ".evidence")
    ]


FULL = Judgement(
    rating="fully_met", evidence="Minutes", impact="Safer", best_practice=True, may_name=False,
    actions=(PlannedAction("Train", "Head", date(1970, 1, 3)), PlannedAction("Tell")),
)  # fmt: skip


def test_a_judgement_is_said_and_listed_part_by_part():
    assert list_parts(FULL) == (
        ("Evidence", "Minutes"),
        ("Difference made", "Safer"),
        ("Action", "Train (Head, 3 January 1970)"),
        ("Action", "Tell"),
        ("Share as best practice", "Yes"),
        ("May be named", "No"),
    )
    assert KIND.text(Judgement("fully_met", evidence="Minutes"), QUESTION) == (
        "Fully met\nEvidence: Minutes"
    )


def test_a_judgement_is_laid_out_by_part_and_action():
    key = "the_judgement"
    assert KIND.store(FULL, QUESTION) == [
        StoredAnswer(key, 0, "fully_met"),
        StoredAnswer(f"{key}.evidence", 0, "Minutes"),
        StoredAnswer(f"{key}.impact", 0, "Safer"),
        StoredAnswer(f"{key}.best_practice", 0, "yes"),
        StoredAnswer(f"{key}.may_name", 0, "no"),
        StoredAnswer(f"{key}.action", 0, "Train"),
        StoredAnswer(f"{key}.owner", 0, "Head"),
        StoredAnswer(f"{key}.due", 0, "1970-01-03", 2.0),
        StoredAnswer(f"{key}.action", 1, "Tell"),
    ]
    assert KIND.xpath(FULL) == "fully_met"
