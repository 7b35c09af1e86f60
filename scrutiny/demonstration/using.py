"""How invented teams used the learning briefings that are out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import cycle

from forms.model import Json
from scrutiny.paper import Paper
from scrutiny.template import load_templates
from scrutiny.use import CHANGED, DISCUSSED, PEOPLE, TEAM, USED_ON, Use, may_be_used

_TEAMS = ("Duty team", "Assessment team", "Early help team", "Health visiting team")
_DISCUSSED = (
    "Whether we write down what was agreed with the family, and who reads it.",
    "How we find out what happened before, and how we use it when things change.",
    "What children told us in the last month, and what we did about it.",
)
_CHANGED = (
    "We read two records together in each team meeting.",
    "",
    "The history of the family stands at the top of each plan.",
)
#: Of the agencies of a briefing, how many have told; the others have not yet.
_OF, _TOLD = 3, 2


def write_uses(
    papers: Iterable[Paper], agencies: Mapping[str, Sequence[str]], today: date
) -> Iterator[Use]:
    """What two of three agencies of each briefing told; `agencies` are those of an activity."""
    words = zip(cycle(_TEAMS), cycle(_DISCUSSED), cycle(_CHANGED), strict=False)
    templates = load_templates().templates
    for paper in papers:
        out = paper.published_on or paper.issued_on
        if out is None or not may_be_used(paper, templates.get(paper.template)):
            continue
        for at, agency in enumerate(agencies.get(paper.activity, ())):
            used_on = out + timedelta(days=9 + 4 * at)
            if at % _OF < _TOLD and used_on <= today:
                yield _use(paper.id, agency, used_on, 5 + at, *next(words))


def _use(
    paper: str, agency: str, used_on: date, people: int, team: str, discussed: str, changed: str
) -> Use:
    answers: dict[str, Json] = {
        TEAM: team, USED_ON: used_on.isoformat(), PEOPLE: people, DISCUSSED: discussed,
        CHANGED: changed,
    }  # fmt: skip
    given = {key: value for key, value in answers.items() if value != ""}
    id = sha256(f"{paper}/{agency}".encode()).hexdigest()[:16]
    return Use(id, paper, agency, given, told_on=used_on)
