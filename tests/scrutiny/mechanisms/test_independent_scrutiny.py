"""Independent scrutiny: work agreed, days counted, recommendations answered (R120, R193)."""

from __future__ import annotations

import pytest

from db.paper_material import material_of
from scrutiny.drafting.sources import look_up
from scrutiny.finding import FindingKind
from scrutiny.taking_part import may_keep
from tests.scrutiny.mechanisms.walking import (
    COUNCIL,
    HEALTH,
    OFFICER,
    POLICE,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


@pytest.fixture
def work(partnership: Partnership) -> Walk:
    """The officer looks at leadership."""
    partnership.meets("mars_board", "2026-09-15")
    return partnership.begin(
        "independent_scrutiny", "Leadership of the arrangements", TEAM, on="2026-03-02",
        activity_type="leadership", scrutiny_purpose=["arrangements", "critical_friend"],
    )  # fmt: skip


def test_scrutiny_is_walked_from_start_to_end(work: Walk) -> None:
    """R114, R116, R120, R147, R156, R158, R193."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    assert (work.for_me(OFFICER), work.due("report")) == (["carry_out"], on("2026-06-30"))
    work.take("carry_out", OFFICER, on="2026-05-11", outcome="going_on")
    work.take("carry_out", OFFICER, on="2026-06-15", outcome="done")
    work.take("report", OFFICER, on="2026-06-26")
    work.find(FindingKind.RECOMMENDATION, "Meet the front line twice a year.", OFFICER)
    work.take("respond", COUNCIL, HEALTH, POLICE, on="2026-07-20")
    assert work.refused("put_to_board", TEAM).startswith("A recommendation has no answer yet.")
    for partner in (COUNCIL, HEALTH, POLICE):
        work.answer("Meet the front line twice a year.", "Agreed: in March.", partner)
    work.take("put_to_board", TEAM, on="2026-08-03")
    assert work.agenda("mars_board")[0][0] == on("2026-09-15") == work.due("board")
    work.take("board", OFFICER, on="2026-09-15")
    assert (work.state, work.is_ended) == ("Considered by the Board", True)


def test_each_partner_answers_the_recommendations(work: Walk) -> None:
    """R193."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    work.take("carry_out", OFFICER, outcome="done")
    work.take("report", OFFICER, on="2026-06-26")
    assert work.due("respond") == on("2026-07-24")
    work.take("respond", HEALTH)
    assert work.standing("respond").parts == ("council", "police")


def test_what_is_recommended_to_all_is_answered_by_each_before_the_board_gets_it(
    work: Walk,
) -> None:
    """R116, R193: one partner's answer does not stand for the others."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    work.take("carry_out", OFFICER, outcome="done")
    work.take("report", OFFICER, on="2026-06-26")
    work.find(FindingKind.RECOMMENDATION, "Meet a team twice a year.", OFFICER)
    work.take("respond", COUNCIL, HEALTH, POLICE, on="2026-07-20")
    for partner in (COUNCIL, HEALTH):
        work.answer("Meet a team twice a year.", f"{partner.name} will.", partner)
        assert work.refused("put_to_board", TEAM).startswith("A recommendation has no answer yet")
    rows = read_rows(work)
    assert [row[1:3] for row in rows] == [
        ("North Lincolnshire Council", "Connie Council will."),
        ("Humber and North Yorkshire Integrated Care Board", "Hugh Health will."),
        ("Humberside Police", "No answer yet"),
    ]
    work.answer("Meet a team twice a year.", "Polly Police will.", POLICE)
    work.take("put_to_board", TEAM, on="2026-08-03")
    (part,) = (part for part in work.paper("answers").parts if part.key == "recommendations")
    assert [row[2] for row in part.rows] == [
        "Connie Council will.", "Hugh Health will.", "Polly Police will.",
    ]  # fmt: skip


def read_rows(work: Walk) -> tuple[tuple[str, ...], ...]:
    """The recommendations with their answers, as a document draws them now."""
    material = work.database.read(material_of, work.activity, today=on(work.day))
    return look_up("recommendations", material).rows


def test_a_partner_answers_a_recommendation_and_cannot_change_or_remove_it(work: Walk) -> None:
    """R158, R193: what the officer recommends stays the officer's."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    work.take("carry_out", OFFICER, outcome="done")
    work.take("report", OFFICER, on="2026-06-26")
    ours = FindingKind.RECOMMENDATION
    assert may_keep(work.mechanism, work.activity, OFFICER, ours) == ""
    assert may_keep(work.mechanism, work.activity, COUNCIL, ours) == (
        "Only Children's MARS team or Independent Scrutiny Officer may do this here. Ask them to."
    )


def test_the_board_gets_the_report_with_the_answers_and_not_before_them(work: Walk) -> None:
    """R114, R193: its members can read both before they meet."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    work.take("carry_out", OFFICER, outcome="done")
    work.take("report", OFFICER, on="2026-06-26")
    partners = {"council", "health", "police"}
    assert work.holders_of("report") == partners
    work.take("respond", COUNCIL, HEALTH, POLICE, on="2026-07-20", reply_words="We agree.")
    work.take("put_to_board", TEAM, on="2026-08-03")
    assert work.holders_of("report") == partners | {"mars_board"}
    assert work.holders_of("answers") == partners | {"mars_board", ""}
    said = {part.key: part.words for part in work.paper("answers").parts}
    assert said["answers"].count("We agree.") == 3


def test_other_work_is_agreed_with_somebody(partnership: Partnership) -> None:
    """R194: such as help in a dispute."""
    work = partnership.begin(
        "independent_scrutiny", "A disagreement", TEAM, on="2026-03-02", activity_type="disputes",
        scrutiny_purpose=["critical_friend"],
    )  # fmt: skip
    given = {"days_agreed": 1, "report_on": "2026-04-30"}
    assert work.refused("agree_work", TEAM, **given) == "Write an answer"
    work.take("agree_work", TEAM, **given, agreed_with="All three partners")
    assert work.state == "Agreed"


def test_kinds_of_work_and_purposes_are_those_of_the_framework() -> None:
    """R156: thirteen and other work. R193: seven purposes."""
    asked = mechanisms().mechanisms["independent_scrutiny"].questions
    assert len(asked["activity_type"].choices) == 14
    assert len(asked["scrutiny_purpose"].choices) == 7


def test_the_report_is_the_officers_own_view(work: Walk) -> None:
    """R158."""
    work.take("agree_work", TEAM, days_agreed=3, report_on="2026-06-30")
    work.take("carry_out", OFFICER, outcome="done")
    assert work.refused("report", OFFICER, independence=False)
    assert work.refused("report", COUNCIL).startswith("This step is taken by")
