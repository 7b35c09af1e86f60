"""Sending from the outbox to a real mail server, and the reminders of the schedule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import cycles, organisations, outbox, reaching
from db.invitations import Entry, look_up_link
from pages.components.server.cookies import hash_token
from pages.components.server.outgoing import make_post, queue_reminders, send_waiting
from pages.components.server.runtime import Runtime
from pages.components.server.smtp import make_message
from scrutiny.letter import write_invitation
from scrutiny.mail import Mail, MailKind, MailState
from scrutiny.mail_server import MailServer, Security
from scrutiny.reach import list_uninvited
from tests.db.at_once import at_once
from tests.pages.conftest import Site
from tests.pages.post_office import NAME, PASSWORD, PostOffice, certificate, open_post_office
from tests.pages.small_partnership import TEAM, fill


def settle_on(held: Runtime, office: PostOffice, **more: str) -> Runtime:
    """The runtime with that server in its settings."""
    given = {"smtp_host": "127.0.0.1", "smtp_security": "none", **more}
    return replace(held, settings=replace(held.settings, smtp_port=str(office.port), **given))


def invite(site: Site, name: str = "Jo Hëad", email: str = "jo@school.example") -> Runtime:
    """School 14 is invited, and its mail waits."""
    held = site.held
    fill(site, voices=0)
    found = held.database.read(organisations.get_organisation, "school-14")
    held.database.write(
        organisations.set_organisation,
        replace(found, name="Hill & “Dale”", contact_name=name, contact_email=email),
    )
    queue_invitations(held)
    return held


def queue_invitations(held: Runtime) -> int:
    cycle = held.database.read(cycles.get_cycle, "this")
    new = list_uninvited(held.database.read(reaching.list_reach, cycle="this", viewer=TEAM))
    mails = [
        write_invitation(make_post(held), contact, organisation=row.name, cycle=cycle)
        for contact, row in new
    ]
    return held.database.write(outbox.add_mails, mails, now=held.clock())


def states(held: Runtime) -> list[tuple[MailState, str]]:
    found = held.database.read(outbox.list_mails, viewer=TEAM)
    return [(mail.state, mail.reason) for mail in found]


def test_invitation_arrives_once_with_a_link_that_opens(site: Site) -> None:
    held = invite(site)
    with open_post_office() as office:
        held = settle_on(held, office)
        assert [send_waiting(held), send_waiting(held)] == [1, 0]
    (mail,) = office.mails
    assert str(mail["To"]) == "Jo Hëad <jo@school.example>"
    assert str(mail["From"]) == "Children's MARS <mars@northlincs.gov.uk>"
    assert str(mail["Subject"]).startswith("Audit 2025: please answer by ")
    body = mail.get_content()
    assert "asks Hill & “Dale” to answer:" in body
    (token,) = re.findall(r"http://localhost:8501/enter\?token=(\S{43})\s", body)
    entry = held.database.read(look_up_link, token_hash=hash_token(token), now=held.clock())
    assert isinstance(entry, Entry)
    assert (entry.contact.email, entry.round) == ("jo@school.example", "this")
    assert states(held) == [(MailState.SENT, "")]
    kept = held.database.read(outbox.list_mails, viewer=TEAM)[0].body
    assert token not in kept


def test_mail_goes_over_starttls_with_a_password(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = invite(site)
    with open_post_office(tmp_path) as office:
        ours = settle_on(
            held, office, smtp_security="starttls", smtp_user=NAME, smtp_password=PASSWORD
        )
        assert send_waiting(ours) == 0  # an unknown certificate
        assert "CERTIFICATE_VERIFY_FAILED" in states(held)[0][1]
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path)))
        later = replace(ours, clock=lambda: held.clock() + timedelta(minutes=2))
        assert send_waiting(later) == 1
    assert office.secure == [True]


def test_wrong_password_is_told_and_tried_again(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = invite(site)
    with open_post_office(tmp_path) as office:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path)))
        ours = settle_on(
            held, office, smtp_security="starttls", smtp_user=NAME, smtp_password=PASSWORD[1:]
        )
        assert send_waiting(ours) == 0
    assert states(held)[0][0] is MailState.WAITING
    assert states(held)[0][1].startswith("The mail server does not let us in.")


def test_address_that_is_turned_down_is_refused_and_shown(site: Site) -> None:
    held = invite(site, email="gone@school.example")
    with open_post_office() as office:
        office.answer_to["gone"] = "550 5.1.1 No such box"
        assert send_waiting(settle_on(held, office)) == 0
    assert states(held) == [(MailState.REFUSED, "The mail server said: 550 5.1.1 No such box")]
    assert office.mails == []


def test_busy_server_is_asked_again_later(site: Site) -> None:
    held = invite(site)
    with open_post_office() as office:
        ours = settle_on(held, office)
        office.answer_to["jo"] = "451 Come back later"
        assert send_waiting(ours) == 0
        assert states(held) == [(MailState.WAITING, "The mail server said: 451 Come back later")]
        office.answer_to.clear()
        office.says_after_data = "452 Full"
        minutes = replace(ours, clock=lambda: held.clock() + timedelta(minutes=2))
        assert send_waiting(minutes) == 0
        office.says_after_data = "250 Taken"
        hours = replace(ours, clock=lambda: held.clock() + timedelta(hours=2))
        assert send_waiting(hours) == 1
    assert len(office.mails) == 1


def test_server_that_is_away_loses_nothing(site: Site) -> None:
    held = invite(site)
    with open_post_office() as office:
        pass
    assert send_waiting(settle_on(held, office)) == 0
    ((state, reason),) = states(held)
    assert state is MailState.WAITING
    assert reason.startswith("The mail server cannot be reached. ConnectionRefusedError")


def test_line_that_breaks_after_the_text_is_not_sent_twice(site: Site) -> None:
    held = invite(site)
    with open_post_office() as office:
        ours = settle_on(held, office)
        office.breaks_off = True
        assert send_waiting(ours) == 0
        office.breaks_off = False
        days = replace(ours, clock=lambda: held.clock() + timedelta(days=2))
        assert send_waiting(days) == 0
    ((state, reason),) = states(held)
    assert state is MailState.REFUSED
    assert reason.startswith("It may have arrived. The line broke")


def test_several_senders_at_once_send_each_mail_once(site: Site) -> None:
    held = invite(site)
    mails = held.database.read(outbox.list_mails, viewer=TEAM)
    more = [replace(mails[0], id=f"m{n}", once=str(n)) for n in range(8)]
    held.database.write(outbox.add_mails, more, now=held.clock())
    with open_post_office() as office:
        ours = settle_on(held, office)
        at_once(3, lambda _: send_waiting(ours))
    sent = [str(mail["Message-ID"]) for mail in office.mails]
    assert (len(sent), len(set(sent))) == (9, 9)


def test_line_ends_in_names_cannot_add_headers() -> None:
    server = MailServer("localhost", 25, Security.NONE, "", "", "us@example.org")
    mail = Mail("1", MailKind.NEW_LINK, "Jo\r\nBcc: all@example.org", "jo@x.example", "S", "B", "1")
    with pytest.raises(ValueError, match=r"[Ii]nvalid|CR|line"):
        make_message(mail, "B", server, sender_name="Us", now=datetime(2026, 1, 1))


# Reminders


def on_day(held: Runtime, day: datetime) -> Runtime:
    return replace(held, clock=lambda: day)


def test_schedule_reminds_once_of_each_day_and_not_who_has_answered(site: Site) -> None:
    held = invite(site)
    now = held.clock()  # the deadline is twenty days ahead; reminders stand 14 and 3 before
    assert queue_reminders(held) == 0
    assert queue_reminders(on_day(held, now + timedelta(days=6))) == 1
    assert queue_reminders(on_day(held, now + timedelta(days=6, hours=3))) == 0
    assert queue_reminders(on_day(held, now + timedelta(days=9))) == 0
    assert queue_reminders(on_day(held, now + timedelta(days=18))) == 1
    assert queue_reminders(on_day(held, now + timedelta(days=19))) == 0
    assert queue_reminders(on_day(held, now + timedelta(days=30))) == 0
    found = held.database.read(outbox.list_mails, viewer=TEAM, kind=MailKind.REMINDER)
    assert [(mail.to_email, mail.actor) for mail in found] == [
        ("jo@school.example", "The schedule")
    ] * 2


def test_schedule_leaves_alone_who_was_written_to_just_now(site: Site) -> None:
    held = invite(site)
    late = on_day(held, held.clock() + timedelta(days=6))
    found = held.database.read(organisations.get_organisation, "school-13")
    held.database.write(
        organisations.set_organisation, replace(found, contact_email="new@school.example")
    )
    assert queue_invitations(late) == 1
    assert queue_reminders(late) == 1


def test_stopped_cycle_reminds_nobody(site: Site) -> None:
    held = invite(site)
    held.database.write(cycles.stop_cycle, cycle="this", viewer=TEAM, now=held.clock())
    assert queue_reminders(on_day(held, held.clock() + timedelta(days=6))) == 0
