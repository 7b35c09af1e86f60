"""Submitting: one winner, all or nothing, late by the deadline, and anonymous for voices."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from db.access import visible
from db.actions import list_actions
from db.connection import Database
from db.cycles import extend
from db.drafts import find_draft, remember_draft
from db.errors import (
    AlreadySubmittedError,
    NotAllowedError,
    NotFoundError,
    StaleDraftError,
    StepRefusedError,
)
from db.events import Event, Happening, list_events
from db.life import take_step
from db.responses import get_response, save_draft, start_response, submit
from forms.storage import StoredAnswer
from scrutiny.action import Action
from scrutiny.life import Step
from scrutiny.response import Response, Status
from tests.db.at_once import at_once
from tests.db.examples import (
    NOW,
    OAK_HEAD,
    PEOPLE,
    RATED,
    TEAM,
    TODAY,
    begin,
    by_link,
    send,
    set_up,
)

_RECEIPT = re.compile(r"SA-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\Z")


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def test_submit_locks_and_gives_a_receipt(partnership: Database) -> None:
    sent = send(partnership, "r1", organisation="oak", a1="fully_met")
    assert _RECEIPT.match(sent.receipt)
    assert sent == Response(
        "r1", "audit", "1", round="this", organisation="oak", status=Status.SUBMITTED,
        answers={"a1": "fully_met"}, revision=1, updated=NOW, submitted=TODAY,
        receipt=sent.receipt,
    )  # fmt: skip
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD) == sent


def test_submit_lays_choices_and_numbers_apart_from_words(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    assert _rows(partnership, "answer") == [
        ("this", "academy", "r1", "a1", 0, "fully_met", None),
        ("this", "academy", "r1", "a2", 0, "not_met", None),
        ("this", "academy", "r1", "pupils", 0, None, 420.0),
        ("this", "academy", "r1", "topics", 0, "x", None),
        ("this", "academy", "r1", "topics", 1, "y", None),
    ]
    assert _rows(partnership, "answer_text") == [
        ("this", "academy", "r1", "a1.evidence", 0, "Minutes of the governors", None),
        ("this", "academy", "r1", "comment", 0, "Ask Mrs Smith", None),
    ]


def test_submit_keeps_the_relevant_answers_it_is_given(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak", a1="fully_met", hidden="old words")
    partnership.write(
        submit, id="r1", revision=0, viewer=OAK_HEAD, stored=RATED, actions=[], now=NOW,
        answers={"a1": "fully_met", "a2": None},
    )  # fmt: skip
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {"a1": "fully_met"}


def test_submit_writes_actions(partnership: Database) -> None:
    action = Action("a2", "Train staff", "Head", date(2026, 1, 9), standard="ED-A2")
    send(partnership, "r1", organisation="oak", actions=[action])
    (written,) = partnership.read(list_actions, viewer=OAK_HEAD, response="r1")
    assert written == Action(
        "a2", "Train staff", "Head", date(2026, 1, 9), standard="ED-A2", id=written.id,
        response="r1", round="this", organisation="oak", reference=written.reference,
        added=TODAY,
    )  # fmt: skip


def test_submit_writes_an_event(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    partnership.write(submit, id="r1", revision=0, viewer=OAK_HEAD, stored=[], actions=[], now=NOW)
    assert partnership.read(list_events, subject="r1")[-1] == Event(
        Happening.RESPONSE_SUBMITTED, "r1", TODAY, NOW, "Oak head"
    )


def test_submit_twice_is_refused(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    with pytest.raises(AlreadySubmittedError):
        partnership.write(
            submit, id="r1", revision=0, viewer=OAK_HEAD, stored=RATED, actions=[], now=NOW
        )
    assert len(_rows(partnership, "answer")) == 5


def test_submit_that_needs_sign_off_is_refused_without(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    with pytest.raises(StepRefusedError, match=r"^Ask for sign-off first"):
        partnership.write(
            submit, id="r1", revision=0, viewer=OAK_HEAD, stored=RATED, actions=[], now=NOW,
            needs_sign_off=True,
        )  # fmt: skip
    assert _rows(partnership, "answer") == []


def test_submit_race_has_exactly_one_winner(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    won: list[str] = []
    lost: list[str] = []

    def try_it(number: int) -> None:
        try:
            sent = partnership.write(
                submit, id="r1", revision=0, viewer=OAK_HEAD, stored=RATED, actions=[], now=NOW
            )
            won.append(sent.receipt)
        except AlreadySubmittedError as error:
            lost.append(error.response)

    at_once(10, try_it)
    assert (len(won), lost) == (1, ["r1"] * 9)
    assert len(_rows(partnership, "answer")) == 5


def test_submit_against_a_save_never_loses_the_save(partnership: Database) -> None:
    for number in range(20):
        name = f"v{number}"
        begin(partnership, name, round="clinic", form="voice")
        outcome: list[str] = []

        def act(which: int, name: str = name, outcome: list[str] = outcome) -> None:
            try:
                if which:
                    partnership.write(
                        save_draft, id=name, answers={"heard": "yes"}, revision=0,
                        viewer=by_link(name), now=NOW,
                    )  # fmt: skip
                    outcome.append("saved")
                else:
                    partnership.write(
                        submit, id=name, revision=0, viewer=by_link(name), stored=[],
                        actions=[], now=NOW,
                    )  # fmt: skip
                    outcome.append("sent")
            except (AlreadySubmittedError, StaleDraftError, NotFoundError):
                outcome.append("told")

        at_once(2, act)
        assert sorted(outcome) in (["saved", "told"], ["sent", "told"])


def test_submit_of_a_stale_draft_is_told(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    partnership.write(
        save_draft, id="r1", answers={"a1": "not_met"}, revision=0, viewer=OAK_HEAD, now=NOW
    )
    with pytest.raises(StaleDraftError) as told:
        partnership.write(
            submit, id="r1", revision=0, viewer=OAK_HEAD, stored=RATED, actions=[], now=NOW
        )
    assert (told.value.question, told.value.theirs) == ("a1", "not_met")
    assert _rows(partnership, "answer") == []


def test_submit_that_fails_changes_nothing(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    broken = [*RATED, StoredAnswer("a1", None, "x")]  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)not.null"):
        partnership.write(
            submit, id="r1", revision=0, viewer=OAK_HEAD, stored=broken, actions=[], now=NOW
        )
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).status == Status.IN_PROGRESS
    assert _rows(partnership, "answer") == []


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2025, 11, 28, 23, 59, tzinfo=UTC), False),
        (datetime(2025, 11, 29, 0, 0, tzinfo=UTC), True),
    ],
)
def test_submit_is_late_after_the_deadline(
    partnership: Database, moment: datetime, late: bool
) -> None:
    assert send(partnership, "r1", organisation="oak", now=moment).late is late


def test_submit_late_counts_days_as_they_are_here(partnership: Database) -> None:
    partnership.write(extend, cycle="this", to=date(2026, 6, 1), viewer=TEAM)
    summer_night = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight on the 2nd
    assert send(partnership, "r1", organisation="oak", now=summer_night).late is True


def test_submit_within_an_extension_is_not_late(partnership: Database) -> None:
    partnership.write(extend, cycle="this", to=date(2026, 1, 16), viewer=TEAM)
    moment = datetime(2026, 1, 16, 12, tzinfo=UTC)
    assert send(partnership, "r1", organisation="oak", now=moment).late is False


def test_submit_is_only_for_who_answers(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    for role in set(PEOPLE) - {"organisation"}:
        with pytest.raises((NotAllowedError, NotFoundError)):
            partnership.write(
                submit, id="r1", revision=0, viewer=PEOPLE[role], stored=[], actions=[], now=NOW
            )


def test_submit_of_a_voice_keeps_the_day_alone(partnership: Database) -> None:
    begin(partnership, "v1", round="clinic", form="voice")
    partnership.write(remember_draft, device="hash", response="v1", now=NOW)
    sent = partnership.write(
        submit, id="v1", revision=0, viewer=by_link("v1"), actions=[],
        stored=[StoredAnswer("heard", 0, "yes")], now=NOW + timedelta(hours=3),
    )  # fmt: skip
    assert sent.receipt.startswith("VO-")
    row = partnership.read(lambda tx: tx.one("SELECT * FROM response WHERE id = 'v1'"))
    assert row is not None
    assert (row["submitted"], row["updated"], row["receipt"]) == (
        TODAY, datetime(2025, 11, 3, tzinfo=UTC), "",
    )  # fmt: skip
    assert partnership.read(find_draft, device="hash", round="clinic") is None
    assert partnership.read(list_events, subject="v1") == []
    assert {e.happened for e in partnership.read(list_events, subject="clinic")} == {None}


def test_submitted_voice_cannot_be_read_by_its_giver_or_anybody(partnership: Database) -> None:
    send(partnership, "v1", round="clinic", form="voice", stored=[])
    for viewer in (by_link("v1"), *PEOPLE.values()):
        condition, params = visible(viewer, "r", 1)
        sql = f"SELECT id FROM response r WHERE {condition}"
        assert partnership.read(lambda tx, s=sql, p=params: tx.query(s, p)) == []
        with pytest.raises(NotFoundError):
            partnership.read(get_response, "v1", viewer=viewer)


def test_return_for_changes_opens_the_draft_again(partnership: Database) -> None:
    sent = send(partnership, "r1", organisation="oak", a1="fully_met")
    _return(partnership)
    back = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert (back.status, back.answers, back.is_editable) == (Status.RETURNED, sent.answers, True)
    assert len(_rows(partnership, "answer")) == 5  # what was sent still counts


def test_submit_again_replaces_what_was_sent(partnership: Database) -> None:
    action = Action("a2", "Train staff")
    send(partnership, "r1", organisation="oak", a1="fully_met", actions=[action])
    _return(partnership)
    partnership.write(
        save_draft, id="r1", answers={"a1": "not_met"}, revision=2, viewer=OAK_HEAD, now=NOW
    )
    again = partnership.write(
        submit, id="r1", revision=3, viewer=OAK_HEAD, actions=[],
        stored=[StoredAnswer("a1", 0, "not_met")], now=NOW + timedelta(days=90),
    )  # fmt: skip
    assert (again.status, again.submitted, again.late) == (Status.RESUBMITTED, TODAY, True)
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {"a1": "not_met"}
    assert _rows(partnership, "answer") == [("this", "academy", "r1", "a1", 0, "not_met", None)]
    assert _rows(partnership, "answer_text") == []
    (action,) = partnership.read(list_actions, viewer=TEAM, round="this")
    assert (action.text, action.status) == ("Train staff", "closed")  # kept, and why it ended


def test_start_response_after_submission_gives_the_locked_one(partnership: Database) -> None:
    sent = send(partnership, "r1", organisation="oak")
    again = Response("r2", "audit", "1", round="this", organisation="oak")
    assert partnership.write(start_response, response=again, now=NOW) == sent


def _return(database: Database) -> None:
    database.write(take_step, id="r1", step=Step.RETURN, viewer=TEAM, reason="Say more", now=NOW)


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    sql = f"SELECT * FROM {table} ORDER BY response, question, instance"
    return [tuple(row.values()) for row in database.read(lambda tx: tx.query(sql))]
