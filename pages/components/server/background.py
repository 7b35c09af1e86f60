"""Work that may fail while the server goes on: each job by itself, its fault in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)


def attempt(words: str, job: Callable[[], object]) -> bool:
    """Do a job of what must go on, such as a thread; whether it was done. A fault is logged.

    `words` say what the job does and name nobody.
    """
    try:
        job()
    except Exception:  # noqa: BLE001 - whatever the cause, of any engine: it is logged, and all else goes on
        _log.exception("This could not be done: %s", words)
        return False
    return True
