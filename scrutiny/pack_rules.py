"""How much an agenda pack holds: data from partnership.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Length(StrEnum):
    """How much of its papers a pack holds."""

    SHORT = "short"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class PackRules:
    """How much a short pack holds.

    A paper of at most `whole_words` goes in whole. Of a longer one each part keeps about
    `part_words`, each table `table_rows`. `point_words` are a paper's key points,
    `actions` the most actions of the group that are listed.
    """

    whole_words: int = 1200
    part_words: int = 120
    table_rows: int = 6
    point_words: int = 90
    actions: int = 12


def read_pack_rules(raw: Mapping[str, Any]) -> PackRules:
    """The settings as partnership.yaml gives them; raises ValueError for what cannot be."""
    rules = PackRules(**{key: int(value) for key, value in raw.items()})
    for name in PackRules.__slots__:
        if getattr(rules, name) < 1:
            raise ValueError(f"agenda_pack: {name} must be at least 1")
    return rules
