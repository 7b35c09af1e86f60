"""The learning briefing: its seven parts, what each comes from, and what its writer is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.drafting import Material, count_gaps, count_words, draft_paper
from scrutiny.finding import Finding, FindingKind
from scrutiny.paper import Look, Paper, PaperPart, PartKind
from scrutiny.paper_asking import list_gaps
from scrutiny.publishing import say_what
from scrutiny.template import load_templates
from tests.scrutiny.drafting.examples import ACTIVITY, MATERIAL
from tests.scrutiny.mechanisms.walking import mechanisms

TEMPLATE = load_templates().templates["learning_briefing"]
THEMATIC = mechanisms().mechanisms["thematic_event"]
TITLES = (
    "Background", "Why it matters?", "Good practice", "Key learning", "Next steps",
    "Reflect on the learning", "Further information",
)  # fmt: skip


def found(kind: FindingKind, number: int) -> Finding:
    return Finding(f"{kind}-{number}", ACTIVITY.id, kind, f"{kind.value} {number}", MATERIAL.today)


HELD = replace(
    MATERIAL,
    mechanism=THEMATIC,
    facts={
        "event_on": "2026-03-02", "format_words": "A dip sample of referrals by a panel of three.",
        "sampling_words": "Twelve records, drawn by chance.",
        "theme_words": "strategy discussions", "theme_because": "Numbers rose.",
    },
    findings=tuple(
        found(kind, number)
        for kind in (FindingKind.BEST_PRACTICE, FindingKind.IMPROVEMENT, FindingKind.VOICE)
        for number in range(1, 4)
    ),
)  # fmt: skip
BRIEFING = draft_paper(TEMPLATE, HELD, id="b", plan=THEMATIC.documents["learning_briefing"])


def part(key: str, paper: Paper = BRIEFING) -> PaperPart:
    return next(each for each in paper.parts if each.key == key)


def test_a_briefing_has_seven_parts_in_order_with_their_titles() -> None:
    """R160."""
    assert tuple(each.heading for each in TEMPLATE.parts) == TITLES
    assert tuple(each.heading for each in BRIEFING.parts) == TITLES
    assert BRIEFING.look is Look.BRIEFING
    assert {each.kind for each in BRIEFING.parts} == {PartKind.WORDS}


@pytest.mark.parametrize("each", TEMPLATE.parts, ids=lambda each: each.key)
def test_the_writer_is_told_what_belongs_in_each_part_and_how_long_it_should_be(each) -> None:  # type: ignore[no-untyped-def]
    """R160."""
    assert each.guide
    assert each.most_words == 120
    assert each.key == "more" or "60 to 120 words" in each.guide


def test_a_fresh_draft_fits_its_length_and_leaves_no_gap() -> None:
    """R160."""
    assert count_gaps(BRIEFING) == 0
    for each in BRIEFING.parts:
        assert 0 < count_words(each.words) <= each.most_words
    bare = draft_paper(TEMPLATE, Material(HELD.today, HELD.partnership), id="x")
    assert list_gaps(bare) == ("At its head", "Background")  # both ask for the theme


def test_its_background_names_the_event_its_panel_method_and_sample() -> None:
    """R161."""
    words = part("background").words
    for said in ("strategy discussions", "The panel met on 2 March 2026.",
                 "Iris Okafor, Independent Scrutiny Officer",
                 "A dip sample of referrals by a panel of three.",
                 "Twelve records, drawn by chance."):  # fmt: skip
        assert said in words
    assert "panel (roles), the method and the sample" in part("background").guide


def test_why_it_matters_says_what_partners_wanted_to_be_sure_of_and_why() -> None:
    """R162."""
    words = part("why").words
    assert words.startswith("Partners wanted to know how well agencies work as one")
    for said in ("decisions are sound and in proportion", "difference it makes for children",
                 "Numbers rose."):  # fmt: skip
        assert said in words


def test_good_practice_and_key_learning_are_points_from_the_findings() -> None:
    """R163, R164."""
    assert part("good").words == "- best_practice 1\n- best_practice 2\n- best_practice 3"
    assert part("learning").words == "- improvement 1\n- improvement 2\n- improvement 3"
    bare = draft_paper(TEMPLATE, replace(HELD, findings=()), id="x")
    assert part("good", bare).words == "No findings of this kind were recorded."
    assert part("learning", bare).words == "No findings of this kind were recorded."


def test_next_steps_name_the_group_and_the_one_action_plan() -> None:
    """R165."""
    words = part("next").words
    assert "followed in the Children's MARS scrutiny and assurance action plan" in words
    assert "The findings go to" in words


def test_practitioners_are_asked_to_reflect_in_supervision() -> None:
    """R166."""
    words = part("reflect").words
    assert words.startswith("Talk about these in supervision or in your team:")
    questions = [line for line in words.splitlines() if line.startswith("- ")]
    assert 2 <= len(questions) <= 4
    assert all(line.endswith("?") for line in questions)


def test_further_information_lists_links_and_how_to_reach_the_team() -> None:
    """R167."""
    ours = HELD.partnership
    assert part("more").words.splitlines() == [
        f"- Policies and procedures: {ours.website}", f"- {ours.short_name} team: {ours.email}",
    ]  # fmt: skip
    assert "each on a line with its address" in part("more").guide


@pytest.mark.parametrize("mechanism", ["thematic_event", "line_of_sight", "space_audit"])
def test_it_is_for_practitioners_and_published_once_somebody_approved_it(mechanism: str) -> None:
    """R160, R177."""
    made = mechanisms().mechanisms[mechanism]
    plan = made.documents["learning_briefing"]
    assert (plan.template, plan.may_publish, bool(plan.approved_by)) == (
        "learning_briefing", True, True,
    )  # fmt: skip
    assert "practitioners" in TEMPLATE.about
    assert "everybody who works with children" in say_what(TEMPLATE)
    assert TEMPLATE.asks_use
