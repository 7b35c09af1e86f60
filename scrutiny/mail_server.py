"""The server that mails are handed to, as the settings describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scrutiny.invitation import is_email

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Security(StrEnum):
    """How the way to the server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over; `sender` is the address they come from."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:
        return f"MailServer({self.host!r}, {self.port}, {self.security.value!r})"


def check_mail_server(given: Mapping[str, str]) -> str:
    """What is wrong with the MARS_SMTP_ settings, with its cure, or ""."""
    if not given.get("smtp_host"):
        others = sorted(f"MARS_{name.upper()}" for name in given)
        return f"{others[0]} is set without a server: set MARS_SMTP_HOST" if others else ""
    port = given.get("smtp_port", "587")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f'MARS_SMTP_PORT is "{port}": set it to a port, such as 587'
    security = given.get("smtp_security", Security.STARTTLS)
    if security not in set(Security):
        return f'MARS_SMTP_SECURITY is "{security}": set it to starttls, tls or none'
    if security == Security.NONE and given["smtp_host"] not in _LOOPBACK:
        return "MARS_SMTP_SECURITY is none: set it to starttls for a server on another machine"
    if bool(given.get("smtp_user")) != bool(given.get("smtp_password")):
        return "MARS_SMTP_USER and MARS_SMTP_PASSWORD go together: set both or neither"
    if given.get("smtp_from") and not is_email(given["smtp_from"]):
        return f'MARS_SMTP_FROM is "{given["smtp_from"]}": set it to one e-mail address'
    return ""


def make_mail_server(given: Mapping[str, str], *, sender: str) -> MailServer | None:
    """The server that checked settings describe, or None when they name none."""
    if not given["smtp_host"]:
        return None
    return MailServer(
        host=given["smtp_host"],
        port=int(given["smtp_port"]),
        security=Security(given["smtp_security"]),
        user=given["smtp_user"],
        password=given["smtp_password"],
        sender=given["smtp_from"] or sender,
    )
