"""What one dashboard loads: what is kept, who may have it, and what the filters mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import NotAllowedError, NotFoundError
from exports.document import Box
from pages.components import composing
from pages.components.composing import (
    load_cycle,
    load_voice,
    make_cycle_document,
    read_filters,
    say_filters,
    write_filters,
)
from pages.components.documents.making import page_for
from scrutiny.access import make_viewer
from scrutiny.composite import EVERYTHING, Filters
from tests.pages.conftest import Site
from tests.pages.small_partnership import code_theme, fill, send_audit

BOARD = make_viewer("board_reader")


def test_a_composite_is_kept_until_an_answer_is_sent(site: Site):
    fill(site, answered=11)
    page = page_for(BOARD, {})
    first = load_cycle(page, "this").composite
    assert load_cycle(page, "this").composite is first
    send_audit(site, number=12)
    assert str(first.answered) == "11"
    assert str(load_cycle(page, "this").composite.answered) == "12"


def test_a_coded_theme_changes_what_is_kept(site: Site):
    fill(site)
    page = page_for(BOARD, {})
    assert load_cycle(page, "this").composite.themes == ()
    for number in range(1, 7):
        code_theme(site, response=f"this-{number}", question="proud", round="this")
    assert [theme.theme for theme in load_cycle(page, "this").composite.themes] == ["voice"]


def test_what_is_kept_is_not_given_to_those_who_may_not_see_it(site: Site):
    fill(site)
    load_cycle(page_for(BOARD, {}), "this")
    load_voice(page_for(BOARD, {}), "clinic")
    school = make_viewer("organisation", organisations=frozenset({"school-1"}))
    with pytest.raises(NotAllowedError):
        load_cycle(page_for(school, {}), "this")
    with pytest.raises(NotAllowedError):
        load_voice(page_for(school, {}), "clinic")


def test_only_so_many_composites_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch):
    fill(site)
    composing._cache.clear()
    monkeypatch.setattr(composing, "MOST_KEPT", 2)
    page = page_for(BOARD, {})
    for kind in ("academy", "maintained_school", "college"):
        load_cycle(page, "this", Filters(types=frozenset({kind})))
    assert len(composing._cache) == 2


def test_a_filter_leaves_out_what_cannot_be_narrowed(site: Site):
    fill(site)
    page = page_for(BOARD, {})
    narrowed = load_cycle(page, "this", Filters(localities=frozenset({"scunthorpe_north"})))
    keys = [tile.key for tile in narrowed.composite.headline]
    assert keys == ["return_rate", "on_time_rate", "percent_best", "change"]
    assert str(narrowed.composite.answered) == "7"
    assert narrowed.composite.left_out == (
        "themes", "quotes", "moderated ratings", "actions",
    )  # fmt: skip
    assert load_cycle(page, "this").composite.left_out == ()


def test_what_reviewers_added_is_not_shown_for_some_standards(site: Site):
    fill(site)
    code_theme(site, response="this-1", question="proud", round="this")
    page = page_for(BOARD, {})
    assert [each.theme for each in load_cycle(page, "this").composite.themes] == ["voice"]
    some = load_cycle(page, "this", Filters(scopes=frozenset({"children"}))).composite
    assert some.themes == ()
    assert "themes" in some.left_out


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


def test_last_year_is_compared_over_the_same_schools(site: Site):
    fill(site)
    change = load_cycle(page_for(BOARD, {}), "this").composite.change
    assert (change.matched, change.words) == (24, "no change")


def test_a_round_that_is_not_there_is_not_found(site: Site):
    with pytest.raises(NotFoundError):
        load_cycle(page_for(BOARD, {}), "nothing")
    with pytest.raises(NotFoundError):
        load_voice(page_for(BOARD, {}), "nothing")


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
    assert say_filters(page, EVERYTHING) == ""
