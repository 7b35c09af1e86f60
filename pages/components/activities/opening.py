"""One activity with all that stands around it, as its page and its forms need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db import activities, activity_forms, organisations, papers
from db.activity_forms import ActivityForm
from db.errors import NotFoundError
from db.events import Event
from db.papers import PaperRow
from forms.model import Json
from pages.components.activities.naming import Names, names_of
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.activity import Activity, ActivityStatus, Standing, StepStanding
from scrutiny.mechanism import Mechanism, Step
from scrutiny.standing import facts
from scrutiny.taking_part import may_run, who_may


@dataclass(frozen=True)
class Opened:
    """An activity, its mechanism at the version it runs on, and where it stands."""

    page: Page
    mechanism: Mechanism
    activity: Activity
    standing: Standing
    names: Names
    forms: tuple[ActivityForm, ...]
    papers: tuple[PaperRow, ...] = ()
    stops: tuple[Event, ...] = ()

    @property
    def known(self) -> Mapping[str, Json]:
        """What has been recorded so far and counts, by question."""
        return facts(self.mechanism, self.activity)

    @property
    def may_run(self) -> bool:
        """Whether the viewer may pause it, withdraw it and change its parties and people."""
        return not may_run(self.mechanism, self.activity, self.page.viewer)

    @property
    def reads_agendas(self) -> bool:
        """Whether the viewer may see what stands on agendas."""
        can = self.page.viewer.can
        return can(Permission.READ_MEETINGS) or can(Permission.MANAGE_GROUPS)

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/activity?id={self.activity.reference}"

    def find_step(self, id: str) -> tuple[Step, StepStanding] | None:
        """A step with where it stands, or None."""
        step = self.mechanism.by_id.get(id)
        found = next((each for each in self.standing.steps if each.step == id), None)
        return (step, found) if step and found else None

    def find_form(self, step: Step, part: str) -> ActivityForm | None:
        """The form that a party has begun in a step, or None."""
        wanted = (step.id, part)
        return next((each for each in self.forms if (each.step, each.part) == wanted), None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that the viewer may take now.

    `part` is the party that they take it for, `parts` those among which they choose ("" and
    empty where the role takes it once). `is_recording` says that they record for others.
    """

    step: Step
    standing: StepStanding
    part: str = ""
    parts: tuple[str, ...] = ()
    is_recording: bool = False


def find_turn(opened: Opened, step: Step, standing: StepStanding) -> Turn | str:
    """The viewer's turn in an open step, or the sentence that says whose it is."""
    activity, viewer, mechanism = opened.activity, opened.page.viewer, opened.mechanism
    if activity.status is ActivityStatus.PAUSED:
        return "No step is taken while it is paused. Resume it first."
    if not (activity.is_running or step.is_optional):
        return "No more steps are taken: it has ended."
    own = [
        part for part in standing.parts if not who_may(mechanism, step, activity, viewer, part=part)
    ]
    if own:
        return Turn(step, standing, own[0] if len(own) == 1 else "", tuple(own[1:] and own))
    if any(part in viewer.organisations for part in standing.done_parts):
        refusal = "Your part is in. It goes on when the others are in too."
    else:
        refusal = who_may(mechanism, step, activity, viewer, part=next(iter(standing.parts), ""))
    if who_may(mechanism, step, activity, viewer, is_recording=True):
        return refusal
    left = standing.parts
    only = left[0] if len(left) == 1 else ""
    return Turn(step, standing, only, left if len(left) > 1 else (), is_recording=True)


def list_turns(opened: Opened) -> list[Turn]:
    """Every step that the viewer may take now, their own before those they record."""
    found = []
    for standing in opened.standing.open_steps:
        turn = find_turn(opened, opened.mechanism.by_id[standing.step], standing)
        if isinstance(turn, Turn):
            found.append(turn)
    return sorted(found, key=lambda turn: (turn.is_recording, turn.standing.due is None))


def open_activity(page: Page, id: str) -> Opened | None:
    """The activity of that id or reference as the viewer sees it, or None."""
    try:
        run = page.database.read(activities.get_run, id, viewer=page.viewer, context=page.context)
    except NotFoundError:
        return None
    forms = page.database.read(
        activity_forms.list_activity_forms, id=run.activity.id, viewer=page.viewer,
        context=page.context,
    )  # fmt: skip
    names = names_of(run.activity, page.partnership, list_names(page))
    drafted = page.database.read(papers.list_papers, viewer=page.viewer, activity=run.activity.id)
    return Opened(
        page, run.mechanism, run.activity, run.standing, names, tuple(forms), tuple(drafted),
        run.stops,
    )  # fmt: skip


def list_names(page: Page) -> dict[str, str]:
    """Every organisation on the register by id, those that have ended too."""
    rows = page.database.read(organisations.list_organisations)
    return {row.id: row.name for row in rows}


def order_steps(opened: Opened) -> Sequence[tuple[Step, StepStanding]]:
    """The steps in their order with where each stands."""
    steps = opened.mechanism.by_id
    return [(steps[row.step], row) for row in opened.standing.steps if row.step in steps]
