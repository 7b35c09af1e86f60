"""The year's scrutiny, before anything has happened and for whom."""

from tests.pages.conftest import Site, words


def test_a_year_without_activities_lists_the_aims_and_says_so(site: Site):
    said = words(site.run("overview", role="board_reader"))
    assert '<dt>Activities begun</dt><dd class="value">0</dd>' in said
    assert "Scrutiny officer&#x27;s days" in said
    assert "0 of 15" in said
    assert "Children and families tell us directly" in said


def test_the_year_is_closed_to_a_school(site: Site):
    page = site.run("overview", role="organisation", organisation="school-1")
    assert "not open to that role" in words(page)
