"""Flags: moved out of the answers when a voice is sent, read by whoever may, closed once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from db.composites import count_responses, list_texts
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepError
from db.events import Happening, list_events
from db.flags import (
    close_flag,
    decide_flag,
    flag_by_hand,
    get_flag,
    list_flags,
    list_readers,
    list_unalerted,
    list_untold_deputy,
    mark_alerted,
    mark_deputy_told,
    read_flag,
)
from db.people import add_people
from db.responses import submit
from db.reviews import add_theme
from db.sent import move_sent
from forms.storage import StoredAnswer
from scrutiny.flag import Decision, Flag, FlagState
from scrutiny.flag_alert import Reader
from scrutiny.person import Held, Person
from scrutiny.review import CodedTheme
from tests.db.examples import NOW, PEOPLE, TEAM, TODAY, begin, by_link, send, set_up

WORDS = "Someone there scares me 🦉"
READER = PEOPLE["safeguarding_reader"]
READS_FLAGS = {"mars_team", "safeguarding_reader"}
LATER = datetime(2025, 11, 4, 9, 15, tzinfo=UTC)


@pytest.fixture
def flagged(database: Database) -> Database:
    """Two voices in the clinic's campaign: one worries, the other does not."""
    set_up(database)
    say(database, "v1", WORDS)
    say(database, "v2", "Longer opening hours")
    return database


def say(database: Database, id: str, words: str) -> None:
    draft = begin(database, id, round="clinic", form="voice", heard="yes", words=words)
    stored = [StoredAnswer("heard", 0, "yes"), StoredAnswer("words", 0, words.strip())]
    database.write(
        submit, id=id, revision=draft.revision, viewer=by_link(id), stored=stored, actions=[],
        answers=draft.answers, now=NOW,
    )  # fmt: skip


def only(database: Database) -> Flag:
    (flag,) = database.read(list_flags, viewer=READER)
    return flag


def test_a_worrying_text_is_kept_as_a_flag_and_nowhere_else(flagged: Database) -> None:
    flag = flagged.write(read_flag, id=only(flagged).id, viewer=READER, now=LATER)
    assert (flag.campaign, flag.question, flag.kinds, flag.text, flag.day) == (
        "clinic", "words", ("harm", "staff"), WORDS, TODAY,
    )  # fmt: skip
    texts = flagged.read(list_texts, viewer=TEAM, round="clinic", question="words")
    assert [text.text for text in texts] == ["Longer opening hours"]
    assert flagged.read(count_responses, viewer=TEAM, round="clinic") == 2
    assert tables_with(flagged, "scares") == {"flag"}


def tables_with(database: Database, words: str) -> set[str]:
    tables = database.read(
        lambda tx: tx.query(
            "SELECT table_name AS name FROM information_schema.tables "
            "WHERE table_schema = current_schema()"
        )
    )
    return {
        table["name"]
        for table in tables
        if words in str(database.read(lambda tx, name: tx.query(f"SELECT * FROM {name}"),
                                      table["name"]))
    }  # fmt: skip


def test_a_flag_does_not_say_which_response_it_came_from(flagged: Database) -> None:
    (row,) = flagged.read(lambda tx: tx.query("SELECT * FROM flag"))
    assert not {"v1", "v2"} & {str(value) for value in row.values()}
    (raised,) = [
        event
        for event in flagged.read(list_events, subject="clinic")
        if event.name is Happening.FLAG_RAISED
    ]
    assert (raised.happened, raised.actor, raised.detail) == (None, "", {})


def test_only_readers_know_of_flags(flagged: Database) -> None:
    id = only(flagged).id
    for role, viewer in PEOPLE.items():
        if role in READS_FLAGS:
            assert len(flagged.read(list_flags, viewer=viewer)) == 1
            continue
        with pytest.raises(NotAllowedError):
            flagged.read(list_flags, viewer=viewer)
        with pytest.raises(NotAllowedError):
            flagged.read(get_flag, id, viewer=viewer)
        with pytest.raises(NotAllowedError):
            flagged.write(read_flag, id=id, viewer=viewer, now=LATER)
        for step in (close_flag, read_flag):
            with pytest.raises(NotAllowedError):
                flagged.write(step, id=id, viewer=viewer, now=LATER)
    assert only(flagged).state is FlagState.RAISED


def test_words_are_given_to_nobody_before_a_name_stands_beside_them(flagged: Database) -> None:
    id = only(flagged).id
    assert flagged.read(get_flag, id, viewer=READER).text == ""
    read = flagged.write(read_flag, id=id, viewer=READER, now=LATER)
    assert (read.state, read.reader, read.read_at) == (FlagState.READ, READER.name, LATER)
    assert only(flagged).text == ""
    again = flagged.write(read_flag, id=id, viewer=TEAM, now=NOW)
    assert (again.reader, again.text) == (READER.name, WORDS)


def test_a_flag_is_read_decided_on_and_closed_in_this_order(flagged: Database) -> None:
    id = only(flagged).id
    decision = {"decision": Decision.SINGLE_POINT, "reason": "Passed on by telephone"}
    with pytest.raises(StepError):
        flagged.write(decide_flag, id=id, viewer=READER, now=LATER, **decision)
    flagged.write(read_flag, id=id, viewer=READER, now=LATER)
    with pytest.raises(StepError):
        flagged.write(close_flag, id=id, viewer=READER, now=LATER)
    decided = flagged.write(decide_flag, id=id, viewer=TEAM, now=LATER, **decision)
    assert (decided.decision, decided.reason, decided.decided_by, decided.decided_at) == (
        Decision.SINGLE_POINT, "Passed on by telephone", TEAM.name, LATER,
    )  # fmt: skip
    with pytest.raises(StepError):
        flagged.write(decide_flag, id=id, viewer=READER, now=LATER, **decision)
    closed = flagged.write(close_flag, id=id, viewer=READER, now=LATER)
    assert (closed.state, closed.closed_by, closed.closed_at) == (
        FlagState.CLOSED, READER.name, LATER,
    )  # fmt: skip
    with pytest.raises(StepError):
        flagged.write(close_flag, id=id, viewer=READER, now=LATER)
    events = flagged.read(list_events, subject=id)
    assert [event.name for event in events] == [
        Happening.FLAG_READ, Happening.FLAG_DECIDED, Happening.FLAG_CLOSED,
    ]  # fmt: skip
    assert events[1].detail == {"decision": "single_point"}


def test_two_who_decide_at_once_make_one_decision(flagged: Database) -> None:
    id = only(flagged).id
    flagged.write(read_flag, id=id, viewer=READER, now=LATER)
    outcomes: list[str] = []

    def decide(decision: Decision) -> None:
        try:
            flagged.write(
                decide_flag, id=id, decision=decision, reason="x", viewer=READER, now=LATER
            )
            outcomes.append(decision)
        except StepError:
            outcomes.append("refused")

    threads = [threading.Thread(target=decide, args=(each,)) for each in only(flagged).decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = flagged.read(get_flag, id, viewer=READER).decision
    assert sorted(outcomes) == sorted([str(kept), *["refused"] * 4])


def test_a_flag_that_is_not_there_is_not_found(flagged: Database) -> None:
    with pytest.raises(NotFoundError):
        flagged.read(get_flag, "nothing", viewer=READER)


def test_alerts_carry_no_words_and_are_given_once(flagged: Database) -> None:
    (unalerted,) = flagged.read(list_unalerted)
    assert (unalerted.campaign, unalerted.day) == ("clinic", TODAY)
    assert not hasattr(unalerted, "text")
    flagged.write(mark_alerted, [unalerted.id])
    assert flagged.read(list_unalerted) == []


def test_a_named_return_is_not_checked(flagged: Database) -> None:
    send(flagged, "oak-25", organisation="oak", stored=[StoredAnswer("comment", 0, WORDS)])
    assert len(flagged.read(list_flags, viewer=READER)) == 1
    texts = flagged.read(list_texts, viewer=TEAM, round="this", question="comment")
    assert [text.text for text in texts] == [WORDS]


def test_what_was_taken_back_before_sending_is_no_flag(flagged: Database) -> None:
    say(flagged, "v3", "All fine")
    assert len(flagged.read(list_flags, viewer=READER)) == 1


def test_those_who_read_flags_now_are_told(database: Database) -> None:
    keeper = PEOPLE["administrator"]
    day = timedelta(1)
    wanted = [
        Person("", "Safa", "safa@mars.example", TODAY, (Held("safeguarding_reader"),)),
        Person("", "Max", "max@mars.example", TODAY, (Held("mars_team"), Held("chair", "splig"))),
        Person("", "Bo", "bo@mars.example", TODAY, (Held("board_reader"),)),
        Person("", "Soon", "soon@mars.example", TODAY + day, (Held("mars_team"),)),
        Person("", "Gone", "gone@mars.example", TODAY - day, (Held("mars_team"),), TODAY),
    ]
    database.write(add_people, wanted, viewer=keeper, now=NOW)
    assert database.read(list_readers, today=TODAY) == [
        Reader("Max", "max@mars.example"),
        Reader("Safa", "safa@mars.example"),
    ]


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_text_that_the_list_let_through_is_passed_on_by_hand(
    flagged: Database, is_moved: bool
) -> None:
    if is_moved:
        flagged.write(move_sent)
    where = {"round": "clinic", "question": "words"}
    (text,) = flagged.read(list_texts, viewer=TEAM, **where)
    passed = {"campaign": "clinic", "question": "words", "mark": text.response, "now": LATER}
    flagged.write(add_theme, CodedTheme(text.response, "words", "voice"), round="clinic",
                  viewer=TEAM, now=NOW)  # fmt: skip
    with pytest.raises(NotAllowedError):
        flagged.write(flag_by_hand, viewer=READER, **passed)
    flagged.write(flag_by_hand, viewer=TEAM, **passed)
    assert flagged.read(list_texts, viewer=TEAM, **where) == []
    assert tables_with(flagged, "Longer opening hours") == {"flag"}
    assert tables_with(flagged, text.response) == set()
    kinds = sorted(flag.kinds for flag in flagged.read(list_flags, viewer=READER))
    assert kinds == [("by_hand",), ("harm", "staff")]
    with pytest.raises(NotFoundError):
        flagged.write(flag_by_hand, viewer=TEAM, **passed)


def test_a_named_answer_cannot_be_passed_on(flagged: Database) -> None:
    send(flagged, "oak-25", organisation="oak", stored=[StoredAnswer("comment", 0, WORDS)])
    with pytest.raises(NotFoundError):
        flagged.write(
            flag_by_hand, campaign="this", question="comment", mark="oak-25", viewer=TEAM,
            now=LATER,
        )  # fmt: skip


def test_the_deputy_is_told_of_a_flag_once_and_apart_from_the_readers(flagged: Database) -> None:
    (untold,) = flagged.read(list_untold_deputy)
    flagged.write(mark_alerted, [untold.id])
    assert flagged.read(list_untold_deputy) == [untold]
    flagged.write(mark_deputy_told, [untold.id])
    assert flagged.read(list_untold_deputy) == []
