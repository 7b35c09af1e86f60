"""Tables, summaries and panels, as a page shows them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import words


def run(script: object) -> AppTest:
    test = AppTest.from_function(script, default_timeout=20).run()
    assert not test.exception, test.exception
    return test


def test_error_summary_links_to_the_widgets() -> None:
    def script() -> None:
        from forms.problem import Problem
        from pages.components.layout import error_summary

        problems = [Problem("ed_a1", "Choose a rating"), Problem("n[0].x", "Enter a <number>")]
        error_summary(problems, {"ed_a1": "Governance"})

    said = words(run(script))
    assert "<h2>There are 2 problems</h2>" in said
    assert '<a href="#st-key-ed_a1" data-to="st-key-ed_a1">Governance: Choose a rating</a>' in said
    assert 'data-to="st-key-n-0--x">Enter a &lt;number&gt;</a>' in said
    assert 'role="alert" tabindex="-1"' in said


def test_no_problems_no_summary() -> None:
    def script() -> None:
        from pages.components.layout import error_summary

        error_summary([])

    assert words(run(script)) == ""


def test_help_panel_is_for_its_audience() -> None:
    def script() -> None:
        from pages.components.layout import help_panel
        from scrutiny.partnership import partnership

        help_panel(partnership(), "young")

    said = words(run(script))
    assert '<a href="tel:08001111">0800 1111</a>' in said
    assert "NSPCC, for an adult" not in said


def test_table_escapes_cells_and_heads_rows() -> None:
    def script() -> None:
        from pages.components.html import link
        from pages.components.layout import data_table

        rows = [("<b>Hill</b>", 3, link("Read", "/response?id=1")), ("Dale", None, "")]
        data_table(rows, ("Name", "Count", "More"), caption="Schools", key="t", numeric={"Count"})

    said = words(run(script))
    assert '<caption id="st-key-t-caption"><span>Schools</span></caption>' in said
    assert '<th scope="row" role="rowheader">&lt;b&gt;Hill&lt;/b&gt;</th>' in said
    assert '<td role="cell" data-label="Count" class="number">3</td>' in said
    assert '<td role="cell" data-label="More"><a href="/response?id=1">Read</a></td>' in said
    assert '<td role="cell" data-label="Count" class="number"></td>' in said


def test_table_is_filtered_by_every_word_and_says_how_many() -> None:
    def script() -> None:
        import pandas as pd

        from pages.components.layout import data_table, status_tag

        rows = [(f"School {n}", status_tag("submitted" if n % 2 else "exempt")) for n in range(20)]
        data_table(pd.DataFrame(rows, columns=["Name", "Status"]), caption="All", key="t")

    test = run(script)
    test.text_input(key="t_filter").set_value("school SUBMITTED 1").run()
    said = words(test)
    assert said.count("<tr ") == 1 + 6  # 1, 11, 13, 15, 17, 19
    assert "6 of 20 shown." in said
    test.text_input(key="t_filter").set_value("span").run()
    assert "0 of 20 shown." in words(test)
