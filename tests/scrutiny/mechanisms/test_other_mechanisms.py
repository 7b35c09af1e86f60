"""Peer review, partners' own scrutiny, other events, the yearly report, and the audit group."""

from __future__ import annotations

import pytest

from db.errors import PaperRefusedError, StepRefusedError
from scrutiny.partnership import partnership as read_settings
from tests.scrutiny.mechanisms.walking import (
    AGENCIES,
    BOARD,
    COUNCIL,
    HEALTH,
    OFFICER,
    PARTNERS,
    POLICE,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


def test_a_peer_review_is_walked_from_start_to_end(partnership: Partnership) -> None:
    """R139, R151, R156, R114."""
    partnership.meets("mars_board", "2026-12-08")
    review = partnership.begin(
        "peer_review", "With the county next door", HEALTH, on="2026-03-02", direction="both",
        reach="regional",
    )  # fmt: skip
    review.take("agree", *PARTNERS, outcome="agreed")
    review.take("set_terms", TEAM, on="2026-04-01", review_on="2026-09-21")
    assert review.state == "Terms drafted"
    review.take("agree_terms", TEAM)
    assert review.due("review") == on("2026-09-21")
    assert review.refused("review", OFFICER, on="2026-09-21") == "Write an answer"
    review.take("review", OFFICER, on="2026-09-21", learnt_from_them="How they hear families")
    review.take("formalise", TEAM, on="2026-10-12")
    assert review.due("board") == on("2026-12-08")
    review.take("board", BOARD, on="2026-12-08")
    assert (review.state, review.is_ended) == ("Considered by the Board", True)


def test_a_peer_review_is_yearly_only_where_it_was_taken_up() -> None:
    """R151."""
    rhythm = mechanisms().mechanisms["peer_review"].rhythm
    assert rhythm is not None
    assert (rhythm.a_year, rhythm.is_optional) == (1, True)


@pytest.mark.parametrize(
    ("partner", "viewer", "bodies"),
    [
        ("council", COUNCIL, ["scrutiny_panel", "internal_audit"]),
        ("health", HEALTH, ["health_committee", "providers", "clinical_visits"]),
        ("police", POLICE, ["police_reports", "police_meetings", "recording"]),
    ],
)
def test_a_partners_own_scrutiny_is_walked_from_start_to_end(
    partnership: Partnership, partner: str, viewer: object, bodies: list[str]
) -> None:
    """R136, R137, R138, R152, R195: each of the three, by its own representative only."""
    partnership.meets("mars_board", "2026-06-16")
    report = partnership.begin(
        "partner_report", "Own scrutiny in the year", TEAM, on="2026-04-01", subject=partner,
        period_from="2025-04-01", period_to="2026-03-31",
    )  # fmt: skip
    report.take("ask_partner", TEAM, report_on="2026-05-01")
    others = [each for each in PARTNERS if each is not viewer]
    assert all(report.refused("give_report", each, bodies=bodies) for each in others)
    own = next(each for each in PARTNERS if each is viewer)
    others_body = "police_reports" if partner == "council" else "scrutiny_panel"
    assert report.refused("give_report", own, bodies=[others_body])
    report.take("give_report", own, on="2026-04-28", bodies=bodies)
    report.take("read_report", OFFICER, on="2026-05-15")
    assert report.due("board") == on("2026-06-16")
    report.take("board", BOARD, on="2026-06-16")
    assert report.is_ended


def test_another_event_is_walked_from_start_to_end(partnership: Partnership) -> None:
    """R191, R192, R155: for any group, with the same rules as all the others."""
    partnership.meets("splig", "2026-05-12")
    event = partnership.begin(
        "other_event", "Learning day", TEAM, on="2026-02-02", group="splig", parties=AGENCIES,
        event_purpose=["quality_assurance", "theme"],
    )  # fmt: skip
    event.take("plan_event", TEAM, event_on="2026-04-14")
    event.take("invite", TEAM, on="2026-03-20")
    event.take("hold_event", TEAM, on="2026-04-14")
    event.take("formalise", TEAM, on="2026-04-24")
    assert event.agenda("splig")[0][0] == on("2026-05-12") == event.due("consider")
    event.take("consider", SPLIG, on="2026-05-12")
    assert (event.state, event.is_ended) == ("Considered", True)


@pytest.fixture
def report(partnership: Partnership) -> Walk:
    """The report of the year to March 2026, to be published by the end of September."""
    partnership.meets("mars_board", "2026-09-15")
    return partnership.begin(
        "yearly_report", "Year to March 2026", TEAM, on="2026-04-01", year_from="2025-04-01",
        year_to="2026-03-31", publish_by="2026-09-30",
    )  # fmt: skip


def write(report: Walk) -> None:
    """The year is gathered against the eight aims, the framework reviewed, the report written."""
    aims = [row.value for row in report.mechanism.questions["aims_met"].rows]
    report.take("gather", TEAM, on="2026-04-27", aims_met=dict.fromkeys(aims, "fairly"))
    report.take("review_framework", TEAM, on="2026-05-11")
    report.take("write_report", TEAM, on="2026-05-25")


def send(report: Walk) -> None:
    """The officer has read it, and the partners get it to approve."""
    write(report)
    report.take("scrutinise", OFFICER, on="2026-06-12", outcome="read")
    report.take("send_report", TEAM, on="2026-06-16")


def test_the_yearly_report_is_walked_from_start_to_end(report: Walk) -> None:
    """R150, R153, R154, R120, R136-R138, R156, R159, R172, R177, R185, R193, R195, R198."""
    send(report)
    report.take("approve", *PARTNERS, on="2026-07-01", outcome="approved")
    report.take("put_to_board", TEAM)
    assert report.agenda("mars_board")[0][0] == on("2026-09-15") == report.due("board")
    report.take("board", BOARD, on="2026-09-15")
    report.take("publish", COUNCIL, on="2026-09-21")
    report.take("give_partners", *PARTNERS, on="2026-11-16")
    report.take("republish", TEAM, on="2026-12-01", in_force_on="2027-04-01")
    report.take("finish", TEAM)
    assert (report.state, report.is_ended) == ("Closed", True)


def test_the_officer_reads_the_report_before_it_is_published(report: Walk) -> None:
    """R156, R193: and may ask for changes."""
    write(report)
    assert report.refused("approve", COUNCIL, outcome="approved").startswith("This step cannot")
    report.take("scrutinise", OFFICER, outcome="back", reason="Say what families said")
    assert (report.state, report.open) == ("Changes asked for", ["write_report"])


def test_a_report_that_a_partner_sends_back_can_be_written_again(report: Walk) -> None:
    """R116: also when another partner has approved it already; it is approved once more then."""
    send(report)
    assert report.state_of_papers() == {"yearly": "for_approval"}
    first, second, _ = PARTNERS
    report.take("approve", first, on="2026-06-17", outcome="approved")
    report.take("approve", second, on="2026-06-18", outcome="back", reason="Say what families saw")
    assert report.open == ["write_report"]
    yearly = report.paper("yearly")
    assert (yearly.state, yearly.seal, yearly.approval_note) == (
        "draft", "", "Say what families saw",
    )  # fmt: skip


def test_each_partner_approves_the_report_before_recording_it(report: Walk) -> None:
    """R116, R150: what two have approved changes no more, and the third's approval seals it."""
    send(report)
    waits = "Yearly assurance summary waits for approval. Open it, read it and approve it there; "
    for partner in PARTNERS:
        refused = report.refused("approve", partner, outcome="approved")
        assert refused == f"{waits}then take this step."
        report.approve("yearly", partner)
        report.take("approve", partner, outcome="approved", with_papers=False)
    yearly = report.paper("yearly")
    assert yearly.approved_by == "Connie Council, Hugh Health and Polly Police"
    assert [each.acts_for for each in yearly.approvals] == ["council", "health", "police"]
    assert report.state == "Approved"


def test_a_partner_approves_once_and_a_changed_report_is_approved_anew(report: Walk) -> None:
    """R116: sent back by one, it goes to all three again."""
    send(report)
    report.approve("yearly", COUNCIL)
    assert report.paper("yearly").state == "for_approval"
    with pytest.raises(PaperRefusedError, match="It has your approval, and waits for that"):
        report.approve("yearly", COUNCIL)
    assert report.refused("approve", HEALTH, outcome="approved").startswith("Yearly assurance")
    report.take("approve", HEALTH, outcome="back", reason="Say what changed for children.")
    yearly = report.paper("yearly")
    assert (yearly.state, yearly.approvals) == ("draft", ())


def test_the_eight_aims_are_those_of_the_partnership(report: Walk) -> None:
    """R154."""
    rows = report.mechanism.questions["aims_met"].rows
    assert [(row.value, row.label.say()) for row in rows] == [
        (aim.key, aim.label) for aim in read_settings().aims
    ]


def test_the_audit_group_is_kept_and_cannot_be_begun(partnership: Partnership) -> None:
    """R012, R126, R180."""
    assert not mechanisms().mechanisms["multi_agency_audit_group"].is_active
    with pytest.raises(StepRefusedError, match="None of these can be begun at present"):
        partnership.begin("multi_agency_audit_group", "An audit", TEAM, on="2026-02-02")
