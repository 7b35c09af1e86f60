"""The two cookies: `visitor` ties a browser to its session, `device` to its draft.

Both are random, HttpOnly and SameSite=Lax. Only their hashes are stored or compared.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

VISITOR = "visitor"
DEVICE = "device"
#: A draft outlives a crash or an evicted tab, but not the night on a shared computer.
DEVICE_SECONDS = 24 * 60 * 60
_TOKEN_LENGTH = 43  # 256 bits in URL-safe base 64


def make_token() -> str:
    """256 random bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored in place of a token; empty for no token."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def is_token(value: str) -> bool:
    """Whether it could be one of ours, so that a planted short value is never kept."""
    return len(value) == _TOKEN_LENGTH and all(
        letter.isascii() and (letter.isalnum() or letter in "-_") for letter in value
    )


def cookie_name(name: str, *, secure: bool) -> str:
    """The name in the browser; over https the prefix stops other hosts from setting it."""
    return f"__Host-{name}" if secure else name


def read_cookies(header: str) -> dict[str, str]:
    """The cookies of a request header; a malformed header has none."""
    jar = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def find_cookie(cookies: Mapping[str, str], name: str, *, secure: bool) -> str:
    """The token in one of our cookies, or "" when it is absent or no token of ours."""
    value = cookies.get(cookie_name(name, secure=secure), "")
    return value if is_token(value) else ""


def write_cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> str:
    """A Set-Cookie header; without `seconds` it ends with the browser, 0 removes it."""
    parts = [f"{cookie_name(name, secure=secure)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if secure:
        parts.append("Secure")
    return "; ".join(parts)
