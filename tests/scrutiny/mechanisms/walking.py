"""A small partnership in which a mechanism is walked from start to end, so that it reads as prose.

Words, ticks and dates that a step asks for and a walk does not give are filled in, so that
a walk says only what matters to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import pytest

from db.activities import (
    add_activity,
    get_run,
    list_activities,
    list_for_me,
    pause_activity,
    refresh_open_steps,
    resume_activity,
    set_parties,
    take_step,
    withdraw_activity,
)
from db.agendas import list_agenda
from db.connection import Database, Transaction
from db.errors import AnswersRefusedError, NotAllowedError, NotFoundError, StepRefusedError
from db.findings import add_finding
from db.forms import publish_form
from db.mechanisms import publish_mechanism
from db.meetings import add_meetings, list_meetings
from db.organisations import add_organisations
from db.responses import start_response, submit
from forms.library import Library, load_library
from forms.model import Json, Question
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Party, PartyKind, Progress, StepStanding
from scrutiny.finding import Finding, FindingKind
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import MechanismLibrary, context_of, known_of, load_mechanisms
from scrutiny.meeting import Meeting
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership
from scrutiny.response import Response

CONTEXT = context_of(partnership())


def acting(role: str, name: str, *places: str) -> Viewer:
    """Somebody in a role, who acts for these."""
    return make_viewer(role, name=name, organisations=frozenset(places))


TEAM = acting("mars_team", "Max Team")
OFFICER = acting("scrutiny_officer", "Ira Officer")
PORTFOLIO = acting("portfolio_lead", "Nora Portfolio")
SPACE = acting("space_lead", "Sam Lead")
BOARD = acting("chair", "Rosa Board", "mars_board")
SPLIG = acting("chair", "Dan Splig", "splig")
CHAPP = acting("chair", "Priya Chapp", "chapp")
MARPF = acting("chair", "Owen Forum", "marpf")
COUNCIL = acting("partner", "Connie Council", "council")
HEALTH = acting("partner", "Hugh Health", "health")
POLICE = acting("partner", "Polly Police", "police")
PARTNERS = (COUNCIL, HEALTH, POLICE)
READER = acting("board_reader", "Bo Reader")

HOSPITAL = acting("organisation", "Hospital lead", "hospital")
FORCE = acting("organisation", "Force lead", "force")
COLLEGE = acting("organisation", "College lead", "college")
BUYER = acting("organisation", "Care board lead", "care_board")
ORGANISATIONS = (
    Organisation("hospital", "Ancholme Hospital", "health_provider"),
    Organisation("force", "Humberside Police", "police"),
    Organisation("college", "Trent College", "college"),
    Organisation("care_board", "Integrated Care Board", "integrated_care_board"),
)
AGENCIES = tuple(
    Party(PartyKind.AGENCY, each.id, each.name) for each in ORGANISATIONS if each.id != "care_board"
)
COMMISSIONER = Party(PartyKind.COMMISSIONER, "care_board", "Integrated Care Board")


@cache
def forms() -> Library:
    """The forms as they stand in their files."""
    return load_library()


@cache
def mechanisms() -> MechanismLibrary:
    """The mechanisms as they stand in their files."""
    return load_mechanisms(known=known_of(partnership(), forms().forms))


def moment(day: str) -> datetime:
    """Half past ten on a day, as words: "2026-01-12"."""
    return datetime.combine(date.fromisoformat(day), time(10, 30), tzinfo=UTC)


def on(day: str) -> date:
    """A day, as words."""
    return date.fromisoformat(day)


class Walk:
    """One activity, walked step by step."""

    def __init__(self, database: Database, mechanism: Mechanism, activity: Activity, day: str):
        self.database, self.mechanism, self.activity = database, mechanism, activity
        self.day = day

    def take(
        self, step: str, *viewers: Viewer, on: str = "", outcome: str = "", reason: str = "",
        part: str = "", known_from: str = "", **answers: Json,
    ) -> None:  # fmt: skip
        """Each of these takes the step, on that day or the last one named."""
        self.day = on or self.day
        for viewer in viewers:
            self.activity = self.database.write(
                take_step, id=self.activity.id, step=step, viewer=viewer, now=moment(self.day),
                seen=len(self.activity.taken), context=CONTEXT, outcome=outcome, part=part,
                reason=reason, known_from=known_from, answers=self._fill(step, answers),
            )  # fmt: skip

    def refused(self, step: str, viewer: Viewer, **given: Any) -> str:
        """The sentence with which somebody is refused the step; nothing has changed after it."""
        before = self.activity
        refusals = (NotAllowedError, NotFoundError, StepRefusedError, AnswersRefusedError)
        with pytest.raises(refusals) as caught:
            self.take(step, viewer, **given)
        self.activity = before
        if isinstance(caught.value, AnswersRefusedError):
            return " ".join(problem.message for problem in caught.value.problems)
        return str(caught.value)

    def due(self, step: str) -> date | None:
        """When a step is due."""
        return self.standing(step).due

    def is_target(self, step: str) -> bool:
        """Whether its date is only a local target."""
        return self.standing(step).is_target

    def standing(self, step: str) -> StepStanding:
        """Where a step stands."""
        return next(each for each in self._run().standing.steps if each.step == step)

    @property
    def state(self) -> str:
        """What the activity is said to be."""
        return self._run().standing.state

    @property
    def open(self) -> list[str]:
        """The steps that may be taken now and are not optional."""
        steps = self._run().standing.open_steps
        return [s.step for s in steps if not self.mechanism.by_id[s.step].is_optional]

    @property
    def left_out(self) -> list[str]:
        """The steps that do not apply here."""
        steps = self._run().standing.steps
        return [each.step for each in steps if each.progress is Progress.LEFT_OUT]

    @property
    def is_ended(self) -> bool:
        """Whether it has come to its end."""
        return self._run().standing.is_ended

    def for_me(self, viewer: Viewer) -> list[str]:
        """The steps of it that wait for somebody."""
        today = date.fromisoformat(self.day)
        found = self.database.read(list_for_me, viewer=viewer, today=today)
        return [each.step for each in found if each.activity == self.activity.id]

    def is_seen_by(self, viewer: Viewer) -> bool:
        """Whether somebody may know of it."""
        rows = self.database.read(list_activities, viewer=viewer)
        return self.activity.id in {row.id for row in rows}

    def agenda(self, group: str) -> list[tuple[date, str]]:
        """What it has put on the agendas of a group: the meeting's day and the item."""
        meetings = self.database.read(list_meetings, viewer=TEAM, group=group)
        return [
            (meeting.on, item.title)
            for meeting in meetings
            for item in self.database.read(list_agenda, viewer=TEAM, meeting=meeting.id)
            if item.activity == self.activity.id
        ]

    def send_form(self, step: str, organisation: str = "", *, on: str = "") -> None:
        """The form of a step is begun for it and sent, by an organisation or by the team."""
        self.day = on or self.day
        form = forms().forms[self.mechanism.by_id[step].form]
        id = f"{self.activity.id}-{step}-{organisation}"
        self.database.write(_send, Response(id, form.id, form.version, organisation=organisation),
                            activity=self.activity.id, now=moment(self.day))  # fmt: skip

    def find(self, kind: FindingKind, text: str, viewer: Viewer) -> Finding:
        """Somebody adds a finding."""
        finding = Finding("", self.activity.id, kind, text, date.fromisoformat(self.day))
        return self.database.write(
            add_finding, finding=finding, viewer=viewer, now=moment(self.day), context=CONTEXT
        )

    def follow_ups(self) -> list[tuple[str, str, str]]:
        """The activities that were begun from it: reference, title and state."""
        rows = self.database.read(list_activities, viewer=TEAM, parent=self.activity.id)
        return [(row.reference, row.title, row.state) for row in rows]

    def pause(self, viewer: Viewer, reason: str) -> None:
        """Pause it."""
        self._move(pause_activity, viewer, reason)

    def resume(self, viewer: Viewer, reason: str) -> None:
        """Let it go on."""
        self._move(resume_activity, viewer, reason)

    def withdraw(self, viewer: Viewer, reason: str) -> None:
        """End it before its end."""
        self._move(withdraw_activity, viewer, reason)

    def name_parties(self, parties: Iterable[Party]) -> None:
        """Say who takes part."""
        self.activity = self.database.write(
            set_parties, id=self.activity.id, parties=parties, viewer=TEAM, now=moment(self.day),
            context=CONTEXT,
        )  # fmt: skip

    def _move(self, move: Any, viewer: Viewer, reason: str) -> None:
        self.activity = self.database.write(
            move, id=self.activity.id, reason=reason, viewer=viewer, now=moment(self.day),
            context=CONTEXT,
        )  # fmt: skip

    def _run(self) -> Any:
        return self.database.read(get_run, self.activity.id, viewer=TEAM, context=CONTEXT)

    def _fill(self, step: str, answers: dict[str, Json]) -> dict[str, Json]:
        asked = self.mechanism.by_id[step].asks if step in self.mechanism.by_id else ()
        return _filled(asked, self.day) | answers


def _filled(asked: Iterable[Question], day: str) -> dict[str, Json]:
    """Words, ticks, dates and numbers for what is asked for and must be answered."""
    made: dict[str, Json] = {
        "short_text": "Agreed by those concerned",
        "long_text": "Said and written down.",
        "acknowledge": True,
        "date": day,
        "number": 3,
        "decimal": 1.5,
    }
    return {q.id: made[q.type] for q in asked if q.type in made and q.required == "true()"}


def _send(tx: Transaction, response: Response, *, activity: str, now: datetime) -> None:
    """A response of an activity, begun and sent."""
    draft = start_response(tx, response=response, now=now)
    tx.execute("UPDATE response SET activity = $2 WHERE id = $1", [draft.id, activity])
    link = make_viewer("nobody", responses=frozenset({draft.id}))
    submit(tx, id=draft.id, revision=0, viewer=link, stored=[], actions=[], now=now)
    refresh_open_steps(tx, context=CONTEXT, activities=[activity])


class Partnership:
    """The small partnership, in a database of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.write(_set_up)

    def begin(
        self, mechanism: str, title: str, viewer: Viewer, *, on: str, subject: str = "",
        group: str = "", parties: Iterable[Party] = (), response: str = "", **answers: Json,
    ) -> Walk:  # fmt: skip
        """Somebody begins an activity."""
        made = mechanisms().mechanisms[mechanism]
        activity = self.database.write(
            add_activity, mechanism=made, title=title, viewer=viewer, now=moment(on),
            context=CONTEXT, subject=subject, group=group, parties=tuple(parties),
            response=response, answers=_filled(made.begin, on) | answers,
        )  # fmt: skip
        return Walk(self.database, made, activity, on)

    def meets(self, group: str, *days: str) -> None:
        """The meetings of a group that are planned."""
        meetings = [Meeting("", group, date.fromisoformat(day)) for day in days]
        self.database.write(add_meetings, meetings=meetings, viewer=TEAM, now=moment(days[0]))


def _set_up(tx: Transaction) -> None:
    now = moment("2026-01-01")
    for form, source in zip(forms().forms.values(), forms().sources.values(), strict=True):
        publish_form(
            tx, form_id=form.id, version=form.version, title=form.title.say(), kind=form.kind,
            source=source, now=now,
        )  # fmt: skip
    add_organisations(tx, ORGANISATIONS)
    for id, mechanism in mechanisms().mechanisms.items():
        publish_mechanism(tx, mechanism=mechanism, source=mechanisms().sources[id], now=now)
