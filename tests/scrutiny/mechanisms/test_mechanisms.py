"""What holds for all mechanisms together: no fault, tags, versions, targets and compliance."""

from __future__ import annotations

import pytest

from scrutiny.action import Action
from scrutiny.mechanism import Mechanism
from scrutiny.partnership import partnership
from tests.scrutiny.mechanisms.walking import mechanisms

ALL = sorted(mechanisms().mechanisms)
SHARE_CASES = {"case_audit", "dip_sample", "space_tool"}


@pytest.fixture(params=ALL)
def made(request: pytest.FixtureRequest) -> Mechanism:
    """Each mechanism in turn."""
    return mechanisms().mechanisms[request.param]


def test_every_mechanism_of_the_framework_is_there_without_a_fault() -> None:
    """R001-R012, R150, R151, R192, R193."""
    assert mechanisms().problems == ()
    assert ALL == [
        "agency_call_in", "agency_event", "case_specific", "early_years_audit",
        "independent_scrutiny", "line_of_sight", "marpf", "marpf_quarterly",
        "multi_agency_audit_group", "other_event", "partner_report", "peer_review",
        "schools_audit", "section_eleven", "space_audit", "thematic_event", "voice",
        "yearly_report",
    ]  # fmt: skip


def test_every_mechanism_has_a_version_and_a_day_from_which_it_holds(made: Mechanism) -> None:
    """R198."""
    assert made.version
    assert made.effective_from is not None


def test_every_mechanism_is_tagged_with_purposes_and_aims(made: Mechanism) -> None:
    """R154, R191."""
    assert set(made.purposes) <= {purpose.key for purpose in partnership().purposes}
    assert set(made.aims) <= {aim.key for aim in partnership().aims}
    assert made.purposes
    assert made.aims


def test_a_date_that_the_framework_does_not_set_is_a_local_target(made: Mechanism) -> None:
    """R184: days from or before something are a target, or cite the requirement that sets them."""
    for step in made.steps:
        if step.due and step.due.count:
            assert step.due.is_target or step.due.requirement, step.id


def test_every_step_says_where_the_framework_asks_for_it(made: Mechanism) -> None:
    """R198."""
    if made.is_active:
        assert [step.id for step in made.steps if not step.requirements] == []


def test_whoever_shares_case_data_agrees_to_the_memorandum_and_the_agreement(
    made: Mechanism,
) -> None:
    """R155: at the beginning, or in the form that the case data is written in."""
    shares = {step.form for step in made.steps} & SHARE_CASES
    if made.is_restricted and made.is_active:
        assert "compliance" in made.questions
    assert not shares or made.is_restricted or "R155" in str(made) or shares == {"dip_sample"}


def test_every_group_that_follows_actions_meets() -> None:
    """R123: SPLIG, the Board or the group that asked follow them to the end."""
    followed = {made.monitored_by for made in mechanisms().mechanisms.values()}
    assert followed == {"mars_board", "splig", "chosen"}


def test_a_group_that_asked_may_hand_its_actions_to_another() -> None:
    """R107, R128: also the Child Safeguarding Practice Review Group, to or from SPLIG."""
    asked = mechanisms().mechanisms["space_audit"].questions["monitored_where"]
    groups = [choice.value for choice in asked.choices]
    assert groups == [group.key for group in partnership().active_groups]
    assert {"splig", "practice_review"} <= set(groups)


def test_partners_hold_portfolios_to_which_actions_belong() -> None:
    """R196: delivery of agreed actions is part of a portfolio."""
    keys = [portfolio.key for portfolio in partnership().portfolios]
    assert keys[0] == "scrutiny_assurance"
    assert Action("", "Train the deputies", portfolio=keys[0]).portfolio == "scrutiny_assurance"


def test_what_is_published_says_by_which_ways_it_travels() -> None:
    """R159, R197: website, social media, across the partnership, events and other areas."""
    asked = mechanisms().mechanisms["thematic_event"].questions["channels"]
    assert [choice.value for choice in asked.choices] == [
        "website", "social", "partners", "events", "regional",
    ]  # fmt: skip


def test_a_day_that_is_filled_in_is_of_a_group_that_the_step_before_takes_it_to(
    made: Mechanism,
) -> None:
    for step in made.steps:
        led_to = {work.group for key in step.after for work in made.by_id[key].agenda}
        filled = {q.prefill.removeprefix("met_") for q in step.asks if "met_" in q.prefill}
        assert filled <= led_to, step.id
