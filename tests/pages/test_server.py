"""The server: HTML, headers, cookies, compressed assets, health, sessions, documents."""

from __future__ import annotations

import gzip
import importlib
import logging
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit import config

from pages.components.server import documents
from pages.components.server.assets import Assets, fingerprint
from pages.components.server.cookies import (
    find_cookie,
    hash_token,
    is_token,
    make_token,
    read_cookies,
    write_cookie,
)
from pages.components.server.documents import NotAllowedError, NotFoundError, attachment
from pages.components.server.html import content_security_policy, rewrite_index, script_hashes
from pages.components.server.logs import WithoutQuery
from pages.components.server.runtime import runtime
from pages.components.server.site import fit_uploads
from pages.components.session import find_viewer
from scrutiny.access import Viewer
from tests.pages.conftest import ENVIRONMENT, Site

INDEX = """<!-- who made it -->
<!DOCTYPE html>
<html lang="en"><head>
<link rel="shortcut icon" href="./favicon.png" />
<link
  rel="preload" href="./font.woff2" as="font" />
<title>Streamlit</title>
<link rel="service-desc" href="./api.json" />
<script>go()</script>
</head><body><noscript><p>No.</p></noscript></body></html>"""


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient]:
    """The application, started once: Streamlit cannot be started again in one process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        app = importlib.import_module("app").app
        with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
            assert runtime().library.forms  # else it is made in the background, when closed
            yield client


@pytest.fixture
def client(server: TestClient, site: Site) -> TestClient:
    """A browser without cookies, on an empty database."""
    server.cookies.clear()
    return server


# The HTML


def test_rewrite_index_puts_ours_in_place_of_theirs() -> None:
    page = rewrite_index(INDEX, title="A & B", contact="us@example.org", head=("<meta />",))
    assert page == (
        "<!DOCTYPE html>\n"
        '<html lang="en-GB"><head>\n'
        "<title>A &amp; B</title>\n"
        "    <meta />\n"
        "<script>go()</script>\n"
        "</head><body><noscript><p>This service needs JavaScript. Turn it on in your browser, "
        "or ask the team for the form on paper: us@example.org.</p></noscript></body></html>\n"
    )


def test_the_words_that_a_script_needs_stand_on_the_page() -> None:
    page = rewrite_index(INDEX, title="A", contact="a@b", head=(), said={"lost_words": 'a "b"'})
    assert '<html lang="en-GB" data-lost-words="a &quot;b&quot;">' in page


def test_inline_scripts_are_allowed_by_their_hash_alone() -> None:
    assert script_hashes("<script>go()</script><script src='x'></script>") == (
        "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='",
    )
    assert "'unsafe-inline'" not in content_security_policy(INDEX).partition("style-src")[0]


def test_page_is_ours_with_cookies_and_headers(client: TestClient) -> None:
    answer = client.get("/composite?link=secret")
    assert answer.status_code == 200
    assert '<html lang="en-GB" data-lost-title=' in answer.text
    assert "<title>Children&#x27;s MARS</title>" in answer.text
    assert 'rel="preload"' not in answer.text
    cookies = [value.partition("=") for value in answer.headers.get_list("set-cookie")]
    assert [name for name, _, _ in cookies] == ["visitor", "device"]
    assert all("HttpOnly; SameSite=Lax" in rest for _, _, rest in cookies)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "strict-transport-security" not in answer.headers
    assert script_hashes(answer.text)[0] in answer.headers["content-security-policy"]


def test_page_keeps_the_cookies_that_a_browser_has(client: TestClient) -> None:
    client.get("/")
    assert client.get("/").headers.get_list("set-cookie") == []


def test_page_is_sent_again_whatever_the_browser_has_kept(client: TestClient) -> None:
    asked = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT", "accept-encoding": "gzip"}
    answer = client.get("/", headers=asked)
    assert (answer.status_code, answer.text[:15]) == (200, "<!DOCTYPE html>")


def test_https_marks_cookies_secure_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from pages.components.server.middleware import GuardMiddleware, PageMiddleware

    async def streamlit(scope: dict, receive: object, send: object) -> None:
        headers = [(b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"theirs"})

    page = PageMiddleware(streamlit, page="ours", is_secure=True)
    app = GuardMiddleware(page, base_url="https://mars.example.org", policy="default-src 'self'")
    answer = TestClient(app, base_url="https://mars.example.org").get("/")
    assert answer.text == "ours"
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert all(
        value.startswith("__Host-") and value.endswith("; Secure")
        for value in answer.headers.get_list("set-cookie")
    )


# Who may ask


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[bad"])
def test_strange_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_strange_hosts_get_no_connection(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect):  # noqa: SIM117 - the second is what raises
        with client.websocket_connect("/_stcore/stream", headers={"host": "evil.example"}):
            pass


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_closed_addresses_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_are_sent_away(client: TestClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_home_has_one_address(client: TestClient) -> None:
    answer = client.get("/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# Cookies


def test_tokens_are_long_random_and_recognised() -> None:
    assert is_token(make_token())
    assert make_token() != make_token()
    assert [is_token(value) for value in ("", "short", "x" * 42 + ";", "x" * 44)] == [False] * 4


def test_a_planted_cookie_is_not_taken() -> None:
    token = make_token()
    assert find_cookie({"visitor": "chosen"}, "visitor", secure=False) == ""
    assert find_cookie({"visitor": token}, "visitor", secure=True) == ""
    assert find_cookie({"__Host-visitor": token}, "visitor", secure=True) == token


def test_cookies_are_written_and_read() -> None:
    assert write_cookie("device", "x", secure=False, seconds=5) == (
        "device=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=5"
    )
    assert read_cookies("visitor=a; device=b") == {"visitor": "a", "device": "b"}
    assert hash_token("") == ""


# Assets


def test_assets_are_compressed_and_kept_for_a_year(client: TestClient) -> None:
    address = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "--teal" in answer.text
    assert client.head(address).content == b""


def test_streamlit_scripts_are_compressed(client: TestClient) -> None:
    address = client.get("/").text.partition('crossorigin src=".')[2].partition('"')[0]
    plain = client.get(address, headers={"accept-encoding": "identity"})
    packed = client.get(address, headers={"accept-encoding": "br"})
    assert plain.headers["content-type"] == packed.headers["content-type"] == "text/javascript"
    assert plain.content == packed.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_text_fonts_are_left_out_of_their_style_sheet(tmp_path: Path) -> None:
    style = tmp_path / "index.css"
    style.write_text("a{b:c}@font-face{font-family:Source Sans;src:url(x)}d{e:f}")
    assert Assets({"/static/css/index.css": style}).body("/static/css/index.css", "") == (
        b"a{b:c}d{e:f}"
    )


def test_assets_come_in_what_the_browser_takes(tmp_path: Path) -> None:
    script = tmp_path / "a.js"
    script.write_bytes(b"x" * 1000)
    assets = Assets({"/assets/a.js": script})
    assert brotli.decompress(assets.body("/assets/a.js", "br")) == b"x" * 1000
    assert gzip.decompress(assets.body("/assets/a.js", "gzip")) == b"x" * 1000
    assert [assets.encoding("/assets/a.js", words) for words in ("gzip;q=1, br", "gzip", "")] == [
        "br",
        "gzip",
        "",
    ]


def test_fingerprint_changes_with_the_content(tmp_path: Path) -> None:
    style = tmp_path / "site.css"
    style.write_text("a")
    before = fingerprint(style)
    style.write_text("b")
    assert before == "site.ca978112ca1b.css"
    assert fingerprint(style) != before


def test_assets_outside_the_list_cannot_be_asked_for(client: TestClient) -> None:
    for path in ("/assets/../app.py", "/assets/nothing.js", "/static/js/nothing.js"):
        assert "import" not in client.get(path).text[:50]


# Health


def test_health_asks_the_database(
    client: TestClient, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.1"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    site.held.database.close()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})
    assert "This could not be done: ask the database" in caplog.text


# Sessions


def test_signing_out_closes_the_session_everywhere(client: TestClient, site: Site) -> None:
    token = site.sign_in("mars_team")
    client.cookies.set("visitor", token)
    answer = client.get("/session/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert [value.partition(";")[0] for value in answer.headers.get_list("set-cookie")] == [
        "visitor=",
        "device=",
    ]
    assert find_viewer(site.held, token).role == "nobody"


def test_a_session_needs_a_ticket(client: TestClient) -> None:
    client.cookies.set("visitor", make_token())
    answer = client.get(f"/session/start?ticket={make_token()}")
    assert answer.headers["location"] == "/sign_in"
    assert "set-cookie" not in answer.headers


def test_leaving_forgets_this_browser(client: TestClient) -> None:
    client.get("/")
    answer = client.get("/leave")
    assert answer.headers["location"] == "https://www.bbc.co.uk/weather"
    assert all("Max-Age=0" in value for value in answer.headers.get_list("set-cookie"))
    assert len(answer.headers.get_list("set-cookie")) == 2


# Documents


def test_documents_are_made_for_the_viewer(
    client: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hello(viewer: Viewer, id: str, format: str, query: object) -> tuple[bytes, str, str]:
        if id == "gone":
            raise NotFoundError
        if viewer.role != "mars_team":
            raise NotAllowedError
        return f"{id} {format} {query}".encode(), "text/plain", "Sant Jö’s \r\nreport.txt"

    monkeypatch.setitem(documents._handlers, "hello", hello)
    assert client.get("/documents/hello/gone.pdf").status_code == 404
    assert client.get("/documents/hello/a.pdf").status_code == 403
    assert client.get("/documents/unknown/a.pdf").status_code == 404
    assert client.get("/documents/hello/nothing").status_code == 404
    client.cookies.set("visitor", site.sign_in("mars_team"))
    answer = client.get("/documents/hello/a.b.pdf?x=1")
    assert answer.text == "a.b pdf {'x': '1'}"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="Sant J_s _report.txt"; '
        "filename*=UTF-8''Sant%20J%C3%B6%E2%80%99s%20%0D%0Areport.txt"
    )


def test_a_file_name_of_nothing_but_signs_is_still_a_name() -> None:
    assert attachment("???").startswith('attachment; filename="_"')


# Logs and settings


def _record(name: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.INFO, "", 1, "%s " * len(args), args, None)


def test_logs_hold_no_links() -> None:
    record = _record("uvicorn.access", "::1", "GET", "/fill?link=secret", "1.1", 200)
    assert WithoutQuery().filter(record)
    assert record.getMessage() == "::1 GET /fill 1.1 200 "
    plain = logging.LogRecord("uvicorn.error", 20, "", 1, "GET /fill?code=KITE failed", (), None)
    WithoutQuery().filter(plain)
    assert plain.getMessage() == "GET /fill failed"


@pytest.mark.parametrize(
    ("path", "status", "is_written"),
    [("/static/a.js", 200, False), ("/healthz", 200, False), ("/healthz", 503, True),
     ("/static/a.js", 404, True), ("/fill", 200, True), ("/staticky", 200, True)],
)  # fmt: skip
def test_logs_leave_out_what_went_well_and_is_dull(
    path: str, status: int, is_written: bool
) -> None:
    record = _record("uvicorn.access", "::1", "GET", path, "1.1", status)
    assert WithoutQuery().filter(record) is is_written


@pytest.mark.parametrize(
    ("option", "value"),
    [("runner.postScriptGC", False), ("runner.magicEnabled", False),
     ("browser.gatherUsageStats", False), ("server.fileWatcherType", "none"),
     ("server.enableAgentApi", False), ("client.toolbarMode", "minimal"),
     ("client.showErrorLinks", False), ("server.enableStaticServing", False)],
)  # fmt: skip
def test_settings_file_is_in_force(option: str, value: object) -> None:
    from streamlit import config

    assert config.get_option(option) == value


def test_the_server_takes_files_as_large_as_the_partnership_does(client: TestClient) -> None:
    most = runtime().partnership.evidence.max_megabytes
    assert config.get_option("server.maxUploadSize") >= most
    before = config.get_option("server.maxUploadSize")
    try:
        fit_uploads(before + 15)
        assert config.get_option("server.maxUploadSize") == before + 15
        fit_uploads(1)
        assert config.get_option("server.maxUploadSize") == before + 15
    finally:
        config.set_option("server.maxUploadSize", before)
