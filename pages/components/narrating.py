"""What reviewers say of a composite: narrative boxes, and the second check of quotes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db import reviews
from db.errors import DatabaseError, StaleDraftError
from exports.moment import spoken_date
from pages.components.blocks import draw_heading
from pages.components.html import show, tag
from pages.components.reviewing import acting, reviewer_of
from pages.components.shell import Page
from pages.components.tables import lines
from scrutiny.access import Permission
from scrutiny.review import SLOT_LABELS, Narrative, Quote, Slot

TITLE = "Our assessment"
LONGEST = 6000


def show_narratives(page: Page, round: str, narratives: Sequence[Narrative]) -> None:
    """The four boxes: to write in for those who moderate, to read for everyone else."""
    show(draw_heading(TITLE, 2))
    written = {narrative.slot: narrative for narrative in narratives}
    if page.viewer.can(Permission.MODERATE):
        show(tag("p", "What you write is saved when you leave the box, and stands in the report."))
        for slot in Slot:
            _show_box(page, round, slot, written.get(slot))
        return
    if not any(narrative.text.strip() for narrative in narratives):
        show(tag("p", "The team has not written its assessment yet."))
    for slot in Slot:
        narrative = written.get(slot)
        if narrative and narrative.text.strip():
            show(
                tag(
                    "div", tag("h3", SLOT_LABELS[slot]),
                    tag("p", lines(narrative.text), dir="auto"), class_="box",
                )
            )  # fmt: skip


def _show_box(page: Page, round: str, slot: Slot, narrative: Narrative | None) -> None:
    """One box; its widget is seeded once, with the revision that it was seeded from."""
    key = f"narrative-{round}-{slot}"
    if key not in st.session_state:
        st.session_state[key] = narrative.text if narrative else ""
        st.session_state[f"{key}-revision"] = narrative.revision if narrative else 0
    st.text_area(
        SLOT_LABELS[slot], key=key, max_chars=LONGEST, height=130, on_change=_save,
        args=(page, round, slot),
    )  # fmt: skip
    if said := st.session_state.pop(f"{key}-said", None):
        (st.success if said[0] == "success" else st.error)(said[1])
    if narrative and narrative.updated:
        by = f"Last saved by {narrative.author} on {spoken_date(narrative.updated)}."
        show(tag("p", by, class_="small"))


def _save(page: Page, round: str, slot: Slot) -> None:
    key = f"narrative-{round}-{slot}"
    try:
        saved = page.database.write(
            reviews.set_narrative,
            round=round, slot=slot, text=str(st.session_state[key] or "").strip(),
            revision=st.session_state[f"{key}-revision"],
            **acting(),
        )  # fmt: skip
    except StaleDraftError as error:
        st.session_state[f"{key}-said"] = (
            "error",
            "Not saved: somebody else wrote here meanwhile. Their words are below; copy yours, "
            f"then reload the page. They wrote: {error.theirs}",
        )
        return
    except DatabaseError as error:
        st.session_state[f"{key}-said"] = ("error", f"Not saved. {error}")
        return
    st.session_state[f"{key}-revision"] = saved.revision
    st.session_state[f"{key}-said"] = ("success", "Saved.")


def show_quotes_to_check(page: Page, round: str) -> None:
    """Quotes that a second person has to check before they are shown; only to moderators."""
    if not page.viewer.can(Permission.MODERATE):
        return
    me = reviewer_of(page.viewer)
    waiting = [
        quote
        for quote in page.database.read(reviews.list_quotes, viewer=me, round=round)
        if not quote.may_be_shown
    ]
    if said := st.session_state.pop("quote-said", None):
        (st.success if said[0] == "success" else st.error)(said[1])
    if not waiting:
        return
    show(tag("h3", "Quotes waiting for a second check"))
    for quote in waiting:
        show(tag("blockquote", lines(quote.text), dir="auto"), tag("p", _standing(quote, me.name)))
        if quote.has_permission and quote.checked_by != me.name:
            st.button(
                "I have checked it: nobody can be known from it", key=f"check-{quote.id}",
                on_click=_check, args=(page, quote),
            )  # fmt: skip


def _standing(quote: Quote, me: str) -> str:
    if not quote.has_permission:
        return f"Kept by {quote.checked_by}, without permission to show it: paraphrase it."
    if quote.checked_by == me:
        return "You kept it, so somebody else must check it."
    return f"Kept by {quote.checked_by}."


def _check(page: Page, quote: Quote) -> None:
    try:
        page.database.write(
            reviews.check_quote,
            id=quote.id,
            **acting(),
        )
    except DatabaseError as error:
        st.session_state["quote-said"] = ("error", f"Not saved. {error}")
        return
    st.session_state["quote-said"] = ("success", "Checked. It may now be shown.")
