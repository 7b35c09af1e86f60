"""The reflective practice forum: a pair of meetings, and the quarterly overview (R008)."""

from __future__ import annotations

import pytest

from db.actions import add_action, update_action
from scrutiny.action import Action, ActionKind, ActionStatus
from tests.scrutiny.mechanisms.walking import (
    AGENCIES,
    BUYER,
    CHAPP,
    COLLEGE,
    FORCE,
    HOSPITAL,
    MARPF,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    moment,
    on,
)

CASES = [{"case_reference": "RF-26-1", "interest": "Who held the plan?", "practitioners": "HV"}]
EACH = (HOSPITAL, FORCE, COLLEGE)


@pytest.fixture
def forum(partnership: Partnership) -> Walk:
    """The core group meets on 2 March; later meetings of the forum are planned."""
    partnership.meets("marpf", "2026-03-30", "2026-04-27")
    return partnership.begin(
        "marpf", "March and April", TEAM, on="2026-02-20", parties=AGENCIES, core_on="2026-03-02"
    )


def meet(forum: Walk) -> None:
    """The core group chooses, and four weeks later the practitioners meet."""
    forum.take("choose_cases", MARPF, on="2026-03-02", cases=CASES,
               focus=["early_help", "around_family"], practitioners_on="2026-03-30")  # fmt: skip
    forum.take("invite", TEAM, on="2026-03-10")
    forum.take("respond", *EACH, on="2026-03-25")
    forum.take("meet", MARPF, on="2026-03-30", complies="partly", complies_words="A late visit.")


def test_a_pair_of_meetings_is_walked_from_start_to_end(forum: Walk) -> None:
    """R087-R097, R125, R127, R134, R155, R175."""
    meet(forum)
    assert forum.state == "Practitioners have met"
    forum.take("record", TEAM, on="2026-04-08")
    forum.take("feed_back", *EACH, on="2026-04-07")
    forum.take("confirm", *EACH, on="2026-04-27", outcome="confirmed")
    forum.take("finish", TEAM)
    assert (forum.state, forum.is_ended) == ("Closed", True)


def test_the_practitioners_meet_four_weeks_after_the_core_group(forum: Walk) -> None:
    """R091, R145, R181: the pair of meetings is one activity, begun every four weeks."""
    assert (forum.due("choose_cases"), forum.due("meet")) == (on("2026-03-02"), on("2026-03-30"))
    assert not forum.is_target("meet")
    rhythm = mechanisms().mechanisms["marpf"].rhythm
    assert rhythm is not None
    assert (rhythm.every_weeks, rhythm.requirement) == (4, "R145")


def test_six_standing_areas_of_focus_and_any_other() -> None:
    """R088, R127."""
    focus = mechanisms().mechanisms["marpf"].questions["focus"]
    assert [choice.value for choice in focus.choices] == [
        "early_help", "targeted", "interface", "integrated_partnership", "plans", "around_family",
        "other",
    ]  # fmt: skip


def test_chapp_or_splig_may_ask_for_a_theme(forum: Walk) -> None:
    """R089, R124."""
    forum.take("ask_theme", TEAM, asked_from="chapp", theme_asked="Unborn babies")
    assert [choice.value for choice in forum.mechanism.questions["asked_from"].choices] == [
        "chapp", "splig",
    ]  # fmt: skip
    assert not forum.is_seen_by(CHAPP)  # a chair who asks for a theme sees no case


def test_immediate_actions_are_fed_back_and_confirmed_by_each_agency(forum: Walk) -> None:
    """R096, R097: at the next meeting of the forum, or not done yet."""
    meet(forum)
    forum.take("feed_back", *EACH, on="2026-04-07")
    assert forum.due("confirm") == on("2026-04-27")
    forum.take("confirm", HOSPITAL, FORCE, on="2026-04-27", outcome="confirmed")
    forum.take("confirm", COLLEGE, outcome="not_yet", reason="The worker is away")
    assert forum.standing("confirm").parts == ("college",)


def test_an_agency_whose_immediate_action_is_open_cannot_confirm(forum: Walk) -> None:
    """R096, R097: it is told what to do instead, and the others are not held up."""
    meet(forum)
    forum.take("feed_back", *EACH, on="2026-04-07")
    wanted = Action(
        "", "Ring the family", due=on("2026-04-07"), activity=forum.activity.id,
        organisation="college", kind=ActionKind.IMMEDIATE,
    )  # fmt: skip
    now = moment("2026-04-07")
    action = forum.database.write(add_action, action=wanted, viewer=TEAM, now=now)
    refusal = forum.refused("confirm", COLLEGE, outcome="confirmed")
    assert "An immediate action of this agency is not done yet" in refusal
    forum.take("confirm", HOSPITAL, FORCE, on="2026-04-27", outcome="confirmed")
    forum.take("confirm", COLLEGE, on="2026-04-27", outcome="not_yet", reason="On Monday")
    forum.database.write(
        update_action, id=action.id, status=ActionStatus.DONE, words="They were rung",
        viewer=COLLEGE, now=now, seen=action.updates,
    )  # fmt: skip
    forum.take("confirm", COLLEGE, on="2026-04-28", outcome="confirmed")
    assert forum.open == ["record"]


def test_only_those_with_a_part_in_it_see_it(forum: Walk) -> None:
    """R155, R175: and nothing of it is ever published."""
    assert (forum.is_seen_by(COLLEGE), forum.is_seen_by(BUYER)) == (True, False)
    assert forum.mechanism.publication == "never"


def test_the_quarterly_overview_is_walked_from_start_to_end(partnership: Partnership) -> None:
    """R098, R123, R146, R159, R175."""
    partnership.meets("splig", "2026-05-12")
    quarter = partnership.begin(
        "marpf_quarterly", "January to March", TEAM, on="2026-04-01", quarter_from="2026-01-01",
        quarter_to="2026-03-31",
    )  # fmt: skip
    assert quarter.due("compile") == on("2026-04-23")  # past Good Friday and Easter Monday
    quarter.take("compile", TEAM, on="2026-04-20")
    quarter.take("send", TEAM, on="2026-04-27")
    assert quarter.agenda("splig")[0][0] == on("2026-05-12") == quarter.due("consider")
    quarter.take("consider", SPLIG, on="2026-05-12")
    assert (quarter.state, quarter.is_ended) == ("Considered", True)
