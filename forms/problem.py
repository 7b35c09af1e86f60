"""One thing that is wrong, where it is, and how to put it right: returned, never raised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One validation result, for a form's author or for a respondent.

    `place` is where: a file with its line and path for an author ("school_audit.yaml:41
    sections/governance/ed_a1"), a question's key for a respondent ("ed_a1", or
    "visits[2].place" in a repeat). `message` says what is wrong as a short imperative
    for a respondent ("Enter a number"); `cure` says how to put it right and may be empty
    where the message already does.
    """

    place: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.place}: {self.message}.", self.cure) if part)
