"""Words as people type them, so that a list of phrases finds them all the same.

Case, accents, punctuation and apostrophes fall away. A word is then its letters without
repeats and how often each stood there, so that "huuurt" is "hurt" and "kiling" is
"killing", yet "rapped" is not "raped". Digits and signs may stand for letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

LONGEST_WORD = 64
_DRAWN_OUT = 3  # so many of a letter in a row are never meant
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"))
_DOTTED = re.compile(r"(?<![^\W_])[^\W_](?:[.\-_*][^\W_]){2,}(?![^\W_])")
_SIGN_IN_WORD = re.compile(r"[^\W_][@$!€+|]+[^\W_]|[@$][^\W_]")
_SIGNS = str.maketrans({"@": "a", "$": "s", "!": "i", "€": "e", "+": "t", "|": "l"})
_DIGITS = {"0": "o", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g"}
_LETTERS_FOR_DIGITS = tuple(str.maketrans({**_DIGITS, "1": one}) for one in "il")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to read a word: its letters without repeats, and the length of each run."""

    letters: str
    runs: tuple[int, ...]

    def is_like(self, listed: Spelling) -> bool:
        """Whether this was meant for a listed word with the same letters."""
        return _fits(self.runs, listed.runs)

    def begins_like(self, stem: Spelling) -> bool:
        """Whether this was meant to begin with a stem whose letters it begins with."""
        inner = len(stem.runs) - 1
        return _fits(self.runs[:inner], stem.runs[:inner])


def _fits(typed: tuple[int, ...], listed: tuple[int, ...]) -> bool:
    return all(run <= meant or run >= _DRAWN_OUT for run, meant in zip(typed, listed, strict=True))


def plain(text: str) -> str:
    """The text in small letters without accents, and with no half characters.

    Marks are dropped before they are put in order, which takes long for a heap of them.
    """
    whole = text.encode("utf-8", "replace").decode()
    taken_apart = unicodedata.normalize("NFKD", _without_marks(whole))
    return unicodedata.normalize("NFKD", _without_marks(taken_apart).casefold())


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        letter for letter in text if unicodedata.category(letter) not in {"Mn", "Me", "Cf"}
    )


def read_words(plain_text: str) -> list[list[tuple[Spelling, ...]]]:
    """The words of a plain text, each with the ways to read it; twice where signs say so.

    The second reading takes a sign within a word for a letter ("r@pe").
    """
    text = plain_text.translate(_APOSTROPHES)
    text = _DOTTED.sub(lambda found: "".join(filter(str.isalnum, found[0])), text)
    readings = [text]
    if _SIGN_IN_WORD.search(text):
        readings.append(text.translate(_SIGNS))
    return [[spell(word) for word in _WORD.findall(reading)] for reading in readings]


@lru_cache(maxsize=4096)
def spell(word: str) -> tuple[Spelling, ...]:
    """The ways to read one plain word; several where it holds digits beside letters."""
    word = word[:LONGEST_WORD]
    forms: Iterable[str] = (word,)
    if not word.isalpha() and not word.isdigit():
        forms = dict.fromkeys((word, *(word.translate(table) for table in _LETTERS_FOR_DIGITS)))
    return tuple(_spelling(form) for form in forms)


def _spelling(word: str) -> Spelling:
    runs = [(letter, len(list(same))) for letter, same in groupby(word)]
    return Spelling("".join(letter for letter, _ in runs), tuple(run for _, run in runs))
