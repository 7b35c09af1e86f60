"""What invented activities saw: their findings, the actions that follow, the officers' days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from scrutiny.action import Action, ActionKind
from scrutiny.activity import ActivityStatus, PartyKind, Taking
from scrutiny.demonstration.acting import Acted, follow
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Ran, Seen
from scrutiny.demonstration.running import Setting, bank, find_person
from scrutiny.demonstration.words import words
from scrutiny.finding import Finding, FindingKind, Reply
from scrutiny.mechanism import Subject
from scrutiny.officer_day import OfficerDay
from scrutiny.organisation import Organisation

_REPLIED = "respond"
_FOLLOWED_FROM = {"space_audit": "agree_actions"}  # elsewhere, from the day of the finding


def see_all(runs: Sequence[Ran], setting: Setting) -> Seen:
    """What all of them saw and led to."""
    findings: list[Finding] = []
    actions: list[Acted] = []
    days: list[OfficerDay] = []
    for ran in runs:
        seeing = _Seeing(ran, setting, chance_for(setting.seed, "seen", ran.activity.id))
        seen = list(seeing.findings())
        findings += seen
        actions += seeing.actions(seen)
        days += seeing.days()
    return Seen(tuple(findings), tuple(actions), tuple(days))


@dataclass
class _Seeing:
    """What one activity saw."""

    ran: Ran
    setting: Setting
    random: Random

    def findings(self) -> Iterator[Finding]:
        """Those of the steps that were taken."""
        rows = bank()["findings"].get(self.ran.mechanism.id, ())
        for number, row in enumerate(rows, start=1):
            taking = self._taken(row["step"])
            if taking:
                yield self._finding(row, taking, number)

    def actions(self, findings: Sequence[Finding]) -> Iterator[Acted]:
        """One for each finding that asks for one, as far as it has come."""
        start = _FOLLOWED_FROM.get(self.ran.mechanism.id, "")
        if start and not self._taken(start):
            return
        for number, finding in enumerate(findings, start=1):
            row = bank()["actions"].get(finding.kind)
            if row:
                yield self._action(row, finding, number)

    def days(self) -> Iterator[OfficerDay]:
        """The officer's days in the steps that were taken."""
        officer = next((h.name for h in self.ran.activity.holders if h.role == "officer"), "")
        rows = bank()["officer_days"].get(self.ran.mechanism.id, ())
        for number, (step, count, kind) in enumerate(rows, start=1):
            taking = self._taken(step)
            if officer and taking:
                is_other = self.ran.activity.answers.get("activity_type") in ("other", "disputes")
                yield OfficerDay(
                    f"{self.ran.activity.id}-day-{number}", officer, taking.day, float(count),
                    str(self.ran.activity.answers.get("activity_type") or kind),
                    self.ran.activity.id, not is_other, by=officer,
                )  # fmt: skip

    def _taken(self, step: str) -> Taking | None:
        return next((each for each in self.ran.activity.taken if each.step == step), None)

    def _finding(self, row: Mapping[str, Any], taking: Taking, number: int) -> Finding:
        finding = Finding(
            id=f"{self.ran.activity.id}-finding-{number}",
            activity=self.ran.activity.id,
            kind=FindingKind(row["kind"]),
            text=self._say(row["text"]),
            on=taking.day,
            step=row["step"],
            standard=row.get("standard", ""),
            theme=row.get("theme") or self.ran.theme,
            aim=row.get("aim") or self.random.choice(self.ran.mechanism.aims),
            organisation=row.get("partner") or self._about(),
            rating=row.get("rating", ""),
            by=taking.by,
        )
        replied = self._taken(_REPLIED) or self._taken("approve")
        if row.get("reply") and replied:
            by = find_person("partner", row["partner"], self.random)
            finding = replace(finding, reply=row["reply"], replied_by=by, replied_on=replied.day)
        return replace(finding, replies=tuple(self._replies(row.get("replies", {}))))

    def _replies(self, said: Mapping[str, str]) -> Iterator[Reply]:
        """What each partner answered who has taken that step."""
        for taking in self.ran.activity.taken:
            if taking.step == _REPLIED and taking.part in said:
                yield Reply(taking.part, said[taking.part], taking.by, taking.day)

    def _say(self, texts: str | Sequence[str]) -> str:
        """The text, or where there are several the one whose turn it is."""
        if isinstance(texts, str):
            return texts
        return texts[int(self.ran.activity.reference.rpartition("-")[2]) % len(texts)]

    def _about(self) -> str:
        """Whom a finding is about: the organisation that the activity is about, or nobody."""
        is_about = self.ran.mechanism.subject is Subject.ORGANISATION
        return self.ran.activity.subject if is_about else ""

    def _action(self, row: Mapping[str, Any], finding: Finding, number: int) -> Acted:
        activity, owner = self.ran.activity, self._owner()
        monitored = self.ran.mechanism.monitored_by
        action = Action(
            question="",
            text=row["text"].replace("{text}", finding.text),
            owner=self.random.choice(words()["owners"]["agency"]),
            id=f"{activity.id}-action-{number}",
            organisation=owner.id if owner else "",
            due=finding.on + timedelta(int(row["days"])),
            kind=ActionKind(row["kind"]),
            activity=activity.id,
            finding=finding.id,
            mechanism=activity.mechanism,
            difference=row["difference"],
            lead_partner=self._partner(owner),
            priority="high" if row["kind"] == "immediate" else "medium",
            portfolio="scrutiny_assurance" if row["kind"] == "strategic" else "",
            monitored_by=activity.group if monitored == "chosen" else monitored,
            theme=finding.theme,
            standard=finding.standard,
        )
        ended = activity.status is ActivityStatus.ENDED
        return follow(
            action, began=self._began(finding), today=self.setting.today, random=self.random,
            is_ended=ended,
        )  # fmt: skip

    def _began(self, finding: Finding) -> date:
        start = _FOLLOWED_FROM.get(self.ran.mechanism.id, "")
        taking = self._taken(start) if start else None
        return taking.day if taking else finding.on

    def _owner(self) -> Organisation | None:
        """The organisation that acts: whom it is about, an agency of it, or a council service."""
        register = {each.id: each for each in self.setting.organisations}
        agencies = [p.key for p in self.ran.activity.parties if p.kind is PartyKind.AGENCY]
        about = self._about()
        if about or agencies:
            return register.get(about or self.random.choice(agencies))
        services = [each for each in self.setting.organisations if each.type == "council_service"]
        return self.random.choice(services) if services else None

    def _partner(self, owner: Organisation | None) -> str:
        partners = self.setting.partnership
        return (partners.partner_of(owner.type) if owner else "") or "council"
