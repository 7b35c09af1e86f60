"""The documents of invented activities, written into the demonstration."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from db.activity_rows import read_activity
from db.connection import Transaction
from db.days import local_day
from db.paper_drafts import add_papers
from db.paper_life import add_copies
from db.paper_material import gather_for, material_of
from scrutiny.demonstration.writing import write_papers


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
        if (each.paper.activity, each.paper.plan) not in there
    ]
    add_papers(tx, [each.paper for each in written])
    for each in written:
        add_copies(tx, each.paper.id, each.copies, day=each.paper.issued_on or today)
    return len(written)
