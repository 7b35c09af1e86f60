"""Retention: when records fall due, and what a hold freezes."""

from __future__ import annotations

from datetime import date

import pytest

from forms.library import load_library
from scrutiny.mechanism_library import known_of, load_mechanisms
from scrutiny.partnership import partnership
from scrutiny.retention import (
    Due,
    Hold,
    Holding,
    Rule,
    Scope,
    add_months,
    due_day,
    list_due,
    retention_rules,
)

SIX_YEARS = Rule("self_assessment", "Audits", years=6, whole_years=True)
YEAR = Rule("voice", "Voices", months=12)
RULES = {rule.key: rule for rule in (SIX_YEARS, YEAR)}
CYCLE = Holding("self_assessment", "cycle-1", "Audit 2019", date(2019, 11, 29), 40)
CLINIC = Holding("voice", "clinic", "Clinic", date(2024, 6, 30), 12)
TODAY = date(2026, 11, 3)


def hold(scope: Scope, subject: str = "", lifted_on: date | None = None) -> Hold:
    return Hold("h", scope, subject, "Inquiry", "Ada", date(2026, 1, 1), "", lifted_on)


def test_the_table_has_a_row_for_every_kind_and_none_is_approved_yet() -> None:
    rules = retention_rules()
    assert {key: rule.keep_for for key, rule in rules.items() if rule.is_listed} == {
        "self_assessment": "The current year and 6 more",
        "voice": "12 months",
        "request": "The current year and 6 more",
        "case_audit": "12 months",
        "dip_sample": "12 months",
        "visit": "The current year and 6 more",
        "activity": "The current year and 6 more",
        "action": "The current year and 6 more",
        "document": "The current year and 6 more",
        "meeting": "The current year and 6 more",
        "officer_day": "The current year and 6 more",
        "membership": "2 years",
        "audit_log": "2 years",
        "mail": "2 years",
        "person": "2 years",
        "contact": "2 years",
        "event": "2 years",
    }
    assert not any(rule.is_approved for rule in rules.values())
    assert rules["step_draft"].keep_for.startswith("90 days after they were last touched")


def test_forms_of_an_activity_count_from_steps_that_are_there() -> None:
    library = load_mechanisms(known=known_of(partnership(), load_library().forms))
    steps = [step.split("/") for rule in retention_rules().values() for step in rule.accepted]
    assert len(steps) == 4
    assert all(step in library.mechanisms[mechanism].by_id for mechanism, step in steps)


@pytest.mark.parametrize(
    ("rule", "since", "due"),
    [
        (SIX_YEARS, date(2019, 11, 29), date(2026, 8, 31)),
        (SIX_YEARS, date(2020, 8, 31), date(2026, 8, 31)),
        (SIX_YEARS, date(2020, 9, 1), date(2027, 8, 31)),
        (YEAR, date(2024, 6, 30), date(2025, 6, 30)),
        (YEAR, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_due_day(rule: Rule, since: date, due: date) -> None:
    assert due_day(rule, since) == due


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), -24, date(2024, 1, 31)),
    ],
)
def test_add_months(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_list_due_is_the_soonest_first() -> None:
    assert list_due([CYCLE, CLINIC], RULES, []) == [
        Due(CLINIC, YEAR, date(2025, 6, 30)),
        Due(CYCLE, SIX_YEARS, date(2026, 8, 31)),
    ]


def test_a_record_without_a_rule_is_not_said_to_be_due() -> None:
    by_hand = Rule("voice", "Voices", by_hand="as the case record")
    assert list_due([CLINIC], {"voice": by_hand}, []) == []
    assert list_due([CLINIC], {}, []) == []


@pytest.mark.parametrize(
    ("held", "is_frozen"),
    [
        (hold(Scope.EVERYTHING), True),
        (hold(Scope.ROUND, "clinic"), True),
        (hold(Scope.ROUND, "cycle-1"), False),
        (hold(Scope.ORGANISATION, "clinic"), False),
        (hold(Scope.LOG), False),
        (hold(Scope.ROUND, "clinic", lifted_on=TODAY), False),
    ],
)
def test_a_hold_freezes_what_it_covers(held: Hold, is_frozen: bool) -> None:
    (due,) = list_due([CLINIC], RULES, [held])
    assert due.may_go(TODAY) is not is_frozen
    assert due.state(TODAY) == ("Due, and under a hold" if is_frozen else "Due")


def test_records_of_a_held_organisation_stay_and_the_others_may_go() -> None:
    in_part = Due(Holding("voice", "c", "C", TODAY, 40, held_records=3), YEAR, TODAY)
    assert (in_part.free_records, in_part.may_go(TODAY)) == (37, True)
    assert in_part.state(TODAY) == "Due, in part under a hold"


def test_nothing_goes_before_its_day() -> None:
    due = Due(CLINIC, YEAR, date(2026, 11, 4))
    assert (due.may_go(TODAY), due.state(TODAY)) == (False, "Not yet due")
