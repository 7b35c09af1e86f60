"""Lines of words in any script: put in visual order, parted by font, shaped and placed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fpdf import FPDF
from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import PDFResourceType, TextDirection

from exports.typeface import EMOJI, FOLDER, JOINERS, REGULAR, REPLACEMENT, draws, font_of

#: Letters written from the right: without one, the order of a line is that of its text.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
                            "\U0001e800-\U0001efff]")  # fmt: skip


def is_right_to_left(text: str) -> bool:
    """Whether the text's first letter is of a script written from the right."""
    if not _RIGHT_TO_LEFT.search(text):
        return False
    return bool(auto_detect_base_direction(text) is TextDirection.RTL)


def add_font(pdf: FPDF, family: str, style: str, name: str) -> Any:
    """Add a font file to the document, and return it."""
    pdf.add_font(family, style, FOLDER / name)
    font = pdf.fonts[family + style]
    # Left on, fontTools takes every glyph apart to measure it again: many times slower.
    font.ttfont.recalcBBoxes = False
    return font


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph of one font, shaped: its code there and, in ems, how it moves the pen."""

    font: Any
    code: str
    advance: float
    right: float
    up: float


class Scribe:
    """Sets lines that plain drawing cannot: other scripts, from the right, emoji."""

    def __init__(self, pdf: FPDF, base: str) -> None:
        self._pdf = pdf
        self._base = base
        self._fonts: dict[str, Any] = {}

    def shape(self, text: str, *, bold: bool, right_to_left: bool) -> list[_Glyph]:
        """The line's glyphs from left to right; what no font draws is a visible mark."""
        glyphs: list[_Glyph] = []
        for stretch, from_right in _visual_runs(_printable(text), right_to_left):
            runs = list(_font_runs(stretch))
            for name, run in reversed(runs) if from_right else runs:
                glyphs += self._shape_run(self._font(name, bold), run, from_right)
        return glyphs

    def draw(self, glyphs: list[_Glyph], x: float, y: float, size: float) -> None:
        """Draw glyphs from `x` on the baseline `y` (from the foot of the page)."""
        pdf, parts, font = self._pdf, list[str](), None
        for glyph in glyphs:
            if glyph.font is not font:
                font = glyph.font
                pdf._resource_catalog.add(PDFResourceType.FONT, font.i, pdf.page)
                parts.append(f"/F{font.i} {size:.2f} Tf")
            place = f"{x + glyph.right * size:.2f} {y + glyph.up * size:.2f}"
            parts.append(f"1 0 0 1 {place} Tm <{glyph.code}> Tj")
            x += glyph.advance * size
        colour = pdf.text_color.serialize().lower()
        pdf._out(f"q {colour} BT {' '.join(parts)} ET Q")

    def _font(self, name: str, bold: bool) -> Any:
        if name == REGULAR:
            return self._pdf.fonts[self._base + ("B" if bold else "")]
        if name not in self._fonts:
            key = f"script{len(self._fonts)}"
            self._fonts[name] = add_font(self._pdf, key, "", name)
        return self._fonts[name]

    def _shape_run(self, font: Any, text: str, from_right: bool) -> Iterator[_Glyph]:
        direction = TextDirection.RTL if from_right else TextDirection.LTR
        asked = {"features": {}, "fragment_direction": direction}
        for info in font.shape_text(text, 12, asked):
            if info["mapped_char"] is None:
                continue
            em = font.scale / 1000
            yield _Glyph(
                font=font,
                code=f"{info['mapped_char']:04X}",
                advance=info["x_advance"] * em,
                right=info["x_offset"] * em,
                up=info["y_offset"] * em,
            )


def _printable(text: str) -> str:
    """The text with a visible mark for each character that no font draws."""
    return "".join(c if font_of(c) or c in JOINERS else REPLACEMENT for c in text)


def _visual_runs(text: str, right_to_left: bool) -> Iterator[tuple[str, bool]]:
    """Stretches from left to right, each in reading order, and whether it runs from the right."""
    if not right_to_left and not _RIGHT_TO_LEFT.search(text):
        yield text, False
        return
    base = TextDirection.RTL if right_to_left else TextDirection.LTR
    ordered = BidiParagraph(text, base, preserve_bn_chars=True).get_reordered_characters()
    stretch: list[str] = []
    level = -1
    for char in ordered:
        if char.embedding_level != level and stretch:
            yield _in_order(stretch, level), bool(level % 2)
            stretch = []
        level = char.embedding_level
        stretch.append(char.character)
    if stretch:
        yield _in_order(stretch, level), bool(level % 2)


def _in_order(stretch: list[str], level: int) -> str:
    return "".join(reversed(stretch) if level % 2 else stretch)


def _font_runs(text: str) -> Iterator[tuple[str, str]]:
    """The text parted by the font that draws it; marks and signs stay with what they follow."""
    run, name = "", ""
    for char in text:
        wanted = name if name and _stays(char, name) else font_of(char) or name or REGULAR
        if wanted != name and run:
            yield name, run
            run = ""
        run, name = run + char, wanted
    if run:
        yield name, run


def _stays(char: str, name: str) -> bool:
    """Whether a joiner, a mark, a space or a sign is drawn by the font before it.

    The emoji font's spaces and full stops are as wide as its pictures: not those.
    """
    if char in JOINERS:
        return True
    kinds = "MS" if name == EMOJI else "MZPS"
    return unicodedata.category(char)[0] in kinds and draws(name, char)
