"""Handing one mail to the mail server, and what became of it."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from scrutiny.mail import Mail
from scrutiny.mail_server import MailServer, Security

TIMEOUT = 30.0  # seconds for each answer of the server
_SHORT = 300


class Fate(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    LATER = "later"  # certainly not taken; may be tried again
    REFUSED = "refused"  # certainly not taken, and never will be
    UNKNOWN = "unknown"  # nobody knows: the line broke after the whole text had gone


@dataclass(frozen=True, slots=True)
class Handed:
    """The fate of a mail, and the server's own words about it."""

    fate: Fate
    reason: str = ""


def hand_mail(
    mail: Mail, body: str, server: MailServer, *, sender_name: str, now: datetime
) -> Handed:
    """Hand the mail with this body to the server; never raises for what a server may do."""
    try:
        message = make_message(mail, body, server, sender_name=sender_name, now=now)
    except ValueError as error:  # an address that cannot stand in a header
        return Handed(Fate.REFUSED, f"The address cannot be written to: {error}")
    try:
        with _connect(server) as smtp:
            return _hand(smtp, server.sender, mail.to_email, message)
    except smtplib.SMTPAuthenticationError as error:
        return Handed(Fate.LATER, f"The mail server does not let us in. {_say(error)}")
    except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
        return Handed(Fate.LATER, f"The mail server cannot be reached. {_say(error)}")


def make_message(
    mail: Mail, body: str, server: MailServer, *, sender_name: str, now: datetime
) -> EmailMessage:
    """The mail as it goes out; its Message-ID is the same at every attempt."""
    message = EmailMessage()
    message["From"] = Address(sender_name, addr_spec=server.sender)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_email)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="quoted-printable")
    return message


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _hand(smtp: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> Handed:
    """The dialogue in its steps: what fails before the text has gone can be tried again."""
    smtp.ehlo_or_helo_if_needed()
    for code, words in (smtp.mail(sender), smtp.rcpt(to)):
        if code // 100 != 2:
            return _turned_down(code, words)
    try:
        code, words = smtp.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    except smtplib.SMTPDataError as error:  # the server would not even begin to take it
        return _turned_down(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Handed(Fate.UNKNOWN, f"The line broke as it was handed over. {_say(error)}")
    return Handed(Fate.TAKEN) if code // 100 == 2 else _turned_down(code, words)


def _turned_down(code: int, words: bytes | str) -> Handed:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    fate = Fate.REFUSED if code // 100 == 5 else Fate.LATER
    return Handed(fate, f"The mail server said: {code} {said}"[:_SHORT])


def _say(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_SHORT]
