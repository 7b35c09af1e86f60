"""A link opens what it was signed for and nothing else."""

from __future__ import annotations

import pytest

from scrutiny.links import Link, LinkKind, read_link, sign_link

KEY = "a-secret-of-at-least-thirty-two-characters"
OTHER = "another-secret-of-thirty-two-characters"


@pytest.mark.parametrize("kind", list(LinkKind))
def test_a_signed_link_is_read_back(kind: LinkKind) -> None:
    assert read_link(sign_link(kind, "r1", secret=KEY), secret=KEY) == Link(kind, "r1")


def test_an_unknown_kind_cannot_be_signed() -> None:
    with pytest.raises(ValueError, match="password"):
        sign_link("password", "r1", secret=KEY)


@pytest.mark.parametrize("token", ["", "r1", "é" * 40, "WyJyZXNwb25zZSIsInIxIl0.AAAA", "." * 9])
def test_what_was_not_signed_is_not_read(token: str) -> None:
    assert read_link(token, secret=KEY) is None


def test_another_secret_and_a_changed_token_are_not_read() -> None:
    token = sign_link("response", "r1", secret=KEY)
    assert read_link(token, secret=OTHER) is None
    assert read_link("X" + token, secret=KEY) is None
