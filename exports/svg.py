"""A chart as an SVG picture: scales with its frame, needs no script and no other file."""

from __future__ import annotations

from html import escape

from exports.charts import lay_out_chart
from exports.document import Chart
from exports.scene import Dot, Line, Mark, Rect, Scene, Words
from exports.typeface import clean

FONT = "'Source Sans 3','Source Sans Pro','Source Sans','Noto Sans',Arial,sans-serif"


def render_svg(chart: Chart, width: float = 720.0, size: float = 14.0) -> str:
    """The chart as one `<svg>` element with its title, its description and its marks."""
    scene = lay_out_chart(chart, width, size)
    marks = "".join(map(_draw, scene.marks))
    words = f"<title>{_text(chart.title)}</title><desc>{_text(chart.alt)}</desc>"
    return f"{_open(scene)}{words}{marks}</svg>"


def _open(scene: Scene) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" '
        f'width="{_n(scene.width)}" height="{_n(scene.height)}" '
        f'style="max-width:100%;height:auto" font-family="{escape(FONT)}">'
        f'<rect width="{_n(scene.width)}" height="{_n(scene.height)}" fill="#ffffff"/>'
    )


def _draw(mark: Mark) -> str:
    match mark:
        case Rect():
            shape = (
                f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" '
                f'height="{_n(mark.height)}" fill="{mark.fill}"'
            )
            return _with_title(shape, "rect", mark.title)
        case Line():
            shape = (
                f'<line x1="{_n(mark.x1)}" y1="{_n(mark.y1)}" x2="{_n(mark.x2)}" '
                f'y2="{_n(mark.y2)}" stroke="{mark.stroke}" stroke-width="{_n(mark.width)}"'
            )
            return _with_title(shape, "line", mark.title)
        case Dot():
            return _with_title(_circle(mark), "circle", mark.title)
        case Words():
            return _words(mark)


def _circle(dot: Dot) -> str:
    edge = f' stroke="{dot.stroke}" stroke-width="{_n(dot.width)}"' if dot.stroke else ""
    return f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.radius)}" fill="{dot.fill}"{edge}'


def _words(words: Words) -> str:
    anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    weight = ' font-weight="600"' if words.bold else ""
    return (
        f'<text x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}" '
        f'fill="{words.fill}"{anchor}{weight}>{_text(words.text)}</text>'
    )


def _with_title(shape: str, name: str, title: str) -> str:
    return f"{shape}><title>{_text(title)}</title></{name}>" if title else f"{shape}/>"


def _text(text: str) -> str:
    return escape(clean(text))


def _n(value: float) -> str:
    """A coordinate with at most two decimals, as short as it can be written."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
