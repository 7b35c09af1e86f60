"""The answers laid out long: what can be counted apart from what a person typed.

Table `answer` holds choices (as text) and numbers; table `answer_text` holds everything
that a person typed, dates and the names of files. So a composite cannot meet free text at
all, and its scan reads a narrow table that compresses well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.connection import Transaction
from db.errors import NotFoundError
from forms.model import Form, Question

if TYPE_CHECKING:
    from forms.storage import StoredAnswer

#: Types whose answer is one or more of the choices that the form offers.
CHOICE_TYPES = frozenset(
    {"acknowledge", "judgement", "matrix", "rank", "rating", "select_many", "select_one"}
)
#: Types whose answer is a number to summarise.
NUMBER_TYPES = frozenset({"calculate", "decimal", "number"})
#: Types whose answer is what a person typed.
TEXT_TYPES = frozenset({"email", "long_text", "postcode", "short_text", "urn"})
_FLAGS = ("best_practice", "may_name")  # the parts of a judgement that are yes or no
_COLUMNS = ("round", "slice", "response", "question", "instance", "value_text", "value_number")
_NO_KEYS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CountedKeys:
    """The stored keys of a form that may be counted, those that are numbers, and the typed."""

    choices: frozenset[str] = _NO_KEYS
    numbers: frozenset[str] = _NO_KEYS
    texts: frozenset[str] = _NO_KEYS


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows belong: laid down with each so that a composite needs no join."""

    round: str
    slice: str
    response: str


def counted_keys(form: Form) -> CountedKeys:
    """Which of a form's stored keys hold choices, which numbers, and which typed words."""
    choices: set[str] = set()
    numbers: set[str] = set()
    for key, question in _list_keys(form.questions):
        if question.type in CHOICE_TYPES:
            choices |= _choice_keys(key, question)
        if question.type in NUMBER_TYPES:
            numbers.add(key)
    texts = {key for key, question in _list_keys(form.questions) if question.type in TEXT_TYPES}
    return CountedKeys(frozenset(choices), frozenset(numbers), frozenset(texts))


def get_counted_keys(tx: Transaction, form: str, version: str) -> CountedKeys:
    """The counted keys of a published form; worked out once, since it never changes."""
    kept: CountedKeys | None = tx.kept.get(("counted_keys", form, version))
    if kept is None:
        row = tx.one(
            "SELECT source FROM form_version WHERE form = $1 AND version = $2", [form, version]
        )
        if row is None:
            raise NotFoundError("form", f"{form} {version}")
        from forms.parsing import parse_form  # slow to import, and a start needs none of it

        parsed = parse_form(row["source"], form).form
        kept = counted_keys(parsed) if parsed else CountedKeys()
        tx.kept["counted_keys", form, version] = kept
    return kept


def add_answers(
    tx: Transaction, place: Place, stored: Sequence[StoredAnswer], keys: CountedKeys
) -> None:
    """Write one response's rows, each to the table where it belongs."""
    add_all_answers(tx, [(place, stored)], keys)


def add_all_answers(
    tx: Transaction,
    responses: Iterable[tuple[Place, Sequence[StoredAnswer]]],
    keys: CountedKeys,
) -> None:
    """Write the rows of many responses to the same form."""
    counted: list[tuple[object, ...]] = []
    typed: list[tuple[object, ...]] = []
    for place, stored in responses:
        where = (place.round, place.slice, place.response)
        for row in stored:
            start = (*where, row.question, row.instance)
            if row.question in keys.choices:
                counted.append((*start, row.value_text, None))
            elif row.question in keys.numbers and row.value_number is not None:
                counted.append((*start, None, row.value_number))
            else:
                typed.append((*start, row.value_text, row.value_number))
    tx.insert_many("answer", _COLUMNS, counted)
    tx.insert_many("answer_text", _COLUMNS, typed)


def remove_answers(tx: Transaction, response: str) -> None:
    """Take one response's rows away, before it is submitted again."""
    tx.execute("DELETE FROM answer WHERE response = $1", [response])
    tx.execute("DELETE FROM answer_text WHERE response = $1", [response])


def _list_keys(questions: Mapping[str, Question]) -> list[tuple[str, Question]]:
    keys = []
    for key, question in questions.items():
        keys.append((key, question))
        keys += [(f"{key}.{inner.id}", inner) for inner in question.questions]
    return keys


def _choice_keys(key: str, question: Question) -> set[str]:
    if question.type == "matrix":
        return {f"{key}.{row.value}" for row in question.rows}
    if question.type == "judgement":
        return {key, *(f"{key}.{flag}" for flag in _FLAGS)}
    return {key}
