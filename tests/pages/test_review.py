"""The review queue, and the steps, comments and differences on the page of a return."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from db import comments, life, responses
from db.comments import Kind
from db.life import take_step
from forms.journey import walk
from scrutiny.access import make_viewer
from scrutiny.life import Step
from scrutiny.response import Status
from scrutiny.submission import prepare_submission
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import FORMS, OFFICER, TEAM, fill

ONE = {"id": "this-1"}
HEAD = make_viewer("organisation", name="Head", organisations=frozenset({"school-1"}))


def open_one(site: Site) -> AppTest:
    return site.run("response", role="mars_team", person="Max Team", query=ONE)


def steps(page: AppTest) -> list[str]:
    return [
        button.key.removeprefix("FormSubmitter:") for button in page.button
        if "step-" in str(button.key)
    ]  # fmt: skip


def status(site: Site) -> Status:
    return site.held.database.read(responses.get_response, "this-1", viewer=TEAM).status


def move(site: Site, step: Step, reason: str = "") -> None:
    site.held.database.write(
        take_step, id="this-1", step=step, viewer=OFFICER, now=site.held.clock(), reason=reason
    )


def send_again(site: Site, **answers: object) -> None:
    held = site.held
    draft = held.database.read(responses.get_response, "this-1", viewer=HEAD)
    now = held.clock()
    changed = {**draft.answers, **answers}
    revision = held.database.write(
        responses.save_draft, id=draft.id, answers=changed, revision=draft.revision,  # type: ignore[arg-type]
        viewer=HEAD, now=now,
    )  # fmt: skip
    journey = walk(FORMS["audit"], changed, today=now.date())  # type: ignore[arg-type]
    made = prepare_submission(FORMS["audit"], journey)  # type: ignore[arg-type]
    held.database.write(
        responses.submit, id=draft.id, revision=revision, viewer=HEAD, stored=made.stored,
        actions=made.actions, now=now,
    )  # fmt: skip


def test_the_queue_lists_what_waits_and_leads_to_it(site: Site) -> None:
    fill(site, answered=3)
    said = words(site.run("review", role="scrutiny_officer"))
    assert "6 returns, 6 of them not yet taken up." in said
    assert '<a href="/response?id=this-1">School 1</a>' in said


def test_the_queue_is_filtered_by_form_and_type(site: Site) -> None:
    fill(site, answered=3)
    page = site.run("review", role="mars_team")
    assert page.selectbox(key="choice-form").options == ["All forms", "audit"]
    page.selectbox(key="choice-type").set_value("academy").run()
    assert "4 of 6 returns" in words(page)


def test_what_is_taken_up_goes_to_the_end_with_who_took_it(site: Site) -> None:
    fill(site, answered=2)
    move(site, Step.TAKE_UP)
    said = words(site.run("review", role="mars_team"))
    assert "4 returns, 3 of them not yet taken up." in said
    assert said.index("School 2") < said.index('id=this-1"')
    assert "Ira Officer" in said


def test_an_empty_queue_says_so(site: Site) -> None:
    assert "Nothing waits for review" in words(site.run("review", role="mars_team"))


def test_the_queue_is_for_who_moderates(site: Site) -> None:
    fill(site, answered=2)
    for role in ("organisation", "board_reader", "administrator", "sign_off"):
        page = site.run("review", role=role, organisation="school-1")
        assert "School 2" not in words(page)


def test_a_return_is_taken_up_and_accepted(site: Site) -> None:
    fill(site, answered=2)
    page = open_one(site)
    assert steps(page) == ["step-take_up", "step-form-return-Return for changes"]
    page.button(key="step-take_up").click().run()
    assert status(site) == Status.UNDER_REVIEW
    assert "Taken up for review by Max Team" in words(page)
    page.button(key="step-accept").click().run()
    assert status(site) == Status.ACCEPTED
    assert steps(page) == ["step-include", "step-form-reopen-Reopen"]
    page.button(key="step-include").click().run()
    assert status(site) == Status.IN_COMPOSITE


def test_a_return_for_changes_needs_a_reason_that_the_school_reads(site: Site) -> None:
    fill(site, answered=2)
    page = open_one(site)
    page.button(key="FormSubmitter:step-form-return-Return for changes").click().run()
    assert "Nothing was changed. Say why in a few words" in words(page)
    page.text_area(key="step-reason-return").set_value("Say <b>more</b> on A1")
    page.button(key="FormSubmitter:step-form-return-Return for changes").click().run()
    assert status(site) == Status.RETURNED
    assert steps(page) == []
    school = site.run("fill", role="organisation", organisation="school-1",
                      query={"cycle": "this"})  # fmt: skip
    assert "Returned for changes by Max Team" in words(school)
    assert "Say &lt;b&gt;more&lt;/b&gt; on A1" in words(school)


def test_a_step_that_somebody_else_took_first_is_told(site: Site) -> None:
    fill(site, answered=2)
    page = open_one(site)
    move(site, Step.TAKE_UP)
    page.button(key="step-take_up").click().run()
    assert "This return is under review, by Ira Officer." in words(page)


def test_a_comment_stands_beside_the_answer_for_the_team_and_the_school(site: Site) -> None:
    fill(site, answered=2)
    page = open_one(site)
    page.selectbox(key="comment-question").set_value("a2")
    page.radio(key="comment-kind").set_value(Kind.CHALLENGE)
    page.text_area(key="comment-text").set_value("Who <script>trains</script> them?")
    page.button(key="FormSubmitter:comment-form-Add the comment").click().run()
    assert "The comment is saved beside the answer." in words(page)
    school = site.run("response", role="organisation", organisation="school-1", query=ONE)
    for said in (words(page), words(school)):
        assert "<dt>Challenge</dt>" in said
        assert "Who &lt;script&gt;trains&lt;/script&gt; them? (Max Team," in said
    other = site.run("response", role="organisation", organisation="school-2", query=ONE)
    assert "trains" not in words(other)


def test_a_comment_without_words_is_refused(site: Site) -> None:
    fill(site, answered=2)
    page = open_one(site)
    page.button(key="FormSubmitter:comment-form-Add the comment").click().run()
    assert "Not saved. Write something first." in words(page)


def test_a_comment_on_an_answer_in_a_table_is_shown_too(site: Site) -> None:
    fill(site, answered=2)
    site.held.database.write(
        comments.add_comment, response="this-1", question="pupils", text="Is that right?",
        viewer=TEAM, now=site.held.clock(),
    )  # fmt: skip
    assert "Comments on: Pupils on roll" in words(open_one(site))


def test_the_school_sees_a_comment_while_filling_in_and_answers_it(site: Site) -> None:
    fill(site, answered=2)
    site.held.database.write(
        comments.add_comment, response="this-1", question="a2", text="Who trains them?",
        viewer=TEAM, now=site.held.clock(),
    )  # fmt: skip
    move(site, Step.RETURN, "See the comment")
    page = site.run("fill", role="organisation", person="Head", organisation="school-1",
                    query={"cycle": "this"})  # fmt: skip
    page.button(key="commented-leading").click().run()
    assert "Who trains them?" in words(page)
    page.text_area(key="q-this-1-a2-reply").set_value("Our designated lead").run()
    page.button(key="q-this-1-a2-send-reply").click().run()
    assert "Our designated lead" in words(page)
    assert "Our designated lead (Head," in words(open_one(site))


def test_the_difference_between_two_sendings_is_shown_question_by_question(site: Site) -> None:
    fill(site, answered=2)
    move(site, Step.RETURN, "Say more")
    send_again(site, pupils=125, proud="Our garden")
    page = open_one(site)
    said = words(page)
    assert "What changed in sending 2" in said
    assert "Pupils on roll" in said
    assert "=cmd() Our playground &amp; garden" in said
    table = said[said.index("What changed in sending 2") :]
    assert "Leaders keep children safe" not in table[: table.index("What has happened")]
    assert status(site) == Status.RESUBMITTED
    history = site.held.database.read(life.list_history, id="this-1", viewer=TEAM)
    assert [taken.words for taken in history][-3:] == [
        "Submitted", "Returned for changes", "Resubmitted",
    ]  # fmt: skip
