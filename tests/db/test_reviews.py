"""What reviewers add: ratings, themes, quotes and narratives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StaleDraftError
from db.reviews import (
    add_moderated_rating,
    add_quote,
    add_theme,
    check_quote,
    count_themes,
    list_moderated_ratings,
    list_narratives,
    list_quotes,
    list_themes,
    remove_theme,
    set_narrative,
)
from scrutiny.review import CodedTheme, ModeratedRating, Narrative, Quote, Slot, ThemeCount
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
    NOW,
    OAK_HEAD,
    OFFICER,
    PEOPLE,
    TEAM,
    TODAY,
    by_link,
    send,
    set_up,
)

THEME = CodedTheme("r1", "comment", "voice", "improvement", "Max Team", TODAY)
QUOTE = Quote("", "this", "comment", "They listened", "voice", has_permission=True)


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    send(database, "r1", organisation="oak")
    return database


def test_moderated_rating_of_a_question_is_the_latest(partnership: Database) -> None:
    for rating in ("fully_met", "not_met"):
        _rate(partnership, rating)
    latest = ModeratedRating("r1", "a1", "not_met", "Max Team", TODAY, "Seen")
    for viewer in (TEAM, OFFICER):
        assert partnership.read(list_moderated_ratings, viewer=viewer, response="r1") == [latest]
    assert partnership.read(list_moderated_ratings, viewer=TEAM, round="this") == [latest]
    for viewer in (OAK_HEAD, ASH_HEAD, BOARD, by_link("r1")):
        assert partnership.read(list_moderated_ratings, viewer=viewer, response="r1") == []


def test_moderated_rating_needs_a_response(partnership: Database) -> None:
    with pytest.raises(NotFoundError):
        partnership.write(
            add_moderated_rating, response="none", question="a1", rating="x", viewer=TEAM, now=NOW
        )


def test_voices_are_not_moderated_one_by_one(partnership: Database) -> None:
    send(partnership, "v1", round="clinic", form="voice", stored=[])
    with pytest.raises(NotFoundError):
        partnership.write(
            add_moderated_rating, response="v1", question="a1", rating="x", viewer=TEAM, now=NOW
        )


def test_themes_are_counted_once_a_response(partnership: Database) -> None:
    _code(partnership, THEME)
    _code(partnership, THEME)
    _code(partnership, CodedTheme("r1", "a1.evidence", "voice"))
    _code(partnership, CodedTheme("r2", "comment", "voice"))
    _code(partnership, CodedTheme("r2", "comment", "training", "best_practice"))
    assert partnership.read(count_themes, viewer=BOARD, round="this") == [
        ThemeCount("voice", "improvement", 2),
        ThemeCount("training", "best_practice", 1),
    ]
    assert partnership.read(
        count_themes, viewer=BOARD, round="this", questions=["a1.evidence"]
    ) == [ThemeCount("voice", "improvement", 1)]


def test_remove_theme_takes_it_back(partnership: Database) -> None:
    _code(partnership, THEME)
    assert partnership.read(list_themes, viewer=TEAM, round="this") == [THEME]
    partnership.write(remove_theme, THEME, round="this", viewer=TEAM, now=NOW)
    assert partnership.read(list_themes, viewer=TEAM, round="this") == []


def test_quote_is_shown_once_two_people_checked_it(partnership: Database) -> None:
    added = partnership.write(add_quote, QUOTE, viewer=TEAM, now=NOW)
    assert partnership.read(list_quotes, viewer=TEAM, round="this") == [added]
    assert partnership.read(list_quotes, viewer=BOARD, round="this") == []
    with pytest.raises(NotAllowedError, match="second person"):
        partnership.write(check_quote, id=added.id, viewer=TEAM, now=NOW)
    checked = partnership.write(check_quote, id=added.id, viewer=OFFICER, now=NOW)
    assert partnership.read(list_quotes, viewer=BOARD, round="this") == [checked]
    assert (checked.checked_by, checked.checked_again_by) == ("Max Team", "Ira Officer")


def test_check_quote_that_is_not_there(partnership: Database) -> None:
    with pytest.raises(NotFoundError):
        partnership.write(check_quote, id="none", viewer=TEAM, now=NOW)


def test_narratives_come_in_the_order_of_the_boxes(partnership: Database) -> None:
    _write(partnership, Slot.GAPS, "Some", 0)
    _write(partnership, Slot.TELLS_US, "A lot", 0)
    _write(partnership, Slot.GAPS, "Fewer", 1)
    assert partnership.read(list_narratives, viewer=BOARD, round="this") == [
        Narrative("this", Slot.TELLS_US, "A lot", "Max Team", 1, TODAY),
        Narrative("this", Slot.GAPS, "Fewer", "Max Team", 2, TODAY),
    ]


def test_narrative_of_two_writers_tells_the_later(partnership: Database) -> None:
    _write(partnership, Slot.GAPS, "Theirs", 0)
    with pytest.raises(StaleDraftError) as told:
        _write(partnership, Slot.GAPS, "Mine", 0)
    assert (told.value.question, told.value.theirs) == ("gaps", "Theirs")


def test_reviewing_is_for_who_moderates(partnership: Database) -> None:
    calls: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
        (add_moderated_rating, (), {"response": "r1", "question": "a1", "rating": "x"}),
        (add_theme, (THEME,), {"round": "this"}),
        (remove_theme, (THEME,), {"round": "this"}),
        (add_quote, (QUOTE,), {}),
        (check_quote, (), {"id": "x"}),
        (set_narrative, (), {"round": "this", "slot": Slot.GAPS, "text": "", "revision": 0}),
    ]
    for role in set(PEOPLE) - {"mars_team", "scrutiny_officer"}:
        for function, values, named in calls:
            with pytest.raises(NotAllowedError):
                partnership.write(function, *values, **named, viewer=PEOPLE[role], now=NOW)
        with pytest.raises(NotAllowedError):
            partnership.read(list_themes, viewer=PEOPLE[role], round="this")


def _rate(database: Database, rating: str) -> None:
    database.write(
        add_moderated_rating, response="r1", question="a1", rating=rating, comment="Seen",
        viewer=TEAM, now=NOW,
    )  # fmt: skip


def _code(database: Database, theme: CodedTheme) -> None:
    database.write(add_theme, theme, round="this", viewer=TEAM, now=NOW)


def _write(database: Database, slot: Slot, text: str, revision: int) -> None:
    database.write(
        set_narrative, round="this", slot=slot, text=text, revision=revision, viewer=TEAM, now=NOW
    )
