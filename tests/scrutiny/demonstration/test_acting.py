"""Invented actions: followed up as their dates suggest, each with a history that fits."""

from __future__ import annotations

from collections import Counter
from datetime import date

from scrutiny.action import Action, ActionKind, ActionStatus, Deed
from scrutiny.demonstration.acting import Acted, act_out, agree_in_meetings
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership

TODAY = date(2026, 11, 22)
SCHOOL = Organisation("oak", "Oak", "academy")
FORCE = Organisation("force", "The Force", "police")


def acted(due: date | None, sent: date, kind: ActionKind = ActionKind.REQUIRED) -> list[Acted]:
    actions = [Action(f"q{n}", "Do it", due=due, response="r", kind=kind) for n in range(200)]
    return list(
        act_out(actions, today=TODAY, sent=sent, organisation=SCHOOL, partnership=partnership())
    )


def test_most_of_last_years_actions_are_assured_by_somebody() -> None:
    found = [each.action for each in acted(date(2026, 1, 5), date(2025, 11, 20))]
    counts = Counter(action.status for action in found)
    assert counts.most_common(1)[0][0] is ActionStatus.ASSURED
    for action in found:
        is_assured = action.status is ActionStatus.ASSURED
        assert bool(action.assured_by) == bool(action.assured_on) == is_assured
        assert bool(action.reason) == (action.status is ActionStatus.CLOSED)


def test_few_of_last_years_actions_still_wait_to_be_assured() -> None:
    found = acted(date(2026, 1, 5), date(2025, 11, 20))
    waiting = sum(each.action.status is ActionStatus.DONE for each in found)
    assert 20 * waiting < len(found)


def test_some_recent_actions_are_overdue() -> None:
    found = [each.action for each in acted(date(2026, 11, 1), date(2026, 10, 10))]
    assert {action.is_overdue(TODAY) for action in found} == {True, False}


def test_actions_of_a_new_return_have_not_started() -> None:
    found = acted(date(2026, 12, 10), date(2026, 11, 20))
    assert {(each.action.status, each.action.progress, each.updates) for each in found} == {
        (ActionStatus.NOT_STARTED, "", ())
    }
    taken = acted(None, date(2026, 11, 20), ActionKind.BEING_TAKEN)
    assert {each.action.status for each in taken} == {ActionStatus.IN_PROGRESS}


def test_a_history_ends_where_the_action_stands() -> None:
    for each in acted(date(2026, 1, 5), date(2025, 11, 20)):
        days = [update.day for update in each.updates]
        assert days == sorted(days)
        assert days[-1] <= TODAY
        assert [update.number for update in each.updates] == list(range(1, len(days) + 1))
        assert each.updates[-1].status is each.action.status
        assert len(each.updates) == each.action.updates
        assured = [update.by for update in each.updates if update.deed is Deed.ASSURED]
        assert [each.action.assured_by] == (assured or [""])


def test_meetings_agree_actions_with_the_partners_agencies() -> None:
    found = list(agree_in_meetings([SCHOOL, FORCE], today=TODAY, seed=1, partnership=partnership()))
    assert [(each.action.organisation, each.action.lead_partner) for each in found] == [
        ("force", "police")
    ]
