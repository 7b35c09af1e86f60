"""Ratings counted, section by section, whole and by scale."""

from datetime import date

import pytest

from forms.scoring import SectionScore, score
from tests.forms.examples import SCALE, read_form

TODAY = date(2026, 1, 31)
FORM = read_form(
    SCALE
    + """
  maturity:
    - {value: embedded, label: Embedded, score: 4}
    - {value: absent, label: Not in place, score: 1}
sections:
  - id: one
    title: One
    questions:
      - {id: a, type: judgement, text: A, scale: compliance}
      - {id: b, type: judgement, text: B, scale: compliance}
      - {id: m, type: rating, text: M, scale: maturity}
  - id: two
    title: Two
    questions:
      - {id: c, type: judgement, text: C, scale: compliance}
      - {id: d, type: judgement, text: D, scale: compliance, relevant: "${c} = 'fully_met'"}
  - {id: words, title: Words, questions: [{id: w, type: short_text, text: W}]}
"""
)


def test_judgements_are_counted_by_section_and_whole():
    answers = {"a": "fully_met", "b": "partly_met", "c": "not_applicable", "d": "not_met",
               "m": "absent"}  # fmt: skip
    found = score(FORM, answers, today=TODAY)
    assert found.sections == {
        "one": SectionScore({"fully_met": 1, "partly_met": 1}, 2, 0, 0, 1, 50.0, 2.5),
        "two": SectionScore({"not_applicable": 1}, 0, 1, 0, 0, None, None),
    }
    assert found.whole == SectionScore(
        {"fully_met": 1, "partly_met": 1, "not_applicable": 1}, 2, 1, 0, 1, 50.0, 2.5
    )
    assert found.scales == {
        "compliance": found.whole,
        "maturity": SectionScore({"absent": 1}, 1, 0, 0, 0, 0.0, 1.0),
    }


def test_what_is_unanswered_is_counted_apart():
    assert score(FORM, {"c": "fully_met"}, today=TODAY).whole == SectionScore(
        {"fully_met": 1}, 1, 0, 3, 1, 100.0, 3.0
    )


def test_a_form_of_ratings_alone_is_scored_by_them_and_its_matrices():
    form = read_form("""
scales:
  often:
    - {value: always, label: Always, score: 3}
    - {value: never, label: Never, score: 0}
    - {value: unknown, label: I do not know, counts: false}
sections:
  - id: one
    title: One
    questions:
      - {id: r, type: rating, text: R, scale: often}
      - {id: m, type: matrix, text: M, scale: often, rows: [{value: x, label: X}, {value: y, label: Y}, {value: z, label: Z}]}
      - {id: n, type: matrix, text: N, choices: [{value: y, label: Y}], rows: [{value: x, label: X}]}
""")  # noqa: E501 - one question a line
    answers = {"r": "always", "m": {"x": "never", "y": "unknown"}, "n": {"x": "y"}}
    found = score(form, answers, today=TODAY).whole
    assert found.counts == {"always": 1, "never": 1, "unknown": 1}
    assert (found.counted, found.not_applicable, found.unanswered) == (2, 1, 1)
    assert found.percent == pytest.approx(50)
    assert found.mean == pytest.approx(1.5)
