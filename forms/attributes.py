"""Which attributes a question of each type takes, beyond those that every question takes."""

from __future__ import annotations

from collections.abc import Mapping

#: What every question takes.
COMMON = frozenset({
    "id", "type", "text", "hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "default", "prefill", "theme", "tags", "sensitive", "private",
    "contextual",
})  # fmt: skip
_SELECT = frozenset({"choices", "choice_filter", "appearance"})
#: What each type takes besides.
OWN: Mapping[str, frozenset[str]] = {
    "short_text": frozenset({"max_length"}),
    "long_text": frozenset({"max_length"}),
    "email": frozenset(),
    "postcode": frozenset(),
    "urn": frozenset(),
    "number": frozenset({"minimum", "maximum"}),
    "decimal": frozenset({"minimum", "maximum"}),
    "date": frozenset({"minimum", "maximum"}),
    "time": frozenset({"minimum", "maximum"}),
    "select_one": _SELECT,
    "select_many": _SELECT | {"max_choices"},
    "rating": frozenset({"scale", "appearance"}),
    "judgement": frozenset({"scale", "standard"}),
    "matrix": frozenset({"rows", "scale", "choices"}),
    "rank": frozenset({"choices"}),
    "file": frozenset({"accept", "max_files"}),
    "note": frozenset(),
    "calculate": frozenset({"calculation", "appearance"}),
    "hidden": frozenset(),
    "repeat": frozenset({"questions", "min_count", "max_count"}),
    "acknowledge": frozenset(),
}
#: Everything that some question takes.
EVERY = COMMON.union(*OWN.values())


def own_attributes(kind: str) -> frozenset[str]:
    """What a question of that type takes; a type that is not described here takes all."""
    return COMMON | OWN.get(kind, EVERY)


def find_types() -> frozenset[str]:
    """The names of the question types that there are."""
    from forms.types import REGISTRY  # here, since types are free to import what parses forms

    return frozenset(REGISTRY)
