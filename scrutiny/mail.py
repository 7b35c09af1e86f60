"""The e-mails that are sent: their texts by language from mails/*.yaml, and one mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms.problem import Problem
from forms.source import Source, SourceError, read_source
from scrutiny.mail_language import DEFAULT_LANGUAGE, mail_languages

FOLDER = Path(__file__).with_name("mails")
#: Stands in a kept mail where its personal link will be: the link is made when it is sent.
LINK_MARK = "⟦personal link⟧"
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_SPACES = re.compile(r"\s+")


class MailKind(StrEnum):
    """What a mail is for; each has a file of that name in mails/."""

    INVITATION = "invitation"
    CONTRIBUTION = "contribution"
    REMINDER = "reminder"
    NEW_LINK = "new_link"
    SIGN_OFF = "sign_off"
    ACTIONS = "actions"
    FLAG = "flag"
    FLAG_DEPUTY = "flag_deputy"
    TURN = "turn"
    TURN_REMINDER = "turn_reminder"
    TOLD = "told"
    DOCUMENT = "document"
    DOCUMENT_NOTICE = "document_notice"
    PAPER_GAPS = "paper_gaps"


MAIL_KIND_LABELS = {
    MailKind.INVITATION: "Invitation",
    MailKind.CONTRIBUTION: "Invitation to some sections",
    MailKind.REMINDER: "Reminder",
    MailKind.NEW_LINK: "New link, as asked for",
    MailKind.SIGN_OFF: "Request to sign off",
    MailKind.ACTIONS: "Actions to report on",
    MailKind.FLAG: "Safeguarding alert",
    MailKind.FLAG_DEPUTY: "Safeguarding alert to the deputy",
    MailKind.TURN: "Your turn in an activity",
    MailKind.TURN_REMINDER: "Reminder of a turn in an activity",
    MailKind.TOLD: "News of a step in an activity",
    MailKind.DOCUMENT: "A document, by a link",
    MailKind.DOCUMENT_NOTICE: "Notice of a restricted document",
    MailKind.PAPER_GAPS: "Request to finish a document",
}

#: The mails to people whose language is known: those who answer.
TO_CONTACTS = (MailKind.INVITATION, MailKind.CONTRIBUTION, MailKind.REMINDER, MailKind.NEW_LINK)

#: What every text may hold in curly brackets, and what each stands for.
PLACEHOLDERS: Mapping[str, str] = {
    "person": "the name of who is written to",
    "organisation": "their organisation",
    "title": "the title of the cycle or of the document",
    "opens": "the day it opens",
    "deadline": "the day it is due by",
    "signs_for": "for whom a return is signed, such as the governing body",
    "sections": "the sections that a contributor was given",
    "actions": "what the owner has still to do, a line each",
    "link": "the personal link; every text must hold it once, in its body",
    "link_lasts": "how long the link works",
    "ask_link": "the address at which to ask for a new link",
    "partnership": "the partnership's name",
    "email": "the partnership's e-mail address",
    "mechanism": "what kind of activity it is",
    "reference": "the activity's reference, such as AE-2026-001",
    "step": "the step that waits for the person, or that was taken",
    "outcome": "the step that was taken, with how it ended",
    "when": "by when, or that it is late",
    "document": "what kind of document is waited for",
    "missing": "which of its parts are still to be written",
    "asker": "who waits for it",
}
#: A mail that is not about one cycle has nothing to say for these.
_OF_A_CYCLE = frozenset({"title", "opens", "deadline", "sections"})
#: What a mail to somebody who signs a return may say; no name is known.
_OF_A_SIGNER = frozenset(
    {"signs_for", "organisation", "title", "deadline", "link", "link_lasts", "partnership", "email"}
)
#: What a mail about a turn may say: nothing that anybody typed, so nothing of a case.
_OF_A_TURN = frozenset(
    {"person", "mechanism", "reference", "step", "when", "link", "link_lasts", "partnership",
     "email", "outcome"}
)  # fmt: skip
_TURNS = frozenset({MailKind.TURN, MailKind.TURN_REMINDER, MailKind.TOLD})
#: What a mail to an owner of actions may say.
_OF_AN_OWNER = frozenset(
    {"person", "organisation", "actions", "link", "link_lasts", "partnership", "email"}
)
#: What a mail about a document may say; of a restricted one not even its title.
_OF_A_DOCUMENT = frozenset({"person", "title", "link", "link_lasts", "partnership", "email"})
_OF_A_NOTICE = frozenset({"person", "link", "partnership", "email"})
#: What a mail to the writers of a draft may say: nothing of what the draft says.
_OF_A_DRAFT = frozenset(
    {"person", "asker", "document", "reference", "missing", "link", "partnership", "email"}
)
DOCUMENTS = frozenset({MailKind.DOCUMENT, MailKind.DOCUMENT_NOTICE})
_ALERTS = frozenset({MailKind.FLAG, MailKind.FLAG_DEPUTY})
#: All that an alert may say: it has no link, and nothing of what was written.
_OF_AN_ALERT = frozenset({"person", "deadline", "partnership", "email"})


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


MAIL_STATE_LABELS = {
    MailState.WAITING: "Waiting",
    MailState.SENDING: "Being sent",
    MailState.SENT: "Sent",
    MailState.REFUSED: "Not delivered",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person, from the outbox.

    `once` is what makes two mails the same, so that it is never queued twice; `link_hours`
    how long its link works, 0 without one; `reason` why it was refused or tried again.
    """

    id: str
    kind: MailKind
    to_name: str
    to_email: str
    subject: str
    body: str
    once: str
    contact: str = ""
    organisation: str = ""
    round: str = ""
    link_hours: int = 0
    actor: str = ""
    state: MailState = MailState.WAITING
    attempts: int = 0
    due: datetime | None = None
    made: datetime | None = None
    sent: datetime | None = None
    reason: str = ""

    def with_link(self, address: str) -> str:
        """The body with its personal link in place."""
        return self.body.replace(LINK_MARK, address)


@dataclass(frozen=True, slots=True)
class MailText:
    """The words of one kind of mail in one language."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailTexts:
    """All texts by kind and language, and what is wrong with their files."""

    texts: Mapping[tuple[MailKind, str], MailText] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def find(self, kind: MailKind, language: str = DEFAULT_LANGUAGE) -> MailText:
        """The text in that language, else in English; raises KeyError when neither is right."""
        return self.texts.get((kind, language)) or self.texts[kind, DEFAULT_LANGUAGE]

    def language_of(self, kind: MailKind, language: str) -> str:
        """The language that somebody who asks for one is written to in."""
        return language if (kind, language) in self.texts else DEFAULT_LANGUAGE

    def languages(self, kind: MailKind) -> tuple[str, ...]:
        """The languages that have a text of this kind, English first."""
        found = {language for each, language in self.texts if each is kind}
        return tuple(tag for tag in mail_languages() if tag in found)

    def missing(self, language: str) -> tuple[MailKind, ...]:
        """The kinds of mail that who asks for a language is sent in English."""
        return tuple(kind for kind in TO_CONTACTS if (kind, language) not in self.texts)


@lru_cache(maxsize=4)
def load_mails(folder: Path = FOLDER) -> MailTexts:
    """The texts of every kind; a file or text with a mistake is left out and told."""
    texts: dict[tuple[MailKind, str], MailText] = {}
    problems: list[Problem] = []
    for kind in MailKind:
        path = folder / f"{kind}.yaml"
        if not path.is_file():
            problems.append(
                Problem(
                    path.name, "This file is missing", "Put it back, with its texts by language."
                )
            )
            continue
        read, wrong = read_mail(path.read_text("utf-8"), kind)
        texts |= {(kind, language): text for language, text in read.items()}
        problems += wrong
    return MailTexts(texts, tuple(problems))


def read_mail(text: str, kind: MailKind) -> tuple[dict[str, MailText], list[Problem]]:
    """The texts in one file by language, and every mistake in it with its place."""
    name = f"{kind}.yaml"
    try:
        source = read_source(text)
    except SourceError as error:
        return {}, [Problem(f"{name}:{error.line}", error.reason, error.cure)]
    if not isinstance(source.value, dict) or not source.value:
        return {}, [Problem(name, "There is no text", "Write en: with a subject and a body.")]
    texts, problems = {}, []
    for language, raw in source.value.items():
        wrong = list(_check_text(kind, source, str(language), raw))
        if language not in mail_languages():
            place = f"{name}:{source.line(str(language))} {language}"
            cure = "Describe it in languages.yaml, or correct its name."
            wrong.append(Problem(place, "This language is not known", cure))
        problems += wrong
        if not wrong:
            texts[str(language)] = MailText(raw["subject"].strip(), raw["body"].strip())
    if DEFAULT_LANGUAGE not in source.value:
        problems.append(Problem(name, "There is no English text", "Write en: first."))
    return texts, problems


def _check_text(kind: MailKind, source: Source, language: str, raw: Any) -> Iterator[Problem]:
    for part in ("subject", "body"):
        place = f"{kind}.yaml:{source.line(f'{language}/{part}')} {language}/{part}"
        words = raw.get(part) if isinstance(raw, dict) else None
        if not isinstance(words, str) or not words.strip():
            yield Problem(place, f"The {part} is missing", f"Write {part}: and its words.")
            continue
        yield from _check_placeholders(kind, part, place, words)


def _check_placeholders(kind: MailKind, part: str, place: str, words: str) -> Iterator[Problem]:
    names = _PLACEHOLDER.findall(words)
    allowed = _allowed(kind) - ({"link"} if part == "subject" else frozenset())
    for name in dict.fromkeys(names):
        if name not in allowed:
            yield Problem(
                place, f"{{{name}}} stands for nothing here", f"Use one of {_list(allowed)}."
            )
    if part == "body" and kind not in _ALERTS and names.count("link") != 1:
        yield Problem(place, "The personal link must stand once", "Write {link} on its own line.")


def _allowed(kind: MailKind) -> frozenset[str]:
    if kind in _ALERTS:
        return _OF_AN_ALERT
    if kind is MailKind.SIGN_OFF:
        return _OF_A_SIGNER
    if kind in _TURNS:
        return _OF_A_TURN
    if kind is MailKind.ACTIONS:
        return _OF_AN_OWNER
    if kind is MailKind.PAPER_GAPS:
        return _OF_A_DRAFT
    if kind in DOCUMENTS:
        return _OF_A_DOCUMENT if kind is MailKind.DOCUMENT else _OF_A_NOTICE
    return (
        frozenset(PLACEHOLDERS)
        - {"signs_for", "actions", "mechanism", "reference", "step", "outcome", "when"}
        - {"document", "missing", "asker"}
        - (_OF_A_CYCLE if kind is MailKind.NEW_LINK else frozenset())
    )


def _list(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name in names)


def render_mail(text: MailText, values: Mapping[str, str]) -> tuple[str, str]:
    """The subject on one line and the body, with its placeholders filled in.

    The link is left as its mark. What people typed cannot pass for the mark.
    """
    known = {name: value.replace("⟦", "[").replace("⟧", "]") for name, value in values.items()}
    known["link"] = LINK_MARK

    def fill(found: re.Match[str]) -> str:
        return known[found[1]]

    subject = _SPACES.sub(" ", _PLACEHOLDER.sub(fill, text.subject)).strip()
    return subject, _PLACEHOLDER.sub(fill, text.body).strip() + "\n"
