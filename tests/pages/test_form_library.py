"""The form library: what there is, what is wrong, and the questions of one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.conftest import Site, words


def test_every_form_is_listed_with_a_copy_to_print(site: Site) -> None:
    said = words(site.run("form_library", role="administrator"))
    for form in site.held.library.forms:
        assert f"/documents/blank/{form}.pdf" in said
    assert "Every form file is in order." in said


def test_the_questions_of_a_form_can_be_looked_through(site: Site) -> None:
    page = site.run("form_library", role="administrator")
    page.selectbox(key="outline").set_value("school_audit").run()
    assert "ED-A1" in words(page)


def test_a_broken_file_is_shown_with_its_cure_and_the_others_still_work(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms.library import LIBRARY, load_library
    from pages.components.server import runtime

    (tmp_path / "dip_sample.yaml").write_text((LIBRARY / "dip_sample.yaml").read_text("utf-8"))
    (tmp_path / "broken.yaml").write_text("id: broken\nversion: '1'\ntitel: Oops\n")
    monkeypatch.setattr(runtime, "_library", lambda: load_library(tmp_path))
    runtime.close_runtime()
    page = Site(runtime.runtime()).run("form_library", role="administrator")
    said = words(page)
    assert "titel" in said
    assert "broken.yaml" in said
    assert "/documents/blank/dip_sample.pdf" in said


@pytest.mark.parametrize("role", ["organisation", "chair", "board_reader", "space_lead"])
def test_others_are_turned_away(site: Site, role: str) -> None:
    page = site.run("form_library", role=role)
    assert "not open to that role" in words(page)
    assert "school_audit" not in words(page)
