"""A document as data: what is said, in order; rendered alike to PDF and accessible HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms.model import Tone


class ChartKind(StrEnum):
    """The charts that the platform draws; each also stands as a table."""

    STACKED_BARS = "stacked_bars"  # one horizontal bar a row, split by series, to 100 per cent
    BARS = "bars"  # one horizontal bar a row and series
    LOLLIPOP = "lollipop"  # a dot a row on a line from zero, with last year's as a ring
    SLOPE = "slope"  # two points a row joined by a line: last year, this year
    COLUMNS = "columns"  # vertical bars, for distributions with few ordered choices


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its words, its tone, and a value a row (None: not shown).

    `words` say each value where its figure with the chart's unit would not do ("under 1%",
    "fewer than 5"); an empty one leaves the figure.
    """

    label: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.NEUTRAL
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its words: `alt` says what it shows, `notes` a short text a row ("n 42").

    `labels` name the rows, `unit` stands behind a value ("%"), `maximum` fixes the end
    of the axis (0: the largest value). A row whose values are all None is drawn as
    "too few to show". A lollipop's first series is this year's, a slope's is last year's.
    Beneath it stands `table`, or where that is None the chart's values as a table whose
    first column is headed `row_heading`.
    """

    kind: ChartKind
    title: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()
    unit: str = ""
    maximum: float = 0.0
    row_heading: str = "Item"
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its words, a tone that colours it besides, and where it leads.

    `target` is an address, or "#" and the anchor of a heading of the same document.
    """

    text: str
    tone: Tone | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the document, under its title.

    What leads to it within the document names its `anchor`, a word of letters and dashes.
    """

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words; blank lines part paragraphs. Never read as markup.

    With a `target`, an address, all of the words lead there.
    """

    text: str
    strong: bool = False
    small: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain words."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column heads its rows when `row_headers`.

    `widths` are relative. A cell may be words or a Cell with a tone. A caption that only
    repeats the heading above is not shown, and names the table for those who listen.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    widths: tuple[float, ...] = ()
    row_headers: bool = True
    numeric: frozenset[int] = frozenset()
    shows_caption: bool = True


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands where in the document: as links, and on paper with the number of the page.

    Each row is the anchor of a heading with the row's cells, whose words in the column
    `link_at` lead there. On paper a column for the page follows the others.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    widths: tuple[float, ...] = ()
    link_at: int = 0

    def as_table(self, pages: Mapping[str, int] | None = None) -> Table:
        """The rows as a table whose cells lead on; with `pages`, by anchor, a last column."""
        rows = tuple(self._cells(anchor, row) for anchor, row in self.rows)
        if pages is None:
            return Table(self.caption, self.columns, rows, self.widths)
        numbers = (f"{pages.get(anchor, 0)}" for anchor, _ in self.rows)
        return Table(
            caption=self.caption,
            columns=(*self.columns, "Page"),
            rows=tuple((*row, number) for row, number in zip(rows, numbers, strict=True)),
            widths=(*self.widths, 0.9) if self.widths else (),
            numeric=frozenset({len(self.columns)}),
        )

    def _cells(self, anchor: str, row: tuple[str, ...]) -> tuple[str | Cell, ...]:
        at = self.link_at
        return (*row[:at], Cell(row[at], target=f"#{anchor}"), *row[at + 1 :])


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, as at the head of a return."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """Headline numbers: label, value, and a line beneath."""

    tiles: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, as read; `parts` are labelled further texts.

    `previous` is last year's answer, shown beside this one when there is one.
    """

    question: str
    answer: Cell
    parts: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write on paper: choices to tick, and ruled lines."""

    question: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A bordered box of labelled words, for narrative and for warnings."""

    title: str
    text: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Start a new page (nothing in HTML)."""


Block = (
    Heading
    | Paragraph
    | Bullets
    | Table
    | Contents
    | Facts
    | Tiles
    | Answer
    | Blank
    | Box
    | Chart
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its title, what its page header says, and its blocks.

    `marking` is the sensitivity ("OFFICIAL"), `notice` a banner on every page such as
    "Demonstration data", `owner` the partnership's name. `made` is passed in, so that a
    pinned clock gives identical bytes.
    """

    title: str
    blocks: Sequence[Block]
    made: datetime
    subtitle: str = ""
    version: str = ""
    owner: str = ""
    marking: str = ""
    notice: str = ""
    language: str = "en-GB"
