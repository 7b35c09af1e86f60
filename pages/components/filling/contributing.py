"""What a contributor was given: the sections of one cycle's form, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import contacts, cycles
from db.errors import NotFoundError
from forms.model import Form
from pages.components.shell import Page
from scrutiny.access import Viewer, make_viewer
from scrutiny.cycle import Cycle
from scrutiny.invitation import Contact


@dataclass(frozen=True)
class Part:
    """A contributor, and the cycle whose form they answer in part."""

    contact: Contact
    cycle: Cycle

    def viewer_for(self, form: Form, response: str) -> Viewer:
        """Who may answer the questions of the given sections in this response, and no others."""
        questions = frozenset(
            question.id
            for section in form.sections
            if section.id in self.contact.sections
            for question in section.questions
        )
        viewer = make_viewer("contributor", name=self.contact.name, responses=frozenset({response}))
        return replace(viewer, questions=questions)


def find_part(page: Page) -> Part | None:
    """What the signed-in contributor was given, read anew each time; None once withdrawn."""
    id = next(iter(page.viewer.organisations), "")
    try:
        contact = page.database.read(contacts.get_contact, id)
        cycle = page.database.read(cycles.get_cycle, contact.cycle)
    except NotFoundError:
        return None
    return None if contact.ended else Part(contact, cycle)
