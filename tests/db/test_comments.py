"""Comments: a reviewer writes beside an answer, the setting answers, nobody else sees."""

from __future__ import annotations

import pytest

from db.comments import Kind, add_comment, list_comments
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, PEOPLE, TEAM, begin, by_link, send, set_up


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    send(database, "r1", organisation="oak", a1="fully_met")
    return database


def write(database: Database, text: str, viewer=TEAM, kind: Kind = Kind.COMMENT) -> None:  # type: ignore[no-untyped-def]
    database.write(
        add_comment, response="r1", question="a1", text=text, kind=kind, viewer=viewer, now=NOW
    )


def test_a_reviewer_comments_and_the_setting_answers(partnership: Database) -> None:
    write(partnership, " Where is it minuted? ", kind=Kind.CHALLENGE)
    write(partnership, "In minute 7", viewer=OAK_HEAD)
    for viewer in (OAK_HEAD, TEAM):
        found = partnership.read(list_comments, response="r1", viewer=viewer)
        assert [(c.question, c.kind, c.text, c.author) for c in found] == [
            ("a1", Kind.CHALLENGE, "Where is it minuted?", "Max Team"),
            ("a1", Kind.ANSWER, "In minute 7", "Oak head"),
        ]
    assert partnership.read(list_comments, response="r1", viewer=ASH_HEAD) == []


def test_a_comment_needs_words_and_an_answer_needs_a_comment(partnership: Database) -> None:
    with pytest.raises(StepRefusedError, match="Write something first"):
        write(partnership, "  ")
    with pytest.raises(StepRefusedError, match="no comment here to answer"):
        write(partnership, "Hello", viewer=OAK_HEAD)


def test_others_write_nothing(partnership: Database) -> None:
    for role in set(PEOPLE) - {"mars_team", "scrutiny_officer", "organisation"}:
        with pytest.raises((NotAllowedError, NotFoundError)):
            write(partnership, "Hello", viewer=PEOPLE[role])


def test_a_draft_and_a_voice_are_not_commented(partnership: Database) -> None:
    begin(partnership, "r2", organisation="ash")
    begin(partnership, "v1", round="clinic", form="voice")
    for id, viewer in (("r2", TEAM), ("v1", by_link("v1")), ("none", TEAM)):
        with pytest.raises(NotFoundError):
            partnership.write(
                add_comment, response=id, question="a1", text="Hello", viewer=viewer, now=NOW
            )
