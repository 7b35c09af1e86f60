"""How teams used a briefing is told by those of an agency, and seen by the team and themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from db.connection import Database
from db.errors import AnswersRefusedError, NotAllowedError, NotFoundError, PaperRefusedError
from db.events import Happening, list_events
from db.paper_life import add_copies, withdraw_paper
from db.paper_material import gather_material
from db.paper_uses import add_use, list_expected, list_used, list_uses, name_places, remove_use
from db.papers import add_papers
from db.removals import remove_papers
from scrutiny.paper import Paper, PaperCopy, PaperPart, PaperState
from scrutiny.template import load_templates
from scrutiny.use import Use
from tests.db.paper_examples import AGENCY, BOARD, NOW, OTHER, PARTNER, TEAM, begin, fill

DAY = NOW.date()
GIVEN = {"team": "Duty", "used_on": "2026-03-02", "people": 5, "discussed": "Records",
         "changed": "We read two records"}  # fmt: skip


@pytest.fixture
def briefing(database: Database) -> Paper:
    """A briefing of an event at Trent, of which Oak has a copy; everybody may read it."""
    database.write(fill)
    event = begin(database)
    paper = Paper(
        "brief", "learning_briefing", "Learning briefing: neglect",
        (PaperPart("a", "A", words="W"),), state=PaperState.ISSUED, activity=event.id,
        issued_on=DAY, published_on=DAY, written_at=NOW,
    )  # fmt: skip
    draft = replace(paper, id="draft", state=PaperState.DRAFT, published_on=None)
    other = replace(paper, id="other", template="highlights")
    database.write(add_papers, [paper, draft, other])
    database.write(add_copies, "brief", [PaperCopy("Oak", acts_for="oak")], day=DAY)
    return paper


def tell(database: Database, **given: Any) -> Use:
    usual = {"paper": "brief", "organisation": "trent", "answers": GIVEN, "viewer": AGENCY}
    return database.write(add_use, now=NOW, **{**usual, **given})


def test_an_agency_tells_and_sees_its_own_and_the_team_all(
    database: Database, briefing: Paper
) -> None:
    use = tell(database)
    assert (use.answers, use.told_by, use.told_on) == (GIVEN, "Trent", DAY)
    theirs = tell(database, organisation="oak", viewer=OTHER)
    health = tell(database, organisation="health", viewer=PARTNER)
    recorded = tell(database, organisation="trent", viewer=TEAM)
    seen = {who.name: {each.id for each in database.read(list_uses, paper="brief", viewer=who)}
            for who in (AGENCY, OTHER, PARTNER, TEAM)}  # fmt: skip
    assert seen == {
        "Trent": {use.id, recorded.id}, "Oak": {theirs.id}, "Pat Ner": {health.id},
        "Max Team": {use.id, theirs.id, health.id, recorded.id},
    }  # fmt: skip
    events = database.read(list_events, subject="brief")
    assert [each.name for each in events] == [Happening.PAPER_USE_TOLD] * 4


def test_nobody_tells_for_another_or_of_what_is_not_out(
    database: Database, briefing: Paper
) -> None:
    with pytest.raises(NotAllowedError):
        tell(database, organisation="oak")
    with pytest.raises(NotAllowedError):
        tell(database, viewer=BOARD)
    with pytest.raises(NotFoundError):
        tell(database, organisation="nowhere", viewer=TEAM)
    for paper in ("draft", "other"):
        with pytest.raises(PaperRefusedError, match="Teams are asked about"):
            tell(database, paper=paper, viewer=TEAM)
    with pytest.raises(NotFoundError):
        tell(database, paper="draft")
    with pytest.raises(AnswersRefusedError) as refused:
        tell(database, answers={"team": "Duty"})
    assert [each.place for each in refused.value.problems] == ["used_on", "people", "discussed"]


def test_who_took_part_or_got_a_copy_is_expected_to_tell(
    database: Database, briefing: Paper
) -> None:
    expected = database.read(list_expected, paper="brief", viewer=TEAM)
    assert expected == {"oak": "Oak", "trent": "Trent Health"}  # the commissioner is not asked
    with pytest.raises(NotAllowedError):
        database.read(list_expected, paper="brief", viewer=AGENCY)
    named = database.read(name_places, ["trent", "health", "none"])
    assert set(named) == {"trent", "health"}


def test_the_team_takes_out_what_names_somebody(database: Database, briefing: Paper) -> None:
    use = tell(database)
    with pytest.raises(NotAllowedError):
        database.write(remove_use, id=use.id, viewer=AGENCY, now=NOW)
    database.write(remove_use, id=use.id, viewer=TEAM, now=NOW)
    assert database.read(list_uses, paper="brief", viewer=TEAM) == []
    events = [each.name for each in database.read(list_events, subject="brief")]
    assert events == [Happening.PAPER_USE_TOLD, Happening.PAPER_USE_REMOVED]
    with pytest.raises(NotFoundError):
        database.write(remove_use, id=use.id, viewer=TEAM, now=NOW)


def test_a_report_draws_on_what_was_told_in_its_time(database: Database, briefing: Paper) -> None:
    tell(database)
    early = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}
    assert database.read(list_used, **early) == []
    (found,) = database.read(list_used, first=DAY, last=DAY)
    assert (found.title, len(found.uses)) == (briefing.title, 1)
    assert database.read(list_used, activities=[briefing.activity], **early) == [found]
    material = database.read(
        gather_material, activity="", template=load_templates().templates["yearly_summary"],
        viewer=TEAM, today=DAY + timedelta(days=1),
    )  # fmt: skip
    assert material.used == (found,)
    database.write(withdraw_paper, id="brief", reason="Wrong", viewer=TEAM, now=NOW)
    assert database.read(list_used, first=DAY, last=DAY) == []


def test_what_was_told_goes_with_the_document(database: Database, briefing: Paper) -> None:
    tell(database)
    removed = database.write(remove_papers, ["brief"])
    assert removed["paper_use"] == 1
