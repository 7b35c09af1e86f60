"""Last year's edition of a form, made from this year's source with two wordings changed."""

from __future__ import annotations

from collections.abc import Mapping

from forms.model import Form
from forms.parsing import parse_form
from forms.source import read_source
from scrutiny.demonstration.model import EarlierForm

#: How two standards of each form were worded a year ago, by question id.
WORDINGS: Mapping[str, str] = {
    "ed_b4": "Policies name the people to tell about a worry and say how to reach them.",
    "ed_i3": "Filtering and monitoring are in place and somebody looks after them.",
    "ey_e1": "Everyone knows whom to ring with a worry about a child.",
    "ey_i3": "Somebody watches children while they eat.",
    "sa_3_4": "Staff know what to do when professionals disagree.",
    "sa_10_5": "The agency can say what difference its work makes.",
}
CHANGED = 2


def make_earlier(form: Form, source: str) -> EarlierForm:
    """The edition before this one; raises ValueError when the source cannot be edited."""
    version = earlier_version(form.version)
    ids = [id for id in WORDINGS if id in form.questions]
    spare = [q.id for q in form.standards.values() if q.id not in ids]
    wordings = {
        id: WORDINGS.get(id) or f"{form.questions[id].text.say()} (Last year's edition.)"
        for id in [*ids, *spare][:CHANGED]
    }
    text = change_source(source, version, wordings)
    parsed = parse_form(text, form.id)
    if parsed.form is None:
        raise ValueError(f"{form.id}: {parsed.problems[0]}")
    return EarlierForm(parsed.form, text)


def earlier_version(version: str) -> str:
    """The version a year before: "2025.1" before "2026.1"."""
    year, dot, rest = version.partition(".")
    return f"{int(year) - 1}{dot}{rest}" if year.isdigit() else f"{version}-earlier"


def change_source(source: str, version: str, wordings: Mapping[str, str]) -> str:
    """A form's source with another version and other texts for some questions, by id."""
    read = read_source(source)
    changes = {"version": version}
    for place, section in enumerate(read.value["sections"]):
        for index, question in enumerate(section["questions"]):
            if question.get("id") in wordings:
                changes[f"sections/{place}/questions/{index}/text"] = wordings[question["id"]]
    lines = source.splitlines()
    for path in sorted(changes, key=read.line, reverse=True):
        start = read.line(path) - 1
        end = _next_line(read.lines, path, len(lines))
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
        lines[start:end] = [f'{indent}{path.rpartition("/")[2]}: "{changes[path]}"']
    return "\n".join(lines) + "\n"


def _next_line(lines: Mapping[str, int], path: str, last: int) -> int:
    """The index of the line on which what follows `path` starts."""
    start = lines[path]
    after = (n for other, n in lines.items() if n > start and not other.startswith(f"{path}/"))
    return min(after, default=last + 1) - 1
