"""What a document is drafted from is the same for each of its readers."""

from __future__ import annotations

from dataclasses import replace

from db.connection import Database
from db.paper_material import gather_material
from db.papers import draft_paper, issue_paper
from scrutiny.access import Viewer
from scrutiny.drafting import Material
from scrutiny.drafting import draft_paper as write_draft
from scrutiny.paper import PaperCopy
from scrutiny.template import load_templates
from tests.db.paper_examples import NOW, PARTNER, TEAM, begin, fill


def test_a_year_that_was_written_counts_the_restricted_ones_for_whoever_reads_it(
    database: Database,
) -> None:
    """Who approves the year's report seals the figures that its writers wrote, not fewer."""
    database.write(fill)
    begin(database)
    database.write(lambda tx: tx.execute("UPDATE activity SET is_restricted = TRUE"))
    template = load_templates().templates["yearly_summary"]

    def gather(viewer: Viewer, paper: str = "") -> Material:
        return database.read(
            gather_material, activity="", template=template, viewer=viewer, today=NOW.date(),
            paper=paper,
        )  # fmt: skip

    assert (len(gather(TEAM).told), len(gather(PARTNER).told)) == (1, 0)
    drafted = write_draft(template, gather(TEAM), id="")
    parts = tuple(
        replace(part, words=part.words.replace("[to be added]", "x")) for part in drafted.parts
    )
    whole = replace(drafted, parts=parts)
    paper = database.write(draft_paper, paper=whole, viewer=TEAM, now=NOW)
    copies = [PaperCopy("Pat Ner", acts_for="health")]
    database.write(issue_paper, id=paper.id, copies=copies, viewer=TEAM, now=NOW)
    assert len(gather(PARTNER, paper.id).told) == 1
