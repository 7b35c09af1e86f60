"""One answer changed on a screen of forty questions, against the same widgets bare.

Ours saves the answer and redraws the fragment of the question and its neighbours; the whole
screen is drawn when a section is opened, and after an answer that changes what is asked. The
bare script has no fragments and so always runs as a whole, as Streamlit does, and it saves
nothing; where ours saves and draws the whole, the bare one commits its answer to a table as
well. All are real servers, asked over a websocket as a browser asks.
"""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from bench.figure import Figure, Run, Target
from bench.samples import parse_sample, screen_source
from bench.server import await_rest, bare_app, our_app, serving
from bench.stock import NOW, publish, stocked
from bench.turns import Work, in_turns
from bench.visitor import Visitor, visiting
from db.responses import start_response
from scrutiny.links import LinkKind, sign_link
from scrutiny.response import Response
from scrutiny.settings import DEFAULT_SECRET

RESPONSE = "bench-screen-response"


def measure_rerun(run: Run) -> list[Figure]:
    """Rerun of the question answered, and of the whole screen without and with an answer."""
    path = run.folder / "rerun.duckdb"
    query = prepare_screen(path)
    with (
        serving(our_app(path), run.folder) as ours,
        serving(bare_app("screen"), run.folder) as bare,
        serving(bare_app("saving", run.folder / "saving.duckdb"), run.folder) as saving,
        visiting(ours, "fill", query) as visitor,
        visiting(bare) as other,
        visiting(saving) as saver,
    ):
        await_rest(ours)
        answer, whole = answering(visitor, whole=False), answering(visitor, whole=True)
        changed, saved = answering(other, whole=True), answering(saver, whole=True)
        return [
            _figure("Answer on a screen of 40 questions", answer, changed, run),
            _figure("The whole screen drawn again", visitor.run, other.run, run),
            _figure("Answer saved and the whole screen drawn again", whole, saved, run),
        ]


def _figure(words: str, ours: Work, bare: Work, run: Run) -> Figure:
    mine, theirs = in_turns(ours, bare, times=run.sizes.reruns)
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
