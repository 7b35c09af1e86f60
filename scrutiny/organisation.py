"""A setting, agency or partner: who is asked."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Registration(StrEnum):
    """Whether an organisation has a URN, which some alternative provision has not."""

    REGISTERED = "registered"
    UNREGISTERED = "unregistered"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation; `type` is a key of the partnership's organisation types.

    `urn` is the DfE, Ofsted or local number as text (empty where there is none) and is
    unique when given. `ended` is the day it closed or left the register, `contact_language`
    the one that mails to its contact are written in.
    """

    id: str
    name: str
    type: str
    urn: str = ""
    phase: str = ""
    trust: str = ""
    locality: str = ""
    contact_name: str = ""
    contact_email: str = ""
    ended: date | None = None
    contact_language: str = "en"

    @property
    def registration(self) -> Registration:
        """Whether it has a URN."""
        return Registration.REGISTERED if self.urn else Registration.UNREGISTERED

    @property
    def tidied(self) -> Organisation:
        """The details without spaces around what was typed, and the number in capitals."""
        words: dict[str, Any] = {
            part.name: value.strip()
            for part in fields(self)
            if isinstance(value := getattr(self, part.name), str)
        }
        return replace(self, **{**words, "urn": words["urn"].upper()})
