"""Composites: counted alike on both databases, and closed to who may not see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from db.actions import count_actions
from db.composites import (
    count_answers,
    count_changes,
    count_form_answers,
    count_moderated,
    count_responses,
    count_returns,
    cross_moderated,
    frame_answers,
    get_version,
    list_texts,
    summarise_numbers,
)
from db.connection import Database
from db.cycles import exempt
from db.errors import NotAllowedError
from db.reviews import add_moderated_rating, count_themes, list_narratives, list_quotes
from forms.storage import StoredAnswer
from scrutiny.review import CrossModerated
from scrutiny.tally import Change, Filters, NumberTally, Return, Tally
from tests.db.examples import BOARD, NOW, OFFICER, PEOPLE, TEAM, TODAY, begin, send, set_up

SEES_COMPOSITES = {"chair", "space_lead", "mars_team", "scrutiny_officer", "board_reader"}
LATER = datetime(2025, 12, 24, tzinfo=UTC)
#: Every composite function with what it is asked, to see who gets an answer at all.
_QUESTIONS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (count_answers, {"round": "this"}),
    (count_responses, {"round": "this"}),
    (count_returns, {"cycle": "this"}),
    (get_version, {"round": "this"}),
    (cross_moderated, {"round": "this"}),
    (count_moderated, {"round": "this"}),
    (summarise_numbers, {"round": "this", "questions": ["pupils"]}),
    (count_form_answers, {"form": "audit", "first": TODAY, "last": TODAY}),
    (count_changes, {"cycle": "this", "previous": "last", "keys": {}}),
    (count_themes, {"round": "this"}),
    (list_quotes, {"round": "this"}),
    (list_narratives, {"round": "this"}),
    (count_actions, {"round": "this", "today": TODAY}),
]


@pytest.fixture
def partnership(database: Database) -> Database:
    """Oak and Ash answered this year, Ash late; Oak and Fir the year before."""
    set_up(database)
    send(database, "oak-24", organisation="oak", round="last", stored=_rated("not_met", 400))
    send(database, "fir-24", organisation="fir", round="last", stored=_rated("fully_met", 900))
    send(database, "oak-25", organisation="oak", stored=_rated("fully_met", 420))
    send(database, "ash-25", organisation="ash", stored=_rated("not_met", 80), now=LATER)
    begin(database, "fir-25", organisation="fir", a1="fully_met")
    return database


def test_count_answers_counts_what_was_sent(partnership: Database) -> None:
    assert partnership.read(count_answers, viewer=BOARD, round="this") == [
        Tally("a1", "academy", "fully_met", 1),
        Tally("a1", "maintained_school", "not_met", 1),
        Tally("topics", "academy", "x", 1),
        Tally("topics", "academy", "y", 1),
        Tally("topics", "maintained_school", "x", 1),
        Tally("topics", "maintained_school", "y", 1),
    ]


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        (Filters(), {"academy", "maintained_school"}),
        (Filters(types=frozenset({"academy"})), {"academy"}),
        (Filters(types=frozenset({"nothing"})), set()),
        (Filters(phases=frozenset({"secondary"})), {"maintained_school"}),
        (Filters(localities=frozenset({"north"})), {"academy"}),
        (Filters(trusts=frozenset({"Elm Trust"})), {"academy"}),
        (Filters(registrations=frozenset({"registered"})), {"academy", "maintained_school"}),
        (Filters(registrations=frozenset({"unregistered"})), set()),
        (Filters(include_late=False), {"academy"}),
        (Filters(phases=frozenset({"primary"}), localities=frozenset({"south"})), set()),
        (Filters(types=frozenset({"academy"}), include_late=False), {"academy"}),
    ],
)
def test_filters_narrow_every_count_alike(
    partnership: Database, filters: Filters, types: set[str]
) -> None:
    where: dict[str, Any] = {"viewer": BOARD, "round": "this", "filters": filters}
    assert {t.slice for t in partnership.read(count_answers, **where)} == types
    assert partnership.read(count_responses, **where) == len(types)
    numbers = partnership.read(summarise_numbers, questions=["pupils"], **where)
    assert {n.slice for n in numbers} - {""} == types


def test_count_form_answers_counts_what_was_sent_between_two_days(partnership: Database) -> None:
    """Ash was the last to send; the others had sent before the first day asked for."""
    found = partnership.read(
        count_form_answers, viewer=BOARD, form="audit", first=LATER.date(), last=LATER.date()
    )
    assert [tally for tally in found if tally.question == "a1"] == [Tally("a1", "", "not_met", 1)]


def test_count_changes_matches_who_answered_both_years(partnership: Database) -> None:
    assert _changes(partnership, Filters()) == [Change("ED-A1", "not_met", "fully_met", 1)]
    assert _changes(partnership, Filters(types=frozenset({"college"}))) == []
    assert _changes(partnership, Filters(phases=frozenset({"secondary"}))) == []
    assert _changes(partnership, Filters(include_late=False)) == [
        Change("ED-A1", "not_met", "fully_met", 1)
    ]


def test_count_changes_of_a_renamed_question(database: Database) -> None:
    set_up(database)
    send(database, "old", organisation="oak", round="last", stored=[_row("a2", "not_met")])
    send(database, "new", organisation="oak", stored=[_row("a1", "fully_met")])
    changes = database.read(
        count_changes, viewer=BOARD, cycle="this", previous="last", keys={"K": ("a1", "a2")}
    )
    assert changes == [Change("K", "not_met", "fully_met", 1)]


def test_summarise_numbers_gives_quartiles(database: Database) -> None:
    set_up(database)
    for organisation, pupils in (("oak", 100), ("ash", 200), ("fir", 400)):
        send(
            database, organisation, organisation=organisation,
            stored=[StoredAnswer("pupils", 0, str(pupils), float(pupils))],
        )  # fmt: skip
    summary = database.read(summarise_numbers, viewer=BOARD, round="this", questions=["pupils"])
    assert summary == [
        NumberTally("pupils", "", 3, 150.0, 200.0, 300.0),
        NumberTally("pupils", "academy", 1, 100.0, 100.0, 100.0),
        NumberTally("pupils", "college", 1, 400.0, 400.0, 400.0),
        NumberTally("pupils", "maintained_school", 1, 200.0, 200.0, 200.0),
    ]


def test_summarise_numbers_never_counts_choices(partnership: Database) -> None:
    found = partnership.read(summarise_numbers, viewer=BOARD, round="this", questions=["a1"])
    assert found == []


def test_count_returns_names_nobody(partnership: Database) -> None:
    partnership.write(
        exempt, cycle="last", organisation="ash", reason="New school", viewer=TEAM, now=NOW
    )
    assert partnership.read(count_returns, viewer=BOARD, cycle="this") == [
        Return("", "", "academy", "submitted", False),
        Return("", "", "college", "in_progress", False),
        Return("", "", "maintained_school", "submitted", True),
    ]
    assert partnership.read(count_returns, viewer=BOARD, cycle="last") == [
        Return("", "", "academy", "submitted", True),
        Return("", "", "college", "submitted", True),
        Return("", "", "maintained_school", "exempt", False),
    ]
    south = Filters(localities=frozenset({"south"}), types=frozenset({"college"}))
    assert partnership.read(count_returns, viewer=BOARD, cycle="this", filters=south) == [
        Return("", "", "college", "in_progress", False)
    ]


def test_get_version_changes_only_when_an_answer_is_sent(partnership: Database) -> None:
    before = partnership.read(get_version, viewer=BOARD, round="this")
    assert partnership.read(get_version, viewer=BOARD, round="this") == before
    add = {"response": "oak-25", "question": "a1", "rating": "not_met"}
    partnership.write(add_moderated_rating, **add, viewer=OFFICER, now=NOW)
    assert partnership.read(get_version, viewer=BOARD, round="this") == before
    send(partnership, "fir-25", organisation="fir", stored=_rated("fully_met", 900))
    after = partnership.read(get_version, viewer=BOARD, round="this")
    assert (before[0], after[0]) == (2, 3)
    assert after[1] != before[1]


def test_cross_moderated_counts_the_latest_rating(partnership: Database) -> None:
    for rating in ("fully_met", "not_met"):
        partnership.write(
            add_moderated_rating, response="oak-25", question="a1", rating=rating,
            viewer=OFFICER, now=NOW,
        )  # fmt: skip
    assert partnership.read(cross_moderated, viewer=BOARD, round="this") == [
        CrossModerated("a1", "fully_met", "not_met", 1)
    ]
    assert partnership.read(count_moderated, viewer=BOARD, round="this") == 1
    assert partnership.read(cross_moderated, viewer=BOARD, round="last") == []


def test_voice_is_counted_without_a_type(database: Database) -> None:
    set_up(database)
    for number, heard in enumerate(("yes", "yes", "no")):
        send(
            database, f"v{number}", round="clinic", form="voice",
            stored=[_row("heard", heard), _row("words", "They listened")],
        )  # fmt: skip
    assert database.read(count_answers, viewer=BOARD, round="clinic") == [
        Tally("heard", "", "no", 1),
        Tally("heard", "", "yes", 2),
    ]
    assert database.read(count_responses, viewer=BOARD, round="clinic") == 3


def test_list_texts_of_named_answers_says_whose(partnership: Database) -> None:
    texts = partnership.read(list_texts, viewer=TEAM, round="this", question="comment")
    assert [(t.response, t.text) for t in texts] == [
        ("ash-25", "Ask Mrs Smith"),
        ("oak-25", "Ask Mrs Smith"),
    ]


def test_list_texts_of_voices_cannot_be_put_together(database: Database) -> None:
    set_up(database)
    stored = [_row("words", "They listened"), _row("other", "More")]
    send(database, "v1", round="clinic", form="voice", stored=stored)
    marks = {
        database.read(list_texts, viewer=TEAM, round="clinic", question=question)[0].response
        for question in ("words", "other")
    }
    assert len(marks) == 2
    assert "v1" not in marks


def test_list_texts_is_for_staff(partnership: Database) -> None:
    for role in set(PEOPLE) - {"mars_team", "scrutiny_officer"}:
        with pytest.raises(NotAllowedError):
            partnership.read(list_texts, viewer=PEOPLE[role], round="this", question="comment")


def test_composites_are_closed_to_who_may_not_see_them(partnership: Database) -> None:
    for role in set(PEOPLE) - SEES_COMPOSITES:
        for function, asked in _QUESTIONS:
            with pytest.raises(NotAllowedError, match="see composites"):
                partnership.read(function, viewer=PEOPLE[role], **asked)


def test_composites_are_open_to_who_may_see_them(partnership: Database) -> None:
    for role in SEES_COMPOSITES:
        for function, asked in _QUESTIONS:
            partnership.read(function, viewer=PEOPLE[role], **asked)


def test_frame_answers_holds_every_named_answer(partnership: Database) -> None:
    frame = partnership.read(frame_answers, viewer=TEAM, round="last")
    assert list(frame.columns) == [
        "response", "organisation", "type", "question", "instance", "value_text",
        "value_number",
    ]  # fmt: skip
    assert sorted(frame[["organisation", "question"]].values.tolist()) == [
        [organisation, question]
        for organisation in ("fir", "oak")
        for question in ("a1", "comment", "pupils", "topics", "topics")
    ]
    pupils = frame[frame.question == "pupils"]
    assert dict(zip(pupils.organisation, pupils.value_number, strict=True)) == {
        "fir": 900.0, "oak": 400.0,
    }  # fmt: skip


def test_frame_answers_never_holds_voices(database: Database) -> None:
    set_up(database)
    send(database, "v1", round="clinic", form="voice", stored=[_row("heard", "yes")])
    with pytest.raises(NotAllowedError, match="anonymous"):
        database.read(frame_answers, viewer=TEAM, round="clinic")


def test_frame_answers_needs_export(partnership: Database) -> None:
    for role in set(PEOPLE) - {"mars_team"}:
        with pytest.raises(NotAllowedError, match="take answers out"):
            partnership.read(frame_answers, viewer=PEOPLE[role], round="this")


def _changes(database: Database, filters: Filters) -> list[Change]:
    return database.read(
        count_changes, viewer=BOARD, cycle="this", previous="last",
        keys={"ED-A1": ("a1", "a1"), "ED-A2": ("a2", "a2")}, filters=filters,
    )  # fmt: skip


def _rated(rating: str, pupils: int) -> list[StoredAnswer]:
    return [
        _row("a1", rating),
        _row("topics", "x"),
        StoredAnswer("topics", 1, "y"),
        StoredAnswer("pupils", 0, str(pupils), pupils),
        _row("comment", "Ask Mrs Smith"),
    ]


def _row(question: str, value: str) -> StoredAnswer:
    return StoredAnswer(question, 0, value)
