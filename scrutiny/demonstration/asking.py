"""Twelve requests for SPACE audits, each in another state, with how it got there."""

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
from scrutiny.demonstration.model import Filled
from scrutiny.request import CHAIR_STEPS, NEEDS_REASON, Request, RequestStatus, RequestStep
from scrutiny.response import Response, Status

_MAIN = (
    RequestStatus.REQUESTED, RequestStatus.ACCEPTED, RequestStatus.LEAD_ALLOCATED,
    RequestStatus.PREPARATION, RequestStatus.AUDIT_IN_PROGRESS, RequestStatus.FINDINGS_DRAFTED,
    RequestStatus.FINDINGS_SHARED, RequestStatus.ACTIONS_AGREED, RequestStatus.REPORTED,
    RequestStatus.MONITORED, RequestStatus.CLOSED,
)  # fmt: skip
_ASIDE = {
    RequestStatus.MORE_INFORMATION_NEEDED: RequestStatus.REQUESTED,
    RequestStatus.DECLINED: RequestStatus.REQUESTED,
    RequestStatus.DEFERRED: RequestStatus.REQUESTED,
    RequestStatus.PAUSED: RequestStatus.PREPARATION,
}
SERVICE = "SPACE Service"


@lru_cache(maxsize=1)
def _bank() -> Mapping[str, Any]:
    path = Path(__file__).with_name("requests.yaml")
    bank: Mapping[str, Any] = load_yaml(path.read_text("utf-8"))
    return bank


def make_requests(form: Form, *, seed: int, today: date) -> Iterator[tuple[Request, Filled]]:
    """Each request with the response it was made with, the oldest first."""
    rows = sorted(_bank()["requests"], key=lambda row: -int(row["asked"]))
    numbers: dict[int, int] = {}
    for place, row in enumerate(rows):
        random = chance_for(seed, "request", place)
        asked = today - timedelta(int(row["asked"]))
        numbers[asked.year] = numbers.get(asked.year, 0) + 1
        reference = f"SPACE-{asked.year}-{numbers[asked.year]:03d}"
        filled = _fill(form, row, place, asked, random)
        yield _make(row, reference, filled.response.id, asked, today, random), filled


def path_to(status: RequestStatus) -> tuple[RequestStatus, ...]:
    """The states through which a request comes to this one."""
    if status in _ASIDE:
        return (*path_to(_ASIDE[status]), status)
    return _MAIN[: _MAIN.index(status) + 1]


def _make(
    row: Mapping[str, Any], reference: str, response: str, asked: date, today: date, random: Random
) -> Request:
    status = RequestStatus(row["status"])
    path = path_to(status)
    gap = max(1, (today - asked).days // len(path))
    days = [asked + timedelta(gap * place) for place in range(len(path))]
    chair = _bank()["chairs"][row["group"]]
    decided = days[1] if len(days) > 1 else None
    lead = random.choice(_bank()["leads"]) if RequestStatus.LEAD_ALLOCATED in path else ""
    starts = decided + timedelta(21) if decided and lead else None
    return Request(
        response=response,
        reference=reference,
        title=row["title"],
        group=row["group"],
        chair=chair,
        status=status,
        requested=asked,
        lead=lead,
        support="Two practice leads from partner agencies" if lead else "",
        decision="Accepted" if RequestStatus.ACCEPTED in path else "",
        decided=decided,
        reason=row.get("reason", ""),
        alternative=row.get("alternative", ""),
        scope_note="Scope agreed with the chair by telephone." if starts else "",
        deferred_until=today + timedelta(70) if status is RequestStatus.DEFERRED else None,
        starts=starts,
        fieldwork=starts + timedelta(14) if starts else None,
        draft_due=starts + timedelta(56) if starts else None,
        final_due=starts + timedelta(77) if starts else None,
        days_estimate=float(random.choice((4, 6, 8, 10))) if lead else None,
        conflicts="None declared" if lead else "",
        updated=datetime.combine(days[-1], time(10), tzinfo=UTC),
        history=tuple(
            RequestStep(
                step,
                day,
                chair if step in CHAIR_STEPS else SERVICE,
                row.get("reason", "") if step in NEEDS_REASON else "",
            )
            for step, day in zip(path, days, strict=True)
        ),
    )


def _fill(form: Form, row: Mapping[str, Any], place: int, asked: date, random: Random) -> Filled:
    chair = _bank()["chairs"][row["group"]]
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
