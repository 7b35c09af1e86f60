"""The question types: one registry, from a type's name to all that it can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.types import judgement, moments, numbers, others, selects, words
from forms.types.base import AnswerError, Fault, QuestionType, StoredAnswer
from forms.types.repeat import RepeatType

__all__ = ["REGISTRY", "AnswerError", "Fault", "QuestionType", "StoredAnswer", "get_type"]


def get_type(name: str) -> QuestionType[Any]:
    """The type of that name; raises KeyError, which parsing a form has ruled out."""
    return REGISTRY[name]


_TYPES: tuple[QuestionType[Any], ...] = (
    *words.TYPES,
    *numbers.TYPES,
    *moments.TYPES,
    *selects.TYPES,
    *judgement.TYPES,
    *others.TYPES,
    RepeatType("repeat", find=get_type),
)
REGISTRY: Mapping[str, QuestionType[Any]] = {kind.name: kind for kind in _TYPES}
