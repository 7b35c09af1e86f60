"""A campaign's poster: one tagged page whose QR code and words say the same."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import segno
from pypdf import PdfReader

from exports.poster import Poster, render_poster

POSTER = Poster(
    title="Ironstone Clinic", text="Tell us what it was like.", code="OTTER-7K3M",
    address="https://mars.example.org/fill?code=OTTER-7K3M", site="mars.example.org",
    owner="Children's MARS", made=datetime(2026, 1, 2, tzinfo=UTC), closes="31 March 2026",
    help_lines=("Childline: 0800 1111",),
)  # fmt: skip


def read(poster: Poster) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(render_poster(poster))).pages
    return len(pages), pages[0].extract_text()


def test_poster_is_one_page_with_code_address_and_help() -> None:
    pages, text = read(POSTER)
    assert pages == 1
    for words in ("Ironstone Clinic", "OTTER-7K3M", "mars.example.org", "31 March 2026",
                  "Childline: 0800 1111"):  # fmt: skip
        assert words in text


def test_poster_is_the_same_for_the_same_input() -> None:
    assert render_poster(POSTER) == render_poster(POSTER)


def test_poster_with_long_words_stays_on_one_page() -> None:
    long = replace(
        POSTER, title="A service with a very long name indeed " * 2, text="Tell us. " * 30
    )
    assert read(long)[0] == 1


def test_drawn_code_is_the_code_of_the_address() -> None:
    matrix = [list(row) for row in segno.make(POSTER.address, error="m", micro=False).matrix]
    page = pypdfium2.PdfDocument(render_poster(POSTER))[0].render(scale=4).to_numpy()
    dark = page.min(axis=2) < 100
    side, left = 250.0 / (len(matrix) + 8) * 4, (595.28 - 250.0) / 2 * 4
    rows = [y for y in range(dark.shape[0]) if _begins(dark[y], int(left + 4.5 * side), side)]
    top = rows[0]  # the first row of the corner's square
    drawn = [
        [
            int(dark[int(top + (y + 0.5) * side), int(left + (x + 4.5) * side)])
            for x in range(len(matrix))
        ]
        for y in range(len(matrix))
    ]
    assert drawn == matrix


def _begins(row: Any, at: int, side: float) -> bool:
    """Whether seven dark modules of a corner stand here, and a light one before them."""
    return bool(row[at : at + int(6 * side)].all()) and not row[int(at - side)]
