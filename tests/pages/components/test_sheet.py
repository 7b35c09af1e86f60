"""A few questions outside a response: checked here, kept as typed, and read."""

from __future__ import annotations

from datetime import date

from forms.model import Json
from pages.components.sheet import Sheet, ask

TODAY = date(2026, 3, 2)


def make(typed: dict[str, Json] | None = None, **given: object) -> tuple[Sheet, list[object]]:
    """A sheet with an outcome, a reason and a day; and what it was given to keep."""
    kept: list[object] = []
    sheet = Sheet(
        name="small",
        questions=(
            ask("outcome", "How did it end?", type="select_one",
                choices={"yes": "Agreed", "no": "Sent back"}),
            ask("why", "Why?", type="long_text", relevant="${outcome} = 'no'", max_length=20),
            ask("on", "When?", type="date", relevant="${place} != ''"),
        ),
        before=(ask("place", "Where?"),), known={"place": "Here"}, typed=dict(typed or {}),
        today=TODAY, keep=kept.append, **given,  # type: ignore[arg-type]
    )  # fmt: skip
    return sheet, kept


def places(sheet: Sheet) -> list[str]:
    return [problem.place for problem in sheet.problems]


def test_what_is_asked_follows_from_what_is_typed_and_what_is_known():
    sheet, _ = make()
    assert [question.id for question in sheet.state.questions] == ["outcome", "on"]
    sheet.save("outcome", "no")
    assert [question.id for question in sheet.state.questions] == ["outcome", "why", "on"]


def test_each_change_is_kept_once_and_an_emptied_answer_is_taken_away():
    sheet, kept = make()
    sheet.save("why", "🙂")
    sheet.save("why", "🙂")
    sheet.save("why", None)
    assert kept == [{"why": "🙂"}, {"why": None}]
    assert sheet.typed == {}


def test_what_is_missing_or_wrong_is_said():
    sheet, _ = make({"outcome": "no", "why": "x" * 21, "on": "soon"})
    assert places(sheet) == ["why", "on"]
    assert places(make()[0]) == ["outcome", "on"]


def test_only_the_answers_of_what_is_asked_count():
    sheet, _ = make({"outcome": "yes", "why": "Left from before", "on": "3 3 2026"})
    assert sheet.problems == ()
    assert sheet.answers == {"outcome": "yes", "on": "2026-03-03"}


def test_spared_questions_need_no_answer():
    sheet, _ = make({"outcome": "no", "why": "Late"}, spares=lambda _typed: ["on"])
    assert places(sheet) == []
