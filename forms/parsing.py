"""A form's YAML made into a `Form`, with every mistake of its author collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms.checks import check_form
from forms.model import Choice, Form, Pace, Scale, Section
from forms.problem import Problem
from forms.questions import QuestionReader, read_choices
from forms.reader import ID, LANGUAGE, Entry, Log, kind_of
from forms.source import SourceError, read_source

_FORM_KEYS = (
    "id", "version", "title", "kind", "audience", "pace", "languages", "summary", "declaration",
    "receipt", "sensitivity", "audience_question", "minimum_group", "scales", "choice_lists",
    "sections",
)  # fmt: skip
_SECTION_KEYS = ("id", "title", "intro", "relevant", "optional", "questions")


@dataclass(frozen=True)
class ParsedForm:
    """A form, or what is wrong with it; `untranslated` counts missing texts by language."""

    form: Form | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    untranslated: Mapping[str, int] = field(default_factory=dict)


def parse_form(text: str, name: str) -> ParsedForm:
    """Read one form; `name` is the file's name, for the places of problems. Never raises."""
    try:
        source = read_source(text)
    except SourceError as error:
        return ParsedForm(None, (Problem(f"{name}:{error.line}", error.reason, error.cure),))
    log = Log(name, source)
    form = _read_form(Entry(log, "", source.value)) if isinstance(source.value, dict) else None
    if form is None:
        cure = "Start it with the lines id:, version: and title:."
        log.add("", f"The file is {kind_of(source.value)}, not a form", cure)
    problems = _in_order(log.problems, name)
    warnings = _in_order(log.warnings, name)
    return ParsedForm(None if problems else form, problems, warnings, dict(log.untranslated))


def _in_order(problems: list[Problem], name: str) -> tuple[Problem, ...]:
    """The problems by line, as an author reads the file."""

    def line(problem: Problem) -> int:
        return int(problem.place.removeprefix(f"{name}:").partition(" ")[0])

    return tuple(sorted(problems, key=line))


def _read_form(top: Entry) -> Form:
    """The form, as far as it can be made out."""
    for path, _ in top.log.source.repeated:
        key = path.rpartition("/")[2]
        top.log.add(path, f"{key[:64]!r} stands twice", "Keep one of them.")
    top.check_keys(_FORM_KEYS)
    languages = top.log.languages = _languages(top)
    scales = {name: Scale(name, choices) for name, choices in _lists(top, "scales")}
    reader = QuestionReader(scales, dict(_lists(top, "choice_lists")))
    form = Form(
        id=top.name(),
        version=top.words("version", required=True, cure='Add a line version: "1".'),
        title=top.text("title", required=True),
        kind=top.words("kind", required=True),
        sections=_sections(top, reader),
        summary=top.text("summary"),
        audience=top.option("audience", ("adult", "young"), "adult"),
        pace=top.one_of("pace", Pace, Pace.SECTION),
        language=languages[0],
        languages=languages,
        audience_question=top.words("audience_question"),
        declaration=top.text("declaration"),
        receipt=top.text("receipt"),
        sensitivity=top.words("sensitivity"),
        minimum_group=top.whole("minimum_group"),
        scales=scales,
    )
    check_form(form, top.log, reader.paths)
    return form


def _languages(top: Entry) -> tuple[str, ...]:
    languages = top.many("languages")
    for tag in languages:
        if not LANGUAGE.fullmatch(tag):
            top.add("languages", f"{tag[:64]!r} is not a language", "Write a tag such as pl.")
    return tuple(dict.fromkeys(languages)) or ("en",)


def _lists(top: Entry, key: str) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """The named lists of choices under a key."""
    lists = top.mapping(key)
    for name in lists.value if lists else ():
        if lists and not ID.fullmatch(name):
            lists.add(name, f"{name[:64]!r} is not a name", "Use lower-case letters, digits and _.")
        if lists and not lists.value[name]:
            lists.add(name, f"{name[:64]} has no choices", "List them, each with value and label.")
        elif lists:
            yield name, read_choices(lists, name)


def _sections(top: Entry, reader: QuestionReader) -> tuple[Section, ...]:
    sections: dict[str, Section] = {}
    for entry in top.entries("sections"):
        section = _section(entry, reader)
        if section.id in sections:
            entry.add(
                "id", f"The section {section.id} stands twice", "Give each section its own id."
            )
        sections[section.id or entry.path] = section
    if not top.value.get("sections"):
        top.missing("sections", "List the sections, each with id, title and questions.")
    return tuple(sections.values())


def _section(entry: Entry, reader: QuestionReader) -> Section:
    entry.check_keys(_SECTION_KEYS)
    questions = tuple(reader.read(question) for question in entry.entries("questions"))
    if not entry.value.get("questions"):
        entry.missing("questions", "List its questions, or take the section away.")
    return Section(
        id=entry.name(),
        title=entry.text("title", required=True),
        questions=questions,
        intro=entry.text("intro"),
        relevant=entry.formula("relevant"),
        optional=entry.flag("optional"),
    )
