"""The crosswalk names what is there, and each standard once."""

from dataclasses import replace

from forms.library import load_library
from scrutiny.crosswalk import check_crosswalk, crosswalk
from scrutiny.partnership import partnership

FORMS = load_library().forms
THEMES = frozenset(theme.key for theme in partnership().themes)


def test_the_crosswalk_that_comes_with_the_app_names_only_what_is_there():
    assert check_crosswalk(crosswalk(), FORMS, THEMES) == ()


def test_every_voice_question_that_can_be_rated_stands_under_a_topic_or_is_about_the_place():
    """What nothing in a self-assessment speaks of stays out: the welcome, the place, access."""
    left = {
        question.id
        for form in ("voice_younger", "voice_older", "voice_parents")
        for question in FORMS[form].questions.values()
        if question.type == "rating" and question.id not in crosswalk().asked(form)
    }
    assert left == {"v8_1", "v8_2", "v8_8", "v8_13", "v11_1", "v11_2", "v11_3", "v11_7"}


def test_what_is_not_there_is_a_problem_each():
    topic = replace(
        crosswalk().topics[0],
        theme="weather",
        standards=("ED-Q3", "ED-Q3", "ED-Z9"),
        questions={"voice_older": ("v11_99",), "voice_cats": ("c1",)},
    )
    found = check_crosswalk(replace(crosswalk(), topics=(topic,)), FORMS, THEMES)
    assert [problem.message for problem in found] == [
        "There is no theme weather",
        "The standard ED-Q3 stands twice",
        "No form has the standard ED-Z9",
        "voice_older has no question v11_99",
        "voice_cats has no question c1",
    ]
