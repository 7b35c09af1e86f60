"""Codes that open a campaign: easy to type from a poster, hard to guess."""

from __future__ import annotations

import secrets

#: Nothing that is read as something else.
_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ANIMALS = (
    "BADGER", "BEAVER", "DOLPHIN", "FALCON", "FERRET", "GECKO", "HERON", "KOALA", "LEMUR",
    "LLAMA", "MARMOT", "OTTER", "PANDA", "PARROT", "PENGUIN", "PUFFIN", "RABBIT", "ROBIN",
    "SALMON", "SEAL", "SPARROW", "TIGER", "TURTLE", "WALRUS", "WOMBAT", "ZEBRA",
)  # fmt: skip
_SHORTEST = 6


def make_code() -> str:
    """A new code such as OTTER-7K3M: one of twenty million."""
    tail = "".join(secrets.choice(_CLEAR) for _ in range(4))
    return f"{secrets.choice(_ANIMALS)}-{tail}"


def check_code(code: str) -> str:
    """What is wrong with a code that somebody chose, or ""."""
    plain = "".join(letter for letter in code if letter.isalnum())
    if not plain.isascii() or len(plain) < _SHORTEST:
        return f"Enter a code of at least {_SHORTEST} letters and digits"
    if plain.isalpha() or len(set(plain.upper())) < 4:
        return "Enter a code with a digit in it that is not easily guessed"
    return ""
