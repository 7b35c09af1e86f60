"""A step that takes files: put there on the activity's page, read from it by those who may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.activity import Activity
from tests.pages.activity_examples import begin, take
from tests.pages.conftest import Site, words

PDF = b"%PDF-1.7\nA report\n%%EOF"
AS_HEALTH = {"role": "partner", "person": "Pat Health", "organisation": "health"}


@pytest.fixture
def report(site: Site) -> Activity:
    """Health has been asked for its own scrutiny report."""
    today = site.held.clock().date()
    period = {"period_from": (today - timedelta(365)).isoformat(), "period_to": today.isoformat()}
    activity = begin(site, "partner_report", subject="health", answers=period)
    on = (today + timedelta(30)).isoformat()
    return take(site, activity, "ask_partner", answers={"report_on": on})


def look(site: Site, activity: Activity, **who: str) -> AppTest:
    return site.run("activity", query={"id": activity.reference}, **who)


def put(test: AppTest, name: str, content: bytes) -> AppTest:
    (uploader,) = test.get("file_uploader")
    uploader.upload(name, content, "application/octet-stream")
    test.run()
    assert not test.exception, test.exception
    return test


def test_a_report_comes_with_its_step_and_is_read_from_the_page(
    site: Site, report: Activity
) -> None:
    test = put(look(site, report, **AS_HEALTH), "report.pdf", PDF)
    assert "report.pdf" in words(look(site, report, **AS_HEALTH))  # it survives a reload
    for label in ("Which of these", "What did they", "What came", "What can the"):
        box = next(b for b in [*test.text_area, *test.checkbox] if b.label.startswith(label)) \
            if label != "Which of these" else test.checkbox[0]  # fmt: skip
        box.set_value(True if label == "Which of these" else "Said and written down.")
    test.run()
    next(b for b in test.button if b.label == "Record this step").click().run()
    (id,) = re.findall(r"/documents/step_file/([0-9a-f]{24})\.download", words(test))
    assert "report.pdf (" in words(test)
    assert get(site, id, "partner", "health") == (200, PDF)
    assert get(site, id, "mars_team", "")[0] == 200
    assert get(site, id, "organisation", "clinic")[0] == 404


def test_what_is_no_report_is_refused_with_words(site: Site, report: Activity) -> None:
    test = put(look(site, report, **AS_HEALTH), "report.pdf", b"MZ\x90\0")
    assert "The file was not kept." in words(test)
    assert "report.pdf" not in words(look(site, report, **AS_HEALTH))


def get(site: Site, id: str, role: str, place: str) -> tuple[int, bytes]:
    """What the route gives to somebody."""
    load_handlers()
    client = TestClient(Starlette(routes=make_routes()))
    token = site.sign_in(role, name="Somebody", organisation=place)
    answer = client.get(
        f"/documents/step_file/{id}.download", headers={"cookie": f"{VISITOR}={token}"}
    )
    return answer.status_code, answer.content
