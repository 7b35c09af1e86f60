"""The task list: every section with where it stands, and the way to send the form."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from forms.journey import SectionState, SectionStatus
from pages.components.filling import place
from pages.components.filling.beside import show_followed
from pages.components.filling.draft import Draft
from pages.components.filling.evidence import show_summary
from pages.components.filling.signing import show_notes
from pages.components.html import Safe, link, show, tag
from pages.components.layout import page_heading

STATUS_WORDS = {
    SectionStatus.CANNOT_START: "Cannot start yet",
    SectionStatus.NOT_STARTED: "Not started",
    SectionStatus.IN_PROGRESS: "In progress",
    SectionStatus.COMPLETE: "Complete",
}


def show_tasks(draft: Draft, *, who: str, deadline: str) -> None:
    """The form's title, who answers it by when, and its sections."""
    page_heading(draft.form.title.say(draft.language), who)
    show_notes(draft)
    if summary := draft.form.summary.say(draft.language):
        st.markdown(summary)
    states = [
        state
        for state in draft.journey.sections
        if (state.questions or _waits(state.status)) and draft.may_open(state)
    ]
    done = sum(state.status is SectionStatus.COMPLETE for state in states)
    facts = [f"{done} of {len(states)} sections complete", deadline, "Saved as you go"]
    show(tag("p", " · ".join(fact for fact in facts if fact), class_="task-facts"))
    for number, state in enumerate(states, start=1):
        _show_task(draft, number, state)
    show_summary(draft)
    _show_followed(draft)
    if draft.page.viewer.questions is not None:
        st.write("That is all that you were asked. Your colleagues send the form.")
        return
    st.button(
        "Check your answers and send", key="to-check", type="primary",
        on_click=place.go, args=(place.CHECK,),
    )  # fmt: skip
    _show_ways_back(draft)


def _show_followed(draft: Draft) -> None:
    """All that the organisation still had to do when it began; not for a contributor."""
    if draft.page.viewer.questions is None:
        count = len(draft.followed)
        title = f"{count} {'action' if count == 1 else 'actions'} carried into this return"
        show_followed(draft, draft.followed, title=title)


def _show_ways_back(draft: Draft) -> None:
    """Carrying on elsewhere, and a copy to gather answers on paper first."""
    if not draft.response.organisation:
        return
    show(
        tag(
            "details",
            tag("summary", "Carry on later, on another device, or with a colleague"),
            tag("p", "Everything is saved as you go."),
            *_links(draft),
            tag(
                "p",
                link("Print a blank copy (PDF)", f"/documents/blank/{draft.form.id}.pdf"),
                " to gather answers on paper first.",
            ),
            class_="ask-standard ways-back",
        )
    )


def _links(draft: Draft) -> list[Safe]:
    """A personal link for each person; a demonstration also has one that opens for anyone."""
    ways = [
        tag("p", "On another device, ", link("ask for a new link of your own", "/ask_link"), "."),
        tag("p", "To share the work, ", link("add a colleague", "/colleagues"), "."),
    ]
    if draft.page.settings.demonstration:
        address = f"{draft.page.settings.base_url}/fill?{urlencode({'link': draft.link})}"
        words = "In this demonstration, this link opens the form for anyone who has it: "
        ways.append(tag("p", words, tag("code", address, class_="link-to-keep")))
    return ways


def _waits(status: SectionStatus) -> bool:
    return status is SectionStatus.CANNOT_START


def _show_task(draft: Draft, number: int, state: SectionState) -> None:
    title = f"{number}. {state.section.title.say(draft.language)}"
    with st.container(horizontal=True, key=f"task-{state.section.id}", vertical_alignment="center"):
        if _waits(state.status):
            show(tag("p", title, class_="task-waits"), _waits_for(draft, state))
        else:
            st.button(
                title, key=f"open-{state.section.id}", type="tertiary",
                on_click=place.go, kwargs={"section": state.section.id},
            )  # fmt: skip
        show(
            tag(
                "p",
                tag("span", _count(state), class_="task-count"),
                tag("span", STATUS_WORDS[state.status], class_=f"tag tag-{state.status}"),
                class_="task-status",
            )
        )


def _waits_for(draft: Draft, state: SectionState) -> str:
    names = [draft.name_of(question) for question in state.waits_for[:1]]
    return tag("p", f"First answer: {names[0]}", class_="ask-hint") if names else ""


def _count(state: SectionState) -> str:
    """How far a section is; what was filled in for the person is not called answered."""
    if not state.asked:
        return ""
    is_theirs = state.status is not SectionStatus.NOT_STARTED or not state.answered
    return f"{state.answered} of {state.asked} {'answered' if is_theirs else 'filled in for you'}"
