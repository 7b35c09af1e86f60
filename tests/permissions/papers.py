"""Documents: how each function of theirs is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from db import paper_asks, paper_drafts, paper_life, paper_material, paper_uses, papers
from db.connection import Transaction
from db.errors import NotFoundError
from scrutiny.access import Viewer
from scrutiny.paper import PaperCopy, PaperPart, make_print
from scrutiny.template import load_templates
from tests.db.paper_examples import CONTEXT
from tests.db.test_paper_asks import begin_review
from tests.pages.small_partnership import CHAIR, TEAM
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import ANYBODY, USE_READERS, WRITERS
from tests.permissions.world import PAPER_DRAFT, PAPER_OUT, PAPER_SENT, PAPER_TOLD


def _papers(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    """Every document that the viewer may read."""
    found = []
    for id in (PAPER_DRAFT, PAPER_SENT, PAPER_OUT, PAPER_TOLD):
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


def _unfinished(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    review = begin_review(tx, "school-1").id
    return paper_asks.list_unfinished(tx, activity=review, viewer=viewer, now=NOW, context=CONTEXT)


def _ask_writers(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    review = begin_review(tx, "school-1").id
    paper_asks.ask_writers(
        tx, activity=review, plan="letter", viewer=viewer, now=NOW, context=CONTEXT
    )
    return True


def _asked(tx: Transaction, viewer: Viewer, _id: str, ids: dict[str, str]) -> Any:
    _ask_writers(tx, CHAIR, "", ids)
    return paper_asks.list_asked(tx, viewer=viewer, today=NOW.date())


def _use(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    answers = {"team": "T", "used_on": "2026-03-01", "people": 4, "discussed": "It"}
    return paper_uses.add_use(
        tx, paper=PAPER_TOLD, organisation="school-1", answers=answers, viewer=viewer, now=NOW
    )


def _remove_use(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> bool:
    paper_uses.remove_use(tx, id="use-1", viewer=viewer, now=NOW)
    return True


#: How each is called.
CALLS: dict[str, Call] = {
    "paper_asks.ask_writers": _ask_writers,
    "paper_asks.list_asked": _asked,
    "paper_asks.list_unfinished": _unfinished,
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
    "paper_uses.add_use": _use,
    "paper_uses.list_expected": lambda t, v, o, i: paper_uses.list_expected(
        t, paper=PAPER_OUT, viewer=v),
    "paper_uses.list_uses": lambda t, v, o, i: paper_uses.list_uses(
        t, paper=PAPER_TOLD, viewer=v),
    "paper_uses.remove_use": _remove_use,
    "papers.get_paper": _papers,
    "papers.list_copies": lambda t, v, o, i: papers.list_copies(t, id=PAPER_OUT, viewer=v),
    "papers.list_papers": lambda t, v, o, i: papers.list_papers(t, viewer=v),
    "papers.list_published": lambda t, v, o, i: papers.list_published(t, viewer=v),
    "papers.list_waiting": lambda t, v, o, i: papers.list_waiting(t, viewer=v),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "paper_asks.ask_writers": "chair team officer partner portfolio organisation",  # or told why
    "paper_asks.list_asked": WRITERS,
    "paper_asks.list_unfinished": "chair",
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
    "paper_uses.add_use": USE_READERS,
    "paper_uses.list_expected": WRITERS,
    "paper_uses.list_uses": USE_READERS,
    "paper_uses.remove_use": "team officer space_lead",
    "papers.get_paper": ANYBODY,  # one is published; the hidden words tell the others apart
    "papers.list_copies": f"{WRITERS} partner portfolio",
    "papers.list_papers": ANYBODY,
    "papers.list_published": ANYBODY,
    "papers.list_waiting": "portfolio",
}
