"""Queues the alerts that a flag waits: each flag once, to everyone who reads flags."""

from __future__ import annotations

from db import flags, outbox
from db.connection import Transaction
from db.days import local_day
from pages.components.server.runtime import Runtime
from scrutiny.flag import FlagTarget
from scrutiny.flag_alert import write_alerts
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
    now, ours = held.clock(), held.partnership
    target = FlagTarget(ours.deadlines.flag_read_working_days, ours.bank_holidays)
    readers = flags.list_readers(tx, today=local_day(now))
    due = min(target.due(flag.day) for flag in waiting)
    flags.mark_alerted(tx, [flag.id for flag in waiting])
    return outbox.add_mails(tx, write_alerts(post, readers, due=due), now=now)
