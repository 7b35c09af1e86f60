"""What is next in an activity, and by whom: the steps that are open, one of them to be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from db.activity_forms import answering
from db.papers import PaperRow
from forms.model import Tone
from forms.types.moments import say_date
from pages.components import browser
from pages.components.activities.forms import address_of_form, may_answer
from pages.components.activities.many import show_many
from pages.components.activities.naming import say_due_day
from pages.components.activities.opening import Opened, Turn, find_turn, list_turns
from pages.components.activities.own import list_first
from pages.components.activities.panels import DO
from pages.components.activities.steps import draw_progress, draw_taking
from pages.components.activities.taking import goes_on, show_taking
from pages.components.blocks import draw_heading
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import STATUS_TONES, status_tag
from pages.components.papers.asking import find_unfinished, show_unfinished
from pages.components.papers.beside import draw_row
from pages.components.redrawing import redraw
from scrutiny.access import Permission
from scrutiny.activity import ActivityStatus, StepStanding, Taking
from scrutiny.asking import names_in
from scrutiny.mechanism import Deed, DocumentWork, Step
from scrutiny.mechanism_words import DEED_LABELS, say_who
from scrutiny.paper import PaperState
from scrutiny.paper_asking import Unfinished
from scrutiny.response import STATUS_LABELS, Status
from scrutiny.standing import find_end, find_prompt, list_since

NEXT = "What is next, and by whom"
_STOPPED = {
    ActivityStatus.PAUSED: "It is paused. No step is taken until it is resumed.",
    ActivityStatus.ENDED: "It has ended. Nothing is left to do.",
    ActivityStatus.WITHDRAWN: "It was withdrawn. What was recorded is kept.",
}


def show_next(opened: Opened) -> None:
    """Each open step, the viewer's own first, with the form of the one that is chosen."""
    show(draw_heading(NEXT, 2))
    activity = opened.activity
    if activity.status in _STOPPED:
        words = _STOPPED[activity.status]
        if activity.status is ActivityStatus.ENDED and opened.standing.open_steps:
            words = "It has ended. What stands here may still be done; nothing waits for it."
        show(tag("div", tag("p", words), *_draw_why(opened), class_="box"))
    if activity.status in (ActivityStatus.PAUSED, ActivityStatus.WITHDRAWN):
        return
    turns = {turn.step.id: turn for turn in list_turns(opened)}
    chosen = choose_turn(opened, turns)
    standings = {row.step: row for row in opened.standing.open_steps}
    order = [*turns, *(key for key in standings if key not in turns)]
    if not order and activity.is_running:
        show(tag("p", "Nothing can be done just now. What comes next waits for another step."))
    wanted = str(st.query_params.get("step", ""))
    if wanted in order and not st.query_params.get(DO):
        is_many = wanted in turns and turns[wanted].step.many
        browser.focus(f"many-{wanted}" if is_many else f"next-{wanted}", wanted)
    unfinished = find_unfinished(opened.page, activity) if turns else []
    for key in order:
        step, turn = opened.mechanism.by_id[key], turns.get(key)
        _show_step(
            opened, step, standings[key], turn, is_chosen=key == chosen,
            unfinished=unfinished if turn and not turn.is_recording else (),
        )  # fmt: skip


def _draw_why(opened: Opened) -> tuple[Safe, ...]:
    """Why it goes no further: the reason that was given, or the answer that ended it, by whom."""
    if opened.activity.reason and opened.activity.status is not ActivityStatus.ENDED:
        return (tag("p", f"Why: {opened.activity.reason}", dir="auto"),)
    end = find_end(opened.mechanism, opened.activity)
    if end is None or opened.activity.is_running:
        return ()
    step = opened.mechanism.by_id[end.step]
    return tag("p", tag("strong", f"It ended with the step “{step.title}”:")), draw_taking(
        opened, step, end
    )


def choose_turn(opened: Opened, turns: dict[str, Turn]) -> str:
    """The step whose form stands open: the one in the address, else the viewer's first."""
    wanted = str(st.query_params.get("step", ""))
    if wanted in turns:
        return wanted
    ready = (
        key
        for key, turn in turns.items()
        if not is_barred(opened, turn.step, turn.standing) and not turn.step.form
    )
    own = next((key for key in ready if not turns[key].is_recording), "")
    return own or (next(iter(turns)) if len(turns) == 1 else "")


def _show_step(
    opened: Opened,
    step: Step,
    row: StepStanding,
    turn: Turn | None,
    *,
    is_chosen: bool,
    unfinished: Sequence[Unfinished],
) -> None:
    with st.container(border=True, key=f"next-{step.id}"):
        show(*_draw_head(opened, step, row, turn), _draw_prompt(opened, step))
        if first := (*row.unmet, *list_first(opened, turn)):
            items = (tag("li", each.rstrip(".") + ".") for each in first)
            show(tag("div", tag("p", tag("strong", "First:")), tag("ul", *items), class_="box"))
        if step.documents:
            show(*_draw_documents(opened, step))
            show_unfinished(opened.page, opened.activity, step, unfinished)
        if step.many:
            show_many(opened, step, row, turn)
        elif step.form:
            show_forms(opened, step, row)
        if turn is None:
            refusal = find_turn(opened, step, row)
            show(tag("p", str(refusal), class_="small"))
        elif step.many:
            return
        elif step.form and not _wants_other_way():
            if turn.is_recording:
                _offer_other_way(step)
        elif not is_barred(opened, step, row):
            _show_turn(opened, turn, is_chosen=is_chosen)


def is_barred(opened: Opened, step: Step, row: StepStanding) -> bool:
    """Whether nothing that could be typed now would let the step be taken."""
    own = {question.id for question in step.asks}
    failing = (need for need in step.needs if need.otherwise in row.unmet)
    is_answerable = any(names_in(opened.mechanism, need.that) & own for need in failing)
    can_wait = any(not goes_on(each) for each in step.outcomes)
    return bool(row.unmet) and not (is_answerable or can_wait)


def _draw_head(
    opened: Opened, step: Step, row: StepStanding, turn: Turn | None
) -> tuple[Safe | str, ...]:
    today = opened.page.today
    yours = ""
    if turn:
        words = "You may record it" if turn.is_recording else "Your turn"
        yours = status_tag("turn", words, Tone.GOOD)
    target = " (our own target)" if row.is_target else ""
    when = f"{say_due_day(row.due, row.due_words, today)}{target}." if row.due_words else ""
    is_told = row.is_late(today) or step.is_optional
    stands = draw_progress(step, row, today) if is_told else ""
    return (
        tag("h3", step.title, id=f"step-{step.id}", tabindex="-1"),
        tag("p", stands, " ", yours, class_="tags") if stands or yours else "",
        tag("p", tag("strong", "Who: "), say_waiting_for(opened, step, row)),
        tag("p", tag("strong", "By when: "), when) if when else "",
        tag("p", step.about.strip()) if step.about else "",
    )


def _draw_prompt(opened: Opened, step: Step) -> Safe | str:
    """Why the step is to be taken once more, with what was said; "" where it is new."""
    taking = find_prompt(opened.mechanism, opened.activity, step.id)
    of = opened.mechanism.by_id.get(taking.step) if taking else None
    if taking is None or of is None:
        return ""
    again = f"It came back from the step “{of.title}”" if of.id != step.id else "Last time"
    return tag("div", tag("p", tag("strong", f"{again}:")), draw_taking(opened, of, taking),
               *_draw_since(opened, step, taking), class_="box")  # fmt: skip


def _draw_since(opened: Opened, step: Step, prompt: Taking) -> Iterator[Safe]:
    """What was answered since, where the step itself had sent it back."""
    if prompt.step != step.id:
        return
    for taking in list_since(opened.mechanism, opened.activity, prompt):
        of = opened.mechanism.by_id[taking.step]
        yield tag("p", tag("strong", f"Since then, in the step “{of.title}”:"))
        yield draw_taking(opened, of, taking)


def say_waiting_for(opened: Opened, step: Step, row: StepStanding) -> str:
    """Whose turn it is: the parties that are still to come, else the role with its people."""
    if any(row.parts):
        words = opened.names.say_all(row.parts)
        done = [part for part in row.done_parts if part]
        return f"{words}. In already: {opened.names.say_all(done)}." if done else f"{words}."
    named: dict[str, list[str]] = {}
    for holder in opened.activity.holders:
        named.setdefault(holder.role, []).append(holder.name)
    return f"{say_who(opened.mechanism, step.by, named)}."


def _show_turn(opened: Opened, turn: Turn, *, is_chosen: bool) -> None:
    if is_chosen:
        if turn.is_recording:
            show(tag("p", "You record this for those whose step it is.", class_="small"))
        show_taking(opened, turn, level=4)
        return
    words = "Record it for them" if turn.is_recording else "Take this step"
    st.button(words, key=f"open-step-{turn.step.id}", on_click=_open_step, args=(turn.step.id,))


def _open_step(step: str, **more: str) -> None:
    redraw()
    st.query_params["step"] = step
    for key, value in more.items():
        st.query_params[key] = value


def _wants_other_way() -> bool:
    return bool(st.query_params.get("way"))


def _offer_other_way(step: Step) -> None:
    st.button(
        "It came in another way, such as on paper: record that", key=f"other-{step.id}",
        type="tertiary", on_click=_open_step, args=(step.id,), kwargs={"way": "other"},
    )  # fmt: skip


def _draw_documents(opened: Opened, step: Step) -> tuple[Safe, ...]:
    """What the step does to which documents, and where each of these stands."""
    plans = opened.mechanism.documents
    rows = [
        tag("li", f"{DEED_LABELS[work.deed]}: ", _draw_paper(opened, work.document))
        for work in step.documents
        if work.document in plans
    ]
    head = tag("p", tag("strong", "Documents of this step"))
    hints = [tag("p", words, class_="small") for words in _list_hints(opened, step)]
    return head, tag("ul", *rows, class_="party-forms"), *hints


def _list_hints(opened: Opened, step: Step) -> Iterator[str]:
    """What is to be done with the documents before the step is recorded, or what recording does."""
    papers = {row.plan: row for row in reversed(opened.papers)}  # the latest of each counts
    out = (PaperState.ISSUED, PaperState.PRESENTED)
    left = {
        work.deed
        for work in step.documents
        if (row := papers.get(work.document)) is not None
        and not (work.deed is Deed.ISSUE and row.state in out)
        and not (work.deed is Deed.APPROVE and _is_approved(opened, row))
        and not (work.deed is Deed.PUBLISH and row.published_on)
    }
    works = (papers.get(work.document) for work in step.documents)
    if any(row and row.state is PaperState.WITHDRAWN for row in works):
        yield "It was withdrawn. A new one is drafted under Documents, further down."
    if any(_waits_to_be_written(opened, work) for work in step.documents):
        yield "Read it through first: recording this step sends it to be approved."
    if any(work.deed is Deed.APPROVE and work.document not in papers for work in step.documents):
        yield "What is to be approved has not been sent to you yet. Ask those who write it."
    if Deed.APPROVE in left:
        yield "Approve on the document's own page first. Then record this step here."
    if Deed.PUBLISH in left:
        yield "Publication is approved on the document's own page, before this step is recorded."
    if Deed.ISSUE in left:
        yield "Read what is issued first: recording this step fixes its words and sends it out."


def _is_approved(opened: Opened, row: PaperRow) -> bool:
    """Whether a document is approved, by the viewer's own party where each of them has to."""
    own = {given.acts_for for given in row.approvals} & opened.page.viewer.organisations
    return bool(row.approved_on or own)


def _waits_to_be_written(opened: Opened, work: DocumentWork) -> bool:
    """Whether recording the step sends this document to those who approve it."""
    row = next((row for row in opened.papers if row.plan == work.document), None)
    is_draft = row is not None and row.state is PaperState.DRAFT and bool(row.approvers)
    return work.deed is Deed.WRITE and is_draft


def _draw_paper(opened: Opened, plan: str) -> Safe:
    """A document as a link with where it stands; its title where the viewer sees none yet."""
    found = next((row for row in opened.papers if row.plan == plan), None)
    if found:
        return draw_row(found, title=opened.mechanism.documents[plan].title)
    writes = opened.page.viewer.can(Permission.WRITE_DOCUMENTS)
    words = "Not drafted yet" if writes else "Nothing to read yet"
    return join((opened.mechanism.documents[plan].title, " ",
                 status_tag("none", words, Tone.NEUTRAL)))  # fmt: skip


def show_forms(opened: Opened, step: Step, row: StepStanding) -> None:
    """The form of a step for each party: where it stands, and the way to it."""
    form = opened.page.library.forms.get(step.form)
    title = form.title.say() if form else step.form.replace("_", " ")
    parts = [*row.parts, *(part for part in row.done_parts if part not in row.parts)]
    rows = [tag("li", *_draw_form(opened, step, row, part)) for part in parts]
    show(tag("p", tag("strong", f"Form: {title}")), tag("ul", *rows, class_="party-forms"))


def _draw_form(opened: Opened, step: Step, row: StepStanding, part: str) -> tuple[Safe | str, ...]:
    found = opened.find_form(step, part)
    status = found.status if found else Status.NOT_STARTED
    who = (
        opened.names.say(part or answering(opened.mechanism, step, opened.activity, part))
        or "One answer"
    )
    tone, words = STATUS_TONES[status], STATUS_LABELS[status]
    if part in row.done_parts and not (found and found.submitted):
        tone, words = Tone.GOOD, "Recorded"
    read = (
        link("Read it", f"/response?id={found.response}", aria_label=f"Read it: {who}")
        if found and found.response and found.submitted
        else ""
    )
    sent = f" on {say_date(found.submitted)}" if found and found.submitted else ""
    way = ""
    if part in row.parts and opened.activity.is_running and may_answer(opened, step, part):
        verb = "Start" if found is None else "Continue"
        address = address_of_form(opened.activity.reference, step.id, part)
        way = link(verb, address, aria_label=f"{verb}: {step.title}, {who}")
    return who, " ", status_tag(status, words, tone), sent, " ", way or read
