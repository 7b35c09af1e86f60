"""The colours of charts and documents: each reads on white, and beside its neighbours.

Every fill has at least 3:1 against white (WCAG 1.4.11); good, middling and poor have it
against each other too, and lightness differs so that they part in greyscale and for the
colour-blind. Words always stand beside the colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms.model import Tone

INK = "#1c2733"
MUTED = "#4f5d6b"
RULE = "#c3ccd5"
FAINT = "#eef2f5"
WHITE = "#ffffff"
BRAND = "#0f5c55"

#: A strong fill for a mark, by tone.
FILLS = {
    Tone.GOOD: "#084f45",
    Tone.MIDDLING: "#cd8400",
    Tone.POOR: "#84250d",
    Tone.VERY_POOR: "#470b1a",
    Tone.NEUTRAL: "#4d6a86",
}
#: A pale wash for a cell or a box, dark ink upon it.
WASHES = {
    Tone.GOOD: "#e1f0ec",
    Tone.MIDDLING: "#fdf1d8",
    Tone.POOR: "#fae4dc",
    Tone.VERY_POOR: "#f3d9de",
    Tone.NEUTRAL: "#eef2f5",
}
#: Fills for series that share a tone: dark and light in turn, so that neighbours part.
SEQUENCE = ("#1d3f66", "#7191af", "#4b2e72", "#9f7fbd", "#3d3a0c", "#968d5c")


def luminance(colour: str) -> float:
    """The relative luminance of "#rrggbb" as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """White or ink, whichever reads better on the fill."""
    return WHITE if contrast(WHITE, fill) >= contrast(INK, fill) else INK


def series_fills(tones: Sequence[Tone]) -> list[str]:
    """A fill for each series: its tone's, or one of the sequence where tones repeat."""
    if len(set(tones)) == len(tones):
        return [FILLS[tone] for tone in tones]
    return [SEQUENCE[at % len(SEQUENCE)] for at in range(len(tones))]
