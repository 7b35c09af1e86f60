"""How answers spread, with nothing told of a few people."""

from __future__ import annotations

from dataclasses import replace

from forms.model import Form, Question
from forms.text import plain
from scrutiny.distribution import (
    Distribution,
    compare_campaigns,
    list_asks,
    spread_answers,
    voice_rules,
)
from scrutiny.tally import Tally
from tests.scrutiny.examples import NUMBERS, choices, form, judgement

RULES = voice_rules(NUMBERS)
LISTENED = Question(
    "listened", "rating", plain("Did people listen?"), choices=choices("yes", "mostly", "no")
)
SAFE = replace(LISTENED, id="safe", text=plain("Do you feel safe?"), sensitive=True)
HELPED = Question(
    "helped", "select_many", plain("Who helped?"), choices=choices("nurse", "teacher", "friend")
)


def spread(
    asked: Form, counts: dict[str, dict[str, int]], *, people: int = 0
) -> list[Distribution]:
    tallies = [
        Tally(question, "", value, count)
        for question, values in counts.items()
        for value, count in values.items()
    ]
    return list(spread_answers(asked, tallies, rules=RULES, respondents=people))


def words(distribution: Distribution) -> list[str]:
    return [f"{s.label} {s.count} {s.percent}" for s in distribution.spreads]


def test_a_large_group_shows_counts_and_percentages() -> None:
    (found,) = spread(form(LISTENED), {"listened": {"yes": 20, "mostly": 15, "no": 5}})
    assert words(found) == ["Yes 20 50%", "Mostly 15 38%", "No 5 13%"]
    assert (str(found.n), found.has_percentages, found.hidden) == ("40", True, "")


def test_a_small_count_is_hidden_with_one_more() -> None:
    (found,) = spread(form(LISTENED), {"listened": {"yes": 20, "mostly": 15, "no": 3}})
    assert words(found) == ["Yes 20 53%", "Mostly hidden hidden", "No fewer than 5 fewer than 5"]


def test_fewer_than_ten_people_show_bands_and_no_percentage() -> None:
    (found,) = spread(form(LISTENED), {"listened": {"yes": 6, "no": 1}})
    assert words(found) == ["Yes 5 to 9 none", "Mostly fewer than 5 none", "No fewer than 5 none"]
    assert (str(found.n), found.has_percentages) == ("5 to 9", False)


def test_fewer_than_five_people_show_nothing() -> None:
    few, none = spread(form(LISTENED, replace(LISTENED, id="other")), {"listened": {"yes": 4}})
    assert (few.spreads, few.hidden, str(few.n)) == ((), "fewer than 5", "fewer than 5")
    assert (none.spreads, none.hidden, str(none.n)) == ((), "none", "none")


def test_a_sensitive_question_needs_ten() -> None:
    nine = spread(form(SAFE), {"safe": {"yes": 9}})[0]
    many = spread(form(SAFE), {"safe": {"yes": 40, "mostly": 12, "no": 7}})[0]
    assert nine.hidden == "fewer than 10"
    assert words(many) == ["Yes 40 68%", "Mostly hidden hidden", "No fewer than 10 fewer than 10"]


def test_many_choices_are_of_all_who_answered_the_form() -> None:
    (found,) = spread(
        form(HELPED), {"helped": {"nurse": 18, "teacher": 10, "friend": 4}}, people=20
    )
    assert words(found) == [
        "Nurse hidden hidden",  # all but two chose it
        "Teacher 10 50%",
        "Friend fewer than 5 fewer than 5",
    ]
    assert found.many


def test_free_text_private_questions_and_standards_are_never_spread() -> None:
    asked = form(
        Question("said", "long_text", plain("What else?")),
        replace(LISTENED, id="hidden", private=True),
        judgement("a"),
    )
    assert spread(asked, {"said": {"a secret": 30}, "hidden": {"yes": 30}}) == []


def test_every_row_of_a_matrix_is_its_own() -> None:
    matrix = Question(
        "places", "matrix", plain("Felt safe in:"), rows=choices("school", "park"),
        choices=choices("yes", "no"),
    )  # fmt: skip
    found = spread(form(matrix), {"places.school": {"yes": 12, "no": 8}})
    assert [(d.question, d.text) for d in found] == [
        ("places.school", "Felt safe in: School"),
        ("places.park", "Felt safe in: Park"),
    ]
    assert [ask.key for ask in list_asks(form(matrix))] == ["places.school", "places.park"]


def test_a_campaign_may_ask_for_a_larger_group() -> None:
    held = voice_rules(NUMBERS, minimum_group=15)
    assert (held.counts.minimum, held.sensitive.minimum, held.percentages.minimum) == (15, 15, 15)


def test_services_are_compared_only_when_each_has_enough() -> None:
    enough = spread(form(LISTENED), {"listened": {"yes": 20, "mostly": 15, "no": 5}})
    few = spread(form(LISTENED), {"listened": {"yes": 8}})
    (compared,) = compare_campaigns({"Clinic": enough, "Club": enough})
    (refused,) = compare_campaigns({"Clinic": enough, "Club": few})
    assert (compared.labels, compared.distributions) == (("Clinic", "Club"), (enough[0], enough[0]))
    assert (refused.distributions, refused.note) == (
        (),
        "Not compared: too few answered in at least one of them.",
    )
    assert compare_campaigns({}) == ()
