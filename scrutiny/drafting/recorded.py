"""What was recorded in the steps of activities, for the parts of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.model import Json, Question
from scrutiny.drafting.held import Held
from scrutiny.drafting.material import Material, say_given, say_value


def draw_answers(material: Material, question: str) -> Held:
    """What was recorded for a question: several items where several were chosen or repeated."""
    asked = material.mechanism.questions.get(question) if material.mechanism else None
    raw = material.recorded.get(question)
    if asked and asked.type == "repeat" and isinstance(raw, list):
        return _repeated(asked, raw)
    if asked and asked.type == "select_many" and isinstance(raw, list):
        chosen = tuple(say_value(material.mechanism, question, [each]) for each in raw)
        return Held(chosen, (asked.text.say(),), tuple((each,) for each in chosen))
    said = material.say_answer(question)
    label = asked.text.say() if asked else question.replace("_", " ").capitalize()
    rows = ((label, said),) if said else ()
    return Held((said,) if said else (), ("Question", "What was recorded"), rows)


def _repeated(asked: Question, raw: Sequence[Json]) -> Held:
    """The rows of a repeat question, by its questions that were answered in any of them."""
    given = [row for row in raw if isinstance(row, Mapping)]
    said = {
        inner.text.say(): tuple(say_given(inner, row.get(inner.id)) for row in given)
        for inner in asked.questions
    }  # fmt: skip
    shown = {label: column for label, column in said.items() if any(column)}
    rows = tuple(zip(*shown.values(), strict=True))
    items = tuple(
        ". ".join(words.rstrip(".") for words in row if words) + "." for row in rows
    )  # fmt: skip
    return Held(items, tuple(shown), rows)


def draw_each(material: Material, question: str) -> Held:
    """What each party recorded for a question, the latest that it said."""
    taken = material.activity.taken if material.activity else ()
    said = {each.part: each.answers[question] for each in taken if question in each.answers}
    rows = tuple(
        (material.name_of(part), say_value(material.mechanism, question, raw))
        for part, raw in said.items()
    )
    rows = tuple(row for row in rows if row[1])
    return Held(tuple(say_of(*row) for row in rows), ("Who", "What they say"), rows)


def say_of(who: str, words: str) -> str:
    """What somebody said, after who it was."""
    return f"{who}: {words}" if who else words


def draw_told(material: Material, question: str) -> Held:
    """What was recorded for a question in each of many activities."""
    found = (
        (each.activity.title, say_value(each.mechanism, question, each.facts.get(question)))
        for each in material.told
    )
    rows = tuple(row for row in found if row[1])
    return Held(tuple(say_of(*row) for row in rows), ("Activity", "What was recorded"), rows)


def draw_forms(material: Material, question: str) -> Held:
    """What was answered in the forms that were sent, each with whose and which case it is.

    With no question, the forms themselves.
    """
    rows = tuple(
        (words, ", ".join(filter(None, (material.name_of(form.organisation), form.reference))))
        for form in material.forms
        for words in (list_answered(form.answers.get(question)) if question else ("",))
    )
    rows = tuple(row for row in rows if any(row))
    items = (f"{words} ({who})" if words and who else words or who for words, who in rows)
    return Held(tuple(items), ("What they wrote", "Who, and which case"), rows)


def list_answered(value: Json) -> list[str]:
    """An answer in words: the first of each row of a repeat question, else the answer itself."""
    if not isinstance(value, list):
        return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []
    firsts = (next(iter(row.values()), "") for row in value if isinstance(row, Mapping))
    return [" ".join(each.split()) for each in firsts if isinstance(each, str) and each.strip()]
