"""What one process holds for all its visitors: settings, database, library, clock.

It lives in a module and not in Streamlit's caches, which any connected client may clear.
The lifespan opens it; a page that runs first (in a test, or before the first request)
opens it then. What takes longer than all the rest of a start, the form library, is read at
its first use.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from db.connection import Database, open_database
from db.forms import publish_form
from db.people import add_first_administrator
from forms.problem import Problem
from scrutiny.partnership import Partnership, partnership
from scrutiny.settings import Settings, load_settings

if TYPE_CHECKING:
    from forms.library import Library
    from scrutiny.mechanism_library import MechanismLibrary
    from scrutiny.standing import Context

LONDON = ZoneInfo("Europe/London")


def now_in_london() -> datetime:
    """The present moment, with the time zone in which deadlines are meant."""
    return datetime.now(LONDON)


class _Shelf:
    """The forms and mechanisms, read and published once, when they are first asked for."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._filled: tuple[Library, tuple[Problem, ...]] | None = None
        self._mechanisms: MechanismLibrary | None = None

    def fill(self) -> tuple[Library, tuple[Problem, ...]]:
        """The library, and the problems found while publishing it."""
        with self._lock:
            if self._filled is None:
                library = _library()
                self._filled = library, _publish(self._database, library, self._clock())
            return self._filled

    def find_mechanisms(self) -> MechanismLibrary:
        """The mechanisms, with the problems found while publishing them."""
        library, _ = self.fill()
        with self._lock:
            if self._mechanisms is None:
                asked = ((id, frozenset(form.questions)) for id, form in library.forms.items())
                read = _mechanisms(tuple(sorted(asked)))
                self._mechanisms = _publish_mechanisms(self._database, read, self._clock())
            return self._mechanisms


@dataclass(frozen=True)
class Runtime:
    """The process's own things."""

    settings: Settings
    database: Database
    partnership: Partnership
    clock: Callable[[], datetime]
    shelf: _Shelf

    @property
    def library(self) -> Library:
        """Every form that can be used, published."""
        return self.shelf.fill()[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found while publishing the library."""
        return self.shelf.fill()[1]

    @property
    def mechanisms(self) -> MechanismLibrary:
        """Every mechanism that can be used, published."""
        return self.shelf.find_mechanisms()

    @cached_property
    def context(self) -> Context:
        """What the partnership's settings give to every activity."""
        from scrutiny.mechanism_library import context_of

        return context_of(self.partnership)

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
    """A runtime made from settings, with the database migrated."""
    settings = load_settings(environ)
    database = open_database(settings.database)
    database.migrate()
    if settings.first_administrator:
        database.write(add_first_administrator, email=settings.first_administrator, now=clock())
    return Runtime(settings, database, partnership(), clock, _Shelf(database, clock))


@lru_cache(maxsize=1)
def _library() -> Library:
    from forms.library import load_library  # with its reader of expressions slow to import

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


@lru_cache(maxsize=4)
def _mechanisms(asked: tuple[tuple[str, frozenset[str]], ...]) -> MechanismLibrary:
    """The mechanisms that go with forms of these names and questions."""
    from scrutiny.mechanism_library import known_of, load_mechanisms

    known = replace(known_of(partnership(), {}), forms=dict(asked), asked=dict(asked))
    return load_mechanisms(known=known)


def _publish_mechanisms(
    database: Database, library: MechanismLibrary, now: datetime
) -> MechanismLibrary:
    """The library without what was changed after activities began with it, which is a problem."""
    from db.mechanisms import publish_mechanism  # with its parser slow to import

    found, mechanisms = [*library.problems], dict(library.mechanisms)
    for name, mechanism in library.mechanisms.items():
        source = library.sources[name]
        problem = database.write(publish_mechanism, mechanism=mechanism, source=source, now=now)
        if problem:
            found.append(problem)
            del mechanisms[name]
    return replace(library, mechanisms=mechanisms, problems=tuple(found))
