"""A real mail server on loopback, which keeps what it is handed, or turns it down."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME, PASSWORD = "mars", "correct horse"


class PostOffice:
    """What came in, and what to say to the next one instead of taking it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.secure: list[bool] = []
        self.answer_to: dict[str, str] = {}  # by what the address begins with
        self.says_after_data = "250 Taken"
        self.breaks_off = False
        self.port = 0

    @property
    def environment(self) -> dict[str, str]:
        """The settings of an application that hands its mails over here."""
        return {
            "MARS_SMTP_HOST": "127.0.0.1",
            "MARS_SMTP_PORT": str(self.port),
            "MARS_SMTP_SECURITY": "none",
        }

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Turn an address down, or take it."""
        for begins, words in self.answer_to.items():
            if address.startswith(begins):
                return words
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the text, or break the line off once all of it has come."""
        if self.breaks_off:
            assert server.transport is not None
            server.transport.abort()
            return "250 Never heard"
        if self.says_after_data.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
            self.secure.append(session.ssl is not None)
        return self.says_after_data


def _authenticate(
    _server: SMTP, _session: Any, _envelope: Any, _how: str, given: Any
) -> AuthResult:
    is_right = isinstance(given, LoginPassword) and given == LoginPassword(
        NAME.encode(), PASSWORD.encode()
    )
    return AuthResult(success=is_right, handled=False)


@contextmanager
def open_post_office(folder: Path | None = None) -> Iterator[PostOffice]:
    """The server; with a folder for its certificate it wants STARTTLS and a password."""
    office = PostOffice()
    secure: dict[str, Any] = {}
    if folder:
        secure = {
            "tls_context": _make_context(folder), "require_starttls": True,
            "authenticator": _authenticate, "auth_required": True,
        }  # fmt: skip
    controller = Controller(office, hostname="127.0.0.1", port=_free_port(), **secure)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> Path:
    """Where the server's certificate stands."""
    return folder / "certificate.pem"


def _make_context(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    certificate(folder).write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate(folder), folder / "key.pem")
    return context
