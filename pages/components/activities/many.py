"""A step whose form is answered many times: a party's list, a further one, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import streamlit as st

from db.activity_forms import list_cases_of, start_activity_form
from db.connection import Transaction
from db.form_removals import remove_form
from db.many_forms import PartForm, say_here
from forms.model import Json, Question, Tone
from forms.types.moments import say_date
from pages.components.activities.forms import address_of_form
from pages.components.activities.opening import Opened, Turn
from pages.components.activities.panels import DO, is_open, offer, show_panel
from pages.components.activities.taking import read_words, show_taking
from pages.components.choosing import choose
from pages.components.html import Safe, class_of, link, show, tag
from pages.components.layout import STATUS_TONES, status_tag
from pages.components.redrawing import redraw
from pages.components.sheet import ask
from pages.components.tables import draw_details
from scrutiny.access import Viewer
from scrutiny.activity import StepStanding
from scrutiny.mechanism import Step
from scrutiny.response import OPEN, STATUS_LABELS, Status

_REFERENCE, _WHICH = "its_reference", "which"
_NO_REFERENCE = "Without a reference"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a party's list; `case` opens it, `response` reads it, "" where not."""

    reference: str
    status: Status
    submitted: date | None = None
    case: str = ""
    response: str = ""

    @property
    def is_sent(self) -> bool:
        """Whether it is sent and not back with its writer."""
        return self.status not in OPEN and self.status is not Status.NOT_STARTED


def show_many(opened: Opened, step: Step, row: StepStanding, turn: Turn | None) -> None:
    """How far each party is and, whose turn it is, their list with all that they may do."""
    form = opened.page.library.forms.get(step.form)
    title = form.title.say() if form else step.form.replace("_", " ")
    how = "once for each case" if step.many and step.many.of_each else "as often as is needed"
    show(tag("p", tag("strong", f"Form: {title}"), f", {how}"))
    if turn is None:
        _show_parties(opened, step, row, but="")
        return
    part = _choose_part(opened, turn)
    if any(row.parts):
        _show_parties(opened, step, row, but="" if turn.is_recording else part)
    _show_own(opened, replace(turn, part=part, parts=()))


def list_rows(opened: Opened, step: Step, part: str) -> list[Row]:
    """What a party has begun, with the cases of which it has begun nothing yet."""
    begun = {
        each.case or each.response or str(number): Row(
            each.reference or _NO_REFERENCE, each.status, each.submitted, each.case, each.response
        )
        for number, each in enumerate(opened.forms)
        if (each.step, each.part) == (step.id, part)
    }
    cases = list_cases_of(opened.mechanism, step, opened.activity, part)
    chosen = {
        case: begun.pop(case, Row(reference, Status.NOT_STARTED, case=case))
        for case, reference in cases.items()
    }
    return [*chosen.values(), *begun.values()]


def know_here(opened: Opened, step: Step, part: str) -> Mapping[str, int]:
    """How far a party is, for the step's own questions; nothing where the form is one."""
    if not step.many:
        return {}
    begun = [
        PartForm(each.case, each.reference, each.status)
        for each in opened.forms
        if (each.step, each.part) == (step.id, part)
    ]
    return say_here(opened.mechanism, step, opened.activity, begun)


def _choose_part(opened: Opened, turn: Turn) -> str:
    """The party whose list is shown, chosen among several."""
    if not turn.parts:
        return turn.part
    names = {part: opened.names.say(part) for part in turn.parts}
    return choose("Whose forms?", names, name="whose")


def _show_parties(opened: Opened, step: Step, row: StepStanding, *, but: str) -> None:
    """A line for each party but one: how many it has sent, and whether it has finished."""
    parts = [*row.parts, *(part for part in row.done_parts if part not in row.parts)]
    rows = [
        tag("li", *_draw_party(opened, step, part, is_done=part in row.done_parts))
        for part in parts
        if not but or part != but
    ]
    if rows:
        show(tag("ul", *rows, class_="party-forms"))


def _draw_party(opened: Opened, step: Step, part: str, *, is_done: bool) -> tuple[Safe | str, ...]:
    rows = [row for row in list_rows(opened, step, part) if row.status is not Status.NOT_STARTED]
    words, tone = ("Finished", Tone.GOOD) if is_done else ("To do", Tone.MIDDLING)
    name = opened.names.say(part) if part else "All together"
    readable = [tag("li", *_draw_row(step, row, "")) for row in rows if row.response]
    more = draw_details(f"Read what {name} has sent", tag("ul", *readable, class_="party-forms")) \
        if readable else ""  # fmt: skip
    return name, " ", status_tag("party", words, tone), f" {say_far(rows)}", more


def say_far(rows: Sequence[Row]) -> str:
    """How many are sent and how many are not yet: "2 sent, 1 in progress"."""
    sent = sum(row.is_sent for row in rows)
    begun = sum(not row.is_sent and row.status is not Status.NOT_STARTED for row in rows)
    left = sum(row.status is Status.NOT_STARTED for row in rows)
    words = [f"{sent} sent"]
    words += [f"{begun} in progress"] if begun else []
    words += [f"{left} not started"] if left else []
    return f"{', '.join(words)}."


def _show_own(opened: Opened, turn: Turn) -> None:
    """The party's list, what may be added or taken away, and the press that ends it."""
    step, part = turn.step, turn.part
    rows = list_rows(opened, step, part)
    name = opened.names.say(part) if part else ""
    items = [tag("li", *_draw_row(step, row, _address(opened, step, part, row))) for row in rows]
    heading = f"The forms of {name}" if name else "What has been begun"
    far = say_far(rows) if rows else "Nothing has been begun yet."
    listed = tag("ul", *items, class_="party-forms") if items else ""
    show(
        tag(
            "div", tag("h4", heading), tag("p", far, role="status"), listed,
            class_=class_of(f"many-{step.id}"), tabindex="-1",
        )
    )  # fmt: skip
    _offer_changes(opened, turn, rows)
    _show_finishing(opened, turn)


def _show_finishing(opened: Opened, turn: Turn) -> None:
    """The press with which a party says that it has finished, with what is asked just then."""
    step = turn.step
    if turn.is_recording and st.query_params.get("step") != step.id:
        st.button(
            "Record that they have finished", key=f"open-step-{step.id}", on_click=_open_step,
            args=(step.id,),
        )  # fmt: skip
    elif not turn.standing.unmet:
        show(tag("h4", "When all of it is sent"))
        known = know_here(opened, step, turn.part)
        show_taking(opened, turn, level=5, known=known)


def _open_step(step: str) -> None:
    redraw()
    st.query_params["step"] = step
    st.query_params.pop(DO, None)


def _address(opened: Opened, step: Step, part: str, row: Row) -> str:
    """Where a form is begun or gone on with; "" for one that is sent."""
    if row.is_sent or not row.case or not opened.activity.is_running:
        return ""
    return address_of_form(opened.activity.reference, step.id, part, row.case)


def _draw_row(step: Step, row: Row, address: str) -> tuple[Safe | str, ...]:
    sent = f" on {say_date(row.submitted)}" if row.submitted and row.is_sent else ""
    way: Safe | str = ""
    if address:
        verb = "Start" if row.status is Status.NOT_STARTED else "Continue"
        way = link(verb, address, aria_label=f"{verb}: {step.title}, {row.reference}")
    elif row.response and row.submitted:
        address = f"/response?id={row.response}"
        way = link("Read it", address, aria_label=f"Read it: {row.reference}")
    tone, words = STATUS_TONES[row.status], STATUS_LABELS[row.status]
    return row.reference, " ", status_tag(row.status, words, tone), sent, " ", way


def _offer_changes(opened: Opened, turn: Turn, rows: Sequence[Row]) -> None:
    """The panels that add one and take one away, where there is something to add or take."""
    adding, removing = f"add-{turn.step.id}", f"remove-{turn.step.id}"
    drafts = {r.case: r.reference for r in rows if r.status is Status.IN_PROGRESS and r.case}
    may_add = turn.step.many is not None and not turn.step.many.of_each
    if is_open(adding) and may_add:
        _show_adding(opened, turn, adding)
    elif is_open(removing) and drafts:
        _show_removing(opened, turn, removing, drafts)
    elif may_add or drafts:
        with st.container(horizontal=True):
            if may_add:
                offer("Add another" if rows else "Add the first", adding)
            if drafts:
                offer("Take one away", removing)


def _show_adding(opened: Opened, turn: Turn, name: str) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        start_activity_form(
            tx, id=opened.activity.id, step=turn.step.id, part=turn.part, viewer=viewer, now=now,
            context=opened.page.context, reference=read_words(given, _REFERENCE),
        )  # fmt: skip

    show_panel(
        opened, name, title="A further one", questions=(_ask_reference(opened, turn.step),),
        write=write, done="It stands in the list. Start it from there.", yes="Add it",
    )  # fmt: skip


def _ask_reference(opened: Opened, step: Step) -> Question:
    """What the form itself asks for its case, else a few words to tell it by."""
    form = opened.page.library.forms.get(step.form)
    asked = form.questions.get(step.case_question) if form else None
    if asked is None:
        return ask(
            _REFERENCE, "A few words to tell it by", max_length=60,
            hint="Such as what the records are. Never a name or a date of birth.",
        )  # fmt: skip
    return replace(asked, id=_REFERENCE, relevant="", prefill="", sensitive=False)


def _show_removing(opened: Opened, turn: Turn, name: str, drafts: Mapping[str, str]) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        remove_form(
            tx, id=opened.activity.id, step=turn.step.id, part=turn.part, viewer=viewer, now=now,
            context=opened.page.context, case=read_words(given, _WHICH),
        )  # fmt: skip

    show_panel(
        opened, name, title="Take one away that was never sent",
        questions=(
            ask(_WHICH, "Which one?", type="select_one", choices=drafts,
                hint="What was answered in it is gone for good."),
        ),
        write=write, done="It is gone.", yes="Take it away",
    )  # fmt: skip
