"""A form to print and fill in by hand: boxes to tick, lines to write on, who is asked what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from exports.document import Blank, Block, Box, Document, Heading, Paragraph, Table
from exports.response_document import document_language
from forms.messages import say
from forms.model import Form, Part, Question, Section
from forms.text import DEFAULT_LANGUAGE

ONLY_IF = "Only if it applies"
LEAVE_OUT_ANY = "You may leave out any question."
#: Ruled lines by question type; the others get one.
_LINES = {"long_text": 6, "file": 2, "short_text": 1}
#: Types that nobody fills in.
_UNASKED = frozenset({"calculate", "hidden"})
_HINTS = {
    "date": "Day, month and year",
    "time": "Hours and minutes, such as 14:05",
    "number": "A whole number",
    "select_one": "Tick one",
    "rating": "Tick one",
    "judgement": "Tick one",
    "select_many": "Tick all that apply",
    "rank": "Number these in order, 1 first",
    "acknowledge": "Tick to confirm",
    "file": "Attach the papers, and list them here. Send nothing that names a child",
}
#: The parts of a judgement that share its lines, in the order in which they are named.
_WORDED = (Part.EVIDENCE, Part.IMPACT, Part.ACTION_TAKEN, Part.REASON)
#: How many times the questions of a repeat are printed.
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class _Print:
    """How a form is printed: its language, the audience's words, and what is told."""

    language: str
    audience: Mapping[str, str]
    tells_optional: bool


def blank_document(
    form: Form,
    *,
    made: datetime,
    owner: str = "",
    notice: str = "",
    language: str = "",
) -> Document:
    """The form's questions with room to answer each on paper."""
    language = language or form.language or DEFAULT_LANGUAGE
    told = _Print(
        language=language,
        audience=_audience_labels(form, language),
        tells_optional=any(_is_required(question) for question in form.walk()),
    )
    blocks: list[Block] = []
    summary = form.summary.say(language)
    if summary:
        blocks.append(Paragraph(summary))
    if not told.tells_optional:
        blocks.append(Paragraph(LEAVE_OUT_ANY))
    for section in form.sections:
        blocks += _section(section, told)
    blocks += _declaration(form, language)
    return Document(
        title=form.title.say(language),
        subtitle="A blank copy to fill in by hand",
        blocks=tuple(blocks),
        made=made,
        version=form.version,
        owner=owner,
        marking=form.sensitivity,
        notice=notice,
        language=document_language(language),
    )


def _is_required(question: Question) -> bool:
    return question.required not in ("", "false()")


def _audience_labels(form: Form, language: str) -> Mapping[str, str]:
    """The words for what a standard applies to, by value."""
    question = form.questions.get(form.audience_question)
    options = question.options if question else ()
    return {choice.value: choice.label.say(language) for choice in options}


def only_if(question: Question, audience: Mapping[str, str]) -> str:
    """Who is asked the question, in plain words; "" when everyone is."""
    applies = question.standard.applies_to if question.standard else ()
    if applies and set(applies) != set(audience):
        names = [audience.get(value, value.replace("_", " ")) for value in applies]
        return f"Only if you are: {', '.join(names)}"
    return ONLY_IF if question.relevant else ""


def _section(section: Section, told: _Print) -> list[Block]:
    blocks: list[Block] = [Heading(section.title.say(told.language))]
    if section.relevant:
        blocks.append(Paragraph(ONLY_IF + ".", strong=True))
    if section.intro:
        blocks.append(Paragraph(section.intro.say(told.language)))
    for question in section.questions:
        blocks += _question(question, told)
    return blocks


def _question(question: Question, told: _Print) -> list[Block]:
    if question.type in _UNASKED:
        return []
    text = question.text.say(told.language)
    hint = _join(only_if(question, told.audience), *_hints(question, told))
    if question.type in _DRAW:
        return _DRAW[question.type](question, text, hint, told)
    choices = _labels(question, told)
    if question.type == "acknowledge":
        choices = ("Yes",)
    lines = 0 if choices else _LINES.get(question.type, 1)
    return [Blank(question=text, hint=hint, choices=choices, lines=lines)]


def _labels(question: Question, told: _Print) -> tuple[str, ...]:
    return tuple(choice.label.say(told.language) for choice in question.options)


def _hints(question: Question, told: _Print) -> Iterable[str]:
    yield question.hint.say(told.language)
    if question.type == "select_many" and question.max_choices:
        yield f"Tick up to {question.max_choices}"
    else:
        yield _HINTS.get(question.type, "")
    if told.tells_optional and not _is_required(question) and question.type != "note":
        yield "You may leave this out"


def _join(*hints: str) -> str:
    return " ".join(hint if hint[-1] in ".?!" else f"{hint}." for hint in hints if hint)


def _note(question: Question, text: str, _hint: str, told: _Print) -> list[Block]:
    only = only_if(question, told.audience)
    return [Paragraph(f"{only}: {text}" if only else text)]


def _matrix(question: Question, text: str, hint: str, told: _Print) -> list[Block]:
    columns = _labels(question, told)
    table = Table(
        caption=text,
        columns=("", *columns),
        rows=tuple(
            (row.label.say(told.language), *("☐" for _ in columns)) for row in question.rows
        ),
    )
    return [Paragraph(hint, small=True), table] if hint else [table]


def _repeat(question: Question, text: str, hint: str, told: _Print) -> list[Block]:
    times = max(min(question.max_count or _REPEATS, _REPEATS), 1)
    more = _join(hint, "Copy these lines if you need more")
    blocks: list[Block] = [Heading(text, 2), Paragraph(more, small=True)]
    for number in range(1, times + 1):
        blocks.append(Heading(f"Number {number}", 3))
        for inner in question.questions:
            blocks += _question(inner, told)
    return blocks


def _judgement(question: Question, text: str, hint: str, told: _Print) -> list[Block]:
    """A standard with its ratings to tick, and lines for what a rating asks for."""
    standard = question.standard
    suggested = standard.suggested_evidence.say(told.language) if standard else ""
    hint = _join(hint, f"Evidence might be: {suggested}" if suggested else "")
    asked = f"{standard.key} {text}" if standard else text
    blocks: list[Block] = [Blank(question=asked, hint=hint, choices=_labels(question, told))]
    called = {part for c in question.options for part in (*c.asks, *c.offers)}
    worded = [part for part in _WORDED if part in called]
    if worded:
        names = ", ".join(say(part, told.language) for part in worded)
        blocks.append(Blank(names, hint=_needs(question, worded, told), lines=3))
    if Part.ACTION in called:
        hint = _needs(question, [Part.ACTION], told)
        blocks.append(Blank("Action: what will be done, by whom, by when", hint=hint, lines=2))
    return blocks


def _needs(question: Question, parts: Iterable[Part], told: _Print) -> str:
    """Which ratings ask for which of the parts, in words."""
    lines = []
    for part in parts:
        asking = [c.label.say(told.language) for c in question.options if part in c.asks]
        if asking:
            lines.append(f"{say(part, told.language)} is needed for: {', '.join(asking)}")
    return _join(*lines)


_DRAW: Mapping[str, Callable[[Question, str, str, _Print], list[Block]]] = {
    "note": _note,
    "matrix": _matrix,
    "repeat": _repeat,
    "judgement": _judgement,
}


def _declaration(form: Form, language: str) -> list[Block]:
    declaration = form.declaration.say(language)
    if not declaration:
        return []
    return [
        Heading("Declaration"),
        Box("Please read before you sign", declaration),
        *(Blank(question=label, lines=1) for label in ("Name", "Role", "Signature", "Date")),
    ]
