"""Where actions come from: the mechanism behind a form, and the words for it."""

from __future__ import annotations

from scrutiny.action import Action
from scrutiny.action_source import mechanism_of_form, place_actions, say_source
from scrutiny.mechanism import Mechanism
from scrutiny.partnership import partnership

AGENCIES = Mechanism(
    "section_eleven", "1", "Section 11", "S11", (), family="agency", monitored_by="mars_board"
)
CHOSEN = Mechanism("event", "1", "Agency event", "AE", (), monitored_by="chosen")
ALL = {each.id: each for each in (AGENCIES, CHOSEN)}


def test_mechanism_of_form_is_the_one_that_runs_its_cycles() -> None:
    assert mechanism_of_form(ALL, partnership(), "section_eleven") is AGENCIES
    assert mechanism_of_form(ALL, partnership(), "school_audit") is None


def test_place_actions_names_the_mechanism_and_the_group() -> None:
    actions = [Action("q", "Train"), Action("q", "Tell", monitored_by="sab")]
    placed = place_actions(actions, AGENCIES)
    assert [(each.mechanism, each.monitored_by) for each in placed] == [
        ("section_eleven", "mars_board"), ("section_eleven", "sab"),
    ]  # fmt: skip
    assert place_actions(actions, CHOSEN)[0].monitored_by == ""
    assert place_actions(actions, None) == tuple(actions)


def test_say_source() -> None:
    assert say_source(Action("", "x", mechanism="event"), ALL) == "Agency event"
    assert say_source(Action("", "x", mechanism="gone"), ALL) == "gone"
    assert say_source(Action("", "x", response="r"), ALL) == "Self-assessments"
    assert say_source(Action("", "x"), ALL) == "By hand or in a meeting"
