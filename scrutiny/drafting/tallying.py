"""The forms that a step had sent, put together: how many answered what, and what they wrote.

Whose form it is, and which case it is about, stand in neither. Where a document may leave the
partnership, small numbers are hidden (docs/decisions/small-numbers.md) and nothing is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import Form, Json, Question
from scrutiny.drafting.held import Held
from scrutiny.drafting.material import Material
from scrutiny.drafting.recorded import list_answered
from scrutiny.response import Response
from scrutiny.suppression import Rule, Shown, show_count, suppress_row

_COUNTED = frozenset({"rating", "select_one", "select_many"})
_COLUMNS = ("Question", "Answered", "How many answered what")


def draw_tallies(material: Material, form: str) -> Held:
    """How often each answer was given to each question of a form: a row a question.

    With no form, of all that were sent. What nobody answered is left out.
    """
    sent = [each for each in material.forms if form in ("", each.form)]
    rows = tuple(
        row for tool in _list_tools(material, sent) for row in _tally(tool, sent, material)
    )
    items = (f"{text} Answered: {n}. {said}" for text, n, said in rows)
    return Held(tuple(items), _COLUMNS, rows)


def draw_written(material: Material, question: str) -> Held:
    """What was written to a question in the forms that were sent, each once."""
    written = (words for each in material.forms for words in _list_words(each, question))
    found = () if material.leaves else tuple(dict.fromkeys(written))
    return Held(found, ("What they wrote",), tuple((each,) for each in found))


def _list_words(form: Response, question: str) -> list[str]:
    return list_answered(form.answers.get(question))


def _list_tools(material: Material, sent: Sequence[Response]) -> tuple[Form, ...]:
    """The forms that were answered, each in the latest of the versions that were."""
    found: dict[str, Form] = {}
    for each in sorted(sent, key=lambda response: response.form_version):
        if tool := material.tools.get((each.form, each.form_version)):
            found[each.form] = tool
    return tuple(found.values())


def _tally(
    tool: Form, sent: Sequence[Response], material: Material
) -> Iterator[tuple[str, str, str]]:
    ours = [each for each in sent if each.form == tool.id]
    rule = Rule(material.partnership.small_numbers.counts_minimum) if material.leaves else None
    for question in tool.questions.values():
        given = [_list_chosen(each.answers.get(question.id)) for each in ours]
        answered = [chosen for chosen in given if chosen]
        if question.type in _COUNTED and answered:
            counts = [sum(c.value in chosen for chosen in answered) for c in question.options]
            shown, whole = _show(question, counts, len(answered), rule)
            said = (
                f"{choice.label.say()}: {count}"
                for choice, count in zip(question.options, shown, strict=True)
            )
            yield question.text.say(), str(whole), "; ".join(said)


def _list_chosen(value: Json) -> tuple[str, ...]:
    """The values that were chosen in one form."""
    values = value if isinstance(value, list) else [value]
    return tuple(each for each in values if isinstance(each, str) and each)


def _show(
    question: Question, counts: Sequence[int], whole: int, rule: Rule | None
) -> tuple[Sequence[Shown | int], Shown | int]:
    """The counts as they may be shown; as they are within the partnership."""
    if rule is None:
        return counts, whole
    if question.type != "select_many":
        return suppress_row(counts, rule)
    hidden = Shown(None, rule.primary_words)
    safe = [show_count(each, rule) if rule.allows(whole) else hidden for each in counts]
    return safe, show_count(whole, rule)
