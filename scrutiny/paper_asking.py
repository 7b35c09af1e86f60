"""What a draft still lacks, and the mail that asks its writers for it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scrutiny.drafting.filling import GAP
from scrutiny.letter import Post
from scrutiny.mail import LINK_MARK, Mail, MailKind, render_mail
from scrutiny.paper import HEAD, Paper, PaperState
from scrutiny.turn import Addressee

AT_ITS_HEAD = "At its head"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A document that a step waits for, and the headings of its parts that have gaps.

    `paper` is "" while nobody has drafted it. `asked_by` and `asked_on` tell of the last time
    that its writers were asked for what is still missing.
    """

    plan: str
    title: str
    paper: str = ""
    missing: tuple[str, ...] = ()
    asked_by: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperAsk:
    """Somebody waits for a draft: who asked when, and what is still missing in it."""

    paper: str
    title: str
    asked_by: str
    asked_on: date
    missing: tuple[str, ...]


def list_gaps(paper: Paper) -> tuple[str, ...]:
    """The headings of the parts that still say that something is to be added, in order."""
    head = (AT_ITS_HEAD,) if any(GAP in getattr(paper, name) for name in HEAD) else ()
    return (*head, *(part.heading for part in paper.parts if GAP in part.words))


def is_unfinished(paper: Paper) -> bool:
    """Whether its writers have still to do something before a step can send it out."""
    waits = bool(list_gaps(paper)) or paper.needs_approval
    return paper.state is PaperState.DRAFT and waits


def still_missing(asked: Sequence[str], paper: Paper) -> tuple[str, ...] | None:
    """What is still missing of what was asked for; None once the writers have done it."""
    if not is_unfinished(paper):
        return None
    now = list_gaps(paper)
    left = tuple(heading for heading in now if heading in asked)
    return left if left or not (asked or now) else None


def say_missing(missing: Sequence[str]) -> str:
    """What has to be done to a draft, in a sentence."""
    if missing:
        return f"Still to be written: {'; '.join(missing)}."
    return "Its words are all there. It has still to be sent for approval."


def write_ask(
    post: Post,
    asked: Unfinished,
    to: Addressee,
    *,
    asker: str,
    reference: str,
    today: date,
) -> Mail:
    """The mail to one writer: which document, what is missing, and nothing of what it says.

    The same person is asked for the same document once a day.
    """
    values = {
        "person": to.name or "colleague",
        "asker": asker,
        "document": asked.title,
        "reference": reference,
        "missing": say_missing(asked.missing),
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(MailKind.PAPER_GAPS), values)
    query = urlencode({"id": asked.paper, "view": "edit"})
    return Mail(
        id=secrets.token_hex(12), kind=MailKind.PAPER_GAPS, to_name=to.name, to_email=to.email,
        subject=subject, body=body.replace(LINK_MARK, f"{post.base_url}/paper?{query}"),
        once=f"paper_gaps:{asked.paper}:{today.isoformat()}:{to.email.casefold()}",
        actor=post.actor,
    )  # fmt: skip
