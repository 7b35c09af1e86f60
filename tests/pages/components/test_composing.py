"""What one dashboard loads: what is kept, who may have it, and what filters leave out."""

from __future__ import annotations

import pytest

from db.errors import NotAllowedError, NotFoundError
from pages.components import composing
from pages.components.composing import load_cycle, load_voice
from pages.components.documents.making import page_for
from scrutiny.access import make_viewer
from scrutiny.composite import Filters
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


def test_last_year_is_compared_over_the_same_schools(site: Site):
    fill(site)
    change = load_cycle(page_for(BOARD, {}), "this").composite.change
    assert (change.matched, change.words) == (24, "no change")


def test_a_round_that_is_not_there_is_not_found(site: Site):
    with pytest.raises(NotFoundError):
        load_cycle(page_for(BOARD, {}), "nothing")
    with pytest.raises(NotFoundError):
        load_voice(page_for(BOARD, {}), "nothing")
