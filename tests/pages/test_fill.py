"""Filling in a form through the page itself: as a school, a chair and a young person."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db import campaigns, composites, cycles, organisations, responses
from forms.model import Json
from forms.sampling import sample_response
from scrutiny.access import Viewer, make_viewer
from scrutiny.cycle import Campaign, Cycle
from scrutiny.links import LinkKind, sign_link
from scrutiny.organisation import Organisation
from scrutiny.response import Response, Status
from tests.pages.conftest import Site, words

SCHOOL = Organisation(
    "o1", "Larkfield Primary", "academy", "123456", "primary", "Trent Trust", "brigg_and_wolds"
)
DEVICE_TOKEN = "d" * 43


def open_cycle(site: Site) -> None:
    """One school in an open cycle of the schools audit."""
    held = site.held
    form = held.library.forms["school_audit"]
    today = held.clock().date()
    cycle = Cycle(
        "c1", form.id, form.version, "Schools audit", today - timedelta(days=9),
        today + timedelta(days=9),
    )  # fmt: skip
    held.database.write(organisations.add_organisations, [SCHOOL])
    held.database.write(cycles.add_cycle, cycle, [SCHOOL.id])


@pytest.fixture
def school(site: Site) -> Site:
    """One school that has been asked for the schools audit."""
    open_cycle(site)
    return site


@pytest.fixture
def campaign(site: Site) -> Site:
    """An open campaign of the voice form for 8 to 11."""
    held = site.held
    form = held.library.forms["voice_younger"]
    today = held.clock().date()
    held.database.write(
        campaigns.add_campaign,
        Campaign(
            "v1", form.id, form.version, "Your visit", "Early help", "Council", "school", "LARK",
            today - timedelta(days=1), today + timedelta(days=9),
        ),
    )  # fmt: skip
    return site


def as_school(school: Site, **query: str) -> AppTest:
    return school.run(
        "fill", role="organisation", person="Larkfield Primary", organisation="o1",
        query={"cycle": "c1", **query},
    )  # fmt: skip


def stored(school: Site) -> Response:
    viewer = make_viewer("organisation", organisations=frozenset({"o1"}))
    found = school.held.database.read(
        responses.find_response, viewer=viewer, round="c1", organisation="o1"
    )
    assert found is not None
    return found


def complete_answers(site: Site, form: str, context: dict[str, Json]) -> dict[str, Json]:
    return dict(
        sample_response(
            site.held.library.forms[form], random.Random(7), today=site.held.clock().date(),
            context=context,
        )
    )  # fmt: skip


CONTEXT: dict[str, Json] = {
    "organisation_name": SCHOOL.name,
    "organisation_urn": SCHOOL.urn,
    "organisation_type": SCHOOL.type,
    "organisation_phase": SCHOOL.phase,
    "organisation_trust": SCHOOL.trust,
}


def fill_all(school: Site) -> Response:
    as_school(school)
    found = stored(school)
    viewer = make_viewer("organisation", organisations=frozenset({"o1"}))
    answers = complete_answers(
        school, "school_audit", {**CONTEXT, "today": school.held.clock().date().isoformat()}
    )
    school.held.database.write(
        responses.save_draft, id=found.id, answers=answers, revision=found.revision,
        viewer=viewer, now=school.held.clock(),
    )  # fmt: skip
    return stored(school)


def test_an_organisation_chooses_among_what_is_open(school: Site) -> None:
    page = school.run("fill", role="organisation", person="Larkfield Primary", organisation="o1")
    assert [button.label for button in page.button] == ["Start: Schools audit"]


def test_the_task_list_shows_every_section_with_its_status(school: Site) -> None:
    page = as_school(school)
    labels = [button.label for button in page.button]
    assert labels[0] == "1. About your setting"
    assert labels[-1] == "Check your answers and send"
    assert "Larkfield Primary" in words(page)
    assert "0 of 11 answered" in words(page)


def test_what_was_filled_in_for_the_person_is_not_called_answered(school: Site) -> None:
    said = words(as_school(school))
    assert '<span class="task-count">3 of 12 filled in for you</span>' in said
    assert '<span class="task-count">0 of 11 answered</span>' in said


def test_an_answer_is_kept_as_soon_as_it_is_given_and_seen_again_on_another_device(
    school: Site,
) -> None:
    page = as_school(school, section="a_governance")
    rating = page.radio[0].set_value("partly_met").run()
    assert stored(school).answers["ed_a1"] == {"rating": "partly_met"}
    rating.text_area[0].set_value("Termly visits 📋 and a challenge log").run()
    assert stored(school).answers["ed_a1"] == {
        "rating": "partly_met", "evidence": "Termly visits 📋 and a challenge log",
    }  # fmt: skip
    elsewhere = as_school(school, section="a_governance")
    assert elsewhere.radio[0].value == "partly_met"
    assert elsewhere.text_area[0].value == "Termly visits 📋 and a challenge log"


def test_several_boxes_of_one_judgement_saved_together_lose_nothing(school: Site) -> None:
    page = as_school(school, section="a_governance")
    page.radio[0].set_value("not_met").run()
    page.text_area[0].set_value("Write a plan")
    page.text_input[0].set_value("Deputy head")
    page.text_input[1].set_value("1 12 2026")
    page.run()
    assert stored(school).answers["ed_a1"] == {
        "rating": "not_met",
        "actions": [{"text": "Write a plan", "owner": "Deputy head", "due": "1 12 2026"}],
    }


def test_saving_a_section_that_lacks_something_says_what_and_lets_the_person_go_on(
    school: Site,
) -> None:
    page = as_school(school, section="a_governance")
    page.button(key="continue").click().run()
    assert "There are 6 problems" in words(page)
    page.button(key="continue-anyway").click().run()
    assert page.query_params["section"] == "b_policies"


def test_a_second_tab_that_changed_the_same_answer_is_not_overwritten(school: Site) -> None:
    first = as_school(school, section="a_governance")
    second = as_school(school, section="a_governance")
    second.radio[0].set_value("fully_met").run()
    first.radio[0].set_value("not_met").run()
    assert stored(school).answers["ed_a1"] == {"rating": "fully_met"}
    assert "Someone else changed this answer" in words(first)
    mine = next(b for b in first.button if b.label == "Keep mine")
    mine.click().run()
    assert stored(school).answers["ed_a1"] == {"rating": "not_met"}


def test_a_second_tab_that_changed_another_answer_is_merged(school: Site) -> None:
    first = as_school(school, section="a_governance")
    second = as_school(school, section="a_governance")
    second.radio[0].set_value("fully_met").run()
    first.radio[1].set_value("not_met").run()
    kept = stored(school).answers
    assert (kept["ed_a1"], kept["ed_a2"]) == ({"rating": "fully_met"}, {"rating": "not_met"})
    assert first.radio[0].value == "fully_met"


def test_nothing_is_sent_while_something_is_missing(school: Site) -> None:
    page = as_school(school, view="check")
    page.checkbox(key="declared").check()
    page.button(key="send").click().run()
    assert stored(school).status is Status.IN_PROGRESS
    assert "problems" in words(page)


def test_a_complete_audit_is_sent_once_locked_and_receipted(school: Site) -> None:
    fill_all(school)
    page = as_school(school, view="check")
    page.button(key="send").click().run()
    assert "Tick the box to say that you agree" in words(page)
    page.checkbox(key="declared").check()
    page.button(key="send").click().run()
    sent = stored(school)
    assert sent.status is Status.SUBMITTED
    assert sent.receipt in words(page)
    assert not as_school(school, section="a_governance").radio
    tallies = school.held.database.read(
        composites.count_answers, viewer=make_viewer("mars_team"), round="c1"
    )
    assert sum(t.count for t in tallies if t.question == "ed_a1") == 1


def test_a_link_opens_its_response_for_anyone_who_holds_it(school: Site) -> None:
    as_school(school)
    token = sign_link(LinkKind.RESPONSE, stored(school).id, secret=school.held.settings.secret)
    page = school.run("fill", query={"link": token, "section": "a_governance"})
    page.radio[0].set_value("fully_met").run()
    assert stored(school).answers["ed_a1"] == {"rating": "fully_met"}


@pytest.mark.parametrize(
    "query", [{"link": "not-a-link"}, {"response": "somebody-elses"}, {"cycle": "c1"}]
)
def test_what_may_not_be_opened_is_refused_in_plain_words(
    school: Site, query: dict[str, str]
) -> None:
    page = school.run("fill", query=query)
    assert "We cannot open this form" in words(page)
    assert not page.radio


def test_another_organisation_may_not_open_the_response(school: Site) -> None:
    as_school(school)
    page = school.run(
        "fill", role="organisation", organisation="o2", query={"response": stored(school).id}
    )
    assert "We cannot open this form" in words(page)


def test_confidentiality_comes_first_and_one_idea_stands_on_a_screen(campaign: Site) -> None:
    page = campaign.run("fill", query={"code": "LARK"}, device=DEVICE_TOKEN)
    assert "We do not ask for your name" in words(page)
    assert [b.label for b in page.button if b.key == "step-next"] == ["Start"]
    page.button(key="step-next").click().run()
    page.button(key="step-next").click().run()
    assert len(page.radio) == 1


def test_a_voice_page_that_is_only_looked_at_leaves_nothing_behind(campaign: Site) -> None:
    campaign.run("fill", query={"code": "lark"}, device=DEVICE_TOKEN)
    rows = campaign.held.database.read(lambda tx: tx.query("SELECT id FROM response"))
    assert rows == []


def test_a_voice_answer_survives_a_reload_and_is_sent_without_a_trace(campaign: Site) -> None:
    page = campaign.run("fill", query={"code": "LARK", "at": "v8_1"}, device=DEVICE_TOKEN)
    page.radio[0].set_value(page.radio[0].options[1]).run()
    again = campaign.run("fill", query={"code": "LARK", "at": "v8_1"}, device=DEVICE_TOKEN)
    assert again.radio[0].value == page.radio[0].value
    last = campaign.run("fill", query={"code": "LARK", "at": "end"}, device=DEVICE_TOKEN)
    last.button(key="send").click().run()
    assert "Thank you" in words(last)
    read = campaign.held.database.read
    (row,) = read(lambda tx: tx.query("SELECT status, organisation, author, receipt FROM response"))
    assert (row["status"], row["organisation"], row["author"]) == ("submitted", "", "")
    assert read(lambda tx: tx.query("SELECT device FROM draft_device")) == []
    fresh = campaign.run("fill", query={"code": "LARK", "at": "v8_1"}, device=DEVICE_TOKEN)
    assert fresh.radio[0].value is None


def test_a_wrong_or_closed_code_is_answered_kindly(campaign: Site) -> None:
    assert "We do not know that code" in words(campaign.run("fill", query={"code": "NOPE"}))


def test_easy_read_is_one_press_away(campaign: Site) -> None:
    page = campaign.run("fill", query={"code": "LARK"}, device=DEVICE_TOKEN)
    page.button(key="language-en-easy").click().run()
    assert page.query_params["language"] == "en-easy"


def test_a_chair_asks_for_an_audit_and_a_case_is_sent_to_marpf(site: Site) -> None:
    page = site.run("fill", role="chair", person="Chair of SPLIG")
    page.button(key="new-request").click().run()
    (request,) = site.held.database.read(responses.list_responses, viewer=_chair(), kind="request")
    form = site.held.library.forms["space_request"]
    section = form.section_of("case_specific")
    assert section is not None
    asked = site.run(
        "fill", role="chair", person="Chair of SPLIG",
        query={"response": request.id, "section": section.id},
    )  # fmt: skip
    radio = next(r for r in asked.radio if "case_specific" in str(r.key))
    radio.set_value("yes").run()
    asked.button(key="continue").click().run()
    assert "MARPF" in words(asked)


def _chair() -> Viewer:
    return make_viewer("chair", name="Chair of SPLIG")


def test_text_of_a_hundred_thousand_characters_is_kept_and_told_to_be_too_long(
    school: Site,
) -> None:
    page = as_school(school, section="a_governance")
    page.radio[0].set_value("fully_met").run()
    long = "שלום <script>alert(1)</script> =cmd() " + "é" * 100_000
    page.text_area[0].set_value(long).run()
    kept = stored(school).answers["ed_a1"]
    assert isinstance(kept, dict)
    assert kept["evidence"] == long
    page.button(key="continue").click().run()
    assert "too many" in words(page) or "characters" in words(page)


def test_the_day_of_a_voice_response_is_all_that_is_kept(campaign: Site) -> None:
    last = campaign.run("fill", query={"code": "LARK", "at": "end"}, device=DEVICE_TOKEN)
    last.button(key="send").click().run()
    (row,) = campaign.held.database.read(
        lambda tx: tx.query("SELECT submitted, updated FROM response")
    )
    assert isinstance(row["submitted"], date)
    assert (row["updated"].minute, row["updated"].second) == (0, 0)


def test_the_task_list_gives_a_link_for_another_device_and_a_copy_to_print(school: Site) -> None:
    said = words(as_school(school))
    token = sign_link(LinkKind.RESPONSE, stored(school).id, secret=school.held.settings.secret)
    assert token in said
    assert "/documents/blank/school_audit.pdf" in said


def test_after_the_deadline_it_can_still_be_sent_and_counts_as_late(school: Site) -> None:
    school.held.database.write(
        lambda tx: tx.execute(
            "UPDATE cycle SET closes = DATE '2026-01-31', opens = DATE '2026-01-01'"
        )
    )
    assert "Was due by 31 January 2026" in words(as_school(school))


def test_outside_a_demonstration_a_link_that_opens_for_anyone_is_refused(school: Site) -> None:
    as_school(school)
    settings = school.held.settings
    token = sign_link(LinkKind.RESPONSE, stored(school).id, secret=settings.secret)
    object.__setattr__(settings, "demonstration", False)
    page = school.run("fill", query={"link": token})
    assert "This link does not work" in words(page)
