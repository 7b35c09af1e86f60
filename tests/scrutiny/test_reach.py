"""Whom to invite and to remind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scrutiny.invitation import Contact
from scrutiny.mail import MailKind, MailState
from scrutiny.reach import Reach, Told, list_due, list_unanswered, list_uninvited
from scrutiny.response import Status

TODAY = date(2026, 11, 13)
JO = Contact("jo", "oak", "Jo", "jo@oak.example")
SAM = replace(JO, id="sam", email="sam@oak.example")
INVITED = Told("jo", MailKind.INVITATION, MailState.SENT, date(2026, 9, 1))
OAK = Reach("oak", "Oak", "academy", "north", Status.IN_PROGRESS, contacts=(JO, SAM),
            told=(INVITED,))  # fmt: skip


def test_each_person_is_invited_once_and_reminded_once_invited() -> None:
    assert list_uninvited([OAK]) == [(SAM, OAK)]
    assert list_unanswered([OAK]) == [(JO, OAK)]
    assert list_due([OAK], TODAY) == [(JO, OAK)]


def test_nobody_is_written_to_who_has_sent_or_is_exempt() -> None:
    sent = replace(OAK, status=Status.SUBMITTED)
    exempt = replace(OAK, exempt_reason="New")
    assert list_uninvited([sent, exempt]) == list_unanswered([sent, exempt]) == []


def test_nobody_is_reminded_by_the_schedule_just_after_another_mail() -> None:
    asked = Told("jo", MailKind.REMINDER, MailState.SENT, date(2026, 11, 12))
    assert list_due([replace(OAK, told=(INVITED, asked))], TODAY) == []


def test_last_mail_and_whether_it_failed() -> None:
    failed = Told("jo", MailKind.REMINDER, MailState.REFUSED, TODAY)
    row = replace(OAK, told=(INVITED, failed))
    assert (row.last_told, row.has_failed) == (TODAY, True)
    assert (OAK.has_failed, replace(OAK, told=()).last_told) == (False, None)
