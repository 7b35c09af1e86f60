"""Help shown at once beside a text that may tell of harm: kind words, and no error.

Nothing is blocked or saved anew. What was shown once is shown again before and after the
answers are sent, since a keyboard may have covered it.
"""

from __future__ import annotations

import streamlit as st

from db.access import VOICE_KIND
from db.answers import counted_keys
from forms.model import Form
from forms.text import Text
from pages.components.filling.draft import Draft
from pages.components.html import Safe, show, tag
from pages.components.layout import contact_offer, help_lines
from pages.components.shell import Page
from scrutiny.disclosure import Concern, disclosures, find_concerns

#: The session's names for what has been shown, and for what to show when it is sent.
SEEN, TOLD = "concerns-seen", "concern-told"


def list_concerns(draft: Draft) -> tuple[Concern, ...]:
    """What the draft of a voice holds that may tell of harm."""
    if draft.form.kind != VOICE_KIND:
        return ()
    found = find_concerns(draft.response.answers, counted_keys(draft.form).texts)
    st.session_state[TOLD] = tuple(kind for concern in found for kind in concern.kinds)
    return found


def show_concern(draft: Draft, question: str) -> None:
    """Help beneath the question whose answer may tell of harm."""
    here = [c for c in list_concerns(draft) if c.question.partition(".")[0] == question]
    _show(draft, here)


def show_unseen(draft: Draft, question: str) -> None:
    """Help on top of the next screen, for whoever pressed Next while still writing."""
    seen = st.session_state.get(SEEN, frozenset())
    _show(
        draft,
        [c for c in list_concerns(draft)
         if _mark(draft, c) not in seen and c.question.partition(".")[0] != question],
    )  # fmt: skip


def show_all_concerns(draft: Draft) -> None:
    """Help once more, before the answers are sent."""
    _show(draft, list_concerns(draft))


def show_told(page: Page, form: Form, language: str) -> None:
    """Help once more, when the answers have been sent."""
    if kinds := st.session_state.get(TOLD, ()):
        show(_draw(page, form, kinds, language))


def _show(draft: Draft, concerns: tuple[Concern, ...] | list[Concern]) -> None:
    if not concerns:
        return
    seen = st.session_state.get(SEEN, frozenset())
    st.session_state[SEEN] = seen | {_mark(draft, concern) for concern in concerns}
    kinds = tuple(kind for concern in concerns for kind in concern.kinds)
    show(_draw(draft.page, draft.form, kinds, draft.language))


def _mark(draft: Draft, concern: Concern) -> tuple[str, str, tuple[str, ...]]:
    return draft.response.id, concern.question, concern.kinds


def _draw(page: Page, form: Form, kinds: tuple[str, ...], language: str) -> Safe:
    audience = "young" if form.audience == "young" else "parent"
    words = disclosures().help_for(kinds, audience)
    return tag(
        "div",
        tag("h2", words.title.say(language)) if words.title else "",
        *(tag("p", part) for part in _paragraphs(words.text, language)),
        help_lines(page.partnership, audience),
        contact_offer(page.partnership, language),
        class_="help-panel concern",
        role="status",
    )


def _paragraphs(text: Text, language: str) -> list[str]:
    return [part.strip() for part in text.say(language).split("\n\n") if part.strip()]
