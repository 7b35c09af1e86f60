"""Flags on the screen: how many wait, the queue, and one flag until it is closed.

Counts and the queue hold no words of anybody. The words are drawn for one flag at a time,
once the reader has put their name to reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from db import campaigns, flags
from db.errors import DatabaseError, NotFoundError
from exports.moment import spoken_date
from forms.model import Tone
from pages.components.blocks import draw_heading
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.reviewing import acting
from pages.components.shell import Page
from pages.components.tables import lines
from scrutiny.access import Permission
from scrutiny.disclosure import disclosures
from scrutiny.flag import (
    DECISION_LABELS,
    STATE_LABELS,
    Decision,
    Flag,
    FlagCounts,
    FlagState,
    FlagTarget,
    count_flags,
    order_flags,
)

PAGE = "/flags"
_LONDON = ZoneInfo("Europe/London")
_TONES = {
    FlagState.RAISED: Tone.POOR,
    FlagState.READ: Tone.MIDDLING,
    FlagState.DECIDED: Tone.NEUTRAL,
    FlagState.CLOSED: Tone.GOOD,
}
_SAID = "flag-said"
LONGEST_REASON = 2000


def target_of(page: Page) -> FlagTarget:
    """How soon a flag is to be read here."""
    partnership = page.partnership
    return FlagTarget(partnership.deadlines.flag_read_working_days, partnership.bank_holidays)


def show_flag_banner(page: Page) -> None:
    """On the front page of those who read flags: how many wait, and never what they say."""
    if not page.viewer.can(Permission.READ_FLAGS):
        return
    listed = page.database.read(flags.list_flags, viewer=page.viewer)
    counts = count_flags(listed, target_of(page), page.today)
    if not counts.open:
        return
    show(
        tag(
            "p", tag("strong", "Safeguarding flags: "), f"{say_counts(counts)}. ",
            link("Open them", PAGE), class_="notice", role="status",
        )
    )  # fmt: skip


def say_counts(counts: FlagCounts) -> str:
    """The counts in words, what is overdue first."""
    parts = (
        (counts.overdue, "overdue"),
        (counts.unread, "not read yet"),
        (counts.undecided, "read and not decided"),
        (counts.unclosed, "decided and not closed"),
    )
    return ", ".join(f"{count} {words}" for count, words in parts if count) or "none is open"


# The queue.


def show_queue(page: Page) -> None:
    """What is open, overdue first; then what is closed."""
    target = target_of(page)
    page_heading(
        "Safeguarding flags",
        f"Words from anonymous answers that may tell of harm, and people who ask to be "
        f"contacted. Read each one within {_days(target.working_days)}, and say what is done.",
    )
    _show_list_problems()
    listed = page.database.read(flags.list_flags, viewer=page.viewer)
    counts = count_flags(listed, target, page.today)
    show(tag("p", tag("strong", "Now: "), f"{say_counts(counts)}.", role="status"))
    titles = {c.id: c.title for c in page.database.read(campaigns.list_campaigns)}
    waiting = [flag for flag in listed if flag.state is not FlagState.CLOSED]
    if waiting:
        ordered = order_flags(waiting, target, page.today)
        data_table(
            [_open_row(flag, target, page.today, titles) for flag in ordered],
            ("Flag", "Campaign", "May tell of", "Given on", "Read by", "State"),
            caption="Open flags, overdue first",
            key="flags",
        )
    else:
        empty_state("No flag is open", "When somebody writes words that worry, they stand here.")
    _show_closed([flag for flag in listed if flag.state is FlagState.CLOSED], titles)


def _days(count: int) -> str:
    return "one working day" if count == 1 else f"{count} working days"


def _open_row(
    flag: Flag, target: FlagTarget, today: date, titles: dict[str, str]
) -> tuple[object, ...]:
    state: Safe = status_tag(flag.state, STATE_LABELS[flag.state], _TONES[flag.state])
    if target.is_overdue(flag, today):
        state = tag("span", status_tag("overdue", "Overdue", Tone.VERY_POOR), " ", state)
    name = link(f"Flag {flag.id[:6]}", f"{PAGE}?id={flag.id}")
    return (
        name, titles.get(flag.campaign, "None"), say_kinds(flag), spoken_date(flag.day),
        spoken_date(target.due(flag.day)), state,
    )  # fmt: skip


def _show_closed(closed: Sequence[Flag], titles: dict[str, str]) -> None:
    if not closed:
        return
    latest = sorted(closed, key=lambda flag: (flag.day, flag.id), reverse=True)
    rows = [
        (
            link(f"Flag {flag.id[:6]}", f"{PAGE}?id={flag.id}"), titles.get(flag.campaign, "None"),
            spoken_date(flag.day), DECISION_LABELS[flag.decision] if flag.decision else "",
            say_who(flag.closed_by, flag.closed_at),
        )
        for flag in latest
    ]  # fmt: skip
    data_table(
        rows, ("Flag", "Campaign", "Given on", "Decision", "Closed by"),
        caption="Closed flags, the latest first", key="closed-flags",
    )  # fmt: skip


def _show_list_problems() -> None:
    """What is wrong with the list of words, for those who can have it put right."""
    if problems := disclosures().problems:
        st.warning("The list of words has mistakes; what they hold is not looked for.")
        show(tag("ul", *(tag("li", str(problem)) for problem in problems)))


def say_kinds(flag: Flag) -> str:
    """What a flag may tell of."""
    return "; ".join(disclosures().label(kind) for kind in flag.kinds)


def say_who(name: str, moment: datetime | None) -> str:
    """Who and when, in London's time."""
    if moment is None:
        return name
    here = moment.astimezone(_LONDON)
    return f"{name}, {spoken_date(here.date())} at {here:%H:%M}"


# One flag.


def show_flag(page: Page, id: str) -> None:
    """One flag: first the button that opens it, then its words and what is done."""
    try:
        flag = page.database.read(flags.get_flag, id, viewer=page.viewer)
        campaign = _say_campaign(page, flag)
    except NotFoundError:
        page_heading("Safeguarding flags")
        empty_state("There is no such flag", "Choose one from the list.", link("All flags", PAGE))
        return
    target = target_of(page)
    page_heading(f"Flag {flag.id[:6]}", campaign)
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] == "success" else st.error)(said[1])
    is_overdue = target.is_overdue(flag, page.today)
    words = f"Given on {spoken_date(flag.day)}. To be read by {spoken_date(target.due(flag.day))}."
    show(
        tag("p", status_tag(flag.state, STATE_LABELS[flag.state], _TONES[flag.state])),
        tag("p", words, tag("strong", " It is overdue.") if is_overdue else ""),
        tag("p", link("All flags", PAGE)),
    )
    if flag.state is FlagState.RAISED:
        _show_way_in(page, flag)
        return
    _show_words(flag)
    if flag.state is FlagState.READ:
        _show_decision_form(page, flag)
    else:
        _show_outcome(page, flag)


def _say_campaign(page: Page, flag: Flag) -> str:
    """The campaign's title; a request to be contacted belongs to none."""
    if flag.is_request:
        return "Somebody asks to be contacted"
    return page.database.read(campaigns.get_campaign, flag.campaign).title


def _show_way_in(page: Page, flag: Flag) -> None:
    words = "you see the words and the campaign alone: we do not know who wrote them."
    if flag.is_request:
        words = "you see what they wrote for us to reach them. It is tied to no answer."
    st.write(
        f"These words may be upsetting. Your name and the time are kept when you open them, and "
        f"{words}"
    )
    st.button(
        "Read it now", type="primary", key="read-flag", on_click=_step,
        args=(page, flags.read_flag, flag.id), kwargs={"said": ""},
    )  # fmt: skip


def _show_words(flag: Flag) -> None:
    show(
        draw_heading(
            "Who asks, and how to reach them" if flag.is_request else "What was written", 2
        ),
        tag("blockquote", lines(flag.text), dir="auto"),
        "" if flag.is_request else tag("p", tag("strong", "It may tell of: "), say_kinds(flag)),
        tag("p", tag("strong", "Read by: "), say_who(flag.reader, flag.read_at)),
    )


def _show_decision_form(page: Page, flag: Flag) -> None:
    contact = page.partnership.terms["single_point_of_contact"].lower()
    show(draw_heading("What is done", 2))
    st.write(
        f"If somebody can be known from it and it is urgent, ring the {contact} or 999 first, "
        "and write second."
    )
    if flag.is_request:
        st.write("Keep to the time and the way that they call safe. Leave no message that says "
                 "what it is about.")  # fmt: skip
    with st.form("decide-flag"):
        st.radio(
            "Decision", flag.decisions, index=None, key="flag-decision",
            format_func=lambda decision: DECISION_LABELS[decision],
        )  # fmt: skip
        st.text_area("Why, in a few words", key="flag-reason", max_chars=LONGEST_REASON)
        st.form_submit_button(
            "Save the decision", type="primary", on_click=_decide, args=(page, flag.id)
        )


def _decide(page: Page, id: str) -> None:
    decision = st.session_state.get("flag-decision")
    reason = str(st.session_state.get("flag-reason") or "").strip()
    if not decision or not reason:
        missing = "Choose a decision" if not decision else "Say why"
        st.session_state[_SAID] = ("error", f"Not saved. {missing}.")
        return
    _step(
        page, flags.decide_flag, id, said="Saved. Close the flag when it has been done.",
        decision=Decision(decision), reason=reason,
    )  # fmt: skip


def _show_outcome(page: Page, flag: Flag) -> None:
    decided = DECISION_LABELS[flag.decision] if flag.decision else ""
    show(
        draw_heading("What is done", 2),
        tag("p", tag("strong", "Decision: "), decided),
        tag("p", tag("strong", "Why: "), lines(flag.reason), dir="auto"),
        tag("p", tag("strong", "Decided by: "), say_who(flag.decided_by, flag.decided_at)),
    )
    if flag.state is FlagState.CLOSED:
        show(tag("p", tag("strong", "Closed by: "), say_who(flag.closed_by, flag.closed_at)))
        return
    st.write("Close it when what was decided has been done.")
    st.button(
        "It is done: close the flag", type="primary", key="close-flag", on_click=_step,
        args=(page, flags.close_flag, flag.id), kwargs={"said": "The flag is closed."},
    )  # fmt: skip


def _step(page: Page, take: Callable[..., Flag], id: str, *, said: str, **more: object) -> None:
    try:
        page.database.write(take, id=id, **more, **acting())
    except DatabaseError as error:
        st.session_state[_SAID] = ("error", f"Not saved. {error}")
        return
    if said:
        st.session_state[_SAID] = ("success", said)


# A text that the list of words let through.


def show_passing_on(page: Page, campaign: str, question: str) -> None:
    """For whoever reads what people wrote: move the chosen text from the answers to the flags."""
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] == "success" else st.error)(said[1])
    with st.expander("These words may tell of harm"):
        st.write(
            "Pass them on: they become a flag for the safeguarding reader and leave the "
            "answers, with the themes coded in them. Take quotes of them away yourself."
        )
        st.button(
            "Pass the text on", key="pass-on", on_click=_pass_on, args=(page, campaign, question)
        )


def _pass_on(page: Page, campaign: str, question: str) -> None:
    mark = str(st.session_state.get("code-text") or "").removesuffix(f"-{question}")
    try:
        page.database.write(
            flags.flag_by_hand, campaign=campaign, question=question, mark=mark, **acting()
        )
    except DatabaseError as error:
        st.session_state[_SAID] = ("error", f"Not passed on. {error}")
        return
    st.session_state.pop("code-text", None)
    st.session_state[_SAID] = ("success", "Passed on to the safeguarding reader.")
