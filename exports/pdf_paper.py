"""A4 paper to draw on: fonts as they are needed, words in any script, tags, pages.

Lengths are points, the origin is the top left. Blocks move `y` down the page; the
header and the footer are drawn when the number of pages is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from exports.document import Document
from exports.palette import INK
from exports.pdf_script import Scribe, add_font, is_right_to_left
from exports.pdf_tags import TagTree
from exports.scene import Anchor, Dot, Line, Mark, Rect, Words
from exports.typeface import BOLD, REGULAR, clean, shorten, text_width

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT = 51.0, WIDTH - 51.0
SPAN = RIGHT - LEFT
#: Body size and the distance of its lines.
BODY, LEADING = 12.0, 16.5
#: The same of what stands in the header and the footer, and how many lines a notice may have.
SMALL, NARROW, _MOST_NOTICED = 10.0, 12.0, 2

#: Lines of these characters alone need neither shaping, nor bidi, nor another font.
_PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff"
    "\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u0482\u048a-\u0513\u1e00-\u1ef9"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\ufffd]*"
)
_BASE = "base"


class Paper:
    """The PDF being drawn, and where on which page the next block stands."""

    def __init__(self, document: Document, places: Mapping[str, int] | None = None) -> None:
        """`places` are the pages of the anchors, as an earlier drawing found them."""
        self.places = places or {}
        self.noted: dict[str, int] = {}
        self._pdf = pdf = FPDF(unit="pt", format="A4")
        pdf.set_auto_page_break(False)
        pdf.str_alias_nb_pages = None
        pdf.c_margin = 0
        _describe(pdf, document)
        add_font(pdf, _BASE, "", REGULAR)
        add_font(pdf, _BASE, "B", BOLD)
        pdf.set_font(_BASE, "", BODY)
        self._scribe = Scribe(pdf, _BASE)
        self._tags = TagTree(pdf)
        notice = " ".join(document.notice.split())
        self.notice = shorten(notice, SMALL, SPAN - 24, _MOST_NOTICED, bold=True) if notice else []
        self.top = 74.0 + (10 + NARROW * len(self.notice) if self.notice else 0)
        self.bottom = HEIGHT - 58.0
        self.y = self.top
        self.add_page()

    # Pages.

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return int(self._pdf.pages_count)

    @property
    def page(self) -> int:
        """The number of the page being drawn on."""
        return int(self._pdf.page)

    @property
    def room(self) -> float:
        """How much height is left on the page."""
        return self.bottom - self.y

    @property
    def height(self) -> float:
        """How much height a whole page has for blocks."""
        return self.bottom - self.top

    def add_page(self) -> None:
        """Go on at the top of a new page."""
        if self._pdf.page:
            self._tags.end()
        self._pdf.add_page()
        self.y = self.top

    def turn_to(self, page: int) -> None:
        """Draw on a page that is done already, as for its header."""
        self._tags.end()
        self._pdf.page = page
        # fpdf2 writes a setting only when it changes; this page's are not those it remembers.
        self._pdf.current_font_is_set_on_page = False
        self._pdf.draw_color = self._pdf.fill_color = None
        self._pdf.line_width = -1

    def need(self, height: float) -> bool:
        """Start a new page unless that height is left, or none would have it; say whether."""
        if height <= self.room or self.y <= self.top:
            return False
        self.add_page()
        return True

    def bookmark(self, title: str, level: int) -> None:
        """Add a line to the outline that leads here."""
        self._pdf.set_y(self.y - 6)
        self._pdf.start_section(" ".join(title.split()), level=level - 1, strict=False)

    def note_place(self, anchor: str) -> None:
        """Remember on which page an anchor stands; "" is none."""
        if anchor:
            self.noted[anchor] = self.page

    def lead(self, x: float, y: float, width: float, height: float, target: str) -> None:
        """Have this place lead to an address, or to "#" and an anchor whose page is known."""
        page = self.places.get(target.removeprefix("#"), 0)
        if target.startswith("#"):
            if page:
                self._pdf.link(x, y, width, height, self._pdf.add_link(page=page))
        elif target:
            self._pdf.link(x, y, width, height, target)

    # Tags.

    @contextmanager
    def tag(self, kind: str, *, alt: str = "", scope: str = "") -> Iterator[None]:
        """What is drawn within is an element of this kind."""
        self._tags.open(kind, alt=alt, scope=scope)
        yield
        self._tags.close()

    # Marks.

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle, as decoration."""
        self._tags.mark(artifact=True)
        self._rect(x, y, width, height, fill)

    def frame(self, x: float, y: float, width: float, height: float, stroke: str) -> None:
        """Draw a rectangle's outline, as decoration."""
        self._tags.mark(artifact=True)
        self._pdf.set_draw_color(stroke)
        self._pdf.set_line_width(1)
        self._pdf.rect(x, y, width, height, style="D")

    def rule(self, x1: float, y: float, x2: float, stroke: str, width: float = 0.75) -> None:
        """Draw a level line, as decoration."""
        self._tags.mark(artifact=True)
        self._line(x1, y, x2, y, stroke, width)

    def mark(self, mark: Mark, left: float, down: float) -> None:
        """Draw a scene's mark, moved to where the scene stands."""
        match mark:
            case Rect():
                self._tags.mark()
                self._rect(mark.x + left, mark.y + down, mark.width, mark.height, mark.fill)
            case Line():
                self._tags.mark()
                ends = (mark.x1 + left, mark.y1 + down, mark.x2 + left, mark.y2 + down)
                self._line(*ends, mark.stroke, mark.width)
            case Dot():
                self._tags.mark()
                self._dot(mark, left, down)
            case Words():
                x, y = mark.x + left, mark.y + down
                self.words(x, y, mark.text, mark.size, mark.bold, mark.fill, mark.anchor)

    def _rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._pdf.set_fill_color(fill)
        self._pdf.rect(x, y, width, height, style="F")

    def _line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> None:
        self._pdf.set_draw_color(stroke)
        self._pdf.set_line_width(width)
        self._pdf.line(x1, y1, x2, y2)

    def _dot(self, dot: Dot, left: float, down: float) -> None:
        self._pdf.set_fill_color(dot.fill)
        self._pdf.set_draw_color(dot.stroke or dot.fill)
        self._pdf.set_line_width(dot.width)
        self._pdf.circle(dot.x + left, dot.y + down, dot.radius, style="DF" if dot.width else "F")

    # Words.

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        bold: bool = False,
        fill: str = INK,
        anchor: Anchor = Anchor.START,
        right_to_left: bool | None = None,
        artifact: bool = False,
        more: bool = False,
    ) -> None:
        """Draw one line of words with its baseline at `y`; `text` is already clean.

        With `more` another line of the same words follows: a space parts the two for who
        listens or copies.
        """
        if not text:
            return
        self._tags.mark(artifact=artifact)
        self._pdf.set_font(_BASE, "B" if bold else "", size)
        self._pdf.set_text_color(fill)
        if _PLAIN.fullmatch(text):
            wide = 0.0 if anchor is Anchor.START else text_width(text, size, bold=bold)
            self._pdf.text(_start(x, wide, anchor), y, f"{text} " if more else text)
        else:
            self._any_script(x, y, text, size, bold, anchor, right_to_left, more)

    def _any_script(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        bold: bool,
        anchor: Anchor,
        rtl: bool | None,
        more: bool,
    ) -> None:
        """Draw a line shaped, in its direction, each character in a font that has it."""
        rtl = is_right_to_left(text) if rtl is None else rtl
        said = f"{text} " if more and not rtl else text
        glyphs = self._scribe.shape(said, bold=bold, right_to_left=rtl)
        wide = sum(glyph.advance for glyph in glyphs) * size
        self._scribe.draw(glyphs, _start(x, wide, anchor), HEIGHT - y, size)

    def output(self) -> bytes:
        """The finished file."""
        self._tags.end()
        return bytes(self._pdf.output())


def _start(x: float, wide: float, anchor: Anchor) -> float:
    if anchor is Anchor.MIDDLE:
        return x - wide / 2
    return x - wide if anchor is Anchor.END else x


def _describe(pdf: FPDF, document: Document) -> None:
    """Title, language, author and date, as a viewer lists them."""
    made = document.made
    pdf.set_title(" ".join(clean(document.title).split()))
    pdf.set_author(" ".join(clean(document.owner).split()))
    pdf.set_subject(" ".join(clean(document.subtitle).split()))
    pdf.set_creator(" ".join(clean(document.owner).split()))
    pdf.set_lang(document.language)
    pdf.set_creation_date(made if made.tzinfo else made.replace(tzinfo=UTC))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
