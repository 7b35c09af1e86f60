"""Hand-out codes: one answer each, spent with the answer, and no trace from one to the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.campaigns import add_campaign, find_campaign_by_code
from db.connection import Database
from db.errors import CodeUsedError, DuplicateError
from db.hand_outs import (
    HandOut,
    add_hand_outs,
    count_hand_outs,
    find_hand_out,
    spend_hand_out,
)
from db.responses import submit
from scrutiny.response import Status
from tests.db.at_once import at_once
from tests.db.examples import CLINIC, NOW, begin, by_link, set_up

CARDS = replace(CLINIC, id="cards", code="NEWT-77", hand_out=True)


@pytest.fixture
def handed(database: Database) -> Database:
    """A campaign with three codes, beside the clinic's, which asks for none."""
    set_up(database)
    database.write(add_campaign, CARDS)
    database.write(add_hand_outs, campaign="cards", hashes=["h2", "h1", "h3"])
    return database


def send_with(database: Database, id: str, code: str, round: str = "cards") -> None:
    draft = begin(database, id, round=round, form="voice", heard="yes")
    database.write(
        submit, id=id, revision=draft.revision, viewer=by_link(id), stored=[], actions=[],
        answers=draft.answers, now=NOW, hand_out=code,
    )  # fmt: skip


def status(database: Database, id: str) -> Status:
    rows = database.read(lambda tx: tx.query("SELECT status FROM response WHERE id = $1", [id]))
    return Status(rows[0]["status"])


def test_a_code_sends_one_answer(handed: Database) -> None:
    send_with(handed, "v1", "h1")
    assert handed.read(find_hand_out, "h1") == HandOut("h1", "cards", True)
    assert handed.read(find_hand_out, "h2") == HandOut("h2", "cards", False)
    with pytest.raises(CodeUsedError, match="has been used"):
        send_with(handed, "v2", "h1")
    assert status(handed, "v2") is Status.IN_PROGRESS
    send_with(handed, "v3", "h2")


@pytest.mark.parametrize("code", ["", "none", "other"])
def test_nothing_is_sent_without_a_code_of_the_campaign(handed: Database, code: str) -> None:
    handed.write(add_campaign, replace(CARDS, id="more", code="TOAD-33"))
    handed.write(add_hand_outs, campaign="more", hashes=["other"])
    with pytest.raises(CodeUsedError):
        send_with(handed, "v1", code)
    assert handed.read(find_hand_out, "other") == HandOut("other", "more", False)


def test_a_campaign_that_asks_for_no_code_spends_none(handed: Database) -> None:
    send_with(handed, "v1", "h1", round="clinic")
    assert handed.read(find_hand_out, "h1") == HandOut("h1", "cards", False)


def test_a_submission_that_fails_leaves_its_code_unused(handed: Database) -> None:
    draft = begin(handed, "v1", round="cards", form="voice", heard="yes")

    def fail(tx: object) -> None:
        submit(tx, id="v1", revision=draft.revision, viewer=by_link("v1"), stored=[],  # type: ignore[arg-type]
               actions=[], now=NOW, hand_out="h1")  # fmt: skip
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        handed.write(fail)
    assert handed.read(find_hand_out, "h1") == HandOut("h1", "cards", False)


def test_of_many_at_once_with_one_code_exactly_one_is_sent(handed: Database) -> None:
    drafts = [begin(handed, f"v{n}", round="cards", form="voice", heard="yes") for n in range(6)]
    told: list[str] = []

    def send(number: int) -> None:
        draft = drafts[number]
        try:
            handed.write(
                submit, id=draft.id, revision=draft.revision, viewer=by_link(draft.id),
                stored=[], actions=[], answers=draft.answers, now=NOW, hand_out="h1",
            )  # fmt: skip
        except CodeUsedError as error:
            told.append(str(error))

    at_once(6, send)
    assert len(told) == 5
    assert [status(handed, draft.id) for draft in drafts].count(Status.SUBMITTED) == 1


def test_what_is_kept_of_a_code_says_nothing_more(handed: Database) -> None:
    send_with(handed, "v1", "h1")
    (row,) = handed.read(lambda tx: tx.query("SELECT * FROM hand_out_code WHERE used"))
    assert row == {"code_hash": "h1", "campaign": "cards", "used": True}
    assert handed.read(count_hand_outs, "cards") == 3
    with pytest.raises(CodeUsedError):
        handed.write(spend_hand_out, campaign="cards", code_hash="h1")


def test_the_open_code_of_such_a_campaign_opens_nothing_and_stays_taken(handed: Database) -> None:
    assert handed.read(find_campaign_by_code, "NEWT-77") is None
    with pytest.raises(DuplicateError):
        handed.write(add_campaign, replace(CLINIC, id="again", code="newt 77"))
