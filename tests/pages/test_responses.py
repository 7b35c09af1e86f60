"""The list of responses: for the team, for a school, and with nothing in it."""

from __future__ import annotations

from db.cycles import exempt
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill


def test_responses_without_data_say_what_to_do(site: Site):
    assert "Nothing has been asked yet" in words(site.run("responses", role="mars_team"))


def test_responses_are_closed_to_a_board_reader(site: Site):
    assert "not open to that role" in words(site.run("responses", role="board_reader"))


def test_responses_list_every_organisation_with_its_state(site: Site):
    fill(site)
    said = words(site.run("responses", role="mars_team"))
    assert "14 of 14 organisations." in said
    assert '<a href="/response?id=this-1">School 1</a>' in said
    assert "12 of 14 organisations have returned; 0 of them late." in said
    assert "/response?id=begun" not in said


def test_who_is_exempt_stands_beside_the_bars_and_outside_the_count(site: Site):
    fill(site)
    site.held.database.write(
        exempt, cycle="this", organisation="school-14", reason="Closed", viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip
    said = words(site.run("responses", role="mars_team"))
    assert "12 of 13 organisations have returned; 0 of them late. 1 more need not." in said


def test_responses_mark_what_came_late(site: Site):
    fill(site)
    said = words(site.run("responses", role="mars_team", query={"cycle": "last"}))
    assert said.count('<span class="tag tag-poor">Late</span>') == 12


def test_responses_are_narrowed_by_type_state_and_locality(site: Site):
    fill(site)
    query = {"type": "academy", "status": "in_progress", "locality": "brigg_and_wolds"}
    said = words(site.run("responses", role="mars_team", query=query))
    assert "1 of 14 organisations." in said
    assert "School 13" in said


def test_responses_open_with_the_newest_open_cycle(site: Site):
    fill(site)
    page = site.run("responses", role="mars_team")
    assert page.selectbox(key="choice-cycle").value == "this"


def test_choosing_a_cycle_writes_it_into_the_address(site: Site):
    fill(site)
    page = site.run("responses", role="mars_team")
    page.selectbox(key="choice-cycle").set_value("last").run()
    assert page.query_params["cycle"] in ("last", ["last"])
    assert "/documents/returns/last.csv" in words(page)


def test_only_those_who_export_are_offered_files(site: Site):
    fill(site)
    assert "/documents/answers/this.parquet" in words(site.run("responses", role="mars_team"))
    assert "/documents/answers" not in words(site.run("responses", role="scrutiny_officer"))


def test_campaigns_show_how_many_answered(site: Site):
    fill(site, voices=12)
    said = words(site.run("responses", role="mars_team"))
    assert '<a href="/composite?round=clinic">Clinic spring</a>' in said
    assert ">12</td>" in said
    assert "<code>FROG-42</code>" in said


def test_campaigns_hide_how_few_answered(site: Site):
    fill(site, voices=3)
    assert ">fewer than 5</td>" in words(site.run("responses", role="mars_team"))


def test_a_school_sees_its_own_returns_alone(site: Site):
    fill(site)
    said = words(site.run("responses", role="organisation", organisation="school-1"))
    assert "/response?id=this-1" in said
    assert "/response?id=last-1" in said
    assert "School 2" not in said
    assert "FROG-42" not in said


def test_a_school_goes_on_with_what_it_began(site: Site):
    fill(site)
    said = words(site.run("responses", role="organisation", organisation="school-13"))
    assert '<a href="/fill?cycle=this" aria-label="Continue: Audit 2025">Continue</a>' in said


def test_a_school_without_a_cycle_is_told_to_wait(site: Site):
    fill(site)
    page = site.run("responses", role="organisation")
    assert "There is nothing to read yet" in words(page)
