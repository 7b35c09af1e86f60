"""The e-mail to those who read flags: that something waits, and not a word of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scrutiny.access import Permission, roles
from scrutiny.letter import Post
from scrutiny.mail import Mail, MailKind, render_mail


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told when a flag is raised."""

    name: str
    email: str


def reading_roles() -> list[str]:
    """The roles that read flags."""
    return sorted(key for key, role in roles().items() if Permission.READ_FLAGS in role.may)


def write_alert(post: Post, reader: Reader, *, due: date, kind: MailKind = MailKind.FLAG) -> Mail:
    """One alert. Nothing in it leads back to a flag: whoever queues it makes sure it is one."""
    values = {
        "person": reader.name,
        "deadline": f"{due.day} {due:%B %Y}",
        "partnership": post.partnership.name,
        "email": post.partnership.email,
    }
    subject, body = render_mail(post.texts.find(kind), values)
    token = secrets.token_hex(12)
    return Mail(
        id=token, kind=kind, to_name=reader.name, to_email=reader.email,
        subject=subject, body=body, once=f"flag:{token}", actor=post.actor,
    )  # fmt: skip


def write_alerts(post: Post, readers: list[Reader], *, due: date) -> Iterator[Mail]:
    """An alert for each reader; with none on the register, for the partnership's own address."""
    whole = Reader(post.partnership.short_name, post.partnership.email)
    for reader in readers or [whole]:
        yield write_alert(post, reader, due=due)


def write_deputy_alert(post: Post, *, due: date) -> Mail:
    """The alert for the deputy; with none named, for the partnership's own address."""
    ours = post.partnership
    deputy = Reader(ours.flag_deputy.name or ours.short_name, ours.flag_deputy.email or ours.email)
    return write_alert(post, deputy, due=due, kind=MailKind.FLAG_DEPUTY)
