"""What an expression may see while it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from forms.values import Result, Value


def _no_label(question: str, value: str) -> str:  # noqa: ARG001 - the shape of Scope.label
    return value


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may see while it is evaluated.

    - `values`: every question outside a repeat by id, as its type's `xpath` gives it; what
      is hidden or unanswered is "" (or left out). Select many and rank are their values
      with a space between ("red blue"); a judgement is its rating; dates, times and
      date-times are ISO words ("2026-01-31", "14:05"), which arithmetic and `<` turn into
      days since 1970-01-01 by themselves; whole numbers may be int.
    - `repeats`: for each repeat group its instances in order. Each instance holds *every*
      question of the group ("" where unanswered), with constants and calculations filled.
    - `group` and `position` (from 1): the repeat instance that the expression stands in,
      whose values then shadow; "" and 0 outside. `inside(group, position)` makes such a scope.
    - `item`: the answer at hand, which `.` means. `with_item(value)` makes such a scope.
    - `columns`: in a choice_filter the choice at hand: its own columns; `name` and `value`
      are the choice's value. `with_choice(value, columns)` makes such a scope.
    - `label(question_id, value)`: what a person reads for a choice, for jr:choice-name.
    """

    values: Mapping[str, Value]
    today: date
    now: datetime | None = None
    repeats: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)
    group: str = ""
    position: int = 0
    item: Value = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    label: Callable[[str, str], str] = _no_label

    def inside(self, group: str, position: int) -> Scope:
        """The same, seen from that instance (from 1) of a repeat."""
        return replace(self, group=group, position=position)

    def with_item(self, item: Value) -> Scope:
        """The same with `item` as the answer at hand."""
        return replace(self, item=item)

    def with_choice(self, value: str, columns: Mapping[str, str]) -> Scope:
        """The same for a choice_filter that looks at this choice."""
        return replace(self, columns={**columns, "name": value, "value": value})

    def look_up(self, name: str) -> Result:
        """The answer of a question as seen from here; of a repeat, a value an instance."""
        here = self._instance()
        if name in here:
            return here[name]
        if name in self.repeats:
            return (1.0,) * len(self.repeats[name])
        if name in self.values:
            return self.values[name]
        return self._across(name)

    def look_up_in(self, group: str, index: float, name: str) -> Value:
        """The answer in that instance (from 1) of a repeat, "" where there is none."""
        instances = self.repeats.get(group, ())
        if not 1 <= index < len(instances) + 1:
            return ""
        return instances[int(index) - 1].get(name, "")

    def _instance(self) -> Mapping[str, Value]:
        instances = self.repeats.get(self.group, ())
        return instances[self.position - 1] if 1 <= self.position <= len(instances) else {}

    def _across(self, name: str) -> Result:
        for instances in self.repeats.values():
            if any(name in instance for instance in instances):
                return tuple(instance.get(name, "") for instance in instances)
        return ""
