"""The yearly audits of schools and of early years providers, from tool to training (R002, R003)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.activities import list_activities
from db.cycles import add_cycle
from db.errors import NotAllowedError
from db.mechanisms import publish_mechanism
from db.overview import count_mechanisms
from scrutiny.access import Viewer, read_roles, roles
from scrutiny.cycle import Cycle
from scrutiny.finding import FindingKind
from scrutiny.mechanism_library import known_of
from scrutiny.mechanism_parsing import parse_mechanism
from scrutiny.partnership import partnership as settings
from tests.scrutiny.mechanisms.walking import (
    BOARD,
    COUNCIL,
    HEALTH,
    TEAM,
    Partnership,
    Walk,
    forms,
    mechanisms,
    moment,
    on,
)


def begin(partnership: Partnership, mechanism: str) -> Walk:
    """A round that is open from September to November; the Board meets in March."""
    partnership.meets("mars_board", "2027-03-16")
    return partnership.begin(
        mechanism, "Audit 2026", TEAM, on="2026-07-01", subject="round-2026",
        opens_on="2026-09-01", closes_on="2026-11-27", composite_by="2027-02-28",
    )  # fmt: skip


@pytest.fixture
def audit(partnership: Partnership) -> Walk:
    """The schools audit."""
    return begin(partnership, "schools_audit")


def walk(audit: Walk) -> None:
    """The whole year."""
    audit.take("prepare_tool", TEAM, on="2026-07-10")
    audit.take("issue", TEAM, on="2026-09-01", issued_to=88)
    assert audit.open == ["receive", "support"]
    audit.take("receive", TEAM, on="2026-12-01", returned_count=85)
    audit.take("support", TEAM, outcome="going_on")
    audit.take("compose", TEAM, on="2027-02-12")
    audit.take("send_lead", TEAM, on="2027-02-16")
    audit.take("approve", COUNCIL, on="2027-02-24", outcome="approved")
    assert audit.agenda("mars_board") == []
    audit.take("share", TEAM, on="2027-02-26")
    assert audit.agenda("mars_board")[0][0] == on("2027-03-16") == audit.due("board")
    audit.take("board", BOARD, on="2027-03-16")
    audit.take("train", TEAM, on="2027-04-01")
    audit.take("pass_on", TEAM, on="2027-04-08")
    assert audit.refused("finish", TEAM).startswith("This step cannot be taken now")
    audit.take("support", TEAM, on="2027-07-20", outcome="done")
    audit.take("finish", TEAM)
    assert (audit.state, audit.is_ended) == ("Closed", True)


def test_the_schools_audit_is_walked_from_start_to_end(audit: Walk) -> None:
    """R026-R035, R131, R132, R140, R169, R170."""
    assert audit.activity.reference == "SA-2026-001"
    walk(audit)


def test_the_early_years_audit_is_walked_from_start_to_end(partnership: Partnership) -> None:
    """R036-R040, R132, R140, R189: recorded in the setting, with no governors."""
    audit = begin(partnership, "early_years_audit")
    assert audit.activity.reference == "EY-2026-001"
    walk(audit)


def test_each_audit_runs_the_round_of_its_family_once_a_year() -> None:
    """R035, R140: education in September, early years in January, agencies in April."""
    made = mechanisms().mechanisms
    rounds = {key: made[key] for key in ("schools_audit", "early_years_audit", "section_eleven")}
    assert {key: (each.family, each.rhythm and each.rhythm.months)
            for key, each in rounds.items()} == {
        "schools_audit": ("education", (9,)),
        "early_years_audit": ("early_years", (1,)),
        "section_eleven": ("agency", (4,)),
    }  # fmt: skip


def test_an_audit_counts_for_the_year_in_which_its_round_opens(partnership: Partnership) -> None:
    """R140: prepared in the summer of 2026, it is the audit of 2027, in every list alike."""
    round = Cycle(
        "round-2027", "early_years_audit", "1", "2027", on("2027-01-01"), on("2027-03-31")
    )
    partnership.database.write(add_cycle, round, [])
    begun = partnership.begin(
        "early_years_audit", "Audit 2027", TEAM, on="2026-07-01", subject="round-2027",
        opens_on="2027-01-01", closes_on="2027-03-31", composite_by="2027-05-01",
    ).activity  # fmt: skip

    def counted(year: int) -> tuple[list[str], list[int]]:
        first, last = on(f"{year}-01-01"), on(f"{year}-12-31")
        read = partnership.database.read
        rows = read(list_activities, viewer=TEAM, year=year)
        counts = read(count_mechanisms, viewer=TEAM, first=first, last=last)
        return [row.id for row in rows], [each.begun for each in counts]

    assert counted(2026) == ([], [0])
    assert counted(2027) == ([begun.id], [1])


def test_the_composite_goes_to_the_board_when_the_authoritys_lead_approves_it(
    audit: Walk,
) -> None:
    """R170: the council's own representative, and neither health nor the team that wrote it."""
    audit.take("prepare_tool", TEAM)
    audit.take("issue", TEAM, on="2026-09-01", issued_to=88)
    audit.take("receive", TEAM, on="2026-12-01", returned_count=85)
    audit.take("compose", TEAM, on="2027-02-12")
    audit.take("send_lead", TEAM, on="2027-02-16")
    assert (audit.state, audit.due("approve")) == (
        "With the local authority's lead", on("2027-02-25"),
    )  # fmt: skip
    assert audit.refused("share", TEAM).startswith("This step cannot be taken now")
    assert audit.refused("approve", HEALTH, outcome="approved") == (
        "This step is taken by The local authority's lead for education. Ask them to."
    )
    assert audit.refused("approve", COUNCIL, outcome="approved") == (
        "Composite of the schools audit waits for approval. Open it, read it and approve it "
        "there; then take this step."
    )
    with pytest.raises(NotAllowedError):
        audit.approve("composite", HEALTH)
    audit.take("approve", COUNCIL, outcome="back", reason="Say how sure it is.")
    assert (audit.paper("composite").state, audit.state) == ("draft", "Changes asked for")
    audit.take("send_lead", TEAM)
    audit.take("approve", COUNCIL, outcome="approved")
    assert audit.paper("composite").approved_by == "Connie Council"
    audit.take("share", TEAM, on="2027-02-26")
    assert audit.paper("composite").state == "issued"


def test_support_and_challenge_is_logged_through_the_year(audit: Walk) -> None:
    """R032, R039: a note each time, and the step stays open until the log is closed."""
    audit.take("prepare_tool", TEAM)
    audit.take("issue", TEAM, on="2026-09-01", issued_to=88)
    audit.take("support", TEAM, on="2026-10-05", outcome="going_on", support_words="Two visits.")
    audit.find(FindingKind.CHALLENGE, "Asked when the deputy is trained.", TEAM)
    assert "support" in audit.open
    assert audit.activity.taken[-1].answers == {"support_words": "Two visits."}


def test_training_needs_are_listed_after_the_board(audit: Walk) -> None:
    """R034, R040: what is kept where, and that highlights may go out only with approval."""
    made = mechanisms().mechanisms["schools_audit"]
    assert made.by_id["train"].keeps == ("training", "actions")
    assert made.documents["highlights"].approved_by == ("partner",)
    assert audit.refused("train", TEAM).startswith("This step cannot be taken now")


AUTHORITY = """
roles:
  authority:
    label: The council's education team
    summary: Runs the schools audit.
    may: [read_composites, take_steps, read_meetings, write_documents]
"""


def test_a_partnership_gives_the_audit_to_its_education_team_in_yaml(
    partnership: Partnership,
) -> None:
    """R132: one role more in roles.yaml, and who holds the role in the mechanism."""
    added = read_roles(AUTHORITY)
    source = (
        mechanisms()
        .sources["schools_audit"]
        .replace("team, held_by: [mars_team]", "team, held_by: [authority]")
        .replace('version: "1"', 'version: "ours"')
    )
    known = known_of(settings(), forms().forms)
    read = parse_mechanism(source, "schools_audit.yaml", known=replace(
        known, roles={**roles(), **added}
    ))  # fmt: skip
    assert read.problems == ()
    assert read.mechanism is not None
    partnership.database.write(
        publish_mechanism, mechanism=read.mechanism, source=source, now=moment("2026-06-01")
    )
    partnership.mechanisms = {"schools_audit": read.mechanism}
    education = Viewer("authority", "Edda Education", permissions=added["authority"].may)
    audit = partnership.begin(
        "schools_audit", "Audit 2026", education, on="2026-07-01", subject="round-2026",
        opens_on="2026-09-01", closes_on="2026-11-27", composite_by="2027-02-28",
    )  # fmt: skip
    assert audit.refused("prepare_tool", TEAM).startswith("This step is taken by")
    audit.take("prepare_tool", education, on="2026-07-10")
    audit.take("issue", education, on="2026-09-01", issued_to=88)
    assert audit.open == ["receive", "support"]
