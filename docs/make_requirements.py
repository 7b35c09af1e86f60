"""docs/requirements.md: every requirement with what meets it and what proves it.

The sources are the numbers that mechanism files, code and tests cite themselves, and
requirements.yaml for their titles and for the rest.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from forms.source import load_yaml

ROOT = Path(__file__).resolve().parents[1]
TITLES = Path(__file__).with_name("requirements.yaml")
PAGE = Path(__file__).with_name("requirements.md")
#: Every number; none may be missing, and none added without saying so here.
NUMBERS = tuple(f"R{number:03d}" for number in range(1, 199))
CODE = ("forms", "scrutiny", "db", "exports", "pages")
_CITED = re.compile(r"\bR(\d{3})(?:\s?(?:-|to)\s?R(\d{3}))?\b")
_HEAD = """# Requirements

What the partnership's framework and its learning briefing ask for, in our own words, with what \
meets each and the tests that prove it. Made by `make requirements` from the numbers that \
mechanism files, code and tests cite, and from [requirements.yaml](requirements.yaml); a test \
fails when one is missing or this page is out of date.

| No | Requirement | Met by | Proved by |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: the files that meet it and the tests that prove it, or why neither is.

    A file is a path from the root; a test is such a path, or "path::name" for one function.
    """

    number: str
    title: str
    files: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    context: str = ""


def read_requirements(root: Path = ROOT) -> tuple[Requirement, ...]:
    """Every requirement that requirements.yaml names, with all that cites it."""
    rows = load_yaml((root / "docs" / "requirements.yaml").read_text("utf-8"))
    files, tests = find_files(root), find_tests(root)
    return tuple(
        Requirement(
            number,
            title=row["title"],
            files=tuple(sorted({*row.get("files", ()), *files.get(number, ())})),
            tests=tuple(sorted({*row.get("tests", ()), *tests.get(number, ())})),
            context=row.get("context", ""),
        )
        for number, row in rows.items()
    )


def find_files(root: Path) -> Mapping[str, set[str]]:
    """The files of the code, and of its configuration, that cite each number."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".yaml"}:
                for number in cited(path.read_text("utf-8")):
                    found[number].add(path.relative_to(root).as_posix())
    return found


def find_tests(root: Path) -> Mapping[str, set[str]]:
    """The tests whose docstring, or whose file's, cites each number."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((root / "tests").rglob("test_*.py")):
        place = path.relative_to(root).as_posix()
        for name, words in _docstrings(ast.parse(path.read_text("utf-8"))):
            for number in cited(words):
                found[number].add(f"{place}::{name}" if name else place)
    return found


def cited(words: str) -> frozenset[str]:
    """The numbers in a text; "R043-R061" and "R043 to R061" mean all between."""
    found: set[str] = set()
    for first, last in _CITED.findall(words):
        found.update(f"R{number:03d}" for number in range(int(first), int(last or first) + 1))
    return frozenset(found)


def find_faults(requirements: Sequence[Requirement], root: Path = ROOT) -> tuple[str, ...]:
    """What is wrong, a sentence each: nothing that meets it, or something that is not there."""
    numbers = [each.number for each in requirements]
    faults = [
        f"{number} is missing from docs/requirements.yaml."
        for number in NUMBERS
        if number not in numbers
    ]
    faults += [f"{number} is not a requirement." for number in numbers if number not in NUMBERS]
    for each in requirements:
        faults += _faults_of(each, root)
    return tuple(faults)


def _faults_of(each: Requirement, root: Path) -> Iterator[str]:
    if not each.context and not each.files:
        yield f"{each.number} has no file that meets it."
    if not each.context and not each.tests:
        yield f"{each.number} has no test that proves it."
    for name in (*each.files, *each.tests):
        if not _is_there(root, name):
            yield f"{each.number} names {name}, which is not there."


def render_page(requirements: Sequence[Requirement]) -> str:
    """The whole page."""
    return _HEAD + "".join(map(_row, requirements))


def _docstrings(module: ast.Module) -> Iterator[tuple[str, str]]:
    yield "", ast.get_docstring(module) or ""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_docstring(node) or ""


def _is_there(root: Path, name: str) -> bool:
    path, _, function = name.partition("::")
    if not (root / path).is_file():
        return False
    return not function or f"def {function}(" in (root / path).read_text("utf-8")


def _row(each: Requirement) -> str:
    if each.context:
        return f"| {each.number} | {each.title} | Context. {each.context} | |\n"
    return f"| {each.number} | {each.title} | {_list(each.files)} | {_list(each.tests)} |\n"


def _list(names: Sequence[str]) -> str:
    """Links to the files, functions named under the first of their file."""
    functions: dict[str, list[str]] = {}
    for name in names:
        path, _, function = name.partition("::")
        functions.setdefault(path, []).extend([function] if function else [])
    return "<br>".join(_link(path, found) for path, found in functions.items())


def _link(path: str, functions: Sequence[str]) -> str:
    words = f"[{path}](../{path})"
    return f"{words}: {', '.join(f'`{name}`' for name in functions)}" if functions else words


def main() -> int:
    """Write the page, and print what is wrong; 1 when anything is."""
    requirements = read_requirements()
    PAGE.write_text(render_page(requirements), "utf-8")
    faults = find_faults(requirements)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(requirements)} requirements, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
