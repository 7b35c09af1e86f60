"""The thread that chains what waits for the audit log, a batch at a time."""

from __future__ import annotations

import logging
import threading

from db import audit, refusals
from pages.components.server.runtime import Runtime

EVERY = 1.0  # seconds that an entry may wait for its place in the chain
_log = logging.getLogger(__name__)


def run_sealing(held: Runtime, stop: threading.Event) -> None:
    """Chain what waits until told to stop, then what is left; one fault never ends it."""
    is_last = False
    while not is_last:
        is_last = stop.wait(EVERY)
        try:
            now = held.clock()
            if is_last or held.database.read(refusals.is_unsettled, now=now):
                held.database.write(refusals.settle_refused, now=now, is_last=is_last)
            if held.database.read(audit.is_waiting):
                held.database.write(audit.seal)
        except Exception:  # whatever it is, the entries are safe and the next look may do better
            _log.exception("The audit log could not be chained")
