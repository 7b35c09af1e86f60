"""The life of a return: the whole table, and refusals in words."""

from __future__ import annotations

import pytest

from scrutiny.access import NOBODY, make_viewer, roles
from scrutiny.life import RULES, Step, find_refusal, list_open_steps
from scrutiny.response import EDITABLE, OPEN, SENT, Status

TEAM = make_viewer("mars_team")
HEAD = make_viewer("organisation")
GOVERNOR = make_viewer("sign_off")


def test_the_table_leads_from_not_started_to_in_the_composite() -> None:
    path = (
        Step.START, Step.ASK_SIGN_OFF, Step.SIGN_OFF, Step.SUBMIT, Step.TAKE_UP, Step.RETURN,
        Step.SUBMIT, Step.TAKE_UP, Step.ACCEPT, Step.INCLUDE,
    )  # fmt: skip
    status, was_sent, seen = Status.NOT_STARTED, False, []
    for step in path:
        assert status in RULES[step].sources
        status = RULES[step].target(was_sent=was_sent)
        was_sent = was_sent or step is Step.SUBMIT
        seen.append(status)
    assert seen == [
        Status.IN_PROGRESS, Status.READY_FOR_SIGN_OFF, Status.SIGNED_OFF, Status.SUBMITTED,
        Status.UNDER_REVIEW, Status.RETURNED, Status.RESUBMITTED, Status.UNDER_REVIEW,
        Status.ACCEPTED, Status.IN_COMPOSITE,
    ]  # fmt: skip


def test_every_state_but_exempt_can_be_reached_and_every_step_has_a_rule() -> None:
    reached = {rule.to for rule in RULES.values()} | {r.to_again for r in RULES.values()} - {None}
    assert reached | {Status.NOT_STARTED} == set(Status) - {Status.EXEMPT}
    assert set(RULES) == set(Step)


def test_answers_change_only_where_nobody_has_been_asked_to_sign() -> None:
    assert {Status.IN_PROGRESS, Status.RETURNED} == EDITABLE
    assert {Status.READY_FOR_SIGN_OFF, Status.SIGNED_OFF} == OPEN - EDITABLE
    assert {Status.RETURNED} == OPEN & SENT


@pytest.mark.parametrize(
    ("step", "may"),
    [
        (Step.START, {"organisation"}),
        (Step.ASK_SIGN_OFF, {"organisation"}),
        (Step.TAKE_BACK, {"organisation"}),
        (Step.SUBMIT, {"organisation"}),
        (Step.SIGN_OFF, {"sign_off"}),
        (Step.REFUSE_SIGN_OFF, {"sign_off"}),
        (Step.TAKE_UP, {"mars_team", "scrutiny_officer"}),
        (Step.RETURN, {"mars_team", "scrutiny_officer"}),
        (Step.ACCEPT, {"mars_team", "scrutiny_officer"}),
        (Step.INCLUDE, {"mars_team", "scrutiny_officer"}),
        (Step.REOPEN, {"mars_team", "scrutiny_officer"}),
    ],
)
def test_who_may_take_which_step(step: Step, may: set[str]) -> None:
    status = next(iter(RULES[step].sources))
    given = {
        role for role in roles()
        if find_refusal(step, status, make_viewer(role), reason="Because") == ""
    }  # fmt: skip
    assert given == may
    assert find_refusal(step, status, NOBODY, reason="Because") == (
        f'Your role does not allow "{RULES[step].button}". Sign in with a role that does.'
    )


def test_a_step_from_elsewhere_says_where_the_return_stands_and_who_was_first() -> None:
    assert find_refusal(Step.TAKE_UP, Status.UNDER_REVIEW, TEAM, since="by Max Team") == (
        "This return is under review, by Max Team. "
        '"Take up for review" is only for one that is resubmitted or submitted.'
    )


@pytest.mark.parametrize("step", [Step.RETURN, Step.REOPEN, Step.REFUSE_SIGN_OFF])
def test_a_return_for_changes_needs_a_reason(step: Step) -> None:
    viewer = GOVERNOR if step is Step.REFUSE_SIGN_OFF else TEAM
    status = next(iter(RULES[step].sources))
    asked = "Say why in a few words: the other side reads it."
    assert find_refusal(step, status, viewer, reason="  ") == asked
    assert find_refusal(step, status, viewer, reason="Say more") == ""


def test_list_open_steps_are_a_reviewers_alone() -> None:
    assert list_open_steps(Status.SUBMITTED, TEAM) == (Step.TAKE_UP, Step.RETURN)
    assert list_open_steps(Status.UNDER_REVIEW, TEAM) == (Step.ACCEPT, Step.RETURN)
    assert list_open_steps(Status.ACCEPTED, TEAM) == (Step.INCLUDE, Step.REOPEN)
    assert list_open_steps(Status.RETURNED, TEAM) == ()
    assert list_open_steps(Status.SUBMITTED, HEAD) == ()
