"""A SPACE audit, in every state that it may come to (R009)."""

from __future__ import annotations

import pytest

from db.activities import get_activity
from db.errors import AnswersRefusedError
from scrutiny.finding import FindingKind
from tests.scrutiny.mechanisms.walking import (
    CHAPP,
    OFFICER,
    SPACE,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    acting,
    on,
)


@pytest.fixture
def audit(partnership: Partnership) -> Walk:
    """The chair of SPLIG asks for an audit."""
    partnership.meets("splig", "2026-07-14", "2026-09-08")
    partnership.meets("mars_board", "2026-09-15")
    begun = partnership.begin(
        "space_audit", "Neglect", SPLIG, on="2026-02-02", group="splig", case_specific="no"
    )
    begun.take("ask", SPLIG)
    return begun


def accept(audit: Walk) -> None:
    """The request is accepted, has its lead, and the audit starts."""
    audit.take("decide", SPACE, on="2026-02-12", outcome="accepted")
    audit.take("allocate", SPACE, on="2026-02-16", lead_name="Tessa Varley", days_estimate=6)
    audit.take("prepare", SPACE, on="2026-03-02", starts_on="2026-03-09", draft_on="2026-06-01",
               fieldwork_on="2026-03-23", final_on="2026-06-22")  # fmt: skip
    audit.take("start", SPACE, on="2026-03-09", prepared=["sample", "tool", "governance"],
               sample_size=30)  # fmt: skip


def test_the_tool_is_answered_for_each_of_the_sample(audit: Walk) -> None:
    """R104: by the lead and those who help; whoever is not of the service may not."""
    accept(audit)
    helper = acting("space_lead", "Kim Helper")
    audit.send_form("use_tool", case="S-1", viewer=SPACE)
    audit.send_form("use_tool", case="S-2", viewer=helper)
    assert audit.refused("use_tool", SPLIG).startswith("This step is taken by")
    refused = audit.refused("use_tool", helper)
    assert refused == "Each of the sample is looked at or left out with a reason"
    audit.take("use_tool", helper, tools_left_out="28 were read by two people at once.")
    assert audit.standing("use_tool").progress == "done"


def test_the_findings_count_what_the_tool_was_answered(audit: Walk) -> None:
    """R104, R105: a row a question, what was written beneath, and no case anywhere."""
    accept(audit)
    practice = [{"st_20_practice": "A worker went twice."}]
    audit.send_form("use_tool", case="S-1", viewer=SPACE, unit="case", st_2="yes", st_20=practice)
    audit.send_form("use_tool", case="S-2", viewer=SPACE, unit="case", st_2="no")
    find(audit)
    parts = {part.key: part for part in audit.paper("findings").parts}
    assert parts["tally"].rows == (
        ("Is this about one case or about one team?", "2", "One case: 2; One team or service: 0"),
        (
            "Was the need or risk named clearly at the start?", "2",
            "Yes: 1; Partly: 0; No: 1; Not applicable: 0",
        ),
    )  # fmt: skip
    assert "A worker went twice." in parts["best"].words
    assert "S-1" not in repr(audit.paper("findings"))


def find(audit: Walk) -> None:
    """The lead audits and gives the findings to the chair."""
    audit.take("draft_findings", SPACE, on="2026-05-29", cases_read=30, work_log=[
        {"method": "visit", "with_whom": "Two teams"},
        {"method": "families", "with_whom": "Four families"},
    ])  # fmt: skip
    audit.take("share_findings", SPACE, on="2026-06-19")


def test_an_audit_is_walked_from_start_to_end(audit: Walk) -> None:
    """R099, R101-R107, R122, R135, R155, R176."""
    states = [audit.state]
    accept(audit)
    states.append(audit.state)
    find(audit)
    states.append(audit.state)
    audit.take("agree_actions", SPLIG, on="2026-07-14")
    states.append(audit.state)
    assert audit.holders_of("findings") == {"splig"}
    audit.take("report", SPLIG, on="2026-07-20", reported_to=["splig", "mars_board"])
    assert audit.holders_of("findings") == {"splig", "mars_board"}
    assert audit.holders_of("action_plan") >= {"splig", "mars_board"}
    states.append(audit.state)
    audit.take("set_monitor", SPLIG, monitored_where="splig")
    states.append(audit.state)
    audit.take("close", SPLIG, on="2026-12-01")
    assert [*states, audit.state] == [
        "Requested", "Audit in progress", "Findings shared", "Actions agreed", "Reported",
        "Monitored", "Closed",
    ]  # fmt: skip
    assert audit.is_ended


def test_one_childs_case_belongs_to_the_forum(partnership: Partnership) -> None:
    """R100."""
    with pytest.raises(AnswersRefusedError) as caught:
        partnership.begin(
            "space_audit", "One family", SPLIG, on="2026-02-02", group="splig", case_specific="yes"
        )
    assert caught.value.problems[0].message.startswith("Take this to MARPF instead")


def test_the_service_may_ask_for_more(audit: Walk) -> None:
    """R101: the chair asks again, with what was missing."""
    audit.take("decide", SPACE, outcome="more", reason="Which agencies keep a log?")
    assert (audit.state, audit.open) == ("More information needed", ["ask"])
    audit.take("ask", SPLIG, on="2026-02-09", more_words="Police and health")
    assert (audit.state, audit.due("decide")) == ("Requested", on("2026-02-23"))


def test_the_service_may_put_it_off_or_decline_it(audit: Walk) -> None:
    """R101: with a reason, and with what it offers instead."""
    assert audit.refused("decide", SPACE, outcome="deferred") == (
        "Say why: “Put it off” needs a reason."
    )
    assert audit.refused("decide", SPACE, outcome="deferred", reason="A new pathway",
                         deferred_until="2025-03-01") == "Enter a day after today"  # fmt: skip
    audit.take(
        "decide", SPACE, outcome="deferred", reason="A new pathway", deferred_until="2026-09-01"
    )
    assert (audit.state, audit.open) == ("Deferred", ["decide"])
    audit.take("decide", SPACE, on="2026-09-01", outcome="declined", reason="Done elsewhere",
               alternative="The thematic event in March")  # fmt: skip
    assert (audit.state, audit.is_ended) == ("Declined", True)


def test_the_lead_is_outside_the_teams_that_are_audited(audit: Walk) -> None:
    """R102."""
    audit.take("decide", SPACE, outcome="accepted")
    assert audit.refused("allocate", SPACE, lead_name="Tessa Varley", lead_is_clear=False)


def test_it_starts_when_sample_tool_and_governance_are_done(audit: Walk) -> None:
    """R103, R155."""
    audit.take("decide", SPACE, outcome="accepted_changed", reason="Two agencies only")
    audit.take("allocate", SPACE, lead_name="Tessa Varley")
    audit.take("prepare", SPACE, starts_on="2026-03-09", fieldwork_on="2026-03-23",
               draft_on="2026-06-01", final_on="2026-06-22")  # fmt: skip
    assert audit.due("start") == on("2026-03-09")
    refused = audit.refused("start", SPACE, prepared=["sample"], sample_size=30)
    assert refused == "Draw the sample, agree the tool and do the information governance first"


def test_each_case_is_read_or_left_out_with_a_reason(audit: Walk) -> None:
    """R104."""
    accept(audit)
    work = [{"method": "desk_top", "with_whom": "Records"}]
    refused = audit.refused("draft_findings", SPACE, cases_read=28, work_log=work)
    assert refused == "Each case is read to the end or left out with a reason"
    audit.take("draft_findings", SPACE, cases_read=28, work_log=work, cases_left_out="Two moved.")
    assert audit.state == "Findings drafted"


def test_each_finding_needs_an_action_or_a_reason(audit: Walk) -> None:
    """R105, R106."""
    accept(audit)
    find(audit)
    audit.find(FindingKind.IMPROVEMENT, "Plans do not change.", SPACE)
    assert audit.refused("agree_actions", SPLIG) == (
        "Give each finding an action or say why it needs none."
    )


def test_findings_go_to_the_groups_that_the_chair_names(audit: Walk) -> None:
    """R106."""
    accept(audit)
    find(audit)
    audit.take("agree_actions", SPLIG, on="2026-07-14")
    audit.take("report", SPLIG, on="2026-07-20", reported_to=["splig", "mars_board"])
    item = "SPACE audit findings and actions: Neglect"
    assert (on("2026-09-08"), item) in audit.agenda("splig")
    assert audit.agenda("mars_board") == [(on("2026-09-15"), item)]


def test_a_follow_up_audit_is_linked_to_it(audit: Walk) -> None:
    """R108: while it is monitored, and also once it is closed; its reason is why it is asked."""
    accept(audit)
    find(audit)
    audit.take("agree_actions", SPLIG, on="2026-07-14")
    audit.take("report", SPLIG, reported_to=["splig"])
    audit.take("set_monitor", SPLIG, monitored_where="splig")
    audit.take("close", SPLIG, on="2026-12-01")
    audit.take("ask_follow_up", SPLIG, on="2026-12-08", follow_up_because="Did it help?")
    assert audit.follow_ups() == [("SPACE-2026-002", "Follow-up: Neglect", "Requested")]
    follow_up = audit.database.read(get_activity, "SPACE-2026-002", viewer=SPACE)
    assert follow_up.answers["rationale"] == "Did it help?"


def test_the_chair_or_the_team_may_pause_and_withdraw_it(audit: Walk) -> None:
    """R135: with a reason, and it goes on where it stood."""
    audit.pause(SPLIG, "An inspection")
    assert audit.refused("decide", SPACE, outcome="accepted").startswith("This is paused")
    audit.resume(SPLIG, "The inspection is over")
    assert audit.state == "Requested"
    audit.withdraw(TEAM, "No longer needed")
    assert audit.activity.status == "withdrawn"


def test_each_step_has_its_own_role(audit: Walk) -> None:
    """R122, R135: the chair asks, the service decides, and no other chair sees it."""
    assert audit.refused("decide", SPLIG, outcome="accepted").startswith("This step is taken by")
    assert "There is no activity" in audit.refused("decide", CHAPP, outcome="accepted")
    assert (audit.is_seen_by(OFFICER), audit.for_me(SPACE)) == (True, ["decide"])
