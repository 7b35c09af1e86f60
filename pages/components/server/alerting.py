"""Queues the alerts that a flag waits: once to its readers, and at half time to the deputy."""

from __future__ import annotations

from db import flags, outbox
from db.connection import Transaction
from db.days import local_day
from pages.components.server.runtime import Runtime
from scrutiny.flag import FlagTarget
from scrutiny.flag_alert import write_alerts, write_deputy_alert
from scrutiny.letter import Post
from scrutiny.mail import MailKind, load_mails

SENDER = "Safeguarding flags"


def queue_alerts(held: Runtime) -> int:
    """Queue an alert for what nobody has been told of; returns how many mails."""
    texts = load_mails()
    if (MailKind.FLAG, "en") not in texts.texts or not held.database.read(flags.list_unalerted):
        return 0
    post = Post(held.partnership, texts, held.settings.base_url, SENDER)
    return held.database.write(_queue, post, held)


def _queue(tx: Transaction, post: Post, held: Runtime) -> int:
    waiting = flags.list_unalerted(tx)
    if not waiting:
        return 0
    now, target = held.clock(), _target(held)
    readers = flags.list_readers(tx, today=local_day(now))
    due = min(target.due(flag.day) for flag in waiting)
    flags.mark_alerted(tx, [flag.id for flag in waiting])
    return outbox.add_mails(tx, write_alerts(post, readers, due=due), now=now)


def queue_deputy_alerts(held: Runtime) -> int:
    """Queue one mail to the deputy for what is unread at half of its time; returns how many."""
    texts = load_mails()
    if (MailKind.FLAG_DEPUTY, "en") not in texts.texts or not held.database.read(_list_half, held):
        return 0
    post = Post(held.partnership, texts, held.settings.base_url, SENDER)
    return held.database.write(_queue_deputy, post, held)


def _list_half(tx: Transaction, held: Runtime) -> list[flags.Unalerted]:
    now, target = held.clock(), _target(held)
    return [
        flag for flag in flags.list_untold_deputy(tx) if target.half(flag.day, now.tzinfo) <= now
    ]


def _queue_deputy(tx: Transaction, post: Post, held: Runtime) -> int:
    waiting = _list_half(tx, held)
    if not waiting:
        return 0
    flags.mark_deputy_told(tx, [flag.id for flag in waiting])
    due = min(_target(held).due(flag.day) for flag in waiting)
    return outbox.add_mails(tx, [write_deputy_alert(post, due=due)], now=held.clock())


def _target(held: Runtime) -> FlagTarget:
    ours = held.partnership
    return FlagTarget(ours.deadlines.flag_read_working_days, ours.bank_holidays)
