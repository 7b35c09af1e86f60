"""What an activity may be about: how that is asked, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from db import activities, campaigns, cycles, organisations
from forms.types.moments import say_date
from pages.components.activities.naming import group_names, partner_names
from pages.components.shell import Page
from scrutiny.activity import ActivityStatus
from scrutiny.cycle import Campaign, Cycle
from scrutiny.mechanism import Mechanism, Subject

SUBJECTS: Mapping[Subject, str] = MappingProxyType(
    {
        Subject.ORGANISATION: "Which organisation is it about?",
        Subject.GROUP: "Which group is it about?",
        Subject.PARTNER: "Which safeguarding partner is it about?",
        Subject.CYCLE: "Which round of a self-assessment is it about?",
        Subject.CAMPAIGN: "Which voice campaign is it about?",
    }
)
#: What to do where the one that is meant is not there to choose.
HINTS: Mapping[Subject, str] = MappingProxyType(
    {
        Subject.CYCLE: "A new year's round is added under Cycles first.",
        Subject.CAMPAIGN: "A new campaign is added under Cycles first.",
    }
)


def list_subjects(page: Page, mechanism: Mechanism) -> dict[str, str]:
    """What an activity of it may be about, by id with its words; a round only of its own form."""
    read, subject = page.database.read, mechanism.subject
    if subject is Subject.ORGANISATION:
        rows = read(organisations.list_organisations, include_ended=False)
        return {row.id: row.name for row in rows}
    if subject is Subject.CYCLE:
        families = page.partnership.families
        form = families[mechanism.family].form if mechanism.family in families else None
        run = _list_run(page, mechanism)
        return {row.id: _say_cycle(row, run.get(row.id, "")) for row in
                read(cycles.list_cycles, form=form)}  # fmt: skip
    if subject is Subject.CAMPAIGN:
        return {row.id: say_campaign(row) for row in read(campaigns.list_campaigns)}
    if subject is Subject.PARTNER:
        return partner_names(page.partnership)
    return group_names(page.partnership) if subject is Subject.GROUP else {}


def _list_run(page: Page, mechanism: Mechanism) -> dict[str, str]:
    """By round, the reference of the activity that already runs it."""
    rows = page.database.read(activities.list_activities, viewer=page.viewer)
    return {
        row.subject: row.reference
        for row in rows
        if row.mechanism == mechanism.id and row.status is not ActivityStatus.WITHDRAWN
    }


def _say_cycle(cycle: Cycle, run_by: str) -> str:
    """Its title with its days, and that there is an activity about it where there is one."""
    words = f"{cycle.title} ({say_date(cycle.opens)} to {say_date(cycle.deadline)})"
    return f"{words}: {run_by} is about it already" if run_by else words


def say_campaign(campaign: Campaign) -> str:
    """Its title with its days: a service is asked again with the same words."""
    return f"{campaign.title} ({say_date(campaign.opens)} to {say_date(campaign.closes)})"
