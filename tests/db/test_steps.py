"""Steps taken: by whom, in what order, with what answers, and what follows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.activities import attempt_step, get_activity, list_activities, list_for_me, list_open_steps
from db.audit import list_entries, seal
from db.connection import Database
from db.errors import (
    AnswersRefusedError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    StepRefusedError,
)
from db.events import list_events
from forms.problem import Problem
from scrutiny.access import make_viewer
from scrutiny.activity import ActivityStatus, Taking
from tests.db.activity_examples import (
    ASH,
    COUNCIL,
    HEALTH,
    NOW,
    OAK,
    OFFICER,
    POLICE,
    TEAM,
    TODAY,
    begin,
    set_up,
    take,
    take_until,
)
from tests.db.at_once import at_once
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

FOLLOW_UP = """
  - id: again
    title: A second visit
    by: [team]
    begins: visit
"""


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def test_an_activity_runs_from_its_beginning_to_its_end(partnership: Database):
    ended = take_until(partnership, begin(partnership), "board")
    assert (ended.status, ended.ended) == (ActivityStatus.ENDED, TODAY)
    assert partnership.read(get_activity, ended.id, viewer=OAK) == ended
    (row,) = partnership.read(list_activities, viewer=TEAM)
    assert (row.state, row.status) == ("Visited", ActivityStatus.ENDED)
    names = [event.name for event in partnership.read(list_events, subject=ended.id)]
    assert names == ["activity_begun", *["step_taken"] * 8, "activity_ended"]


def test_a_taking_says_who_when_and_what(partnership: Database):
    begun = take_until(partnership, begin(partnership), "arrange")
    assert begun.taken[-1] == Taking(
        4, "arrange", TODAY, answers={"event_on": "2026-05-01", "is_update_needed": "yes"},
        by="Max Team", role="mars_team", taken=NOW,
    )  # fmt: skip
    assert [taking.part for taking in begun.taken] == ["council", "health", "police", ""]


def test_a_step_taken_late_on_a_summer_evening_belongs_to_the_next_day(partnership: Database):
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    begun = take(partnership, begin(partnership), "endorse", POLICE, outcome="later", now=night)
    assert begun.taken[0].day == date(2026, 7, 2)


def test_the_wrong_role_is_refused_in_words_and_logged(partnership: Database):
    begun = begin(partnership)
    with pytest.raises(NotAllowedError, match=r"taken by Safeguarding partner\. Ask them to"):
        attempt_step(
            partnership, viewer=OFFICER, now=NOW, id=begun.id, step="endorse", seen=0,
            context=CONTEXT, outcome="endorsed",
        )  # fmt: skip
    assert partnership.read(get_activity, begun.id, viewer=TEAM).taken == ()
    partnership.write(seal)
    admin = make_viewer("administrator", name="Ada")
    (latest, *_) = partnership.read(list_entries, viewer=admin).entries
    assert (latest.who, latest.what, latest.subject) == ("Ira Officer", "step_refused", begun.id)


def test_who_may_not_see_it_is_told_nothing(partnership: Database):
    with pytest.raises(NotFoundError):
        take(partnership, begin(partnership), "endorse", ASH)


def test_a_step_out_of_order_is_refused(partnership: Database):
    begun = begin(partnership)
    with pytest.raises(StepRefusedError, match="cannot be taken now: cannot start yet"):
        take(partnership, begun, "arrange", TEAM)
    with pytest.raises(StepRefusedError, match="no such step"):
        take(partnership, begun, "dance", TEAM)
    begun = take_until(partnership, begun, "arrange")
    with pytest.raises(StepRefusedError, match="has been taken already"):
        take(partnership, begun, "arrange", TEAM)


def test_each_party_takes_it_once(partnership: Database):
    begun = take(partnership, begin(partnership), "endorse", POLICE, outcome="endorsed")
    with pytest.raises(StepRefusedError, match="has been done for that party already"):
        take(partnership, begun, "endorse", POLICE, outcome="endorsed", part="police")
    with pytest.raises(StepRefusedError, match="Say for which of those who take part"):
        take(partnership, begun, "endorse", TEAM, outcome="endorsed", known_from="E-mail")
    with pytest.raises(NotAllowedError, match="each for themselves"):
        take(partnership, begun, "endorse", POLICE, outcome="endorsed", part="health")


def test_the_team_records_for_others_and_says_how_it_knows(partnership: Database):
    begun = begin(partnership)
    with pytest.raises(StepRefusedError, match="Say how you know"):
        take(partnership, begun, "endorse", TEAM, outcome="endorsed", part="police")
    begun = take(
        partnership, begun, "endorse", TEAM, outcome="endorsed", part="police",
        known_from="E-mail of 1 March",
    )  # fmt: skip
    taking = begun.taken[0]
    assert (taking.part, taking.by, taking.known_from) == (
        "police", "Max Team", "E-mail of 1 March",
    )  # fmt: skip


def test_an_outcome_is_chosen_and_given_its_reason(partnership: Database):
    begun = begin(partnership)
    with pytest.raises(StepRefusedError, match=r"Endorse, Do not endorse, Not now\."):
        take(partnership, begun, "endorse", POLICE)
    with pytest.raises(StepRefusedError, match="“Do not endorse” needs a reason"):
        take(partnership, begun, "endorse", POLICE, outcome="refused", reason=" ")
    ended = take(partnership, begun, "endorse", POLICE, outcome="refused", reason="Too soon")
    assert (ended.status, ended.taken[0].reason) == (ActivityStatus.ENDED, "Too soon")


def test_answers_are_validated_as_in_a_form(partnership: Database):
    begun = take_until(partnership, begin(partnership), "endorse")
    with pytest.raises(AnswersRefusedError) as refused:
        take(partnership, begun, "arrange", TEAM, answers={"event_on": "soon", "x": 1})
    assert refused.value.problems == (
        Problem("event_on", "Enter a date, such as 31/1/2026"),
        Problem("is_update_needed", "Choose an answer"),
    )


def test_a_question_may_hang_on_the_outcome_that_is_chosen(database: Database):
    asked = (
        "    asks:\n      - {id: when, type: date, text: When?, required: true, "
        "relevant: \"${outcome} = 'later'\"}\n    outcomes:"
    )
    text = VISIT.replace("    outcomes:", asked, 1)
    set_up(database, text)
    begun = begin(database, mechanism(text))
    with pytest.raises(AnswersRefusedError) as refused:
        take(database, begun, "endorse", POLICE, outcome="later")
    assert [problem.place for problem in refused.value.problems] == ["when"]
    begun = take(
        database, begun, "endorse", POLICE, outcome="later", answers={"when": "2026-04-01"}
    )
    assert begun.taken[0].answers == {"when": "2026-04-01"}
    assert take(database, begun, "endorse", POLICE, outcome="endorsed").taken[1].answers == {}


def test_what_a_step_asks_is_not_asked_of_who_puts_it_off(database: Database):
    asked = "    asks:\n      - {id: when, type: date, text: When?, required: true}\n    outcomes:"
    text = VISIT.replace("    outcomes:", asked, 1)
    set_up(database, text)
    begun = begin(database, mechanism(text))
    begun = take(database, begun, "endorse", POLICE, outcome="later")
    assert begun.taken[0].answers == {}
    with pytest.raises(AnswersRefusedError):
        take(database, begun, "endorse", COUNCIL, outcome="later", answers={"when": "soon"})


def test_a_guard_that_does_not_hold_refuses_the_step(database: Database):
    text = VISIT.replace("${event_on} != ''", "${findings_without_action} = 0")
    set_up(database, text)
    begun = take_until(database, begin(database, mechanism(text)), "update")
    database.write(
        lambda tx: tx.execute(
            "INSERT INTO finding VALUES ('f', $1, '', 'improvement', 'X', $2, '', '', '', '', "
            "'', '', '', '', '', NULL, '', '[]')",
            [begun.id, TODAY],
        )
    )
    with pytest.raises(StepRefusedError, match=r"^Set the date of the visit first\.$"):
        take(database, begun, "visit", OFFICER)
    database.write(lambda tx: tx.execute("UPDATE finding SET no_action_reason = 'Done'"))
    assert take(database, begun, "visit", OFFICER).taken[-1].step == "visit"


def test_one_who_saw_less_than_stands_is_told_to_look_again(partnership: Database):
    begun = begin(partnership)
    take(partnership, begun, "endorse", POLICE, outcome="endorsed")
    with pytest.raises(StaleError, match="Somebody else has just taken a step here"):
        take(partnership, begun, "endorse", COUNCIL, outcome="endorsed")


def test_of_many_at_once_one_takes_the_step(partnership: Database):
    begun = take_until(partnership, begin(partnership), "endorse")
    told: list[str] = []

    def work(number: int) -> None:
        given = {"event_on": f"2026-05-{number + 1:02d}", "is_update_needed": "no"}
        try:
            taken = take(partnership, begun, "arrange", TEAM, answers=given)
            told.append(f"taken {taken.taken[-1].answers['event_on']}")
        except (StaleError, StepRefusedError) as error:
            told.append(str(error)[:28])

    at_once(4, work)
    stands = partnership.read(get_activity, begun.id, viewer=TEAM)
    assert len(stands.taken) == 4
    assert sorted(told) == sorted(
        [f"taken {stands.taken[-1].answers['event_on']}", *["Somebody else has just taken"] * 3]
    )


def test_whose_turn_it_is_follows_each_taking(partnership: Database):
    begun = begin(partnership)
    assert [_turn(partnership, viewer) for viewer in (POLICE, TEAM, OAK)] == ["endorse", "", ""]
    begun = take_until(partnership, begun, "arrange")
    assert [_turn(partnership, viewer) for viewer in (POLICE, TEAM, OAK, OFFICER)] == [
        "prepare", "", "update", "prepare",
    ]  # fmt: skip
    assert _turn(partnership, HEALTH) == ""  # Oak House is the health partner itself


def test_the_calendar_shows_what_is_due_and_whether_it_can_start(partnership: Database):
    begun = take_until(partnership, begin(partnership), "arrange")
    found = partnership.read(
        list_open_steps, viewer=POLICE, first=date(2026, 4, 1), last=date(2026, 5, 31),
        today=date(2026, 4, 11),
    )  # fmt: skip
    assert [(each.activity, each.step, each.due, each.is_open, each.is_late) for each in found] == [
        (begun.id, "update", date(2026, 4, 10), True, True),
        (begun.id, "visit", date(2026, 5, 1), False, False),
    ]


def test_an_optional_step_may_follow_the_end(partnership: Database):
    ended = take_until(partnership, begin(partnership), "board")
    taken = take(partnership, ended, "prepare", POLICE)
    assert (taken.status, taken.taken[-1].step) == (ActivityStatus.ENDED, "prepare")


def test_a_step_begins_a_linked_activity(database: Database):
    text = VISIT.rstrip() + FOLLOW_UP
    set_up(database, text)
    begun = take_until(database, begin(database, mechanism(text)), "board")
    take(database, begun, "again", TEAM)
    (linked,) = database.read(list_activities, viewer=TEAM, parent=begun.id)
    assert (linked.reference, linked.title, linked.subject) == (
        "AV-2026-002", "Follow-up: Oak House", "oak",
    )  # fmt: skip
    assert database.read(get_activity, linked.id, viewer=TEAM).answers == {"why": "A new service"}


def _turn(database: Database, viewer) -> str:
    turns = database.read(list_for_me, viewer=viewer, today=TODAY)
    return " ".join(each.step for each in turns)
