"""The screens: one row a page, who may open it, and where it stands in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    Screen("enter", "Open your form", listed=False),
    Screen("ask_link", "Ask for a new link", listed=False),
    Screen("sign_in", "Sign in", listed=False),
    Screen("sign_off", "Sign off a return", listed=False),
    Screen("your_actions", "Your actions", listed=False),
)


def find_screen(name: str) -> Screen | None:
    """The screen of that name whose file is there, or None."""
    return next((row for row in SCREENS if row.name == name and row.path.is_file()), None)


def listed_screens(viewer: Viewer) -> tuple[Screen, ...]:
    """The menu of a viewer."""
    return tuple(row for row in SCREENS if row.path.is_file() and row.is_listed_for(viewer))
