"""What one process holds for all its visitors: settings, database, library, clock.

It lives in a module and not in Streamlit's caches, which any connected client may clear.
The lifespan opens it; a page that runs first (in a test, or before the first request)
opens it then.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from db.connection import Database, open_database
from db.forms import publish_form
from forms.library import Library, load_library
from forms.problem import Problem
from scrutiny.partnership import Partnership, partnership
from scrutiny.settings import Settings, load_settings

LONDON = ZoneInfo("Europe/London")


def now_in_london() -> datetime:
    """The present moment, with the time zone in which deadlines are meant."""
    return datetime.now(LONDON)


@dataclass(frozen=True, slots=True)
class Runtime:
    """The process's own things; `problems` are those found while publishing the library."""

    settings: Settings
    database: Database
    library: Library
    partnership: Partnership
    clock: Callable[[], datetime] = now_in_london
    problems: tuple[Problem, ...] = ()

    @property
    def is_secure(self) -> bool:
        """Whether the site is reached over https, so that cookies may be marked Secure."""
        return self.settings.base_url.startswith("https://")


_lock = threading.Lock()
_current: Runtime | None = None


def runtime() -> Runtime:
    """The process's runtime, opened from the environment when it is not yet open."""
    global _current
    if _current is None:
        with _lock:
            if _current is None:
                _current = open_runtime(os.environ)
    return _current


def close_runtime() -> None:
    """Close the database and forget the runtime; the next use opens it anew."""
    global _current
    with _lock:
        if _current is not None:
            _current.database.close()
            _current = None


def open_runtime(
    environ: Mapping[str, str], clock: Callable[[], datetime] = now_in_london
) -> Runtime:
    """A runtime made from settings: the database migrated, the library published."""
    settings = load_settings(environ)
    database = open_database(settings.database)
    database.migrate()
    library = _library()
    problems = _publish(database, library, clock())
    return Runtime(settings, database, library, partnership(), clock, problems)


@lru_cache(maxsize=1)
def _library() -> Library:
    return load_library()


def _publish(database: Database, library: Library, now: datetime) -> tuple[Problem, ...]:
    found = []
    for name, form in library.forms.items():
        problem = database.write(
            publish_form,
            form_id=form.id,
            version=form.version,
            title=form.title.say(),
            kind=form.kind,
            source=library.sources[name],
            now=now,
        )
        if problem:
            found.append(problem)
    return tuple(found)
