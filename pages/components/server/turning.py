"""Queues the mails to those whose turn it is in an activity, and to those told of a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from db import outbox, turns
from db.connection import Transaction
from db.days import local_day
from pages.components.server.runtime import Runtime
from scrutiny.letter import Post
from scrutiny.mail import Mail, MailKind, load_mails
from scrutiny.turn import write_due_reminder, write_told, write_turn

SENDER = "The schedule"
#: What was taken longer ago is news to nobody; each mail goes out once all the same.
NEWS = timedelta(days=2)


def queue_turns(held: Runtime) -> int:
    """Queue a mail for everybody whom a step waits for, and its reminders; returns how many."""
    texts = load_mails()
    if not all((kind, "en") in texts.texts for kind in (MailKind.TURN, MailKind.TURN_REMINDER)):
        return 0
    post = Post(held.partnership, texts, held.settings.base_url, SENDER)
    return held.database.write(_queue, post, held)


def queue_news(held: Runtime) -> int:
    """Queue a mail for everybody who is told of a step that was taken; returns how many.

    Whoever has a turn in the same activity hears of that instead.
    """
    texts = load_mails()
    if (MailKind.TOLD, "en") not in texts.texts:
        return 0
    post = Post(held.partnership, texts, held.settings.base_url, SENDER)
    return held.database.write(_queue_news, post, held)


def _queue_news(tx: Transaction, post: Post, held: Runtime) -> int:
    now, waits = held.clock(), _list_waits(held)
    today = local_day(now)
    waiting = turns.list_waiting(tx, today=today, waits=waits, takers=_list_takers(held))
    busy = {(each.turn.activity, to.email.casefold()) for each in waiting for to in each.to}
    told = turns.list_told(
        tx, since=today - NEWS, today=today, waits=_list_waits(held, told=False),
        context=held.context,
    )  # fmt: skip
    mails = [
        write_told(post, each.turn, to, mechanism=_name_of(each, held))
        for each in told
        for to in each.to
        if (each.turn.activity, to.email.casefold()) not in busy
    ]
    return outbox.add_mails(tx, mails, now=now)


def _queue(tx: Transaction, post: Post, held: Runtime) -> int:
    now = held.clock()
    waiting = turns.list_waiting(
        tx, today=local_day(now), waits=_list_waits(held), takers=_list_takers(held)
    )
    mails = [mail for each in waiting for mail in _write(post, each, held)]
    return outbox.add_mails(tx, mails, now=now)


def _write(post: Post, waiting: turns.Waiting, held: Runtime) -> Iterator[Mail]:
    name, today = _name_of(waiting, held), local_day(held.clock())
    for to in waiting.to:
        yield write_turn(post, waiting.turn, to, mechanism=name)
        reminder = write_due_reminder(post, waiting.turn, to, mechanism=name, today=today)
        if reminder:
            yield reminder


def _name_of(waiting: turns.Waiting, held: Runtime) -> str:
    """What kind of activity it is."""
    mechanism = held.mechanisms.mechanisms.get(waiting.turn.mechanism)
    return mechanism.title if mechanism else waiting.turn.mechanism.replace("_", " ")


def _list_waits(held: Runtime, *, told: bool = True) -> frozenset[tuple[str, str, str]]:
    """The outcomes of all mechanisms that leave a step with its taker.

    Without those that others are told of: what is put off with a reason is an answer to them.
    """
    return frozenset(
        (mechanism.id, step.id, outcome.value)
        for mechanism in held.mechanisms.mechanisms.values()
        for step in mechanism.steps
        for outcome in step.outcomes
        if outcome.waits and (told or not outcome.needs_reason)
    )


def _list_takers(held: Runtime) -> dict[tuple[str, str], tuple[str, ...]]:
    """The roles that take each step of all mechanisms."""
    return {
        (mechanism.id, step.id): step.by
        for mechanism in held.mechanisms.mechanisms.values()
        for step in mechanism.steps
    }
