"""Numbers fit a setting's size, and a part is never more than its whole."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from forms.model import Question
from forms.text import plain
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.numbers import count_number, draw_count
from scrutiny.demonstration.profile import make_profile
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership

PROFILE = make_profile(
    Organisation("s", "School", "academy", phase="primary"), seed=1, partnership=partnership()
)


def ask(id: str) -> Question:
    return Question(id, "number", plain(id), required="true()", contextual=True)


@pytest.mark.parametrize("expected", [0.2, 4.0, 80.0])
def test_counts_come_round_to_their_mean(expected: float) -> None:
    random = chance_for(3)
    assert mean(draw_count(expected, random) for _ in range(3000)) == pytest.approx(
        expected, rel=0.1
    )


def test_a_part_is_never_more_than_its_whole() -> None:
    random = chance_for(3)
    parts = [
        count_number(ask("referrals_accepted"), PROFILE, random, {"referrals_made": 9})
        for _ in range(200)
    ]
    assert {type(part) for part in parts} == {int}
    assert max(part for part in parts if isinstance(part, int)) <= 9
    assert count_number(ask("referrals_accepted"), PROFILE, random, {}) is None


def test_percentages_stay_within_a_hundred_and_size_is_kept_to() -> None:
    random = chance_for(3)
    percents = [count_number(ask("staff_trained_percent"), PROFILE, random, {}) for _ in range(200)]
    assert max(p for p in percents if isinstance(p, int)) == 100
    assert count_number(ask("staff_in_post"), replace(PROFILE, size=300), random, {}) == 39
    assert count_number(ask("deputies_trained"), PROFILE, random, {}) == len(PROFILE.leads) - 1
