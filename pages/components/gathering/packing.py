"""The papers of an agenda pack: whole where they are short, else in their short form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from db import activities, papers
from db.errors import NotAllowedError, NotFoundError
from exports.agenda_document import AgendaEntry, Attached
from exports.composite_document import board_blocks
from exports.moment import spoken_date
from exports.paper_document import paper_blocks
from pages.components.composing import load_cycle
from pages.components.papers.opening import open_paper
from pages.components.shell import Page
from scrutiny.mechanism import Mechanism, Subject
from scrutiny.meeting import AgendaItem
from scrutiny.pack import find_points, is_short, shorten
from scrutiny.pack_rules import Length
from scrutiny.paper import FROZEN, Paper
from scrutiny.template import load_templates


class Packer:
    """Finds the papers of items, as one viewer may see them, for a pack of one length."""

    def __init__(self, page: Page, length: Length) -> None:
        self.page = page
        self.length = length

    @cached_property
    def rows(self) -> dict[str, activities.ActivityRow]:
        """The activities that the viewer sees, by id."""
        listed = self.page.database.read(activities.list_activities, viewer=self.page.viewer)
        return {row.id: row for row in listed}

    def make_entry(self, item: AgendaItem) -> AgendaEntry:
        """An item with the activity that it comes from and its papers, as far as they are seen."""
        row = self.rows.get(item.activity) if item.activity else None
        if row is None:
            return AgendaEntry(item)
        return AgendaEntry(item, f"{row.reference} {row.title}", tuple(self._attach_all(item, row)))

    def _attach_all(self, item: AgendaItem, row: activities.ActivityRow) -> Iterator[Attached]:
        """The papers of the item, and the figures that belong beside one of them."""
        mechanism = self.page.mechanisms.mechanisms.get(row.mechanism)
        found = self._list_papers(item, row, mechanism)
        yield from map(self._attach, found)
        is_cycle = mechanism is not None and mechanism.subject is Subject.CYCLE
        if is_cycle and any(_wants_composite(paper) for paper in found):
            yield from self._attach_composite(row.subject)

    def _list_papers(
        self, item: AgendaItem, row: activities.ActivityRow, mechanism: Mechanism | None
    ) -> list[Paper]:
        """The documents that the item's step issued or presents, once their words are frozen."""
        step = mechanism.by_id.get(item.step) if mechanism else None
        plans = {work.document for work in step.documents} if step else set()
        plans |= {item.document} - {""}
        if not plans:
            return []
        listed = self.page.database.read(
            papers.list_papers, viewer=self.page.viewer, activity=row.id
        )
        frozen = (each for each in listed if each.plan in plans and each.state in FROZEN)
        return [open_paper(self.page, each.id).shown for each in frozen]

    def _attach(self, paper: Paper) -> Attached:
        rules = self.page.partnership.agenda_pack
        is_whole = self.length is Length.WHOLE or is_short(paper, rules)
        shown = paper if is_whole else shorten(paper, rules)
        template = load_templates().templates.get(paper.template)
        return Attached(
            paper.title,
            paper_blocks(shown, made=self.page.now),
            marking=paper.sensitivity,
            points=find_points(paper, template, rules),
            address=self._address(f"paper/{paper.id}.pdf"),
            cut="" if is_whole else "This is the short form of a sealed paper.",
        )

    def _attach_composite(self, cycle: str) -> Iterator[Attached]:
        """The short report of the cycle's composite, for those who may read composites."""
        try:
            view = load_cycle(self.page, cycle)
        except (NotFoundError, NotAllowedError):
            return
        day = spoken_date(self.page.today)
        yield Attached(
            f"Composite report: {view.cycle.title}",
            board_blocks(view.composite, view.narratives),
            marking=view.form.sensitivity,
            address=self._address(f"composite/{cycle}.pdf"),
            cut=f"The short form of the composite report, with the figures of {day}.",
        )

    def _address(self, document: str) -> str:
        return f"{self.page.settings.base_url}/documents/{document}"


def _wants_composite(paper: Paper) -> bool:
    """Whether the composite of the cycle that it is about goes beside it."""
    template = load_templates().templates.get(paper.template)
    return template is not None and template.with_composite
