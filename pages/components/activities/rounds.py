"""What the round of a self-assessment already knows of an activity about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from db import cycles
from db.composites import count_returns
from db.errors import NotFoundError
from forms.model import Json, Question
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.mechanism import Mechanism, Subject
from scrutiny.return_status import ReturnCounts, count_return_status

#: What a question of a mechanism may be filled in from, where the activity is about a round.
OPENS, CLOSES, ASKED, RETURNED = "round_opens", "round_closes", "round_asked", "round_returned"
FROM_ROUND = frozenset({OPENS, CLOSES, ASKED, RETURNED})
NOTHING_KNOWN: Mapping[str, Json] = MappingProxyType({})


def fills_from_round(questions: Iterable[Question]) -> list[str]:
    """The ids of the questions that a round fills in."""
    return [each.id for each in questions if each.prefill in FROM_ROUND]


def tell_round(
    page: Page, mechanism: Mechanism, subject: str, questions: Iterable[Question]
) -> Mapping[str, Json]:
    """The round's days and counts, where one of the questions is filled in from them."""
    is_round = mechanism.subject is Subject.CYCLE and subject
    if not (is_round and fills_from_round(questions)):
        return NOTHING_KNOWN
    try:
        cycle = page.database.read(cycles.get_cycle, subject)
    except NotFoundError:
        return NOTHING_KNOWN
    days = {OPENS: cycle.opens.isoformat(), CLOSES: cycle.deadline.isoformat()}
    total = count_round(page, subject)
    return {**days, ASKED: total.in_scope, RETURNED: total.sent} if total else days


def count_round(page: Page, cycle: str) -> ReturnCounts | None:
    """How many were asked in a round and how many have answered; None for who may not know."""
    if not page.viewer.can(Permission.READ_COMPOSITES):
        return None
    returns = page.database.read(count_returns, cycle=cycle, viewer=page.viewer)
    return count_return_status(returns, {}).total
