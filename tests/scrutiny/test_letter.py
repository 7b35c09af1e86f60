"""Mails written out, and which reminder is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scrutiny.action import Action
from scrutiny.action_search import Listed
from scrutiny.cycle import Cycle
from scrutiny.invitation import Contact, ContactKind
from scrutiny.letter import (
    Post,
    find_due_reminder,
    write_action_reminder,
    write_invitation,
    write_new_link,
    write_reminder,
)
from scrutiny.mail import LINK_MARK, MailKind, load_mails
from scrutiny.partnership import partnership

CYCLE = Cycle("c", "audit", "1", "Audit 2026", date(2026, 9, 1), date(2026, 11, 27))
JO = Contact("jo", "oak", "Jo", "jo@oak.example")
POST = Post(partnership(), load_mails(), "https://mars.example.org", "Max")


def test_invitation_says_who_what_and_when() -> None:
    mail = write_invitation(POST, JO, organisation="Oak", cycle=CYCLE)
    assert (mail.kind, mail.subject, mail.once, mail.round, mail.contact, mail.link_hours) == (
        MailKind.INVITATION, "Audit 2026: please answer by 27 November 2026", "invitation:c:jo",
        "c", "jo", 28 * 24,
    )  # fmt: skip
    for words in ("Dear Jo,", "asks Oak to answer", "Open from 1 September 2026", LINK_MARK,
                  "works for 28 days", "https://mars.example.org/ask_link"):  # fmt: skip
        assert words in mail.body


def test_contributor_is_told_their_sections() -> None:
    part = replace(JO, kind=ContactKind.CONTRIBUTOR, cycle="c", sections=("a", "b"))
    mail = write_invitation(
        POST, part, organisation="Oak", cycle=CYCLE, sections=["Governance", "Training"]
    )
    assert mail.kind is MailKind.CONTRIBUTION
    assert "- Governance\n- Training" in mail.body


def test_reminders_of_the_schedule_are_the_same_and_those_by_hand_are_not() -> None:
    def once(days: int | None, cycle: Cycle = CYCLE) -> str:
        return write_reminder(POST, JO, organisation="Oak", cycle=cycle, days_before=days).once

    assert once(14) == once(14) == "reminder:c:jo:2026-11-27:14"
    extended = replace(CYCLE, extended_to=date(2027, 1, 15))
    assert len({once(14), once(3), once(14, extended), once(None), once(None)}) == 5


TODAY = date(2026, 12, 14)
OWED = [
    Listed(Action("", "Train  everyone", due=date(2026, 12, 1), reference="ACT-2026-0001",
                  organisation="oak", owner_email="jo@oak.example"), "Oak"),
    Listed(Action("", "Tell " * 60, reference="ACT-2026-0002", organisation="oak",
                  owner_email="jo@oak.example"), "Oak"),
]  # fmt: skip


def test_owners_are_told_what_they_have_to_do() -> None:
    mail = write_action_reminder(POST, OWED, person="Jo", today=TODAY)
    assert (mail.kind, mail.to_name, mail.to_email, mail.organisation, mail.link_hours) == (
        MailKind.ACTIONS, "Jo", "jo@oak.example", "oak", 0,
    )  # fmt: skip
    assert mail.subject == "Oak: actions to report on"
    for words in ("Dear Jo,", "works for 28 days", LINK_MARK,
                  "- ACT-2026-0001: Train everyone - due 1 December 2026 (overdue)\n",
                  "Tell… - no date set\n"):  # fmt: skip
        assert words in mail.body


def test_the_schedule_writes_to_an_owner_once_a_week() -> None:
    def once(today: date, *, is_scheduled: bool = True) -> str:
        mail = write_action_reminder(POST, OWED, today=today, is_scheduled=is_scheduled)
        assert mail.body.startswith("Dear colleague,")
        return mail.once

    monday = TODAY
    assert once(monday) == once(monday + timedelta(6)) == "actions:oak:jo@oak.example:2026-51"
    assert once(monday) != once(monday + timedelta(7))
    assert once(monday, is_scheduled=False) != once(monday, is_scheduled=False)


def test_new_link_lasts_a_day() -> None:
    mail = write_new_link(POST, replace(JO, name=""), organisation="Oak")
    assert mail.link_hours == 24
    assert mail.body.startswith("Dear Oak,")
    assert "works for 1 day." in mail.body


@pytest.mark.parametrize(
    ("days", "due"), [(60, None), (15, None), (14, 14), (10, 14), (3, 3), (0, 3), (-1, None)]
)
def test_the_latest_reminder_whose_day_has_come_is_due(days: int, due: int | None) -> None:
    today = CYCLE.deadline - timedelta(days=days)
    assert find_due_reminder(CYCLE, (14, 3), today) == due
    assert find_due_reminder(replace(CYCLE, stopped=today), (14, 3), today) is None


def test_no_reminder_before_the_opening() -> None:
    assert find_due_reminder(CYCLE, (365,), date(2026, 8, 31)) is None
