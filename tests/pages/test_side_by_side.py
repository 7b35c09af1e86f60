"""Sources side by side: what stands on the page, and who may see it."""

from tests.pages.conftest import Site, words
from tests.pages.small_partnership import fill


def test_topics_stand_in_a_table_with_every_source(site: Site):
    fill(site)
    said = words(site.run("side_by_side", role="board_reader"))
    for column in ("Topic", "Self-assessment", "Moderated", "Voice", "Case audits"):
        assert f">{column}</th>" in said
    assert "Children are listened to" in said
    assert "14 of 14 rows." in said


def test_nothing_to_compare_is_said_in_words(site: Site):
    said = words(site.run("side_by_side", role="board_reader", query={"by": "standards"}))
    assert "No two sources speak of the same thing here yet." in said


def test_it_is_closed_to_a_school(site: Site):
    page = site.run("side_by_side", role="organisation", organisation="school-1")
    assert "not open to that role" in words(page)
