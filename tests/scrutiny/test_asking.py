"""A mechanism's questions as small forms."""

from __future__ import annotations

from datetime import date

from forms.problem import Problem
from scrutiny.asking import (
    NOW,
    begin_form,
    check_answers,
    form_of,
    holds,
    names_in,
    scope_of,
)
from tests.scrutiny.mechanism_examples import VISIT, mechanism

TODAY = date(2026, 3, 2)
HANGING = VISIT.replace(
    "text: What was seen?}",
    "text: What was seen?, required: true, relevant: \"${is_update_needed} = 'yes'\"}",
)


def asked(form):
    return [q.id for section in form.sections if section.id == NOW for q in section.questions]


def test_a_form_asks_what_its_step_asks_now():
    made = mechanism()
    assert asked(begin_form(made)) == ["why"]
    assert asked(form_of(made, made.by_id["arrange"])) == ["event_on", "is_update_needed"]
    assert form_of(made, made.by_id["arrange"]) is form_of(made, made.by_id["arrange"])


def test_answers_are_kept_as_a_form_keeps_them_and_others_are_not():
    made = mechanism()
    form = form_of(made, made.by_id["arrange"])
    given = {"event_on": "2026-05-01", "is_update_needed": "no", "why": "x", "stray": 1}
    assert check_answers(form, given, today=TODAY) == (
        {"event_on": "2026-05-01", "is_update_needed": "no"}, (),
    )  # fmt: skip


def test_a_question_may_hang_on_what_was_recorded_before():
    made = mechanism(HANGING)
    form = form_of(made, made.by_id["visit"])
    assert check_answers(form, {}, known={"is_update_needed": "no"}, today=TODAY) == ({}, ())
    assert check_answers(form, {}, known={"is_update_needed": "yes"}, today=TODAY) == (
        {}, (Problem("seen", "Write an answer"),),
    )  # fmt: skip


def test_what_is_missing_from_what_was_recorded_is_no_problem_now():
    made = mechanism()
    assert check_answers(form_of(made, made.by_id["visit"]), {"seen": "A"}, today=TODAY) == (
        {"seen": "A"}, (),
    )  # fmt: skip


def test_expressions_see_what_was_recorded_and_counted():
    made = mechanism()
    scope = scope_of(made, {"event_on": "2026-05-01", "actions_open": 2}, TODAY)
    assert holds(made, "${event_on} > today()", scope)
    assert holds(made, "${actions_open} = 2 and ${why} = ''", scope)
    assert holds(made, "", scope)
    assert not holds(made, "${nothing} = 1", scope)
    assert names_in(made, "${event_on} != '' or ${why} != ''") == {"event_on", "why"}
