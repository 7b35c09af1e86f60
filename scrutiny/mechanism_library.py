"""The library of mechanisms: one YAML file each; `python -m scrutiny.mechanism_library`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from forms.model import Choice, Form
from forms.problem import Problem
from forms.source import read_file
from forms.text import plain
from scrutiny.access import roles
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_parsing import Known, ParsedMechanism, parse_mechanism
from scrutiny.partnership import Group, Named, Partner, Partnership, partnership
from scrutiny.standing import Context

FOLDER = Path(__file__).with_name("mechanisms")
TEMPLATES = Path(__file__).with_name("templates")
#: The numbers under which the requirements are listed.
REQUIREMENTS = frozenset(f"R{number:03d}" for number in range(1, 199))


@dataclass(frozen=True)
class MechanismLibrary:
    """Every mechanism that can be used by id, with its source, and what is wrong in the files."""

    mechanisms: Mapping[str, Mechanism] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def active(self) -> tuple[Mechanism, ...]:
        """Those of which an activity can be begun, in the order of their titles."""
        found = (each for each in self.mechanisms.values() if each.is_active)
        return tuple(sorted(found, key=lambda each: each.title))


def known_of(settings: Partnership, forms: Mapping[str, Form]) -> Known:
    """What the mechanisms of a partnership with these forms may name."""
    templates = [path.stem for path in TEMPLATES.glob("*.yaml")]
    return Known(
        forms=frozenset(forms),
        groups=tuple(group.key for group in settings.groups),
        roles=roles(),
        partners=tuple(partner.key for partner in settings.safeguarding_partners),
        purposes=tuple(each.key for each in settings.purposes),
        aims=tuple(each.key for each in settings.aims),
        templates=tuple(templates) if TEMPLATES.is_dir() else None,
        families=tuple(settings.families),
        requirements=REQUIREMENTS,
        lists=lists_of(settings),
        asked={id: frozenset(form.questions) for id, form in forms.items()},
    )


def lists_of(settings: Partnership) -> Mapping[str, tuple[Choice, ...]]:
    """The lists of the partnership's settings that a mechanism's questions may choose from."""
    named: dict[str, Iterable[Named | Partner | Group]] = {
        "partners": settings.safeguarding_partners,
        "groups": settings.active_groups,
        "themes": settings.themes,
        "purposes": settings.purposes,
        "aims": settings.aims,
        "portfolios": settings.portfolios,
        "localities": settings.localities,
        "officer_activities": settings.officer_activities,
    }
    return {
        name: tuple(Choice(row.key, plain(row.label)) for row in rows)
        for name, rows in named.items()
    }


def context_of(settings: Partnership) -> Context:
    """What a partnership's settings give to every activity."""
    return Context(
        partners=settings.safeguarding_partners,
        holidays=settings.bank_holidays,
        groups={group.key: group.short or group.label for group in settings.groups},
        types={
            kind: partner.key
            for partner in settings.safeguarding_partners
            for kind in partner.types
        },
        lists=lists_of(settings),
    )


def load_mechanisms(folder: Path = FOLDER, *, known: Known) -> MechanismLibrary:
    """Read every .yaml file of a folder; a file with problems does not hide the others."""
    paths = sorted(folder.glob("*.yaml"))
    known = replace(known, mechanisms=tuple(path.stem for path in paths))
    mechanisms: dict[str, Mechanism] = {}
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    prefixes: dict[str, str] = {}
    for path in paths:
        source, parsed = _read(path, known)
        problems += parsed.problems
        mechanism = parsed.mechanism
        if mechanism is None:
            continue
        if mechanism.prefix in prefixes:
            problems.append(_same_prefix(path, mechanism.prefix, prefixes[mechanism.prefix]))
            continue
        prefixes[mechanism.prefix] = path.name
        mechanisms[mechanism.id] = mechanism
        sources[mechanism.id] = source
    return MechanismLibrary(mechanisms, sources, tuple(problems))


def _same_prefix(path: Path, prefix: str, other: str) -> Problem:
    return Problem(
        f"{path.name}:1 prefix",
        f"The prefix {prefix} is that of {other}",
        "Give each mechanism its own, so that references say which it is.",
    )


def _read(path: Path, known: Known) -> tuple[str, ParsedMechanism]:
    source = read_file(path)
    if isinstance(source, Problem):
        return "", ParsedMechanism(None, (source,))
    parsed = parse_mechanism(source, path.name, known=known)
    if parsed.mechanism and parsed.mechanism.id != path.stem:
        id = parsed.mechanism.id
        cure = f"Call the file {id}.yaml, or write id: {path.stem}."
        problem = Problem(f"{path.name}:1 id", f"The id {id} is not the file's name", cure)
        return source, ParsedMechanism(None, (problem,))
    return source, parsed


def describe(mechanism: Mechanism) -> str:
    """One line about a mechanism, for the person who checks the library."""
    deadlines = sum(1 for step in mechanism.steps if step.due)
    sizes = (
        _count(len(mechanism.steps), "step"),
        _count(len(mechanism.roles), "role"),
        _count(deadlines, "deadline"),
        _count(len(mechanism.documents), "document"),
    )
    return f"{mechanism.id} {mechanism.version}: {', '.join(sizes)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def main(arguments: Sequence[str] = ()) -> int:
    """Print each problem and a line a mechanism; 1 when there is a problem, else 0."""
    from forms.library import load_library

    folder = Path(arguments[0]) if arguments else FOLDER
    library = load_mechanisms(folder, known=known_of(partnership(), load_library().forms))
    lines = [str(problem) for problem in library.problems]
    lines += [describe(mechanism) for mechanism in library.mechanisms.values()]
    total = _count(len(library.mechanisms), "mechanism")
    lines.append(f"{total}, {_count(len(library.problems), 'problem')} in {folder}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if library.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
