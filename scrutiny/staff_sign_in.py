"""How staff sign in: the settings of the OpenID Connect provider, and who it says came.

The provider only says whose e-mail address it is. What that person may do is looked up in
the people register, never taken from the provider's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrutiny.person import is_email, plain_email

IDLE_MINUTES = 30
LONGEST_IDLE = 480
SHORTEST_COOKIE_SECRET = 32
#: How long after the provider's answer a session may be opened with it, once. Some providers
#: date their answers five minutes back.
HANDSHAKE = timedelta(minutes=15)
#: How recent the sign-in must be before named data is taken out.
FRESH = timedelta(minutes=15)
#: By how much the provider's clock may be ahead of ours.
SKEW = timedelta(minutes=2)

#: The two ways to the same provider: STAFF lets it remember people, AGAIN has it ask anew.
STAFF = "staff"
AGAIN = "again"

#: What an administrator sets so that staff can sign in, by field of StaffSignIn.
NEEDED: Mapping[str, str] = {
    "metadata_url": "MARS_OIDC_METADATA_URL",
    "client_id": "MARS_OIDC_CLIENT_ID",
    "client_secret": "MARS_OIDC_CLIENT_SECRET",
    "cookie_secret": "MARS_OIDC_COOKIE_SECRET",
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True)
class StaffSignIn:
    """The settings of signing in, each described in docs/settings.md."""

    metadata_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    cookie_secret: str = ""
    first_administrator: str = ""
    idle_minutes: int = IDLE_MINUTES

    def __repr__(self) -> str:
        return f"StaffSignIn(is_open={self.is_open})"

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that still have to be set before anybody can sign in."""
        return tuple(name for field, name in NEEDED.items() if not getattr(self, field))

    @property
    def is_open(self) -> bool:
        """Whether the provider is set up."""
        return not self.missing

    @property
    def idle(self) -> timedelta:
        """After how long without a sign of life a staff session ends."""
        return timedelta(minutes=self.idle_minutes)

    def secrets(self, base_url: str) -> dict[str, Any]:
        """What Streamlit's sign-in takes in place of a secrets file."""
        provider = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "server_metadata_url": self.metadata_url,
        }
        always = {"scope": "openid email profile", "code_challenge_method": "S256"}
        return {
            "auth": {
                "redirect_uri": f"{base_url}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                STAFF: {**provider, "client_kwargs": {**always, "prompt": "select_account"}},
                AGAIN: {**provider, "client_kwargs": {**always, "prompt": "login"}},
            }
        }


def check_staff_sign_in(staff: StaffSignIn) -> str:
    """What must be put right in the settings before the app may start, or nothing."""
    if staff.metadata_url and not _is_safe(staff.metadata_url):
        return f"{NEEDED['metadata_url']} must start with https://"
    if staff.cookie_secret and len(staff.cookie_secret) < SHORTEST_COOKIE_SECRET:
        least = f"give it at least {SHORTEST_COOKIE_SECRET} characters"
        return f"{NEEDED['cookie_secret']} is short: {least}"
    if staff.first_administrator and not is_email(staff.first_administrator):
        said = staff.first_administrator
        return f'MARS_FIRST_ADMINISTRATOR is "{said}": write one e-mail address'
    if not 1 <= staff.idle_minutes <= LONGEST_IDLE:
        return f"MARS_IDLE_MINUTES must be a number of minutes from 1 to {LONGEST_IDLE}"
    return ""


def read_minutes(words: str) -> int:
    """The idle minutes as they are set; 0, which is refused, when they are no number."""
    if not words:
        return IDLE_MINUTES
    return int(words) if words.isascii() and words.isdigit() else 0


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and (parts.hostname or "") in _LOOPBACK
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider vouches for.

    `mark` tells this handshake from every other; `authenticated` is when the person last
    gave their password or the like, as far as the provider says so.
    """

    email: str
    is_verified: bool
    mark: str
    issued: datetime | None
    authenticated: datetime | None

    def is_recent(self, now: datetime) -> bool:
        """Whether a session may still be opened with it."""
        return self.issued is not None and -SKEW <= now - self.issued < HANDSHAKE


def read_identity(claims: Mapping[str, Any]) -> Identity | None:
    """Who the claims of st.user name; None when nobody has signed in."""
    if claims.get("is_logged_in") is not True:
        return None
    email = plain_email(_words(claims.get("email")))
    issued = _moment(claims.get("iat"))
    asked_anew = issued if claims.get("provider") == AGAIN else None
    told = [claims.get(name) for name in ("iss", "sub", "iat", "nonce", "provider")]
    return Identity(
        email=email,
        is_verified=bool(email) and _is_verified(email, claims),
        mark=hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest(),
        issued=issued,
        authenticated=_moment(claims.get("auth_time")) or asked_anew,
    )


def is_fresh(authenticated: datetime | None, now: datetime) -> bool:
    """Whether somebody signed in so lately that they may take named data out."""
    return authenticated is not None and now - authenticated < FRESH


def _is_verified(email: str, claims: Mapping[str, Any]) -> bool:
    """By the standard claim, or by one of the two that Microsoft Entra ID has in its place."""
    primary = claims.get("verified_primary_email")
    listed = primary if isinstance(primary, list) else [primary]
    return (
        claims.get("email_verified") in _TRUE
        or claims.get("xms_edov") in _TRUE
        or email in [plain_email(_words(each)) for each in listed]
    )


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""
