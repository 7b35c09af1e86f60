"""The report of a composite says what its dashboard says."""

from __future__ import annotations

from exports.document import Box
from pages.components.composing import load_cycle
from pages.components.documents.making import page_for
from pages.components.reporting import make_cycle_document
from scrutiny.access import make_viewer
from scrutiny.composite import Filters
from tests.pages.conftest import Site
from tests.pages.small_partnership import fill

BOARD = make_viewer("board_reader")


def test_what_is_left_out_is_said_on_paper(site: Site):
    fill(site)
    page = page_for(BOARD, {})
    academies = load_cycle(page, "this", Filters(types=frozenset({"academy"})))
    (box,) = [b for b in make_cycle_document(page, academies).blocks if isinstance(b, Box)]
    assert (box.title, box.text) == (
        "Not shown for part of the settings or standards",
        "Themes, quotes and moderated ratings are not split up, so they are left out here. "
        "Take the filters away to see them.",
    )
