"""Signed links: an address that opens one response or campaign and cannot be guessed.

A link carries no secret of its own and nothing personal: a kind, an id and, where it has one,
the moment after which it opens nothing, signed. A new secret makes every link that was given
out void.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "scrutiny.links"


class LinkKind(StrEnum):
    """What a link opens."""

    RESPONSE = "response"
    CAMPAIGN = "campaign"
    CYCLE = "cycle"
    SIGN_OFF = "sign_off"
    CARDS = "cards"
    ACTIONS = "actions"
    PAPER = "paper"
    USE = "use"


#: Parts the two ids of a link that opens one thing for one organisation.
BETWEEN = "/"
#: Links that are void without an end: none of these was ever meant to last.
_ENDING = frozenset(
    {LinkKind.SIGN_OFF, LinkKind.CARDS, LinkKind.ACTIONS, LinkKind.PAPER, LinkKind.USE}
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a token was signed for."""

    kind: LinkKind
    id: str
    expires: datetime | None = None

    def has_expired(self, now: datetime) -> bool:
        """Whether its time is over; so is that of a kind that must have an end and has none."""
        return self.kind in _ENDING if self.expires is None else now >= self.expires


def sign_link(
    kind: LinkKind | str, id: str, *, secret: str, expires: datetime | None = None
) -> str:
    """A token for use in an address; the same input gives the same token."""
    end = [int(expires.timestamp())] if expires else []
    return _serializer(secret).dumps([LinkKind(kind).value, id, *end])


def read_link(token: str, *, secret: str) -> Link | None:
    """What the token was signed for, or None when it was not signed with this secret."""
    try:
        kind, id, *end = _serializer(secret).loads(token)
        expires = datetime.fromtimestamp(end[0], UTC) if end else None
        return Link(LinkKind(kind), str(id), expires)
    except (BadSignature, ValueError, TypeError, OverflowError):
        return None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})
