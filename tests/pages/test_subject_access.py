"""Requests for access: the page counts, the ZIP holds it all, the log says so."""

from __future__ import annotations

import io
import zipfile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db.audit import Search, list_entries, seal
from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.access import make_viewer
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import fill


def get(site: Site, address: str, role: str):
    load_handlers()
    cookie = {"cookie": f"{VISITOR}={site.sign_in(role, name='Ada')}"} if role else {}
    return TestClient(Starlette(routes=make_routes())).get(f"/documents/{address}", headers=cookie)


def test_the_page_finds_and_offers_the_file(site: Site):
    fill(site)
    test = site.run("subject_access", role="administrator", person="Ada")
    test.selectbox(key="organisation").set_value("school-1")
    test.text_input(key="reference").set_value("SAR 2026/4")
    test.button[0].click().run()
    assert not test.exception
    said = words(test)
    assert "2 returns, 0 files" in said
    assert "/documents/held/SAR-2026-4.zip?organisation=school-1" in said


def test_the_page_asks_for_a_reference_and_says_when_nothing_is_held(site: Site):
    fill(site)
    test = site.run("subject_access", role="administrator")
    test.text_input(key="name").set_value("Nobody Atall")
    test.button[0].click().run()
    assert "Enter your reference" in test.error[0].value
    test.text_input(key="reference").set_value("SAR-1")
    test.button[0].click().run()
    assert "Nothing is held" in words(test)


def test_the_file_holds_records_returns_and_a_page_to_read(site: Site):
    fill(site)
    answer = get(site, "held/SAR-1.zip?organisation=school-1", "administrator")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        page = archive.read("held.html").decode()
        records = archive.read("records/response.csv").decode("utf-8-sig")
        returns = [archive.read(n).decode() for n in names if n.startswith("returns/")]
    assert names[0] == "held.html"
    assert len(returns) == 2
    assert all("School 1" in each for each in returns)
    assert "SAR-1" in page
    assert "<script>" not in page
    assert "this-1" in records
    assert "this-2" not in records


def test_taking_it_out_is_logged_under_the_reference_alone(site: Site):
    fill(site)
    get(site, "held/SAR-1.zip?name=A+head", "administrator")
    reader = make_viewer("administrator")
    site.held.database.write(seal)
    found = site.held.database.read(list_entries, viewer=reader, search=Search(who="Ada"))
    assert [(e.what, e.subject) for e in found.entries] == [
        ("document_taken", "SAR-1"),
        ("subject_access_given", "SAR-1"),
    ]
    assert "head" not in "".join(e.detail for e in found.entries)


@pytest.mark.parametrize(
    ("address", "role", "status"),
    [
        ("held/SAR-1.zip?organisation=school-1", "mars_team", 403),
        ("held/SAR-1.zip?organisation=school-1", "organisation", 403),
        ("held/SAR-1.zip?organisation=school-1", "", 403),
        ("held/SAR-1.zip", "administrator", 404),
        ("held/SAR-1.csv?organisation=school-1", "administrator", 404),
        ("held/SAR-1.zip?organisation=nothing", "administrator", 404),
    ],
)
def test_who_may_have_it(site: Site, address: str, role: str, status: int):
    fill(site)
    assert get(site, address, role).status_code == status
