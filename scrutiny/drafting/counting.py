"""What is counted for a document: answers, actions, the actions of each agency, and returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from scrutiny.action import OPEN, Action, ActionStatus
from scrutiny.drafting.held import Held
from scrutiny.drafting.material import Material, Told, say_value
from scrutiny.return_status import count_return_status

_STANDINGS = ("Recorded", "Open", "Overdue", "Done, and still to be confirmed", "Assured")


def draw_counts(material: Material, question: str) -> Held:
    """How often each answer was recorded, over all the activities; or what `COUNTS` names."""
    if question in COUNTS:
        return COUNTS[question](material)
    told = material.told or _alone(material)
    counted = Counter(words for each in told for words in _said_in(each, question))
    rows = tuple((words, str(count)) for words, count in counted.most_common())
    return Held(tuple(f"{row[0]}: {row[1]}" for row in rows), ("What", "How often"), rows)


def _alone(material: Material) -> tuple[Told, ...]:
    if material.activity is None or material.mechanism is None:
        return ()
    return (Told(material.activity, material.mechanism, material.recorded),)


def _said_in(told: Told, question: str) -> list[str]:
    raw = {**told.activity.answers, **told.facts}.get(question)
    values = raw if isinstance(raw, list) else [raw]
    asked = told.mechanism.questions.get(question)
    if asked is None or asked.type not in ("select_one", "select_many"):
        said = (say_value(None, question, value) for value in values)
        return [words for words in said if words]
    chosen = (asked.find_choice(value) for value in values)
    return [choice.label.say() for choice in chosen if choice]


def _stand(listed: Sequence[Action], today: date) -> tuple[int, ...]:
    """How many actions there are, and how many stand as each of the other _STANDINGS says."""
    return (
        len(listed),
        sum(each.status in OPEN for each in listed),
        sum(each.is_overdue(today) for each in listed),
        sum(each.status is ActionStatus.DONE for each in listed),
        sum(each.status is ActionStatus.ASSURED for each in listed),
    )


def _count_actions(material: Material) -> Held:
    counted = _stand(material.actions, material.today)
    rows = tuple(zip(_STANDINGS, map(str, counted), strict=True))
    return Held(tuple(f"{a}: {b}" for a, b in rows), ("Actions", "How many"), rows)


def _count_owners(material: Material) -> Held:
    """How the actions of each agency stand, those with most overdue first."""
    owned: dict[str, list[Action]] = {}
    for each in material.actions:
        owned.setdefault(_owner(each, material), []).append(each)
    counted = [(name, _stand(listed, material.today)) for name, listed in owned.items()]
    counted.sort(key=lambda row: (-row[1][2], row[0]))
    rows = tuple((name, *map(str, stands)) for name, stands in counted)
    columns = ("Agency", *_STANDINGS)
    return Held(
        tuple(f"{row[0]}: {row[1]}, of them {row[3]} overdue" for row in rows), columns, rows
    )


def _owner(action: Action, material: Material) -> str:
    return material.name_of(action.organisation) or action.owner or "To be agreed"


def _count_returns(material: Material) -> Held:
    """How many were asked in the round that it is about, and how many have answered."""
    total = count_return_status(material.returns, {}).total
    listed = (
        ("Asked", total.in_scope),
        ("Returned in time", total.on_time),
        ("Returned late", total.late),
        ("Begun, not returned", total.in_progress),
        ("Not begun", total.not_started),
        ("Not asked, with a reason", total.exempt),
    )
    rows = tuple((words, str(count)) for words, count in listed) if material.returns else ()
    return Held(tuple(f"{a}: {b}" for a, b in rows), ("Returns", "How many"), rows)


#: What `counts/` may name besides a question.
COUNTS: Mapping[str, Callable[[Material], Held]] = MappingProxyType(
    {"actions": _count_actions, "owners": _count_owners, "returns": _count_returns}
)
