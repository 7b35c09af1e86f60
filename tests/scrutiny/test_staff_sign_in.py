"""The sign-in provider's settings, and what its answer is taken to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scrutiny.settings import SettingsError, load_settings
from scrutiny.staff_sign_in import Identity, StaffSignIn, is_fresh, read_identity

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
IAT = int(NOW.timestamp())
CLAIMS = {
    "is_logged_in": True, "provider": "staff", "iss": "https://id.example.org", "sub": "1",
    "iat": IAT, "nonce": "n", "email": " Ada@Example.org", "email_verified": True,
}  # fmt: skip
OPEN = {
    "MARS_DEMONSTRATION": "1",
    "MARS_OIDC_METADATA_URL": "https://id.example.org/.well-known/openid-configuration",
    "MARS_OIDC_CLIENT_ID": "mars",
    "MARS_OIDC_CLIENT_SECRET": "secret of the client",
    "MARS_OIDC_COOKIE_SECRET": "x" * 32,
    "MARS_FIRST_ADMINISTRATOR": "Ada@Example.org",
    "MARS_IDLE_MINUTES": "45",
}


def read(**changed: Any) -> Identity:
    found = read_identity({**CLAIMS, **changed})
    assert found
    return found


def test_settings_are_read() -> None:
    staff = load_settings(OPEN).staff
    assert (staff.is_open, staff.first_administrator, staff.idle) == (
        True, "ada@example.org", timedelta(minutes=45),
    )  # fmt: skip
    assert "secret of" not in repr(staff)


def test_what_is_missing_is_named() -> None:
    assert load_settings({"MARS_DEMONSTRATION": "1"}).staff.missing == (
        "MARS_OIDC_METADATA_URL", "MARS_OIDC_CLIENT_ID", "MARS_OIDC_CLIENT_SECRET",
        "MARS_OIDC_COOKIE_SECRET",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "value", "cure"),
    [
        ("MARS_OIDC_METADATA_URL", "http://id.example.org/x", "must start with https://"),
        ("MARS_OIDC_METADATA_URL", "http://localhost.example.org/x", "must start with https://"),
        ("MARS_OIDC_COOKIE_SECRET", "short", "give it at least 32 characters"),
        ("MARS_FIRST_ADMINISTRATOR", "Ada", "write one e-mail address"),
        ("MARS_IDLE_MINUTES", "0", "from 1 to 480"),
        ("MARS_IDLE_MINUTES", "never", "from 1 to 480"),
        ("MARS_IDLE_MINUTES", "481", "from 1 to 480"),
    ],
)
def test_an_unsafe_setting_is_refused(variable: str, value: str, cure: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable}.*{cure}"):
        load_settings({**OPEN, variable: value})


def test_both_ways_to_the_provider_prove_the_code_is_theirs() -> None:
    auth = StaffSignIn("https://id", "mars", "s", "c").secrets("https://mars.example.org")["auth"]
    assert auth["redirect_uri"] == "https://mars.example.org/oauth2callback"
    ways = [auth[way]["client_kwargs"] for way in ("staff", "again")]
    assert [way["code_challenge_method"] for way in ways] == ["S256", "S256"]
    assert [way["prompt"] for way in ways] == ["select_account", "login"]


@pytest.mark.parametrize("claims", [{}, {"is_logged_in": False}, {"is_logged_in": "yes"}])
def test_nobody_is_nobody(claims: dict[str, Any]) -> None:
    assert read_identity({**CLAIMS, **claims} if claims else {}) is None


def test_an_answer_names_an_address() -> None:
    found = read()
    assert (found.email, found.is_verified, found.issued) == ("ada@example.org", True, NOW)


@pytest.mark.parametrize(
    ("changed", "is_verified"),
    [
        ({"email_verified": False}, False),
        ({"email_verified": None}, False),
        ({"email_verified": "no"}, False),
        ({"email_verified": None, "xms_edov": True}, True),
        ({"email_verified": None, "xms_edov": "1"}, True),
        ({"email_verified": None, "xms_edov": False}, False),
        ({"email_verified": None, "verified_primary_email": ["ADA@example.org"]}, True),
        ({"email_verified": None, "verified_primary_email": ["eve@example.org"]}, False),
        ({"email": "", "preferred_username": "ada@example.org"}, False),
        ({"email": ["ada@example.org"]}, False),
    ],
)
def test_only_a_confirmed_address_counts(changed: dict[str, Any], is_verified: bool) -> None:
    assert read(**changed).is_verified is is_verified


def test_each_handshake_has_its_mark() -> None:
    marks = {read(**change).mark for change in ({}, {"nonce": "m"}, {"iat": IAT + 1}, {"sub": "2"})}
    assert len(marks) == 4
    assert read().mark == read(name="Ada").mark


def test_the_time_of_proof_is_what_the_provider_says_or_a_forced_sign_in() -> None:
    assert read().authenticated is None
    assert read(provider="again").authenticated == NOW
    assert read(auth_time=IAT - 60).authenticated == NOW - timedelta(minutes=1)
    assert read(provider="again", auth_time=IAT - 3600).authenticated == NOW - timedelta(hours=1)
    assert read(provider="again", iat="x").authenticated is None


@pytest.mark.parametrize(
    ("minutes", "is_recent"), [(0, True), (14, True), (15, False), (-1, True), (-5, False)]
)
def test_an_answer_is_good_for_minutes(minutes: int, is_recent: bool) -> None:
    assert read().is_recent(NOW + timedelta(minutes=minutes)) is is_recent


@pytest.mark.parametrize("issued", [True, None, "now", 1e300])
def test_an_answer_without_a_time_is_too_old(issued: Any) -> None:
    assert not read(iat=issued).is_recent(NOW)


def test_fresh_is_within_a_quarter_of_an_hour() -> None:
    assert is_fresh(NOW - timedelta(minutes=14, seconds=59), NOW)
    assert not is_fresh(NOW - timedelta(minutes=15), NOW)
    assert not is_fresh(None, NOW)
