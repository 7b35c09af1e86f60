"""The audit log in the database: one chain whoever writes, found broken where it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.audit import (
    Search,
    add_entry,
    count_before,
    cut_before,
    get_head,
    is_waiting,
    list_deeds,
    list_entries,
    main,
    record,
    report,
    seal,
    verify_log,
)
from db.connection import Database, open_database
from db.errors import NotAllowedError
from db.events import Happening, add_event
from scrutiny.access import make_viewer
from tests.db.at_once import at_once
from tests.db.examples import NOW, PEOPLE, TEAM

ADMINISTRATOR = PEOPLE["administrator"]


def wait(
    database: Database, *, who: str = "Max", what: str = "signed_in", subject: str = "",
    now: datetime = NOW,
) -> None:  # fmt: skip
    database.write(add_entry, who=who, role="mars_team", what=what, subject=subject, now=now)


def write(database: Database, **entry: Any) -> None:
    wait(database, **entry)
    database.write(seal)


def change(database: Database, sql: str) -> None:
    database.write(lambda tx: tx.execute(sql))


def test_entries_come_back_latest_first(database: Database) -> None:
    for number in range(3):
        write(database, subject=f"r{number}", now=NOW + timedelta(minutes=number))
    found = database.read(list_entries, viewer=ADMINISTRATOR)
    assert [(e.number, e.subject, e.moment) for e in found.entries] == [
        (3, "r2", NOW + timedelta(minutes=2)),
        (2, "r1", NOW + timedelta(minutes=1)),
        (1, "r0", NOW),
    ]
    assert found.total == 3


def test_the_log_is_whole_whatever_is_in_its_texts(database: Database) -> None:
    for who in ("Zoë O'Neill", "nul\x00byte", "half \ud800", '"quoted" \\ back', "雪"):
        write(database, who=who)
    verdict = database.read(verify_log)
    assert (verdict.entries, verdict.fault) == (5, "")


def test_many_writers_and_sealers_make_one_chain(database: Database) -> None:
    at_once(10, lambda number: [write(database, who=f"P{number}") for _ in range(5)])
    verdict = database.read(verify_log)
    assert (verdict.entries, verdict.number, verdict.fault) == (50, 50, "")


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_entry SET who = 'Eve' WHERE number = 3", "Line 3 has been changed"),
        ("UPDATE audit_entry SET detail = '{\"a\":1}' WHERE number = 1", "Line 1 has been changed"),
        ("DELETE FROM audit_entry WHERE number = 2", "Line 2 is missing"),
        ("DELETE FROM audit_entry WHERE number > 3", "Lines are missing at the end: line 4 to 5"),
        ("DELETE FROM audit_entry", "Lines are missing at the end: line 1 to 5"),
        ("DELETE FROM audit_head", "The mark of the log's end does not fit line 5"),
    ],
)
def test_verify_log_finds_what_was_done_to_it(database: Database, sql: str, fault: str) -> None:
    for _ in range(5):
        write(database)
    change(database, sql)
    assert database.read(verify_log).fault == fault


def test_what_was_noted_elsewhere_shows_lines_cut_off_with_the_head(database: Database) -> None:
    write(database)
    first = database.read(get_head)
    write(database)
    noted = database.read(get_head)
    change(database, "DELETE FROM audit_entry WHERE number = 2")
    change(database, f"UPDATE audit_head SET number = 1, hash = '{first.hash}'")
    assert report(database)[1] is True
    assert report(database, f"2:{noted.hash}") == (
        f"NOT WHOLE. The line noted as 2:{noted.hash} does not stand in the log.", False
    )  # fmt: skip
    assert report(database, f"1:{first.hash}")[1] is True
    assert report(database, "nonsense")[1] is False


def test_search_by_who_what_subject_and_days(database: Database) -> None:
    write(database, who="Max Team", what="signed_in", now=NOW - timedelta(days=2))
    write(database, who="Ira Officer", what="response_viewed", subject="this-1")
    write(database, who="Max Team", what="document_taken", subject="this-1")

    def numbers(search: Search) -> list[int]:
        found = database.read(list_entries, viewer=ADMINISTRATOR, search=search)
        return [entry.number for entry in found.entries]

    day = NOW.date()
    assert numbers(Search(who="max")) == [3, 1]
    assert numbers(Search(what="response_viewed")) == [2]
    assert numbers(Search(subject="THIS-1")) == [3, 2]
    assert numbers(Search(since=day)) == [3, 2]
    assert numbers(Search(until=day - timedelta(days=1))) == [1]
    assert numbers(Search(who="%")) == []
    assert database.read(list_deeds, viewer=ADMINISTRATOR) == [
        "document_taken", "response_viewed", "signed_in",
    ]  # fmt: skip


def test_entries_come_in_pages(database: Database) -> None:
    def write_many(tx) -> None:
        for _ in range(60):
            add_entry(tx, who="Max", role="mars_team", what="signed_in", subject="", now=NOW)

    database.write(write_many)
    database.write(seal)
    second = database.read(list_entries, viewer=ADMINISTRATOR, page=2)
    assert ([entry.number for entry in second.entries], second.total) == (
        list(range(10, 0, -1)), 60,
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(set(PEOPLE) - {"administrator"}))
def test_only_administrators_read_the_log(database: Database, role: str) -> None:
    for function in (list_entries, list_deeds):
        with pytest.raises(NotAllowedError):
            database.read(function, viewer=PEOPLE[role])


def test_the_anonymous_leave_no_entry(database: Database) -> None:
    for viewer in (PEOPLE["nobody"], PEOPLE["young_person"], make_viewer("made_up", name="X")):
        database.write(record, viewer=viewer, what="signed_in", subject="", now=NOW)
    assert not database.read(is_waiting)


def test_a_change_is_logged_with_its_event_and_without_its_words(database: Database) -> None:
    database.write(
        add_event, name=Happening.RESPONSE_RETURNED, subject="r1", now=NOW, actor=TEAM.name,
        role=TEAM.role, detail={"reason": "Mrs Smith is ill", "status": "returned"},
    )  # fmt: skip
    database.write(
        add_event, name=Happening.DRAFT_SAVED, subject="r1", now=NOW, role="organisation",
        actor="Jo",
    )  # fmt: skip
    database.write(add_event, name=Happening.CYCLE_ADDED, subject="c", now=NOW, role="")
    database.write(
        add_event, name=Happening.RESPONSE_SUBMITTED, subject="clinic", now=NOW, actor="Jo",
        role="young_person", is_day_only=True,
    )  # fmt: skip
    database.write(seal)
    (entry,) = database.read(list_entries, viewer=ADMINISTRATOR).entries
    assert (entry.who, entry.role, entry.what, entry.subject, entry.detail) == (
        "Max Team", "mars_team", "response_returned", "r1", '{"status":"returned"}',
    )  # fmt: skip


def test_entries_wait_and_are_chained_in_their_order(database: Database) -> None:
    for number in range(3):
        wait(database, subject=f"r{number}")
    assert database.read(is_waiting)
    assert database.read(get_head).number == 0
    assert database.write(seal) == 3
    assert database.write(seal) == 0
    assert not database.read(is_waiting)
    found = database.read(list_entries, viewer=ADMINISTRATOR)
    assert [entry.subject for entry in found.entries] == ["r2", "r1", "r0"]


def test_an_entry_falls_with_its_change(database: Database) -> None:
    def fail(tx) -> None:
        add_entry(tx, who="Max", role="mars_team", what="signed_in", subject="", now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(fail)
    assert not database.read(is_waiting)


def test_a_day_alone_is_kept_where_it_is_asked_for(database: Database) -> None:
    database.write(
        add_entry, who="", role="", what="code_refused", subject="", now=NOW, is_day_only=True
    )
    database.write(seal)
    (entry,) = database.read(list_entries, viewer=ADMINISTRATOR).entries
    assert entry.moment.isoformat() == "2025-11-03T00:00:00+00:00"


def test_old_lines_are_cut_off_and_the_rest_still_proved(database: Database) -> None:
    for days in (900, 800, 10, 0):
        write(database, now=NOW - timedelta(days=days))
    limit = NOW.date() - timedelta(days=731)
    assert database.read(count_before, limit) == 2
    assert database.write(cut_before, limit) == 2
    assert database.write(cut_before, limit) == 0
    write(database)
    verdict = database.read(verify_log)
    assert (verdict.entries, verdict.number, verdict.fault) == (3, 5, "")
    change(database, "DELETE FROM audit_entry WHERE number = 3")
    assert database.read(verify_log).fault == "Line 3 is missing"


def test_the_whole_log_may_be_cut_off(database: Database) -> None:
    write(database, now=NOW - timedelta(days=900))
    assert database.write(cut_before, date(2025, 1, 1)) == 1
    assert database.read(verify_log).fault == ""
    write(database)
    assert database.read(verify_log).fault == ""


def test_the_command_says_whether_the_log_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = str(tmp_path / "mars.duckdb")
    database = open_database(url)
    database.migrate()
    for _ in range(2):
        write(database)
    database.close()
    monkeypatch.setenv("MARS_DEMONSTRATION", "1")
    monkeypatch.setenv("MARS_DATABASE", url)
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("Whole: 2 lines.")
    database = open_database(url)
    change(database, "UPDATE audit_entry SET who = 'Eve' WHERE number = 2")
    database.close()
    assert main(["--database", url]) == 1
    assert capsys.readouterr().out == (
        "NOT WHOLE. Line 2 has been changed. 1 lines before it hold.\n"
    )
