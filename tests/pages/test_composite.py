"""Composites: a cycle put together, narrowed, and a campaign beside another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from db import reviews
from db.campaigns import add_campaign, get_campaign
from db.counted import include_accepted
from db.life import take_step
from db.organisations import add_organisations
from scrutiny.life import Step
from scrutiny.organisation import Organisation
from scrutiny.review import Slot
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import (
    OFFICER,
    TEAM,
    code_theme,
    fill,
    keep_quote,
    send_audit,
)


def test_composites_without_data_say_what_they_are_for(site: Site):
    said = words(site.run("composite", role="board_reader"))
    assert "There is nothing to put together yet" in said


def test_composites_are_closed_to_a_school(site: Site):
    page = site.run("composite", role="organisation", organisation="school-1")
    assert "not open to that role" in words(page)


def test_a_cycle_shows_its_headline_and_parts(site: Site):
    fill(site)
    said = words(site.run("composite", role="board_reader"))
    assert '<dt>Return rate</dt><dd class="value">86%</dd>' in said
    assert '<dt>Fully met</dt><dd class="value">96%</dd>' in said
    for part in ("Return rates", "Sections", "Standard by standard", "Year on year",
                 "Lowest and highest", "Contextual numbers", "Choices made",
                 "Themes in what people wrote", "One question", "Our assessment",
                 "Method and small numbers"):  # fmt: skip
        assert f">{part}</a></li>" in said
        assert f'tabindex="-1">{part}</h2>' in said


def test_a_cycle_names_no_school(site: Site):
    fill(site)
    assert "School 1" not in words(site.run("composite", role="board_reader"))


def test_every_chart_has_words_and_its_table(site: Site):
    fill(site)
    said = words(site.run("composite", role="board_reader"))
    assert said.count("<figure") == said.count("The numbers as a table:")
    assert said.count("<img") == 2 * said.count("<figure")
    assert 'alt=""' not in said


def test_the_heat_map_is_a_table_with_words_and_percentages(site: Site):
    fill(site)
    said = words(site.run("composite", role="board_reader"))
    assert '<td dir="auto" class="tone-good">100% Secure</td>' in said
    assert '<td dir="auto" class="tone-middling">83% Mostly secure</td>' in said


def test_few_returns_are_not_shown(site: Site):
    fill(site, answered=4)
    said = words(site.run("composite", role="mars_team"))
    assert "Not shown: fewer than 5 returns are in this choice." in said
    assert "Standard by standard" not in said
    assert ">Return rates</h2>" in said


def test_a_filter_that_leaves_too_few_out_is_refused(site: Site):
    fill(site, answered=10)
    query = {"locality": "scunthorpe_north"}  # seven of ten: three could be worked out
    said = words(site.run("composite", role="board_reader", query=query))
    assert "Not shown: this choice leaves out fewer than 5 returns. Widen it." in said


def test_filters_stand_in_the_address_and_in_the_report(site: Site):
    fill(site)
    query = {"type": "academy", "late": "no"}
    page = site.run("composite", role="board_reader", query=query)
    assert page.selectbox(key="choice-type").value == "academy"
    said = words(page)
    assert "/documents/composite/this.pdf?type=academy&amp;late=no" in said
    assert "Academies and free schools; without late returns." in said


def test_the_registered_can_be_parted_from_the_others_where_there_are_both(site: Site):
    fill(site)
    assert "choice-registration" not in choices(site.run("composite", role="board_reader"))
    site.held.database.write(
        add_organisations, [Organisation("farm", "Farm Project", "academy", urn="900001")]
    )
    page = site.run("composite", role="board_reader", query={"registration": "unregistered"})
    assert "choice-registration" in choices(page)
    said = words(page)
    assert "Not registered, without a URN." in said
    assert "/documents/composite/this.pdf?registration=unregistered" in said
    assert "12 of 14 organisations have returned; 0 of them late." in said


def test_a_composite_says_which_version_of_the_standards_it_counts(site: Site):
    fill(site)
    assert "Answered to version 1 of the form." in words(site.run("composite", role="mars_team"))


def choices(page: AppTest) -> list[str | None]:
    """The keys of the boxes to choose from."""
    return [box.key for box in page.selectbox]


def test_one_section_of_standards_is_drawn_at_a_time(site: Site):
    fill(site)
    page = site.run("composite", role="board_reader")
    assert page.selectbox(key="choice-section").options == ["Leadership", "Every section"]


def test_a_question_that_is_not_charted_says_why(site: Site):
    fill(site)
    page = site.run("composite", role="board_reader", query={"question": "proud"})
    assert "What people typed is read by a person" in words(page)


def test_what_people_typed_is_never_on_the_dashboard(site: Site):
    fill(site)
    assert "playground" not in words(site.run("composite", role="mars_team"))


def test_a_submission_changes_the_composite(site: Site):
    fill(site, answered=11)
    assert "79%" in words(site.run("composite", role="board_reader"))
    send_audit(site, number=12)
    assert "86%" in words(site.run("composite", role="board_reader"))


def test_a_reviewer_writes_the_narrative_and_a_board_member_reads_it(site: Site):
    fill(site)
    page = site.run("composite", role="mars_team", person="Max Team")
    page.text_area(key="narrative-this-gaps").set_value("Training <b>gaps</b>").run()
    assert "Last saved by Max Team" in words(page)
    assert "Saved." in words(page)
    read = site.run("composite", role="board_reader")
    assert "Training &lt;b&gt;gaps&lt;/b&gt;" in words(read)
    assert not read.text_area


def test_a_narrative_that_somebody_else_changed_is_not_overwritten(site: Site):
    fill(site)
    page = site.run("composite", role="mars_team")
    site.held.database.write(
        reviews.set_narrative, round="this", slot=Slot.GAPS, text="Theirs", revision=0,
        viewer=OFFICER, now=site.held.clock(),
    )  # fmt: skip
    page.text_area(key="narrative-this-gaps").set_value("Mine").run()
    assert "Not saved: somebody else wrote here meanwhile" in words(page)
    kept = site.held.database.read(reviews.list_narratives, viewer=TEAM, round="this")
    assert [narrative.text for narrative in kept] == ["Theirs"]


def test_themes_and_checked_quotes_are_shown_to_a_board_member(site: Site):
    fill(site)
    for number in range(1, 7):
        code_theme(site, response=f"this-{number}", question="proud", round="this")
    keep_quote(site, round="this", text="We listen to children", is_checked=True)
    keep_quote(site, round="this", text="Not checked yet")
    said = words(site.run("composite", role="board_reader"))
    assert "We listen to children" in said
    assert "Not checked yet" not in said


def test_a_second_person_checks_a_quote(site: Site):
    fill(site)
    kept = keep_quote(site, round="this", text="We listen to children")
    own = site.run("composite", role="mars_team", person="Max Team")
    assert "You kept it, so somebody else must check it." in words(own)
    page = site.run("composite", role="scrutiny_officer", person="Ira Officer")
    page.button(key=f"check-{kept}").click().run()
    assert "Checked. It may now be shown." in words(page)
    quotes = site.held.database.read(reviews.list_quotes, viewer=TEAM, round="this")
    assert [quote.may_be_shown for quote in quotes] == [True]


def test_a_campaign_shows_each_question(site: Site):
    fill(site)
    said = words(site.run("composite", role="board_reader", query={"round": "clinic"}))
    assert '<dt>People who answered</dt><dd class="value">12</dd>' in said
    assert "Did they listen to you?" in said
    assert "Longer opening hours" not in said


def test_a_small_campaign_shows_nothing(site: Site):
    fill(site, voices=3)
    said = words(site.run("composite", role="mars_team", query={"round": "clinic"}))
    assert "Nothing is shown: fewer than 5 people answered." in said
    assert "<figure" not in said


def test_two_campaigns_stand_side_by_side_only_when_both_are_large_enough(site: Site):
    fill(site)
    clinic = site.held.database.read(get_campaign, "clinic")
    other = replace(clinic, id="autumn", title="Clinic autumn", code="OWL-7",
                    opens=clinic.opens - timedelta(99))  # fmt: skip
    site.held.database.write(add_campaign, other)
    query = {"round": "clinic", "beside": "autumn"}
    said = words(site.run("composite", role="board_reader", query=query))
    assert "Clinic autumn cannot be compared: fewer than 5 people answered." in said


def test_the_team_codes_what_people_wrote_in_a_campaign(site: Site):
    fill(site)
    query = {"round": "clinic", "read": "words"}
    page = site.run("composite", role="mars_team", person="Max Team", query=query)
    assert "Longer opening hours" in words(page)
    page.selectbox(key="code-theme").set_value("voice")
    page.button(key="FormSubmitter:code-form-Add the theme").click().run()
    coded = site.held.database.read(reviews.list_themes, viewer=TEAM, round="clinic")
    assert [(theme.theme, theme.kind, theme.coder) for theme in coded] == [
        ("voice", "best_practice", "Max Team")
    ]
    board = site.run("composite", role="board_reader", query=query)
    assert "Longer opening hours" not in words(board)


def accept(site: Site, *numbers: int) -> None:
    for number in numbers:
        for step in (Step.TAKE_UP, Step.ACCEPT):
            site.held.database.write(
                take_step, id=f"this-{number}", step=step, viewer=TEAM, now=site.held.clock()
            )


def test_it_says_which_returns_are_counted(site: Site):
    fill(site)
    accept(site, 1, 2)
    said = words(site.run("composite", role="board_reader"))
    assert "Every return that was sent is counted, with the answers that the organisation" in said
    assert "Accepted, not yet in the final composite" in said
    assert "School 1" not in said
    assert "Which returns are counted" not in said
    team = words(site.run("composite", role="mars_team", person="Max Team"))
    assert "12 returns were sent and are counted" in team
    assert "Sending 1, " in team


def test_accepted_returns_are_put_into_the_final_composite_at_once(site: Site):
    fill(site)
    accept(site, *range(1, 7))
    page = site.run("composite", role="mars_team", person="Max Team")
    page.button(key="ask-include-accepted").click().run()
    page.button(key="yes-include-accepted").click().run()
    said = words(page)
    assert "6 returns are in the final composite now." in said
    assert "6 of 12 stand in the final composite." in said
    assert "Yes, by Max Team, " in said
    final = site.run("composite", role="board_reader", query={"count": "final"})
    assert "only returns in the final composite" in words(final)
    assert "This is the final composite: of the returns that were sent" in words(final)
    assert "Every return that was sent is counted" not in words(final)
    assert '<dt>Fully met</dt><dd class="value">92%</dd>' in words(final)


def test_a_final_composite_of_too_few_shows_nothing(site: Site):
    fill(site)
    accept(site, 1, 2, 3)
    site.held.database.write(include_accepted, cycle="this", viewer=TEAM, now=site.held.clock())
    said = words(site.run("composite", role="board_reader", query={"count": "final"}))
    assert "Not shown: fewer than 5 returns are in this choice." in said
