"""Figures and their targets."""

import pytest

from bench.figure import Figure, Target


@pytest.mark.parametrize(
    ("figure", "ratio", "is_met"),
    [
        (Figure("a", "s", 3.0, 2.0, Target(most_ratio=1.5)), 1.5, True),
        (Figure("a", "s", 3.1, 2.0, Target(most_ratio=1.5)), 1.55, False),
        (Figure("a", "s", 0.2, 2.0, Target(most_ratio=1.5, most=0.15)), 0.1, False),
        (Figure("a", "/s", 1.0, 2.0, Target(least_ratio=0.5)), 0.5, True),
        (Figure("a", "/s", 0.9, 2.0, Target(least_ratio=0.5)), 0.45, False),
        (Figure("a", "s", 1.9, target=Target(most=2)), None, True),
        (Figure("a", "s", 1.9, target=Target(most_ratio=2)), None, False),
        (Figure("a", "KB", 580.0, 2692.0), 580 / 2692, None),
        (Figure("a", "s", None, target=Target(most=2)), None, None),
    ],
)
def test_a_figure_knows_its_ratio_and_whether_it_meets_its_target(figure, ratio, is_met):
    assert (figure.ratio, figure.is_met) == (ratio, is_met)


def test_a_target_says_all_its_bounds():
    assert Target(most_ratio=1.5, most=0.15).words("s") == "ratio ≤ 1.5, < 0.15 s"
    assert Target(least_ratio=0.5).words("/s") == "ratio ≥ 0.5"
    assert Target().words("s") == ""
