"""Flags, the log, retention and what is held on somebody: how each is called, and for whom."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from db import audit, composites, flags, retention, subject_access
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.flag import Decision
from scrutiny.subject import Subject
from tests.pages.small_partnership import TEAM
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import REVIEWERS


def _flag(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> None:
    text = composites.list_texts(tx, viewer=TEAM, round="clinic", question="words")[0]
    flags.flag_by_hand(
        tx, campaign="clinic", question="words", mark=text.response, viewer=viewer, now=NOW
    )


def _lift_new(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> bool:
    retention.lift_hold(tx, id=ids["hold"], viewer=viewer, now=NOW)
    return True


#: How each is called.
CALLS: dict[str, Call] = {
    "audit.list_deeds": lambda t, v, o, i: audit.list_deeds(t, viewer=v),
    "audit.list_entries": lambda t, v, o, i: audit.list_entries(t, viewer=v),
    "flags.close_flag": lambda t, v, o, i: flags.close_flag(t, id="flag-1", viewer=v, now=NOW),
    "flags.decide_flag": lambda t, v, o, i: flags.decide_flag(
        t, id="flag-1", decision=next(iter(Decision)), reason="Why", viewer=v, now=NOW),
    "flags.flag_by_hand": _flag,
    "flags.get_flag": lambda t, v, o, i: flags.get_flag(t, "flag-1", viewer=v),
    "flags.list_flags": lambda t, v, o, i: flags.list_flags(t, viewer=v),
    "flags.read_flag": lambda t, v, o, i: flags.read_flag(t, id="flag-1", viewer=v, now=NOW),
    "retention.lift_hold": _lift_new,
    "retention.list_destructions": lambda t, v, o, i: retention.list_destructions(t, viewer=v),
    "retention.list_falling_due": lambda t, v, o, i: retention.list_falling_due(
        t, viewer=v, today=NOW.date()),
    "retention.list_holds": lambda t, v, o, i: retention.list_holds(t, viewer=v),
    "subject_access.find_held": lambda t, v, o, i: subject_access.find_held(
        t, Subject(organisation="school-1"), viewer=v),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "audit.list_deeds": "admin",
    "audit.list_entries": "admin",
    "flags.close_flag": "team reader",
    "flags.decide_flag": "team reader",
    "flags.flag_by_hand": REVIEWERS,
    "flags.get_flag": "team reader",
    "flags.list_flags": "team reader",
    "flags.read_flag": "team reader",
    "retention.lift_hold": "admin",
    "retention.list_destructions": "admin",
    "retention.list_falling_due": "admin",
    "retention.list_holds": "admin",
    "subject_access.find_held": "admin",
}
