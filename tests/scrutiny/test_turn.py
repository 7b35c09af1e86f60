"""The mail that it is somebody's turn: whom, by when, and not a word of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scrutiny.letter import Post
from scrutiny.mail import LINK_MARK, MailKind, load_mails
from scrutiny.partnership import partnership
from scrutiny.turn import Addressee, Turn, write_due_reminder, write_turn

POST = Post(partnership(), load_mails(), "https://mars.example.org", "The schedule")
DUE = date(2026, 3, 20)
TURN = Turn("a1", "AE-2026-001", "agency_event", "endorse", "The partners endorse", "health", DUE)
PAT = Addressee("pat@health.example", "Pat Ner")
KIT = Addressee("kit@clinic.example", "Kit", contact="register-clinic", organisation="clinic")


def test_staff_are_led_to_the_step_and_sign_in():
    mail = write_turn(POST, TURN, PAT, mechanism="Agency event")
    assert (mail.kind, mail.subject, mail.link_hours, mail.to_email) == (
        MailKind.TURN, "Your turn: The partners endorse (AE-2026-001)", 0, "pat@health.example",
    )  # fmt: skip
    for words in ("Dear Pat Ner,", "In Agency event, AE-2026-001", "by 20 March 2026",
                  "https://mars.example.org/activity?id=AE-2026-001&step=endorse"):  # fmt: skip
        assert words in mail.body
    assert LINK_MARK not in mail.body


def test_somebody_of_an_organisation_gets_a_personal_link():
    mail = write_turn(POST, replace(TURN, due=None), KIT, mechanism="Agency event")
    assert (mail.link_hours, mail.contact, mail.organisation) == (28 * 24, "register-clinic",
                                                                   "clinic")  # fmt: skip
    assert LINK_MARK in mail.body
    assert "No date is set for it." in mail.body
    assert "It opens once and works for 28 days." in mail.body


def test_one_mail_for_each_person_step_part_and_time_round():
    def once(turn: Turn, to: Addressee = PAT) -> str:
        return write_turn(POST, turn, to, mechanism="M").once

    assert once(TURN) == once(replace(TURN, due=None)) == once(replace(TURN, title="Other words"))
    others = (replace(TURN, part="police"), replace(TURN, step="board"), replace(TURN, round=1))
    assert len({once(TURN), once(TURN, KIT), *map(once, others)}) == 5


@pytest.mark.parametrize(
    ("days", "mark"), [(20, None), (14, "14"), (10, "14"), (3, "3"), (0, "3"), (-1, "late"),
                       (-40, "late")]
)  # fmt: skip
def test_reminders_follow_the_schedule_and_lateness_is_told_once(days: int, mark: str | None):
    today = DUE - timedelta(days=days)
    mail = write_due_reminder(POST, TURN, PAT, mechanism="M", today=today)
    assert (mail.once.rpartition(":")[2] if mail else None) == mark
    if mark == "late" and mail:
        assert "It was due by 20 March 2026." in mail.body


def test_without_a_date_nobody_is_reminded():
    turn = replace(TURN, due=None)
    assert write_due_reminder(POST, turn, PAT, mechanism="M", today=DUE) is None
