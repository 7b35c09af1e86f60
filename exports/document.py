"""A document as data: what is said, in order; rendered alike to PDF and accessible HTML."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A table cell: its words, and a tone that colours it besides."""

    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the document, under its title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words; blank lines part paragraphs. Never read as markup."""

    text: str
    strong: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain words."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column heads its rows when `row_headers`.

    `widths` are relative. A cell may be words or a Cell with a tone.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    widths: tuple[float, ...] = ()
    row_headers: bool = True
    numeric: frozenset[int] = frozenset()


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
    Heading | Paragraph | Bullets | Table | Facts | Tiles | Answer | Blank | Box | Chart | PageBreak
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
