"""Placeholders: what is held is said, what is not is left out or marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.model import Choice, Question
from forms.text import Text
from scrutiny.drafting.filling import GAP, fill
from scrutiny.template import PLACEHOLDERS, PREFIXES
from tests.scrutiny.drafting.examples import ACTIVITY, EVENT, MATERIAL, NOTHING


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{subject}, {reference}", "Trent Health, AE-2026-001"),
        ("{officer} of {short_name}", "Iris Okafor of Children's MARS"),
        ("{group}", "Children's MARS Board"),
        ("On {answer:held_on,event_on}", "On 2 March 2026"),
        ("To {meeting:mars_board|the next Board}", "To Children's MARS Board on 20 April 2026"),
        ("Set {taken:set_date}, due {due:send_update}", "Set 20 January 2026, due 1 April 2026"),
        ("{holder:officer}", "Iris Okafor"),
        ("{findings} and {actions}", "5 and 3"),
    ],
)
def test_what_is_held_is_said(words: str, said: str) -> None:
    assert fill(words, MATERIAL) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("On {answer:event_on}", f"On {GAP}"),
        ("On {answer:event_on|a day to be agreed}", "On a day to be agreed"),
        ("Led well[[, by {officer},]] we think", "Led well we think"),
        ("One\n\n[[{reference}]]\n\nTwo", "One\n\nTwo"),
        ("Led by {officer|}.", "Led by ."),
    ],
)
def test_what_is_not_held_is_left_out_or_marked(words: str, said: str) -> None:
    assert fill(words, NOTHING) == said


def test_who_led_it_is_the_officer_or_whoever_was_said_to() -> None:
    officer = "Iris Okafor, Independent Scrutiny Officer"
    assert fill("{leader}", MATERIAL).startswith(officer)
    partner = Choice("partner", Text({"en": "A safeguarding partner"}))
    asked = Question(id="led_by", type="select_one", text=Text(), choices=(partner,))
    first, *others = EVENT.steps
    event = replace(EVENT, steps=(replace(first, asks=(*first.asks, asked)), *others))
    answered = replace(ACTIVITY, answers={**ACTIVITY.answers, "led_by": "partner"})
    led = replace(MATERIAL, mechanism=event, activity=answered)
    assert fill("Led by {leader}.", led) == "Led by a safeguarding partner."
    assert fill("[[Led by {leader}.]]", NOTHING) == ""


def test_the_group_that_was_chosen_is_the_activitys_own() -> None:
    held = fill("To {meeting:mars_board}", MATERIAL)
    assert fill("To {meeting:chosen}", MATERIAL) == held


def test_what_people_typed_is_never_a_placeholder() -> None:
    typed = replace(NOTHING, subject="{email} [[x]]")
    assert fill("About {subject}", typed) == "About {email} [[x]]"


def test_every_placeholder_can_be_filled() -> None:
    for name in (*PLACEHOLDERS, *(f"{prefix}:x" for prefix in PREFIXES)):
        assert isinstance(fill(f"{{{name}}}", MATERIAL), str)
        assert isinstance(fill(f"{{{name}}}", NOTHING), str)
