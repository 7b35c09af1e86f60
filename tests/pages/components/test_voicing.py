"""Two campaigns beside each other."""

from __future__ import annotations

from exports.document import ChartKind
from forms.model import Tone
from pages.components.voicing import comparison_chart
from scrutiny.distribution import Campaigns, Distribution, Spread
from scrutiny.suppression import Shown


def spread(value: str, percent: int) -> Spread:
    return Spread(value, value.title(), Tone.NEUTRAL, Shown(1, "1"), Shown(percent, f"{percent}%"))


def distribution(n: int, *spreads: Spread, many: bool = False) -> Distribution:
    return Distribution("q", "Heard?", "all", "All", Shown(n, str(n)), spreads, many=many)


def test_campaigns_are_bars_split_by_answer():
    compared = Campaigns(
        "q", "Heard?", ("Clinic", "Club"),
        (distribution(20, spread("yes", 60), spread("no", 40)),
         distribution(30, spread("yes", 50), spread("no", 50))),
    )  # fmt: skip
    chart = comparison_chart(compared)
    assert chart.kind is ChartKind.STACKED_BARS
    assert chart.labels == ("Clinic", "Club")
    assert [(series.label, series.values) for series in chart.series] == [
        ("Yes", (60, 50)),
        ("No", (40, 50)),
    ]
    assert chart.notes == ("n 20", "n 30")


def test_where_many_may_be_chosen_each_answer_has_its_own_bars():
    compared = Campaigns(
        "q", "Heard?", ("Clinic", "Club"),
        (distribution(20, spread("yes", 60), spread("no", 70), many=True),
         distribution(30, spread("yes", 50), spread("no", 80), many=True)),
    )  # fmt: skip
    chart = comparison_chart(compared)
    assert chart.labels == ("Yes, Clinic", "Yes, Club", "No, Clinic", "No, Club")
    assert chart.series[0].values == (60, 50, 70, 80)
