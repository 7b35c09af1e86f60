"""What teams are asked about a learning briefing, who may tell, and how it is summed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scrutiny.access import make_viewer
from scrutiny.drafting import Material, draw_part
from scrutiny.paper import Paper, PaperState, PartKind
from scrutiny.partnership import partnership
from scrutiny.template import TemplatePart, load_templates
from scrutiny.use import (
    AgencyUse,
    Use,
    UsedPaper,
    check_use,
    list_questions,
    load_use_form,
    may_be_used,
    say_answers,
    say_sum,
    sum_up,
    why_not_tell,
)

TODAY = date(2026, 3, 9)
GIVEN = {"team": "Duty", "used_on": "2026-03-02", "people": 5, "discussed": "Records"}
TOLD = Use("u1", "p", "oak", {**GIVEN, "changed": "We read\ntwo records"}, told_on=TODAY)
MORE = Use("u2", "p", "oak", {**GIVEN, "team": "Night", "people": 1})
ASH = Use("u3", "p", "ash", GIVEN)
BRIEFING = Paper("p", "learning_briefing", "Learning briefing: neglect", (), PaperState.ISSUED)
TEMPLATE = load_templates().templates["learning_briefing"]
BARE = Material(TODAY, partnership())
TEAM = make_viewer("mars_team")


def test_the_file_of_questions_is_right_and_asks_for_what_is_read_here() -> None:
    assert load_use_form().problems == ()
    assert [question.id for question in list_questions()] == [
        "team", "used_on", "people", "discussed", "changed",
    ]  # fmt: skip


def test_answers_are_checked_as_in_any_form() -> None:
    assert check_use(GIVEN, today=TODAY) == (GIVEN, ())
    _, problems = check_use({"used_on": "2026-04-01", "people": 0}, today=TODAY)
    assert [each.place for each in problems] == ["team", "used_on", "people", "discussed"]


@pytest.mark.parametrize(
    ("paper", "may"),
    [(BRIEFING, True), (replace(BRIEFING, state=PaperState.PRESENTED), True),
     (replace(BRIEFING, state=PaperState.APPROVED), False),
     (replace(BRIEFING, state=PaperState.APPROVED, published_on=TODAY), True),
     (replace(BRIEFING, state=PaperState.WITHDRAWN, published_on=TODAY), False),
     (replace(BRIEFING, state=PaperState.DRAFT), False)],
)  # fmt: skip
def test_teams_are_asked_about_briefings_that_are_out(paper: Paper, may: bool) -> None:
    assert may_be_used(paper, TEMPLATE) is may
    assert not may_be_used(paper, load_templates().templates["highlights"])
    assert not may_be_used(paper, None)


@pytest.mark.parametrize(
    ("role", "place", "organisation", "why"),
    [("organisation", "oak", "oak", ""), ("partner", "health", "health", ""),
     ("mars_team", "", "oak", ""), ("organisation", "oak", "ash", "your own organisation"),
     ("board_reader", "", "oak", "Your role does not tell")],
)  # fmt: skip
def test_an_agency_tells_for_itself_and_writers_for_all(
    role: str, place: str, organisation: str, why: str
) -> None:
    viewer = make_viewer(role, organisations=frozenset({place} - {""}))
    said = why_not_tell(BRIEFING, TEMPLATE, viewer, organisation)
    assert why in said
    assert bool(said) is bool(why)
    draft = replace(BRIEFING, state=PaperState.DRAFT)
    assert why_not_tell(draft, TEMPLATE, TEAM, "oak").startswith("Teams are asked about")


def test_agencies_are_summed_up_with_those_that_have_not_told_last() -> None:
    names = {"oak": "Oak House", "elm": "Elm", "birch": "Birch"}
    rows = sum_up([TOLD, MORE, ASH], names)
    assert rows == (
        AgencyUse("ash", "ash", 1, 5), AgencyUse("oak", "Oak House", 2, 6),
        AgencyUse("birch", "Birch"), AgencyUse("elm", "Elm"),
    )  # fmt: skip
    assert say_sum(rows) == "3 teams of 2 agencies used it, with 11 people."
    assert say_sum(sum_up([replace(ASH, answers={"people": 1})], {})) == (
        "1 team of 1 agency used it, with 1 person."
    )
    assert say_sum(sum_up([], names)) == "No team has told how it used it yet."


def test_answers_are_said_with_their_questions() -> None:
    assert say_answers(MORE) == (
        ("Which team used it?", "Night"), ("When did you talk about it?", "2 March 2026"),
        ("How many people took part?", "1"), ("What did you talk about?", "Records"),
        ("What has changed, or will change, because of it?", ""),
    )  # fmt: skip


def test_a_report_sums_up_and_names_no_team_or_agency() -> None:
    held = replace(BARE, used=(UsedPaper("Learning briefing: neglect", (TOLD, MORE, ASH)),))
    table = TemplatePart("used", "Used", PartKind.TABLE, sources=("uses",), empty="None")
    drawn = draw_part(table, held)
    assert (drawn.columns, drawn.rows) == (
        ("Document", "Teams", "Agencies", "People"),
        (("Learning briefing: neglect", "3", "2", "11"),),
    )
    assert draw_part(replace(table, kind=PartKind.WORDS), held).words == "- We read two records"
    assert draw_part(table, BARE).words == "None"
    year = load_templates().templates["yearly_summary"]
    assert {part.kind for part in year.parts if "uses" in part.sources} == {*PartKind}
