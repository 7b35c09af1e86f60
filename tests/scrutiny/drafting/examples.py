"""An assurance event of a small agency: what a document can be drafted from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms.model import Question
from forms.text import Text
from scrutiny.action import Action, ActionStatus
from scrutiny.activity import (
    Activity,
    Holder,
    Party,
    PartyKind,
    Progress,
    Standing,
    StepStanding,
    Taking,
)
from scrutiny.drafting import Material
from scrutiny.finding import Finding, FindingKind
from scrutiny.mechanism import (
    ActivityRole,
    DocumentPlan,
    Mechanism,
    Publication,
    Step,
    Subject,
)
from scrutiny.meeting import Meeting
from scrutiny.partnership import partnership

TODAY = date(2026, 3, 9)
LETTER = DocumentPlan(
    "findings_letter", "Findings letter", "findings_letter", approved_by=("portfolio",),
    goes_to=("agency", "commissioner"),
)  # fmt: skip
HIGHLIGHTS = DocumentPlan("highlights", "Highlights", "highlights", may_publish=True)
EVENT = Mechanism(
    id="agency_event",
    version="1",
    title="Agency specific assurance event",
    prefix="AE",
    subject=Subject.ORGANISATION,
    group="mars_board",
    publication=Publication.WITH_REASON,
    aims=("responsibilities",),
    documents={each.key: each for each in (LETTER, HIGHLIGHTS)},
    roles={
        "officer": ActivityRole("officer", "Independent Scrutiny Officer", ("scrutiny_officer",)),
        "portfolio": ActivityRole("portfolio", "Portfolio lead", ("portfolio_lead",)),
        "agency": ActivityRole("agency", "The agency", ("organisation",), of="subject"),
    },
    steps=(
        Step(
            id="set_date",
            title="Set the date",
            by=("officer",),
            asks=(
                Question(id="event_on", type="date", text=Text({"en": "When?"})),
                Question(id="walked", type="long_text", text=Text({"en": "What was seen?"})),
            ),
        ),
        Step(id="send_update", title="Send the update", by=("officer",)),
        Step(id="gone", title="Left out", by=("officer",)),
    ),
)
ACTIVITY = Activity(
    id="event-1",
    reference="AE-2026-001",
    mechanism="agency_event",
    version="1",
    title="Assurance event",
    began=date(2026, 1, 12),
    subject="trent",
    group="mars_board",
    answers={"event_on": "2026-03-02"},
    parties=(
        Party(PartyKind.AGENCY, "trent", "Trent Health"),
        Party(PartyKind.COMMISSIONER, "health"),
        Party(PartyKind.PARTNER, "police", is_excluded=True, reason="It is the agency"),
    ),
    holders=(Holder("officer", "Iris Okafor"),),
    taken=(Taking(1, "set_date", date(2026, 1, 20)),),
)
FINDINGS = (
    Finding("f1", "event-1", FindingKind.BEST_PRACTICE, "Every plan begins with the child", TODAY,
            aim="responsibilities"),
    Finding("f2", "event-1", FindingKind.IMPROVEMENT, "Supervision is not written down", TODAY,
            organisation="trent"),
    Finding("f3", "event-1", FindingKind.VOICE, "They listen", TODAY, reply="We keep listening"),
    Finding("f4", "event-1", FindingKind.VOICE, "The room is cold", TODAY),
    Finding("f5", "event-1", FindingKind.RECOMMENDATION, "Share the checklist", TODAY,
            organisation="council", reply="Agreed", replied_on=date(2026, 3, 8)),
)  # fmt: skip
ACTIONS = (
    Action("", "Write supervision down", "Head of service", date(2026, 2, 1), id="1",
           organisation="trent", kind="required", activity="event-1"),
    Action("", "Mend the heating", "Estates", date(2026, 6, 1), id="2", kind="immediate",
           activity="event-1", finding="f4", status=ActionStatus.ASSURED, progress="Warm now"),
    Action("", "No longer needed", id="3", activity="event-1", status=ActionStatus.CLOSED),
)  # fmt: skip
STANDING = Standing(
    "Under way",
    (
        StepStanding("set_date", Progress.DONE, done_on=date(2026, 1, 20)),
        StepStanding("send_update", Progress.OPEN, due=date(2026, 4, 1)),
        StepStanding("gone", Progress.LEFT_OUT),
    ),
)
MATERIAL = Material(
    today=TODAY,
    partnership=partnership(),
    activity=ACTIVITY,
    mechanism=EVENT,
    standing=STANDING,
    findings=FINDINGS,
    actions=ACTIONS,
    meetings=(
        Meeting("m1", "mars_board", date(2026, 1, 5)),
        Meeting("m2", "mars_board", date(2026, 4, 20), place="Civic Centre"),
    ),
    names={"trent": "Trent Health"},
)
NOTHING = replace(
    MATERIAL, activity=None, mechanism=None, standing=None, findings=(), actions=(), meetings=()
)
