"""The settings of the mail server, and what is said when one is wrong."""

from __future__ import annotations

import pytest

from scrutiny.mail_server import MailServer, Security, check_mail_server, make_mail_server
from scrutiny.settings import Settings, SettingsError, load_settings

DEMONSTRATION = {"MARS_DEMONSTRATION": "1"}


def test_settings_are_read() -> None:
    environ = {
        "MARS_SMTP_HOST": "mail.example.org", "MARS_SMTP_PORT": "465", "MARS_SMTP_SECURITY": "tls",
        "MARS_SMTP_USER": "mars", "MARS_SMTP_PASSWORD": "p", "MARS_SMTP_FROM": "no@example.org",
    }  # fmt: skip
    assert load_settings(DEMONSTRATION | environ) == Settings(
        demonstration=True, smtp_host="mail.example.org", smtp_port="465", smtp_security="tls",
        smtp_user="mars", smtp_password="p", smtp_from="no@example.org",  # noqa: S106
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ({"smtp_port": "25"}, "MARS_SMTP_PORT is set without a server: set MARS_SMTP_HOST"),
        ({"smtp_host": "x", "smtp_port": "mail"}, 'MARS_SMTP_PORT is "mail"'),
        ({"smtp_host": "x", "smtp_port": "70000"}, 'MARS_SMTP_PORT is "70000"'),
        ({"smtp_host": "x", "smtp_security": "ssl"}, "set it to starttls, tls or none"),
        ({"smtp_host": "x", "smtp_security": "none"}, "on another machine"),
        ({"smtp_host": "x", "smtp_user": "u"}, "set both or neither"),
        ({"smtp_host": "x", "smtp_from": "Us <us@x.org>"}, "set it to one e-mail address"),
        ({"smtp_host": "127.0.0.1", "smtp_security": "none"}, ""),
        ({}, ""),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(given: dict[str, str], cure: str) -> None:
    said = check_mail_server(given)
    assert cure in said
    assert bool(cure) == bool(said)


def test_wrong_settings_stop_the_app() -> None:
    with pytest.raises(SettingsError, match="MARS_SMTP_PORT"):
        load_settings(DEMONSTRATION | {"MARS_SMTP_HOST": "x", "MARS_SMTP_PORT": "0"})


def test_server_comes_from_checked_settings() -> None:
    given = {"smtp_host": "x", "smtp_port": "587", "smtp_security": "starttls", "smtp_user": "",
             "smtp_password": "", "smtp_from": ""}  # fmt: skip
    server = make_mail_server(given, sender="us@x.org")
    assert server == MailServer("x", 587, Security.STARTTLS, "", "", "us@x.org")
    assert make_mail_server(given | {"smtp_host": ""}, sender="us@x.org") is None


def test_the_password_is_not_printed() -> None:
    server = MailServer("x", 587, Security.TLS, "u", "very secret", "us@x.org")
    assert "secret" not in repr(server)
