"""Charts as SVG, parsed back."""

from xml.etree import ElementTree

from exports.document import Chart, ChartKind, Series
from exports.svg import render_svg
from forms.model import Tone

SVG = "{http://www.w3.org/2000/svg}"


def make(label: str = "ED-A1", title: str = "Standards") -> Chart:
    return Chart(
        kind=ChartKind.STACKED_BARS,
        title=title,
        alt="Most are fully met",
        labels=(label,),
        series=(Series("Fully met", (80.0,), Tone.GOOD), Series("Not met", (20.0,), Tone.POOR)),
        notes=("n 42",),
        unit="%",
    )


def parse(chart: Chart, width: float = 720):
    return ElementTree.fromstring(render_svg(chart, width))  # noqa: S314 (our own output)


def test_svg_says_what_it_is():
    root = parse(make())
    assert (root.get("role"), root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (
        "img", "Standards", "Most are fully met",
    )  # fmt: skip


def test_svg_scales_with_its_frame():
    root = parse(make(), 640)
    assert root.get("viewBox") == f"0 0 640 {root.get('height')}"


def test_each_bar_says_itself_to_a_pointer():
    titles = [
        mark.find(f"{SVG}title").text for mark in parse(make()).iter(f"{SVG}rect") if len(mark)
    ]
    assert titles == ["ED-A1: Fully met 80% (n 42)", "ED-A1: Not met 20% (n 42)"]


def test_words_of_people_are_never_markup():
    label = '</text><script>alert("x")</script>&\x00\x1b'
    root = parse(make(label, title="<b>"))
    assert [element for element in root.iter() if "script" in element.tag] == []
    assert root.find(f"{SVG}title").text == "<b>"


def test_svg_needs_no_other_file():
    assert "href" not in render_svg(make())
    assert "url(" not in render_svg(make())
