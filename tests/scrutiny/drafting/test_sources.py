"""Where parts come from: each source of a template, from what one event holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scrutiny.activity import ActivityStatus, Progress, Standing, StepStanding
from scrutiny.drafting import Told, draw_part
from scrutiny.drafting.sources import DRAW, look_up
from scrutiny.finding import Finding, FindingKind
from scrutiny.officer_day import OfficerDay
from scrutiny.response import Status
from scrutiny.tally import Return
from scrutiny.template import SOURCES, load_templates
from tests.scrutiny.drafting.examples import ACTIVITY, EVENT, MATERIAL, NOTHING
from tests.scrutiny.mechanisms.walking import mechanisms


def test_every_source_of_a_template_is_drawn_and_says_nothing_of_nothing() -> None:
    assert set(DRAW) == set(SOURCES)
    with_rows = {"counts", "aims"}  # these count nothing as nought
    for name in set(SOURCES) - with_rows:
        assert look_up(name, NOTHING).rows == ()


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("findings/best_practice", ("Every plan begins with the child",)),
        ("findings/improvement", ("Supervision is not written down",)),
        ("answers/event_on", ("2 March 2026",)),
        ("parties/commissioner", ("Humber and North Yorkshire Integrated Care Board",)),
        ("parties/excluded", ("Humberside Police: It is the agency",)),
        ("holders/officer", ("Iris Okafor, Independent Scrutiny Officer",)),
        ("steps/open", ("Send the update: 1 April 2026",)),
        ("actions/immediate", ("Mend the heating. Lead: Estates. By: 1 June 2026.",)),
    ],
)
def test_as_sentences(source: str, items: tuple[str, ...]) -> None:
    assert look_up(source, MATERIAL).items == items


def test_a_repeated_question_is_a_table_of_what_was_answered_and_choices_are_listed() -> None:
    forum = mechanisms().mechanisms["marpf"]
    case = {"case_reference": "RF-26-1", "interest": "How midwives were heard."}
    held = replace(MATERIAL, mechanism=forum, facts={
        "cases": [case, {**case, "case_reference": "RF-26-2"}], "focus": ["plans", "interface"],
    })  # fmt: skip
    assert look_up("answers/cases", held).columns == (
        "Reference of the family", "What is of interest here?",
    )  # fmt: skip
    assert look_up("answers/cases", held).rows[1] == ("RF-26-2", "How midwives were heard.")
    assert look_up("answers/cases", held).items[0] == "RF-26-1. How midwives were heard."
    assert look_up("answers/focus", held).items == (
        "Work with children in need and on a child protection plan",
        "Where targeted services and children's social care meet",
    )


def test_actions_leave_out_what_is_closed_and_say_how_they_stand() -> None:
    held = look_up("actions/progress", MATERIAL)
    assert held.columns == (
        "Action", "Lead", "By when", "Where it stands", "What has been done",
    )  # fmt: skip
    assert held.rows == (
        ("Write supervision down", "Head of service, Trent Health", "1 February 2026",
         "Not started, overdue", "Nothing has been reported yet"),
        ("Mend the heating", "Estates", "1 June 2026", "Assured", "Warm now"),
    )  # fmt: skip
    assert [row[0] for row in look_up("actions/overdue", MATERIAL).rows] == [
        "Write supervision down"
    ]


def test_you_said_we_did_answers_with_a_reply_an_action_or_that_it_goes_on() -> None:
    assert look_up("said", MATERIAL).rows == (
        ("They listen", "We keep listening"),
        ("The room is cold", "Mend the heating"),
    )
    waiting = replace(MATERIAL, actions=())
    assert look_up("said", waiting).rows[1][1] == "We are still working on this."


def test_recommendations_stand_with_their_answers() -> None:
    assert look_up("recommendations", MATERIAL).rows == (
        ("Share the checklist", "North Lincolnshire Council", "Agreed", "8 March 2026"),
    )


def test_meetings_are_those_to_come() -> None:
    rows = (("Children's MARS Board", "20 April 2026", "Civic Centre"),)
    assert look_up("meetings/mars_board", MATERIAL).rows == rows


def test_days_are_added_up_by_officer_and_what_they_were_for() -> None:
    spent = [OfficerDay("", "Iris", date(2026, 3, day), 0.5, "events") for day in (2, 3)]
    other = OfficerDay("", "Iris", date(2026, 3, 4), 1, "other", is_counted=False)
    held = look_up("days", replace(MATERIAL, days=(*spent, other)))
    assert held.rows == (
        ("Iris", "Assurance events", "1", "Yes"),
        ("Iris", "Other work by agreement", "1", "No, by agreement"),
    )


def test_many_activities_are_counted_by_what_was_recorded() -> None:
    told = tuple(
        Told(replace(ACTIVITY, id=id), EVENT, {"focus": focus})
        for id, focus in (("1", ["early help", "school"]), ("2", ["early help"]))
    )
    material = replace(MATERIAL, told=told)
    assert look_up("counts/focus", material).rows == (("early help", "2"), ("school", "1"))
    assert look_up("counts/actions", material).rows == (
        ("Recorded", "3"), ("Open", "1"), ("Overdue", "1"),
        ("Done, and still to be confirmed", "0"), ("Assured", "1"),
    )  # fmt: skip


def test_the_year_against_its_mechanisms_and_aims() -> None:
    year = replace(MATERIAL, told=(Told(ACTIVITY, EVENT),), mechanisms=(EVENT,))
    assert look_up("year", year).rows == (
        ("Agency specific assurance event", "As needed", "1", "0", "0", "3", "1"),
    )
    first = look_up("aims", year).rows[0]
    assert first == ("All agencies carry out their responsibilities", "1", "1", "0")


def test_actions_are_counted_by_agency_those_with_most_overdue_first() -> None:
    held = look_up("counts/owners", MATERIAL)
    assert held.columns == (
        "Agency", "Recorded", "Open", "Overdue", "Done, and still to be confirmed", "Assured",
    )  # fmt: skip
    assert held.rows == (
        ("Trent Health", "1", "1", "1", "0", "0"),
        ("Estates", "1", "0", "0", "0", "1"),
        ("To be agreed", "1", "0", "0", "0", "0"),
    )


def test_what_is_still_to_be_done_stands_agency_by_agency_the_soonest_first() -> None:
    """R020: a composite of the agencies' own plans."""
    [action] = (each for each in MATERIAL.actions if each.text == "Write supervision down")
    later = replace(action, text="Train the board", due=date(2026, 9, 1))
    of_none = replace(action, text="Ask twice", organisation="", due=None)
    held = look_up("actions/agencies", replace(MATERIAL, actions=(of_none, later, action)))
    assert held.columns == ("Agency", "Action", "Lead", "By when", "Where it stands")
    assert [row[:2] for row in held.rows] == [
        ("To be agreed", "Ask twice"),
        ("Trent Health", "Write supervision down"),
        ("Trent Health", "Train the board"),
    ]


def test_what_is_put_together_over_a_round_names_no_single_organisation() -> None:
    """R032, R033: support and challenge is noted by setting, and told without it."""
    visit = Finding(
        "f9", "event-1", FindingKind.CHALLENGE, "Asked about rotas", date(2026, 3, 1),
        organisation="acme",
    )  # fmt: skip
    held = replace(MATERIAL, findings=(visit,), names={**MATERIAL.names, "acme": "Acme House"})
    assert look_up("findings/challenge", held).items == ("Asked about rotas (Acme House)",)
    audit = mechanisms().mechanisms["schools_audit"]
    assert look_up("findings/challenge", replace(held, mechanism=audit)).items == (
        "Asked about rotas",
    )


def test_returns_of_a_round_are_counted_without_a_name() -> None:
    """R170: who has answered comes from the round itself."""
    asked = [
        Return("", "", "academy", Status.RETURNED, late=False),
        Return("", "", "academy", Status.RETURNED, late=True),
        Return("", "", "college", Status.NOT_STARTED, late=False),
        Return("", "", "college", Status.EXEMPT, late=False),
    ]
    held = look_up("counts/returns", replace(MATERIAL, returns=tuple(asked)))
    assert held.items == (
        "Asked: 3", "Returned in time: 1", "Returned late: 1", "Begun, not returned: 0",
        "Not begun: 1", "Not asked, with a reason: 1",
    )  # fmt: skip
    assert look_up("counts/returns", MATERIAL).rows == ()


def test_a_confirmation_that_is_awaited_says_of_whom_and_since_when() -> None:
    forum = mechanisms().mechanisms["marpf"]
    row = StepStanding("confirm", Progress.OPEN, parts=("trent",), due=date(2026, 3, 2))
    told = Told(replace(ACTIVITY, reference="RF-2026-003"), forum, standing=Standing("Met", (row,)))
    material = replace(MATERIAL, today=date(2026, 3, 9), earlier=(told,))
    wanted = "RF-2026-003, Trent Health: Say at a later meeting what came of it. " \
        "Due 2 March 2026, overdue."  # fmt: skip
    assert look_up("awaited/confirm", material).items == (wanted,)
    assert look_up("awaited/feed_back", material).items == ()
    ended = replace(told, activity=replace(told.activity, status=ActivityStatus.ENDED))
    assert look_up("awaited/confirm", replace(material, earlier=(ended,))).items == ()


def test_what_is_open_from_earlier_ones_stands_by_itself() -> None:
    (late, *_) = look_up("actions/open", MATERIAL).rows
    assert late[2] == "1 February 2026, overdue"
    assert look_up("actions/earlier", MATERIAL).rows == ()
    carried = replace(MATERIAL, actions=(), carried=MATERIAL.actions)
    assert look_up("actions/earlier", carried).rows == (late,)


def test_activities_of_one_kind_do_not_say_their_kind() -> None:
    material = replace(MATERIAL, told=(Told(ACTIVITY, EVENT, state="Begun"),))
    assert "Kind" not in look_up("activities", material).columns
    other = replace(EVENT, id="other", title="Another", short="")
    both = replace(material, told=(*material.told, Told(ACTIVITY, other)))
    assert "Kind" in look_up("activities", both).columns


def test_what_was_found_twice_in_the_same_words_is_said_once() -> None:
    twice = replace(MATERIAL, findings=(*MATERIAL.findings, *MATERIAL.findings))
    source = "findings/improvement"
    assert look_up(source, twice).items == look_up(source, MATERIAL).items


def test_the_record_of_a_forum_says_once_whether_guidance_was_followed() -> None:
    forum = mechanisms().mechanisms["marpf"]
    template = load_templates().templates["marpf_record"]
    part = next(each for each in template.parts if each.key == "compliance")

    def said(**facts: str) -> str:
        return draw_part(part, replace(MATERIAL, mechanism=forum, facts=facts)).words

    asked = "Did the work follow guidance and the law?"
    assert said(complies="yes") == f"{asked} Yes."
    assert said(complies="no", complies_words="A visit was late.") == (
        f"{asked} No.\n\nA visit was late."
    )
    assert said() == f"{asked} It has not been recorded."
