"""A request for access: about whom, and whether a text speaks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

#: Shorter words are in too many others to be looked for.
SHORTEST = 3


@dataclass(frozen=True)
class Subject:
    """A person by name and e-mail address, or an organisation by its id; both may be given."""

    name: str = ""
    email: str = ""
    organisation: str = ""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words to look for."""
        given = (" ".join(self.name.split()), self.email.strip())
        return tuple(words for words in given if len(words) >= SHORTEST)

    @property
    def is_somebody(self) -> bool:
        """Whether there is anybody to look for."""
        return bool(self.wanted or self.organisation)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the person, in whole words and whatever their case."""
        return any(pattern.search(text) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(
                r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", re.IGNORECASE
            )
            for words in self.wanted
        )
