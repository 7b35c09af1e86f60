"""What was refused leaves a line at once, and one more for all others of its minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.audit import list_entries, seal
from db.connection import Database
from db.days import local_day, start_of
from db.refusals import is_unsettled, note_refused, settle_refused
from scrutiny.access import NOBODY, Viewer
from scrutiny.audit import What
from tests.db.examples import NOW, OAK_HEAD, PEOPLE

LATER = NOW + timedelta(minutes=1)


def refuse(database: Database, viewer: Viewer = NOBODY, **more: object) -> None:
    given = {"what": What.CODE_REFUSED, "subject": "campaign", "why": "unknown", "now": NOW, **more}
    database.write(note_refused, viewer=viewer, **given)


def logged(database: Database) -> list[tuple[str, str, str, str, str, datetime]]:
    database.write(seal)
    found = database.read(list_entries, viewer=PEOPLE["administrator"]).entries
    return [(e.who, e.role, e.what, e.subject, e.detail, e.moment) for e in reversed(found)]


def test_a_thousand_wrong_codes_of_a_minute_leave_two_lines(database: Database) -> None:
    def try_codes(tx) -> None:  # type: ignore[no-untyped-def]
        for _ in range(1000):
            note_refused(
                tx, what=What.CODE_REFUSED, viewer=NOBODY, now=NOW, subject="campaign",
                why="unknown",
            )  # fmt: skip

    database.write(try_codes)
    assert not database.read(is_unsettled, now=NOW)
    assert database.read(is_unsettled, now=LATER)
    assert database.write(settle_refused, now=LATER) == 1
    assert not database.read(is_unsettled, now=LATER)
    day = start_of(local_day(NOW))
    line = ("Somebody", "nobody", "code_refused")
    assert logged(database) == [
        (*line, "campaign", '{"why":"unknown"}', day),
        (*line, "", '{"more_in_the_same_minute":999}', day),
    ]


def test_each_kind_each_person_and_each_minute_has_its_own_line(database: Database) -> None:
    refuse(database)
    refuse(database, OAK_HEAD, what=What.RESPONSE_REFUSED, subject="ash-1", why="not_theirs")
    refuse(database, OAK_HEAD, what=What.RESPONSE_REFUSED, subject="ash-2", why="not_theirs")
    refuse(database, OAK_HEAD, what=What.RESPONSE_REFUSED, subject="ash-3", now=LATER)
    assert [(who, what, subject) for who, _, what, subject, _, _ in logged(database)] == [
        ("Somebody", "code_refused", "campaign"),
        ("Oak head", "response_refused", "ash-1"),
        ("Oak head", "response_refused", "ash-3"),
    ]
    assert database.write(settle_refused, now=LATER) == 1
    assert logged(database)[-1][4:] == ('{"more_in_the_same_minute":1}', NOW.replace(second=0))


def test_a_known_viewer_is_logged_with_the_time_and_a_child_with_the_day(
    database: Database,
) -> None:
    refuse(database, PEOPLE["young_person"])
    refuse(database, OAK_HEAD)
    refuse(database, what=What.LINK_REFUSED, is_timed=True)
    assert [(who, moment) for who, _, _, _, _, moment in logged(database)] == [
        ("Somebody", start_of(local_day(NOW))), ("Oak head", NOW), ("Somebody", NOW),
    ]  # fmt: skip


def test_what_is_no_id_of_ours_is_left_out(database: Database) -> None:
    refuse(database, subject="Emma of Elm Street")
    refuse(database, OAK_HEAD, subject="x" * 43)
    assert [subject for _, _, _, subject, _, _ in logged(database)] == ["", ""]


def test_the_end_settles_the_minute_that_still_runs(database: Database) -> None:
    refuse(database)
    refuse(database)
    assert database.write(settle_refused, now=NOW) == 0
    assert database.write(settle_refused, now=NOW, is_last=True) == 1
