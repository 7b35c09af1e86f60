"""Dated rounds of a form: cycles for organisations, campaigns for anonymous voices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cycle:
    """A dated round of one form version for a set of organisations.

    `extended_to` is the later deadline, when one was given; `previous` is the id of the
    cycle that year on year compares with; `stopped` the day on which it was ended early.
    """

    id: str
    form: str
    form_version: str
    title: str
    opens: date
    closes: date
    extended_to: date | None = None
    previous: str = ""
    stopped: date | None = None

    @property
    def deadline(self) -> date:
        """The last day on which a return is not turned away as late."""
        return self.extended_to or self.closes

    def is_open(self, today: date) -> bool:
        """Whether answers may be given; a late return is still taken, and marked late."""
        return today >= self.opens and self.stopped is None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A dated round of an anonymous voice form about one service.

    `code` is what a young person types; `minimum_group` is the smallest number of
    respondents for which anything is shown, where the form asks for more than the rule.
    With `hand_out` each answer takes a hand-out code of its own, and `code` opens nothing.
    """

    id: str
    form: str
    form_version: str
    title: str
    service: str
    agency: str
    place_type: str
    code: str
    opens: date
    closes: date
    mechanism: str = ""
    announced: bool = True
    lead_adult: str = ""
    safeguarding_reader: str = ""
    minimum_group: int = 5
    response_due: date | None = None
    stopped: date | None = None
    hand_out: bool = False

    def is_open(self, today: date) -> bool:
        """Whether answers may be given today."""
        return self.opens <= today <= self.closes and self.stopped is None

    def has_closed(self, today: date) -> bool:
        """Whether no further answer can come, so that what people said may be shown."""
        return today > self.closes or self.stopped is not None
