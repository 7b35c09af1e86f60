"""How teams used learning briefings: told by those of an agency, listed for the team."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime

from db.access import require
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import AnswersRefusedError, NotAllowedError, NotFoundError, PaperRefusedError
from db.events import Happening, add_event
from db.paper_rows import get_paper_row
from db.response_rows import dump_json
from forms.model import Answers
from scrutiny.access import Permission, Viewer
from scrutiny.activity import PartyKind
from scrutiny.paper import PaperState
from scrutiny.partnership import partnership
from scrutiny.template import load_templates
from scrutiny.use import Use, UsedPaper, check_use, may_be_used, why_not_tell

#: The parties of an activity from whose teams a report of its briefing is expected.
_EXPECTED = (PartyKind.AGENCY, PartyKind.PARTNER)


def add_use(
    tx: Transaction,
    *,
    paper: str,
    organisation: str,
    answers: Answers,
    viewer: Viewer,
    now: datetime,
) -> Use:
    """Keep what a team of the organisation told.

    Raises AnswersRefusedError with what is wrong with the answers, PaperRefusedError where
    nobody is asked about the document, NotAllowedError for another's organisation.
    """
    require(viewer, Permission.TELL_USE, to="tell how a team used it")
    found = get_paper_row(tx, paper, viewer)
    template = load_templates().templates.get(found.template)
    if not may_be_used(found, template):
        raise PaperRefusedError(why_not_tell(found, template, viewer, organisation))
    if why := why_not_tell(found, template, viewer, organisation):
        raise NotAllowedError("tell how a team of another organisation used it", why)
    if organisation not in name_places(tx, [organisation]):
        raise NotFoundError("organisation", organisation)
    kept, problems = check_use(answers, today=local_day(now))
    if problems:
        raise AnswersRefusedError(problems)
    use = Use(secrets.token_hex(8), paper, organisation, kept, viewer.name, local_day(now))
    add_uses(tx, [use])
    _note(tx, Happening.PAPER_USE_TOLD, use, viewer, now)
    return use


def add_uses(tx: Transaction, uses: Iterable[Use]) -> None:
    """Keep reports as they are; for what has checked who tells."""
    tx.insert_many(
        "paper_use",
        ("id", "paper", "organisation", "content", "told_by", "told"),
        [
            (each.id, each.paper, each.organisation, dump_json(dict(each.answers)), each.told_by,
             each.told_on)
            for each in uses
        ],
    )  # fmt: skip


def remove_use(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> None:
    """Take a report out, such as one that names a child; for writers who may read reports."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="take a report out")
    require(viewer, Permission.TELL_USE, to="take a report out")
    row = tx.one("SELECT * FROM paper_use WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("report", id)
    get_paper_row(tx, row["paper"], viewer)
    tx.execute("DELETE FROM paper_use WHERE id = $1", [id])
    _note(tx, Happening.PAPER_USE_REMOVED, _use(row), viewer, now)


def list_uses(tx: Transaction, *, paper: str, viewer: Viewer) -> list[Use]:
    """What was told of a document, the latest first: all for writers, else one's own agency's."""
    require(viewer, Permission.TELL_USE, to="see how teams used it")
    get_paper_row(tx, paper, viewer)
    rows = tx.query(
        "SELECT * FROM paper_use WHERE paper = $1 "
        "AND ($2::BOOLEAN OR organisation = ANY($3::TEXT[])) ORDER BY told DESC, id",
        [paper, viewer.can(Permission.WRITE_DOCUMENTS), sorted(viewer.organisations)],
    )
    return [_use(row) for row in rows]


def list_expected(tx: Transaction, *, paper: str, viewer: Viewer) -> dict[str, str]:
    """The agencies whose teams are to tell, with their names.

    Those that took part, the one that it is about, and those that got a copy.
    """
    require(viewer, Permission.WRITE_DOCUMENTS, to="see who has not told yet")
    found = get_paper_row(tx, paper, viewer)
    parties = tx.query(
        "SELECT key FROM activity_party WHERE activity = $1 AND NOT is_excluded "
        "AND kind = ANY($2::TEXT[])",
        [found.activity, [*_EXPECTED]],
    )
    subject = tx.query("SELECT subject AS key FROM activity WHERE id = $1", [found.activity])
    copies = tx.query("SELECT acts_for AS key FROM paper_copy WHERE paper = $1", [paper])
    return name_places(tx, {row["key"] for row in (*parties, *subject, *copies)} - {""})


def name_places(tx: Transaction, keys: Collection[str]) -> dict[str, str]:
    """The names of those that are organisations on the register or safeguarding partners."""
    rows = tx.query("SELECT id, name FROM organisation WHERE id = ANY($1::TEXT[])", [sorted(keys)])
    partners = {each.key: each.label for each in partnership().safeguarding_partners}
    return {key: label for key, label in partners.items() if key in keys} | {
        row["id"]: row["name"] for row in rows
    }


def list_used(
    tx: Transaction, *, activities: Collection[str] = (), first: date, last: date
) -> list[UsedPaper]:
    """The documents with what teams told of them, for a report; for what has checked who asks.

    Those of these activities, or, without any, of which something was told in that time.
    """
    rows = tx.query(
        "SELECT u.*, p.title FROM paper_use u JOIN paper p ON p.id = u.paper "
        "WHERE p.state <> $4 AND CASE WHEN cardinality($1::TEXT[]) > 0 "
        "THEN p.activity = ANY($1::TEXT[]) ELSE u.told BETWEEN $2 AND $3 END "
        "ORDER BY p.title, p.id, u.told, u.id",
        [sorted(activities), first, last, PaperState.WITHDRAWN],
    )
    papers: dict[str, list[Row]] = {}
    for row in rows:
        papers.setdefault(row["paper"], []).append(row)
    return [UsedPaper(told[0]["title"], tuple(map(_use, told))) for told in papers.values()]


def _note(tx: Transaction, name: Happening, use: Use, viewer: Viewer, now: datetime) -> None:
    add_event(
        tx, name=name, subject=use.paper, now=now, actor=viewer.name, role=viewer.role,
        detail={"organisation": use.organisation, "use": use.id},
    )  # fmt: skip


def _use(row: Row) -> Use:
    return Use(
        row["id"], row["paper"], row["organisation"], json.loads(row["content"]), row["told_by"],
        row["told"],
    )  # fmt: skip
