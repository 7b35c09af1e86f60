"""The fonts that documents are set in: which file draws a character, and how wide it is.

Noto Sans sets the page. What it lacks is drawn by the first file of `fonts/` that has it,
and what none has by U+FFFD, so that a gap is seen and never an error. `coverage.json` says
what each file draws; `python -m exports.typeface` writes it anew.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).with_name("fonts")
INDEX = FOLDER / "coverage.json"
REGULAR = "NotoSans-Regular.ttf"
BOLD = "NotoSans-Bold.ttf"
EMOJI = "NotoEmoji-Regular.ttf"
REPLACEMENT = "\ufffd"
#: Asked before the others, in this order; the rest follow by name.
FIRST = (REGULAR, EMOJI, "NotoSansSymbols2-Regular.ttf")
#: Asked after the others: large, and holding strays of other scripts.
LAST = ("NanumGothic-Regular.ttf", "DroidSansFallbackFull.ttf")

#: Zero-width joiner and non-joiner: they shape their neighbours and draw nothing.
JOINERS = frozenset("\u200c\u200d")
#: Controls, formats and what is no character at all: never drawn. Joiners stay.
_UNDRAWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text as it can be printed: composed, lines parted alike, no control characters."""
    text = _BREAKS.sub("\n", text)
    text = _SURROGATES.sub(REPLACEMENT, _UNDRAWN.sub("", _SPACES.sub(" ", text)))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _coverage() -> tuple[list[int], list[str]]:
    """Where each run of characters starts, and the file that draws it ("" for none)."""
    index: dict[str, list[list[int]]] = json.loads(INDEX.read_text("utf-8"))
    owner: dict[int, str] = {}
    for name in sorted(index, key=_rank):
        for first, last in index[name]:
            for code in range(first, last + 1):
                owner.setdefault(code, name)
    starts, names = [0], [""]
    codes = sorted(owner)
    for before, code in zip([-1, *codes], codes, strict=False):
        if before + 1 != code:
            starts.append(before + 1)
            names.append("")
        if names[-1] != owner[code]:
            starts.append(code)
            names.append(owner[code])
    return [*starts, codes[-1] + 1], [*names, ""]


def _rank(name: str) -> tuple[int, int, str]:
    if name in FIRST:
        return (0, FIRST.index(name), name)
    return (2, LAST.index(name), name) if name in LAST else (1, 0, name)


@lru_cache(maxsize=65_536)
def font_of(char: str) -> str:
    """The file that draws the character, "" when none does."""
    starts, names = _coverage()
    return names[bisect_right(starts, ord(char)) - 1]


@lru_cache(maxsize=65_536)
def draws(name: str, char: str) -> bool:
    """Whether that file draws the character."""
    return ord(char) in _advances(name)


class _Widths(dict[str, float]):
    """Advance by character in units of the em, read from the font when first asked."""

    def __init__(self, bold: bool) -> None:
        super().__init__()
        self._base = BOLD if bold else REGULAR

    def __missing__(self, char: str) -> float:
        name = font_of(char)
        if char in JOINERS:
            width = 0.0
        elif not name:
            width = self[REPLACEMENT]
        else:
            width = _advances(self._base if name == REGULAR else name).get(ord(char), 0.6)
        self[char] = width
        return width


@lru_cache(maxsize=64)
def _advances(name: str) -> dict[int, float]:
    with TTFont(FOLDER / name, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


_REGULAR_WIDTHS = _Widths(bold=False)
_BOLD_WIDTHS = _Widths(bold=True)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is when set at `size`, unshaped: never less than what is drawn."""
    widths = _BOLD_WIDTHS if bold else _REGULAR_WIDTHS
    return sum(map(widths.__getitem__, text)) * size


_CLUSTER = re.compile(
    # A character with what modifies it: marks, joined emoji, skin tones.
    "(?s:.)(?:[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903"
    "\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd"
    "\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\U0001f3fb-\U0001f3ff]"
    "|\u200d(?s:.))*"
)
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\u2e80-\u9fff"
                         "\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")  # fmt: skip


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width`; a word that is too long is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, size, width, bold))
    return lines


def _wrap_paragraph(text: str, size: float, width: float, bold: bool) -> list[str]:
    widths = _BOLD_WIDTHS if bold else _REGULAR_WIDTHS
    room, lines, line, taken = width / size, [], "", 0.0
    space = widths[" "]
    for piece, spaced in _pieces(text, widths, room):
        wide = sum(map(widths.__getitem__, piece))
        gap = space if spaced and line else 0.0
        if line and taken + gap + wide > room:
            lines.append(line)
            line, taken, gap = "", 0.0, 0.0
        line += (" " if gap else "") + piece
        taken += gap + wide
    return [*lines, line]


def _pieces(text: str, widths: _Widths, room: float) -> Iterator[tuple[str, bool]]:
    """The pieces between which a line may break, and whether a space stood before each."""
    for word in text.split():
        parts = [word] if word.isascii() else _IDEOGRAPHS.findall(word)
        spaced = True
        for part in parts:
            for piece in _break(part, widths, room):
                yield piece, spaced
                spaced = False


def _break(part: str, widths: _Widths, room: float) -> Iterator[str]:
    """The part whole when it fits on a line, else cut between clusters."""
    if sum(map(widths.__getitem__, part)) <= room:
        yield part
        return
    piece, taken = "", 0.0
    for cluster in _CLUSTER.findall(part):
        wide = sum(map(widths.__getitem__, cluster))
        if piece and taken + wide > room:
            yield piece
            piece, taken = "", 0.0
        piece += cluster
        taken += wide
    yield piece


def shorten(text: str, size: float, width: float, lines: int, *, bold: bool = False) -> list[str]:
    """The text in at most so many lines; what is cut off is told by an ellipsis."""
    wrapped = wrap(text, size, width, bold=bold)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while " " in last and text_width(last + "…", size, bold=bold) > width:
        last = last.rpartition(" ")[0]
    while last and text_width(last + "…", size, bold=bold) > width:
        last = last[:-1]
    return [*wrapped[: lines - 1], last.rstrip(" ,;:.") + "…"]


def write_index() -> None:
    """Read every font file and write what each one draws."""
    index = {}
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            codes = sorted(code for code in font.getBestCmap() if code >= 0x20)
        cuts = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(codes)) if b != a + 1)]
        runs = [codes[start:end] for start, end in pairwise([*cuts, len(codes)])]
        index[path.name] = [[run[0], run[-1]] for run in runs]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(runs)}" for name, runs in index.items())
    INDEX.write_text("{\n" + lines + "\n}\n", "utf-8")


if __name__ == "__main__":
    write_index()
