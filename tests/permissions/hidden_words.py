"""The words of the partnership that only some may see, whichever way they ask."""

from __future__ import annotations

from tests.permissions.who import INSIDERS, READERS, REVIEWERS, SEEING, USE_READERS, WRITERS

#: The words, and who may see them.
SECRETS = {
    "He hits me": "team reader",
    "Typed by the team": "team",
    "Not yet sent": "voice_link",
    "Soon": "chair",
    "Harsher than they think": f"{REVIEWERS} admin",
    "kim@one.example": "organisation team admin",
    "Being written": WRITERS,
    "Being agreed": f"{WRITERS} portfolio",
    "Gone out": f"{READERS} admin",
    "Ann Author": INSIDERS,
    "Ap Prover": INSIDERS,
    "The duty team": f"{USE_READERS} admin",
    "Tell Er": f"{USE_READERS} admin",
    "ada@mars.example": "admin",
    "Restricted visit": "team officer partner",
    "Open visit": f"{SEEING} admin",
    "member@mars.example": "team",
    "The hidden case": "team",
}


def check_secrets(name: str, said: dict[str, str]) -> None:
    """No one is shown words that only others may see."""
    for secret, may in SECRETS.items():
        shown = {who for who, text in said.items() if secret in text}
        assert shown <= set(may.split()), (name, secret)
