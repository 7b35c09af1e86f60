"""Answers as data frames: their schemas, and the step from long rows to wide ones.

pandas and pandera are slow to import and only frames need them, so they are imported here
inside the functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from forms.model import Form
from forms.types import get_type
from forms.types.base import SEPARATOR

if TYPE_CHECKING:
    import pandas as pd

#: The columns of the long answer table that a frame is made from.
LONG_COLUMNS = ("response", "question", "instance", "value_text", "value_number")


def form_columns(form: Form) -> dict[str, Any]:
    """The pandera columns of the form by stored key, in the order asked; private ones left out."""
    return {
        key: column
        for question in form.questions.values()
        if not question.private
        for key, column in get_type(question.type).columns(question).items()
    }


def frame_schema(form: Form) -> Any:
    """The pandera schema of a frame with one row a response.

    `response` is its id; further columns (organisation, type) may stand beside. A cell
    is empty where the question was not relevant or not answered.
    """
    import pandera.pandas as pa

    columns = {"response": pa.Column(str, unique=True), **form_columns(form)}
    return pa.DataFrameSchema(columns, coerce=True, strict=False, name=form.id)


def long_schema() -> Any:
    """The pandera schema of the long answers: one row a value."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "response": pa.Column(str),
            "question": pa.Column(str, pa.Check.str_length(min_value=1)),
            "instance": pa.Column(int, pa.Check.ge(0)),
            "value_text": pa.Column(str, nullable=True),
            "value_number": pa.Column(float, nullable=True),
        },
        coerce=True,
        strict=False,
        name="long",
    )


def wide_frame(form: Form, rows: pd.DataFrame) -> pd.DataFrame:
    """Long answers as one row a response, checked by `frame_schema`.

    `rows` has the LONG_COLUMNS. Several values of one key (choices, files, actions,
    instances of a repeat) stand in one cell, parted by "; ". Keys that the form does not
    have are left out; responses come in the order in which they first appear. Raises
    pandera's SchemaErrors when a value does not fit.
    """
    import pandas as pd

    columns = form_columns(form)
    known = rows[rows["question"].isin(columns.keys())]
    index = pd.Index(rows["response"].unique(), name="response")
    groups = dict(tuple(known.groupby("question", sort=False)))
    cells = {
        key: _cells(groups[key], str(column.dtype)).reindex(index)
        if key in groups
        else pd.Series(None, index=index, dtype="object")
        for key, column in columns.items()
    }
    wide = pd.DataFrame(cells, index=index).reset_index()
    checked: pd.DataFrame = frame_schema(form).validate(wide, lazy=True)
    return checked


def _cells(rows: pd.DataFrame, dtype: str) -> pd.Series[Any]:
    """One key's values by response: numbers as numbers, days as days, words joined."""
    import pandas as pd

    if dtype == "float64":
        first = rows.drop_duplicates("response").set_index("response")
        return first["value_number"]
    if dtype.startswith("datetime64"):
        first = rows.drop_duplicates("response").set_index("response")
        return pd.to_datetime(first["value_text"], format="%Y-%m-%d", errors="coerce")
    if rows["response"].is_unique:
        return rows.set_index("response")["value_text"]
    ordered = rows.sort_values("instance", kind="stable")
    return ordered.groupby("response", sort=False)["value_text"].agg(_join)


def _join(values: Iterator[str | None]) -> str:
    return SEPARATOR.join(value for value in values if isinstance(value, str))
