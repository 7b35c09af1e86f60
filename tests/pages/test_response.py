"""One response: read in full beside last year's, and moderated."""

from __future__ import annotations

from db import reviews
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill

ONE = {"id": "this-1"}


def test_a_response_is_shown_in_full_beside_last_years(site: Site):
    fill(site)
    said = words(site.run("response", role="scrutiny_officer", query=ONE))
    assert '<h1 class="page-title" tabindex="-1">School 1</h1>' in said
    assert "<h4>ED-A2 Staff are trained</h4>" in said
    assert '<span class="tag tag-poor">Not met</span><span class="last">Last year: Not met' in said
    assert "KCSIE, 2025" in said


def test_what_people_typed_is_plain_words(site: Site):
    fill(site)
    said = words(site.run("response", role="mars_team", query=ONE))
    assert "Minutes &lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "Train &lt;b&gt;everyone&lt;/b&gt;" in said
    assert "=cmd() Our playground &amp; garden" in said
    assert "<script>" not in said


def test_a_response_can_be_taken_away_as_a_document(site: Site):
    fill(site)
    said = words(site.run("response", role="mars_team", query=ONE))
    assert 'href="/documents/response/this-1.pdf"' in said
    assert 'href="/documents/response/this-1.html"' in said


def test_a_response_that_is_not_there_and_one_of_somebody_else_read_the_same(site: Site):
    fill(site)
    absent = site.run("response", role="organisation", organisation="school-2",
                      query={"id": "nothing"})  # fmt: skip
    others = site.run("response", role="organisation", organisation="school-2", query=ONE)
    assert words(absent) == words(others)
    assert "There is no response here that you may read" in words(others)


def test_a_school_reads_its_own_without_the_reviewers_panel(site: Site):
    fill(site)
    page = site.run("response", role="organisation", organisation="school-1", query=ONE)
    assert "School 1" in words(page)
    assert "Moderate a rating" not in words(page)
    assert not page.selectbox


def test_a_moderated_rating_needs_a_reason(site: Site):
    fill(site)
    page = site.run("response", role="mars_team", person="Max Team", query=ONE)
    page.radio(key="moderate-a1-rating").set_value("not_met")
    page.button(key="FormSubmitter:moderate-a1-Save this rating").click().run()
    assert "Not saved. Say why you rate it so." in words(page)
    assert ratings(site) == []


def test_a_moderated_rating_is_saved_and_stands_beside_their_own(site: Site):
    fill(site)
    page = site.run("response", role="mars_team", person="Max Team", query=ONE)
    page.radio(key="moderate-a1-rating").set_value("not_met")
    page.text_area(key="moderate-a1-why").set_value("No minutes were seen")
    page.button(key="FormSubmitter:moderate-a1-Save this rating").click().run()
    assert "Saved. It now stands beside their own rating." in words(page)
    assert "<dt>Moderated rating</dt>" in words(page)
    assert "No minutes were seen" in words(page)
    assert ratings(site) == [("a1", "not_met", "Max Team")]
    school = site.run("response", role="organisation", organisation="school-1", query=ONE)
    assert "No minutes were seen" not in words(school)


def test_someone_without_a_name_is_shown_by_their_role(site: Site):
    fill(site)
    page = site.run("response", role="mars_team", query=ONE)
    page.radio(key="moderate-a1-rating").set_value("fully_met")
    page.text_area(key="moderate-a1-why").set_value("As they say")
    page.button(key="FormSubmitter:moderate-a1-Save this rating").click().run()
    assert ratings(site) == [("a1", "fully_met", "Children's MARS team")]


def test_a_draft_is_its_writers_own(site: Site):
    fill(site)
    query = {"id": "begun"}
    own = site.run("response", role="organisation", organisation="school-13", query=query)
    assert "This is a draft: it has not been sent and may still change." in words(own)
    team = site.run("response", role="mars_team", query=query)
    assert "There is no response here that you may read" in words(team)


def test_a_theme_is_added_and_taken_away(site: Site):
    fill(site)
    page = site.run("response", role="mars_team", person="Max Team", query=ONE)
    page.selectbox(key="code-text").set_value("this-1-proud").run()
    page.selectbox(key="code-theme").set_value("voice")
    page.button(key="FormSubmitter:code-form-Add the theme").click().run()
    assert themes(site) == [("this-1", "proud", "voice", "best_practice")]
    assert "(best practice), by Max Team on" in words(page)
    page.button(key="uncode-voice-best_practice").click().run()
    assert themes(site) == []


def test_words_are_kept_as_a_quote(site: Site):
    fill(site)
    page = site.run("response", role="mars_team", person="Max Team", query=ONE)
    page.selectbox(key="code-text").set_value("this-1-proud").run()
    page.text_area(key="quote-this-1-proud-words").set_value("We are proud of our garden")
    page.checkbox(key="quote-this-1-proud-agreed").set_value(True)
    page.button(key="FormSubmitter:quote-this-1-proud-Keep the quote").click().run()
    kept = site.held.database.read(reviews.list_quotes, viewer=TEAM, round="this")
    assert [(q.text, q.has_permission, q.may_be_shown) for q in kept] == [
        ("We are proud of our garden", True, False)
    ]


def ratings(site: Site) -> list[tuple[str, str, str]]:
    listed = site.held.database.read(reviews.list_moderated_ratings, viewer=TEAM, response="this-1")
    return [(rating.question, rating.rating, rating.reviewer) for rating in listed]


def themes(site: Site) -> list[tuple[str, str, str, str]]:
    listed = site.held.database.read(reviews.list_themes, viewer=TEAM, round="this")
    return [(theme.response, theme.question, theme.theme, theme.kind) for theme in listed]
