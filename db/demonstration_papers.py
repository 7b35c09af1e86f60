"""The documents of invented activities, written into the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from db.activity_rows import read_activity
from db.connection import Transaction
from db.days import local_day
from db.organisations import list_organisations
from db.paper_drafts import add_papers
from db.paper_life import add_copies
from db.paper_material import gather_for, material_of
from db.paper_uses import add_uses
from db.paper_works import list_proposed
from scrutiny.activity import PartyKind
from scrutiny.demonstration.using import write_uses
from scrutiny.demonstration.writing import write_papers
from scrutiny.drafting import Material
from scrutiny.organisation import Organisation
from scrutiny.paper import Paper, PaperCopy


def write_demonstration_papers(tx: Transaction, *, now: datetime) -> int:
    """Write the documents of invented activities; returns how many there are.

    Those that steps have drafted already are left alone.
    """
    activities = [row["id"] for row in tx.query("SELECT id FROM activity ORDER BY began, id")]
    today = local_day(now)
    materials = [material_of(tx, read_activity(tx, id), today=today) for id in activities]
    there = {(row["activity"], row["plan"]) for row in tx.query("SELECT activity, plan FROM paper")}
    written = [
        each
        for each in write_papers(materials, partial(gather_for, tx))
        if (each.activity, each.plan) not in there
    ]
    add_papers(tx, written)
    by_id = {each.activity.id: each for each in materials if each.activity}
    listed = list_organisations(tx)
    for paper in written:
        if paper.issued_on:
            copies = _list_copies(paper, by_id[paper.activity], listed)
            add_copies(tx, paper.id, copies, day=paper.issued_on)
    agencies = {each.activity.id: _list_agencies(each) for each in materials if each.activity}
    add_uses(tx, write_uses(written, agencies, today))
    return len(written)


def _list_agencies(material: Material) -> list[str]:
    """The agencies that took part in an activity."""
    return [p.key for p in material.parties if p.kind is PartyKind.AGENCY and not p.is_excluded]


def _list_copies(
    paper: Paper, material: Material, listed: Sequence[Organisation]
) -> tuple[PaperCopy, ...]:
    """Who got a document that has gone out: whoever its plan says, as when a step issues it."""
    mechanism, activity = material.mechanism, material.activity
    if mechanism is None or activity is None:
        return ()
    plan = mechanism.documents[paper.plan]
    return list_proposed(plan, mechanism, activity, listed, material.partnership)
