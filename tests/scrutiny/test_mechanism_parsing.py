"""A mechanism's file: read whole, or told what is wrong with it, each with line and cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import Choice
from forms.text import plain
from scrutiny.mechanism import (
    ActivityRole,
    AgendaWork,
    Deed,
    DocumentWork,
    Due,
    Each,
    Fill,
    Many,
    Need,
    Outcome,
    Rhythm,
    Subject,
    Unit,
)
from scrutiny.mechanism_parsing import ANYTHING, parse_mechanism
from tests.scrutiny.mechanism_examples import KNOWN, VISIT, mechanism


def test_a_whole_mechanism_is_read():
    read = mechanism()
    assert (read.id, read.version, read.name, read.prefix) == ("visit", "1", "Visit", "AV")
    assert (read.subject, read.group, read.begun_by) == (Subject.ORGANISATION, "board", ("team",))
    assert read.roles["panel"] == ActivityRole(
        "panel", "Panel", ("partner", "scrutiny_officer"), shuns_subject=True
    )
    assert list(read.by_id) == [
        "endorse", "arrange", "update", "prepare", "visit", "agree", "board",
    ]  # fmt: skip


def test_a_step_is_read_with_all_that_it_says():
    read = mechanism().by_id
    assert (read["endorse"].each, read["endorse"].may_record) == (Each.PARTNERS, ("team",))
    assert read["endorse"].outcomes[1] == Outcome(
        "refused", "Do not endorse", needs_reason=True, ends=True, state="Refused"
    )
    assert read["visit"].needs == (Need("${event_on} != ''", "Set the date of the visit first"),)
    assert read["agree"].documents == (DocumentWork("letter", Deed.DRAFT),)
    assert read["board"].agenda == (AgendaWork("board", "Findings"),)


def test_a_step_waits_for_the_one_above_unless_it_says_otherwise():
    read = mechanism().by_id
    assert [step.after for step in read.values()] == [
        (), ("endorse",), ("arrange",), ("arrange",), ("update",), ("visit",), ("agree",),
    ]  # fmt: skip


def test_deadlines_are_read_in_every_unit():
    read = mechanism().by_id
    assert [step.due for step in read.values() if step.due] == [
        Due(after="endorse", count=10, unit=Unit.WORKING_DAYS, is_target=True),
        Due(before="event_on", count=3, unit=Unit.WEEKS, requirement="R048"),
        Due(before="event_on"),
        Due(after="visit", meeting="board"),
    ]


def test_a_rhythm_and_a_day_are_read():
    text = VISIT.replace(
        "subject: organisation", "subject: organisation\neffective_from: 2021-10-01\n"
        "rhythm: {months: [1, 9], optional: true, requirement: R004}",
    )  # fmt: skip
    read = mechanism(text)
    assert read.effective_from == date(2021, 10, 1)
    assert read.rhythm == Rhythm(months=(1, 9), is_optional=True, requirement="R004")


def test_only_an_optional_step_falls_away_and_with_a_step_that_is_there():
    text = VISIT.replace("optional: true", "optional: true\n    until: [visits]")
    text = text.replace("    needs:\n", "    until: [agree]\n    needs:\n")
    parsed = parse_mechanism(text, "visit.yaml", known=KNOWN)
    assert [str(problem).partition(" ")[2] for problem in parsed.problems] == [
        "steps/prepare/until: There is no step 'visits' with which it falls away. "
        "Did you mean visit?",
        "steps/visit/until: The step visit has to be taken, so it cannot fall away. "
        "Write optional: true, or take until away.",
    ]


def test_questions_may_choose_from_what_the_settings_list():
    partners = (Choice("police", plain("The police")),)
    text = VISIT.replace(
        "long_text, text: What was seen?", "select_one, text: Who?, choices: partners"
    )
    unknown = parse_mechanism(text, "visit.yaml", known=KNOWN)
    assert [str(problem) for problem in unknown.problems] == [
        "visit.yaml:65 steps/visit/asks/seen/choices: There is no choice list 'partners'. "
        "Add it to choice_lists."
    ]
    parsed = parse_mechanism(text, "visit.yaml", known=replace(KNOWN, lists={"partners": partners}))
    assert parsed.mechanism is not None
    assert parsed.mechanism.questions["seen"].choices == partners


BROKEN = """\
id: visit
version: "1"
title: Visit
prefix: av
purposes: [agenzy]
aims: [joined]
requirements: [R999]
subject: organization
group: bord
begun_by: [teem]
colour: blue
rhythm: {}
roles:
  team: {label: Team, held_by: [mars_teem]}
  nobody: {label: Nobody, held_by: []}
  reader: {label: Reader, held_by: [board_reader]}
  chair: {label: Chair, held_by: [chair], of: subject}
documents:
  letter: {title: Letter, template: leter, approved_by: [reeder]}
begin:
  - {id: why, type: long_txt, text: Why?}
steps:
  - id: one
    title: One
    by: []
    after: [one]
  - id: two
    title: Two
    by: [reader, ghost]
    after: [four, three]
    relevant: "${later} = 'yes'"
    form: audits
    due: {before: later, weeks: 2}
  - id: three
    title: Three
    by: [team]
    after: [two]
    asks:
      - {id: later, type: date, text: When?}
      - {id: why, type: short_text, text: Again?}
    due: {after: four, days: 2}
    outcomes:
      - {value: back, label: Back, again: [five]}
      - {value: wait, label: Wait, waits: true}
      - {value: wait, label: Wait more, waits: true, ends: true, until: some_day}
    documents: [{issue: letter}, {publish: letter}, {draft: other}]
    begins: nothing
    keeps: [coffee]
  - id: five
    title: Five
    by: [team]
    due: {before: three, days: 2}
  - id: five
    title: Five again
    by: [team]
    due: {days: 2, weeks: 1}
    needs: [{that: "${why} = (", otherwise: Say why}]
"""


def test_every_kind_of_mistake_is_told_with_its_line():
    parsed = parse_mechanism(BROKEN, "visit.yaml", known=KNOWN)
    assert parsed.mechanism is None
    assert [_line(problem) for problem in parsed.problems] == [
        "4 'av' is no prefix",
        "5 There is no purpose 'agenzy'",
        "6 There is no aim 'joined'",
        "7 There is no requirement 'R999'",
        "8 subject cannot be 'organization'",
        "9 There is no group 'bord'",
        "10 There is no role 'teem' in this file",
        "11 'colour' is not known here",
        "12 The rhythm says nothing, or more than one thing",
        "14 There is no role of roles.yaml called 'mars_teem'",
        "15 Nobody can hold the role nobody",
        "16 No holder of reader may take a step",
        "17 Nobody can hold the role chair",
        "19 There is no template 'leter'",
        "19 There is no role 'reeder' in this file",
        "21 'long_txt' is not a question type",
        "23 No role can take the step one",
        "26 The step one waits for itself",
        "29 There is no role 'ghost' in this file",
        "30 There is no step 'four' to wait for",
        "30 The step two waits for itself, by way of three",
        "31 later is asked for only in a later step",
        "32 There is no form 'audits'",
        "33 later is asked for only in a later step",
        "40 The id why is used twice",
        "41 There is no question 'four'",
        "42 The step three can never be done",
        "43 again names five, which comes later",
        "44 The outcome wait does two things at once",
        "44 There is no day 'some_day' until which it waits",
        "45 The outcome wait stands twice",
        "46 The document letter is never drafted before this",
        "46 The document letter is never drafted before this",
        "46 The document letter may not be published",
        "46 There is no document 'other'",
        "47 There is no mechanism 'nothing'",
        "48 There is no thing to keep 'coffee'",
        "52 It is due before three, which is known only once it has happened",
        "53 The step five stands twice",
        "56 The deadline has no trigger, or more than one",
        "56 The deadline counts in two units",
        "57 The expression cannot be read: unexpected end of source",
    ]


def _line(problem):
    return f"{problem.place.partition(':')[2].partition(' ')[0]} {problem.message}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "{value: endorsed, label: Endorse}",
            "{value: endorsed, label: Endorse, ends: true}",
            "Nothing after endorse can be reached: every outcome ends the activity",
        ),
        (
            "label: Endorse}",
            "label: Endorse, state: Said}",
            "The state 'Endorsed' is never reached: each outcome has its own",
        ),
        (
            "documents: [{approve: letter}]",
            "documents: [{issue: letter}]",
            "The document letter is issued before it is approved",
        ),
        (
            "subject: organisation",
            "subject: organisation\npublication: never",
            "The document letter is published, but nothing of this may be",
        ),
        ("due: {on: event_on}", "due: {on: seen}", "seen is asked for only in a later step"),
        ("due: {on: event_on}", "due: {on: is_update_needed}",
         "is_update_needed is no date, so no deadline can hang on it"),
        ("due: {on: event_on}", "due: {before: arrange, days: 1}",
         "It is due before arrange, which is known only once it has happened"),
        ("due: {on: event_on}", "due: {after: board, days: 1}",
         "The deadline hangs on board, which comes only after this step"),
        ("due: {on: event_on}", "due: {on: event_on, days: 3}",
         "The deadline is on a day and some time from it"),
        ("due: {on: event_on}", "due: {before: event_on, meeting: board}",
         "A meeting cannot be counted backwards"),
        ("due: {on: event_on}", "due: {after: event_on}", "The deadline does not say how long"),
        ("= 'yes'", "= 'yess'", "${is_update_needed} has no choice 'yess'"),
        ("= 'yes'", "= 'yes' and ${nobody} = 1", "There is no question ${nobody}"),
        ("group: board\nmon", "group: chosen\nmon", ""),
        ("[{group: board, title", "[{group: board, groups: seen, title", ""),
        ("[{group: board, title", "[{group: board, groups: nobody, title",
         "There is no question 'nobody'"),
        ("text: What was seen?}", "text: What was seen?}\n"
         "      - {id: actions_open, type: number, text: Open}",
         "actions_open is given by itself, so no question can have that id"),
        ("optional: true", "form: audit\n    optional: true", ""),
        ("id: seen, type", "id: seen, relevant: \"${outcome} = 'x'\", type",
         "There is no question ${outcome}"),
        ("    outcomes:\n      - {value: agreed",
         "    asks:\n      - {id: aside, type: short_text, text: Why, "
         "relevant: \"${outcome} = 'agred'\"}\n    outcomes:\n      - {value: agreed",
         "${outcome} has no choice 'agred'"),
        ("each: partners\n", "each: partners\n    form: audit\n",
         "A form is answered by agencies, not by partners"),
        ("short: Visit", "short: [a]", "short is a list, not words"),
        ("by: [partner]\n    each: partners", "by: [partner]\n    each: people",
         "each cannot be 'people'"),
        ("begun_by: [team]\n", "", "begun_by is missing"),
        ("{approve: letter}", "{drafts: letter}", "'drafts' is not known here"),
        ("roles:\n", "rhythm: {months: [13]}\nroles:\n",
         "months holds something that is no month"),
        ("roles:\n", "rhythm: {a_year: 3, every_weeks: 4}\nroles:\n",
         "The rhythm says nothing, or more than one thing"),
        ("roles:\n", "rhythm: {a_year: 1, each: agencies}\nroles:\n", "each cannot be 'agencies'"),
        ("roles:\n", "effective_from: soon\nroles:\n", "'soon' is not a date"),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_problem_first(old: str, new: str, told: str):
    text = VISIT.replace(old, new)
    if told.endswith("may be"):
        text = text.replace("{draft: letter}", "{draft: letter}, {publish: letter}")
    assert text != VISIT
    problems = parse_mechanism(text, "visit.yaml", known=KNOWN).problems
    assert told in ([problem.message for problem in problems] or [""])


def test_a_role_is_of_one_partner_that_there_is():
    text = VISIT.replace("held_by: [partner], of: parties", "held_by: [partner], of: polices")
    (problem, *_) = parse_mechanism(text, "visit.yaml", known=KNOWN).problems
    assert (problem.message, problem.cure) == (
        "of cannot be 'polices'", "Did you mean police?"
    )  # fmt: skip
    text = VISIT.replace("held_by: [mars_team]}", "held_by: [mars_team], of: police}")
    (problem, *_) = parse_mechanism(text, "visit.yaml", known=KNOWN).problems
    assert problem.cure == "None of mars_team acts for what of: police asks for."


def test_a_rhythm_may_ask_for_so_many_of_each_partner():
    text = VISIT.replace("roles:\n", "rhythm: {a_year: 1, each: partners}\nroles:\n", 1)
    parsed = parse_mechanism(text, "visit.yaml", known=KNOWN).mechanism
    assert parsed is not None
    assert parsed.rhythm == Rhythm(a_year=3, for_each=1)


CASES = """
      - id: cases
        type: repeat
        text: Cases
        questions: [{id: case_reference, type: short_text, text: Reference}]
      - {id: event_on,"""
MANY = VISIT.replace("\n      - {id: event_on,", CASES).replace(
    "    by: [agency]\n",
    "    by: [agency]\n    form: audit\n    many: true\n    of_each: cases\n    at_least: 2\n"
    "    finished: All done\n    fills: {ref: case, event: activity}\n",
)
ASKED = replace(KNOWN, asked={"audit": {"ref", "event"}})


def test_a_form_may_be_answered_many_times():
    parsed = parse_mechanism(MANY, "visit.yaml", known=ASKED)
    assert parsed.problems == ()
    assert parsed.mechanism is not None
    step = parsed.mechanism.by_id["update"]
    assert step.many == Many(of_each="cases", at_least=2, finished="All done")
    assert (step.fills, step.case_question) == (
        (("ref", Fill.CASE), ("event", Fill.ACTIVITY)), "ref",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    form: audit\n", "", [
            "There is no form to answer many times", "There is no form to fill in",
        ]),
        ("of_each: cases", "of_each: case", ["There is no question 'case'"]),
        ("of_each: cases", "of_each: seen", ["seen is asked for only in a later step"]),
        ("of_each: cases", "of_each: event_on", ["event_on holds no rows"]),
        ("type: short_text, text: Reference", "type: number, text: Reference",
         ["The rows of cases do not begin with a reference"]),
        ("    many: true\n", "", [
            "of_each says something of a form that is answered once",
            "at_least says something of a form that is answered once",
            "finished says something of a form that is answered once",
            "A form that is answered once is about no case",
        ]),
        ("at_least: 2", "at_least: -1", ["at_least is below 0"]),
        ("ref: case", "reff: case", ["The form has no question 'reff'"]),
        ("ref: case", "ref: child", ["ref cannot be 'child'"]),
        ("event: activity", "event: case", ["Two questions hold the case"]),
        ("    many: true\n", "    many: true\n    outcomes: [{value: a, label: A}]\n",
         ["A form that is answered many times ends in one way only"]),
        ("id: update_words, type", "id: update_words, relevant: \"${left_here} > 0\", type", []),
        ("id: seen, type", "id: seen, relevant: \"${left_here} > 0\", type",
         ["There is no question ${left_here}"]),
        ("    each: partners\n", "    each: partners\n    needs: [{that: \"${own_immediate} = 0\", "
         "otherwise: Do it first}]\n", []),
        ("id: seen, type", "id: seen, relevant: \"${own_immediate} > 0\", type",
         ["There is no question ${own_immediate}"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_form_answered_many_times(old: str, new: str, told: list[str]):
    assert old in MANY
    problems = parse_mechanism(MANY.replace(old, new), "visit.yaml", known=ASKED).problems
    assert [problem.message for problem in problems] == told
    assert all(problem.place.startswith("visit.yaml:") for problem in problems)


def test_a_form_is_asked_for_in_one_step():
    text = VISIT.replace("    optional: true", "    form: audit").replace(
        "    asks:\n      - {id: seen", "    form: audit\n    asks:\n      - {id: seen"
    )
    problems = parse_mechanism(text, "visit.yaml", known=KNOWN).problems
    assert [problem.message for problem in problems] == ["The form audit is asked for twice"]


@pytest.mark.parametrize("text", ["", "- a", "a: [", "\t", "steps: 3", "roles: [a]\nbegin: {a: b}"])
def test_no_text_stops_the_reader(text: str):
    assert parse_mechanism(text, "visit.yaml", known=KNOWN).mechanism is None


def test_a_version_that_was_checked_is_read_whatever_has_gone_since():
    text = VISIT.replace("group: board", "group: dissolved").replace("R048", "R999")
    assert parse_mechanism(text, "v.yaml", known=KNOWN).mechanism is None
    parsed = parse_mechanism(text, "v.yaml", known=ANYTHING, is_checked=True)
    assert parsed.mechanism is not None
    assert parsed.mechanism.group == "dissolved"


@given(st.text(max_size=300))
def test_any_words_make_problems_and_no_exception(text: str):
    parsed = parse_mechanism(f"{VISIT}\n{text}", "visit.yaml", known=KNOWN)
    assert bool(parsed.mechanism) is not bool(parsed.problems)
