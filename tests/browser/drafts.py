"""A school's draft, answered by the same store: one person would need an hour to type it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from db import organisations, responses
from db.connection import Database, open_database
from forms.model import Json
from scrutiny.access import Viewer, make_viewer
from scrutiny.organisation import Organisation
from scrutiny.response import Response, Status
from tests.browser.conftest import Server


@dataclass(frozen=True)
class Draft:
    """A draft as it is stored, while the server is stopped."""

    database: Database
    viewer: Viewer
    school: Organisation
    response: Response

    @property
    def context(self) -> Mapping[str, Json]:
        """What the form knows of the school without asking."""
        return {
            "organisation_name": self.school.name, "organisation_urn": self.school.urn,
            "organisation_type": self.school.type, "organisation_phase": self.school.phase,
            "organisation_trust": self.school.trust,
        }  # fmt: skip

    def save(self, answers: Mapping[str, Json]) -> None:
        """Give it these answers."""
        assert self.response.updated is not None
        self.database.write(
            responses.save_draft, id=self.response.id, answers=answers,
            revision=self.response.revision, viewer=self.viewer, now=self.response.updated,
        )  # fmt: skip


@contextmanager
def open_draft(running: Server, school: str) -> Iterator[Draft]:
    """The draft that a school has begun; the server is stopped meanwhile."""
    running.stop()
    database = open_database(str(running.database))
    found = next(o for o in database.read(organisations.list_organisations) if o.name == school)
    viewer = make_viewer("organisation", organisations=frozenset({found.id}))
    listed = database.read(responses.list_responses, viewer=viewer)
    draft = next(r for r in listed if r.status is Status.IN_PROGRESS)
    held = database.read(responses.get_response, draft.id, viewer=viewer)
    yield Draft(database, viewer, found, held)
    database.close()
    running.start()
