"""Templates of documents: every mistake in a file is told with its place and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.library import load_library
from scrutiny.drafting.counting import COUNTS
from scrutiny.mechanism_library import FOLDER, known_of, load_mechanisms
from scrutiny.paper import Look, PartKind
from scrutiny.partnership import partnership
from scrutiny.template import PLACEHOLDER, Template, load_templates, parse_template

GOOD = """
name: Letter
title: "About {subject}"
look: letter
parts:
  - key: good
    heading: Good
    most_words: 50
    words: On {answer:event_on|a day to be agreed}
    from: [findings/best_practice, answers/walked]
  - key: actions
    heading: Actions
    from: actions/open
"""


def test_our_own_templates_have_no_problem() -> None:
    loaded = load_templates()
    assert loaded.problems == ()
    assert set(loaded.templates) == {
        "action_plan", "agency_plans", "audit_highlights", "call_in_record",
        "composite_summary", "feedback_record", "findings_letter", "highlights",
        "joint_summary", "learning_briefing", "lines_of_questioning", "marpf_agenda",
        "marpf_quarterly", "marpf_record", "overview", "partner_scrutiny", "peer_overview",
        "peer_terms", "programme", "scrutiny_answers", "scrutiny_report",
        "selection_letter", "six_month_progress", "space_findings", "training_needs",
        "voice_summary", "year_highlights",
        "yearly_summary", "you_said",
    }  # fmt: skip


def test_a_right_template_is_read() -> None:
    template = parse_template(GOOD, "short.yaml").template
    assert template is not None
    assert (template.id, template.look) == ("short", Look.LETTER)
    good, actions = template.parts
    assert (good.sources, good.most_words, good.kind) == (
        ("findings/best_practice", "answers/walked"), 50, PartKind.WORDS,
    )  # fmt: skip
    assert actions.kind is PartKind.TABLE


def test_what_an_agenda_pack_takes_is_read_and_checked() -> None:
    words = "in_short: [good]\nwith_composite: true\n"
    template = parse_template(GOOD + words, "short.yaml").template
    assert template is not None
    assert (template.in_short, template.with_composite) == (("good",), True)
    wrong = parse_template(GOOD + "in_short: [bad]\nwith_composite: often\n", "short.yaml")
    assert [each.message for each in wrong.problems] == [
        "There is no part bad", "This is neither true nor false",
    ]  # fmt: skip


@pytest.mark.skipif(not any(FOLDER.glob("*.yaml")), reason="there are no mechanisms yet")
def test_templates_ask_for_what_some_mechanism_records() -> None:
    known = known_of(partnership(), load_library().forms)
    found = load_mechanisms(known=known).mechanisms.values()
    recorded = {id for each in found for id in each.questions} | COUNTS.keys()
    steps = {step.id for each in found for step in each.steps}
    for template in load_templates().templates.values():
        asked = {q for part in template.parts for q in _asked(part.sources)}
        asked |= _named(template, "answer")
        assert asked <= recorded, (template.id, asked - recorded)
        assert _named(template, "due") | _named(template, "taken") <= steps, template.id


def _asked(sources: tuple[str, ...]) -> set[str]:
    split = (source.partition("/") for source in sources)
    return {key for family, _, key in split if family in ("answers", "each", "told", "counts")}


def _named(template: Template, prefix: str) -> set[str]:
    words = " ".join(part.words + part.closing + part.empty for part in template.parts)
    names = (found[1] for found in PLACEHOLDER.finditer(words))
    keys = (name.partition(":")[2] for name in names if name.startswith(f"{prefix}:"))
    return {key.strip() for listed in keys for key in listed.split(",")}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: Letter\n", "", "short.yaml:2: The name is missing. Write name: and its words."),
        ("look: letter", "look: grand",
         "short.yaml:4 look: There is no look 'grand'. Use briefing, leaflet, letter, report."),
        ("{subject}", "{subjekt}", "{subjekt} stands for nothing here. Use one of actions, "),
        ("{answer:event_on", "{answers:event_on", "{answers:event_on} stands for nothing here"),
        ("findings/best_practice", "finding/x", "Nothing is held under finding"),
        ("findings/best_practice", "findings/bad", "findings has no bad. After the slash use "),
        ("key: actions", "key: good", "short.yaml:11 parts/1/key: The key good stands twice"),
        ("most_words: 50", "most_words: many", "This is no number. Write how many, as 120."),
        ("from: actions/open", "from: [actions, year]",
         "parts/1/from: A table comes from one source. Make a part for each of them."),
        ("heading: Good", "heading: Good\n    colour: red",
         "short.yaml:8 parts/0/colour: colour means nothing here. Use one of annex, as, "),
        ("    heading: Actions\n", "    heading: Actions\n    as: picture\n",
         "A part is words or a table. Use table, words."),
        ("look", "\tlook", "short.yaml:4: This is not YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str) -> None:
    parsed = parse_template(GOOD.replace(old, new, 1), "short.yaml")
    assert parsed.template is None
    assert told in "\n".join(map(str, parsed.problems))


def test_a_file_that_is_no_template_is_told() -> None:
    for text, told in (
        ("- 1", "This is no template"), ("title: T\nname: N", "There are no parts"),
    ):  # fmt: skip
        assert told in str(parse_template(text, "x.yaml").problems)


def test_a_wrong_file_leaves_the_others_standing(tmp_path: Path) -> None:
    (tmp_path / "right.yaml").write_text(GOOD)
    (tmp_path / "wrong.yaml").write_text("name: x")
    loaded = load_templates(tmp_path)
    assert list(loaded.templates) == ["right"]
    assert {problem.place.split(":")[0] for problem in loaded.problems} == {"wrong.yaml"}
