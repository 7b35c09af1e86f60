"""The check of free text: what is found however it is typed, and what is wrong with the list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.library import load_library
from forms.problem import Problem
from scrutiny.demonstration.words import words
from scrutiny.disclosure import (
    UNCHECKED,
    Concern,
    Disclosures,
    Phrase,
    disclosures,
    find_concerns,
    leave_out,
    main,
    parse_disclosures,
)

LIST = """
kinds:
  - key: harm
    label: Being hurt
    help: worried
    phrases:
      - hits|hit me
      - bruis*
  - key: identifying
    label: A number
    help: private
    phrases:
      - my name is
    patterns:
      - '\\b0[0-9]{10}\\b'
help:
  worried:
    young: {title: {en: Thank you, en-easy: Thanks}, text: Tell a grown-up.}
    parent: {title: Thank you, text: Tell a worker.}
  private:
    young: {title: A number, text: You may take it out.}
    parent: {title: A number, text: You may take it out.}
"""


def test_the_standing_list_is_in_order() -> None:
    assert disclosures().problems == ()
    assert main() == 0


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("someone there scares me", ("harm", "staff")),
        ("He HITS\n  me!!", ("harm",)),
        ("h1ts me", ("harm",)),
        ("my dad huuuurts me", ("harm",)),
        ("I don’t feel safe", ("harm",)),
        ("i do self-harm", ("self_harm",)),
        ("thinking of sucide", ("self_harm",)),
        ("k.i.l.l me", ("harm",)),
        ("touchés me", ("abuse",)),
        ("r@ped", ("abuse",)),
        ("they make me sell weed", ("exploitation",)),
        ("the coach texts me at night", ("staff",)),
        ("ring 07700 900123", ("identifying",)),
        ("me@home.example", ("identifying",)),
        ("12 Old Mill Lane", ("identifying",)),
        ("DN16 1AB", ("identifying",)),
        ("my name iz Sam and he hit me", ("harm", "identifying")),
        ("the waiting room is scary", ()),
        ("we rapped a song", ()),
        ("hit the ball and met a friend", ()),
        ("white me", ()),
        ("open till 5 or 6 on 2 days a week", ()),
        ("Same worker every time, that matters more than people think", ()),
        ("", ()),
        ("   ", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_check_finds_what_may_tell_of_harm(text: object, kinds: tuple[str, ...]) -> None:
    assert disclosures().check(text) == kinds


def test_the_invented_voices_worry_nobody() -> None:
    said = [
        line
        for group in words()["voice"].values()
        for lines in (group.values() if isinstance(group, dict) else ())
        if isinstance(lines, list)
        for line in lines
    ]
    assert len(said) > 30
    assert {line: found for line in said if (found := disclosures().check(line))} == {}


def _typed(phrase: Phrase, draw: st.DrawFn) -> str:
    chosen = [draw(st.sampled_from(place)).removesuffix("*") for place in phrase.places]
    cased = ["".join(draw(st.sampled_from((c, c.upper()))) for c in word) for word in chosen]
    gaps = st.sampled_from((" ", "  ", "\n", ", ", " \t ", "... "))
    return "".join(word + draw(gaps) for word in cased)


@st.composite
def typed_phrases(draw: st.DrawFn) -> tuple[Phrase, str]:
    phrase = draw(st.sampled_from(disclosures().phrases))
    return phrase, _typed(phrase, draw)


@settings(max_examples=400)
@given(typed_phrases(), st.sampled_from(("", "well ", "Hello. ", "¿ ")))
def test_every_listed_phrase_is_found_in_any_case_and_spacing(
    typed: tuple[Phrase, str], before: str
) -> None:
    phrase, text = typed
    assert phrase.kind in disclosures().check(f"{before}{text}and then")


@given(st.text(st.characters(codec=None), max_size=300))
def test_check_never_raises(text: str) -> None:
    assert isinstance(disclosures().check(text), tuple)


@pytest.mark.parametrize(
    "text",
    ["a.b." * 30_000, "\u0301\u0316" * 60_000, "1-2 " * 30_000, "@" * 100_000, "x" * 100_000,
     "he hits me " * 10_000, "\ud800" * 50_000],
)  # fmt: skip
def test_check_takes_a_heap_of_anything(text: str) -> None:
    assert isinstance(disclosures().check(text), tuple)


def test_help_is_in_kind_words_in_every_language_of_the_voice_forms() -> None:
    forms = [f for f in load_library().forms.values() if f.kind == "voice"]
    for form in forms:
        audience = "young" if form.audience == "young" else "parent"
        for kinds in (("harm",), ("identifying",), (UNCHECKED,)):
            shown = disclosures().help_for(kinds, audience)
            for language in form.languages:
                assert shown.title.has(language)
                assert shown.text.has(language)


def test_the_gravest_kind_chooses_the_words() -> None:
    listed = parse_disclosures(LIST)
    assert listed.check("My name is Bo and he hit me") == ("harm", "identifying")
    assert listed.help_for(("harm", "identifying"), "young").title.say("en-easy") == "Thanks"
    assert listed.help_for(("identifying",), "parent").title.say() == "A number"


def test_problems_of_the_list_are_collected_with_their_place() -> None:
    wrong = LIST.replace("bruis*", "b*").replace("my name is", "my -- is\n      - my name is")
    wrong = wrong.replace("'\\b0[0-9]{10}\\b'", "'('\n      - 'x*'").replace("en: Thank you,", "")
    listed = parse_disclosures(wrong, "list.yaml")
    assert [problem.place for problem in listed.problems] == [
        "list.yaml:20 help/worried/young",
        "list.yaml:8 kinds/0/phrases/1",
        "list.yaml:13 kinds/1/phrases/0",
        "list.yaml:16 kinds/1/patterns/0",
        "list.yaml:17 kinds/1/patterns/1",
    ]
    assert listed.check("he hit me; my name is Bo") == ("harm", "identifying")


@pytest.mark.parametrize(
    "text",
    ["", "kinds", "kinds: 3", "kinds: [1, {key: a}, {key: a, phrases: 2}]", "kinds: {a: [b",
     "kinds: [{key: a, phrases: [no, 1, ~, [x]]}]\nkinds: []", "help: {a: 1, b: {young: 2}}"],
)  # fmt: skip
def test_a_list_that_cannot_be_read_flags_every_text(text: str) -> None:
    listed = parse_disclosures(text)
    assert listed.problems
    assert listed.check("the toys") in ((UNCHECKED,), ())
    assert Disclosures(problems=(Problem("x", "y"),)).check("the toys") == (UNCHECKED,)
    assert listed.label(UNCHECKED) == "Not checked"


def test_concerns_stand_where_the_text_stands_and_can_be_left_out() -> None:
    answers = {
        "heard": "yes",
        "words": "he hits me",
        "group": [{"inner": "fine"}, {"inner": "I want to die", "other": 1}, "odd"],
        "judged": {"rating": "a", "evidence": "he hits me"},
    }
    found = find_concerns(answers, {"words", "group.inner", "missing", "heard.x"})
    assert found == (
        Concern("group.inner", 1, ("self_harm",), "I want to die"),
        Concern("words", 0, ("harm",), "he hits me"),
    )
    judged = Concern("judged.evidence", 0, ("harm",), "he hits me")
    assert leave_out(answers, [*found, judged]) == {
        "heard": "yes",
        "group": [{"inner": "fine"}, {"other": 1}, "odd"],
        "judged": {"rating": "a"},
    }
