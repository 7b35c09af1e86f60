"""Charts laid out as marks, and as tables."""

from exports.charts import NOTHING, chart_table, lay_out_chart
from exports.document import Chart, ChartKind, Series, Table
from exports.palette import FILLS
from exports.scene import Dot, Rect, Words
from forms.model import Tone

FULLY, PARTLY = (
    Series("Fully met", (75.0, None), Tone.GOOD),
    Series("Partly met", (25.0, None), Tone.MIDDLING),
)


def make(kind: ChartKind = ChartKind.STACKED_BARS, **changes) -> Chart:
    given = {
        "title": "Standards",
        "alt": "What it shows",
        "labels": ("ED-A1 Leadership", "ED-A2 Policy"),
        "series": (FULLY, PARTLY),
        "notes": ("n 42", ""),
        "unit": "%",
        "maximum": 100.0,
    }
    return Chart(kind=kind, **(given | changes))


def said(chart: Chart, width: float = 700) -> list[str]:
    return [mark.text for mark in lay_out_chart(chart, width).marks if isinstance(mark, Words)]


def test_stacked_bars_say_each_share_and_what_is_hidden():
    assert said(make()) == [
        "Fully met", "Partly met",
        "Fully met 75%", "Partly met 25%", "ED-A1 Leadership", "n 42",
        "too few to show", "ED-A2 Policy",
    ]  # fmt: skip


def test_a_share_too_slim_for_words_is_said_beneath():
    chart = make(
        labels=("A",), notes=(),
        series=(Series("Fully met", (99.0,), Tone.GOOD), Series("Not met", (1.0,), Tone.POOR)),
    )  # fmt: skip
    assert said(chart)[2:4] == ["Fully met 99%", "Not met 1%"]
    bar, slim = [m for m in lay_out_chart(chart, 700).marks if isinstance(m, Rect)][2:4]
    assert (bar.fill, slim.fill) == (FILLS[Tone.GOOD], FILLS[Tone.POOR])


def test_segments_are_parted_by_a_white_gap():
    first, second = [m for m in lay_out_chart(make(), 700).marks if isinstance(m, Rect)][2:4]
    assert second.x - (first.x + first.width) > 2


def test_hidden_shares_leave_the_bar_unfilled():
    chart = make(
        labels=("A",), notes=(),
        series=(
            Series("Yes", (60.0,), Tone.GOOD),
            Series("No", (None,), Tone.POOR, words=("fewer than 5",)),
        ),
    )  # fmt: skip
    bars = [m for m in lay_out_chart(chart, 700).marks if isinstance(m, Rect)][2:]
    assert round(bars[0].width / (bars[0].width + bars[1].width), 1) == 0.6
    assert "No fewer than 5" in said(chart)


def test_a_series_words_stand_for_its_figures():
    chart = make(
        ChartKind.BARS, labels=("A", "B"), notes=(),
        series=(Series("Share", (0.4, None), words=("under 1%", "fewer than 5")),),
    )  # fmt: skip
    assert said(chart) == ["under 1%", "A", "fewer than 5", "B"]


def test_a_lollipop_draws_last_year_as_a_ring():
    chart = make(
        ChartKind.LOLLIPOP, labels=("A",), notes=(),
        series=(Series("This year", (60.0,)), Series("Last year", (50.0,))),
    )  # fmt: skip
    dots = [m for m in lay_out_chart(chart, 700).marks if isinstance(m, Dot)][2:]
    assert [(dot.title, bool(dot.stroke)) for dot in dots] == [
        ("A: Last year 50%", True),
        ("A: This year 60%", False),
    ]
    assert said(chart)[2:] == ["60%", "(last year 50%)", "A"]


def test_a_slope_says_how_far_and_which_way():
    chart = make(
        ChartKind.SLOPE, labels=("A", "B"), notes=(),
        series=(Series("Last year", (50.0, 61.0)), Series("This year", (60.0, 61.2))),
    )  # fmt: skip
    assert said(chart)[2:] == [
        "60%", "(last year 50%, up 10)", "A",
        "61.2%", "(last year 61%, no change)", "B",
    ]  # fmt: skip


def test_columns_stand_for_few_choices():
    chart = make(
        ChartKind.COLUMNS, labels=("Yes", "No"), notes=("n 4", "n 6"),
        series=(Series("Share", (40.0, 60.0)),),
    )  # fmt: skip
    assert said(chart) == ["40%", "Yes", "n 4", "60%", "No", "n 6"]


def test_columns_without_room_become_bars():
    labels = tuple(f"A long choice number {number}" for number in range(12))
    chart = make(ChartKind.COLUMNS, labels=labels, notes=(), series=(Series("Share", (8.0,) * 12),))
    assert len(lay_out_chart(chart, 500).bands) == 12


def test_a_note_is_not_broken_by_rounding():
    for size in range(60, 200):
        scene = lay_out_chart(make(notes=("of 7", "of 7")), 700, size / 10)
        assert "of 7" in [mark.text for mark in scene.marks if isinstance(mark, Words)], size


def test_an_empty_chart_says_so():
    assert said(make(labels=(), notes=(), series=())) == [NOTHING]


def test_every_mark_stands_within_the_scene():
    labels = tuple(f"ED-A{n} " + "the governing body leads " * 6 for n in range(40))
    for kind in ChartKind:
        series = tuple(Series(name, (50.0,) * 40) for name in ("This year", "Last year"))
        scene = lay_out_chart(make(kind, labels=labels, notes=("n 42",) * 40, series=series), 600)
        boxes = [m for m in scene.marks if isinstance(m, Rect)]
        assert [b for b in boxes if b.x < 0 or b.x + b.width > 600.01] == []
        assert [b for b in boxes if b.y + b.height > scene.height] == []


def test_bands_follow_one_another():
    scene = lay_out_chart(make(), 600)
    tops = [band.top for band in scene.bands]
    assert tops == sorted(tops)
    assert scene.bands[-1].bottom <= scene.height


def test_the_table_says_what_the_chart_draws():
    assert chart_table(make()) == Table(
        caption="Standards",
        columns=("Item", "Fully met", "Partly met", "Note"),
        rows=(
            ("ED-A1 Leadership", "75%", "25%", "n 42"),
            ("ED-A2 Policy", "too few to show", "too few to show", ""),
        ),
        widths=(3.0, 1.0, 1.0, 1.0),
        numeric=frozenset({1, 2, 3}),
    )


def test_a_chart_may_bring_its_own_table():
    table = Table("Own", ("a",), (("b",),))
    assert chart_table(make(table=table)) is table
