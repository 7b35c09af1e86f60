"""Walking an activity of any mechanism through the pages, by whoever's turn it is.

The walker knows no mechanism: it looks at which steps are open and whose they are, opens
the page as one of those, answers what is asked by its type, and presses the button. What a
page refuses is answered otherwise, a few times; then the walk fails with what the page said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from db import activities, findings, papers
from db.action_register import list_register
from db.activity_forms import start_activity_form, submit_form
from db.connection import Transaction
from db.cycles import add_cycle
from db.meetings import add_meetings
from db.organisations import add_organisations
from forms.model import Question
from scrutiny.access import make_viewer
from scrutiny.action_search import Show, Wanted
from scrutiny.activity import Activity, Standing, StepStanding
from scrutiny.cycle import Cycle
from scrutiny.drafting.filling import GAP
from scrutiny.finding import Finding, FindingKind
from scrutiny.mechanism import Deed, Mechanism, Step
from scrutiny.meeting import Meeting
from scrutiny.paper import Paper
from scrutiny.partnership import partnership
from scrutiny.taking_part import Seat, seats_for
from tests.pages.activity_examples import CLINIC, TEAM, WARREN
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import fill
from tests.walking_answers import choose_going_on, is_in, list_questions, take_kept, type_words

CHAIRED = "splig"  # the group of those mechanisms whose group is chosen
MOST_ROUNDS = 60
_PEOPLE = {
    "mars_team": "Max Team",
    "adults_team": "Asha Adults",
    "scrutiny_officer": "Ira Officer",
    "portfolio_lead": "Port Lead",
}
AS_TEAM = Seat("mars_team")
_PARTNERS = {partner.key for partner in partnership().safeguarding_partners}
_AGENCIES = (CLINIC.id, WARREN.id)


def set_up(site: Site) -> None:
    """Organisations, rounds, a voice campaign, a request, and a meeting of every group."""
    fill(site)
    now, database = site.held.clock(), site.held.database
    database.write(add_organisations, [CLINIC, WARREN])
    for family in partnership().families.values():
        database.write(add_cycle, round_of(family.form, now.date()), _AGENCIES)
    days = (now.date(), now.date() + timedelta(30))
    meetings = [Meeting("", g.key, day) for g in partnership().active_groups for day in days]
    database.write(add_meetings, meetings=meetings, viewer=TEAM, now=now)


def round_of(form: str, today: date) -> Cycle:
    """An open round of a form."""
    title = f"A round of {form}"
    return Cycle(f"round-{form}", form, "1", title, today, today + timedelta(30))


@dataclass
class Walker:
    """One activity and what has been done in it."""

    site: Site
    mechanism: Mechanism
    id: str = ""
    taken: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)  # steps at whose time something was added
    said: str = ""  # what the last page said

    @property
    def activity(self) -> Activity:
        """The activity as it stands."""
        return self._run().activity

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        standing: Standing = self._run().standing
        return standing

    def walk(self, until: str = "") -> None:
        """From its beginning until nothing is open, or a step is next; fails with what was said."""
        self.begin()
        for _ in range(MOST_ROUNDS):
            row = self._next()
            if row is None or row.step == until:
                return
            self._go(self.mechanism.by_id[row.step], row)
        raise AssertionError(f"{self.mechanism.id} goes on and on: {self.taken}")

    def _next(self) -> StepStanding | None:
        """The first open step that can be taken, else one that waits for actions or findings."""
        rows = self.standing.open_steps
        return next((r for r in rows if not r.unmet), next(iter(rows), None))

    def _run(self) -> Any:
        held = self.site.held
        return held.database.read(
            activities.get_run, self.id, viewer=TEAM, context=held.context
        )  # fmt: skip

    # Beginning.

    def begin(self) -> None:
        """On its page, as one who may; a SPACE audit by asking for one."""
        if self.mechanism.subject == "request":
            (row,) = [r for r in self._list() if r.mechanism == self.mechanism.id]
            self.id = row.id
            return
        test = self.open("activities", self._beginner(), begin=self.mechanism.id)
        test = self.record(test, self.mechanism.begin, "Begin it")
        rows = [r for r in self._list() if r.mechanism == self.mechanism.id]
        assert rows, f"Not begun: {self.say(test)}"
        self.id = rows[0].id

    def _list(self) -> list[Any]:
        return self.site.held.database.read(activities.list_activities, viewer=TEAM)

    def _beginner(self) -> Seat:
        role = self.mechanism.roles[self.mechanism.begun_by[0]].held_by[0]
        return Seat(role, {"partner": "health", "chair": CHAIRED}.get(role, ""))

    # One step.

    def _go(self, step: Step, row: StepStanding) -> None:
        """All that belongs to a step, and then the step."""
        self.taken.append(step.id)
        self._keep(step)
        if row.unmet:
            self._settle()
        part = next(iter(row.parts), "")
        seat = self.seat_of(step, part)
        if step.many:
            self._answer_many(step, part, seat)
            return
        if step.form:
            self._send_form(step, part, seat)
            return
        if len(row.parts) <= 1 or _is_approved_by_each(step):
            self._finish_papers(step, seat)
        test = self.open("activity", seat, id=self.activity.reference, step=step.id)
        assert "Your turn" in words(test), f"{step.id}: not their turn. {self.say(test)}"
        before = len(self.activity.taken)
        test = self.record(test, step.asks, "Record this step", "Mark as done", step=step)
        assert len(self.activity.taken) > before, f"{step.id} by {seat}: {self.say(test)}"

    def seat_of(self, step: Step, part: str) -> Seat:
        """Somebody whose turn the step is."""
        seats = sorted(seats_for(self.mechanism, step, self.activity, part))
        assert seats, f"Nobody can take {step.id}"
        return seats[0]

    def _answer_many(self, step: Step, part: str, seat: Seat) -> None:
        """The party sends one of its forms, and then says that it has finished."""
        here = {"id": self.activity.reference, "step": step.id}
        test = self.open("activity", seat, **here)
        if step.many and not step.many.of_each:
            test = self.record(self.press(test, "Add the first"), (), "Add it")
        (case, *_) = re.findall(r"/fill[^\"]*case=([0-9a-f]{24})", words(test))
        self._send_form(step, part, seat, case)
        before = len(self.activity.taken)
        test = self.open("activity", seat, **here)
        assert "1 sent" in words(test), f"{step.id}: {self.say(test)}"
        test = self.record(test, step.asks, step.many.finished if step.many else "")
        assert len(self.activity.taken) > before, f"{step.id} by {seat}: {self.say(test)}"

    def _send_form(self, step: Step, part: str, seat: Seat, case: str = "") -> None:
        """The party opens its form on its page; its answers are sent as they are."""
        asked = {"activity": self.activity.reference, "step": step.id, "part": part, "case": case}
        test = self.open("fill", seat, **asked)
        assert self.activity.reference in words(test), f"{step.id}: {self.say(test)}"
        self.site.held.database.write(self._send, step.id, part, seat, case)

    def _send(self, tx: Transaction, step: str, part: str, seat: Seat, case: str) -> None:
        now, context = self.site.held.clock(), self.site.held.context
        viewer = make_viewer(seat.role, organisations=frozenset({seat.acts_for}))
        draft = start_activity_form(
            tx, id=self.id, step=step, part=part, case=case, viewer=viewer, now=now,
            context=context,
        )  # fmt: skip
        link = make_viewer("nobody", responses=frozenset({draft.id}))
        submit_form(
            tx, id=draft.id, revision=draft.revision, viewer=link, stored=[], actions=[], now=now,
            context=context,
        )  # fmt: skip

    # What comes of it.

    def _keep(self, step: Step) -> None:
        """A finding of each class that the step keeps, and an action, once each."""
        for what in take_kept(step, self.kept):
            if what == "actions":
                self.add_action()
            else:
                self.add_finding()

    def add_finding(self) -> None:
        """The team adds a finding of the first class that it may."""
        test = self.open("activity", AS_TEAM, id=self.activity.reference, do="add-finding")
        before = len(self.findings())
        test = self.record(test, (), "Add it")
        assert len(self.findings()) > before, self.say(test)

    def findings(self) -> list[Finding]:
        """All of its findings."""
        return self.site.held.database.read(findings.list_findings, viewer=TEAM, activity=self.id)

    def add_action(self, do: str = "add-action", seat: Seat = AS_TEAM) -> None:
        """Somebody adds an action that the clinic owns."""
        test = self.open("activity", seat, id=self.activity.reference, do=do)
        next(b for b in test.text_area if b.label.startswith("What will be done?")).set_value(
            "Ask every family twice"
        )
        next(b for b in test.selectbox if b.label == "Who owns it?").set_value(CLINIC.id)
        due = self.site.held.clock().date() + timedelta(days=14)
        next(b for b in test.date_input if b.label == "Due on").set_value(due)
        before = len(self.actions())
        self.press(test, "Add this action")
        assert len(self.actions()) > before, self.say(test)

    def actions(self, show: str = Show.ALL) -> list[Any]:
        """Its actions, or those that stand so."""
        held = self.site.held
        found = held.database.read(
            list_register, viewer=TEAM, today=held.clock().date(), size=100,
            wanted=Wanted(activity=self.id, status=show),
        )  # fmt: skip
        return list(found.rows)

    def _settle(self) -> None:
        """What a step may wait for: findings answered by an action, and actions assured."""
        for finding in self.findings():
            if finding.kind is FindingKind.IMPROVEMENT:
                self.add_action(f"act-{finding.id}")
            if finding.kind is FindingKind.RECOMMENDATION and not finding.reply:
                self._answer(finding)
        self.assure_actions()

    def _answer(self, finding: Finding) -> None:
        query = {"id": self.activity.reference, "do": f"answer-{finding.id}"}
        self.record(self.open("activity", AS_TEAM, **query), (), "Save the answer")

    def assure_actions(self) -> None:
        """Each open action is reported done by its owner, and assured by the scrutiny officer."""
        for row in self.actions(Show.OPEN):
            action = row.action
            test = self.open("actions", Seat("organisation", CLINIC.id))
            self.press(test, f"Report on {action.reference}")
            next(b for b in test.radio if b.label == "Where does it stand?").set_value("done")
            next(b for b in test.text_area if b.label.startswith("What has been done")).set_value(
                "Every family is asked twice"
            )
            self.press(test, "Send this report")
            chair = Seat("chair", action.monitored_by)
            test = self.open("actions", chair, id=action.reference)
            self.press(test, f"I am assured, as {_name(chair)}")

    # Documents.

    def papers(self) -> dict[str, Paper]:
        """Its documents by plan."""
        read = self.site.held.database.read
        rows = read(papers.list_papers, viewer=TEAM, activity=self.id)
        return {row.plan: read(papers.get_paper, row.id, viewer=TEAM) for row in rows}

    def _finish_papers(self, step: Step, seat: Seat) -> None:
        """What the step issues, presents, approves or publishes is written, approved, published."""
        for work in step.documents:
            if work.deed is Deed.DRAFT:
                continue
            paper = self.papers().get(work.document)
            assert paper, f"{step.id}: {work.document} was never drafted"
            if paper.state == "draft":
                self._write(paper)
            if work.deed is Deed.APPROVE and not paper.is_frozen:
                self._approve(work.document, seat if step.each else self._approver(work.document))
            if work.deed is Deed.PUBLISH and not paper.is_published:
                self._publish(work.document)

    def _write(self, paper: Paper) -> None:
        test = self.open("paper", AS_TEAM, id=paper.id, view="edit")
        boxes = [box for box in test.text_area if GAP in str(box.value)]
        for box in boxes:
            box.set_value(str(box.value).replace(GAP, "as agreed"))
        if boxes:
            test.run()
            assert not test.exception, test.exception

    def _approve(self, plan: str, seat: Seat) -> None:
        paper = self.papers()[plan]
        if paper.state == "draft":
            self.press(self.open("paper", AS_TEAM, id=paper.id), "Send it for approval")
        test = self.open("paper", seat, id=paper.id)
        self.press(test, "Approve it")
        assert self.papers()[plan].is_held, self.say(test)

    def _approver(self, plan: str) -> Seat:
        role = self.mechanism.roles[self.mechanism.documents[plan].approved_by[0]]
        key = role.held_by[0]
        partner = role.of if role.of in _PARTNERS else "health"
        return Seat(key, {"partner": partner, "chair": self.activity.group}.get(key, ""))

    def _publish(self, plan: str) -> None:
        seat = self._approver(plan) if self.mechanism.documents[plan].approved_by else \
            Seat("portfolio_lead")  # fmt: skip
        test = self.open("paper", seat, id=self.papers()[plan].id)
        for box in test.text_area:
            if box.key == "publish-reason":
                box.set_value("Others can learn from it")
        self.press(test, "I approve that it is published")
        assert self.papers()[plan].is_published, self.say(test)

    # The pages.

    def open(self, page: str, seat: Seat, **query: str) -> AppTest:
        """A page as somebody."""
        given = {key: value for key, value in query.items() if value}
        return self.site.run(
            page, role=seat.role, person=_name(seat), organisation=seat.acts_for, query=given
        )

    def press(self, test: AppTest, *labels: str) -> AppTest:
        """Press the button with one of these labels."""
        found = [button for button in test.button if button.label in labels]
        assert found, f"There is no {' or '.join(labels)}. {self.say(test)}"
        found[0].click().run()
        # A page that runs by itself knows no other to go to once an activity is begun.
        faults = [each for each in test.exception if "Could not find page" not in each.message]
        assert not faults, faults
        return test

    def say(self, test: AppTest) -> str:
        """What a page says, for the failure of a walk."""
        said = " ".join(re.sub(r"<[^>]+>", " ", words(test)).split())
        return f"{self.mechanism.id} after {', '.join(self.taken)}. The page said: {said}"

    def record(
        self, test: AppTest, asks: Iterable[Question], *labels: str, step: Step | None = None
    ) -> AppTest:
        """Answer all that is asked and press; what is refused is answered otherwise."""
        filling = Filling(test, [*list_questions(asks)], step, self.site.held.clock().date())
        for _ in range(8):
            filling.fill()
            self.press(test, *labels)
            if not filling.change_refused():
                return test
        raise AssertionError(f"Refused again and again: {self.say(test)}")


def _name(seat: Seat) -> str:
    return _PEOPLE.get(seat.role, f"{seat.role} {seat.acts_for}".replace("_", " ").title())


def _is_approved_by_each(step: Step) -> bool:
    return bool(step.each) and any(work.deed is Deed.APPROVE for work in step.documents)


@dataclass
class Filling:
    """The questions on one page, answered by type; `tried` counts the answers to each box."""

    test: AppTest
    questions: list[Question]
    step: Step | None
    today: date
    tried: dict[str, int] = field(default_factory=dict)

    def fill(self) -> None:
        """Answer every box that is empty, until no further one appears."""
        for _ in range(6):
            changed = [self._answer(box) for box in self._boxes() if box.key not in self.tried]
            if not any(changed):
                return
            self.test.run()
            assert not self.test.exception, self.test.exception

    def change_refused(self) -> bool:
        """Take another answer in each box that the page names as wrong; whether there is one."""
        wrong = set(re.findall(r'data-to="(st-key-[^"]+)"', words(self.test)))
        boxes = [b for b in self._boxes() if any(is_in(b.key, place) for place in wrong)]
        for box in boxes:
            self._answer(box)
        assert boxes or not wrong, f"Nothing to put right in {wrong}: {words(self.test)}"
        return bool(wrong)

    def _boxes(self) -> list[Any]:
        kinds = ("text_input", "text_area", "radio", "selectbox", "checkbox", "multiselect")
        return [b for kind in kinds for b in self.test.get(kind) if str(b.key).startswith("q-")]

    def _answer(self, box: Any) -> bool:
        turn = self.tried.get(box.key, 0)
        self.tried[box.key] = turn + 1
        if box.type == "checkbox":
            box.set_value(turn % 2 == 0)
        elif box.type == "multiselect":
            box.set_value(list(_AGENCIES))
        elif box.type in ("radio", "selectbox"):
            box.set_value(self._choose(box, turn))
        else:
            box.set_value(type_words(box.key, self.questions, turn=turn, today=self.today))
        return True

    def _choose(self, box: Any, turn: int) -> str:
        """The outcome with which it goes on, else the first choice that is not refused."""
        if self.step and box.key.endswith("-outcome"):
            return choose_going_on(self.step).value
        return str(box.options[turn % len(box.options)])
