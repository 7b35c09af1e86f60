"""What is held for a document: gathered from every table that a template may draw on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from db.activities import ActivityRow, get_activity, list_activities
from db.activity_rows import mechanism_of, read_activity, standing_of
from db.campaigns import list_campaigns
from db.composites import count_returns
from db.connection import Transaction
from db.findings import list_findings
from db.forms import get_form
from db.mechanisms import find_current
from db.officer_days import list_officer_days
from db.paper_rows import get_paper_row
from db.paper_uses import list_used
from db.response_rows import SELECT_FULL, to_full_response
from db.step_works import list_meetings
from scrutiny.access import Viewer, make_viewer
from scrutiny.action import Action, ActionStatus
from scrutiny.activity import Activity, ActivityStatus
from scrutiny.drafting import Material, Told
from scrutiny.finding import Finding
from scrutiny.mechanism import Mechanism, Subject
from scrutiny.mechanism_library import context_of
from scrutiny.officer_day import OfficerDay
from scrutiny.partnership import partnership
from scrutiny.response import OPEN, Response
from scrutiny.standing import Context, facts
from scrutiny.template import Template
from scrutiny.use import UsedPaper

ALL = "all"
#: Reads what an activity holds once it is known that the activity may be seen.
_EVERYTHING = make_viewer("mars_team")


def gather_material(
    tx: Transaction,
    *,
    activity: str,
    template: Template,
    viewer: Viewer,
    today: date,
    paper: str = "",
) -> Material:
    """What a document of an activity is drafted from, for somebody who may see the activity.

    A template that gathers many activities gets those that the viewer may see; for a `paper`
    that is written already, all of them: it says the same to each of its readers. With no
    activity there is the partnership alone, and the year that it is.
    """
    whose = _EVERYTHING if paper and get_paper_row(tx, paper, viewer) else viewer
    ours = partnership()
    context = context_of(ours)
    if not activity:
        bare = Material(today=today, partnership=ours, meetings=tuple(list_meetings(tx)))
        return _with_many(tx, bare, template, whose, context)
    found = get_activity(tx, activity, viewer=viewer)
    return _with_many(tx, material_of(tx, found, today=today), template, whose, context)


def material_of(tx: Transaction, activity: Activity, *, today: date) -> Material:
    """What one activity holds, whoever asks; for what has checked who may see it."""
    ours = partnership()
    context = context_of(ours)
    mechanism = mechanism_of(tx, activity, context)
    found = tuple(_findings(tx, [activity.id]))
    cycle = _cycle_of(mechanism, activity)
    actions = tuple(_actions(tx, [activity.id], cycle))
    forms = tuple(_forms(tx, activity.id))
    return Material(
        today=today,
        partnership=ours,
        activity=activity,
        mechanism=mechanism,
        facts=facts(mechanism, activity),
        standing=standing_of(tx, mechanism, activity, context),
        findings=found,
        actions=actions,
        meetings=tuple(list_meetings(tx)),
        days=tuple(_days(tx, [activity.id])),
        used=tuple(list_used(tx, activities=[activity.id], first=activity.began, last=today)),
        names=_names(tx, mechanism, [activity], found, actions),
        forms=forms,
        tools={key: get_form(tx, *key) for key in {(f.form, f.form_version) for f in forms}},
        returns=tuple(count_returns(tx, cycle=cycle, viewer=_EVERYTHING)) if cycle else (),
    )


def gather_for(tx: Transaction, alone: Material, template: Template) -> Material:
    """What one activity holds with all that its template gathers, whoever asks."""
    return _with_many(tx, alone, template, _EVERYTHING, context_of(alone.partnership))


def _forms(tx: Transaction, activity: str) -> Iterable[Response]:
    """The forms that the steps of an activity have had sent, and that are not back to change."""
    rows = tx.query(
        f"{SELECT_FULL} WHERE r.activity = $1 AND r.submitted IS NOT NULL "
        "AND NOT r.is_anonymous AND NOT (r.status = ANY($2::TEXT[])) "
        "ORDER BY r.organisation, r.reference, r.id",
        [activity, sorted(OPEN)],
    )
    return (to_full_response(tx, row) for row in rows)


def _cycle_of(mechanism: Mechanism, activity: Activity) -> str:
    """The cycle whose returns an activity is about, "" for none."""
    return activity.subject if mechanism.subject is Subject.CYCLE else ""


def _with_many(
    tx: Transaction, alone: Material, template: Template, viewer: Viewer, context: Context
) -> Material:
    """The material with the activities of the template's time, and all that they hold."""
    plans = alone.mechanism.documents.values() if alone.mechanism else ()
    leaves = any(plan.may_publish for plan in plans if plan.template == template.id)
    alone = replace(alone, leaves=leaves)
    if not template.gathers:
        return alone
    first, last = _period(alone, template)
    mechanism = "" if template.gathers == ALL else template.gathers
    own = alone.activity.id if alone.activity else ""
    listed = [r for r in list_activities(tx, viewer=viewer, mechanism=mechanism) if r.id != own]
    rows = [row for row in listed if first <= row.began <= last]
    before = [row for row in listed if mechanism and row.began < first]
    told, earlier = (
        [_tell(tx, row, context, with_standing=bool(mechanism)) for row in kept]
        for kept in (rows, [row for row in before if row.status is ActivityStatus.UNDER_WAY])
    )
    ids = [row.id for row in rows]
    found = (*_findings(tx, ids), *alone.findings)
    actions = (*_actions(tx, ids), *alone.actions)
    carried = [each for each in _actions(tx, [row.id for row in before]) if each.is_open]
    activities = [each.activity for each in (*told, *earlier)]
    return replace(
        alone,
        told=_in_order(told),
        earlier=_in_order(earlier),
        carried=tuple(carried),
        findings=found,
        actions=actions,
        days=tuple(_days_between(tx, first, last) if not mechanism else _days(tx, ids)),
        used=tuple(_used_in(tx, ids if mechanism else None, first, last)),
        mechanisms=tuple(_mechanisms(tx, context)),
        names={**alone.names, **_names(tx, None, activities, found, (*actions, *carried))},
        first=first,
        last=last,
    )


def _period(material: Material, template: Template) -> tuple[date, date]:
    """The days that were recorded for it, else the year until today."""
    first, last = material.find_day(template.first), material.find_day(template.last)
    return first or date(material.today.year, 1, 1), last or material.today


def _in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda each: (each.activity.began, each.activity.reference)))


def _tell(tx: Transaction, row: ActivityRow, context: Context, *, with_standing: bool) -> Told:
    activity = read_activity(tx, row.id)
    mechanism = mechanism_of(tx, activity, context)
    standing = standing_of(tx, mechanism, activity, context) if with_standing else None
    return Told(activity, mechanism, facts(mechanism, activity), row.state, standing)


def _mechanisms(tx: Transaction, context: Context) -> Iterable[Mechanism]:
    rows = tx.query("SELECT DISTINCT mechanism FROM mechanism_version ORDER BY mechanism")
    found = (find_current(tx, row["mechanism"], context) for row in rows)
    return (each for each in found if each)


def _findings(tx: Transaction, activities: Collection[str]) -> Iterable[Finding]:
    alone = next(iter(activities), "") if len(activities) == 1 else None
    found = list_findings(tx, viewer=_EVERYTHING, activity=alone) if activities else []
    return (each for each in found if each.activity in activities)


def _actions(tx: Transaction, activities: Collection[str], cycle: str = "") -> Iterable[Action]:
    rows = tx.query(
        "SELECT * FROM action WHERE activity = ANY($1::TEXT[]) "
        "OR ($2 <> '' AND round = $2) ORDER BY due NULLS LAST, id",
        [list(activities), cycle],
    )
    return (Action(**{**row, "status": ActionStatus(row["status"])}) for row in rows)


def _days(tx: Transaction, activities: Collection[str]) -> Iterable[OfficerDay]:
    listed = list_officer_days(tx, viewer=_EVERYTHING)
    return (each for each in reversed(listed) if each.activity in activities)


def _days_between(tx: Transaction, first: date, last: date) -> Iterable[OfficerDay]:
    """All days of that time, also those that belong to no activity."""
    listed = list_officer_days(tx, viewer=_EVERYTHING)
    return (each for each in reversed(listed) if first <= each.on <= last)


def _used_in(
    tx: Transaction, activities: Collection[str] | None, first: date, last: date
) -> Iterable[UsedPaper]:
    """What teams told of the briefings of some activities, or, with None, of all in that time."""
    if activities is None:
        return list_used(tx, first=first, last=last)
    return list_used(tx, activities=activities, first=first, last=last) if activities else ()


def _names(
    tx: Transaction,
    mechanism: Mechanism | None,
    activities: Iterable[Activity],
    found: Iterable[Finding],
    actions: Iterable[Action],
) -> Mapping[str, str]:
    """The words for what is named by its id: organisations, and what an activity is about."""
    keys = {each.organisation for each in found} | {each.organisation for each in actions}
    about: dict[str, str] = {}
    for activity in activities:
        keys |= {activity.subject, *(party.key for party in activity.parties)}
    if mechanism and mechanism.subject is Subject.CYCLE:
        about = _titles(tx, "SELECT id, title AS name FROM cycle WHERE id = ANY($1::TEXT[])", keys)
    if mechanism and mechanism.subject is Subject.CAMPAIGN:
        about = {each.id: each.title for each in list_campaigns(tx)}
    rows = _titles(tx, "SELECT id, name FROM organisation WHERE id = ANY($1::TEXT[])", keys)
    return {**rows, **about}


def _titles(tx: Transaction, statement: str, keys: Iterable[str]) -> dict[str, str]:
    rows = tx.query(statement, [sorted({*keys} - {""})])
    return {row["id"]: row["name"] for row in rows}
