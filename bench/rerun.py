"""One answer changed on a screen of forty questions, against the same widgets bare.

Ours redraws the question's own fragment; where an answer changes what is asked, the whole
screen. The bare script has no fragments and so always runs as a whole, as Streamlit does.
Both are real servers, asked over a websocket as a browser asks.
"""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from bench.figure import Figure, Run, Target
from bench.samples import parse_sample, screen_source
from bench.server import bare_app, our_app, serving
from bench.stock import NOW, publish, stocked
from bench.turns import Work, in_turns
from bench.visitor import Visitor, visiting
from db.responses import start_response
from scrutiny.links import LinkKind, sign_link
from scrutiny.response import Response
from scrutiny.settings import DEFAULT_SECRET

RESPONSE = "bench-screen-response"


def measure_rerun(run: Run) -> list[Figure]:
    """Rerun of the question answered, and of the whole screen."""
    path = run.folder / "rerun.duckdb"
    query = prepare_screen(path)
    with (
        serving(our_app(path), run.folder) as ours,
        serving(bare_app("screen"), run.folder) as bare,
        visiting(ours, "fill", query) as visitor,
        visiting(bare) as other,
    ):
        times = run.sizes.reruns
        return [
            _figure("Answer on a screen of 40 questions", visitor, other, times, whole=False),
            _figure("The same, redrawing the whole screen", visitor, other, times, whole=True),
        ]


def _figure(words: str, ours: Visitor, bare: Visitor, times: int, *, whole: bool) -> Figure:
    mine, theirs = in_turns(answering(ours, whole=whole), answering(bare, whole=True), times=times)
    return Figure(words, "ms", mine * 1000, theirs * 1000, Target(most_ratio=1.5))


def answering(visitor: Visitor, *, whole: bool) -> Work:
    """Choose something else in the first radio each time."""
    widget = visitor.choices()[0]
    values = cycle(widget.options)
    return lambda: visitor.answer(widget, next(values), whole_page=whole)


def prepare_screen(path: Path) -> str:
    """Store a draft of the sample screen; returns the query that opens its section."""
    form = parse_sample(screen_source())
    with stocked(path) as database:
        database.write(publish, form, screen_source())
        response = Response(RESPONSE, form.id, form.version)
        database.write(start_response, response=response, now=NOW)
    token = sign_link(LinkKind.RESPONSE, RESPONSE, secret=DEFAULT_SECRET)
    return f"link={token}&section=only"
