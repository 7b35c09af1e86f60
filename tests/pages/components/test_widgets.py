"""Each question type on a screen: what a person does, and the answer that it saves."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from forms.model import Json

VISIBLE, COLLAPSED = 0, 2  # how Streamlit shows a label


def draw(type, attributes, value, level, text="What?"):  # type: ignore[no-untyped-def] # run as a script
    """A script, run by itself, that draws one question and keeps what its widget saves."""
    import streamlit as st

    from forms.parsing import parse_form
    from pages.components.widgets import WIDGETS, Ask

    form = parse_form(
        f"""
id: small
version: "1"
title: Small
kind: test
scales:
  met:
    - {{value: full, label: Fully met, score: 3, asks: [evidence], offers: [best_practice]}}
    - {{value: part, label: Partly met, score: 2, asks: [evidence, action]}}
    - {{value: none, label: Not applicable, counts: false, asks: [reason]}}
choice_lists:
  fruit:
    - {{value: apple, label: Apple}}
    - {{value: pear, label: Pear}}
sections:
  - id: only
    title: Only
    questions:
      - id: q
        type: {type}
        text: {text}
{attributes}
""",
        "small.yaml",
    ).form
    if form is None:
        raise AssertionError("the test's form is wrong")
    st.session_state.setdefault("answer", value)

    def save(answer: object) -> None:
        st.session_state["answer"] = answer

    question = form.questions["q"]
    WIDGETS[type](
        Ask(
            question=question,
            value=st.session_state["answer"],
            key="q",
            save=save,
            current=lambda: st.session_state["answer"],
            choices=question.options,
            level=level,
            optional=True,
        )
    )


def ask(type: str, *attributes: str, value: Json = None, text: str = "What?") -> AppTest:
    indented = "\n".join(f"        {line}" for line in attributes)
    test = AppTest.from_function(
        draw,
        kwargs={"type": type, "attributes": indented, "value": value, "level": 2, "text": text},
    ).run()
    assert not test.exception
    return test


def answer(test: AppTest) -> Any:
    return test.session_state["answer"]


def test_a_text_is_saved_as_typed_and_taken_away_when_emptied() -> None:
    test = ask("short_text")
    test.text_input[0].set_value("=1+1 😀").run()
    assert answer(test) == "=1+1 😀"
    test.text_input[0].set_value("").run()
    assert answer(test) is None


def test_the_words_of_a_question_of_one_control_are_its_label() -> None:
    shown = ask("short_text").text_input[0]
    assert (shown.label, shown.proto.label_visibility.value) == ("What? (optional)", VISIBLE)


def test_words_with_a_hint_or_with_markup_stand_above_their_control() -> None:
    hinted = ask("short_text", "hint: In a word").text_input[0]
    assert (hinted.label, hinted.proto.label_visibility.value) == (
        "What? (optional). In a word",
        COLLAPSED,
    )
    starred = ask("short_text", text="Is 2 * 3 * 4 *right*?").text_input[0]
    assert starred.proto.label_visibility.value == COLLAPSED


def test_a_date_is_kept_as_typed_even_when_it_cannot_be_read() -> None:
    test = ask("date")
    test.text_input[0].set_value("next Tuesday").run()
    assert answer(test) == "next Tuesday"


def test_a_kept_date_is_shown_as_its_hint_says() -> None:
    test = ask("date", value="2025-03-09")
    assert test.text_input[0].value == "9 3 2025"
    assert answer(test) == "2025-03-09"


def test_one_choice_may_be_cleared_again() -> None:
    test = ask("select_one", "choices: fruit")
    test.radio[0].set_value("pear").run()
    assert answer(test) == "pear"
    test.button[0].click().run()
    assert (answer(test), test.radio[0].value) == (None, None)


def test_a_list_that_opens_saves_the_value_behind_the_label() -> None:
    test = ask("select_one", "choices: fruit", "appearance: dropdown")
    test.selectbox[0].set_value("apple").run()
    assert answer(test) == "apple"


def test_many_choices_are_boxes_to_tick_kept_in_the_form_s_order() -> None:
    test = ask("select_many", "choices: fruit")
    test.checkbox[1].check().run()
    test.checkbox[0].check().run()
    assert answer(test) == ["apple", "pear"]
    test.checkbox[0].uncheck()
    test.checkbox[1].uncheck().run()
    assert answer(test) is None


def test_a_judgement_shows_what_its_rating_asks_for() -> None:
    test = ask("judgement", "scale: met")
    assert len(test.text_area) == 0
    test.radio[0].set_value("part").run()
    assert [area.label.split(".")[0] for area in test.text_area] == ["Evidence", "Action needed"]
    test.radio[0].set_value("none").run()
    assert [area.label.split(".")[0] for area in test.text_area] == ["Why does this not apply?"]


def test_actions_are_added_and_removed_one_by_one() -> None:
    test = ask("judgement", "scale: met", value={"rating": "part"})
    test.text_area[1].set_value("First").run()
    test.button(key="q-actions-add").click().run()
    test.text_area[2].set_value("Second").run()
    assert answer(test)["actions"] == [{"text": "First"}, {"text": "Second"}]
    test.button(key="q-action-0-remove").click().run()
    assert answer(test)["actions"] == [{"text": "Second"}]
    assert test.text_area[1].value == "Second"


def test_best_practice_asks_about_naming_only_when_it_is_shared() -> None:
    test = ask("judgement", "scale: met", value={"rating": "full"})
    assert len(test.checkbox) == 1
    test.checkbox[0].check().run()
    test.checkbox[1].check().run()
    assert answer(test) == {"rating": "full", "best_practice": True, "may_name": True}


def test_a_matrix_is_a_row_of_radios_each() -> None:
    test = ask(
        "matrix", "choices: fruit", "rows: [{value: a, label: Row A}, {value: b, label: Row B}]"
    )
    test.radio[0].set_value("apple")
    test.radio[1].set_value("pear").run()
    assert answer(test) == {"a": "apple", "b": "pear"}


def test_a_ranking_is_saved_in_its_order() -> None:
    test = ask("rank", "choices: fruit")
    test.selectbox[0].set_value("pear").run()
    test.selectbox[1].set_value("apple").run()
    assert answer(test) == ["pear", "apple"]


def test_a_repeat_grows_and_shrinks_without_mixing_its_answers() -> None:
    test = ask(
        "repeat", "questions:", "  - {id: name, type: short_text, text: Name}",
        "  - {id: many, type: number, text: How many}",
    )  # fmt: skip
    test.text_input[0].set_value("one")
    test.text_input[1].set_value("1").run()
    test.button(key="q-add").click().run()
    test.text_input[2].set_value("two").run()
    assert answer(test) == [{"name": "one", "many": "1"}, {"name": "two"}]
    test.button(key="q--0-remove").click().run()
    assert answer(test) == [{"name": "two"}]
    assert test.text_input[0].value == "two"


def test_a_repeat_goes_on_showing_as_many_groups_as_it_asks_for() -> None:
    name = "  - {id: name, type: short_text, text: Name}"
    test = ask("repeat", "min_count: 2", "questions:", name)
    test.text_input[0].set_value("one").run()
    assert [box.value for box in test.text_input] == ["one", ""]
    test.button(key="q-add").click().run()
    test.text_input[2].set_value("three").run()
    assert answer(test) == [{"name": "one"}, {}, {"name": "three"}]
    test.button(key="q--1-remove").click().run()
    assert [box.value for box in test.text_input] == ["one", "three"]


def test_a_sum_is_told_as_a_person_reads_it() -> None:
    told = [
        "".join(row.value for row in ask("calculate", "calculation: 1 + 1", value=value).html)
        for value in (3.0, "<b>2 May</b>", True)
    ]
    assert told == [
        '<p class="ask-sum">What?: <strong>3</strong></p>',
        '<p class="ask-sum">What?: <strong>&lt;b&gt;2 May&lt;/b&gt;</strong></p>',
        '<p class="ask-sum">What?: <strong>Yes</strong></p>',
    ]
    assert not ask("calculate", "calculation: 1 + 1").html


def test_an_acknowledgement_is_true_or_nothing() -> None:
    test = ask("acknowledge")
    test.checkbox[0].check().run()
    assert answer(test) is True
    test.checkbox[0].uncheck().run()
    assert answer(test) is None
