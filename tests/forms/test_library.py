"""The library read from files: ours is in order, and a broken file hides no other."""

from pathlib import Path

import pytest

from forms.library import LIBRARY, load_library, main

VISIT = """\
id: visit
version: "1"
title: {en: Visit, pl: Wizyta}
kind: visit
languages: [en, pl]
sections:
  - id: about
    title: {en: About, pl: O wizycie}
    questions:
      - {id: place, type: short_text, text: {en: Where?}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "visit.yaml").write_text(VISIT, encoding="utf-8")
    return tmp_path


def test_our_library_has_no_problems() -> None:
    library = load_library()
    assert [str(problem) for problem in library.problems] == []
    assert sorted(library.forms) == sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def test_form_comes_with_its_source(folder: Path) -> None:
    library = load_library(folder)
    assert library.forms["visit"].version == "1"
    assert library.sources == {"visit": VISIT}
    assert library.untranslated == {"visit": {"pl": 1}}
    assert [str(warning) for warning in library.warnings] == [
        "visit.yaml:10 sections/about/place/text: There are no words in pl. Add them."
    ]


def test_broken_file_hides_no_other(folder: Path) -> None:
    (folder / "broken.yaml").write_text("id: [", encoding="utf-8")
    (folder / "bytes.yaml").write_bytes(b"id: \xff\xfe")
    (folder / "directory.yaml").mkdir()
    library = load_library(folder)
    assert list(library.forms) == ["visit"]
    assert [str(problem) for problem in library.problems] == [
        "broken.yaml:1: This is not YAML: did not find expected node content. Look at this line "
        "and the one before: indentation, colons and quotation marks.",
        "bytes.yaml:1: The file is not UTF-8 text. Save it as UTF-8.",
        "directory.yaml:1: The file cannot be read. "
        "Check that it is a file, and one that the app may read.",
    ]


def test_file_is_named_after_its_form(folder: Path) -> None:
    (folder / "other.yaml").write_text(VISIT, encoding="utf-8")
    library = load_library(folder)
    assert list(library.forms) == ["visit"]
    assert [str(problem) for problem in library.problems] == [
        "other.yaml:1 id: The id visit is not the file's name. "
        "Call the file visit.yaml, or write id: other."
    ]


def test_file_with_a_byte_order_mark_is_read(folder: Path) -> None:
    (folder / "visit.yaml").write_text(VISIT, encoding="utf-8-sig")
    assert load_library(folder).sources == {"visit": VISIT}


def test_folder_without_files_is_an_empty_library(tmp_path: Path) -> None:
    assert load_library(tmp_path / "none").forms == {}


def test_command_describes_each_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == (
        "visit 1: 1 section, 1 question, 0 standards, en, pl (1 text not yet in pl)\n"
        f"1 form, 0 problems in {folder}\n"
    )


def test_command_prints_problems_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "visit.yaml").write_text(VISIT.replace("short_text", "text"), encoding="utf-8")
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out == (
        "visit.yaml:10 sections/about/place/type: 'text' is not a question type. "
        "Did you mean long_text?\n"
        f"0 forms, 1 problem in {folder}\n"
    )
