"""Signed links: an address that opens one response or campaign and cannot be guessed.

A link carries no secret of its own and nothing personal: a kind and an id, signed. A new
secret makes every link that was given out void.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "scrutiny.links"


class LinkKind(StrEnum):
    """What a link opens."""

    RESPONSE = "response"
    CAMPAIGN = "campaign"
    CYCLE = "cycle"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class Link:
    """What a token was signed for."""

    kind: LinkKind
    id: str


def sign_link(kind: LinkKind | str, id: str, *, secret: str) -> str:
    """A token for use in an address; the same input gives the same token."""
    return _serializer(secret).dumps([LinkKind(kind).value, id])


def read_link(token: str, *, secret: str) -> Link | None:
    """What the token was signed for, or None when it was not signed with this secret."""
    try:
        kind, id = _serializer(secret).loads(token)
        return Link(LinkKind(kind), str(id))
    except (BadSignature, ValueError, TypeError):
        return None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})
