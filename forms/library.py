"""The library of forms: one YAML file a form, read together; `python -m forms.library`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forms.model import Form
from forms.parsing import ParsedForm, parse_form
from forms.problem import Problem
from forms.source import read_file

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True)
class Library:
    """Every form that can be used by id, with its source, and what is wrong in the files."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    untranslated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def load_library(folder: Path = LIBRARY) -> Library:
    """Read every .yaml file of a folder; a file with problems does not hide the others."""
    forms: dict[str, Form] = {}
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    untranslated: dict[str, Mapping[str, int]] = {}
    for path in sorted(folder.glob("*.yaml")):
        source, parsed = _read(path)
        problems += parsed.problems
        warnings += parsed.warnings
        if parsed.form:
            forms[parsed.form.id] = parsed.form
            sources[parsed.form.id] = source
            untranslated[parsed.form.id] = parsed.untranslated
    return Library(forms, sources, tuple(problems), tuple(warnings), untranslated)


def _read(path: Path) -> tuple[str, ParsedForm]:
    source = read_file(path)
    if isinstance(source, Problem):
        return "", ParsedForm(None, (source,))
    parsed = parse_form(source, path.name)
    if parsed.form and parsed.form.id != path.stem:
        problem = Problem(
            f"{path.name}:1 id",
            f"The id {parsed.form.id} is not the file's name",
            f"Call the file {parsed.form.id}.yaml, or write id: {path.stem}.",
        )
        return source, ParsedForm(None, (problem,), parsed.warnings)
    return source, parsed


def describe(form: Form, untranslated: Mapping[str, int]) -> str:
    """One line about a form, for the person who checks the library."""
    sizes = (
        _count(len(form.sections), "section"),
        _count(sum(1 for _ in form.walk()), "question"),
        _count(len(form.standards), "standard"),
        *form.languages,
    )
    missing = (f"{_count(n, 'text')} not yet in {tag}" for tag, n in untranslated.items())
    return f"{form.id} {form.version}: {', '.join(sizes)}" + "".join(f" ({m})" for m in missing)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def main(arguments: Sequence[str] = ()) -> int:
    """Print each problem and a line a form; 1 when there is a problem, else 0."""
    folder = Path(arguments[0]) if arguments else LIBRARY
    library = load_library(folder)
    lines = [str(problem) for problem in library.problems]
    lines += [describe(form, library.untranslated[key]) for key, form in library.forms.items()]
    total = f"{_count(len(library.forms), 'form')}, {_count(len(library.problems), 'problem')}"
    sys.stdout.write("\n".join([*lines, f"{total} in {folder}"]) + "\n")
    return 1 if library.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
