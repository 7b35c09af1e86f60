"""Work in the background: each job by itself, so that one that fails holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)


def attempt(words: str, job: Callable[[], object]) -> bool:
    """Do a job of a thread that must go on; whether it was done. A fault goes to the log.

    `words` say what the job does and name nobody.
    """
    try:
        job()
    except Exception:  # noqa: BLE001 - whatever it is, the thread lives on and tries again
        _log.exception("This could not be done: %s", words)
        return False
    return True
