"""A document is published when the turn of its step has come, and not before."""

from __future__ import annotations

import pytest

from db.activities import add_activity
from db.connection import Database
from db.errors import PaperRefusedError
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from db.paper_material import gather_material
from db.paper_order import why_too_early
from db.papers import draft_paper, get_paper, issue_paper, publish_paper
from scrutiny.drafting import draft_paper as write_draft
from scrutiny.organisation import Organisation
from scrutiny.paper import PaperCopy
from scrutiny.template import load_templates
from tests.db.paper_examples import CONTEXT, EVENT, NOW, PARTNER, TEAM, mechanism, take

#: As the event of the examples, but everybody is told only once it has been planned.
IN_ORDER = EVENT.replace("after: [],", "after: [plan],")


def test_it_is_published_only_once_its_step_is_open(database: Database) -> None:
    event = mechanism(IN_ORDER)
    database.write(publish_mechanism, mechanism=event, source=IN_ORDER, now=NOW)
    database.write(add_organisations, [Organisation("trent", "Trent Health", "health_provider")])
    activity = database.write(
        add_activity, mechanism=event, title="Event", viewer=TEAM, now=NOW, context=CONTEXT,
        subject="trent",
    )  # fmt: skip
    template = load_templates().templates["highlights"]
    material = database.read(
        gather_material, activity=activity.id, template=template, viewer=TEAM, today=NOW.date()
    )
    drafted = write_draft(template, material, id="", plan=event.documents["highlights"])
    paper = database.write(draft_paper, paper=drafted, viewer=TEAM, now=NOW)
    copies = [PaperCopy("Tia", acts_for="trent")]
    database.write(issue_paper, id=paper.id, copies=copies, viewer=TEAM, now=NOW)

    wanted = "the step “Tell everybody”, which waits for “Plan it”"
    with pytest.raises(PaperRefusedError, match=wanted):
        database.write(publish_paper, id=paper.id, viewer=PARTNER, reason="Learning", now=NOW)
    take(database, activity, "plan", TEAM, answers={"event_on": "2026-03-01"})
    held = database.read(get_paper, paper.id, viewer=TEAM)
    assert database.read(why_too_early, held) == ""
    published = database.write(
        publish_paper, id=paper.id, viewer=PARTNER, reason="Learning", now=NOW
    )
    assert published.is_published
