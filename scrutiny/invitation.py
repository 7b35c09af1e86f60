"""The people of an organisation who are asked to answer, and what their link may not do."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.problem import Problem

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}\Z")
_LONGEST_NAME = 120
_REGISTER = "register-"


class ContactKind(StrEnum):
    """What a person was asked to do."""

    RESPONDENT = "respondent"
    CONTRIBUTOR = "contributor"


CONTACT_KIND_LABELS = {
    ContactKind.RESPONDENT: "Answers the whole form",
    ContactKind.CONTRIBUTOR: "Answers some sections",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """One named person of an organisation, with the e-mail that links are sent to.

    A contributor has the `sections` of one `cycle`; a respondent has neither.
    """

    id: str
    organisation: str
    name: str
    email: str
    kind: ContactKind = ContactKind.RESPONDENT
    cycle: str = ""
    sections: tuple[str, ...] = ()
    language: str = "en"
    ended: date | None = None

    @property
    def is_registered(self) -> bool:
        """Whether this is the contact that stands in the register of organisations."""
        return self.id.startswith(_REGISTER)

    @property
    def role(self) -> str:
        """The role that the person's link opens."""
        return "contributor" if self.kind is ContactKind.CONTRIBUTOR else "organisation"

    @property
    def acts_for(self) -> str:
        """What a session of the person belongs to: a contributor to the contact alone."""
        return self.id if self.kind is ContactKind.CONTRIBUTOR else self.organisation


class LinkRefusal(StrEnum):
    """Why a personal link opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


REFUSAL_WORDS = {
    LinkRefusal.UNKNOWN: (
        "This link is not one of ours",
        "It may have been cut short or changed on its way. Open it from the e-mail again, or "
        "copy the whole address.",
    ),
    LinkRefusal.USED: (
        "This link has been used already",
        "Each link opens once, so that nobody can come in after you. Nothing that you wrote is "
        "lost.",
    ),
    LinkRefusal.EXPIRED: (
        "This link has run out",
        "Links work for a while only. Nothing that you wrote is lost.",
    ),
    LinkRefusal.WITHDRAWN: (
        "This link no longer opens anything",
        "The person it was made for is no longer on the list of those who answer. If that is "
        "wrong, ask a colleague to add you again, or ask us.",
    ),
}


def registered_id(organisation: str) -> str:
    """The id of the contact that the register names for an organisation."""
    return f"{_REGISTER}{organisation}"


def clean_email(text: str) -> str:
    """An e-mail address as it is kept and compared: without spaces around, in lower case."""
    return text.strip().lower()


def is_email(text: str) -> bool:
    """Whether mail can be sent to it; accents and quoted names are not taken."""
    return text.isascii() and len(text) <= 254 and _EMAIL.match(text) is not None


def check_contact(contact: Contact, offered: Collection[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with a person to be added; `offered` are the sections of the cycle's form."""
    found = []
    if not contact.name.strip():
        found.append(Problem("name", "Enter the person's name"))
    if len(contact.name) > _LONGEST_NAME:
        found.append(Problem("name", f"Shorten the name to {_LONGEST_NAME} characters"))
    if not is_email(contact.email):
        found.append(Problem("email", "Enter an e-mail address, such as name@school.example"))
    if contact.kind is ContactKind.CONTRIBUTOR and not contact.sections:
        found.append(Problem("sections", "Choose at least one section"))
    if unknown := set(contact.sections) - set(offered):
        found.append(Problem("sections", f"Choose sections of this form, not {min(unknown)}"))
    return tuple(found)
