"""Documents: how each function of theirs is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from db import paper_drafts, paper_life, paper_material, papers
from db.connection import Transaction
from db.errors import NotFoundError
from scrutiny.access import Viewer
from scrutiny.paper import PaperCopy, PaperPart, make_print
from scrutiny.template import load_templates
from tests.pages.small_partnership import TEAM
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import READERS, WRITERS
from tests.permissions.world import PAPER_DRAFT, PAPER_OUT, PAPER_SENT


def _papers(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    """Every document that the viewer may read."""
    found = []
    for id in (PAPER_DRAFT, PAPER_SENT, PAPER_OUT):
        with suppress(NotFoundError):
            found.append(papers.get_paper(tx, id, viewer=viewer))
    return found


def _draft_paper(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    like = papers.get_paper(tx, PAPER_DRAFT, viewer=TEAM)
    return papers.draft_paper(tx, paper=replace(like, id="", plan="new"), viewer=viewer, now=NOW)


def _approve(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    seen = make_print(papers.get_paper(tx, PAPER_SENT, viewer=TEAM))
    return paper_life.approve_paper(tx, id=PAPER_SENT, seen=seen, viewer=viewer, now=NOW)


def _gather(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    event = papers.get_paper(tx, PAPER_DRAFT, viewer=TEAM).activity
    template = load_templates().templates["findings_letter"]
    return paper_material.gather_material(
        tx, activity=event, template=template, viewer=viewer, today=NOW.date()
    ).activity


#: How each is called.
CALLS: dict[str, Call] = {
    "paper_drafts.draft_paper": _draft_paper,
    "paper_drafts.list_versions": lambda t, v, o, i: paper_drafts.list_versions(
        t, id=PAPER_DRAFT, viewer=v),
    "paper_drafts.replace_parts": lambda t, v, o, i: paper_drafts.replace_parts(
        t, id=PAPER_DRAFT, parts=[PaperPart("a", "A", words="New")], viewer=v, now=NOW),
    "paper_drafts.save_paper": lambda t, v, o, i: paper_drafts.save_paper(
        t, id=PAPER_DRAFT, part="a", words="New", before="Being written", viewer=v, now=NOW),
    "paper_drafts.take_back_version": lambda t, v, o, i: paper_drafts.take_back_version(
        t, id=PAPER_DRAFT, number=1, viewer=v, now=NOW),
    "paper_life.approve_paper": _approve,
    "paper_life.issue_paper": lambda t, v, o, i: paper_life.issue_paper(
        t, id=PAPER_OUT, copies=[PaperCopy("Another")], viewer=v, now=NOW),
    "paper_life.present_paper": lambda t, v, o, i: paper_life.present_paper(
        t, id=PAPER_OUT, viewer=v, now=NOW),
    "paper_life.publish_paper": lambda t, v, o, i: paper_life.publish_paper(
        t, id=PAPER_OUT, viewer=v, now=NOW, reason="Why"),
    "paper_life.send_back": lambda t, v, o, i: paper_life.send_back(
        t, id=PAPER_SENT, reason="Why", viewer=v, now=NOW),
    "paper_life.send_for_approval": lambda t, v, o, i: paper_life.send_for_approval(
        t, id=PAPER_DRAFT, viewer=v, now=NOW),
    "paper_life.withdraw_paper": lambda t, v, o, i: paper_life.withdraw_paper(
        t, id=PAPER_OUT, reason="Why", viewer=v, now=NOW),
    "paper_material.gather_material": _gather,
    "papers.get_paper": _papers,
    "papers.list_copies": lambda t, v, o, i: papers.list_copies(t, id=PAPER_OUT, viewer=v),
    "papers.list_papers": lambda t, v, o, i: papers.list_papers(t, viewer=v),
    "papers.list_waiting": lambda t, v, o, i: papers.list_waiting(t, viewer=v),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "paper_drafts.draft_paper": WRITERS,
    "paper_drafts.list_versions": WRITERS,
    "paper_drafts.replace_parts": WRITERS,
    "paper_drafts.save_paper": WRITERS,
    "paper_drafts.take_back_version": WRITERS,
    "paper_life.approve_paper": "portfolio",
    "paper_life.issue_paper": WRITERS,
    "paper_life.present_paper": WRITERS,
    "paper_life.publish_paper": "partner portfolio",
    "paper_life.send_back": f"{WRITERS} portfolio",
    "paper_life.send_for_approval": WRITERS,
    "paper_life.withdraw_paper": WRITERS,
    "paper_material.gather_material": f"{WRITERS} partner portfolio",
    "papers.get_paper": READERS,
    "papers.list_copies": f"{WRITERS} partner portfolio",
    "papers.list_papers": READERS,
    "papers.list_waiting": "portfolio",
}
