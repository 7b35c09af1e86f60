"""Mails written out: one person, one cycle, and the text of a kind, made into a mail."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scrutiny.action import Action
from scrutiny.action_search import Listed
from scrutiny.cycle import Cycle
from scrutiny.invitation import Contact, ContactKind
from scrutiny.mail import Mail, MailKind, MailTexts, render_mail
from scrutiny.mail_language import say_day, say_hours
from scrutiny.paper import Paper, PaperCopy
from scrutiny.partnership import Partnership
from scrutiny.sign_off import SignOff

ASK_LINK = "/ask_link"


@dataclass(frozen=True, slots=True)
class Post:
    """What every mail is written with."""

    partnership: Partnership
    texts: MailTexts
    base_url: str
    actor: str = ""


def write_invitation(
    post: Post, contact: Contact, *, organisation: str, cycle: Cycle, sections: Sequence[str] = ()
) -> Mail:
    """The invitation to answer in a cycle, whole or the sections with these titles.

    A person is invited to a cycle once: a second one is the same mail, and not queued.
    """
    is_part = contact.kind is ContactKind.CONTRIBUTOR
    return _write(
        post, MailKind.CONTRIBUTION if is_part else MailKind.INVITATION, contact, organisation,
        cycle, sections, once=f"invitation:{cycle.id}:{contact.id}",
    )  # fmt: skip


def write_reminder(
    post: Post, contact: Contact, *, organisation: str, cycle: Cycle, days_before: int | None = None
) -> Mail:
    """A reminder: the one that the schedule sends so many days before, or one sent by hand."""
    scheduled = f"{cycle.deadline.isoformat()}:{days_before}"
    once = scheduled if days_before is not None else secrets.token_hex(8)
    return _write(
        post, MailKind.REMINDER, contact, organisation, cycle, (),
        once=f"reminder:{cycle.id}:{contact.id}:{once}",
    )  # fmt: skip


def write_new_link(post: Post, contact: Contact, *, organisation: str) -> Mail:
    """The answer to somebody who asked for a new link."""
    once = f"new_link:{contact.id}:{secrets.token_hex(8)}"
    return _write(post, MailKind.NEW_LINK, contact, organisation, None, (), once=once)


def write_sign_off(
    post: Post,
    asked: SignOff,
    *,
    label: str,
    email: str,
    organisation: str,
    cycle: Cycle,
    day: date,
) -> Mail:
    """The link to sign, to an address that the respondent typed; the same on one day is one mail.

    It names the request as its contact: the signed link itself is made when it is sent.
    """
    values = {
        "signs_for": label,
        "organisation": organisation,
        "title": cycle.title,
        "deadline": say_day(cycle.deadline),
        "link_lasts": say_hours(post.partnership.sign_off.link_days * 24),
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(MailKind.SIGN_OFF), values)
    return Mail(
        id=secrets.token_hex(12), kind=MailKind.SIGN_OFF, to_name=label, to_email=email,
        subject=subject, body=body, once=f"sign_off:{asked.id}:{day.isoformat()}:{email}",
        contact=asked.id, round=cycle.id, actor=post.actor,
    )  # fmt: skip


def write_action_reminder(
    post: Post,
    listed: Sequence[Listed],
    *,
    person: str = "",
    today: date,
    is_scheduled: bool = False,
) -> Mail:
    """What an owner has still to do, with their link to report on it.

    All of `listed` are of one organisation and one address. The schedule writes to an
    address once a week at most. The mail itself is what the link, made when it is sent,
    names.
    """
    first = listed[0].action
    lasts = post.partnership.actions.link_days
    values = {
        "person": person or "colleague",
        "organisation": listed[0].organisation,
        "actions": "\n".join(_say_action(each.action, today) for each in listed),
        "link_lasts": say_hours(lasts * 24),
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(MailKind.ACTIONS), values)
    year, week, _ = today.isocalendar()
    when = f"{year}-{week:02d}" if is_scheduled else secrets.token_hex(8)
    return Mail(
        id=secrets.token_hex(12), kind=MailKind.ACTIONS, to_name=person,
        to_email=first.owner_email, subject=subject, body=body,
        once=f"actions:{first.organisation}:{first.owner_email}:{when}",
        organisation=first.organisation, actor=post.actor,
    )  # fmt: skip


def _say_action(action: Action, today: date) -> str:
    """One action on one line: what, and by when."""
    words = " ".join(action.text.split())
    short = words if len(words) <= 120 else f"{words[:117].rsplit(' ', 1)[0]}…"
    late = " (overdue)" if action.is_overdue(today) else ""
    due = f"due {say_day(action.due)}{late}" if action.due else "no date set"
    return f"- {action.reference}: {short} - {due}"


def write_document(post: Post, paper: Paper, copy: PaperCopy) -> Mail:
    """The notice to one person that a document is there for them; it holds nothing of it.

    Its link opens the document for a while, or, where it is restricted, the page that asks
    to sign in. It names the document as its contact: the link is made when it is sent.
    """
    kind = MailKind.DOCUMENT_NOTICE if paper.is_restricted else MailKind.DOCUMENT
    values = {
        "person": copy.recipient,
        "title": paper.title,
        "link_lasts": say_hours(post.partnership.reaching.link_days * 24),
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(kind), values)
    return Mail(
        id=secrets.token_hex(12), kind=kind, to_name=copy.recipient, to_email=copy.email.strip(),
        subject=subject, body=body, once=f"document:{paper.id}:{copy.email.strip().casefold()}",
        contact=paper.id, actor=post.actor,
    )  # fmt: skip


def find_due_reminder(cycle: Cycle, days_before: Sequence[int], today: date) -> int | None:
    """Which of the scheduled reminders stands now: the latest whose day has come, or None."""
    if cycle.stopped or not cycle.is_open(today):
        return None
    return find_reminder(cycle.deadline, days_before, today)


def find_reminder(deadline: date, days_before: Sequence[int], today: date) -> int | None:
    """Which reminder of a schedule stands now for a deadline: None before the first, or after."""
    left = (deadline - today).days
    if left < 0:
        return None
    return min((days for days in days_before if left <= days), default=None)


def _write(
    post: Post,
    kind: MailKind,
    contact: Contact,
    organisation: str,
    cycle: Cycle | None,
    sections: Sequence[str],
    *,
    once: str,
) -> Mail:
    lasting = post.partnership.reaching
    language = post.texts.language_of(kind, contact.language)
    hours = lasting.asked_link_hours if kind is MailKind.NEW_LINK else lasting.link_days * 24
    values = {
        "person": contact.name or organisation,
        "organisation": organisation,
        "sections": "\n".join(f"- {title}" for title in sections),
        "link_lasts": say_hours(hours, language),
        "ask_link": f"{post.base_url}{ASK_LINK}",
        "partnership": post.partnership.name,
        "email": post.partnership.email,
        "title": cycle.title if cycle else "",
        "opens": say_day(cycle.opens, language) if cycle else "",
        "deadline": say_day(cycle.deadline, language) if cycle else "",
    }
    subject, body = render_mail(post.texts.find(kind, language), values)
    return Mail(
        id=secrets.token_hex(12), kind=kind, to_name=contact.name, to_email=contact.email,
        subject=subject, body=body, once=once, contact=contact.id,
        organisation=contact.organisation, round=cycle.id if cycle else "", link_hours=hours,
        actor=post.actor,
    )  # fmt: skip
