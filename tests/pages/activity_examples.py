"""An agency event on a small partnership, for the tests of the pages of activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db import activities
from db.organisations import add_organisations
from forms.model import Json
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Holder, Party
from scrutiny.organisation import Organisation
from tests.pages.conftest import Site

TEAM = make_viewer("mars_team", name="Max Team")
OFFICER = make_viewer("scrutiny_officer", name="Ira Officer")
PORTFOLIO = make_viewer("portfolio_lead", name="Port Lead")
AGENCY = make_viewer("organisation", name="Kit Clinic", organisations=frozenset({"clinic"}))
PARTNERS = {
    key: make_viewer("partner", name=f"Pat {key.title()}", organisations=frozenset({key}))
    for key in ("council", "health", "police")
}
CLINIC = Organisation(
    "clinic", "Meadow Clinic", "health_provider", contact_name="Kit Clinic",
    contact_email="kit@clinic.example",
)  # fmt: skip
WARREN = Organisation("warren", "Warren House", "housing")
EVENT = "agency_event"


def begin(
    site: Site,
    mechanism: str = EVENT,
    *,
    title: str = "How the clinic listens",
    subject: str = "clinic",
    answers: Mapping[str, Json] | None = None,
    parties: Sequence[Party] = (),
    holders: Sequence[Holder] = (),
    viewer: Viewer = TEAM,
    group: str = "",
) -> Activity:
    """A new activity; the organisations are put on the register with the first one."""
    held = site.held
    if held.database.read(_count) == 0:
        held.database.write(add_organisations, [CLINIC, WARREN])
    return held.database.write(
        activities.add_activity, mechanism=held.mechanisms.mechanisms[mechanism], title=title,
        viewer=viewer, now=held.clock(), context=held.context, subject=subject,
        answers={"chosen_because": "It is new"} if answers is None else answers,
        parties=parties, holders=holders, group=group,
    )  # fmt: skip


def _count(tx) -> int:  # type: ignore[no-untyped-def]
    row = tx.one("SELECT count(*) AS n FROM organisation")
    return int(row["n"])


def read(site: Site, activity: Activity, viewer: Viewer = TEAM) -> Activity:
    """The activity as it stands now."""
    return site.held.database.read(activities.get_activity, activity.id, viewer=viewer)


def take(
    site: Site,
    activity: Activity,
    step: str,
    viewer: Viewer = TEAM,
    *,
    answers: Mapping[str, Json] | None = None,
    **given: str,
) -> Activity:
    """Take one step as somebody would on the page."""
    held = site.held
    return held.database.write(
        activities.take_step, id=activity.id, step=step, viewer=viewer, now=held.clock(),
        seen=len(read(site, activity).taken), context=held.context, answers=answers or {},
        **given,
    )  # fmt: skip


def endorse(site: Site, activity: Activity) -> Activity:
    """All three partners endorse it."""
    for viewer in PARTNERS.values():
        activity = take(site, activity, "endorse", viewer, outcome="endorsed")
    return activity


def set_date(site: Site, activity: Activity, on: date, *, update: bool = False) -> Activity:
    """The team sets the date of the event."""
    return take(
        site, activity, "set_date",
        answers={
            "event_on": on.isoformat(), "asked_for_date": ["partners"], "event_team": "Two",
            "team_is_clear": True, "update_needed": "yes" if update else "no",
        },
    )  # fmt: skip
