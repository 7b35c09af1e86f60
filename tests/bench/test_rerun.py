"""What is measured is the real thing: an answer over the websocket is stored."""

from bench.rerun import RESPONSE, answering, prepare_screen
from bench.samples import QUESTIONS
from bench.server import our_app, serving
from bench.visitor import visiting
from db.connection import open_database
from db.responses import get_response
from scrutiny.access import make_viewer


def test_a_measured_answer_is_saved(tmp_path):
    path = tmp_path / "screen.duckdb"
    query = prepare_screen(path)
    with serving(our_app(path), tmp_path) as server, visiting(server, "fill", query) as visitor:
        answer = answering(visitor, whole=False)
        shown = len(visitor.widgets)
        answer()
        answer()
    database = open_database(str(path))
    viewer = make_viewer("organisation", responses=frozenset({RESPONSE}))
    stored = database.read(get_response, RESPONSE, viewer=viewer)
    database.close()
    assert shown == QUESTIONS
    assert stored.answers == {"q00": "mostly"}
