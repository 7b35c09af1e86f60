"""Every requirement is met and proved, or said to be context, and the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_requirements import (
    NUMBERS,
    PAGE,
    Requirement,
    cited,
    find_faults,
    find_files,
    find_tests,
    read_requirements,
    render_page,
)

MET = {number: Requirement(number, "Words", ("README.md",), ("README.md",)) for number in NUMBERS}


def faults(*changed: Requirement) -> tuple[str, ...]:
    return find_faults(tuple({**MET, **{each.number: each for each in changed}}.values()))


def test_no_requirement_is_left_out() -> None:
    assert find_faults(read_requirements()) == ()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render_page(read_requirements()), "Run make requirements"


def test_a_number_that_is_left_out_is_said() -> None:
    assert find_faults(tuple(MET.values())[1:]) == ("R001 is missing from docs/requirements.yaml.",)
    assert faults(Requirement("R900", "Words", ("README.md",), ("README.md",))) == (
        "R900 is not a requirement.",
    )


def test_a_requirement_without_file_or_test_is_said() -> None:
    assert faults(Requirement("R007", "Words")) == (
        "R007 has no file that meets it.",
        "R007 has no test that proves it.",
    )
    assert faults(Requirement("R007", "Words", context="Nothing to build.")) == ()


@pytest.mark.parametrize(
    "name", ["docs/nowhere.md", "tests/docs/test_requirements.py::test_nothing"]
)
def test_a_file_or_test_that_is_not_there_is_said(name: str) -> None:
    wrong = Requirement("R007", "Words", ("README.md",), (name,))
    assert faults(wrong) == (f"R007 names {name}, which is not there.",)


def test_numbers_are_read_alone_and_as_a_range() -> None:
    assert cited("See R043-R045, R060 and R150 to R151. Not R2000 or XR001.") == {
        "R043", "R044", "R045", "R060", "R150", "R151",
    }  # fmt: skip


def test_citations_are_found_in_files_and_in_tests(tmp_path: Path) -> None:
    for folder in ("scrutiny", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "scrutiny" / "event.yaml").write_text("requirements: [R043]\n")
    (tmp_path / "tests" / "test_event.py").write_text(
        '"""An event, R004."""\ndef test_walk():\n    """R043."""\ndef helper():\n    """R099."""\n'
    )
    assert dict(find_files(tmp_path)) == {"R043": {"scrutiny/event.yaml"}}
    assert dict(find_tests(tmp_path)) == {
        "R004": {"tests/test_event.py"},
        "R043": {"tests/test_event.py::test_walk"},
    }
