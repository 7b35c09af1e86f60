"""What the page of sources side by side reads: rounds of one year, and their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db import campaigns, composites, cycles
from db.connection import Transaction
from forms.model import Form
from pages.components.filling.opening import get_form
from pages.components.shell import Page
from scrutiny.cycle import Campaign, Cycle
from scrutiny.finding import FindingCount
from scrutiny.review import CrossModerated
from scrutiny.side_by_side import Asked, Material
from scrutiny.standard import add_tallies
from scrutiny.suppression import Rule

CASE_AUDIT = "case_audit"
YEARS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which voice, case audits and findings are taken."""

    first: date
    last: date
    label: str = ""


def list_spans(today: date) -> Mapping[str, Span]:
    """The years that may be looked at, by what stands in the address for each."""
    years = range(today.year - 1, today.year - YEARS, -1)
    start = date(today.year - 1, today.month, min(today.day, 28))
    return {"now": Span(start, today, "The last 12 months")} | {
        str(year): Span(date(year, 1, 1), date(year, 12, 31), f"The year {year}") for year in years
    }


def read_material(page: Page, span: Span, findings: Sequence[FindingCount] = ()) -> Material:
    """All that is laid side by side."""
    rounds = _latest(page.database.read(cycles.list_cycles), span.last)
    listed = page.database.read(campaigns.list_campaigns)
    closed = [each for each in listed if _is_closed(each, page, span)]
    forms = {each.id: _form(page, each) for each in rounds}
    forms |= {each.id: _form(page, each) for each in closed}
    return page.database.read(
        _read, page=page, span=span, rounds=rounds, voices=closed, forms=forms, findings=findings
    )


def _read(
    tx: Transaction,
    *,
    page: Page,
    span: Span,
    rounds: Sequence[Cycle],
    voices: Sequence[Campaign],
    forms: Mapping[str, Form],
    findings: Sequence[FindingCount],
) -> Material:
    numbers = page.partnership.small_numbers
    settings = Rule(numbers.types_minimum)
    audit = page.library.forms.get(CASE_AUDIT)
    people = Rule(numbers.percentages_minimum)
    return Material(
        assessed=[Asked(forms[c.id], _counts(tx, page, c.id), settings) for c in rounds],
        crossed={forms[c.id].id: _crossed(tx, page, c, settings) for c in rounds},
        voices=[
            Asked(forms[c.id], _counts(tx, page, c.id), _voice_rule(c, people.minimum))
            for c in voices
        ],
        audits=[Asked(audit, _audit_counts(tx, page, span), people)] if audit else [],
        findings=findings,
    )


def _voice_rule(campaign: Campaign, minimum: int) -> Rule:
    return Rule(max(minimum, campaign.minimum_group))


def _latest(listed: Iterable[Cycle], day: date) -> list[Cycle]:
    """The latest cycle of each form that had opened by that day."""
    latest: dict[str, Cycle] = {}
    for cycle in sorted(listed, key=lambda each: (each.opens, each.id)):
        if cycle.opens <= day:
            latest[cycle.form] = cycle
    return list(latest.values())


def _is_closed(campaign: Campaign, page: Page, span: Span) -> bool:
    """What people say is read only when nobody can add to it any more."""
    ended = campaign.stopped or campaign.closes
    return campaign.has_closed(page.today) and span.first <= ended <= span.last


def _form(page: Page, each: Cycle | Campaign) -> Form:
    return get_form(page.database, page.library.forms, each.form, each.form_version)


def _counts(tx: Transaction, page: Page, round: str) -> dict[str, dict[str, int]]:
    return add_tallies(composites.count_answers(tx, viewer=page.viewer, round=round))


def _audit_counts(tx: Transaction, page: Page, span: Span) -> dict[str, dict[str, int]]:
    return add_tallies(
        composites.count_form_answers(
            tx, viewer=page.viewer, form=CASE_AUDIT, first=span.first, last=span.last
        )
    )


def _crossed(tx: Transaction, page: Page, cycle: Cycle, rule: Rule) -> list[CrossModerated]:
    """What reviewers made of the ratings, once they have looked at enough returns."""
    if not rule.allows(composites.count_moderated(tx, viewer=page.viewer, round=cycle.id)):
        return []
    return composites.cross_moderated(tx, viewer=page.viewer, round=cycle.id)
