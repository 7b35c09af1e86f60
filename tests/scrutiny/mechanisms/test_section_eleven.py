"""The joint Section 11 self-assessment, from the list of agencies to both Boards (R001)."""

from __future__ import annotations

import pytest

from tests.scrutiny.mechanisms.walking import (
    ADULTS,
    BOARD,
    COLLEGE,
    COUNCIL,
    POLICE,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


@pytest.fixture
def year(partnership: Partnership) -> Walk:
    """The year's round: open from April to June, summary by the end of September."""
    partnership.meets("mars_board", "2026-06-16", "2026-10-13", "2027-04-13", "2027-10-12")
    partnership.meets("sab", "2026-10-20", "2027-04-27")
    return partnership.begin(
        "section_eleven", "Section 11, 2026", TEAM, on="2026-02-16", subject="s11-2026",
        opens_on="2026-04-01", closes_on="2026-06-30", summary_by="2026-09-30",
    )  # fmt: skip


def gather(year: Walk, until: str = "") -> None:
    """Both teams prepare it, the agencies answer, and the returns are read; up to that step."""
    year.take("check_register", TEAM, on="2026-02-20")
    year.take("agree_tool", ADULTS, on="2026-03-10", focus_areas=[
        {"focus_area": "Children who are not in school", "focus_why": "Asked by the Board."},
    ])  # fmt: skip
    year.take("carry_findings", TEAM, on="2026-03-20", carried_to="The hospital and the college")
    year.take("issue", TEAM, on="2026-04-01", issued_to=24)
    year.take("receive", TEAM, on="2026-07-03", returned_count=23)
    year.take("moderate", ADULTS, on="2026-09-01")
    year.take("summarise", TEAM, on="2026-09-25")
    year.take("compose", TEAM, on="2026-09-22")
    if until == "compose":
        return
    year.take("approve_plans", COUNCIL, on="2026-09-30", outcome="approved")
    year.take("send_boards", TEAM, on="2026-10-02")


def decide(year: Walk) -> None:
    """Both Boards consider the outcomes."""
    year.take("children_board", BOARD, on="2026-10-13", children_board_on="2026-10-13")
    year.take("adults_board", ADULTS, on="2026-10-20", adults_board_on="2026-10-20")


def test_a_year_is_walked_from_start_to_end(year: Walk) -> None:
    """R013-R025, R114, R115, R129, R140, R141, R169-R171."""
    assert year.activity.reference == "S11-2026-001"
    gather(year)
    assert year.state == "With the Boards"
    decide(year)
    year.take("collate", TEAM, on="2027-03-16")
    year.take("send_progress", TEAM, on="2027-03-24")
    year.take("children_progress", BOARD, on="2027-04-13")
    year.take("adults_progress", ADULTS, on="2027-04-27")
    year.take("finish", TEAM)
    assert (year.state, year.is_ended) == ("Closed", True)


def test_it_opens_with_the_list_the_tool_and_the_findings_to_carry(year: Walk) -> None:
    """R014, R015, R022, R024: none of the three may be left out."""
    assert year.open == ["check_register"]
    year.take("check_register", TEAM)
    assert year.open == ["agree_tool", "carry_findings"]
    assert year.refused("issue", TEAM, issued_to=24).startswith("This step cannot be taken now")
    assert year.due("issue") == on("2026-04-01")


def test_both_boards_get_the_summary_and_the_composite(year: Walk) -> None:
    """R019, R020, R115: each at its own next meeting."""
    gather(year)
    item = "Section 11 summary and composite action plan: Section 11, 2026"
    assert year.agenda("mars_board") == [(on("2026-10-13"), item)]
    assert year.agenda("sab") == [(on("2026-10-20"), item)]
    assert (year.due("children_board"), year.due("adults_board")) == (
        on("2026-10-13"), on("2026-10-20"),
    )  # fmt: skip


def test_the_authoritys_lead_approves_the_composite_of_the_action_plans(year: Walk) -> None:
    """R170: only then do the Boards get the two papers; the summary needs nobody's approval."""
    gather(year, until="compose")
    assert year.refused("send_boards", TEAM).startswith("This step cannot be taken now")
    assert year.refused("approve_plans", POLICE, outcome="approved") == (
        "This step is taken by The local authority's lead. Ask them to."
    )
    assert year.refused("approve_plans", COUNCIL, outcome="approved").startswith(
        "Composite of the agencies' action plans waits for approval."
    )
    year.take("approve_plans", COUNCIL, outcome="approved")
    assert year.state_of_papers() == {"summary": "draft", "composite_actions": "approved"}
    year.take("send_boards", TEAM)
    assert year.state_of_papers() == {"summary": "issued", "composite_actions": "issued"}
    assert year.paper("composite_actions").approved_by == "Connie Council"


def test_progress_is_due_six_months_after_each_board(year: Walk) -> None:
    """R021, R141: a rule of the framework, counted from each Board's own outcomes."""
    gather(year)
    decide(year)
    assert year.due("children_progress") == on("2027-04-13")
    assert year.due("adults_progress") == on("2027-04-20")
    assert not year.is_target("children_progress")
    assert year.is_target("collate")


def test_single_agency_outcomes_stay_with_the_board(year: Walk) -> None:
    """R025: the Board follows the actions, and SPLIG has no step in it."""
    assert mechanisms().mechanisms["section_eleven"].monitored_by == "mars_board"
    gather(year)
    assert year.refused("children_board", SPLIG).startswith(("There is no activity", "This step"))


def test_returns_put_an_agency_forward_for_an_event(year: Walk) -> None:
    """R004, R023: the choice of an agency is open once the returns have been read."""
    assert "choose_agency" in mechanisms().mechanisms["section_eleven"].by_id
    gather(year)
    assert year.standing("choose_agency").progress == "open"
    assert year.refused("choose_agency", TEAM) == "Say which organisation this is about."
    assert year.refused("choose_agency", TEAM, about="nobody") == (
        "There is no such organisation on the register. Choose another."
    )
    year.take("choose_agency", TEAM, about="hospital")
    ((reference, title, state),) = year.follow_ups()
    assert (reference[:2], title.partition(",")[0], state) == ("AE", "Ancholme Hospital", "Begun")


def test_an_agency_does_not_take_the_teams_steps(year: Walk) -> None:
    """R016: the agency answers its form; the round is run by the two teams."""
    assert "There is no activity" in year.refused("check_register", COLLEGE)


def test_the_adults_team_takes_its_own_steps_and_the_children_s_team_may_too(year: Walk) -> None:
    """R013, R115: the two teams run it together; each keeps what is its own."""
    year.take("check_register", TEAM, on="2026-02-20")
    assert year.refused("carry_findings", ADULTS).startswith("This step is taken by")
    year.take("agree_tool", TEAM, on="2026-03-10")
    year.take("carry_findings", TEAM, on="2026-03-20", carried_to="None")
    assert year.refused("issue", ADULTS).startswith("This step is taken by")
