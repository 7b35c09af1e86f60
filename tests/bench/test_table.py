"""The table that is printed."""

from bench.figure import Figure, Target
from bench.table import render_table


def test_the_table_says_met_missed_and_not_measured():
    table = render_table(
        [
            Figure("Query", "s", 0.053, 0.047, Target(most_ratio=1.5, most=0.15)),
            Figure("Submissions", "/s", 139.6, 1348.2, Target(least_ratio=0.5)),
            Figure("Requests", "", 90, 66),
            Figure("size", "", None, note="No browser was found"),
        ]
    )
    assert table == (
        "Measure         Ours      Bare  Ratio  Target\n"
        "--------------------------------------------------------------------------\n"
        "Query        0.053 s   0.047 s   1.13  ratio ≤ 1.5, < 0.15 s  met\n"
        "Submissions   140 /s  1,348 /s   0.10  ratio ≥ 0.5            missed\n"
        "Requests          90        66   1.36\n"
        "size                                                          not measured\n"
        "--------------------------------------------------------------------------\n"
        "size: No browser was found"
    )
