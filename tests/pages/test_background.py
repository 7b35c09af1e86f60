"""Work in the background: one job that fails holds up no other."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

import pytest

from db import audit
from pages.components.server.background import attempt
from pages.components.server.sealing import run_sealing
from scrutiny.audit import What
from tests.pages.conftest import Site


def test_job_that_fails_goes_to_the_log_and_not_further(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    assert attempt("write the first", lambda: [][0]) is False
    assert attempt("write the second", lambda: done.append("second")) is True
    assert done == ["second"]
    assert [record.getMessage() for record in caplog.records] == [
        "This could not be done: write the first"
    ]


def test_audit_log_is_chained_even_when_refusals_cannot_be_counted(site: Site) -> None:
    held = site.held
    held.database.write(
        audit.add_entry, who="Ada", role="mars_team", what=What.SIGNED_OUT, subject="Ada",
        now=held.clock(),
    )  # fmt: skip
    assert held.database.read(audit.is_waiting)
    stop = threading.Event()
    stop.set()
    run_sealing(replace(held, clock=_no_time), stop)
    assert not held.database.read(audit.is_waiting)


def _no_time() -> datetime:
    raise OSError("no clock")
