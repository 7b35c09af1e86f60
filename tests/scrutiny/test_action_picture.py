"""The actions of a cycle put together: small groups are merged until they say nothing of one."""

from __future__ import annotations

from scrutiny.action_picture import OTHERS, RoundTally, Side, add_up, draw_picture
from scrutiny.action_search import Tally


def row(side: Side, key: str, organisations: int, **counts: int) -> RoundTally:
    return RoundTally(side, Tally(key, **(counts or {"not_started": 1})), organisations)


def groups(rows: list[RoundTally], side: Side) -> list[tuple[str, int]]:
    picture = draw_picture([row(Side.WHOLE, "", 30, not_started=9), *rows], {}, minimum=5)
    assert picture is not None
    found = {each: tallies for each, tallies, _ in picture.sides}
    return [(tally.key, tally.open) for tally in found.get(side, ())]


def test_nothing_is_drawn_of_too_few_organisations() -> None:
    assert draw_picture([row(Side.WHOLE, "", 4)], {}, minimum=5) is None
    assert draw_picture([row(Side.WHOLE, "", 9, overdue=0)], {}, minimum=5) is None
    assert draw_picture([], {}, minimum=5) is None


def test_small_types_are_added_together() -> None:
    types = [
        row(Side.TYPE, "academy", 9), row(Side.TYPE, "college", 2), row(Side.TYPE, "special", 3)
    ]  # fmt: skip
    assert groups(types, Side.TYPE) == [("academy", 1), (OTHERS, 2)]


def test_a_lone_small_type_takes_the_next_smallest_with_it() -> None:
    types = [
        row(Side.TYPE, "academy", 9), row(Side.TYPE, "college", 2), row(Side.TYPE, "school", 6)
    ]  # fmt: skip
    assert groups(types, Side.TYPE) == [("academy", 1), (OTHERS, 2)]


def test_groups_that_share_organisations_need_a_large_one_among_those_merged() -> None:
    standards = [row(Side.STANDARD, f"ED-A{n}", n, not_started=n) for n in (2, 3, 7, 8)]
    assert groups(standards, Side.STANDARD) == [("ED-A8", 8), (OTHERS, 12)]
    assert groups(standards[:2], Side.STANDARD) == []


def test_ages_keep_their_order_and_others_the_most_overdue_first() -> None:
    labels = {Side.AGE: {"new": "New", "old": "Old"}, Side.OWNER: {"head": "Head"}}
    rows = [
        row(Side.WHOLE, "", 9),
        row(Side.AGE, "old", 9, not_started=5, overdue=3), row(Side.AGE, "new", 9),
        row(Side.OWNER, "head", 9), row(Side.OWNER, "dsl", 9, not_started=1, overdue=1),
    ]  # fmt: skip
    picture = draw_picture(rows, labels, minimum=5)
    assert picture is not None
    assert [(side, [tally.key for tally in tallies]) for side, tallies, _ in picture.sides] == [
        (Side.OWNER, ["dsl", "head"]), (Side.AGE, ["new", "old"]),
    ]  # fmt: skip
    assert picture.sides[0][2]["head"] == "Head"


def test_add_up() -> None:
    assert add_up([Tally("a", 1, overdue=1), Tally("b", 2, 3)], key="c") == Tally(
        "c", 3, 3, overdue=1
    )
