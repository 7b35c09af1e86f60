"""What the mails of a cycle will say, before anybody is written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pages.components.html import show, tag
from pages.components.server.outgoing import make_post
from pages.components.server.runtime import runtime
from pages.components.tables import lines
from scrutiny.cycle import Cycle
from scrutiny.invitation import Contact
from scrutiny.letter import Post, write_invitation, write_reminder
from scrutiny.mail import LINK_MARK, MAIL_KIND_LABELS, Mail, MailKind
from scrutiny.mail_language import mail_languages
from scrutiny.reach import Reach

KINDS = (MailKind.INVITATION, MailKind.REMINDER)


def show_preview(cycle: Cycle, reached: Sequence[Reach]) -> None:
    """The words of the invitation or the reminder, as one of those asked would read them."""
    post = make_post(runtime())
    if post.texts.problems or not reached:
        return
    with st.expander("Read the e-mails first"):
        kind = st.radio("Which e-mail", KINDS, format_func=MAIL_KIND_LABELS.get, horizontal=True,
                        key="preview-kind")  # fmt: skip
        mail = write_example(post, cycle, reached, kind, choose_language(post, kind))
        show(
            tag("p", tag("strong", mail.subject), dir="auto"),
            tag("p", lines(mail.body.replace(LINK_MARK, "[their personal link]")), dir="auto"),
        )


def choose_language(post: Post, kind: MailKind) -> str:
    """The language to read it in, where there is more than one."""
    tags = post.texts.languages(kind)
    if len(tags) < 2:
        return tags[0]
    return str(
        st.radio("Language", tags, format_func=lambda tag: mail_languages()[tag].name,
                 horizontal=True, key=f"preview-language-{kind}")
    )  # fmt: skip


def write_example(
    post: Post, cycle: Cycle, reached: Sequence[Reach], kind: MailKind, language: str
) -> Mail:
    """The mail to the first person of those asked, or to somebody without a name; never sent."""
    row = next((row for row in reached if row.contacts), reached[0])
    person = row.contacts[0] if row.contacts else Contact("", row.organisation, "", "")
    contact = replace(person, language=language)
    write = write_invitation if kind is MailKind.INVITATION else write_reminder
    return write(post, contact, organisation=row.name, cycle=cycle)
