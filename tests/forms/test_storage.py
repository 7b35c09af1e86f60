"""Responses laid out long."""

from datetime import date

from forms.storage import StoredAnswer, lay_out
from tests.forms.examples import SCALE, read_form

TODAY = date(2026, 1, 31)
FORM = read_form(
    SCALE
    + """
sections:
  - id: one
    title: One
    questions:
      - {id: words, type: note, text: Welcome}
      - {id: pupils, type: number, text: Pupils}
      - {id: day, type: date, text: Day}
      - {id: pets, type: select_many, text: Pets, choices: [{value: cat, label: Cat}, {value: dog, label: Dog}]}
      - {id: secret, type: short_text, text: Secret, private: true}
      - {id: unasked, type: short_text, text: Unasked, relevant: "${pupils} > 100"}
      - {id: ed_a1, type: judgement, text: J, scale: compliance}
      - id: visits
        type: repeat
        text: Visits
        questions:
          - {id: place, type: short_text, text: Place}
          - {id: who, type: short_text, text: Who, private: true}
      - {id: double, type: calculate, calculation: "${pupils} * 2"}
      - {id: origin, type: hidden, prefill: organisation_type}
"""  # noqa: E501 - one question a line
)


def test_relevant_answers_are_laid_out_and_private_ones_are_not():
    answers = {
        "words": "x", "pupils": "12", "day": "2/1/1970", "pets": ["dog", "cat"], "secret": "s",
        "unasked": "u", "unknown": "?",
        "ed_a1": {"rating": "not_met", "evidence": "not called for",
                  "actions": [{"text": "Train", "owner": "Head", "due": "1970-01-03"}]},
        "visits": [{"place": "Hall", "who": "Ann"}, {}, {"place": "Park"}],
    }  # fmt: skip
    context = {"organisation_type": "academy"}
    assert lay_out(FORM, answers, today=TODAY, context=context) == [
        StoredAnswer("pupils", 0, "12", 12.0),
        StoredAnswer("day", 0, "1970-01-02", 1.0),
        StoredAnswer("pets", 0, "cat"),
        StoredAnswer("pets", 1, "dog"),
        StoredAnswer("ed_a1", 0, "not_met"),
        StoredAnswer("ed_a1.action", 0, "Train"),
        StoredAnswer("ed_a1.owner", 0, "Head"),
        StoredAnswer("ed_a1.due", 0, "1970-01-03", 2.0),
        StoredAnswer("visits.place", 0, "Hall"),
        StoredAnswer("visits.place", 2, "Park"),
        StoredAnswer("double", 0, "24", 24.0),
        StoredAnswer("origin", 0, "academy"),
    ]


def test_what_cannot_be_read_is_not_laid_out():
    assert lay_out(FORM, {"pupils": "many"}, today=TODAY) == []
