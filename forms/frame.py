"""Answers as data frames: their schemas, and the step from long rows to wide ones.

pandas and pandera are slow to import and only frames need them, so they are imported here
inside the functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms.model import Form
from forms.types import get_type
from forms.types.base import SEPARATOR
from forms.types.numbers import plain_number

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

    `rows` has the LONG_COLUMNS; a number may be there as a number alone. Several values of
    one key (choices, files, actions, instances of a repeat) stand in one cell, parted by
    "; ". Keys that the form does not have are left out; responses come in the order in
    which they first appear. Raises pandera's SchemaErrors when a value does not fit.
    """
    import pandas as pd

    columns = form_columns(form)
    places, responses = pd.factorize(rows["response"])
    found = rows.groupby("question", sort=False).indices
    cells = {
        key: _Cells(rows, places, len(responses), found.get(key, places[:0])).make(column)
        for key, column in columns.items()
    }
    wide = pd.DataFrame({"response": responses, **cells})
    checked: pd.DataFrame = frame_schema(form).validate(wide, lazy=True)
    return checked


@dataclass(frozen=True)
class _Cells:
    """One column to be: which of the rows hold its values, and each row's place in it.

    Everything is done by place: looking names up costs more than all the rest together.
    """

    rows: pd.DataFrame
    places: Any
    count: int
    at: Any

    def make(self, column: Any) -> Any:
        """One cell a response: numbers as numbers, days as days, words joined."""
        import pandas as pd

        dtype = str(column.dtype)
        if dtype == "float64":
            return self._first(self._take("value_number"))
        if dtype.startswith("datetime64"):
            days = self._first(self._take("value_text"))
            return pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
        return self._first(self._words()) if self._is_single() else self._joined()

    def _take(self, name: str) -> Any:
        """The values of this column's rows."""
        return self.rows[name].array.take(self.at)

    def _words(self) -> Any:
        """What this column's rows say; what is kept as a number alone, in its digits."""
        import pandas as pd

        words = self._take("value_text")
        missing = pd.isna(words)
        if not missing.any():
            return words
        numbers = self._take("value_number")
        said = pd.array(list(words), dtype=object)
        for at in missing.nonzero()[0]:
            if not pd.isna(numbers[at]):
                said[at] = plain_number(float(numbers[at]))
        return said

    def _is_single(self) -> bool:
        import numpy as np

        return bool(np.bincount(self.places[self.at], minlength=1).max() <= 1)

    def _first(self, values: Any) -> Any:
        """The first of a response's values, for every response; `values` go with the rows."""
        import numpy as np

        chosen = np.full(self.count, -1)
        chosen[self.places[self.at[::-1]]] = np.arange(len(self.at))[::-1]
        return values.take(chosen, allow_fill=True)

    def _joined(self) -> list[str | None]:
        rows = self.rows.take(self.at)[["instance"]].assign(
            place=self.places[self.at], words=self._words()
        )
        rows = rows.sort_values("instance", kind="stable")
        cells: list[str | None] = [None] * self.count
        for place, text in zip(rows["place"], rows["words"], strict=True):
            if isinstance(text, str):
                before = cells[place]
                cells[place] = text if before is None else f"{before}{SEPARATOR}{text}"
        return cells
