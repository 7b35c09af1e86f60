"""A setting, agency or partner: who is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
