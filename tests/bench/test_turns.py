"""Timing in turns."""

from bench.turns import in_turns


def test_both_sides_run_in_turns_after_one_that_is_not_counted():
    ran = []
    ours, bare = in_turns(lambda: ran.append("a"), lambda: ran.append("b"), times=2)
    assert ran == ["a", "b", "a", "b", "a", "b"]
    assert ours >= 0
    assert bare >= 0
