"""The alert that a flag waits: to every reader, without a word of it and without a link."""

from __future__ import annotations

from datetime import date

from scrutiny.flag_alert import Reader, reading_roles, write_alerts
from scrutiny.letter import Post
from scrutiny.mail import LINK_MARK, load_mails
from scrutiny.partnership import partnership

POST = Post(partnership(), load_mails(), "https://mars.example", "Safeguarding flags")
DUE = date(2026, 11, 23)


def test_flags_are_read_by_the_team_and_the_safeguarding_reader() -> None:
    assert reading_roles() == ["mars_team", "safeguarding_reader"]


def test_every_reader_gets_one_alert_that_holds_no_link() -> None:
    readers = [Reader("Safa", "safa@mars.example"), Reader("Max", "max@mars.example")]
    mails = list(write_alerts(POST, readers, due=DUE))
    assert [(mail.to_name, mail.to_email) for mail in mails] == [
        ("Safa", "safa@mars.example"),
        ("Max", "max@mars.example"),
    ]
    assert len({mail.once for mail in mails}) == 2
    for mail in mails:
        assert mail.subject == f"{partnership().name}: something to read by 23 November 2026"
        assert LINK_MARK not in mail.body
        assert "http" not in mail.body
        assert (mail.round, mail.contact, mail.link_hours) == ("", "", 0)


def test_without_readers_the_partnership_itself_is_told() -> None:
    (mail,) = write_alerts(POST, [], due=DUE)
    assert mail.to_email == partnership().email
