"""Three flags of closed campaigns: one that nobody has read in time, one decided, one closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from scrutiny.cycle import Campaign
from scrutiny.demonstration.chance import chance_for
from scrutiny.disclosure import disclosures
from scrutiny.flag import Decision, Flag, FlagState, add_working_days

READER = "Safeguarding reader on duty"


@dataclass(frozen=True, slots=True)
class FlagPlan:
    """One flag to invent: in which campaign, what was written, and how far it is."""

    code: str
    question: str
    text: str
    days_before_the_end: int
    state: FlagState
    decision: Decision | None = None
    reason: str = ""


PLANS = (
    FlagPlan(
        "LANTERN-14", "vp_12_change",
        "The evening worker shouted and my daughter was afraid to go back.", 0, FlagState.RAISED,
    ),
    FlagPlan(
        "KITE-58", "v11_14_change", "someone there scares me", 3, FlagState.DECIDED,
        Decision.STAFF_ALLEGATION,
        "It may be about a worker. The manager of the hub and the designated officer were rung.",
    ),
    FlagPlan(
        "OTTER-27", "v8_14_change", "the big boys in the waiting room keep pushing me", 9,
        FlagState.CLOSED, Decision.SIGNPOST,
        "Nobody can be known from it. The clinic was asked to keep an eye on the waiting room.",
    ),
)  # fmt: skip


def make_flags(campaigns: Iterable[Campaign], *, seed: int) -> Iterator[Flag]:
    """The flags of the campaigns that there are."""
    by_code = {campaign.code: campaign for campaign in campaigns}
    for plan in PLANS:
        if campaign := by_code.get(plan.code):
            yield _make(plan, campaign, seed)


def _make(plan: FlagPlan, campaign: Campaign, seed: int) -> Flag:
    day = campaign.closes - timedelta(plan.days_before_the_end)
    raised = Flag(
        id=f"{chance_for(seed, 'flag', plan.code).getrandbits(96):024x}",
        campaign=campaign.id,
        question=plan.question,
        kinds=disclosures().check(plan.text),
        day=day,
        state=plan.state,
        text=plan.text,
    )
    return replace(raised, **_handled(plan, day))


def _handled(plan: FlagPlan, day: date) -> Mapping[str, Any]:
    """Who read and decided on it, on the next working day."""
    if plan.state is FlagState.RAISED:
        return {}
    on = add_working_days(day, 1)
    decided = {
        "reader": READER, "read_at": _at(on, 9, 40), "decision": plan.decision,
        "reason": plan.reason, "decided_by": READER, "decided_at": _at(on, 10, 5),
    }  # fmt: skip
    closed = {"closed_by": READER, "closed_at": _at(on, 15, 30)}
    return decided | (closed if plan.state is FlagState.CLOSED else {})


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)
