"""The invented flags: in different states, found by the list, and tied to closed campaigns."""

from __future__ import annotations

from scrutiny.demonstration import Demonstration
from scrutiny.flag import FlagState, FlagTarget
from tests.scrutiny.demonstration.conftest import TODAY


def test_three_flags_are_in_different_states(made: Demonstration) -> None:
    states = [flag.state for flag in made.flags]
    assert states == [FlagState.RAISED, FlagState.DECIDED, FlagState.CLOSED]
    overdue = [FlagTarget(1).is_overdue(flag, TODAY) for flag in made.flags]
    assert overdue == [True, False, False]


def test_each_flag_would_be_found_and_has_its_campaign_and_question(made: Demonstration) -> None:
    campaigns = {campaign.id: campaign for campaign in made.campaigns}
    forms = {filled.response.form for filled in made.responses}
    for flag in made.flags:
        assert flag.kinds
        campaign = campaigns[flag.campaign]
        assert campaign.form in forms
        assert campaign.opens <= flag.day <= campaign.closes


def test_the_words_of_a_flag_stand_in_no_answer(made: Demonstration) -> None:
    said = str([filled.response.answers for filled in made.responses])
    assert [flag.text for flag in made.flags if flag.text in said] == []
