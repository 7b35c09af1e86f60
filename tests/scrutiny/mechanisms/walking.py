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
    resume_activity,
    set_parties,
    take_step,
    withdraw_activity,
)
from db.activity_forms import start_activity_form, submit_form
from db.agendas import list_agenda
from db.connection import Database, Transaction
from db.errors import AnswersRefusedError, NotAllowedError, NotFoundError, StepRefusedError
from db.findings import add_finding, answer_finding, list_findings
from db.forms import publish_form
from db.mechanisms import publish_mechanism
from db.meetings import add_meetings, list_meetings
from db.organisations import add_organisations
from db.paper_drafts import find_paper, save_paper
from db.paper_life import approve_paper, publish_paper, send_for_approval
from db.papers import list_copies
from db.responses import save_draft
from forms.library import Library, load_library
from forms.model import Json, Question
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Party, PartyKind, Progress, StepStanding
from scrutiny.drafting.filling import GAP
from scrutiny.finding import Finding, FindingKind
from scrutiny.mechanism import Deed, Mechanism
from scrutiny.mechanism_library import MechanismLibrary, context_of, known_of, load_mechanisms
from scrutiny.meeting import Meeting
from scrutiny.organisation import Organisation
from scrutiny.paper import HEAD, Paper, PaperState, PartKind, make_print
from scrutiny.partnership import partnership

#: The outcomes of steps that do not go on, for which no document has to be ready.
_NOT_ON = frozenset({"back", "more", "refused", "declined", "deferred", "again", "going_on"})
CONTEXT = context_of(partnership())


def acting(role: str, name: str, *places: str) -> Viewer:
    """Somebody in a role, who acts for these."""
    return make_viewer(role, name=name, organisations=frozenset(places))


TEAM = acting("mars_team", "Max Team")
ADULTS = acting("adults_team", "Asha Adults")
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
        part: str = "", known_from: str = "", about: str = "", with_papers: bool = True,
        **answers: Json,
    ) -> None:  # fmt: skip
        """Each of these takes the step, on that day or the last one named.

        Before it, the documents that it needs are written and approved on their own pages.
        """
        self.day = on or self.day
        for viewer in viewers:
            if with_papers and outcome not in _NOT_ON:
                self._finish_papers(step, viewer)
            self.activity = self.database.write(
                take_step, id=self.activity.id, step=step, viewer=viewer, now=moment(self.day),
                seen=len(self.activity.taken), context=CONTEXT, outcome=outcome, part=part,
                reason=reason, known_from=known_from, about=about,
                answers=self._fill(step, answers),
            )  # fmt: skip

    def refused(self, step: str, viewer: Viewer, **given: Any) -> str:
        """The sentence with which somebody is refused the step; nothing has changed after it."""
        before = self.activity
        refusals = (NotAllowedError, NotFoundError, StepRefusedError, AnswersRefusedError)
        with pytest.raises(refusals) as caught:
            self.take(step, viewer, with_papers=False, **given)
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

    def send_form(
        self, step: str, organisation: str = "", *, on: str = "", case: str = "",
        viewer: Viewer = TEAM, **answers: Json,
    ) -> None:  # fmt: skip
        """The form of a step is begun for a party and sent, here by the team from paper.

        `case` is the reference of the one that it is about, where there are many.
        """
        self.day = on or self.day
        given = (self.activity.id, step, organisation, case, viewer, moment(self.day))
        self.database.write(_send, *given, answers)
        self.activity = self._run().activity

    def paper(self, key: str) -> Paper:
        """The document of that name in its latest state."""
        paper = self.database.read(find_paper, activity=self.activity.id, plan=key)
        assert paper, f"no {key} was drafted"
        return paper

    def state_of_papers(self) -> dict[str, str]:
        """Where each document of it stands."""
        keys = self.mechanism.documents
        found = {
            key: self.database.read(find_paper, activity=self.activity.id, plan=key) for key in keys
        }
        return {key: paper.state.value for key, paper in found.items() if paper}

    def _finish_papers(self, step: str, viewer: Viewer) -> None:
        """Write, approve and publish on their pages what a step then only records."""
        asked = self.mechanism.by_id[step]
        is_last = self._is_last(step)
        for work in asked.documents:
            if not is_last and work.deed is not Deed.APPROVE:
                continue
            if work.deed in (Deed.WRITE, Deed.ISSUE, Deed.PRESENT, Deed.APPROVE):
                self._write_paper(work.document)
            if work.deed is Deed.APPROVE and not self.paper(work.document).is_frozen:
                self.approve(work.document, viewer)
            if work.deed is Deed.PUBLISH and not self.paper(work.document).is_published:
                self.database.write(
                    publish_paper, id=self.paper(work.document).id, viewer=viewer,
                    now=moment(self.day), reason="Others can learn from it",
                )  # fmt: skip

    def _is_last(self, step: str) -> bool:
        standing = self.standing(step)
        return standing.progress is Progress.OPEN and len(standing.parts) <= 1

    def _write_paper(self, key: str) -> None:
        """Put words where a draft says that something is to be added."""
        paper = self.database.read(find_paper, activity=self.activity.id, plan=key)
        if paper is None or paper.state is not PaperState.DRAFT:
            return
        texts = {f"/{name}": getattr(paper, name) for name in HEAD}
        texts |= {part.key: part.words for part in paper.parts if part.kind is PartKind.WORDS}
        for part, words in texts.items():
            written = words.replace(GAP, "Seen on the day.")
            self.database.write(
                save_paper, id=paper.id, part=part, words=written, before=words, viewer=TEAM,
                now=moment(self.day),
            )  # fmt: skip

    def approve(self, key: str, viewer: Viewer) -> None:
        """Somebody approves a document on its own page; a draft is sent to them first."""
        now = moment(self.day)
        if self.paper(key).state is PaperState.DRAFT:
            self.database.write(send_for_approval, id=self.paper(key).id, viewer=TEAM, now=now)
        paper = self.paper(key)
        self.database.write(
            approve_paper, id=paper.id, seen=make_print(paper), viewer=viewer, now=now
        )

    def find(self, kind: FindingKind, text: str, viewer: Viewer) -> Finding:
        """Somebody adds a finding."""
        finding = Finding("", self.activity.id, kind, text, date.fromisoformat(self.day))
        return self.database.write(
            add_finding, finding=finding, viewer=viewer, now=moment(self.day), context=CONTEXT
        )

    def answer(self, recommendation: str, reply: str, viewer: Viewer) -> Finding:
        """Somebody answers the recommendation of these words."""
        found = self.database.read(list_findings, viewer=TEAM, activity=self.activity.id)
        id = next(each.id for each in found if each.text == recommendation)
        return self.database.write(
            answer_finding, id=id, reply=reply, viewer=viewer, now=moment(self.day)
        )

    def holders_of(self, key: str) -> set[str]:
        """For whom those act who got a copy of a document; nobody's is empty."""
        copies = self.database.read(list_copies, id=self.paper(key).id, viewer=TEAM)
        return {copy.acts_for for copy in copies}

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


def _send(
    tx: Transaction,
    activity: str,
    step: str,
    part: str,
    case: str,
    viewer: Viewer,
    now: datetime,
    answers: dict[str, Json],
) -> None:
    """The form of a step, begun, answered and sent."""
    draft = start_activity_form(
        tx, id=activity, step=step, part=part, reference=case, viewer=viewer, now=now,
        context=CONTEXT,
    )  # fmt: skip
    link = make_viewer("nobody", responses=frozenset({draft.id}))
    revision = draft.revision
    if answers:
        revision = save_draft(
            tx, id=draft.id, answers=answers, revision=revision, viewer=link, now=now
        )
    submit_form(
        tx, id=draft.id, revision=revision, viewer=link, stored=[], actions=[], now=now,
        context=CONTEXT,
    )  # fmt: skip


class Partnership:
    """The small partnership, in a database of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.mechanisms = mechanisms().mechanisms
        database.write(_set_up)

    def begin(
        self, mechanism: str, title: str, viewer: Viewer, *, on: str, subject: str = "",
        group: str = "", parties: Iterable[Party] = (), response: str = "", **answers: Json,
    ) -> Walk:  # fmt: skip
        """Somebody begins an activity."""
        made = self.mechanisms[mechanism]
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
