"""The ways that do not go on, in a real browser: sent back, put off, refused, paused, withdrawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from scrutiny.mechanism import Outcome, Step
from tests.browser.walk.boxes import record_panel
from tests.browser.walk.test_every_mechanism import ACTIVE, FORMS, MECHANISMS
from tests.browser.walk.walker import ENDED, Walker
from tests.browser.walk.windows import TEAM, Windows, read, show
from tests.walking_answers import TYPED, choose_going_on

pytestmark = [pytest.mark.browser, pytest.mark.walk]
WHY = TYPED["long_text"][0]


def list_ways(mechanism: str) -> list[tuple[Step, Outcome]]:
    """The outcomes with a reason that end a mechanism, or after which a step is taken anew."""
    steps = MECHANISMS[mechanism].steps
    return [(step, o) for step in steps for o in step.outcomes
            if o.needs_reason and (o.again or o.waits or o.ends)]  # fmt: skip


ENDING = [(id, step.id, o.value) for id in ACTIVE for step, o in list_ways(id) if o.ends]
COMING_BACK = [id for id in ACTIVE if any(not o.ends for _, o in list_ways(id))]


@pytest.fixture
def faultless(windows: Windows) -> Windows:
    """Everybody's windows, of which none and no server may report a mistake."""
    windows.take_mistakes()
    return windows


@pytest.mark.parametrize("mechanism", COMING_BACK)
def test_what_is_sent_back_or_put_off_says_why_and_goes_on_after_all(
    faultless: Windows, mechanism: str
) -> None:
    walker = Walker(faultless, MECHANISMS[mechanism], FORMS)
    walker.begin()
    for step, outcome in list_ways(mechanism):
        if not outcome.ends:
            walker.go_on(**{step.id: outcome.value})
            assert_told(walker.open(TEAM), ("Last time:", "It came back from the step"), outcome)
            last = step
    walker.go_on(**{last.id: choose_going_on(last).value})
    assert faultless.take_mistakes() == []


@pytest.mark.parametrize(("mechanism", "step", "way"), ENDING)
def test_a_refusal_ends_it_and_whoever_asked_reads_by_whom_and_why(
    faultless: Windows, mechanism: str, step: str, way: str
) -> None:
    walker = Walker(faultless, MECHANISMS[mechanism], FORMS)
    walker.begin()
    walker.go_on(**{step: way})
    outcome = MECHANISMS[mechanism].by_id[step].find_outcome(way)
    asking = [MECHANISMS[mechanism].roles[key] for key in MECHANISMS[mechanism].begun_by]
    for door in {TEAM, faultless.doors_of(asking)[0]}:
        page = walker.open(door)
        assert_told(page, (ENDED,), outcome)
        assert not page.locator('[class*="st-key-next-"]').count()
    if mechanism == "space_audit":
        assert_request_says(walker, faultless.doors_of(asking)[0], outcome)
    assert faultless.take_mistakes() == []


def test_one_that_is_paused_is_resumed_and_withdrawn_with_each_reason_kept(
    faultless: Windows,
) -> None:
    walker = Walker(faultless, MECHANISMS["agency_call_in"], FORMS)
    walker.begin()
    for panel, yes, done, then in (
        ("pause", "Pause it", "It is paused.", "It is paused. No step is taken"),
        ("resume", "Resume it", "It goes on.", "Resumed on"),
        ("withdraw", "Withdraw it", "It is withdrawn.", "It was withdrawn."),
    ):
        record_panel(walker.open(TEAM, do=panel), panel, yes, done)
        assert then in read(walker.open(TEAM))
    said = read(walker.open(TEAM))
    assert said.count(f"Why: {WHY}") == 4  # the three, and the last of them once more on top
    assert "To do" not in said
    assert faultless.take_mistakes() == []


def assert_told(page: Page, beginnings: tuple[str, ...], outcome: Outcome | None) -> None:
    """What is next says how it ended and why, beneath one of those beginnings."""
    assert outcome
    boxes = [" ".join(box.inner_text().split()) for box in page.locator("div.box").all()]
    told = [words for words in boxes if any(each in words for each in beginnings)]
    assert any(outcome.label in words and WHY in words for words in told), read(page)


def assert_request_says(walker: Walker, door: str, outcome: Outcome | None) -> None:
    """Whoever asked reads the decision and its reason with their request."""
    page = walker.open(door)
    request = page.get_by_role("link", name="The request", exact=True).get_attribute("href")
    said = read(show(page, f"{walker.windows.url}{request}"))
    assert outcome
    assert f"Decision {outcome.label}" in said
    assert f"Reason {WHY}" in said
