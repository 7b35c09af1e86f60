"""The filters of a dashboard: read from an address, written to one, and said in words."""

from __future__ import annotations

from dataclasses import replace

from pages.components.documents.making import page_for
from pages.components.narrowing import read_filters, say_filters, write_filters
from scrutiny.access import make_viewer
from scrutiny.composite import EVERYTHING, Filters
from tests.pages.conftest import Site

BOARD = make_viewer("board_reader")


def test_filters_are_read_from_an_address_and_written_to_one():
    query = {"type": "academy,college", "scope": "both,children", "late": "no",
             "count": "final", "other": "x"}  # fmt: skip
    filters = read_filters(query)
    assert filters == Filters(
        types=frozenset({"academy", "college"}),
        scopes=frozenset({"both", "children"}),
        include_late=False,
        only_final=True,
    )
    assert read_filters(write_filters(filters)) == filters
    assert read_filters({}) == EVERYTHING
    assert write_filters(EVERYTHING) == {}


def test_filters_are_said_in_words(site: Site):
    page = page_for(BOARD, {})
    filters = Filters(types=frozenset({"college"}), trusts=frozenset({"Elm Trust"}))
    assert say_filters(page, filters) == "Colleges and sixth forms; Elm Trust"
    assert say_filters(page, replace(EVERYTHING, include_late=False)) == "without late returns"
    unregistered = Filters(registrations=frozenset({"unregistered"}))
    assert say_filters(page, unregistered) == "Not registered, without a URN"
    assert write_filters(unregistered) == {"registration": "unregistered"}
    assert say_filters(page, EVERYTHING) == ""
