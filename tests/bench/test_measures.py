"""Every measure runs on very small sizes and gives its rows; no time is asserted."""

import pytest

from bench import __main__ as bench
from bench.__main__ import SMALL, main, measure
from bench.measures import MEASURES


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("composite", 1),
        ("rerun", 3),
        ("submission", 4),
        ("activities", 8),
        ("documents", 2),
        ("start", 1),
        ("memory", 2),
        pytest.param("size", 5, marks=pytest.mark.browser),
    ],
)
def test_a_measure_gives_its_rows(name, rows):
    figures = measure([name], SMALL)
    assert [(figure.note, figure.ours is None) for figure in figures] == [("", False)] * rows


def test_every_measure_is_tried():
    assert list(MEASURES) == [
        "composite", "rerun", "submission", "activities", "documents", "start", "memory", "size",
    ]  # fmt: skip


def test_a_measure_that_fails_is_a_row_that_says_why(monkeypatch):
    def fail(_run):
        raise RuntimeError("No browser was found\nand more")

    monkeypatch.setattr(bench, "MEASURES", {"size": fail})
    (figure,) = measure(["size"], SMALL)
    assert (figure.measure, figure.ours, figure.note) == ("size", None, "No browser was found")


def test_the_command_prints_one_table_and_ends_well(capsys):
    assert main(["composite", "--small"]) == 0
    said = capsys.readouterr().out
    assert "Python" in said.splitlines()[0]
    assert "Composite query, 200 responses × 40 answers" in said


def test_an_unknown_measure_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "there is no measure speed: choose from composite, rerun" in capsys.readouterr().err
