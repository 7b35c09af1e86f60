"""An agency specific assurance event, from its endorsement to the next self-assessment (R004)."""

from __future__ import annotations

import pytest

from tests.scrutiny.mechanisms.walking import (
    BOARD,
    BUYER,
    COMMISSIONER,
    COUNCIL,
    HEALTH,
    HOSPITAL,
    OFFICER,
    PARTNERS,
    POLICE,
    PORTFOLIO,
    READER,
    TEAM,
    Partnership,
    Walk,
    on,
)

SUITS = ["partners", "officer", "contributors", "young_people"]


@pytest.fixture
def event(partnership: Partnership) -> Walk:
    """An event at a hospital, begun in January; the Board meets in March, June and December."""
    partnership.meets("mars_board", "2026-03-17", "2026-06-16", "2026-12-08", "2027-06-15")
    return partnership.begin(
        "agency_event", "Ancholme Hospital", TEAM, on="2026-01-12", subject="hospital",
        parties=[COMMISSIONER], other_sources=["section_eleven", "inspection"],
    )  # fmt: skip


def propose_date(event: Walk, *, update_needed: str = "yes") -> None:
    """All three endorse the hospital, and the event is set for 20 April."""
    event.take("endorse", *PARTNERS, on="2026-01-14", outcome="endorsed")
    event.take(
        "set_date", TEAM, on="2026-01-20", event_on="2026-04-20", asked_for_date=SUITS,
        update_needed=update_needed,
    )  # fmt: skip


def prepare(event: Walk) -> None:
    """The hospital is told, returns its update, and the day is planned."""
    event.take("select_letter", TEAM, on="2026-01-23")
    event.take("send_update", TEAM, on="2026-03-02")
    event.send_form("return_update", on="2026-03-26")
    event.take("prepare", TEAM, on="2026-04-02", sources_read=["section_eleven", "inspection"])
    everybody = ["agency", "council", "health", "police"]
    event.take("plan_day", TEAM, on="2026-04-08", programme_agreed_with=everybody)
    event.take("give_out", TEAM, on="2026-04-10")


def hold(event: Walk) -> None:
    """The day itself, with what young scrutineers saw."""
    event.take("hold_event", OFFICER, on="2026-04-20")
    event.send_form("scrutineers")
    event.take("feed_back", OFFICER)


def write_letter(event: Walk) -> None:
    """The letter is written and agreed."""
    event.take("gather", TEAM, on="2026-04-24", contributions=[
        {"contributor": "officer", "contribution": "Practitioners know the thresholds."},
        {"contributor": "scrutineers", "contribution": "The waiting room has nothing for us."},
    ])  # fmt: skip
    event.take("write_letter", OFFICER, on="2026-05-01")
    event.take("approve_letter", PORTFOLIO, on="2026-05-06", outcome="approved")


def test_an_event_is_walked_from_start_to_end(event: Walk) -> None:
    """R043-R060, R023, R024, R061, R114, R116, R118 to R120, R129, R130, R133, R134, R172, R173."""
    assert event.activity.reference == "AE-2026-001"
    propose_date(event)
    assert event.state == "Date proposed"
    prepare(event)
    assert event.state == "Programme agreed"
    hold(event)
    assert event.state == "Fed back"
    write_letter(event)
    assert event.state == "Letter approved"
    event.take("send_letter", TEAM, on="2026-05-08")
    event.take("send_commissioners", TEAM, on="2026-05-11")
    event.take("board", TEAM, on="2026-06-16")
    event.take("follow_up", TEAM, on="2026-11-20", outcome="going_on")
    assert event.state == "Actions followed"
    event.take("follow_up", HEALTH, on="2026-12-04", outcome="done")
    event.take("next_return", HOSPITAL, on="2027-05-04")
    assert (event.state, event.is_ended) == ("In the next self-assessment", True)


def test_all_three_partners_endorse_it_each_for_themselves(event: Walk) -> None:
    """R043."""
    event.take("endorse", COUNCIL, HEALTH, on="2026-01-14", outcome="endorsed")
    assert event.standing("endorse").parts == ("police",)
    assert event.open == ["endorse"]
    assert event.refused("set_date", TEAM) == (
        "This step cannot be taken now: cannot start yet. Look at what is next."
    )
    assert event.refused("endorse", COUNCIL, outcome="endorsed") == (
        "Say for which of those who take part this step is taken."
    )
    event.take("endorse", POLICE, outcome="endorsed")
    assert event.open == ["set_date"]


def test_without_an_endorsement_it_ends(event: Walk) -> None:
    """R043."""
    event.take("endorse", POLICE, outcome="refused", reason="Inspected last month")
    assert (event.state, event.is_ended) == ("Not endorsed", True)


def test_the_team_may_record_an_endorsement_and_says_how_it_knows(event: Walk) -> None:
    """R043, R121."""
    assert event.refused("endorse", TEAM, outcome="endorsed", part="health") == (
        "Say how you know, for example the e-mail and its date: you record this for others."
    )
    event.take("endorse", TEAM, outcome="endorsed", part="health", known_from="E-mail, 13 January")
    assert event.activity.taken[0].known_from == "E-mail, 13 January"


def test_a_partner_that_is_the_agency_endorses_and_stays_out_of_the_event(
    partnership: Partnership,
) -> None:
    """R045: the police are looked at, so their representative is not in the event team."""
    event = partnership.begin("agency_event", "The police", TEAM, on="2026-01-12", subject="force")
    assert event.activity.subject_partner == "police"
    propose_date(event, update_needed="no")
    event.take("select_letter", TEAM)
    event.take("prepare", TEAM, sources_read=["inspection"])
    event.take("plan_day", TEAM, programme_agreed_with=["agency", "council", "health"])
    event.take("give_out", TEAM)
    refused = event.refused("hold_event", POLICE, on="2026-04-20")
    assert refused.startswith("This is about the one that you act for")
    event.take("hold_event", COUNCIL, on="2026-04-20")
    assert event.state == "Event held"


def test_the_update_goes_out_six_weeks_before_and_is_back_three_weeks_before(event: Walk) -> None:
    """R047, R048, R142 and R143: rules of the framework, not local targets (R184)."""
    assert event.due("send_update") is None
    propose_date(event)
    assert (event.due("send_update"), event.is_target("send_update")) == (on("2026-03-09"), False)
    assert (event.due("return_update"), event.is_target("return_update")) == (
        on("2026-03-30"), False,
    )  # fmt: skip
    assert event.is_target("select_letter")


def test_a_self_assessment_that_is_up_to_date_is_not_sent_again(event: Walk) -> None:
    """R047."""
    propose_date(event, update_needed="no")
    assert event.left_out == ["send_update", "return_update"]
    event.take("select_letter", TEAM)
    assert event.open == ["prepare", "plan_day"]


def test_the_programme_is_agreed_with_agency_and_partners(event: Walk) -> None:
    """R050, R173: one partner alone cannot agree it for the others."""
    propose_date(event)
    event.take("select_letter", TEAM)
    for some in (["agency"], ["agency", "council"], ["council", "health", "police"]):
        refused = event.refused("plan_day", TEAM, programme_agreed_with=some)
        assert refused == "Agree it with the agency and with each partner that takes part first"


def test_the_event_is_not_recorded_before_its_day(event: Walk) -> None:
    """R051."""
    propose_date(event)
    prepare(event)
    assert event.refused("hold_event", OFFICER, on="2026-04-17") == (
        "The event has not taken place yet. Come back on the day."
    )


def test_the_letter_waits_for_the_portfolio_lead(event: Walk) -> None:
    """R055 to R057: drafted in ten working days over a bank holiday; sent back once."""
    propose_date(event)
    prepare(event)
    hold(event)
    assert event.due("write_letter") == on("2026-05-05")  # past the early May bank holiday
    write_letter_back(event)
    assert event.refused("approve_letter", TEAM, outcome="approved").startswith("This step is")
    event.take("approve_letter", PORTFOLIO, outcome="approved")
    assert event.open == ["send_letter"]


def write_letter_back(event: Walk) -> None:
    """The portfolio lead sends the letter back, and it is written anew."""
    event.take("gather", TEAM, contributions=[{"contributor": "officer", "contribution": "Yes"}])
    event.take("write_letter", OFFICER, on="2026-05-01")
    event.take("approve_letter", PORTFOLIO, outcome="back", reason="Say what young people said")
    assert (event.state, event.open) == ("Letter sent back", ["write_letter"])
    event.take("write_letter", OFFICER, on="2026-05-05")


def test_the_letter_is_on_the_agenda_of_the_next_board(event: Walk) -> None:
    """R058, R059, R148: agency, then commissioners, then the next available Board."""
    propose_date(event)
    prepare(event)
    hold(event)
    write_letter(event)
    event.take("send_letter", TEAM, on="2026-05-08")
    assert event.agenda("mars_board") == [(on("2026-06-16"), "Findings letter: Ancholme Hospital")]
    assert event.due("board") == on("2026-06-16")
    assert event.open == ["send_commissioners", "board"]


def test_the_scrutineers_form_falls_away_once_contributions_are_gathered(event: Walk) -> None:
    """R052: nobody is late with it for ever after; why there was no form is said beside it."""
    propose_date(event)
    prepare(event)
    event.take("hold_event", OFFICER, on="2026-04-20")
    event.take("feed_back", OFFICER)
    assert event.standing("scrutineers").progress == "open"
    event.take("gather", TEAM, contributions=[{"contributor": "officer", "contribution": "Yes"}])
    assert "scrutineers" in event.left_out


def test_every_document_goes_its_way(event: Walk) -> None:
    """R172, R173: drafted a step before it goes out; the letter is approved on its own page."""
    propose_date(event)
    prepare(event)
    hold(event)
    event.take("gather", TEAM, contributions=[{"contributor": "officer", "contribution": "Yes"}])
    event.take("write_letter", OFFICER, on="2026-05-01")
    refused = event.refused("approve_letter", PORTFOLIO, outcome="approved")
    assert refused.startswith("Findings letter waits for approval.")
    event.take("approve_letter", PORTFOLIO, outcome="approved")
    event.take("send_letter", TEAM, on="2026-05-08")
    assert event.state_of_papers() == {
        "selection_letter": "issued", "lines_of_questioning": "issued", "programme": "issued",
        "feedback_record": "issued", "findings_letter": "issued",
    }  # fmt: skip


def test_who_sees_it_and_whose_turn_it_is(event: Walk) -> None:
    """R114 to R121: agency, partners, officer and team; not a reader of composites."""
    assert [viewer.name for viewer in (HOSPITAL, HEALTH, OFFICER, TEAM, READER, BUYER)
            if event.is_seen_by(viewer)] == [
        "Hospital lead", "Hugh Health", "Ira Officer", "Max Team", "Care board lead",
    ]  # fmt: skip
    assert event.for_me(HEALTH) == ["endorse"]
    propose_date(event)
    assert (event.for_me(TEAM), event.for_me(BOARD)) == (["select_letter"], [])
