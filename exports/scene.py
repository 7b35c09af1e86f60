"""A drawing as a list of simple marks, laid out once and drawn alike on screen and paper.

Units are those of the width that was asked for: CSS pixels in SVG, points in PDF. The
origin is the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exports.palette import INK


class Anchor(StrEnum):
    """Which point of a line of words its `x` is; the names are SVG's."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; `title` is what a pointer held over it reads."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 1.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle: filled, or a ring where `stroke` is another colour."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    width: float = 0.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words, its baseline at `y`."""

    x: float
    y: float
    text: str
    size: float
    fill: str = INK
    bold: bool = False
    anchor: Anchor = Anchor.START


Mark = Rect | Line | Dot | Words


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a scene from `top` to `bottom` that is never torn between pages."""

    top: float
    bottom: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing: its size, and its marks in bands from top to bottom."""

    width: float
    height: float
    bands: tuple[Band, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark in drawing order."""
        return tuple(mark for band in self.bands for mark in band.marks)
