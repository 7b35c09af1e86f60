"""The thread that chains what waits for the audit log, a batch at a time."""

from __future__ import annotations

import threading
from functools import partial

from db import audit, refusals
from pages.components.server.background import attempt
from pages.components.server.runtime import Runtime

EVERY = 1.0  # seconds that an entry may wait for its place in the chain


def run_sealing(held: Runtime, stop: threading.Event) -> None:
    """Chain what waits until told to stop, then what is left; one fault never ends it."""
    is_last = False
    while not is_last:
        is_last = stop.wait(EVERY)
        attempt("count refusals", partial(_count_refusals, held, is_last=is_last))
        attempt("chain the audit log", partial(_seal, held))


def _count_refusals(held: Runtime, *, is_last: bool) -> None:
    now = held.clock()
    if is_last or held.database.read(refusals.is_unsettled, now=now):
        held.database.write(refusals.settle_refused, now=now, is_last=is_last)


def _seal(held: Runtime) -> None:
    if held.database.read(audit.is_waiting):
        held.database.write(audit.seal)
