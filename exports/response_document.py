"""One response as a document: its facts, every answer, and the action plan at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from exports.document import (
    Answer,
    Block,
    Box,
    Cell,
    Chart,
    ChartKind,
    Document,
    Facts,
    Heading,
    Paragraph,
    Series,
    Table,
    Tiles,
)
from exports.moment import spoken_date
from forms.journey import NOTHING, Journey, SectionState, walk
from forms.model import Form, Json, Question, Tone
from forms.scoring import Score, SectionScore, score_journey
from forms.text import DEFAULT_LANGUAGE
from forms.types import get_type
from forms.types.judgement import list_parts
from scrutiny.action import ACTION_STATUS_LABELS, Action, ActionKind
from scrutiny.comparison import is_comparable
from scrutiny.evidence import SCAN_LABELS, EvidenceFile, say_size
from scrutiny.organisation import Organisation
from scrutiny.response import STATUS_LABELS, Response
from scrutiny.submission import prepare_submission

NOT_ANSWERED = "Not answered"
#: Types whose answers are short enough to stand in a list of facts.
_SHORT = frozenset(
    {"short_text", "email", "postcode", "urn", "number", "decimal", "date", "time",
     "select_one", "rating", "file", "acknowledge", "calculate"}
)  # fmt: skip
#: Types with nothing to print: words to read, and what nobody sees.
_UNPRINTED = frozenset({"note", "hidden"})


@dataclass(frozen=True, slots=True)
class Previous:
    """Last year's response beside this one: its form, and what it answered."""

    form: Form
    response: Response


@dataclass(frozen=True)
class _Reading:
    """A response walked through, with last year's values by question."""

    form: Form
    journey: Journey
    language: str
    before: Mapping[str, str] = field(default_factory=dict)


def response_document(
    form: Form,
    response: Response,
    *,
    made: datetime,
    organisation: Organisation | None = None,
    type_label: str = "",
    round_title: str = "",
    previous: Previous | None = None,
    actions: Sequence[Action] = (),
    evidence: Sequence[EvidenceFile] = (),
    context: Mapping[str, Json] = NOTHING,
    owner: str = "",
    notice: str = "",
    language: str = "",
) -> Document:
    """The document of a response, draft or submitted.

    `actions` are the stored ones with their status; without them the plan is read from
    the answers. `round_title` names the cycle or campaign.
    """
    language = language or response.language or DEFAULT_LANGUAGE
    reading = read_response(form, response, made.date(), context, previous, language)
    title = form.title.say(language)
    blocks: list[Block] = [Facts(_head(response, organisation, type_label, round_title, made))]
    blocks += _summary(reading)
    blocks.append(Heading("Answers"))
    for state in reading.journey.sections:
        blocks += section_blocks(reading, state)
    blocks += _action_plan(form, reading.journey, actions, made.date())
    blocks += _evidence(form, evidence, language)
    blocks += _declaration(form, response, language)
    return Document(
        title=f"{title}: {organisation.name}" if organisation else title,
        subtitle=round_title,
        blocks=tuple(blocks),
        made=made,
        version=form.version,
        owner=owner,
        marking=form.sensitivity,
        notice=notice,
        language=document_language(language),
    )


def document_language(language: str) -> str:
    """The language tag that a document declares."""
    plain = language.removesuffix("-easy")
    return "en-GB" if plain == "en" else plain


def read_response(
    form: Form,
    response: Response,
    today: date,
    context: Mapping[str, Json] = NOTHING,
    previous: Previous | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> _Reading:
    """The response's journey on the day it was sent, and last year's ratings."""
    day = response.submitted or today
    journey = walk(form, response.answers, today=day, context=context, language=language)
    before = _before(form, previous, language) if previous else {}
    return _Reading(form, journey, language, before)


# The head and the summary.


def _head(
    response: Response,
    organisation: Organisation | None,
    type_label: str,
    round_title: str,
    made: datetime,
) -> tuple[tuple[str, str], ...]:
    late = ", late" if response.late else ""
    status = f"{STATUS_LABELS[response.status]}{late}"
    submitted = spoken_date(response.submitted) if response.submitted else ""
    named = (organisation.name, organisation.urn) if organisation else ("", "")
    pairs = (
        ("Organisation", named[0]),
        ("Type", type_label),
        ("Reference number", named[1]),
        ("Round", round_title),
        ("Status", status if response.is_sent else f"{status} on {spoken_date(made.date())}"),
        ("Submitted", submitted),
        ("Receipt", response.receipt),
    )
    return tuple(pair for pair in pairs if pair[1])


def _summary(reading: _Reading) -> list[Block]:
    """How the ratings add up, when the form has judgements."""
    score = score_journey(reading.form, reading.journey)
    if not reading.form.standards or not (score.whole.counted or score.whole.unanswered):
        return []
    chart = _section_chart(reading, score)
    return [Heading("Summary"), _score_tiles(score.whole), *([chart] if chart else [])]


def _score_tiles(whole: SectionScore) -> Tiles:
    percent = "none yet" if whole.percent is None else f"{whole.percent:.0f}%"
    rated = whole.counted + whole.not_applicable
    return Tiles(
        (
            ("Fully met", percent, f"{whole.fully_met} of {whole.counted} that apply"),
            ("Rated", str(rated), f"{whole.not_applicable} not applicable"),
            ("Not answered", str(whole.unanswered), "of those that are asked"),
        )
    )


def _section_chart(reading: _Reading, score: Score) -> Chart | None:
    states = [s for s in reading.journey.sections if _counted(score, s)]
    scale = next((q.scale for q in reading.form.standards.values() if q.scale), None)
    if not states or scale is None:
        return None
    sections = [score.sections[state.section.id] for state in states]
    ranked = sorted((c for c in scale.choices if c.counts), key=lambda c: -(c.score or 0))
    return Chart(
        kind=ChartKind.STACKED_BARS,
        title="Judgements by section",
        alt="How many judgements of each section have each rating; not applicable left out.",
        labels=tuple(state.section.title.say(reading.language) for state in states),
        series=tuple(
            Series(
                label=choice.label.say(reading.language),
                values=tuple(float(s.counts.get(choice.value, 0)) for s in sections),
                tone=choice.tone,
            )
            for choice in ranked
        ),
        notes=tuple(f"of {section.counted}" for section in sections),
        row_heading="Section",
    )


def _counted(score: Score, state: SectionState) -> bool:
    section = score.sections.get(state.section.id)
    return bool(section and section.counted)


# The answers.


def section_blocks(reading: _Reading, state: SectionState) -> list[Block]:
    """A section's heading, its short answers as facts, and its judgements and texts."""
    questions = [q for q in state.questions if q.type not in _UNPRINTED and not q.private]
    if not questions:
        return []
    blocks: list[Block] = [Heading(state.section.title.say(reading.language), 2)]
    facts: list[tuple[str, str]] = []
    for question in questions:
        if question.type in _SHORT and not reading.before.get(question.id):
            facts.append((question.text.say(reading.language), _said(reading, question)))
            continue
        if facts:
            blocks.append(Facts(tuple(facts)))
            facts = []
        blocks.append(_answer(reading, question))
    return [*blocks, Facts(tuple(facts))] if facts else blocks


def _said(reading: _Reading, question: Question) -> str:
    value = reading.journey.values.get(question.id)
    return get_type(question.type).text(value, question, reading.language) or NOT_ANSWERED


def _answer(reading: _Reading, question: Question) -> Answer:
    asked = question.text.say(reading.language)
    before = reading.before.get(question.id, "")
    if question.type != "judgement":
        return Answer(question=asked, answer=Cell(_said(reading, question)), previous=before)
    value = reading.journey.values.get(question.id)
    standard = question.standard
    return Answer(
        question=f"{standard.key} {asked}" if standard else asked,
        answer=_rating(question, value, reading.language),
        parts=list_parts(value, reading.language) if value else (),
        reference=str(standard.reference) if standard else "",
        previous=before,
    )


def _rating(question: Question, value: Any, language: str) -> Cell:
    choice = question.find_choice(value.rating) if value else None
    if choice is None:
        return Cell(NOT_ANSWERED, Tone.NEUTRAL)
    return Cell(choice.label.say(language), choice.tone)


def _before(form: Form, previous: Previous, language: str) -> dict[str, str]:
    """Last year's rating by this year's question id; a changed wording is said."""
    then = previous.response.submitted or date.min
    values = walk(previous.form, previous.response.answers, today=then).values
    found = {}
    for key, question in form.standards.items():
        asked = previous.form.standards.get(key)
        value = values.get(asked.id) if asked else None
        choice = asked.find_choice(value.rating) if asked and value else None
        if asked and choice:
            said = choice.label.say(language)
            same = is_comparable(question, asked)
            found[question.id] = said if same else f"{said} (the wording has changed since)"
    return found


# The end.


def _action_plan(
    form: Form, journey: Journey, actions: Sequence[Action], today: date
) -> list[Block]:
    stored = bool(actions)
    plan = actions or prepare_submission(form, journey).actions
    if not form.standards:
        return []
    if not plan:
        return [Heading("Action plan"), Paragraph("No actions were recorded.")]
    ordered = sorted(plan, key=lambda action: (action.due or date.max, action.standard))
    being_taken = [each for each in ordered if each.kind is ActionKind.BEING_TAKEN]
    others = [each for each in ordered if each.kind is not ActionKind.BEING_TAKEN]
    parts = (
        ("Actions in order of their due dates", others),
        ("Actions that are being taken already", being_taken),
    )
    tables = [_action_table(caption, rows, today, stored=stored) for caption, rows in parts if rows]
    return [Heading("Action plan"), *tables]


def _action_table(caption: str, actions: Sequence[Action], today: date, *, stored: bool) -> Table:
    columns = ("Standard", "Action", "Owner", "Due")
    return Table(
        caption=caption,
        columns=(*columns, "Status") if stored else columns,
        rows=tuple(_action_row(action, today, stored=stored) for action in actions),
        widths=(1.3, 4.2, 1.9, 1.6, 1.8) if stored else (1.3, 4.8, 2.2, 1.7),
    )


def _action_row(action: Action, today: date, *, stored: bool) -> tuple[str | Cell, ...]:
    due = spoken_date(action.due) if action.due else "no date"
    row: tuple[str | Cell, ...] = (action.standard, action.text, action.owner, due)
    if not stored:
        return row
    label = ACTION_STATUS_LABELS[action.status]
    if action.is_overdue(today):
        return (*row, Cell(f"{label}, overdue", Tone.POOR))
    return (*row, label if action.is_open else Cell(label, Tone.GOOD))


def say_support(form: Form, question: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a file supports in words: a standard's key with its question, or the whole return."""
    asked = form.questions.get(question)
    if asked is None:
        return "the whole return"
    words = asked.text.say(language)
    short = words if len(words) <= 80 else f"{words[:77].rsplit(' ', 1)[0]}…"
    return f"{asked.standard.key} {short}" if asked.standard else short


def _evidence(form: Form, files: Sequence[EvidenceFile], language: str) -> list[Block]:
    """The files that came with the return, by name; they are kept in the app."""
    if not files:
        return []
    rows = tuple(
        (file.name, say_support(form, file.supports, language), say_size(file.size),
         SCAN_LABELS[file.scan])
        for file in files
    )  # fmt: skip
    return [
        Heading("Evidence files"),
        Table(
            caption="Files kept with this return",
            columns=("File", "Supports", "Size", "Virus scan"),
            rows=rows,
            widths=(3.6, 3.8, 1.2, 2.0),
        ),
    ]


def _declaration(form: Form, response: Response, language: str) -> list[Block]:
    declaration = form.declaration.say(language)
    if not response.is_sent or not (declaration or response.receipt):
        return []
    lines = [declaration] if declaration else []
    if response.submitted:
        by = f" by {response.author}" if response.author else ""
        lines.append(f"Submitted on {spoken_date(response.submitted)}{by}.")
    if response.receipt:
        lines.append(f"Receipt {response.receipt}.")
    return [Heading("Declaration"), Box("Declared and submitted", "\n\n".join(lines))]
