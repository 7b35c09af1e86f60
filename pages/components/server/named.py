"""Documents that name people or settings: who takes one out has signed in just before."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from pages.components.server.runtime import Runtime
from pages.components.session import find_session
from scrutiny.staff_sign_in import is_fresh

#: The kinds of document, and the page that each is asked for on.
NAMED = {
    "actions": "actions",
    "answers": "responses",
    "file": "responses",
    "held": "subject_access",
    "members": "groups",
    "response": "responses",
    "returns": "responses",
}
_ADDRESS = re.compile(r"/documents/([a-z_]{1,40})/[A-Za-z0-9._~%-]{1,200}(\?[A-Za-z0-9._~%&=+-]*)?")


class SignInAgainError(PermissionError):
    """The person has to prove anew who they are; `address` is where they do."""

    def __init__(self, address: str) -> None:
        super().__init__("Sign in again to take this document out")
        self.address = address


def require_fresh(held: Runtime, token: str, kind: str, address: str) -> None:
    """Raise SignInAgainError when somebody on the register signed in too long ago.

    Sessions without a person (a demonstration's, or a link's) are not asked.
    """
    if kind not in NAMED:
        return
    found = find_session(held, token)
    if found and found.person and not is_fresh(found.authenticated, held.clock()):
        raise SignInAgainError(ask_again(address))


def ask_again(address: str) -> str:
    """The page that asks somebody to sign in again for a document."""
    return f"/sign_in?{urlencode({'again': document_address(address)})}"


def document_address(words: str) -> str:
    """The address of a document of ours, or nothing when it is anything else."""
    return words if _ADDRESS.fullmatch(words) else ""


def page_of(address: str) -> str:
    """The name of the page that a document is asked for on, or nothing."""
    found = _ADDRESS.fullmatch(address)
    return NAMED.get(found[1], "") if found else ""
