"""Colours that part and that words can be read on."""

from itertools import pairwise

from exports.palette import (
    BRAND,
    FILLS,
    INK,
    MUTED,
    SEQUENCE,
    WASHES,
    WHITE,
    contrast,
    series_fills,
    text_on,
)
from forms.model import Tone


def test_every_fill_reads_on_white():
    fills = [*FILLS.values(), *SEQUENCE, BRAND]
    assert [fill for fill in fills if contrast(fill, WHITE) < 3] == []


def test_neighbouring_ratings_part_by_lightness():
    order = (Tone.GOOD, Tone.MIDDLING, Tone.POOR)
    assert [p for p in pairwise(order) if contrast(FILLS[p[0]], FILLS[p[1]]) < 3] == []


def test_neighbours_of_the_sequence_part_by_lightness():
    assert [pair for pair in pairwise(SEQUENCE) if contrast(*pair) < 3] == []


def test_words_read_on_every_fill_and_wash():
    fills = [*FILLS.values(), *SEQUENCE]
    assert [fill for fill in fills if contrast(text_on(fill), fill) < 4.5] == []
    assert [wash for wash in WASHES.values() if contrast(INK, wash) < 4.5] == []


def test_muted_words_read_on_white():
    assert contrast(MUTED, WHITE) >= 4.5


def test_series_of_one_tone_each_take_their_tones():
    assert series_fills([Tone.GOOD, Tone.POOR]) == [FILLS[Tone.GOOD], FILLS[Tone.POOR]]


def test_series_that_share_a_tone_take_the_sequence():
    assert series_fills([Tone.NEUTRAL, Tone.NEUTRAL]) == list(SEQUENCE[:2])
