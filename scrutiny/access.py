"""Who may do what: one table of roles, kept in roles.yaml, and the viewer of a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from forms.source import load_yaml


class Permission(StrEnum):
    """What a role may be allowed; the table stands in roles.yaml."""

    ANSWER = "answer"  # fill in forms for one's own organisation
    GIVE_VOICE = "give_voice"  # answer a campaign's form, unknown
    REQUEST = "request"  # ask for a SPACE audit
    READ_OWN = "read_own"  # read one's own organisation's responses
    READ_RESPONSES = "read_responses"  # read every named response
    READ_COMPOSITES = "read_composites"  # see composites, suppressed
    READ_REQUESTS = "read_requests"  # see every SPACE request
    READ_OWN_REQUESTS = "read_own_requests"  # see the requests one made
    MODERATE = "moderate"  # record a moderated rating, theme or narrative
    SIGN_OFF = "sign_off"  # agree the finished return of one's own setting, by a link
    READ_FLAGS = "read_flags"  # read a text that may tell of harm, and decide on it
    EXPORT = "export"  # take named data out
    MANAGE_ORGANISATIONS = "manage_organisations"  # import and change the register
    CONTRIBUTE = "contribute"  # fill in the sections that a colleague gave one
    MANAGE_CYCLES = "manage_cycles"  # open, change and stop cycles and campaigns; write to people
    MANAGE_FORMS = "manage_forms"  # see the library and its problems
    MANAGE_PEOPLE = "manage_people"  # say who may sign in, and as what
    READ_AUDIT = "read_audit"  # read the audit log
    MANAGE_RETENTION = "manage_retention"  # hold and destroy records when they fall due
    SUBJECT_ACCESS = "subject_access"  # take out all that is held about somebody
    RUN_ACTIVITIES = "run_activities"  # begin, run and pause activities; record for others
    READ_ACTIVITIES = "read_activities"  # see every activity that is not restricted
    TAKE_STEPS = "take_steps"  # see the activities one has a part in, and take one's steps
    MANAGE_GROUPS = "manage_groups"  # keep groups, their members, meetings and agendas
    READ_MEETINGS = "read_meetings"  # see the calendar of meetings, and agendas
    READ_ACTIONS = "read_actions"  # see the whole register of actions
    MANAGE_ACTIONS = "manage_actions"  # add, change, reopen and close actions
    UPDATE_ACTIONS = "update_actions"  # report on the actions of one's own organisation
    ASSURE_ACTIONS = "assure_actions"  # say that an action of somebody else is done well
    WRITE_DOCUMENTS = "write_documents"  # draft and edit documents
    APPROVE_DOCUMENTS = "approve_documents"  # agree that a document goes out
    PUBLISH = "publish"  # approve by name that highlights are published


@dataclass(frozen=True, slots=True)
class Role:
    """One row of the table: what a role is called and may do."""

    key: str
    label: str
    summary: str
    may: frozenset[Permission]
    acts_for: str = ""  # "organisation", "group" or "partner": what its holder belongs to


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: a role, and what they may act for. Passed to every query.

    `organisations` are the ids a respondent acts for, `responses` the ids that a link
    opened, `name` what audit and authorship show ("" for the anonymous), `questions` the
    only ones that a contributor may answer (None for no such limit).
    """

    role: str
    name: str = ""
    organisations: frozenset[str] = frozenset()
    responses: frozenset[str] = frozenset()
    campaign: str = ""
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    questions: frozenset[str] | None = None
    person: str = ""  # the id of somebody on the people register

    def can(self, permission: Permission) -> bool:
        """Whether the role table allows it."""
        return permission in self.permissions


#: Someone who has not signed in: may read the home page and open a link or a code.
NOBODY = Viewer(role="nobody")


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """The role table, by role key, in the order of the file."""
    rows = load_yaml(Path(__file__).with_name("roles.yaml").read_text("utf-8"))
    return {
        key: Role(
            key=key,
            label=row["label"],
            summary=row["summary"],
            may=frozenset(Permission(name) for name in row["may"]),
            acts_for=row.get("acts_for", ""),
        )
        for key, row in rows["roles"].items()
    }


def make_viewer(
    role: str,
    *,
    name: str = "",
    organisations: frozenset[str] = frozenset(),
    responses: frozenset[str] = frozenset(),
    campaign: str = "",
) -> Viewer:
    """A viewer with what the table gives the role; an unknown role may do nothing."""
    row = roles().get(role)
    return Viewer(
        role=role if row else NOBODY.role,
        name=name,
        organisations=organisations,
        responses=responses,
        campaign=campaign,
        permissions=row.may if row else frozenset(),
    )


def writer_of(viewer: Viewer) -> str:
    """Whose half-typed words are kept: the person's, else those of the role and who holds it."""
    return viewer.person or ":".join((viewer.role, viewer.name, *sorted(viewer.organisations)))
