"""Types that are attached, confirmed, worked out or only read."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.messages import say
from forms.model import Json, Question
from forms.text import DEFAULT_LANGUAGE
from forms.types.base import (
    AnswerError,
    Asked,
    Fault,
    QuestionType,
    StoredAnswer,
    clean_text,
    text_column,
)
from forms.types.numbers import LARGEST, plain_number, say_number


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """One attached file; its bytes are kept elsewhere, under `id`."""

    id: str
    name: str
    size: int = 0
    type: str = ""


@dataclass(frozen=True)
class FileType(QuestionType[tuple[FileAnswer, ...]]):
    """Attached files, by reference."""

    prompt: str = "attach"

    def read(self, raw: Json, question: Question) -> tuple[FileAnswer, ...]:
        """The references, each once."""
        items = [raw] if isinstance(raw, dict) else raw
        if not isinstance(items, list) or len(items) > 1000:
            raise AnswerError("files")
        return tuple(dict.fromkeys(_read_file(item) for item in items))

    def find_faults(
        self, value: tuple[FileAnswer, ...] | None, question: Question, asked: Asked
    ) -> list[Fault]:
        """Too many files, or one of a kind that is not accepted."""
        files, most = value or (), question.max_files
        if most and len(files) > most:
            word = say("file" if most == 1 else "files_word", asked.language)
            return [Fault(say("max_files", asked.language, count=most, files=word))]
        message = say("file_kind", asked.language, kinds=", ".join(question.accept))
        return [
            Fault(message, f"[{place}]")
            for place, file in enumerate(files)
            if question.accept and not _is_accepted(file, question.accept)
        ]

    def text(
        self,
        value: tuple[FileAnswer, ...] | None,
        question: Question,
        language: str = DEFAULT_LANGUAGE,
    ) -> str:
        """The names."""
        return "; ".join(file.name for file in value or ())

    def store(self, value: tuple[FileAnswer, ...] | None, question: Question) -> list[StoredAnswer]:
        """A row a file: its name, and its size in bytes."""
        return [
            StoredAnswer(question.id, place, file.name, float(file.size))
            for place, file in enumerate(value or ())
        ]

    def dump(self, value: tuple[FileAnswer, ...] | None, question: Question) -> Json:
        """The list of references."""
        if value is None:
            return None
        return [{"id": f.id, "name": f.name, "size": f.size, "type": f.type} for f in value]

    def xpath(self, value: tuple[FileAnswer, ...] | None) -> str:
        """The ids parted by spaces, so that count-selected() counts files."""
        return " ".join(file.id for file in value or ())


@dataclass(frozen=True)
class AcknowledgeType(QuestionType[bool]):
    """A box to tick; True or nothing."""

    prompt: str = "tick"

    def is_empty(self, raw: Json) -> bool:
        """Nothing, or a box left empty."""
        return raw is False or super().is_empty(raw)

    def read(self, raw: Json, question: Question) -> bool | None:
        """True, or None for a no in words."""
        words = raw.strip().lower() if isinstance(raw, str) and len(raw) < 20 else raw
        if words is True or words in ("true", "yes", "on", "ok"):
            return True
        if words in ("false", "no", "off"):
            return None
        raise AnswerError("confirm")

    def text(self, value: bool | None, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
        """Confirmed, or nothing."""
        return say("confirmed", language) if value else ""

    def store(self, value: bool | None, question: Question) -> list[StoredAnswer]:
        """One row when ticked."""
        return [StoredAnswer(question.id, 0, "yes")] if value else []

    def dump(self, value: bool | None, question: Question) -> Json:
        """True, or nothing."""
        return value

    def xpath(self, value: bool | None) -> bool | str:
        """True, or the empty string."""
        return True if value else ""

    def columns(self, question: Question) -> dict[str, Any]:
        """One column that holds yes or nothing."""
        return {question.id: text_column(("yes",))}


@dataclass(frozen=True)
class NoteType(QuestionType[str]):
    """Words to read; it has no answer, whatever is given."""

    asks: bool = False

    def read(self, raw: Json, question: Question) -> None:
        """Nothing."""

    def columns(self, question: Question) -> dict[str, Any]:
        """No column."""
        return {}


@dataclass(frozen=True)
class ValueType(QuestionType[str | float | bool]):
    """A single value that the form works out or the app gives."""

    asks: bool = False

    def read(self, raw: Json, question: Question) -> str | float | bool | None:
        """The text, number or truth; a number that is none (NaN) counts as nothing."""
        if isinstance(raw, str):
            return clean_text(raw) or None
        if isinstance(raw, bool):
            return raw
        if not isinstance(raw, int | float):
            raise AnswerError("value")
        if raw != raw:
            return None
        if abs(raw) > LARGEST:
            raise AnswerError("number_size")
        return raw

    def text(
        self,
        value: str | float | bool | None,
        question: Question,
        language: str = DEFAULT_LANGUAGE,
    ) -> str:
        """The words, the number, or yes and no."""
        if isinstance(value, bool):
            return say("yes" if value else "no", language)
        return say_number(value) if isinstance(value, int | float) else value or ""

    def store(self, value: str | float | bool | None, question: Question) -> list[StoredAnswer]:
        """One row, as words and, for a number, as a number."""
        if value is None:
            return []
        if isinstance(value, bool):
            return [StoredAnswer(question.id, 0, "yes" if value else "no")]
        if isinstance(value, str):
            return [StoredAnswer(question.id, 0, value)]
        return [StoredAnswer(question.id, 0, plain_number(value), float(value))]

    def dump(self, value: str | float | bool | None, question: Question) -> Json:
        """The value itself."""
        return value

    def xpath(self, value: str | float | bool | None) -> str | float | bool:
        """The value itself, or the empty string for none."""
        if value is None:
            return ""
        return value if isinstance(value, str | bool) else float(value)


def _read_file(raw: Json) -> FileAnswer:
    if not isinstance(raw, dict):
        raise AnswerError("files")
    key, name, size, kind = (raw.get(part) for part in ("id", "name", "size", "type"))
    if not isinstance(key, str) or not isinstance(name, str) or not isinstance(kind or "", str):
        raise AnswerError("files")
    size = size or 0
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= LARGEST:
        raise AnswerError("files")
    file = FileAnswer(
        "".join(clean_text(key).split()), _name(name), size, clean_text(str(kind or ""))
    )
    if not file.id or not file.name or len(file.id) > 200 or len(file.type) > 200:
        raise AnswerError("files")
    return file


def _name(raw: str) -> str:
    """A file's own name, without folders, of a length that every system takes."""
    bare = clean_text(raw).replace("\\", "/").rpartition("/")[2]
    return " ".join(bare.split())[-200:]


def _is_accepted(file: FileAnswer, accept: tuple[str, ...]) -> bool:
    """Whether its ending (".pdf", "pdf") or its media type ("image/*") is listed."""
    ending = file.name.lower().rpartition(".")[2]
    return any(
        file.type.startswith(kind.removesuffix("*"))
        if "/" in kind
        else ending == kind.lstrip(".").lower()
        for kind in accept
    )


TYPES: tuple[QuestionType[Any], ...] = (
    FileType("file"),
    AcknowledgeType("acknowledge"),
    NoteType("note"),
    ValueType("calculate"),
    ValueType("hidden"),
)
