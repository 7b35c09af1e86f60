"""The actions of a cycle put together, as a composite shows them: no organisation by itself.

A group of actions that comes from too few organisations is put together with others: with
as many as it takes, so that what is left cannot be worked out either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from scrutiny.action_search import Tally

OTHERS = "others"
OTHER_WORDS = "All others together"


class Side(StrEnum):
    """What the actions of a cycle are counted by; WHOLE is all of them."""

    WHOLE = "whole"
    TYPE = "type"
    STANDARD = "standard"
    OWNER = "owner"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class RoundTally:
    """The actions of one group in a cycle, and from how many organisations they come."""

    side: Side
    tally: Tally
    organisations: int


@dataclass(frozen=True, slots=True)
class ActionPicture:
    """How the actions of a cycle stand: altogether, and by each side with its words."""

    whole: Tally
    sides: tuple[tuple[Side, tuple[Tally, ...], Mapping[str, str]], ...] = ()


def draw_picture(
    rows: Iterable[RoundTally], labels: Mapping[Side, Mapping[str, str]], *, minimum: int
) -> ActionPicture | None:
    """The picture of a cycle's actions; None with none, or from too few organisations."""
    found = list(rows)
    whole = next((row for row in found if row.side is Side.WHOLE), None)
    if whole is None or not whole.tally.total or whole.organisations < minimum:
        return None
    sides = []
    for side in (Side.TYPE, Side.STANDARD, Side.OWNER, Side.AGE):
        own = [row for row in found if row.side is side and row.tally.total]
        tallies = _merge(own, minimum, is_apart=side is Side.TYPE)
        if tallies:
            sides.append((side, _order(side, tallies, labels), _words(side, labels)))
    return ActionPicture(whole.tally, tuple(sides))


def _merge(rows: Sequence[RoundTally], minimum: int, *, is_apart: bool) -> list[Tally]:
    """Every group that may be shown, and the others together.

    Where groups are of organisations of their own (`is_apart`), merged groups add up;
    else one that is large enough by itself has to be among them.
    """
    ranked = sorted(rows, key=lambda row: (row.organisations, row.tally.key))
    small = [row for row in ranked if row.organisations < minimum or not row.tally.key]
    rest = [row for row in ranked if row not in small]
    while small and rest and not _is_enough(small, minimum, is_apart=is_apart):
        small.append(rest.pop(0))
    if small and not _is_enough(small, minimum, is_apart=is_apart):
        return []
    merged = [add_up((row.tally for row in small), key=OTHERS)] if small else []
    return [row.tally for row in rest] + merged


def _is_enough(rows: Sequence[RoundTally], minimum: int, *, is_apart: bool) -> bool:
    counts = [row.organisations for row in rows]
    return (sum(counts) if is_apart else max(counts)) >= minimum


def add_up(tallies: Iterable[Tally], *, key: str = "") -> Tally:
    """Several tallies as one."""
    given = list(tallies)
    names = [part.name for part in fields(Tally) if part.name != "key"]
    return replace(Tally(key), **{name: sum(getattr(t, name) for t in given) for name in names})


def _order(
    side: Side, tallies: list[Tally], labels: Mapping[Side, Mapping[str, str]]
) -> tuple[Tally, ...]:
    """The most overdue first; ages and types in the order of their words; others last."""
    known = list(labels.get(side, ()))

    def place(tally: Tally) -> tuple[bool, int, int, int, str]:
        listed = known.index(tally.key) if tally.key in known else 0
        first = listed if side in {Side.AGE, Side.TYPE} else 0
        return tally.key == OTHERS, first, -tally.overdue, -tally.open, tally.key

    return tuple(sorted(tallies, key=place))


def _words(side: Side, labels: Mapping[Side, Mapping[str, str]]) -> Mapping[str, str]:
    return {**labels.get(side, {}), OTHERS: OTHER_WORDS}
