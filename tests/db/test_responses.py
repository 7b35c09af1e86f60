"""Responses: begun, saved, read by who may, raced for and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.connection import Database
from db.errors import (
    AlreadySubmittedError,
    NotAllowedError,
    NotFoundError,
    StaleDraftError,
)
from db.events import Event, Happening, list_events
from db.responses import (
    find_response,
    get_response,
    list_responses,
    list_returns,
    previous_response,
    save_draft,
    start_response,
    submit,
)
from scrutiny.access import Viewer
from scrutiny.response import Response, Status
from scrutiny.tally import Return
from tests.db.at_once import at_once
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
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


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def test_start_response_gives_an_empty_draft(partnership: Database) -> None:
    draft = begin(partnership, "r1", organisation="oak", author="Head")
    assert draft == Response(
        "r1", "audit", "1", round="this", organisation="oak", updated=NOW, author="Head"
    )


def test_start_response_again_shares_the_draft(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak", a1="fully_met")
    second = begin(partnership, "r2", organisation="oak")
    assert (second.id, second.answers) == ("r1", {"a1": "fully_met"})


def test_start_response_of_many_at_once_gives_one(partnership: Database) -> None:
    started: list[str] = []
    at_once(20, lambda n: started.append(begin(partnership, f"r{n}", organisation="oak").id))
    assert len(set(started)) == 1
    assert len(partnership.read(list_responses, viewer=OAK_HEAD, round="this")) == 1


def test_start_response_refuses_who_is_not_in_the_cycle(partnership: Database) -> None:
    with pytest.raises(NotFoundError, match="'elm'"):
        begin(partnership, "r1", organisation="elm")


def test_start_response_refuses_a_form_that_is_not_published(partnership: Database) -> None:
    with pytest.raises(NotFoundError, match="'other 1'"):
        begin(partnership, "r1", form="other")


def test_start_response_for_somebody_else_is_refused(partnership: Database) -> None:
    response = Response("r1", "audit", "1", round="this", organisation="ash")
    with pytest.raises(NotAllowedError):
        partnership.write(start_response, response=response, now=NOW, viewer=OAK_HEAD)


def test_anonymous_draft_keeps_no_author_organisation_or_time(partnership: Database) -> None:
    begin(partnership, "v1", round="clinic", form="voice", organisation="oak", author="Jo")
    row = partnership.read(lambda tx: tx.one("SELECT * FROM response WHERE id = 'v1'"))
    assert row is not None
    assert (row["organisation"], row["author"], row["updated"].time().isoformat()) == (
        "", "", "00:00:00",
    )  # fmt: skip


def test_save_draft_keeps_the_answers(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    assert _save(partnership, {"a1": "fully_met"}, revision=0) == 1
    assert _save(partnership, {"pupils": 3, "a1": None}, revision=1) == 2
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {"pupils": 3}


def test_save_draft_of_the_same_answer_changes_nothing(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak", a1="fully_met")
    assert _save(partnership, {"a1": "fully_met"}, revision=0) == 0


def test_save_draft_tells_true_from_one(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak", agreed=1)
    assert _save(partnership, {"agreed": True}, revision=0) == 1


def test_save_draft_merges_other_questions(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    _save(partnership, {"a1": "fully_met"}, revision=0)
    assert _save(partnership, {"a2": "not_met"}, revision=0) == 2
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {
        "a1": "fully_met",
        "a2": "not_met",
    }


def test_save_draft_of_the_same_question_is_told(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    _save(partnership, {"comment": "theirs"}, revision=0)
    with pytest.raises(StaleDraftError) as told:
        _save(partnership, {"pupils": 7, "comment": "mine"}, revision=0)
    assert (told.value.question, told.value.theirs) == ("comment", "theirs")
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {"comment": "theirs"}


def test_save_draft_of_an_answer_taken_away_is_told(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak", comment="first")
    _save(partnership, {"comment": None}, revision=0)
    with pytest.raises(StaleDraftError) as told:
        _save(partnership, {"comment": "mine"}, revision=0)
    assert told.value.theirs is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("é" * 100_000, "é" * 100_000),
        ("👩‍👧 مرحبا =cmd() <script>", "👩‍👧 مرحبا =cmd() <script>"),
        ("a\x00b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("tab\tand\u0007bell", "tab\tand\u0007bell"),
        ("'; DROP TABLE draft; --", "'; DROP TABLE draft; --"),
    ],
)
def test_save_draft_stores_any_text_harmlessly(partnership: Database, text: str, kept: str) -> None:
    begin(partnership, "r1", organisation="oak")
    _save(partnership, {"comment": text, "list": [{"deep\x00": text}]}, revision=0)
    assert partnership.read(get_response, "r1", viewer=OAK_HEAD).answers == {
        "comment": kept,
        "list": [{"deep": kept}],
    }


def test_save_draft_races_lose_nothing(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    at_once(12, lambda n: _save(partnership, {f"q{n}": n}, revision=0))
    saved = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert saved.answers == {f"q{n}": n for n in range(12)}
    assert saved.revision == 12


def test_save_draft_race_on_one_question_has_one_winner(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    told: list[object] = []

    def save(n: int) -> None:
        try:
            _save(partnership, {"a1": n}, revision=0)
        except StaleDraftError as error:
            told.append(error.theirs)

    at_once(8, save)
    winner = partnership.read(get_response, "r1", viewer=OAK_HEAD).answers["a1"]
    assert told == [winner] * 7


def test_save_draft_writes_who_changed_what_without_the_answer(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    partnership.write(
        save_draft, id="r1", answers={"a1": "fully_met"}, revision=0, viewer=OAK_HEAD, now=NOW
    )
    event = partnership.read(list_events, subject="r1")[-1]
    assert (event.name, event.actor, event.detail) == (
        Happening.DRAFT_SAVED, "Oak head", {"questions": ["a1"], "revision": 1},
    )  # fmt: skip


def test_save_draft_of_anonymous_answers_writes_no_event(partnership: Database) -> None:
    begin(partnership, "v1", round="clinic", form="voice")
    partnership.write(
        save_draft, id="v1", answers={"heard": "yes"}, revision=0, viewer=by_link("v1"),
        now=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert partnership.read(list_events, subject="v1") == []
    assert partnership.read(list_events, subject="clinic") == [
        Event(Happening.RESPONSE_STARTED, "clinic", TODAY)
    ]


def test_save_draft_after_submission_is_refused(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    with pytest.raises(AlreadySubmittedError):
        _save(partnership, {"a1": "not_met"}, revision=0)


def test_save_draft_is_only_for_who_answers(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    for role in set(PEOPLE) - {"organisation"}:
        with pytest.raises((NotAllowedError, NotFoundError)):
            partnership.write(
                save_draft, id="r1", answers={"a1": 1}, revision=0, viewer=PEOPLE[role], now=NOW
            )


def test_save_draft_by_link_is_not_for_readers(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    reader = replace(PEOPLE["sign_off"], responses=frozenset({"r1"}))
    with pytest.raises(NotAllowedError):
        partnership.write(
            save_draft, id="r1", answers={"a1": "x"}, revision=0, viewer=reader, now=NOW
        )


def test_find_response_gives_the_organisations_own(partnership: Database) -> None:
    begin(partnership, "r1", organisation="oak")
    found = partnership.read(find_response, viewer=OAK_HEAD, round="this", organisation="oak")
    assert found is not None
    assert found.id == "r1"
    for viewer, organisation in ((OAK_HEAD, "ash"), (ASH_HEAD, "oak"), (BOARD, "oak")):
        assert (
            partnership.read(find_response, viewer=viewer, round="this", organisation=organisation)
            is None
        )


def find_before(database: Database, response: Response, viewer: Viewer) -> Response | None:
    return database.read(
        previous_response,
        round=response.round,
        organisation=response.organisation,
        viewer=viewer,
    )


def test_previous_response_is_last_cycles(partnership: Database) -> None:
    send(partnership, "old", organisation="oak", round="last", a1="not_met")
    now = begin(partnership, "new", organisation="oak")
    before = find_before(partnership, now, OAK_HEAD)
    assert before is not None
    assert (before.id, before.answers) == ("old", {"a1": "not_met"})
    assert find_before(partnership, before, OAK_HEAD) is None
    assert find_before(partnership, now, ASH_HEAD) is None


def test_list_returns_shows_everyone_in_scope(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    begin(partnership, "r2", organisation="ash")
    partnership.write(
        save_draft, id="r2", answers={"a1": "x"}, revision=0, viewer=ASH_HEAD, now=NOW,
        progress=40,
    )  # fmt: skip
    oak = Return("oak", "Oak Academy", "academy", "submitted", False, "r1", "2025-11-03", 100,
                 "north", "primary", "Elm Trust")  # fmt: skip
    fir = Return("fir", "Fir College", "college", "not_started", False, locality="south")
    ash = Return("ash", "Ash School", "maintained_school", "in_progress", False, "r2",
                 progress=40, locality="south", phase="secondary")  # fmt: skip
    assert partnership.read(list_returns, cycle="this", viewer=TEAM) == [oak, fir, ash]
    assert partnership.read(list_returns, cycle="this", viewer=ASH_HEAD) == [ash]
    assert partnership.read(list_returns, cycle="this", viewer=BOARD) == []


def test_many_submit_different_responses_at_once(partnership: Database) -> None:
    drafts = [begin(partnership, f"v{n}", round="clinic", form="voice") for n in range(50)]

    def send_one(n: int) -> None:
        partnership.write(
            submit, id=drafts[n].id, revision=0, viewer=by_link(drafts[n].id), stored=RATED,
            actions=[], now=NOW,
        )  # fmt: skip

    at_once(50, send_one)
    rows = partnership.read(
        lambda tx: tx.query("SELECT status, count(*) AS n FROM response GROUP BY 1")
    )
    assert rows == [{"status": Status.SUBMITTED, "n": 50}]


def _save(database: Database, answers: dict[str, object], *, revision: int) -> int:
    return database.write(
        save_draft, id="r1", answers=answers, revision=revision, viewer=by_link("r1"), now=NOW
    )  # type: ignore[arg-type]
