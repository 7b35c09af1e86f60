"""A believable partnership, invented from a seed: the same seed and day give the same one."""

from scrutiny.demonstration.generator import make_demonstration
from scrutiny.demonstration.model import CycleSet, Demonstration, EarlierForm, Filled

__all__ = ["CycleSet", "Demonstration", "EarlierForm", "Filled", "make_demonstration"]
