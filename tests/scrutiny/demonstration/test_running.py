"""A year of invented activities: every one could have been lived through step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from scrutiny.access import roles
from scrutiny.activity import Activity, ActivityStatus, Progress
from scrutiny.asking import begin_form, check_answers, form_of
from scrutiny.demonstration import Demonstration
from scrutiny.demonstration.model import Ran
from scrutiny.mechanism import Publication, Subject
from scrutiny.partnership import partnership
from scrutiny.standing import Standing, facts, stand

TODAY = date(2026, 11, 22)
SETTINGS = partnership()


def standing(ran: Ran, activity: Activity | None = None, upto: date = TODAY) -> Standing:
    sent: dict[str, dict[str, date]] = {}
    for form in ran.forms:
        if form.filled.day <= upto:
            sent.setdefault(form.step, {})[form.part] = form.filled.day
    return stand(
        ran.mechanism, activity or ran.activity, partners=SETTINGS.safeguarding_partners,
        holidays=SETTINGS.bank_holidays, sent=sent,
    )  # fmt: skip


def test_every_active_mechanism_has_activities(made: Demonstration) -> None:
    ran = {each.mechanism.id for each in made.activities}
    assert ran == {each.id for each in made.mechanisms.active}


def test_they_stand_in_every_status_and_some_are_late(made: Demonstration) -> None:
    statuses = Counter(ran.activity.status for ran in made.activities)
    assert set(statuses) == set(ActivityStatus)
    running = [ran for ran in made.activities if ran.activity.is_running]
    late = [
        step.step
        for ran in running
        for step in standing(ran).open_steps
        if step.is_late(TODAY) and not ran.mechanism.by_id[step.step].is_optional
    ]
    assert statuses[ActivityStatus.ENDED] > 20
    assert len(late) > 5


def test_an_endorsement_is_missing_in_one(made: Demonstration) -> None:
    open_parts = [
        step.parts
        for ran in made.activities
        if ran.mechanism.id == "agency_event" and ran.activity.is_running
        for step in standing(ran).open_steps
        if step.step == "endorse"
    ]
    assert open_parts == [("police",)]


def test_every_step_was_open_when_it_was_taken_and_answered_as_it_asks(
    made: Demonstration,
) -> None:
    for ran in made.activities:
        _, problems = check_answers(
            begin_form(ran.mechanism), ran.activity.answers, today=ran.activity.began
        )
        assert problems == (), ran.activity.title
        for place, taking in enumerate(ran.activity.taken):
            before = replace(
                ran.activity, status=ActivityStatus.UNDER_WAY, taken=ran.activity.taken[:place]
            )
            said = f"{ran.activity.title}: {taking.step}"
            here = next(
                step for step in standing(ran, before, taking.day).steps
                if step.step == taking.step
            )  # fmt: skip
            assert here.progress is Progress.OPEN, said
            assert taking.part in here.parts, said
            step = ran.mechanism.by_id[taking.step]
            outcome = step.find_outcome(taking.outcome)
            is_asking = place == 0 and ran.mechanism.subject is Subject.REQUEST  # its form says why
            if not (is_asking or (outcome and outcome.again)):
                known = facts(ran.mechanism, before)
                _, problems = check_answers(
                    form_of(ran.mechanism, step), taking.answers, known=known, today=taking.day
                )
                assert problems == (), f"{said}: {problems}"
            assert taking.role in roles(), said
            assert taking.day <= TODAY


def test_references_are_numbered_by_mechanism_and_year(made: Demonstration) -> None:
    references = [ran.activity.reference for ran in made.activities]
    assert len(set(references)) == len(references)
    ordered = [ref for ref in references if ref.startswith("AE-2026-")]
    assert ordered == [f"AE-2026-{number:03d}" for number in range(1, len(ordered) + 1)]


def test_findings_are_of_every_kind_and_lead_to_actions(made: Demonstration) -> None:
    kinds = {finding.kind for finding in made.seen.findings}
    assert len(kinds) == 11
    known = {finding.id for finding in made.seen.findings}
    ids = {ran.activity.id for ran in made.activities}
    assert {acted.action.finding for acted in made.seen.actions} <= known
    assert {finding.activity for finding in made.seen.findings} <= ids
    assert any(finding.reply for finding in made.seen.findings)
    statuses = {acted.action.status for acted in made.seen.actions}
    assert len(statuses) >= 4
    assert any(acted.action.is_overdue(TODAY) for acted in made.seen.actions)


def test_nothing_is_open_in_an_activity_that_has_ended(made: Demonstration) -> None:
    ended = {
        ran.activity.id for ran in made.activities
        if ran.activity.status is ActivityStatus.ENDED
    }  # fmt: skip
    assert not [
        acted for acted in made.seen.actions
        if acted.action.activity in ended and acted.action.is_open
    ]  # fmt: skip


def test_officers_days_are_within_the_fifteen_of_a_year(made: Demonstration) -> None:
    counted: Counter[tuple[str, int]] = Counter()
    for day in made.seen.days:
        counted[day.officer, day.on.year] += int(day.days * 2) if day.is_counted else 0
    most = SETTINGS.suggested_days["scrutiny_officer_days_a_year"] * 2
    assert counted
    assert max(counted.values()) <= most


def test_nothing_of_what_is_never_published_stands_in_a_step_that_publishes(
    made: Demonstration,
) -> None:
    never = [r for r in made.activities if r.mechanism.publication is Publication.NEVER]
    assert never
    assert all(taking.step != "publish" for ran in never for taking in ran.activity.taken)
