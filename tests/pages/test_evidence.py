"""Evidence files on the screens: added, refused, scanned, listed, taken out and removed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from db import evidence
from db.events import Happening, list_events
from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.middleware import GuardMiddleware
from pages.components.server.routes import make_routes
from pages.components.server.runtime import close_runtime, runtime
from scrutiny.access import Viewer, make_viewer
from scrutiny.evidence import EvidenceFile, Scan
from scrutiny.links import sign_link
from tests.pages.conftest import ENVIRONMENT, Site, words
from tests.pages.scanner import HARMFUL, Clamd, serve_clamd
from tests.pages.small_partnership import TEAM, fill, send_audit

PDF = b"%PDF-1.7\n plan"
HEAD = make_viewer("organisation", name="Head", organisations=frozenset({"school-13"}))


@pytest.fixture
def client() -> TestClient:
    load_handlers()
    app = GuardMiddleware(
        Starlette(routes=make_routes()), base_url=ENVIRONMENT["MARS_BASE_URL"], policy=""
    )
    return TestClient(app, base_url=ENVIRONMENT["MARS_BASE_URL"])


@pytest.fixture
def clamd(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    """The site is started again with a scanner."""
    with serve_clamd() as started:
        monkeypatch.setenv("MARS_CLAMD", started.address)
        close_runtime()
        yield started


def open_view(site: Site, view: str = "evidence") -> AppTest:
    return site.run("fill", role="organisation", person="Head", organisation="school-13",
                    query={"cycle": "this", "view": view})  # fmt: skip


def upload(page: AppTest, name: str = "plan.pdf", content: bytes = PDF) -> AppTest:
    (uploader,) = page.get("file_uploader")  # one a page
    uploader.upload(name, content, "application/octet-stream")
    page.run()
    assert not page.exception, page.exception
    return page


def stored(site: Site, viewer: Viewer = HEAD, response: str = "begun") -> list[EvidenceFile]:
    return site.held.database.read(evidence.list_evidence, response=response, viewer=viewer)


def happened(site: Site) -> list[Happening]:
    return [e.name for e in site.held.database.read(list_events, subject="begun")]


def test_the_task_and_check_pages_lead_to_the_files(site: Site) -> None:
    fill(site)
    for view in ("", "check"):
        page = open_view(site, view)
        assert "None yet. You may add files that support your answers." in words(page)
        page.button(key="to-evidence").click().run()
        assert page.query_params["view"] in ("evidence", ["evidence"])
        assert "No file may name a child" in words(page)


def test_a_file_is_kept_with_its_standard_and_listed(site: Site) -> None:
    fill(site)
    page = open_view(site)
    assert page.selectbox(key="evidence-supports").options == [
        "the whole return", "ED-A1 Leaders keep children safe", "ED-A2 Staff are trained",
    ]  # fmt: skip
    page.selectbox(key="evidence-supports").select("a1")
    upload(page, "C:\\plan <b>.pdf")
    (kept,) = stored(site)
    assert (kept.name, kept.supports, kept.scan) == ("plan <b>.pdf", "a1", Scan.NOT_SCANNED)
    assert "Kept: plan <b>.pdf" in [success.value for success in page.success]
    for view in ("evidence", "", "check"):
        said = words(open_view(site, view))
        assert f'href="/documents/file/{kept.id}.download"' in said
        assert "Download plan &lt;b&gt;.pdf" in said
        assert "Supports: ED-A1 Leaders keep children safe. Not scanned for viruses." in said
    assert Happening.EVIDENCE_ADDED in happened(site)


def test_where_nothing_scans_the_page_says_so_before_the_upload(site: Site) -> None:
    fill(site)
    assert "Files are not scanned for viruses here." in words(open_view(site))


def test_a_disguised_file_is_refused_in_plain_words(site: Site) -> None:
    fill(site)
    page = upload(open_view(site), "plan.pdf", b"MZ\x90\0")
    (error,) = [each.value for each in page.error]
    assert error == "Not kept. This is a program, whatever its name says. It was not kept."
    assert stored(site) == []
    assert Happening.FILE_REFUSED in happened(site)
    upload(page)  # the uploader is ready for another
    assert [file.name for file in stored(site)] == ["plan.pdf"]


def test_no_more_than_the_most(site: Site) -> None:
    fill(site)
    page = open_view(site)
    for number in range(5):
        upload(page, f"{number}.pdf")
    assert len(stored(site)) == 5
    assert not page.get("file_uploader")
    assert "There are 5 files, the most that a return takes." in words(page)


def test_a_file_is_removed_while_the_return_is_open(site: Site) -> None:
    fill(site)
    page = upload(open_view(site))
    page.button(key=f"remove-{stored(site)[0].id}").click().run()
    assert stored(site) == []
    assert "Removed: plan.pdf" in words(page)
    assert Happening.EVIDENCE_REMOVED in happened(site)


def test_the_scanners_word_is_shown(clamd: Clamd) -> None:
    site = Site(runtime())
    fill(site)
    page = open_view(site)
    assert "not scanned" not in words(page)
    upload(page)
    assert clamd.shown == [PDF]
    assert stored(site)[0].scan is Scan.CLEAN
    assert "Scanned, clean." in words(page)
    upload(page, "bad.pdf", PDF + HARMFUL)
    assert "found something harmful" in page.error[0].value
    assert len(stored(site)) == 1


def test_without_the_scanners_word_nothing_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARS_CLAMD", "/nowhere/clamd.ctl")
    close_runtime()
    site = Site(runtime())
    fill(site)
    page = upload(open_view(site))
    assert "The virus scanner does not answer, so nothing was kept." in page.error[0].value
    assert stored(site) == []


def get(client: TestClient, site: Site, address: str, role: str = "", **who: str):
    cookie = {"cookie": f"{VISITOR}={site.sign_in(role, **who)}"} if role else {}
    return client.get(f"/documents/{address}", headers=cookie)


def test_a_file_is_only_ever_a_download(site: Site, client: TestClient) -> None:
    fill(site)
    upload(open_view(site))
    address = f"file/{stored(site)[0].id}.download"
    answer = get(client, site, address, "organisation", organisation="school-13")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith('attachment; filename="plan.pdf"')
    own = sign_link("response", "begun", secret=ENVIRONMENT["MARS_SECRET"])
    other = sign_link("response", "this-2", secret=ENVIRONMENT["MARS_SECRET"])
    assert get(client, site, f"{address}?link={own}").status_code == 200
    for refused in (f"{address}?link={other}", address, address.replace("download", "pdf")):
        assert get(client, site, refused).status_code == 404
    stranger = get(client, site, address, "organisation", organisation="school-1")
    assert stranger.status_code == 404
    assert get(client, site, address, "mars_team").status_code == 404  # a draft is its writer's


def test_reviewers_find_the_files_on_the_page_and_in_the_document(
    site: Site, client: TestClient
) -> None:
    fill(site, answered=0)
    site.held.database.write(_add_to_new, site.held.clock())
    send_audit(site, number=1)
    site.held.database.write(_move_files)
    (kept,) = stored(site, TEAM, "this-1")
    page = site.run("response", role="mars_team", query={"id": "this-1"})
    assert f'href="/documents/file/{kept.id}.download"' in words(page)
    assert get(client, site, f"file/{kept.id}.download", "mars_team").content == PDF
    pdf = get(client, site, "response/this-1.pdf", "mars_team").content
    said = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "Files kept with this return" in said
    assert "plan.pdf ED-A2 Staff are trained 1 KB Not scanned for viruses" in said
    mine = site.run("fill", role="organisation", person="Head", organisation="school-1",
                    query={"cycle": "this"})  # fmt: skip
    assert "Sent. Thank you." in words(mine)
    assert f'href="/documents/file/{kept.id}.download"' in words(mine)
    assert not mine.get("file_uploader")


def _add_to_new(tx, now) -> None:
    evidence.add_evidence(
        tx, response="begun", name="plan.pdf", kind="application/pdf", content=PDF,
        supports="a2", scan=Scan.NOT_SCANNED, most=5, viewer=replace(HEAD), now=now,
    )  # fmt: skip


def _move_files(tx) -> None:
    tx.execute("UPDATE file SET response = 'this-1'")
