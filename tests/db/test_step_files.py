"""Files that come with a step: their sender's until it is taken, the activity's from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db.activities import add_activity
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import list_events
from db.removals import remove_activities
from db.step_drafts import KEPT, forget_stale_drafts
from db.step_files import BEGIN, MOST, add_step_file, get_step_file
from db.subject_access import find_held
from forms.model import Json
from scrutiny.access import NOBODY, Viewer, make_viewer
from scrutiny.activity import Activity
from scrutiny.evidence import Scan
from scrutiny.subject import Subject
from tests.db.activity_examples import ASH, NOW, OAK, OFFICER, TEAM, begin, set_up, take, take_until
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

PAPERS = VISIT.replace(
    "      - {id: update_words, type: long_text, text: What has changed?, required: true}\n",
    "      - {id: papers, type: file, text: Papers, max_files: 2}\n",
).replace(
    "begin:\n", "begin:\n  - {id: first_papers, type: file, text: What it rests on}\n"
)  # fmt: skip


def ready(database: Database) -> Activity:
    """A visit for which Oak House is to send its papers."""
    set_up(database, PAPERS)
    return take_until(database, begin(database, mechanism(PAPERS)), "arrange")


def put(database: Database, activity: str, viewer: Viewer, step: str = "update") -> Any:
    return database.write(
        add_step_file, activity=activity, step=step, name="Our plan.pdf", kind="application/pdf",
        content=b"%PDF-1", scan=Scan.CLEAN, viewer=viewer, now=NOW,
    )  # fmt: skip


def is_given(database: Database, file: Json, viewer: Viewer) -> bool:
    try:
        database.read(get_step_file, file["id"], viewer=viewer)  # type: ignore[index,call-overload]
    except NotFoundError:
        return False
    return True


def test_a_file_is_its_senders_own_until_the_step_is_taken(database: Database):
    activity = ready(database)
    file = put(database, activity.id, OAK)
    assert (file["name"], file["size"], file["type"]) == ("Our plan.pdf", 6, "application/pdf")
    assert [is_given(database, file, each) for each in (OAK, TEAM)] == [True, False]
    take(database, activity, "update", OAK, answers={"papers": [file]})
    assert [is_given(database, file, each) for each in (OAK, TEAM, OFFICER)] == [True] * 3
    assert [is_given(database, file, each) for each in (ASH, NOBODY)] == [False, False]
    assert database.read(get_step_file, file["id"], viewer=TEAM).content == b"%PDF-1"
    assert "Our plan" not in str(database.read(list_events, subject=activity.id))


def test_what_was_taken_out_again_is_gone_once_the_step_is_taken(database: Database):
    activity = ready(database)
    kept, other = put(database, activity.id, OAK), put(database, activity.id, OAK)
    take(database, activity, "update", OAK, answers={"papers": [kept]})
    assert [is_given(database, each, OAK) for each in (kept, other)] == [True, False]


def test_nobody_sends_what_somebody_else_put_there(database: Database):
    activity = ready(database)
    colleague = make_viewer("organisation", name="Kim", organisations=frozenset({"oak"}))
    file = put(database, activity.id, OAK)
    with pytest.raises(StepRefusedError, match="A file is not there any more"):
        take(database, activity, "update", colleague, answers={"papers": [file]})
    assert is_given(database, file, OAK)


def test_who_cannot_see_an_activity_puts_no_file_there(database: Database):
    activity = ready(database)
    with pytest.raises(NotFoundError):
        put(database, activity.id, ASH)
    with pytest.raises(NotAllowedError):
        put(database, activity.id, make_viewer("young_person"))
    for _ in range(MOST):
        put(database, activity.id, OAK)
    with pytest.raises(StepRefusedError, match=f"There are {MOST} files already"):
        put(database, activity.id, OAK)


def test_files_of_the_beginning_go_with_the_activity(database: Database):
    set_up(database, PAPERS)
    file = put(database, BEGIN, TEAM, "visit")
    answers = {"why": "New", "first_papers": [file]}
    made = mechanism(PAPERS)
    database.write(
        add_activity, mechanism=made, title="Oak House", viewer=TEAM, now=NOW, context=CONTEXT,
        subject="oak", answers=answers,
    )  # fmt: skip
    assert [is_given(database, file, each) for each in (OAK, ASH)] == [True, False]


def test_they_are_destroyed_with_the_activity_and_given_with_what_is_held(database: Database):
    activity = ready(database)
    file = put(database, activity.id, OAK)
    take(database, activity, "update", OAK, answers={"papers": [file]}, part="oak")
    administrator = make_viewer("administrator", name="Ada")
    held = database.read(find_held, Subject(organisation="oak"), viewer=administrator)
    assert [each.name for each in held.files] == ["Our plan.pdf"]
    assert database.write(remove_activities, [activity.id])["step_file"] == 1
    assert not is_given(database, file, OAK)


def test_what_nobody_sent_is_thrown_away_in_time(database: Database):
    activity = ready(database)
    file = put(database, activity.id, OAK)
    database.write(forget_stale_drafts, now=NOW + KEPT - timedelta(1))
    assert is_given(database, file, OAK)
    database.write(forget_stale_drafts, now=NOW + KEPT + timedelta(1))
    assert not is_given(database, file, OAK)
