"""Last year's edition differs in its version and in two wordings alone."""

from __future__ import annotations

import pytest

from forms.library import Library
from scrutiny.comparison import match_questions
from scrutiny.demonstration.earlier import change_source, earlier_version, make_earlier


@pytest.mark.parametrize(
    ("id", "changed"),
    [
        ("school_audit", {"ED-B4", "ED-I3"}),
        ("early_years_audit", {"EY-E1", "EY-I3"}),
        ("section_eleven", {"SA-3.4", "SA-10.5"}),
    ],
)
def test_two_standards_cannot_be_compared(library: Library, id: str, changed: set[str]) -> None:
    form = library.forms[id]
    earlier = make_earlier(form, library.sources[id])
    assert earlier.form.version == earlier_version(form.version)
    assert set(form.standards) - set(match_questions(form, earlier.form)) == changed
    assert list(earlier.form.questions) == list(form.questions)


@pytest.mark.parametrize(
    ("version", "before"), [("2026.1", "2025.1"), ("2026", "2025"), ("first", "first-earlier")]
)
def test_a_version_is_a_year_earlier(version: str, before: str) -> None:
    assert earlier_version(version) == before


def test_words_over_several_lines_are_replaced_whole() -> None:
    source = """
id: audit
version: "2"
sections:
  - id: one
    questions:
      - id: a
        text: >-
          Words over
          two lines.
        type: long_text
      - id: b
        text: Other words
"""
    assert (
        change_source(source, "1", {"a": "New", "b": "Last"})
        == """
id: audit
version: "1"
sections:
  - id: one
    questions:
      - id: a
        text: "New"
        type: long_text
      - id: b
        text: "Last"
"""
    )
