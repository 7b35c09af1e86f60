"""Answers as data frames, and their schemas."""

import subprocess
import sys
from datetime import date
from random import Random

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from forms.frame import LONG_COLUMNS, frame_schema, long_schema, wide_frame
from forms.library import load_library
from forms.sampling import sample_response
from forms.storage import lay_out
from tests.forms.examples import SCALE, read_form

TODAY = date(2026, 1, 31)
LIBRARY = load_library().forms
FORM = read_form(
    SCALE
    + """
sections:
  - id: one
    title: One
    questions:
      - {id: pupils, type: number, text: Pupils}
      - {id: day, type: date, text: Day}
      - {id: pets, type: select_many, text: Pets, choices: [{value: cat, label: Cat}, {value: dog, label: Dog}]}
      - {id: ed_a1, type: judgement, text: J, scale: compliance}
      - {id: secret, type: short_text, text: Secret, private: true}
      - {id: visits, type: repeat, text: V, questions: [{id: hours, type: number, text: H}]}
"""  # noqa: E501 - one question a line
)


def long_rows(form, responses):
    return pd.DataFrame(
        [
            (name, row.question, row.instance, row.value_text, row.value_number)
            for name, answers in responses.items()
            for row in lay_out(form, answers, today=TODAY)
        ],
        columns=list(LONG_COLUMNS),
    )


def test_a_wide_frame_has_a_row_a_response_and_a_column_a_key():
    rows = long_rows(FORM, {
        "r1": {"pupils": 12, "pets": ["cat", "dog"], "secret": "s",
               "visits": [{"hours": 1}, {"hours": 2}]},
        "r2": {"day": "31/1/2026", "ed_a1": {"rating": "fully_met", "evidence": "=1+1"}},
    })  # fmt: skip
    wide = wide_frame(FORM, rows).set_index("response")
    assert list(wide.columns[:4]) == ["pupils", "day", "pets", "ed_a1"]
    assert "secret" not in wide.columns
    assert wide.loc["r1", "pupils"] == 12.0
    assert wide.loc["r1", "pets"] == "cat; dog"
    assert wide.loc["r1", "visits.hours"] == "1; 2"
    assert pd.isna(wide.loc["r1", "day"])
    assert wide.loc["r2", "day"] == pd.Timestamp(2026, 1, 31)
    assert wide.loc["r2", ["ed_a1", "ed_a1.evidence"]].tolist() == ["fully_met", "=1+1"]
    assert str(wide.dtypes["pupils"]) == "float64"


def test_what_is_kept_as_a_number_alone_is_said_in_digits():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: days, type: calculate, calculation: "29"}
      - {id: visits, type: repeat, text: V, questions: [{id: hours, type: number, text: H}]}
""")
    rows = long_rows(form, {
        "r1": {"visits": [{"hours": 1}, {}, {"hours": 2.0}]}, "r2": {"visits": [{"hours": 3}]},
    })  # fmt: skip
    rows["value_text"] = None  # as the database keeps numbers
    wide = wide_frame(form, rows)
    assert wide.to_dict("list") == {
        "response": ["r1", "r2"], "days": ["29", "29"], "visits.hours": ["1; 2", "3"],
    }  # fmt: skip


def test_no_rows_make_an_empty_wide_frame():
    wide = wide_frame(FORM, long_rows(FORM, {}))
    assert (len(wide), "ed_a1.due" in wide.columns) == (0, True)


@pytest.mark.parametrize(
    ("key", "value"), [("pets", "cat; cow"), ("ed_a1", "splendid"), ("pupils", "many")]
)
def test_a_frame_with_a_value_that_the_form_does_not_know_is_refused(key, value):
    wide = wide_frame(FORM, long_rows(FORM, {"r1": {"pupils": 1}})).astype({"pupils": object})
    wide[key] = value
    with pytest.raises(SchemaErrors):
        frame_schema(FORM).validate(wide, lazy=True)


def test_a_long_frame_is_checked():
    rows = long_rows(FORM, {"r1": {"pupils": 12}})
    assert long_schema().validate(rows).equals(rows)
    with pytest.raises(SchemaErrors):
        long_schema().validate(rows.assign(instance=-1), lazy=True)


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_sampled_responses_to_every_form_of_the_library_fit_its_frame(name):
    form = LIBRARY[name]
    responses = {f"r{seed}": sample_response(form, Random(seed), today=TODAY) for seed in range(3)}
    rows = long_rows(form, responses)
    wide = wide_frame(form, rows)
    assert list(wide["response"]) == ["r0", "r1", "r2"]
    assert set(rows["question"]) <= set(wide.columns)


def test_forms_load_no_data_frames_until_they_are_asked_for():
    loads = (
        "import forms.frame, forms.validation, sys; print({'pandas', 'pandera'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "set()\n"
