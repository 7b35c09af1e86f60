"""One document opened: as it is kept, and with its tables as they are drawn now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from db import papers
from db.errors import DatabaseError, NotFoundError
from db.paper_material import gather_material
from exports.document import Document
from exports.paper_document import paper_document
from forms.model import Tone
from pages.components.html import Safe, join, tag
from pages.components.layout import status_tag
from pages.components.reading import notice_of
from pages.components.reviewing import acting, reviewer_of
from pages.components.running.said import say_done, say_trouble
from pages.components.shell import Page
from scrutiny.access import Viewer
from scrutiny.drafting import Material, draw_anew, draw_part
from scrutiny.paper import PAPER_STATE_LABELS, Paper, PaperPart, PaperState, PartKind, with_drawn
from scrutiny.template import Template, load_templates

TONES = {
    PaperState.DRAFT: Tone.NEUTRAL,
    PaperState.FOR_APPROVAL: Tone.MIDDLING,
    PaperState.APPROVED: Tone.GOOD,
    PaperState.ISSUED: Tone.GOOD,
    PaperState.PRESENTED: Tone.GOOD,
    PaperState.WITHDRAWN: Tone.POOR,
}


@dataclass(frozen=True)
class Opened:
    """A document and what it is drafted from; `material` is None where it may not be seen."""

    page: Page
    paper: Paper

    @property
    def me(self) -> Viewer:
        """Who looks, with a name to stand beside what they do."""
        return reviewer_of(self.page.viewer)

    @property
    def template(self) -> Template | None:
        """What drafted it; None for one that is not there any more."""
        return load_templates().templates.get(self.paper.template)

    @cached_property
    def material(self) -> Material | None:
        """What is held now, for those who see the activity."""
        if self.template is None:
            return None
        try:
            return self.page.database.read(
                gather_material, activity=self.paper.activity, template=self.template,
                viewer=self.page.viewer, today=self.page.today, paper=self.paper.id,
            )  # fmt: skip
        except NotFoundError:
            return None

    @cached_property
    def tables(self) -> tuple[PaperPart, ...]:
        """Its tables and untouched words as they are drawn now; none once they are fixed."""
        if self.paper.is_held or self.template is None or self.material is None:
            return ()
        drawn = draw_anew(self.paper.parts, self.template, self.material)
        return tuple(part for part in drawn if part.kind is PartKind.TABLE or part.is_as_drafted)

    @cached_property
    def shown(self) -> Paper:
        """The document as it reads today."""
        return with_drawn(self.paper, self.tables)

    def draw(self, key: str) -> PaperPart | None:
        """One part drafted anew from what is held now, or None where it cannot be."""
        parts = self.template.parts if self.template else ()
        wanted = next((part for part in parts if part.key == key), None)
        return draw_part(wanted, self.material) if wanted and self.material else None


def open_paper(page: Page, id: str) -> Opened:
    """The document for this viewer; raises NotFoundError."""
    return Opened(page, page.database.read(papers.get_paper, id, viewer=page.viewer))


def make_paper_document(page: Page, paper: Paper, *, is_screen: bool = False) -> Document:
    """The document as it is read and printed; a screen carries the site's own notice."""
    notice = "" if is_screen else notice_of(page)
    return paper_document(paper, made=page.now, owner=page.partnership.name, notice=notice)


def state_tag(state: PaperState, *, is_published: bool = False) -> Safe:
    """Where a document stands, in words and colour."""
    standing = status_tag(state.value, PAPER_STATE_LABELS[state], TONES[state])
    if not is_published or state is PaperState.WITHDRAWN:
        return standing
    return join((standing, " ", status_tag("published", "Published", Tone.GOOD)))


def act(page: Page, done: str, function: Callable[..., object], **given: object) -> bool:
    """Do it as whoever is signed in now, and keep words on it for the next drawing."""
    try:
        page.database.write(function, **given, **acting())
    except DatabaseError as error:
        say_trouble(f"Not done. {error}")
        return False
    say_done(done)
    return True


def small(words: str) -> Safe:
    """A quiet line."""
    return tag("p", words, class_="small")
