"""The screens: one row a page, who may open it, and where it stands in the menu."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from scrutiny.access import Permission, Viewer

PAGES = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its file name is its address, and any one of `may` opens it.

    A screen without `may` is public. `listed` ones stand in the menu of those who may
    open them, or of those with one of `listed_for` alone; the others are reached from a
    page or a link.
    """

    name: str
    title: str
    may: frozenset[Permission] = frozenset()
    listed: bool = True
    listed_for: frozenset[Permission] = frozenset()

    @property
    def path(self) -> Path:
        """The file that draws it."""
        return PAGES / f"{self.name}.py"

    @property
    def address(self) -> str:
        """Its path on the site."""
        return "/" if self.name == HOME else f"/{self.name}"

    def is_listed_for(self, viewer: Viewer) -> bool:
        """Whether it stands in the viewer's menu."""
        wanted = not self.listed_for or any(viewer.can(each) for each in self.listed_for)
        return self.listed and wanted and self.is_open_to(viewer)

    def is_open_to(self, viewer: Viewer) -> bool:
        """Whether the viewer may see it."""
        return not self.may or any(viewer.can(permission) for permission in self.may)


HOME = "home"
_READ = {Permission.READ_RESPONSES, Permission.READ_OWN}
_ANSWER = {Permission.ANSWER, Permission.REQUEST, Permission.CONTRIBUTE}
_ACTIVITIES = {Permission.RUN_ACTIVITIES, Permission.READ_ACTIVITIES, Permission.TAKE_STEPS}
_ACTIONS = {
    Permission.READ_ACTIONS, Permission.MANAGE_ACTIONS, Permission.UPDATE_ACTIONS,
    Permission.ASSURE_ACTIONS,
}  # fmt: skip
_DOCUMENTS = {Permission.WRITE_DOCUMENTS, Permission.APPROVE_DOCUMENTS, Permission.PUBLISH}
_PUBLISHED = {Permission.TAKE_STEPS, Permission.READ_MEETINGS}
_REQUESTS = {Permission.REQUEST, Permission.READ_REQUESTS, Permission.READ_OWN_REQUESTS}
SCREENS = (
    Screen(HOME, "Home"),
    Screen("fill", "Answer a form", listed_for=frozenset(_ANSWER)),
    Screen("responses", "Responses", frozenset(_READ)),
    Screen("response", "One response", frozenset(_READ), listed=False),
    Screen("review", "Review", frozenset({Permission.MODERATE})),
    Screen("composite", "Composites", frozenset({Permission.READ_COMPOSITES})),
    Screen("requests", "SPACE requests", frozenset(_REQUESTS)),
    Screen("activities", "Scrutiny activities", frozenset(_ACTIVITIES)),
    Screen("activity", "One activity", frozenset(_ACTIVITIES), listed=False),
    Screen("actions", "Action plan", frozenset(_ACTIONS)),
    Screen("calendar", "Calendar", frozenset({Permission.READ_MEETINGS})),
    Screen("groups", "Groups", frozenset({Permission.READ_MEETINGS})),
    Screen("papers", "Documents", frozenset(_DOCUMENTS)),
    Screen("paper", "One document", frozenset(_DOCUMENTS | _ACTIVITIES), listed=False),
    Screen("published", "Published", listed_for=frozenset(_PUBLISHED)),
    Screen("side_by_side", "Sources side by side", frozenset({Permission.READ_COMPOSITES})),
    Screen("overview", "The year's scrutiny", frozenset({Permission.READ_COMPOSITES})),
    Screen("mechanisms", "Mechanisms", frozenset({Permission.READ_ACTIVITIES})),
    Screen("flags", "Safeguarding flags", frozenset({Permission.READ_FLAGS})),
    Screen("organisations", "Organisations", frozenset({Permission.MANAGE_ORGANISATIONS})),
    Screen("people", "People", frozenset({Permission.MANAGE_PEOPLE})),
    Screen("form_library", "Form library", frozenset({Permission.MANAGE_FORMS})),
    Screen("audit", "Audit log", frozenset({Permission.READ_AUDIT})),
    Screen("retention", "Retention", frozenset({Permission.MANAGE_RETENTION})),
    Screen("subject_access", "Requests for access", frozenset({Permission.SUBJECT_ACCESS})),
    Screen("cycles", "Cycles", frozenset({Permission.MANAGE_CYCLES})),
    Screen("mails", "Mails", frozenset({Permission.MANAGE_CYCLES})),
    Screen(
        "colleagues",
        "Who answers",
        frozenset({Permission.ANSWER, Permission.MANAGE_CYCLES}),
        listed_for=frozenset({Permission.ANSWER}),
    ),
    Screen("contact", "Ask someone to contact you", listed=False),
    Screen("enter", "Open your form", listed=False),
    Screen("ask_link", "Ask for a new link", listed=False),
    Screen("sign_in", "Sign in", listed=False),
    Screen("sign_off", "Sign off a return", listed=False),
    Screen("your_actions", "Your actions", listed=False),
    Screen("used", "How your team used it", listed=False),
)


#: Those whose file is there; no file comes or goes while the server runs.
_PRESENT = tuple(row for row in SCREENS if row.path.is_file())


def find_screen(name: str) -> Screen | None:
    """The screen of that name whose file is there, or None."""
    return next((row for row in _PRESENT if row.name == name), None)


def listed_screens(viewer: Viewer) -> tuple[Screen, ...]:
    """The menu of a viewer."""
    return tuple(row for row in _PRESENT if row.is_listed_for(viewer))


def list_pages(listed: Collection[Screen]) -> list[st.Page]:
    """Every screen as Streamlit's page, to be run in this visit; only `listed` ones are shown.

    Each visit has copies of its own, since Streamlit marks in a page that it may be run.
    """
    return [copy(_make_page(row, is_listed=row in listed)) for row in _PRESENT]


@lru_cache
def _make_page(row: Screen, *, is_listed: bool) -> st.Page:
    """The page, made once: Streamlit looks for its file each time."""
    return st.Page(
        row.path,
        title=row.title,
        url_path=row.name,
        default=row.name == HOME,
        visibility="visible" if is_listed else "hidden",
    )
