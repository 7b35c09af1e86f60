"""Who is asked in a cycle, how their return stands, and what they have been told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scrutiny.invitation import Contact
from scrutiny.mail import MailKind, MailState
from scrutiny.response import SENT, Status

#: Nobody is reminded by the schedule so soon after another mail about the same cycle.
QUIET_DAYS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """One mail about the cycle, as far as it matters for the next one."""

    contact: str
    kind: MailKind
    state: MailState
    day: date


@dataclass(frozen=True, slots=True)
class Reach:
    """One organisation in a cycle: its people, and what they have been told about it."""

    organisation: str
    name: str
    type: str
    locality: str
    status: Status
    exempt_reason: str = ""
    contacts: tuple[Contact, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def is_waited_for(self) -> bool:
        """Whether its answers are still expected."""
        return not self.exempt_reason and self.status not in SENT

    @property
    def last_told(self) -> date | None:
        """The day of the latest mail."""
        return max((told.day for told in self.told), default=None)

    @property
    def has_failed(self) -> bool:
        """Whether the latest mail was not delivered."""
        latest = max(self.told, key=lambda told: told.day, default=None)
        return latest is not None and latest.state is MailState.REFUSED

    def is_invited(self, contact: Contact) -> bool:
        """Whether an invitation to this person has been queued or sent."""
        return any(
            told.contact == contact.id and told.kind is MailKind.INVITATION for told in self.told
        )


#: One person to write to, and the organisation that they answer for.
Addressee = tuple[Contact, Reach]


def list_uninvited(reached: Iterable[Reach]) -> list[Addressee]:
    """Who has not been invited yet, among those still waited for."""
    return [
        (contact, row)
        for row in reached
        if row.is_waited_for
        for contact in row.contacts
        if not row.is_invited(contact)
    ]


def list_unanswered(reached: Iterable[Reach]) -> list[Addressee]:
    """Who has been invited, among those still waited for."""
    return [
        (contact, row)
        for row in reached
        if row.is_waited_for
        for contact in row.contacts
        if row.is_invited(contact)
    ]


def list_due(reached: Iterable[Reach], today: date) -> list[Addressee]:
    """Whom the schedule reminds today: invited, not answered, and not written to just now."""
    return [
        (contact, row)
        for contact, row in list_unanswered(reached)
        if all(
            (today - told.day).days >= QUIET_DAYS for told in row.told if told.contact == contact.id
        )
    ]
