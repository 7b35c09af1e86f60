"""Chance that comes out the same each time: one stream of numbers for each thing."""

from __future__ import annotations

from random import Random


def chance_for(*parts: object) -> Random:
    """The random numbers of one thing, which no other thing's numbers disturb."""
    return Random(":".join(map(str, parts)))  # noqa: S311 (invented data, nothing secret)
