"""Retention: what falls due, holds that freeze it, destruction that leaves counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from db.action_register import list_register
from db.actions import list_actions
from db.audit import Search, add_entry, list_entries, seal, verify_log
from db.composites import count_answers, count_responses, list_texts
from db.connection import Database, Transaction
from db.errors import NotAllowedError, NotDueError, NotFoundError
from db.events import list_events
from db.hand_outs import add_hand_outs, count_hand_outs
from db.organisations import get_organisation
from db.registered import REGISTERED
from db.responses import find_response, list_responses
from db.retention import (
    Destruction,
    destroy,
    find_destroyed,
    lift_hold,
    list_destructions,
    list_falling_due,
    list_holds,
    set_hold,
)
from db.reviews import add_quote, add_theme, check_quote, count_themes, list_quotes
from forms.storage import StoredAnswer
from scrutiny.action import Action
from scrutiny.retention import Scope
from scrutiny.review import CodedTheme, Quote, ThemeCount
from scrutiny.tally import Filters, Tally
from tests.db.examples import NOW, OFFICER, PEOPLE, TEAM, begin, send, set_up

ADMINISTRATOR = PEOPLE["administrator"]
#: When the cycle of 2025 and the campaign are long over.
LATER = datetime(2033, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """Two schools have sent this year's audit, a third has begun; three voices were heard."""
    set_up(database)
    for name in ("oak", "ash"):
        action = Action("a2", "Train everyone")
        send(database, f"this-{name}", organisation=name, actions=[action])
    begin(database, "this-fir", organisation="fir", comment="Begun")
    for number, said in enumerate(("yes", "yes", "no")):
        stored = [StoredAnswer("heard", 0, said), StoredAnswer("words", 0, "Longer hours")]
        send(database, f"voice-{number}", round="clinic", form="voice", stored=stored)
        theme = CodedTheme(f"voice-{number}", "words", "access")
        database.write(add_theme, theme, round="clinic", viewer=TEAM, now=NOW)
    return database


def due_by(database: Database, day: date) -> list[tuple[str, str, str, int]]:
    return [
        (due.rule.key, due.holding.subject, due.state(day), due.free_records)
        for due in database.read(list_falling_due, viewer=ADMINISTRATOR, today=day)
        if due.rule.key not in {"audit_log", *REGISTERED}
    ]


def go(database: Database, rule: str, subject: str, now: datetime = LATER) -> Destruction:
    return database.write(destroy, rule=rule, subject=subject, viewer=ADMINISTRATOR, now=now)


def hold(database: Database, scope: Scope, subject: str = "") -> str:
    set_now = database.write(
        set_hold, scope=scope, subject=subject, reason="Public inquiry", viewer=ADMINISTRATOR,
        now=NOW,
    )  # fmt: skip
    return set_now.id


def test_the_report_says_what_falls_due(filled: Database) -> None:
    assert due_by(filled, date(2026, 12, 1)) == [
        ("voice", "clinic", "Due", 3),
        ("self_assessment", "this", "Not yet due", 3),
    ]
    assert due_by(filled, date(2032, 8, 31))[1] == ("self_assessment", "this", "Due", 3)


def test_voices_go_and_their_counts_stay(filled: Database) -> None:
    proof = go(filled, "voice", "clinic", datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert proof.destroyed == {
        "answer": 3, "answer_text": 3, "response": 3, "theme_code": 3,
    }  # fmt: skip
    assert proof.kept == {"kept_count": 2, "kept_theme": 1}
    where = {"viewer": TEAM, "round": "clinic"}
    assert filled.read(count_answers, **where) == [
        Tally("heard", "", "no", 1),
        Tally("heard", "", "yes", 2),
    ]
    assert filled.read(count_responses, **where) == 3
    assert filled.read(count_themes, **where) == [ThemeCount("access", "improvement", 3)]
    assert filled.read(list_texts, **where, question="words") == []
    assert filled.read(find_destroyed, round="clinic") == date(2026, 12, 1)


def test_a_second_destruction_adds_to_the_counts(filled: Database) -> None:
    go(filled, "voice", "clinic")
    with pytest.raises(NotDueError):
        go(filled, "voice", "clinic")
    send(filled, "voice-late", round="clinic", form="voice",
         stored=[StoredAnswer("heard", 0, "yes")])  # fmt: skip
    assert filled.read(count_responses, viewer=TEAM, round="clinic") == 4
    go(filled, "voice", "clinic")
    assert filled.read(count_answers, viewer=TEAM, round="clinic") == [
        Tally("heard", "", "no", 1),
        Tally("heard", "", "yes", 3),
    ]


def test_returns_go_with_all_that_hangs_on_them(filled: Database) -> None:
    before = filled.read(count_answers, viewer=TEAM, round="this")
    go(filled, "self_assessment", "this")
    assert filled.read(count_answers, viewer=TEAM, round="this") == before
    assert filled.read(list_responses, viewer=TEAM, round="this") == []
    assert filled.read(list_actions, viewer=TEAM, round="this") == []
    left_open = filled.read(list_register, viewer=TEAM, today=LATER.date()).rows
    assert sorted(each.action.organisation for each in left_open) == ["ash", "oak"]
    assert filled.read(list_events, subject="this-oak") == []
    assert filled.read(find_response, viewer=TEAM, round="this", organisation="oak") is None
    assert filled.read(get_organisation, "oak").name == "Oak Academy"
    left = filled.read(
        lambda tx: tx.query("SELECT response FROM cycle_organisation WHERE response IS NOT NULL")
    )
    assert left == []


def test_kept_counts_follow_the_type_filter_and_no_finer_one(filled: Database) -> None:
    go(filled, "self_assessment", "this")

    def count(filters: Filters) -> int:
        return filled.read(count_responses, viewer=TEAM, round="this", filters=filters)

    assert count(Filters()) == 2
    assert count(Filters(types=frozenset({"academy"}))) == 1
    assert count(Filters(types=frozenset({"college"}))) == 0
    assert count(Filters(phases=frozenset({"primary"}))) == 0
    only = Filters(types=frozenset({"academy"}))
    tallies = filled.read(count_answers, viewer=TEAM, round="this", filters=only)
    assert {tally.slice for tally in tallies} == {"academy"}
    finer = Filters(phases=frozenset({"primary"}))
    assert filled.read(count_answers, viewer=TEAM, round="this", filters=finer) == []


def test_only_quotes_that_may_be_shown_outlive_their_answers(filled: Database) -> None:
    for text, is_checked in (("Shown", True), ("Not yet", False)):
        quote = Quote("", "clinic", "words", text, has_permission=True)
        kept = filled.write(add_quote, quote, viewer=TEAM, now=NOW)
        if is_checked:
            filled.write(check_quote, id=kept.id, viewer=OFFICER, now=NOW)
    go(filled, "voice", "clinic")
    assert [q.text for q in filled.read(list_quotes, viewer=TEAM, round="clinic")] == ["Shown"]


def test_nothing_goes_before_it_is_due(filled: Database) -> None:
    with pytest.raises(NotDueError):
        go(filled, "voice", "clinic", datetime(2026, 11, 29, 12, tzinfo=UTC))
    with pytest.raises(NotDueError):
        go(filled, "voice", "this")
    assert filled.read(count_responses, viewer=TEAM, round="clinic") == 3
    assert filled.read(list_destructions, viewer=ADMINISTRATOR) == []


@pytest.mark.parametrize(("scope", "subject"), [(Scope.EVERYTHING, ""), (Scope.ROUND, "this")])
def test_a_hold_freezes_a_round_until_it_is_lifted(
    filled: Database, scope: Scope, subject: str
) -> None:
    held = hold(filled, scope, subject)
    with pytest.raises(NotDueError):
        go(filled, "self_assessment", "this")
    filled.write(lift_hold, id=held, viewer=ADMINISTRATOR, now=LATER)
    with pytest.raises(NotFoundError):
        filled.write(lift_hold, id=held, viewer=ADMINISTRATOR, now=LATER)
    assert go(filled, "self_assessment", "this").destroyed["response"] == 3
    (lifted,) = filled.read(list_holds, viewer=ADMINISTRATOR)
    assert (lifted.reason, lifted.lifted_by, lifted.lifted_on) == (
        "Public inquiry", "Ada Min", LATER.date(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "subject"), [(Scope.ORGANISATION, "oak"), (Scope.RESPONSE, "this-oak")]
)
def test_a_held_organisation_stays_while_the_others_go(
    filled: Database, scope: Scope, subject: str
) -> None:
    hold(filled, scope, subject)
    assert due_by(filled, LATER.date())[1] == (
        "self_assessment", "this", "Due, in part under a hold", 2,
    )  # fmt: skip
    before = filled.read(count_answers, viewer=TEAM, round="this")
    assert go(filled, "self_assessment", "this").destroyed["response"] == 2
    assert [r.id for r in filled.read(list_responses, viewer=TEAM)] == ["this-oak"]
    assert filled.read(count_answers, viewer=TEAM, round="this") == before
    assert [a.response for a in filled.read(list_actions, viewer=TEAM)] == ["this-oak"]
    with pytest.raises(NotDueError):
        go(filled, "self_assessment", "this")


@pytest.mark.parametrize(
    ("scope", "subject"),
    [
        (Scope.ROUND, "nothing"),
        (Scope.ORGANISATION, "this"),
        (Scope.RESPONSE, "voice-1"),
        (Scope.RESPONSE, ""),
    ],
)
def test_a_hold_names_something_that_is_there(filled: Database, scope: Scope, subject: str) -> None:
    with pytest.raises(NotFoundError):
        hold(filled, scope, subject)
    with pytest.raises(ValueError, match="Say why"):
        filled.write(
            set_hold, scope=Scope.LOG, subject="", reason=" ", viewer=ADMINISTRATOR, now=NOW
        )


def test_a_request_falls_due_by_itself(database: Database) -> None:
    set_up(database)
    send(
        database, "asked", round="", form="ask", author="Pat Chair", stored=[], title="Help",
        group_id="splig",
    )  # fmt: skip
    assert due_by(database, LATER.date()) == []  # its activity goes on
    database.write(lambda tx: tx.execute("UPDATE activity SET ended = $1", [date(2026, 9, 1)]))
    assert due_by(database, date(2033, 8, 30)) == [("request", "asked", "Not yet due", 1)]
    assert due_by(database, date(2033, 8, 31)) == [("request", "asked", "Due", 1)]
    with pytest.raises(NotDueError):
        go(database, "request", "asked")
    proof = go(database, "request", "asked", datetime(2033, 9, 1, 9, tzinfo=UTC))
    assert (proof.destroyed["activity"], proof.destroyed["response"], proof.kept) == (1, 1, {})
    left = ("taking", "open_step", "activity_seat")
    assert [database.read(_count, table) for table in left] == [0, 0, 0]


def test_old_lines_of_the_log_go_and_it_stays_provable(database: Database) -> None:
    for days in (1000, 800, 5):
        database.write(
            add_entry, who="Max", role="mars_team", what="signed_in", subject="",
            now=NOW - timedelta(days=days),
        )  # fmt: skip
    database.write(seal)
    assert go(database, "audit_log", "audit_log", NOW).destroyed == {"audit_entry": 2}
    assert database.read(verify_log).fault == ""
    held = hold(database, Scope.LOG)
    with pytest.raises(NotDueError):
        go(database, "audit_log", "audit_log", LATER)
    assert held


def test_what_was_done_is_proved_and_logged(filled: Database) -> None:
    hold(filled, Scope.LOG)
    proof = go(filled, "voice", "clinic")
    assert filled.read(list_destructions, viewer=ADMINISTRATOR) == [proof]
    assert (proof.done_by, proof.happened, proof.title, proof.due) == (
        "Ada Min", LATER, "Clinic", date(2026, 11, 30),
    )  # fmt: skip
    assert proof.rule == (
        "Voice answers of young people, parents and carers: 12 months, "
        "from the last day of the campaign"
    )
    filled.write(seal)
    found = filled.read(list_entries, viewer=ADMINISTRATOR, search=Search(who="Ada Min"))
    assert [(e.what, e.subject) for e in found.entries] == [
        ("records_destroyed", "clinic"),
        ("hold_set", "log"),
    ]
    assert "inquiry" not in "".join(e.detail for e in found.entries).casefold()


@pytest.mark.parametrize("role", sorted(set(PEOPLE) - {"administrator"}))
def test_only_administrators_hold_and_destroy(filled: Database, role: str) -> None:
    viewer = PEOPLE[role]
    with pytest.raises(NotAllowedError):
        filled.read(list_falling_due, viewer=viewer, today=LATER.date())
    with pytest.raises(NotAllowedError):
        filled.write(destroy, rule="voice", subject="clinic", viewer=viewer, now=LATER)
    with pytest.raises(NotAllowedError):
        filled.write(set_hold, scope=Scope.LOG, subject="", reason="x", viewer=viewer, now=NOW)
    with pytest.raises(NotAllowedError):
        filled.write(lift_hold, id="x", viewer=viewer, now=NOW)
    for function in (list_holds, list_destructions):
        with pytest.raises(NotAllowedError):
            filled.read(function, viewer=viewer)


def test_the_hashes_of_hand_out_codes_go_with_their_campaign(filled: Database) -> None:
    filled.write(add_hand_outs, campaign="clinic", hashes=["h1", "h2"])
    proof = go(filled, "voice", "clinic", datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert proof.destroyed["hand_out_code"] == 2
    assert filled.read(count_hand_outs, "clinic") == 0


def test_the_hashes_of_a_campaign_that_nobody_answered_fall_due_too(database: Database) -> None:
    set_up(database)
    database.write(add_hand_outs, campaign="clinic", hashes=["h1", "h2"])
    assert due_by(database, date(2026, 12, 1)) == [("voice", "clinic", "Due", 2)]
    proof = go(database, "voice", "clinic", datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert proof.destroyed == {"hand_out_code": 2}
    assert due_by(database, date(2026, 12, 1)) == []


def test_hashes_stay_while_an_answer_is_held(filled: Database) -> None:
    filled.write(add_hand_outs, campaign="clinic", hashes=["h1"])
    hold(filled, Scope.EVERYTHING)
    with pytest.raises(NotDueError):
        go(filled, "voice", "clinic", datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert filled.read(count_hand_outs, "clinic") == 1


def _count(tx: Transaction, table: str) -> int:
    return int(tx.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])
