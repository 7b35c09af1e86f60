"""A site on an empty database in memory, and a way to run one page as somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from db import sessions
from pages.components.server.cookies import DEVICE, VISITOR, hash_token, make_token
from pages.components.server.runtime import Runtime, close_runtime, runtime
from pages.components.session import Key

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "MARS_DATABASE": ":memory:",
    "MARS_DEMONSTRATION": "1",
    "MARS_SECRET": "a secret that is only for tests, and long enough",
    "MARS_BASE_URL": "http://localhost:8501",
}


@dataclass(frozen=True)
class Site:
    """The runtime that the pages under test use."""

    held: Runtime

    def sign_in(self, role: str, *, name: str = "", organisation: str = "") -> str:
        """A visitor cookie with a session of that role."""
        token, now = make_token(), self.held.clock()
        self.held.database.write(
            sessions.open_session,
            token_hash=hash_token(token),
            role=role,
            name=name,
            organisation=organisation,
            now=now,
            expires=now + timedelta(hours=1),
        )
        return token

    def page(
        self,
        name: str,
        *,
        role: str = "",
        person: str = "",
        organisation: str = "",
        query: Mapping[str, str] | None = None,
        device: str = "",
    ) -> AppTest:
        """A page file, ready to run by itself as somebody of a role, or as nobody."""
        test = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=20)
        token = self.sign_in(role, name=person, organisation=organisation) if role else ""
        test.session_state[Key.COOKIES] = {VISITOR: token, DEVICE: device}
        for key, value in (query or {}).items():
            test.query_params[key] = value
        return test

    def run(self, name: str, **who: object) -> AppTest:
        """The same page, run once; a fault in it fails the test."""
        test = self.page(name, **who).run()  # type: ignore[arg-type]
        assert not test.exception, test.exception
        return test


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A demonstration site with an empty database."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    errors = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # else AppTest sees no exception
    close_runtime()
    yield Site(runtime())
    close_runtime()
    config.set_option("client.showErrorDetails", errors)


def words(test: AppTest) -> str:
    """Everything that the page says outside its widgets, as HTML and Markdown."""
    return "\n".join(
        str(getattr(element, "body", None) or getattr(element, "value", ""))
        for kind in ("html", "markdown", "error", "warning", "info", "success")
        for element in test.get(kind)
    )
