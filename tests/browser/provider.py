"""A real OpenID Connect provider on loopback, which takes no code without its PKCE proof."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

import flask
import oidc_provider_mock
from werkzeug.serving import make_server


@dataclass
class Provider:
    """The provider: its address, and what it was asked in each authorisation."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    proofs: int = 0
    _challenges: dict[str, str] = field(default_factory=dict)

    @property
    def metadata_url(self) -> str:
        """Where it describes itself."""
        return f"{self.url}/.well-known/openid-configuration"

    def know(self, sub: str, **claims: object) -> None:
        """Somebody with an account there."""
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/users/{quote(sub)}",
            data=json.dumps({"email": sub, **claims}).encode(),
            headers={"content-type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - loopback

    def check(self, app: flask.Flask) -> None:
        """Have the provider demand PKCE, which it leaves out by itself."""

        @app.after_request
        def remember(answer: flask.Response) -> flask.Response:
            if flask.request.path == "/oauth2/authorize" and answer.status_code == 302:
                given = flask.request.args.to_dict()
                self.asked.append(given)
                code = parse_qs(urlsplit(answer.location).query).get("code", [""])[0]
                if given.get("code_challenge_method") == "S256":
                    self._challenges[code] = given["code_challenge"]
            return answer

        @app.before_request
        def prove() -> tuple[str, int] | None:
            if flask.request.path != "/oauth2/token":
                return None
            proof = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
            wanted = self._challenges.pop(flask.request.form.get("code", ""), "")
            if base64.urlsafe_b64encode(proof).decode().rstrip("=") != wanted:
                return "The code verifier does not fit", 400
            self.proofs += 1
            return None


@contextmanager
def run_provider() -> Iterator[Provider]:
    """A provider that runs until the block ends."""
    provider = Provider()
    app = oidc_provider_mock.app(require_nonce=True)
    provider.check(app)
    server = make_server("localhost", 0, app, threaded=True)
    provider.url = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
