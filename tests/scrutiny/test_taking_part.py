"""Who may take a step, record it for others, and begin or run an activity."""

from __future__ import annotations

from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Holder, Party, PartyKind
from scrutiny.finding import FindingKind
from scrutiny.mechanism_parsing import parse_mechanism
from scrutiny.taking_part import (
    Seat,
    all_seats,
    may_begin,
    may_keep,
    may_run,
    needs_partners,
    seats_for,
    who_may,
)
from tests.scrutiny.mechanism_examples import KNOWN, VISIT, activity, mechanism

TEAM = make_viewer("mars_team", name="Max")
OFFICER = make_viewer("scrutiny_officer", name="Ira")
IRA = Viewer("scrutiny_officer", name="Ira", person="p1", permissions=OFFICER.permissions)
OAK = make_viewer("organisation", name="Oak", organisations=frozenset({"oak"}))
ASH = make_viewer("organisation", name="Ash", organisations=frozenset({"ash"}))
HEALTH = make_viewer("partner", name="Hal", organisations=frozenset({"health"}))
POLICE = make_viewer("partner", name="Pol", organisations=frozenset({"police"}))


def refusal(step: str, viewer: Viewer, given: Activity | None = None, **how: object) -> str:
    """What keeps the viewer from taking a step."""
    made = mechanism()
    return who_may(made, made.by_id[step], given or activity(), viewer, **how)  # type: ignore[arg-type]


def test_a_step_is_taken_by_who_holds_its_role():
    assert refusal("arrange", TEAM) == ""
    assert refusal("arrange", OFFICER) == "This step is taken by Team. Ask them to."
    assert refusal("update", OAK) == ""
    assert refusal("update", ASH) == "This step is taken by The agency. Ask them to."


def test_each_takes_it_for_themselves():
    assert refusal("endorse", POLICE, part="police") == ""
    assert refusal("endorse", POLICE, part="health") == (
        "This step is taken by Safeguarding partner, each for themselves. Ask them to."
    )


def test_a_role_may_be_that_of_one_partner():
    """R170: the council's representative, whoever takes part."""
    one = VISIT.replace("held_by: [partner], of: parties", "held_by: [partner], of: police")
    made = parse_mechanism(one, "visit.yaml", known=KNOWN).mechanism
    assert made is not None
    step = made.by_id["endorse"]
    assert who_may(made, step, activity(), POLICE) == ""
    assert who_may(made, step, activity(), HEALTH) != ""
    assert seats_for(made, step, activity(), "") == {Seat("partner", "police")}


def test_who_may_record_it_for_others():
    assert refusal("endorse", TEAM, is_recording=True, part="police") == ""
    assert refusal("endorse", OFFICER, is_recording=True) == (
        "Only Team may record this step for others. Ask them to."
    )
    assert refusal("arrange", OFFICER, is_recording=True) == (
        "Nobody may record this step for others: ask those whose step it is to take it."
    )


def test_a_person_who_is_named_takes_it_alone():
    named = activity(holders=(Holder("officer", "Ira", person="p1"),))
    assert refusal("visit", IRA, named) == ""
    assert refusal("visit", OFFICER, named) == (
        "This step is taken by Scrutiny officer. Ask them to."
    )


def test_a_name_without_a_sign_in_keeps_nobody_out():
    assert refusal("visit", OFFICER, activity(holders=(Holder("officer", "Dr Ade"),))) == ""


def test_the_partner_that_is_itself_the_subject_takes_no_part():
    about = activity(subject_partner="health")
    assert refusal("agree", POLICE, about) == ""
    assert refusal("agree", HEALTH, about) == (
        "This is about the one that you act for, so you take no part in this step. "
        "Somebody else takes it."
    )
    assert refusal("endorse", HEALTH, about, part="health") == ""


def test_seats_say_whose_turn_it_is():
    made, about = mechanism(), activity(subject_partner="health")
    assert seats_for(made, made.by_id["endorse"], about, "police") == {Seat("partner", "police")}
    assert seats_for(made, made.by_id["arrange"], about, "") == {Seat("mars_team")}
    assert seats_for(made, made.by_id["agree"], about, "") == {
        Seat("partner", "council"), Seat("partner", "police"), Seat("scrutiny_officer"),
    }  # fmt: skip


def test_everybody_with_a_part_has_a_seat():
    given = activity(
        parties=(
            Party(PartyKind.AGENCY, "ash"),
            Party(PartyKind.AGENCY, "fir", is_excluded=True),
            Party(PartyKind.PARTNER, "police"),
        ),
        holders=(Holder("officer", "Ira", person="p1"), Holder("team", "Sam")),
    )
    assert all_seats(mechanism(), given) == {
        Seat("mars_team"), Seat("scrutiny_officer", person="p1"), Seat("scrutiny_officer"),
        Seat("partner", "police"), Seat("organisation", "oak"), Seat(acts_for="ash"),
        Seat(acts_for="police"), Seat(acts_for="oak"), Seat(acts_for="board"),
        Seat(person="p1"), Seat(name="Sam"),
    }  # fmt: skip


def test_a_seat_is_for_who_meets_all_of_it():
    assert Seat("partner", "police").is_for(POLICE)
    assert not Seat("partner", "police").is_for(HEALTH)
    assert Seat(name="Pol").is_for(POLICE)
    assert not Seat(person="p1").is_for(OFFICER)


def test_partners_belong_to_what_needs_them():
    assert needs_partners(mechanism())
    text = VISIT[: VISIT.index("  - id: endorse")] + VISIT[VISIT.index("  - id: arrange") :]
    alone = text.replace("of: parties", "of: group").replace("[partner, scr", "[scr")
    assert "each: partners" not in alone
    assert not needs_partners(mechanism(alone.replace("after: endorse", "after: start")
        .replace("held_by: [partner], of: group", "held_by: [mars_team]")))  # fmt: skip


def test_who_may_begin_and_run_it():
    assert may_begin(mechanism(), TEAM) == ""
    assert may_begin(mechanism(), OAK) == (
        "Only Team may begin this. Ask them to, or sign in with a role that may."
    )
    assert may_run(mechanism(), activity(), TEAM) == ""
    assert may_run(mechanism(), activity(), OAK) == "Only Team may do this. Ask them to."


def test_findings_are_kept_by_those_whose_step_keeps_them():
    text = VISIT.replace("state: Visited", "state: Visited\n    keeps: [findings]")
    made = mechanism(text)
    assert may_keep(made, activity(), TEAM, FindingKind.CHALLENGE) == ""
    assert may_keep(made, activity(), OFFICER, FindingKind.IMPROVEMENT) == ""
    assert may_keep(made, activity(), OAK, FindingKind.IMPROVEMENT) == (
        "Only Scrutiny officer may do this here. Ask them to."
    )
    assert may_keep(made, activity(), OFFICER, FindingKind.TRAINING) == (
        "Only those who run this may do it here. Ask them to."
    )
