"""Codes that open a campaign: one on a poster, or one for each answer on a card."""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: Nothing that is read as something else.
_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ANIMALS = (
    "BADGER", "BEAVER", "DOLPHIN", "FALCON", "FERRET", "GECKO", "HERON", "KOALA", "LEMUR",
    "LLAMA", "MARMOT", "OTTER", "PANDA", "PARROT", "PENGUIN", "PUFFIN", "RABBIT", "ROBIN",
    "SALMON", "SEAL", "SPARROW", "TIGER", "TURTLE", "WALRUS", "WOMBAT", "ZEBRA",
)  # fmt: skip
_SHORTEST = 6
_LETTERS = 12  # of thirty: 58 bits, so that a card's code cannot be guessed
_MOST_EVEN = 256 - 256 % len(_CLEAR)


def make_code() -> str:
    """A new code such as OTTER-7K3M: one of some fifteen million."""
    while True:
        tail = "".join(secrets.choice(_CLEAR) for _ in range(4))
        code = f"{secrets.choice(_ANIMALS)}-{tail}"
        if not check_code(code):
            return code


def check_code(code: str) -> str:
    """What is wrong with a code that somebody chose, or ""."""
    plain = "".join(letter for letter in code if letter.isalnum())
    if not plain.isascii() or len(plain) < _SHORTEST:
        return f"Enter a code of at least {_SHORTEST} letters and digits"
    if plain.isalpha() or len(set(plain.upper())) < 4:
        return "Enter a code with a digit in it that is not easily guessed"
    return ""


def plain_code(code: str) -> str:
    """A code without what people type differently: its case, spaces and hyphens."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def make_seed() -> str:
    """What one sheet of hand-out codes is made from, together with the site's secret."""
    return secrets.token_hex(16)


def make_hand_outs(seed: str, count: int, *, secret: str) -> list[str]:
    """The hand-out codes of a sheet, such as 7K3M-9QPT-XW2C; the same for the same seed."""
    found: list[str] = []
    number = 0
    while len(found) < count:
        code = _hand_out(_mark(f"hand-out:{seed}:{number}", secret))
        number += 1
        if code and code not in found:
            found.append(code)
    return found


def hash_hand_out(code: str, *, secret: str) -> str:
    """What is kept of a hand-out code; it cannot be tried out without the site's secret."""
    return _mark(f"hand-out-code:{plain_code(code)}", secret).hex()


def _mark(words: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), words.encode(), hashlib.sha512).digest()


def _hand_out(chance: bytes) -> str:
    """Twelve clear letters, each as likely as any other; "" where the chance ran out."""
    letters = [_CLEAR[byte % len(_CLEAR)] for byte in chance if byte < _MOST_EVEN][:_LETTERS]
    groups = ["".join(letters[at : at + 4]) for at in range(0, _LETTERS, 4)]
    return "-".join(groups) if len(letters) == _LETTERS else ""
