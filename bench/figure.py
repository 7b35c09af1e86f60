"""One measured figure, and the target that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted: bounds on ours / bare, on ours itself, or on both; none is fine."""

    most_ratio: float | None = None
    least_ratio: float | None = None
    most: float | None = None

    def words(self, unit: str) -> str:
        """The target as the table says it."""
        bounds = (
            (self.most_ratio, "ratio ≤ {:g}"),
            (self.least_ratio, "ratio ≥ {:g}"),
            (self.most, f"< {{:g}} {unit}".rstrip()),
        )
        return ", ".join(words.format(bound) for bound, words in bounds if bound is not None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, ours and the bare side, in `unit`.

    `ours` is None when it could not be measured here; the note then says why.
    """

    measure: str
    unit: str
    ours: float | None
    bare: float | None = None
    target: Target = Target()
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours for each of the bare side's."""
        return self.ours / self.bare if self.ours is not None and self.bare else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is none, or nothing was measured."""
        target, ratio = self.target, self.ratio
        if self.ours is None or target == Target():
            return None
        return (
            (target.most is None or self.ours < target.most)
            and (target.most_ratio is None or (ratio is not None and ratio <= target.most_ratio))
            and (target.least_ratio is None or (ratio is not None and ratio >= target.least_ratio))
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything is measured; the tests ask for very little."""

    scanned: tuple[int, ...] = (100_000, 1_000_000)  # responses of the composite query
    documented: int = 100_000  # responses of the report and of the CSV
    activities: int = 5_000
    actions: int = 50_000
    sent_alone: int = 100  # submissions from one thread
    sent_together: int = 400  # submissions from `threads`
    threads: int = 50
    repeats: int = 9  # turns of each side, where a turn is short
    reruns: int = 40
    starts: int = 7
    sessions: int = 50
    awaits_rest: bool = True  # whether servers first end what they do in the background


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the bench: how much to measure, and a folder that is deleted afterwards."""

    sizes: Sizes
    folder: Path
