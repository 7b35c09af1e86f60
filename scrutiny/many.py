"""A step's form answered many times by each party: how it is written, its cases, its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from forms.model import Json, Question
from forms.problem import Problem
from forms.reader import Entry, Log
from scrutiny.mechanism import Fill, Many, Mechanism, Step

#: What a step may say of its form besides.
MANY_KEYS = ("many", "of_each", "at_least", "finished", "fills")
#: The longest reference by which a party tells its forms apart.
LONGEST_REFERENCE = 60
_REPEAT, _SHORT = "repeat", "short_text"
_NEEDING = ("of_each", "at_least", "finished")


def read_many(step: Entry) -> Many | None:
    """How often a step's form is answered; None for once."""
    is_many = step.flag("many")
    if is_many and not step.has("form"):
        cure = "Name the form under form:, or take many away."
        step.add("many", "There is no form to answer many times", cure)
    if is_many and step.has("outcomes"):
        cure = "Take them away, and let a step after it decide."
        step.add("outcomes", "A form that is answered many times ends in one way only", cure)
    for key in _NEEDING:
        if step.has(key) and not is_many:
            cure = f"Add many: true, or take {key} away."
            step.add(key, f"{key} says something of a form that is answered once", cure)
    if not is_many:
        return None
    plain = Many()
    return Many(
        of_each=step.words("of_each"),
        at_least=step.whole("at_least", plain.at_least),
        finished=step.words("finished") or plain.finished,
    )


def read_fills(
    step: Entry, asked: Mapping[str, Collection[str]] | None
) -> tuple[tuple[str, Fill], ...]:
    """Which questions of a step's form are filled in when it is begun, and with what."""
    given = step.mapping("fills")
    if given is None:
        return ()
    if not step.has("form"):
        step.add("fills", "There is no form to fill in", "Name the form under form:.")
    known = (asked or {}).get(step.words("form"))
    found = []
    for key in given.value:
        if known is not None and key not in known:
            cure = given.log.nearest(key, known, "Name a question of the form.")
            given.add(key, f"The form has no question {key[:64]!r}", cure)
        found.append((key, given.one_of(key, Fill, Fill.ACTIVITY)))
    cases = [key for key, fill in found if fill is Fill.CASE]
    if cases and not step.flag("many"):
        given.add(cases[0], "A form that is answered once is about no case", "Add many: true.")
    if len(cases) > 1:
        given.add(cases[1], "Two questions hold the case", "Keep one of them.")
    return tuple(found)


def check_many(question: Question, log: Log, path: str) -> None:
    """Note where the question of the cases cannot be told case by case."""
    first = next(iter(question.questions), None)
    if question.type != _REPEAT:
        cure = "Name a question of type repeat, whose rows are the cases."
        log.add(f"{path}/of_each", f"{question.id} holds no rows", cure)
    elif first is None or first.type != _SHORT:
        cure = "Ask for each one's reference first, as short_text."
        log.add(f"{path}/of_each", f"The rows of {question.id} do not begin with a reference", cure)


def list_cases(step: Step, asked: Mapping[str, Question], known: Mapping[str, Json]) -> list[str]:
    """The references of the cases that a step is to look at, as they were recorded before."""
    question = asked.get(step.many.of_each) if step.many else None
    rows = known.get(question.id) if question else None
    first = next(iter(question.questions), None) if question else None
    if first is None or not isinstance(rows, list):
        return []
    found = (row.get(first.id) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(each for each in found if isinstance(each, str) and each))


def find_doubled(mechanism: Mechanism, step: Step, answers: Mapping[str, Json]) -> list[Problem]:
    """The cases of a step that have the same reference as one before: they would become one."""
    told_apart = {each.many.of_each for each in mechanism.steps if each.many}
    found = []
    for question in step.asks:
        rows = answers.get(question.id)
        if question.id not in told_apart or not isinstance(rows, list) or not question.questions:
            continue
        key, seen = question.questions[0].id, set[str]()
        for place, row in enumerate(rows):
            reference = clean_reference(str(row.get(key) or "")) if isinstance(row, dict) else ""
            if reference and reference in seen:
                found.append(Problem(
                    f"{question.id}[{place}].{key}", f"{reference} stands here twice",
                    "Give each case a reference of its own.",
                ))  # fmt: skip
            seen.add(reference)
    return found


def clean_reference(words: str) -> str:
    """A reference as it is kept: in one line, and not longer than it may be."""
    return " ".join(words.split())[:LONGEST_REFERENCE]


def why_not_finished(many: Many, *, sent: int, unfinished: Sequence[str]) -> str:
    """Why a party cannot say yet that it has finished; "" when it can.

    `unfinished` are the references of what it has begun and not sent.
    """
    if unfinished:
        names = ", ".join(each or "one without a reference" for each in unfinished)
        return (
            f"Not all that was begun has been sent: {names}. Send it, or take away what was "
            "never sent, before you say that you have finished."
        )
    if sent < many.at_least:
        return (
            f"At least {many.at_least} {'has' if many.at_least == 1 else 'have'} to be sent "
            f"first, and {sent or 'none'} {'has' if sent == 1 else 'have'} been so far."
        )
    return ""
