"""What is hidden cannot be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.suppression import (
    Rule,
    SafeTable,
    Shown,
    is_safe_choice,
    merge_small,
    say_percent,
    show_band,
    show_count,
    show_percent,
    suppress_parts,
    suppress_row,
    suppress_table,
)

FIVE = Rule(5)
THREE = Rule(3)


def words(table: SafeTable) -> list[list[str]]:
    return [
        [str(cell) for cell in (*row, total)]
        for row, total in zip(table.rows, table.row_totals, strict=True)
    ]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")]
)
def test_a_count_below_the_minimum_is_hidden_and_a_zero_is_not(count: int, shown: str) -> None:
    assert str(show_count(count, FIVE)) == shown


def test_a_percentage_needs_its_base() -> None:
    assert show_percent(3, 9, Rule(10)) == Shown(None, "fewer than 10")
    assert show_percent(5, 10, Rule(10)) == Shown(50.0, "50%")
    assert show_percent(0, 0, Rule(10)) == Shown(None, "none")


@pytest.mark.parametrize(
    ("percent", "said"),
    [(0, "0%"), (0.2, "under 1%"), (12.5, "13%"), (99.6, "over 99%"), (100, "100%")],
)
def test_only_none_and_all_are_called_so(percent: float, said: str) -> None:
    assert say_percent(percent) == said


def test_a_band_says_only_whether_a_count_is_small() -> None:
    assert [str(show_band(count, FIVE, 10)) for count in (0, 4, 5, 9)] == [
        "fewer than 5", "fewer than 5", "5 to 9", "5 to 9",
    ]  # fmt: skip


def test_a_minimum_of_two_is_refused() -> None:
    with pytest.raises(ValueError, match="3 or more"):
        Rule(2)


def test_large_counts_are_all_shown() -> None:
    assert words(suppress_table([[10, 12], [30, 0]], FIVE)) == [
        ["10", "12", "22"],
        ["30", "0", "30"],
    ]


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    cells, total = suppress_row([20, 3, 8], FIVE)
    assert [str(cell) for cell in cells] == ["20", "fewer than 5", "hidden"]
    assert str(total) == "31"


def test_a_zero_covers_for_a_small_count() -> None:
    cells, total = suppress_row([20, 3, 8, 0], FIVE)
    assert [str(cell) for cell in cells] == ["20", "fewer than 5", "8", "fewer than 5"]
    assert str(total) == "31"


@pytest.mark.parametrize("count", [1, 4])
def test_two_small_counts_that_only_fit_one_way_take_a_third(count: int) -> None:
    """Each is from 1 to 4, so that sums of 2 and 8 would tell the reader both."""
    cells, total = suppress_row([count, count, 20, 30], FIVE)
    assert [str(cell) for cell in cells] == ["fewer than 5", "fewer than 5", "hidden", "30"]
    assert str(total) == str(50 + 2 * count)


def test_a_total_goes_only_when_nothing_else_is_left() -> None:
    cells, total = suppress_row([1, 5], FIVE)
    assert [str(cell) for cell in (*cells, total)] == ["fewer than 5", "hidden", "hidden"]


def test_a_group_below_the_minimum_is_hidden_with_its_zeros() -> None:
    table = suppress_table([[3, 0], [20, 15], [30, 25]], FIVE)
    assert words(table)[0] == ["fewer than 5", "fewer than 5", "fewer than 5"]


def test_a_table_with_no_rows_stays_empty() -> None:
    assert suppress_table([], FIVE) == SafeTable((), (), (), Shown(0, "0"))


def test_a_part_that_could_be_subtracted_takes_another_with_it() -> None:
    assert suppress_parts({"a": 40, "b": 3, "c": 9}, FIVE) == {"b", "c"}
    assert suppress_parts({"a": 40, "b": 3, "c": 3}, FIVE) == {"b", "c"}
    assert suppress_parts({"a": 40, "b": 1, "c": 2, "d": 9}, FIVE) == {"b", "c", "d"}
    assert suppress_parts({"a": 40, "b": 0, "c": 9}, FIVE) == frozenset()


def test_small_groups_are_merged_until_they_are_enough() -> None:
    assert merge_small({"a": 40, "b": 3, "c": 3}, FIVE) == {"b", "c"}
    assert merge_small({"a": 40, "b": 3, "c": 9}, FIVE) == {"b", "c"}
    assert merge_small({"a": 40, "b": 3}, FIVE) == frozenset()
    assert merge_small({"a": 40, "b": 12}, FIVE) == frozenset()


def test_a_choice_must_leave_enough_in_and_out() -> None:
    assert is_safe_choice(40, 40, FIVE)
    assert is_safe_choice(35, 40, FIVE)
    assert not is_safe_choice(37, 40, FIVE)
    assert not is_safe_choice(4, 40, FIVE)


# ── an attacker who knows every rule ─────────────────────────────────────────────────

Place = tuple[int, int]


def shown_cells(table: SafeTable) -> dict[Place, Shown]:
    cells = {(r, c): cell for r, row in enumerate(table.rows) for c, cell in enumerate(row)}
    cells |= {(r, -1): cell for r, cell in enumerate(table.row_totals)}
    cells |= {(-1, c): cell for c, cell in enumerate(table.column_totals)}
    return cells | {(-1, -1): table.total}


def could_be(cell: Shown, count: int, rule: Rule, *, least: int) -> bool:
    """What a reader may conclude about a count from what stands in its place."""
    if cell.value is not None:
        return count == cell.value
    if cell.words == rule.primary_words:
        return least <= count < rule.minimum
    return count >= least


def feasible(counts: list[list[int]], rule: Rule, most: int) -> list[dict[Place, int]]:
    """Every table of counts up to `most` that agrees with all that is shown.

    The reader is also told which of the hidden small counts are zeros hidden as cover.
    """
    table = suppress_table(counts, rule)
    cells, true, found = shown_cells(table), margins(counts), []

    def fits(place: Place, count: int) -> bool:
        in_group = place[1] >= 0 and rule.is_small(true.get((place[0], -1), 0))
        least = min(true[place], 0 if in_group else 1)
        if cells[place].words == rule.secondary_words:
            least = rule.minimum if true[place] >= rule.minimum else 0
        return could_be(cells[place], count, rule, least=least)

    rows = []
    for r, line in enumerate(counts):
        ranges = [[n for n in range(most + 1) if fits((r, c), n)] for c in range(len(line))]
        rows.append([one for one in product(*ranges) if fits((r, -1), sum(one))])
    for lines in product(*rows):
        whole = margins(lines)
        if all(fits(place, whole[place]) for place in whole if place[0] == -1):
            found.append(whole)
    return found


def margins(lines: Sequence[Sequence[int]]) -> dict[Place, int]:
    """A table's counts and its totals, by place; -1 is a total."""
    whole = {(r, c): n for r, line in enumerate(lines) for c, n in enumerate(line)}
    whole |= {(r, -1): sum(line) for r, line in enumerate(lines)}
    whole |= {(-1, c): sum(line[c] for line in lines) for c in range(len(lines[0]))}
    return whole | {(-1, -1): sum(map(sum, lines))}


def assert_nothing_is_betrayed(counts: list[list[int]], rule: Rule) -> None:
    table = suppress_table(counts, rule)
    tables = feasible(counts, rule, most=max(max(row) for row in counts) + 2)
    for place, cell in shown_cells(table).items():
        if cell.is_hidden:
            assert len({one[place] for one in tables}) > 1, (counts, place, words(table))


small_counts = st.integers(min_value=0, max_value=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(small_counts, min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_hidden_count_of_a_narrow_table_can_be_worked_out(counts: list[list[int]]) -> None:
    assert_nothing_is_betrayed(counts, THREE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(small_counts, min_size=3, max_size=3), min_size=1, max_size=2))
def test_no_hidden_count_of_a_wide_table_can_be_worked_out(counts: list[list[int]]) -> None:
    assert_nothing_is_betrayed(counts, THREE)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=9), min_size=2, max_size=4))
def test_no_hidden_count_of_one_group_can_be_worked_out(counts: list[int]) -> None:
    cells, total = suppress_row(counts, FIVE)
    least = [5 if count >= 5 else 0 if 0 < sum(counts) < 5 or not count else 1 for count in counts]
    ranges = [
        [n for n in range(14) if could_be(cell, n, FIVE, least=low)]
        for cell, low in zip(cells, least, strict=True)
    ]
    lines = [line for line in product(*ranges) if could_be(total, sum(line), FIVE, least=1)]
    for place, cell in enumerate(cells):
        assert not cell.is_hidden or len({line[place] for line in lines}) > 1


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(min_value=0, max_value=30), min_size=1)
)
def test_what_is_left_after_subtraction_is_never_fewer_than_the_minimum(
    sizes: dict[str, int],
) -> None:
    hidden = suppress_parts(sizes, FIVE)
    left = [sizes[part] for part in hidden]
    everything = sum(sizes.values()) == sum(left)
    assert not hidden or everything or (len(left) > 1 and sum(left) >= 5)
    assert all(part in hidden for part, size in sizes.items() if 0 < size < 5)
