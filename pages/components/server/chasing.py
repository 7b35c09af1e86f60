"""Owners of actions are written to: by the schedule, or those that somebody chose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from db import action_links, outbox
from db.action_register import list_owed
from db.connection import Transaction
from pages.components.server.runtime import Runtime
from scrutiny.access import make_viewer
from scrutiny.action_rules import ActionRules
from scrutiny.action_search import Listed
from scrutiny.letter import Post, write_action_reminder

#: A reminder that fell due so long ago is still sent: the app may have been off, or the
#: owner's mail of that week gone already.
_LATEST = timedelta(7)


def queue_action_reminders(held: Runtime, post: Post) -> int:
    """Queue the mails to owners that the schedule sends today, each once; returns how many."""
    if post.texts.problems:
        return 0
    return held.database.write(_remind, held, post)


def _remind(tx: Transaction, held: Runtime, post: Post) -> int:
    now, rules = held.clock(), held.partnership.actions
    today = now.date()
    until = today + timedelta(max(rules.remind_days_before, default=0))
    owed = list_owed(tx, viewer=make_viewer("mars_team"), until=until)
    due = [rows for rows in _by_owner(owed) if any(_is_due(row, rules, today) for row in rows)]
    mails = [
        write_action_reminder(post, rows, person=_person(tx, rows), today=today, is_scheduled=True)
        for rows in due
    ]
    return outbox.add_mails(tx, mails, now=now, actor=post.actor)


def _is_due(row: Listed, rules: ActionRules, today: date) -> bool:
    action = row.action
    day = rules.reminder_day(action.due, today) if action.due else None
    return day is not None and today - day < _LATEST


def write_to_owners(tx: Transaction, chosen: Iterable[Listed], held: Runtime, post: Post) -> int:
    """Queue a mail to each owner of the chosen actions that has an address; returns how many."""
    now = held.clock()
    mails = [
        write_action_reminder(post, rows, person=_person(tx, rows), today=now.date())
        for rows in _by_owner(chosen)
    ]
    return outbox.add_mails(tx, mails, now=now, actor=post.actor)


def _by_owner(rows: Iterable[Listed]) -> list[list[Listed]]:
    """The actions of each organisation and address together."""

    def owner(row: Listed) -> tuple[str, str]:
        return row.action.organisation, row.action.owner_email

    return [list(group) for _, group in groupby(sorted(rows, key=owner), key=owner)]


def _person(tx: Transaction, rows: list[Listed]) -> str:
    action = rows[0].action
    return action_links.find_person(tx, action.organisation, action.owner_email)
