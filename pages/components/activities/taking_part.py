"""Who takes part in an activity: its agencies, partners, commissioners, and people by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import streamlit as st

from db import activities, colleagues, organisations
from db.connection import Transaction
from exports.document import Table
from forms.model import Json
from pages.components.activities.beginning import ask_holder, list_people, read_holder
from pages.components.activities.naming import say_party
from pages.components.activities.opening import Opened
from pages.components.activities.panels import is_open, offer, show_panel
from pages.components.activities.rounds import count_round
from pages.components.blocks import draw_heading
from pages.components.html import show, tag
from pages.components.sheet import ask
from pages.components.tables import draw_table
from scrutiny.access import Viewer
from scrutiny.activity import Holder, Party, PartyKind
from scrutiny.mechanism import Subject
from scrutiny.mechanism_words import say_count

TAKING_PART = "Who takes part"
KIND_LABELS = {
    PartyKind.PARTNER: "Safeguarding partner",
    PartyKind.AGENCY: "Agency",
    PartyKind.COMMISSIONER: "Commissioner",
}
ADD, LEAVE_OUT, BACK, PERSON = "add-party", "leave-out", "take-back", "name-person"


def show_taking_part(opened: Opened) -> None:
    """The parties and the people, with the ways to change them for those who run it."""
    show(draw_heading(TAKING_PART, 2))
    _show_parties(opened)
    _show_people(opened)
    if opened.may_run and not opened.standing.is_ended:
        _show_changes(opened)


def _show_parties(opened: Opened) -> None:
    if not opened.activity.parties:
        show(tag("p", _say_none(opened)))
        return
    rows = tuple(
        (say_party(opened.names, party), KIND_LABELS[party.kind],
         f"Left out: {party.reason}" if party.is_excluded else "Takes part")
        for party in opened.activity.parties
    )  # fmt: skip
    columns = ("Who", "As", "Part")
    show(draw_table(Table(caption="Organisations", columns=columns, rows=rows), key="parties"))


def _say_none(opened: Opened) -> str:
    """Who takes part where nobody was added: those whom the round asks, or nobody yet."""
    if opened.mechanism.subject is not Subject.CYCLE:
        return "No agency has been added. The safeguarding partners take part by role."
    total = count_round(opened.page, opened.activity.subject)
    if total is None:
        return "Those who are asked in the round take part."
    asked = say_count(total.in_scope, "organisation")
    return f"Those who are asked in the round take part: {asked}."


def _show_people(opened: Opened) -> None:
    named = {holder.role: holder.name for holder in opened.activity.holders}
    wanted = [
        role for role in opened.mechanism.roles.values() if role.is_named or role.key in named
    ]
    if not wanted:
        return
    rows = tuple((role.label, named.get(role.key, "Nobody is named yet")) for role in wanted)
    table = Table(caption="People by name", columns=("Role", "Name"), rows=rows)
    show(draw_table(table, key="people"))


def _show_changes(opened: Opened) -> None:
    parties = opened.activity.parties
    if is_open(ADD):
        _show_adding(opened)
    elif is_open(LEAVE_OUT):
        _show_leaving_out(opened)
    elif is_open(BACK):
        _show_taking_back(opened)
    elif is_open(PERSON):
        _show_naming(opened)
    else:
        with st.container(horizontal=True, key="party-ways"):
            offer("Add an organisation", ADD)
            if any(not party.is_excluded for party in parties):
                offer("Leave one out", LEAVE_OUT)
            if any(party.is_excluded for party in parties):
                offer("Take one back in", BACK)
            offer("Change who is named", PERSON)


def _show_adding(opened: Opened) -> None:
    there = {party.key for party in opened.activity.parties}
    rows = opened.page.database.read(organisations.list_organisations, include_ended=False)
    names = {row.id: row.name for row in rows if row.id not in there}
    kinds = {PartyKind.AGENCY.value: "An agency that takes part",
             PartyKind.COMMISSIONER.value: "A commissioner of its services"}  # fmt: skip

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        key = str(given["organisation"])
        new = Party(PartyKind(str(given["kind"])), key, names[key])
        _set_parties(tx, opened, (*opened.activity.parties, new), viewer, now)

    show_panel(
        opened, ADD, title="Add an organisation", yes="Add it", done="It takes part now.",
        questions=(
            ask("organisation", "Which organisation?", type="select_one", choices=names),
            ask("kind", "What is it here?", type="select_one", choices=kinds),
        ),
        write=write,
    )  # fmt: skip


def _show_leaving_out(opened: Opened) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        changed = _change(opened, str(given["party"]), is_excluded=True, why=str(given["why"]))
        _set_parties(tx, opened, changed, viewer, now)

    show_panel(
        opened, LEAVE_OUT, title="Leave an organisation out", yes="Leave it out",
        done="It is left out. What it did so far is kept.",
        questions=(
            ask("party", "Which one?", type="select_one",
                choices=_choices(opened, is_excluded=False)),
            ask("why", "Why?", type="long_text", max_length=2000,
                hint="For example: it is the partner that is looked at, or it was not involved"),
        ),
        write=write,
    )  # fmt: skip


def _show_taking_back(opened: Opened) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        changed = _change(opened, str(given["party"]), is_excluded=False, why="")
        _set_parties(tx, opened, changed, viewer, now)

    show_panel(
        opened, BACK, title="Take an organisation back in", yes="Take it back in",
        done="It takes part again.", write=write,
        questions=(
            ask("party", "Which one?", type="select_one",
                choices=_choices(opened, is_excluded=True)),
        ),
    )  # fmt: skip


def _choices(opened: Opened, *, is_excluded: bool) -> dict[str, str]:
    found = (party for party in opened.activity.parties if party.is_excluded is is_excluded)
    return {party.key: opened.names.say(party.key) for party in found}


def _change(opened: Opened, key: str, *, is_excluded: bool, why: str) -> tuple[Party, ...]:
    return tuple(
        replace(party, is_excluded=is_excluded, reason=why) if party.key == key else party
        for party in opened.activity.parties
    )


def _set_parties(
    tx: Transaction, opened: Opened, parties: Iterable[Party], viewer: Viewer, now: datetime
) -> None:
    activities.set_parties(
        tx, id=opened.activity.id, parties=tuple(parties), viewer=viewer, now=now,
        context=opened.page.context,
    )  # fmt: skip


def _show_naming(opened: Opened) -> None:
    """Who is named for each role; somebody who has left is so taken over from."""
    roles = [role for role in opened.mechanism.roles.values() if role.is_named]
    if not roles:
        roles = list(opened.mechanism.roles.values())
    people = list_people(opened.page, opened.mechanism)
    for_role = {role.key: people.get(role.key) or _colleagues(opened, role.held_by)
                for role in roles}  # fmt: skip

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        fresh = {role.key: read_holder(role.key, given, for_role[role.key]) for role in roles}
        kept = [each for each in opened.activity.holders if not fresh.get(each.role)]
        holders: list[Holder] = [*kept, *(each for each in fresh.values() if each)]
        activities.set_holders(
            tx, id=opened.activity.id, holders=tuple(holders), viewer=viewer, now=now,
            context=opened.page.context,
        )  # fmt: skip

    questions = [
        question for role in roles for question in ask_holder(role.key, role.label,
                                                              for_role[role.key])
    ]  # fmt: skip
    show_panel(
        opened, PERSON, title="Change who is named", done="Changed. It is their turn now.",
        questions=[replace(question, required="") if question.id.endswith("_person") else question
                   for question in questions],
        write=write,
    )  # fmt: skip


def _colleagues(opened: Opened, held_by: tuple[str, ...]) -> list[colleagues.Colleague]:
    return opened.page.database.read(
        colleagues.list_colleagues, roles=held_by, viewer=opened.page.viewer,
        today=opened.page.today,
    )  # fmt: skip
