"""The library of mechanisms: what can be used, and what the files get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.library import load_library
from forms.problem import Problem
from scrutiny.mechanism_library import (
    FOLDER,
    context_of,
    describe,
    known_of,
    lists_of,
    load_mechanisms,
    main,
)
from scrutiny.partnership import partnership
from tests.scrutiny.mechanism_examples import KNOWN, VISIT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "visit.yaml").write_text(VISIT, "utf-8")
    return tmp_path


def test_a_file_with_problems_does_not_hide_the_others(folder: Path):
    (folder / "broken.yaml").write_text("id: [", "utf-8")
    library = load_mechanisms(folder, known=KNOWN)
    assert list(library.mechanisms) == ["visit"]
    assert library.sources == {"visit": VISIT}
    assert [problem.place for problem in library.problems] == ["broken.yaml:1"]


def test_a_file_is_called_by_its_id(folder: Path):
    (folder / "visit.yaml").rename(folder / "call.yaml")
    assert load_mechanisms(folder, known=KNOWN).problems == (
        Problem(
            "call.yaml:1 id", "The id visit is not the file's name",
            "Call the file visit.yaml, or write id: call.",
        ),
    )  # fmt: skip


def test_each_has_a_prefix_of_its_own(folder: Path):
    (folder / "walk.yaml").write_text(VISIT.replace("id: visit\nv", "id: walk\nv"), "utf-8")
    library = load_mechanisms(folder, known=KNOWN)
    assert list(library.mechanisms) == ["visit"]
    assert library.problems[0].message == "The prefix AV is that of visit.yaml"


def test_a_step_begins_only_what_is_there(folder: Path):
    text = VISIT.replace("    optional: true", "    optional: true\n    begins: walk")
    (folder / "visit.yaml").write_text(text, "utf-8")
    (problem,) = load_mechanisms(folder, known=KNOWN).problems
    assert problem.message == "There is no mechanism 'walk'"


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("begins: visit\n    begins_with: {why: seen}", ""),
        ("begins: visit\n    begins_with: {why: nothing}", "There is no question 'nothing'"),
        ("begins_with: {why: seen}", "Nothing is begun here"),
    ],
)
def test_what_is_begun_is_answered_with_what_was_recorded(folder: Path, added: str, message: str):
    text = f"{VISIT.rstrip()}\n  - id: again\n    title: Again\n    by: [team]\n    {added}\n"
    (folder / "visit.yaml").write_text(text, "utf-8")
    problems = load_mechanisms(folder, known=KNOWN).problems
    assert [problem.message for problem in problems] == ([message] if message else [])


def test_a_file_that_is_no_text_is_a_problem(folder: Path):
    (folder / "visit.yaml").write_bytes(b"\xff\xfe\x00")
    (problem,) = load_mechanisms(folder, known=KNOWN).problems
    assert problem == Problem("visit.yaml:1", "The file is not UTF-8 text", "Save it as UTF-8.")


def test_only_active_ones_are_begun(folder: Path):
    other = VISIT.replace("id: visit\nv", "id: walk\nactive: false\nv").replace(": AV", ": AW")
    (folder / "walk.yaml").write_text(other, "utf-8")
    library = load_mechanisms(folder, known=KNOWN)
    assert [each.id for each in library.active] == ["visit"]


def test_a_mechanism_is_described_in_a_line(folder: Path):
    visit = load_mechanisms(folder, known=KNOWN).mechanisms["visit"]
    assert describe(visit) == "visit 1: 7 steps, 5 roles, 4 deadlines, 1 document"


def test_the_settings_give_the_lists_and_the_context():
    lists = lists_of(partnership())
    assert [choice.value for choice in lists["partners"]] == ["council", "health", "police"]
    assert "multi_agency_audit" not in {choice.value for choice in lists["groups"]}
    context = context_of(partnership())
    assert context.groups["splig"] == "SPLIG"
    assert context.types["integrated_care_board"] == "health"


def test_the_command_ends_badly_when_a_file_does(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "visit.yaml").write_text("title: x", "utf-8")
    assert main([str(folder)]) == 1
    assert "0 mechanisms" in capsys.readouterr().out.splitlines()[-1]


def test_the_mechanisms_of_the_partnership_are_in_order():
    library = load_mechanisms(known=known_of(partnership(), load_library().forms))
    assert [str(problem) for problem in library.problems] == []
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(library.mechanisms)
