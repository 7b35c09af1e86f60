"""Whose turn it is in an activity, and the mail that tells them without a word of a case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scrutiny.letter import Post, find_reminder
from scrutiny.mail import LINK_MARK, Mail, MailKind, render_mail
from scrutiny.mail_language import say_day, say_hours


@dataclass(frozen=True, slots=True)
class Turn:
    """An open step of an activity, for one party of it; `round` counts how often it came back.

    `outcome` is how a step ended that was taken, in the mechanism's words; "" for simply done.
    """

    activity: str
    reference: str
    mechanism: str
    step: str
    title: str
    part: str = ""
    due: date | None = None
    round: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Addressee:
    """Somebody to write to; `contact` and `organisation` where a personal link lets them in."""

    email: str
    name: str
    contact: str = ""
    organisation: str = ""


def write_turn(post: Post, turn: Turn, to: Addressee, *, mechanism: str) -> Mail:
    """The mail that it is somebody's turn: one for each person, step, party and time round."""
    return _write(post, MailKind.TURN, turn, to, mechanism, _say_when(turn.due), "")


def write_told(post: Post, turn: Turn, to: Addressee, *, mechanism: str) -> Mail:
    """The mail that a step was taken: one for each person and taking."""
    return _write(post, MailKind.TOLD, turn, to, mechanism, "", "")


def write_due_reminder(
    post: Post, turn: Turn, to: Addressee, *, mechanism: str, today: date
) -> Mail | None:
    """The reminder that stands today, or the one mail that it is late; None when there is none."""
    if turn.due is None:
        return None
    if turn.due < today:
        words, mark = f"It was due by {say_day(turn.due)}.", "late"
    else:
        days = find_reminder(turn.due, post.partnership.reaching.reminder_days_before, today)
        if days is None:
            return None
        words, mark = _say_when(turn.due), str(days)
    once = f":{turn.due.isoformat()}:{mark}"
    return _write(post, MailKind.TURN_REMINDER, turn, to, mechanism, words, once)


def _write(
    post: Post, kind: MailKind, turn: Turn, to: Addressee, mechanism: str, when: str, once: str
) -> Mail:
    hours = post.partnership.reaching.link_days * 24 if to.contact else 0
    lasts = f"The link is yours alone. It opens once and works for {say_hours(hours)}."
    values = {
        "person": to.name or "colleague",
        "mechanism": mechanism,
        "reference": turn.reference,
        "step": turn.title,
        "outcome": f"{turn.title}: {turn.outcome}" if turn.outcome else turn.title,
        "when": when,
        "link_lasts": lasts if hours else "You sign in with your work account as usual.",
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(kind), values)
    place = f"{turn.activity}:{turn.step}:{turn.part}:{turn.round}"
    return Mail(
        id=secrets.token_hex(12), kind=kind, to_name=to.name, to_email=to.email, subject=subject,
        body=body if hours else body.replace(LINK_MARK, address_of(post, turn)),
        once=f"{kind}:{place}:{to.email}{once}", contact=to.contact,
        organisation=to.organisation, link_hours=hours, actor=post.actor,
    )  # fmt: skip


def address_of(post: Post, turn: Turn) -> str:
    """Where the step stands, for somebody who signs in."""
    query = urlencode({"id": turn.reference, "step": turn.step})
    return f"{post.base_url}/activity?{query}"


def _say_when(due: date | None) -> str:
    return f"Please do so by {say_day(due)}." if due else "No date is set for it."
