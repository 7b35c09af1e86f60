"""Who is told that it is their turn: people, contacts, members of groups, and those named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db import groups, people, turns
from db.activities import add_activity, take_step
from db.connection import Database, Transaction
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from scrutiny.access import is_held_by_member, make_viewer
from scrutiny.activity import Holder
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import context_of
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.meeting import Member
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership
from scrutiny.person import Held, Person
from scrutiny.turn import Addressee

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = NOW.date()
CONTEXT = context_of(partnership())
TEAM = make_viewer("mars_team", name="Tia")
ADMIN = make_viewer("administrator", name="Ada")
ASKED = """
id: asked
version: "1"
title: Something asked of a group
prefix: AS
subject: organisation
group: splig
begun_by: [team]
roles:
  team: {label: Team, held_by: [mars_team]}
  splig: {label: Chair of SPLIG, held_by: [chair], of: group}
  leader: {label: Who leads it, held_by: [scrutiny_officer]}
  agency: {label: The agency, held_by: [organisation], of: subject}
steps:
  - {id: consider, title: Consider it, by: [splig], after: []}
  - {id: lead, title: Lead it, by: [leader], after: []}
  - {id: answer, title: Answer it, by: [agency], after: []}
  - {id: file, title: File it, by: [team], after: [], tells: [splig, agency, leader, team]}
"""
TAKERS = {
    ("asked", "consider"): ("splig",),
    ("asked", "lead"): ("leader",),
    ("asked", "answer"): ("agency",),
    ("asked", "file"): ("team",),
}


def asked() -> Mechanism:
    found = parse_mechanism(ASKED, "asked.yaml", known=Known(), is_checked=True).mechanism
    assert found is not None
    return found


def begin(database: Database, *holders: Holder) -> None:
    def fill(tx: Transaction) -> None:
        add_organisations(
            tx, [Organisation("oak", "Oak", "academy", contact_name="Kit",
                              contact_email="kit@oak.example")]
        )  # fmt: skip
        publish_mechanism(tx, mechanism=asked(), source=ASKED, now=NOW)
        add_activity(
            tx, mechanism=asked(), title="It", viewer=TEAM, now=NOW, context=CONTEXT,
            subject="oak", holders=holders,
        )  # fmt: skip

    database.write(fill)


def add_member(database: Database, name: str, role: str, email: str, group: str = "splig") -> None:
    member = Member("", group, name, role=role, email=email)
    database.write(groups.add_member, member=member, viewer=TEAM, now=NOW)


def told(database: Database, today: date = TODAY) -> dict[str, list[Addressee]]:
    found = database.read(turns.list_waiting, today=today, takers=TAKERS)
    return {each.turn.step: list(each.to) for each in found}


def test_the_members_who_chair_a_group_are_told_and_no_others(database: Database) -> None:
    add_member(database, "Rosa", "Chair", "Rosa@splig.example")
    add_member(database, "Dan", "Deputy chair", "dan@splig.example")
    add_member(database, "Mel", "Member", "mel@splig.example")
    add_member(database, "Nobody", "Chair", "")
    add_member(database, "Ella", "Chair", "ella@chapp.example", group="chapp")
    begin(database)
    assert told(database)["consider"] == [
        Addressee("dan@splig.example", "Dan"), Addressee("rosa@splig.example", "Rosa"),
    ]  # fmt: skip


def test_who_left_the_group_or_has_not_joined_is_not_told(database: Database) -> None:
    for name, ended, starts in (("Gone", TODAY, None), ("Soon", None, date(2026, 4, 1))):
        member = Member("", "splig", name, "Chair", email=f"{name}@x.example", starts=starts,
                        ended=ended)  # fmt: skip
        database.write(groups.add_member, member=member, viewer=TEAM, now=NOW)
    begin(database)
    assert "consider" not in told(database)
    later = database.read(turns.list_waiting, today=date(2026, 4, 1), takers=TAKERS)
    assert [each.to[0].name for each in later if each.turn.step == "consider"] == ["Soon"]


def test_somebody_named_with_an_address_is_told_of_the_steps_of_their_role(
    database: Database,
) -> None:
    begin(database, Holder("leader", "Lea", email="Lea@else.example"), Holder("leader", "No mail"))
    found = told(database)
    assert found["lead"] == [Addressee("lea@else.example", "Lea")]
    assert [each.name for each in found["answer"]] == ["Kit"]


def test_each_address_is_told_once_with_a_turn(database: Database) -> None:
    day = date(2020, 1, 1)
    rosa = Person("", "Rosa Reg", "rosa@splig.example", day, (Held("chair", "splig"),))
    lea = Person("", "Lea Reg", "lea@else.example", day, (Held("scrutiny_officer"),))
    database.write(people.add_people, [rosa, lea], viewer=ADMIN, now=NOW)
    add_member(database, "Rosa", "Chair", "ROSA@splig.example")
    begin(database, Holder("leader", "Lea", email="LEA@else.example"))
    found = told(database)
    assert found["consider"] == [Addressee("rosa@splig.example", "Rosa Reg")]
    assert found["lead"] == [Addressee("lea@else.example", "Lea Reg")]


def test_those_who_run_activities_are_not_written_to(database: Database) -> None:
    begin(database, Holder("team", "Tia", email="tia@mars.example"))
    assert "file" not in told(database)


def test_a_step_that_was_taken_is_told_to_those_whom_it_names(database: Database) -> None:
    add_member(database, "Rosa", "Chair", "rosa@splig.example")
    begin(database, Holder("leader", "Lea", email="lea@else.example"),
          Holder("team", "Tia", email="tia@mars.example"))  # fmt: skip
    assert news(database) == {}
    database.write(take_step, id=activity_id(database), step="file", viewer=TEAM, now=NOW, seen=0,
                   context=CONTEXT)  # fmt: skip
    found = news(database)
    assert {step: [to.name for to in each] for step, each in found.items()} == {
        "file": ["Kit", "Lea", "Rosa"]  # and not the team, who run activities
    }
    assert news(database, since=date(2026, 3, 3)) == {}
    put_off = {("asked", "file", "")}
    assert news(database, waits=put_off) == {}


def news(
    database: Database, since: date = TODAY, waits: turns.Waits = frozenset()
) -> dict[str, list[Addressee]]:
    found = database.read(turns.list_told, since=since, today=TODAY, waits=waits, context=CONTEXT)
    return {each.turn.step: list(each.to) for each in found}


def activity_id(database: Database) -> str:
    [row] = database.read(lambda tx: tx.query("SELECT id FROM activity"))
    return str(row["id"])


@pytest.mark.parametrize(
    ("said", "holds"),
    [("Chair", True), ("Deputy chair", True), ("Vice-Chair", True), ("Member", False),
     ("Armchair critic", False), ("", False)],
)  # fmt: skip
def test_a_role_in_a_group_is_known_by_its_words(said: str, holds: bool) -> None:
    assert is_held_by_member("chair", said) is holds
    assert not is_held_by_member("partner", said)
