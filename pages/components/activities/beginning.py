"""Beginning an activity: which kind, what it is about, who takes part and who is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import streamlit as st

from db import activities, colleagues, organisations, step_drafts
from db.connection import Transaction
from db.step_files import BEGIN
from forms.model import Json, Question
from pages.components.activities.agencies import LATER, PARTIES, choose_agencies
from pages.components.activities.rounds import fills_from_round, tell_round
from pages.components.activities.subjects import HINTS, SUBJECTS, list_subjects
from pages.components.activities.taking import (
    act,
    make_kept_sheet,
    read_words,
)
from pages.components.html import link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.redrawing import redraw_when_turned
from pages.components.running.said import show_said
from pages.components.sheet import Sheet, ask, show_sheet
from pages.components.shell import Page
from scrutiny.access import Permission, Viewer
from scrutiny.activity import Activity, Holder, Party, PartyKind
from scrutiny.asking import NOW, begin_form
from scrutiny.mechanism import Each, Mechanism, Subject
from scrutiny.mechanism_words import CHOSEN, say_rhythm
from scrutiny.person import is_email
from scrutiny.taking_part import may_begin

#: Where the reference of a new activity waits until the page goes to it.
BEGAN = "activity-began"
TITLE, SUBJECT, GROUP = "its_title", "its_subject", "its_group"
LONGEST_TITLE = 200


def list_begun_here(page: Page) -> list[Mechanism]:
    """The mechanisms that the viewer may begin on this page; a request is made on its own."""
    return [each for each in page.mechanisms.mechanisms.values() if not refuse(page, each)]


def show_choosing(page: Page) -> None:
    """Every mechanism that may be begun, each with what it is for."""
    show(tag("p", link("All activities", "/activities")))
    page_heading("Begin an activity", "What kind is it?")
    active = list_begun_here(page)
    if not active:
        empty_state(
            "There is no kind of activity that you may begin",
            "The Children's MARS team begins most of them. Ask them.",
            link("How each kind works", "/mechanisms"),
        )
        return
    cards = (
        tag(
            "div",
            tag("h2", each.title),
            tag("p", each.about.partition(". ")[0].rstrip(".") + "."),
            tag("p", f"{say_rhythm(each.rhythm)}.", class_="small"),
            link("Begin", f"/activities?begin={each.id}", aria_label=f"Begin: {each.title}"),
            class_="card",
        )
        for each in sorted(active, key=lambda each: each.title)
    )
    show(tag("div", *cards, class_="cards"))


def show_beginning(page: Page, mechanism: Mechanism) -> None:
    """The questions of a new activity, and the press that begins it."""
    show(tag("p", link("Another kind", f"/activities?begin={CHOSEN}")))
    page_heading(f"Begin: {mechanism.title}", mechanism.about)
    show_said()
    refusal = refuse(page, mechanism)
    if refusal:
        empty_state(
            "This cannot be begun", refusal,
            link(f"How it works: {mechanism.title}", f"/mechanisms?id={mechanism.id}"),
        )  # fmt: skip
        return
    show(tag("p", "What you type is kept as you go, until you begin it.", class_="small"))
    _show_questions(page, mechanism)


def refuse(page: Page, mechanism: Mechanism) -> str:
    """Why the viewer cannot begin one, or ""."""
    if not mechanism.is_active:
        return "It is kept on record but no longer used. Choose another kind."
    if mechanism.subject is Subject.REQUEST:
        return "It begins by itself once the chair of a group asks for it, under Requests."
    return may_begin(mechanism, page.viewer)


@st.fragment
def _show_questions(page: Page, mechanism: Mechanism) -> None:
    subjects = list_subjects(page, mechanism)
    people = list_people(page, mechanism)
    sheet = make_beginning(page, mechanism, list_questions(page, mechanism, subjects, people))
    show_sheet(sheet, level=2)
    if takes_agencies(mechanism):
        choose_agencies(page, sheet, "Which agencies take part?", hint=LATER)
    st.button(
        "Begin it", key="begin-it", type="primary", on_click=begin,
        args=(page, mechanism, sheet, people),
    )  # fmt: skip
    redraw_when_turned()


def make_beginning(page: Page, mechanism: Mechanism, questions: tuple[Question, ...]) -> Sheet:
    """The sheet of a new activity, filled in with what the round that was chosen knows."""
    sheet = make_kept_sheet(page, BEGIN, mechanism.id, questions)
    subject = str(sheet.typed.get(SUBJECT) or "")
    told = tell_round(page, mechanism, subject, mechanism.begin)
    key = f"{sheet.key(SUBJECT)}-filled"
    if st.session_state.get(key, subject) != subject:
        for id in fills_from_round(mechanism.begin):
            if not sheet.typed.get(id):
                sheet.typed.pop(id, None)
                sheet.keep({id: None})
                st.session_state.pop(sheet.key(id), None)
    st.session_state[key] = subject
    return replace(sheet, context={**sheet.context, **told}) if told else sheet


def list_questions(
    page: Page,
    mechanism: Mechanism,
    subjects: Mapping[str, str],
    people: Mapping[str, Sequence[colleagues.Colleague]],
) -> tuple[Question, ...]:
    """What is asked of a new activity, the file's own questions between ours."""
    found = [
        ask(TITLE, "What is it called?", max_length=LONGEST_TITLE,
            hint="Everybody who takes part reads this. Do not name any child."),
    ]  # fmt: skip
    if mechanism.subject in SUBJECTS:
        found.append(ask(SUBJECT, SUBJECTS[mechanism.subject], type="select_one", choices=subjects,
                         hint=HINTS.get(mechanism.subject, "")))  # fmt: skip
    if mechanism.group == CHOSEN:
        groups = {each.key: each.label for each in page.partnership.active_groups}
        found.append(ask(GROUP, "Which group does it belong to?", type="select_one",
                         choices=groups))  # fmt: skip
    asked = {section.id: section.questions for section in begin_form(mechanism).sections}
    found += asked.get(NOW, ())
    for role in mechanism.roles.values():
        if role.is_named:
            found += ask_holder(role.key, role.label, people.get(role.key, ()))
    return tuple(found)


def ask_holder(
    key: str, label: str, people: Sequence[colleagues.Colleague], *, required: bool = False
) -> list[Question]:
    """Who holds a role: somebody on the register, else a name with an e-mail address."""
    other = "other"
    names = {each.person: each.name for each in people} | {other: "Somebody else"}
    name = {
        "hint": "A name, not a role", "max_length": 200, "required": required or bool(people),
    }  # fmt: skip
    if not people:
        return [
            ask(f"{key}_name", f"Who is the {label}?", **name),  # type: ignore[arg-type]
            ask(f"{key}_email", f"E-mail address of the {label}", type="email", required=False),
        ]
    relevant = f"${{{key}_person}} = '{other}'"
    return [
        ask(f"{key}_person", f"Who is the {label}?", type="select_one", choices=names,
            required=required),
        ask(f"{key}_name", "Their name", relevant=relevant, **name),  # type: ignore[arg-type]
        ask(f"{key}_email", "Their e-mail address", type="email", required=False,
            relevant=relevant),
    ]  # fmt: skip


def read_holder(
    key: str, given: Mapping[str, Json], people: Sequence[colleagues.Colleague]
) -> Holder | None:
    """The person named for a role in the answers, or None."""
    chosen = str(given.get(f"{key}_person") or "")
    known = next((each for each in people if each.person == chosen), None)
    if known:
        return Holder(key, known.name, known.person, known.email)
    name = str(given.get(f"{key}_name") or "").strip()
    email = str(given.get(f"{key}_email") or "").strip()
    return Holder(key, name, email=email if is_email(email) else "") if name else None


def list_people(page: Page, mechanism: Mechanism) -> dict[str, list[colleagues.Colleague]]:
    """Who on the register may be named for each role that asks for a name."""
    if not page.viewer.can(Permission.RUN_ACTIVITIES):
        return {}
    return {
        role.key: page.database.read(
            colleagues.list_colleagues, roles=role.held_by, viewer=page.viewer, today=page.today
        )
        for role in mechanism.roles.values()
        if role.is_named
    }


def takes_agencies(mechanism: Mechanism) -> bool:
    """Whether agencies take part in it: one of its steps is each agency's."""
    each = {step.each for step in mechanism.steps}
    return bool(each & {Each.AGENCIES, Each.MEMBERS})


def begin(
    page: Page,
    mechanism: Mechanism,
    sheet: Sheet,
    people: Mapping[str, Sequence[colleagues.Colleague]],
) -> None:
    """Begin the activity when nothing is missing, and go to it."""
    if not sheet.check():
        return
    given = sheet.answers
    own = {question.id for question in mechanism.begin}
    subject = read_words(given, SUBJECT)
    made: list[Activity] = []
    holders = [
        found for role in mechanism.roles.values()
        if role.is_named and (found := read_holder(role.key, given, people.get(role.key, ())))
    ]  # fmt: skip

    def write(tx: Transaction, *, viewer: Viewer, now: datetime) -> None:
        made[:] = [
            activities.add_activity(
                tx, mechanism=mechanism, title=read_words(given, TITLE), viewer=viewer, now=now,
                subject=subject, group=read_words(given, GROUP),
                parties=_list_parties(page, sheet), holders=holders,
                answers={key: value for key, value in given.items() if key in own},
                parent=page.query.get("parent", ""),
                context=page.context,
            )
        ]  # fmt: skip
        step_drafts.forget_step_draft(tx, activity=BEGIN, step=mechanism.id, viewer=viewer)

    if act(page, write, "It is begun.", sheet):
        sheet.clear()
        st.session_state[BEGAN] = made[0].reference


def _list_parties(page: Page, sheet: Sheet) -> tuple[Party, ...]:
    """The agencies that were chosen; partners take part by themselves."""
    chosen = sheet.typed.get(PARTIES)
    rows = page.database.read(organisations.list_organisations)
    wanted = set(map(str, chosen)) if isinstance(chosen, list) else set()
    agency = Party(PartyKind.AGENCY, "")
    return tuple(replace(agency, key=row.id, label=row.name) for row in rows if row.id in wanted)
