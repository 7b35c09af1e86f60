"""One small form for each mistake that an author can make, and the problem that it gives."""

# ruff: noqa: E501 (a mistake and its problem stand on one line)

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.attributes import EVERY, OWN
from forms.model import Form, Pace, Part, Reference, Tone
from forms.parsing import ParsedForm, parse_form
from forms.text import Text
from forms.types import REGISTRY
from forms.xpath import KNOWN_FUNCTIONS

FORMAT = (Path(__file__).parents[2] / "docs" / "form_format.md").read_text(encoding="utf-8")
HEAD = 'id: visit\nversion: "1"\ntitle: Visit\nkind: visit\n'
ONE = """\
sections:
  - id: about
    title: About
    questions:
      - id: place
        type: short_text
        text: Where did you go?
"""


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in parse_form(text, "f.yaml").problems]


def asking(*questions: str, top: str = "") -> str:
    """A form with these questions, each the lines of a mapping; the first is on line 9."""
    items = "".join(
        "      - " + dedent(question).strip().replace("\n", "\n        ") + "\n"
        for question in questions
    )
    return f"{HEAD}sections:\n  - id: about\n    title: About\n    questions:\n{items}{top}"


def form_of(text: str) -> Form:
    parsed = parse_form(text, "f.yaml")
    assert parsed.problems == ()
    assert parsed.form is not None
    return parsed.form


def test_form_of_one_question_is_read() -> None:
    form = form_of(HEAD + ONE)
    assert (form.id, form.version, form.kind, form.pace) == ("visit", "1", "visit", Pace.SECTION)
    assert list(form.questions) == ["place"]
    assert form.questions["place"].text == Text({"en": "Where did you go?"})


def test_judgement_is_read_whole() -> None:
    form = form_of(
        asking(
            """
            id: ed_a1
            type: judgement
            text: {en: We lead., pl: Prowadzimy.}
            required: true
            scale: compliance
            standard:
              key: ED-A1
              reference: {document: KCSIE, edition: "2025", locator: Part Two}
              confidence: V
              scope: children
              suggested_evidence: Minutes
              note: Wording changed.
            """,
            top="""
languages: [en, pl]
scales:
  compliance:
    - {value: met, label: {en: Met, pl: Tak}, tone: good, score: 2, asks: [evidence]}
    - {value: not_met, label: {en: No, pl: Nie}, tone: poor, score: 1, due_within_days: 28}
    - {value: none, label: {en: N/A, pl: Brak}, counts: false, asks: [reason]}
""",
        )
    )
    question = form.questions["ed_a1"]
    assert question.required == "true()"
    assert question.standard is not None
    assert question.standard.reference == Reference("KCSIE", "2025", "Part Two")
    assert question.scale is not None
    assert question.scale.best == "met"
    assert [choice.tone for choice in question.options] == [Tone.GOOD, Tone.POOR, Tone.NEUTRAL]
    assert question.options[0].asks == (Part.EVIDENCE,)
    assert question.options[1].due_within_days == 28
    assert not question.options[2].counts


def test_repeat_holds_its_questions() -> None:
    form = form_of(
        asking(
            """
            id: visits
            type: repeat
            text: Visits
            max_count: 3
            questions:
              - {id: days, type: number, text: Days, minimum: 1, maximum: 31}
            """,
            "{id: total, type: calculate, calculation: 'sum(${days})'}",
        )
    )
    assert [question.id for question in form.walk()] == ["visits", "days", "total"]
    assert form.questions["visits"].questions[0].maximum == "31"


def test_no_stays_a_word() -> None:
    form = form_of(
        asking(
            """
            id: safe
            type: select_one
            text: Safe?
            choices:
              - {value: yes, label: Yes}
              - {value: no, label: No}
            """
        )
    )
    assert [choice.value for choice in form.questions["safe"].choices] == ["yes", "no"]


def test_missing_translation_is_a_warning_alone() -> None:
    parsed = parse_form(HEAD.replace("Visit\n", "{en: Visit, pl: Wizyta}\n") + ONE
                        + "languages: [en, pl, en-easy]\n", "f.yaml")  # fmt: skip
    assert parsed.form is not None
    assert [str(warning) for warning in parsed.warnings] == [
        "f.yaml:3 title: There are no words in en-easy. Add them.",
        "f.yaml:7 sections/about/title: There are no words in pl. Add them.",
        "f.yaml:7 sections/about/title: There are no words in en-easy. Add them.",
        "f.yaml:11 sections/about/place/text: There are no words in pl. Add them.",
        "f.yaml:11 sections/about/place/text: There are no words in en-easy. Add them.",
    ]
    assert parsed.untranslated == {"en-easy": 3, "pl": 2}


PLACE = "id: place\ntype: short_text\ntext: Where?\n"
PICK = "id: pick\ntype: select_one\ntext: Pick\n"
LISTS = "choice_lists:\n  phases:\n    - {value: primary, label: Primary}\n"
SCALE = "scales:\n  level:\n    - {value: met, label: Met, score: 1}\n"
RATE = "id: rate\ntype: judgement\ntext: Rate\nscale: level\n"

MISTAKES = {
    # The file
    "nothing": ("", ["f.yaml:1: The file is nothing, not a form. Start it with the lines id:, version: and title:."]),
    "a list": ("- id: a", ["f.yaml:1: The file is a list, not a form. Start it with the lines id:, version: and title:."]),
    "not YAML": (HEAD + "summary: 'Unclosed\n", ["f.yaml:6: This is not YAML: found unexpected end of stream. Look at this line and the one before: indentation, colons and quotation marks."]),
    "a colon in words": (HEAD + "summary: One: two\n", ["f.yaml:5: This is not YAML: mapping values are not allowed in this context. Put quotation marks round words that hold a colon."]),
    "repeated key": (HEAD + ONE + "kind: other\n", ["f.yaml:12 kind: 'kind' stands twice. Keep one of them."]),
    # Keys
    "missing version": ("id: a\ntitle: A\nkind: b\n" + ONE, ['f.yaml:1: version is missing. Add a line version: "1".']),
    "missing title": ('id: a\nversion: "1"\nkind: b\n' + ONE, ["f.yaml:1: title is missing. Add a line title: with its value."]),
    "version as a number": (HEAD.replace('"1"', "2025.1") + ONE, ["f.yaml:2 version: version is a number, not words. Put quotes round it."]),
    "unknown key": (HEAD + ONE + "titel: x\n", ["f.yaml:12 titel: 'titel' is not known here. Did you mean title?"]),
    "bad form id": (HEAD.replace("id: visit", "id: Our Visit") + ONE, ["f.yaml:1 id: 'Our Visit' is not an id. Use up to 64 lower-case letters, digits and _, a letter first."]),
    "bad pace": (HEAD + ONE + "pace: fast\n", ["f.yaml:12 pace: pace cannot be 'fast'. Write one of: section, question."]),
    "bad audience": (HEAD + ONE + "audience: yuong\n", ["f.yaml:12 audience: audience cannot be 'yuong'. Did you mean young?"]),
    "minimum group as words": (HEAD + ONE + "minimum_group: five\n", ["f.yaml:12 minimum_group: minimum_group is words, not a whole number. Write it in digits, without quotes or a point."]),
    "minimum group below nothing": (HEAD + ONE + "minimum_group: -1\n", ["f.yaml:12 minimum_group: minimum_group is below 0. Write 0 or more."]),
    # Sections
    "no sections": (HEAD, ["f.yaml:1: sections is missing. List the sections, each with id, title and questions."]),
    "key like no other": (HEAD + ONE + "colour: blue\n", ["f.yaml:12 colour: 'colour' is not known here. Take it away."]),
    "words as a mapping": (HEAD + ONE + "sensitivity: {a: b}\n", ["f.yaml:12 sensitivity: sensitivity is a mapping, not words. Write words only."]),
    "sections as words": (HEAD + "sections: none\n", ["f.yaml:5 sections: sections is words, not a list. Start each of its items with a dash."]),
    "section as words": (HEAD + "sections:\n  - one\n", ["f.yaml:6 sections/1: This is words, not a mapping. Write key: value."]),
    "empty section": (HEAD + "sections:\n  - {id: about, title: About}\n", ["f.yaml:6 sections/about: questions is missing. List its questions, or take the section away."]),
    "section twice": (HEAD + ONE + ONE.replace("sections:\n", "").replace("place", "other"), ["f.yaml:12 sections/about/id: The section about stands twice. Give each section its own id."]),
    "section flag as words": (HEAD + ONE.replace("About\n", "About\n    optional: yes\n", 1), ["f.yaml:8 sections/about/optional: optional is words, not true or false. Write true or false, without quotes."]),
    "section that asks for what is not there": (HEAD + ONE.replace("About\n", "About\n    relevant: ${plce} = 'x'\n", 1), ["f.yaml:8 sections/about/relevant: There is no question ${plce}. Did you mean place?"]),
    # Questions
    "repeated id": (asking(PLACE, PLACE), ["f.yaml:12 sections/about/place/id: The id place is used twice. Give each question its own id; the first is on line 9."]),
    "bad id": (asking(PLACE.replace("id: place", "id: A-1")), ["f.yaml:9 sections/about/A-1/id: 'A-1' is not an id. Use up to 64 lower-case letters, digits and _, a letter first."]),
    "missing id": (asking("type: note\ntext: Read this."), ["f.yaml:9 sections/about/1: id is missing. Add a line id: with its value."]),
    "missing type": (asking("id: place\ntext: Where?"), ["f.yaml:9 sections/about/place: type is missing. Add a line type: with its value."]),
    "unknown type": (asking("id: place\ntype: short_txt\ntext: Where?"), ["f.yaml:10 sections/about/place/type: 'short_txt' is not a question type. Did you mean short_text?"]),
    "type like no other": (asking("id: place\ntype: zzz\ntext: Where?"), ["f.yaml:10 sections/about/place/type: 'zzz' is not a question type. The types are in docs/form_format.md."]),
    "missing text": (asking("id: place\ntype: short_text"), ["f.yaml:9 sections/about/place: text is missing. Add a line text: with its value."]),
    "text as a list": (asking("id: place\ntype: short_text\ntext: [a]"), ["f.yaml:11 sections/about/place/text: text is a list, not words. Write words only."]),
    "attribute of another type": (asking(PLACE + "minimum: 3"), ["f.yaml:12 sections/about/place/minimum: A question of type short_text does not take minimum. Take it away."]),
    "attribute of no type": (asking(PLACE + "hnt: x"), ["f.yaml:12 sections/about/place/hnt: 'hnt' is not known here. Did you mean hint?"]),
    "calculate without calculation": (asking("id: sum\ntype: calculate"), ["f.yaml:9 sections/about/sum: calculation is missing. Add the expression that works the value out."]),
    "minimum above maximum": (asking("id: age\ntype: number\ntext: Age\nminimum: 9\nmaximum: 2"), ["f.yaml:12 sections/about/age/minimum: The minimum is above the maximum. Swap them, or change one."]),
    "date bounds the wrong way round": (asking("id: day\ntype: date\ntext: Day\nminimum: 2026-02-01\nmaximum: 2026-01-01"), ["f.yaml:12 sections/about/day/minimum: The minimum is above the maximum. Swap them, or change one."]),
    "date bound that is none": (asking("id: day\ntype: date\ntext: Day\nminimum: 2026-02-30"), ["f.yaml:12 sections/about/day/minimum: '2026-02-30' is not a date. Write it as 2026-01-31, or write today."]),
    "time bound that is none": (asking("id: at\ntype: time\ntext: At\nmaximum: 25:00"), ["f.yaml:12 sections/about/at/maximum: '25:00' is not a time. Write it as 09:30."]),
    "number bound in words": (asking("id: age\ntype: number\ntext: Age\nminimum: two"), ["f.yaml:12 sections/about/age/minimum: minimum is words, not a number. Write a number, without quotes."]),
    "tags as words": (asking(PLACE + "tags: one"), ["f.yaml:12 sections/about/place/tags: tags is words, not a list. Write tags: [one, two]."]),
    "tags with a number": (asking(PLACE + "tags: [1]"), ["f.yaml:12 sections/about/place/tags: tags holds something that is not words. Put quotes round each."]),
    # Choices
    "select without choices": (asking(PICK), ["f.yaml:9 sections/about/pick: choices is missing. Name a choice list, or list the choices."]),
    "choice list that is not there": (asking(PICK + "choices: phase", top=LISTS), ["f.yaml:12 sections/about/pick/choices: There is no choice list 'phase'. Did you mean phases?"]),
    "no choice lists at all": (asking(PICK + "choices: other"), ["f.yaml:12 sections/about/pick/choices: There is no choice list 'other'. Add it to choice_lists."]),
    "empty choice list": (asking(PLACE, top="choice_lists:\n  phases: []\n"), ["f.yaml:13 choice_lists/phases: phases has no choices. List them, each with value and label."]),
    "choice list with a bad name": (asking(PLACE, top=LISTS.replace("phases", "Our phases")), ["f.yaml:13 choice_lists/Our phases: 'Our phases' is not a name. Use lower-case letters, digits and _."]),
    "choice value twice": (asking(PLACE, top=LISTS + "    - {value: primary, label: First}\n"), ["f.yaml:15 choice_lists/phases/primary/value: The value primary is used twice. Give each its own value."]),
    "choice value as a number": (asking(PICK + "choices: [{value: 1, label: One}]"), ["f.yaml:12 sections/about/pick/choices/1/value: value is a number, not words. Put quotes round it."]),
    "choice value with a space": (asking(PICK + "choices: [{value: a b, label: One}]"), ["f.yaml:12 sections/about/pick/choices/a b/value: 'a b' has a space in it. Write _ instead."]),
    "choice without label": (asking(PICK + "choices: [{value: a}]"), ["f.yaml:12 sections/about/pick/choices/a: label is missing. Add a line label: with its value."]),
    "bad appearance": (asking(PICK + "choices: phases\nappearance: pill", top=LISTS), ["f.yaml:13 sections/about/pick/appearance: appearance cannot be 'pill'. Did you mean pills?"]),
    "default that is no choice": (asking(PICK + "choices: phases\ndefault: primry", top=LISTS), ["f.yaml:13 sections/about/pick/default: 'primry' is not one of the choices. Did you mean primary?"]),
    # Scales
    "judgement without scale": (asking("id: rate\ntype: judgement\ntext: Rate"), ["f.yaml:9 sections/about/rate: scale is missing. Name one of the form's scales."]),
    "scale that is not there": (asking(RATE.replace("level", "levels"), top=SCALE), ["f.yaml:12 sections/about/rate/scale: There is no scale 'levels'. Did you mean level?"]),
    "bad tone": (asking(PLACE, top=SCALE.replace("score: 1", "tone: god")), ["f.yaml:14 scales/level/met/tone: tone cannot be 'god'. Did you mean good?"]),
    "bad part": (asking(PLACE, top=SCALE.replace("score: 1", "asks: [evidnce]")), ["f.yaml:14 scales/level/met/asks: asks cannot be 'evidnce'. Did you mean evidence?"]),
    "score as words": (asking(PLACE, top=SCALE.replace("score: 1", "score: one")), ["f.yaml:14 scales/level/met/score: score is words, not a number. Write a number, without quotes."]),
    "matrix without rows": (asking("id: grid\ntype: matrix\ntext: Grid\nscale: level", top=SCALE), ["f.yaml:9 sections/about/grid: rows is missing. List the rows, each with value and label."]),
    "matrix without scale": (asking("id: grid\ntype: matrix\ntext: Grid\nrows: [{value: a, label: A}]"), ["f.yaml:9 sections/about/grid: scale is missing. Name a scale, or give choices."]),
    # Standards
    "standard without key": (asking(RATE + "standard:\n  reference: {document: KCSIE}", top=SCALE), ["f.yaml:13 sections/about/rate/standard: key is missing. Add a line key: with its value."]),
    "standard without reference": (asking(RATE + "standard: {key: A}", top=SCALE), ["f.yaml:13 sections/about/rate/standard: reference is missing. Say which document it comes from."]),
    "bad confidence": (asking(RATE + "standard: {key: A, reference: {document: D}, confidence: X}", top=SCALE), ["f.yaml:13 sections/about/rate/standard/confidence: confidence cannot be 'X'. Write one of: S-A, S-B, V, P, M, D."]),
    "bad scope": (asking(RATE + "standard: {key: A, reference: {document: D}, scope: adult}", top=SCALE), ["f.yaml:13 sections/about/rate/standard/scope: scope cannot be 'adult'. Did you mean adults?"]),
    "standard twice": (asking(RATE + "standard: {key: A, reference: {document: D}}", RATE.replace("rate", "more") + "standard: {key: A, reference: {document: D}}", top=SCALE), ["f.yaml:18 sections/about/more/standard/key: The standard A is judged twice. Give each its own key; rate has it too."]),
    "applies_to without audience": (asking(RATE + "standard: {key: A, reference: {document: D}, applies_to: [a]}", top=SCALE), ["f.yaml:13 sections/about/rate/standard/applies_to: applies_to needs an audience_question. Name at the top of the form the question that it is compared with."]),
    "audience that is not asked": (asking(PLACE, top="audience_question: plce\n"), ["f.yaml:12 audience_question: There is no question plce. Did you mean place?"]),
    "applies_to no choice": (asking(PICK + "choices: phases", RATE + "standard: {key: A, reference: {document: D}, applies_to: [primay]}", top=SCALE + LISTS + "audience_question: pick\n"), ["f.yaml:17 sections/about/rate/standard/applies_to: 'primay' is not a choice of pick. Did you mean primary?"]),
    # Repeats
    "repeat in a repeat": (asking("id: out\ntype: repeat\ntext: Out\nquestions:\n  - {id: in, type: repeat, text: In, questions: [{id: day, type: date, text: Day}]}"), ["f.yaml:13 sections/about/out/in/type: A repeat stands in a repeat. Put it after the first one."]),
    "repeat without questions": (asking("id: out\ntype: repeat\ntext: Out"), ["f.yaml:9 sections/about/out: questions is missing. List the questions that repeat."]),
    "counts the wrong way round": (asking("id: out\ntype: repeat\ntext: Out\nmin_count: 3\nmax_count: 2\nquestions: [{id: day, type: date, text: Day}]"), ["f.yaml:12 sections/about/out/min_count: min_count is above max_count. Swap them, or change one."]),
    "id in a repeat used outside": (asking(PLACE, "id: out\ntype: repeat\ntext: Out\nquestions: [{id: place, type: date, text: Day}]"), ["f.yaml:15 sections/about/out/place/id: The id place is used twice. Give each question its own id; the first is on line 9."]),
    # Expressions
    "question that is not there": (asking(PLACE + "relevant: ${plac} = 'x'"), ["f.yaml:12 sections/about/place/relevant: There is no question ${plac}. Did you mean place?"]),
    "function that is not there": (asking(PLACE + "constraint: string-lenght(.) > 2"), ["f.yaml:12 sections/about/place/constraint: There is no function string-lenght(). Did you mean string-length?"]),
    "too few arguments": (asking(PLACE + "constraint: selected(.)"), ["f.yaml:12 sections/about/place/constraint: selected() takes 2 arguments, not 1. Look at its line in docs/form_format.md."]),
    "no end to an expression": (asking(PLACE + "constraint: if(. = 'a'"), ["f.yaml:12 sections/about/place/constraint: The expression cannot be read: unexpected end of source. Look for a missing bracket, comma or operator."]),
    "word without quotes": (asking(PLACE + "constraint: . = yes"), ["f.yaml:12 sections/about/place/constraint: yes stands without quotes. Write 'yes' for a word, or ${yes} for the answer to a question."]),
    "expression as a list": (asking(PLACE + "required: [a]"), ["f.yaml:12 sections/about/place/required: required is a list, not words. Write words only."]),
    "choice that is not there": (asking(PICK + "choices: phases", PLACE + "relevant: ${pick} = 'primry'", top=LISTS), ["f.yaml:16 sections/about/place/relevant: ${pick} has no choice 'primry'. Did you mean primary?"]),
    "column that is not there": (asking(PICK + "choices: phases\nchoice_filter: stag = 'a'", top=LISTS), ["f.yaml:13 sections/about/pick/choice_filter: stag stands without quotes. Write 'stag' for a word, or ${stag} for the answer to a question."]),
    "question that asks for itself": (asking(PLACE + "relevant: ${place} = 'x'"), ["f.yaml:9 sections/about/place: place depends on itself. Take the mention of the one out of the other."]),
    "loop": (asking("{id: a, type: calculate, calculation: '${b} + 1'}", "{id: b, type: calculate, calculation: '${a} + 1'}"), ["f.yaml:9 sections/about/a: These depend on each other: a -> b -> a. Take the mention of the one out of the other."]),
    # Languages
    "language that is none": (HEAD + ONE + "languages: [English]\n", ["f.yaml:12 languages: 'English' is not a language. Write a tag such as pl."]),
    "text in another language": (HEAD + ONE + "summary: {en: Hello, pl: Cześć}\n", ["f.yaml:12 summary/pl: 'pl' is not one of the form's languages. Add pl to languages."]),
    "text without the default": (HEAD + ONE + "languages: [en, pl]\nsummary: {pl: Cześć}\n", ["f.yaml:13 summary: There are no words in en. Add them: it is the default."]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_gives_its_problem(mistake: str) -> None:
    text, expected = MISTAKES[mistake]
    assert problems_of(text) == expected


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_problem_has_its_cure(mistake: str) -> None:
    assert [p for p in parse_form(MISTAKES[mistake][0], "f.yaml").problems if not p.cure] == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_form_with_a_mistake_is_withheld(mistake: str) -> None:
    assert parse_form(MISTAKES[mistake][0], "f.yaml").form is None


def test_every_mistake_of_a_file_is_told_in_order() -> None:
    text = asking("id: B\ntype: nope\ntext: T\n", "id: c\ntype: number\n", top="pace: x\n")
    assert [problem.partition(": ")[0] for problem in problems_of(text)] == [
        "f.yaml:9 sections/about/B/id",
        "f.yaml:10 sections/about/B/type",
        "f.yaml:12 sections/about/c",
        "f.yaml:14 pace",
    ]


def test_relevant_may_look_ahead() -> None:
    form_of(asking(PLACE + "relevant: ${later} = 'x'", PLACE.replace("place", "later")))


def test_constraints_may_look_at_each_other() -> None:
    form_of(
        asking(
            "{id: a, type: date, text: A, constraint: '. < ${b}'}",
            "{id: b, type: date, text: B, constraint: '. > ${a}'}",
        )
    )


def test_columns_feed_a_choice_filter() -> None:
    form_of(
        asking(
            PICK + "choices: phases\nchoice_filter: stage = 'lower' or name = 'primary'",
            top=LISTS.replace("Primary", "Primary, columns: {stage: lower}"),
        )
    )


def test_thousands_of_mistakes_stop_at_two_hundred() -> None:
    text = "".join(f"k{n}: 1\n" for n in range(20_000))
    assert len(problems_of(text)) == 200


def test_every_type_has_its_attributes_and_its_line_in_the_documentation() -> None:
    documented = re.findall(r"^\| (`.+?) \|", FORMAT, re.MULTILINE)
    names = {name for row in documented for name in re.findall(r"`(\w+)`", row)} - {"type"}
    assert names == set(REGISTRY) == set(OWN)


def test_every_attribute_and_function_is_documented() -> None:
    assert [name for name in sorted(EVERY) if not re.search(rf"\b{name}\b", FORMAT)] == []
    assert [name for name in sorted(KNOWN_FUNCTIONS) if f"`{name}(" not in FORMAT] == []


FULL = (
    asking(
        PICK + "choices: phases\nrequired: true\nappearance: pills",
        RATE + "standard: {key: A, reference: {document: D}, applies_to: [primary]}",
        "id: out\ntype: repeat\ntext: Out\nquestions:\n  - {id: days, type: number, text: Days}",
        "{id: total, type: calculate, calculation: 'sum(${days}) + count(${out})'}",
        top=SCALE + LISTS,
    )
    + "audience_question: pick\nlanguages: [en, pl]\n"
)
LINES = FULL.splitlines()
SCRAPS = st.sampled_from(
    ["[", "{", ":", "- ", "\t", "&a ", "*a", "${", "'", "null", "~", "-1", "1e9", "true", "# ",
     "|", "\x00", "\ud800", "\u2028", "🙂", "..", "!!str ", "---", "? ", "%", "9" * 400],
)  # fmt: skip


def assert_form_or_problems(parsed: ParsedForm) -> None:
    assert (parsed.form is None) == bool(parsed.problems)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_form_or_problems(text: str) -> None:
    assert_form_or_problems(parse_form(text, "f.yaml"))


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_any_change_to_a_form_gives_a_form_or_problems(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FULL)))
    end = data.draw(st.integers(start, min(start + 12, len(FULL))))
    scrap = data.draw(st.one_of(SCRAPS, st.text(max_size=6)))
    assert_form_or_problems(parse_form(FULL[:start] + scrap + FULL[end:], "f.yaml"))


@given(st.permutations(range(len(LINES))), st.integers(0, len(LINES)))
@settings(max_examples=100, deadline=None)
def test_any_order_of_lines_gives_a_form_or_problems(order: list[int], count: int) -> None:
    kept = sorted(order[:count])
    assert_form_or_problems(parse_form("\n".join(LINES[n] for n in kept), "f.yaml"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(st.sampled_from([line for line in LINES if ": " in line]), VALUES)
@settings(max_examples=300, deadline=None)
def test_any_value_of_a_key_gives_a_form_or_problems(line: str, value: object) -> None:
    changed = f"{line.partition(': ')[0]}: {json.dumps(value)}"
    assert_form_or_problems(parse_form(FULL.replace(line, changed), "f.yaml"))
