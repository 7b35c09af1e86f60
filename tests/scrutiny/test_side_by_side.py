"""Sources side by side: what disagrees most stands first, and small groups stay hidden."""

from forms.parsing import parse_form
from scrutiny.crosswalk import Crosswalk, Topic
from scrutiny.finding import FindingCount, FindingKind
from scrutiny.review import CrossModerated
from scrutiny.side_by_side import Asked, Material, Source, compare_standards, compare_topics
from scrutiny.suppression import Rule

AUDIT = """
id: audit
version: "1"
title: Audit
kind: self_assessment
scales:
  met:
    - {value: met, label: Fully met, score: 2}
    - {value: part, label: Partly met, score: 1}
    - {value: na, label: Not applicable, counts: false}
sections:
  - id: one
    title: One
    questions:
      - id: heard
        type: judgement
        text: Children are heard
        scale: met
        standard: {key: K-1, reference: {document: D}}
      - id: safe
        type: judgement
        text: Children are safe
        scale: met
        standard: {key: K-2, reference: {document: D}}
"""
VOICE = """
id: voice
version: "1"
title: Voice
kind: voice
scales:
  agree:
    - {value: yes, label: Yes, tone: good}
    - {value: some, label: Sometimes, tone: poor}
    - {value: skip, label: Rather not say}
sections:
  - id: one
    title: One
    questions:
      - {id: listened, type: rating, text: Did people listen?, scale: agree}
"""


def form(text):
    parsed = parse_form(text, "x.yaml")
    assert parsed.problems == ()
    return parsed.form


TOPICS = Crosswalk(
    gap=25,
    topics=(
        Topic("heard", "Heard", "voice", ("K-1",), {"voice": ("listened",)}),
        Topic("safe", "Safe", "neglect", ("K-2",), {}),
    ),
)
ASSESSED = Asked(
    form(AUDIT),
    {"heard": {"met": 18, "part": 2, "na": 3}, "safe": {"met": 10, "part": 10}},
    Rule(5),
)
VOICES = Asked(form(VOICE), {"listened": {"yes": 8, "some": 12, "skip": 30}}, Rule(10))


def test_a_topic_that_settings_call_met_and_young_people_do_not_stands_first():
    rows = compare_topics(TOPICS, Material(assessed=[ASSESSED], voices=[VOICES]))
    heard, safe = rows
    assert [heard.key, safe.key] == ["heard", "safe"]
    assert heard.reading(Source.SELF).shown.words == "90%"
    assert heard.reading(Source.VOICE).shown.words == "40%"
    assert (heard.gap, heard.lowest, heard.is_disagreement) == (50.0, Source.VOICE, True)
    assert (safe.gap, safe.is_disagreement) == (None, False)


def test_a_standard_shows_what_reviewers_made_of_it():
    crossed = [
        CrossModerated("safe", "met", "met", 4),
        CrossModerated("safe", "met", "part", 6),
        CrossModerated("heard", "met", "part", 2),
    ]
    rows = compare_standards(TOPICS, Material(assessed=[ASSESSED], crossed={"audit": crossed}))
    assert [(row.key, row.reading(Source.MODERATED).shown.words) for row in rows] == [
        ("K-2", "40%")
    ]


def test_a_group_that_is_too_small_says_nothing_and_adds_to_nothing():
    """Nine young people, and four settings, are not shown; nor are they part of a sum."""
    few = Asked(VOICES.form, {"listened": {"yes": 1, "some": 8}}, Rule(10))
    many = Asked(VOICES.form, {"listened": {"yes": 10}}, Rule(10))
    settings = Asked(ASSESSED.form, {"heard": {"met": 4}}, Rule(5))
    row = compare_topics(TOPICS, Material(assessed=[settings], voices=[few, many]))[0]
    assert (row.reading(Source.SELF).n, row.reading(Source.SELF).shown.words) == (0, "none")
    assert (row.reading(Source.VOICE).n, row.reading(Source.VOICE).percent) == (10, 100.0)


def test_findings_count_under_their_standard_and_their_theme():
    findings = [
        FindingCount(FindingKind.IMPROVEMENT, 3, standard="K-2"),
        FindingCount(FindingKind.BEST_PRACTICE, 1, theme="voice"),
        FindingCount(FindingKind.QUESTION, 2, theme="voice"),
    ]
    material = Material(assessed=[ASSESSED], findings=findings)
    topics = {row.key: (row.praised, row.worried) for row in compare_topics(TOPICS, material)}
    assert topics == {"heard": (1, 0), "safe": (0, 3)}
    standards = {row.key: (row.praised, row.worried) for row in compare_standards(TOPICS, material)}
    assert standards == {"K-2": (0, 3)}
