"""Every mechanism in use, walked through the pages from its beginning to an assured action."""

from __future__ import annotations

import io
from collections import Counter
from html import unescape

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.action import ActionStatus
from scrutiny.activity import ActivityStatus
from scrutiny.paper import Paper, PaperState, holds_seal
from tests.pages.conftest import ROOT, Site, words
from tests.pages.walking import AS_TEAM, Walker, set_up

FILES = sorted((ROOT / "scrutiny" / "mechanisms").glob("*.yaml"))
ACTIVE = [file.stem for file in FILES if "\nactive: false" not in file.read_text("utf-8")]


@pytest.mark.parametrize("mechanism", ACTIVE)
def test_it_runs_from_its_beginning_to_an_assured_action(site: Site, mechanism: str) -> None:
    set_up(site)
    walker = Walker(site, site.held.mechanisms.mechanisms[mechanism])
    walker.walk()
    assert walker.activity.status is ActivityStatus.ENDED
    walker.assure_actions()
    assert {row.action.status for row in walker.actions()} == {ActionStatus.ASSURED}
    check_documents(walker)
    check_history(walker)


def check_documents(walker: Walker) -> None:
    """What went out is frozen under a seal that holds, and its PDF has words."""
    load_handlers()
    client = TestClient(Starlette(routes=make_routes()))
    cookie = {"cookie": f"{VISITOR}={walker.site.sign_in('mars_team', name='Max Team')}"}
    drafts = {plan for plan, paper in walker.papers().items() if paper.state is PaperState.DRAFT}
    assert drafts == set()
    for plan, paper in walker.papers().items():
        assert (plan, paper.is_frozen, holds_seal(paper)) == (plan, True, True)
        answer = client.get(f"/documents/paper/{paper.id}.pdf", headers=cookie)
        assert read_title(answer.content, paper)


def read_title(pdf: bytes, paper: Paper) -> bool:
    """Whether the words of the document's title stand in its PDF."""
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(paper.title.split()) in "".join(said.split())


def check_history(walker: Walker) -> None:
    """The activity's page lists every taking, with how often each step was taken."""
    test = walker.open("activity", AS_TEAM, id=walker.activity.reference)
    said = unescape(words(test).partition('id="part-what-has-happened"')[2])
    titles = Counter(walker.mechanism.by_id[each.step].title for each in walker.activity.taken)
    assert {title: said.count(f">{title}</th>") for title in titles} == titles
