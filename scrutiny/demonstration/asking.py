"""Twelve requests for SPACE audits, each in another state, with the steps that got it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from forms.journey import walk
from forms.model import Form, Json
from forms.source import load_yaml
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Filled, Ran
from scrutiny.demonstration.running import Setting, find_person, run_request
from scrutiny.request import SPACE_AUDIT, RequestStatus
from scrutiny.response import Response, Status

_LAST_STEP: Mapping[RequestStatus, str] = {
    RequestStatus.REQUESTED: "ask",
    RequestStatus.MORE_INFORMATION_NEEDED: "decide",
    RequestStatus.DECLINED: "decide",
    RequestStatus.DEFERRED: "decide",
    RequestStatus.LEAD_ALLOCATED: "allocate",
    RequestStatus.PREPARATION: "prepare",
    RequestStatus.PAUSED: "prepare",
    RequestStatus.AUDIT_IN_PROGRESS: "use_tool",
    RequestStatus.FINDINGS_DRAFTED: "draft_findings",
    RequestStatus.ACTIONS_AGREED: "agree_actions",
    RequestStatus.MONITORED: "set_monitor",
    RequestStatus.CLOSED: "close",
}
_OUTCOMES = {
    RequestStatus.MORE_INFORMATION_NEEDED: "more",
    RequestStatus.DECLINED: "declined",
    RequestStatus.DEFERRED: "deferred",
}
_PAUSED_ON = 30  # days after the chair asked


@lru_cache(maxsize=1)
def _bank() -> Mapping[str, Any]:
    path = Path(__file__).with_name("requests.yaml")
    bank: Mapping[str, Any] = load_yaml(path.read_text("utf-8"))
    return bank


def make_requests(form: Form, setting: Setting) -> Iterator[tuple[Ran, Filled]]:
    """Each audit with the response that asked for it, the oldest first."""
    if SPACE_AUDIT not in setting.mechanisms:
        return
    rows = sorted(_bank()["requests"], key=lambda row: -int(row["asked"]))
    for place, row in enumerate(rows):
        random = chance_for(setting.seed, "request", place)
        asked = setting.today - timedelta(int(row["asked"]))
        filled = _fill(form, row, place, asked, random)
        yield run_request(setting, _course(row), filled.response.id, random), filled


def _course(row: Mapping[str, Any]) -> dict[str, Any]:
    """How far its audit has come, as a row of the activities."""
    status = RequestStatus(row["status"])
    decision: dict[str, Any] = {}
    if status in _OUTCOMES:
        decision = {"outcome": _OUTCOMES[status], "reason": row["reason"]}
    if status is RequestStatus.DECLINED:
        decision["alternative"] = row["alternative"]
    if status is RequestStatus.DEFERRED:
        decision["deferred_until"] = f"+{int(row['asked']) + 70}"
    course = {
        "mechanism": SPACE_AUDIT,
        "title": row["title"],
        "began": row["asked"],
        "group": row["group"],
        "theme": row["themes"][0],
        "until": _LAST_STEP[status],
        "begin": {"rationale": row["rationale"], "scope": row["cohort"]},
        "instead": {"decide": decision, "start": {"sample_size": int(row["sample"])},
                    "draft_findings": {"cases_read": int(row["sample"])}},
    }  # fmt: skip
    if status is RequestStatus.AUDIT_IN_PROGRESS:
        course["missing"] = [""]  # nobody has said yet that the sample is done
    if status is RequestStatus.PAUSED:
        course["end"] = {"day": _PAUSED_ON, "pause": row["reason"]}
    return course


def _fill(form: Form, row: Mapping[str, Any], place: int, asked: date, random: Random) -> Filled:
    chair = find_person("chair", row["group"], random)
    given = _header(row, chair, asked, place) | _body(row, asked, random)
    answers = walk(form, given, today=asked, context={"viewer_name": chair}).answers
    response = Response(
        id=f"request-{place + 1:02d}",
        form=form.id,
        form_version=form.version,
        status=Status.SUBMITTED,
        answers=answers,
        revision=1,
        updated=datetime.combine(asked, time(9, 30), tzinfo=UTC),
        submitted=asked,
        receipt=f"RQ-DEM{place:01d}-{asked.year}",
        author=chair,
    )
    return Filled(response, asked, {"viewer_name": chair})


def _header(row: Mapping[str, Any], chair: str, asked: date, place: int) -> dict[str, Json]:
    return {
        "case_specific": "no",
        "dup_check": "no",
        "dup_check_text": "Checked against the forum's log and the plan of audits for the year.",
        "prior_audits": "no",
        "title": row["title"],
        "group_id": row["group"],
        "requester": "chair",
        "chair_name": chair,
        "chair_email": f"{chair.replace(' ', '.').lower()}@partnership.example",
        "group_minute_date": (asked - timedelta(6)).isoformat(),
        "group_minute": f"{asked.year}/{place + 11}",
        "rationale": row["rationale"],
        "trigger": row["triggers"],
        "themes": row["themes"],
        "risk": "We would go on without knowing, and the same worry would come back next year.",
    }


def _body(row: Mapping[str, Any], asked: date, random: Random) -> dict[str, Json]:
    return {
        "questions": [{"audit_question": question} for question in row["questions"]],
        "scope_in": f"{row['cohort']} All agencies named below.",
        "scope_out": "Cases that are before a court or under a review.",
        "cohort": row["cohort"],
        "period_start": (asked - timedelta(210)).isoformat(),
        "period_end": (asked - timedelta(28)).isoformat(),
        "sample_n": row["sample"],
        "sampling": "random",
        "standards": [
            {"standard_name": "Local multi-agency procedures", "standard_edition": str(asked.year)}
        ],
        "agencies": row["agencies"],
        "methods": [
            "case_files",
            "practitioners",
            *(["families"] if random.random() < 0.6 else []),
        ],
        "voice_plan": "The worker whom a family knows asks whether they would talk with us.",
        "sensitivity": "official_sensitive",
        "ig_data": "Records of the sample, read in the agencies' own systems. No copies are taken.",
        "ig_agreement": "The partnership's information sharing agreement for scrutiny",
        "ig_dpia": "done",
        "ig_storage": "The SPACE Service's restricted folder",
        "ig_deletion": (asked + timedelta(540)).isoformat(),
        "priority": random.choice(("routine", "routine", "high")),
        "outputs": ["report", "briefing"],
        "recipients": ["chair", "group", "splig"],
    }
