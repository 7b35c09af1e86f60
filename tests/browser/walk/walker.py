"""Walking an activity of any mechanism in a real browser, by whoever's turn it is.

The walker knows no mechanism: it reads on the activity's page which steps are open, goes in
by the door of somebody whose turn one is, answers what is asked, and presses. All that it
changes it changes in the browser, and all that it finds it reads there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from forms.library import Library
from scrutiny.mechanism import Mechanism, Outcome, Step
from tests.browser.walk.boxes import Filling, record_panel
from tests.browser.walk.outcomes import Outcomes
from tests.browser.walk.papers import Papers
from tests.browser.walk.sending import send_form
from tests.browser.walk.windows import AGENCY, TEAM, Windows, read, show
from tests.browser.watching import settle
from tests.walking_answers import choose_going_on, list_questions

MOST_ROUNDS = 60
NEXT, ENDED = "What is next, and by whom", "It has ended."
_MAIN = '[data-testid="stMain"]'
_PRESS = re.compile("^(Record this step|Mark as done|Record that they have finished)$")
#: What is answered at its beginning that the type of the question cannot tell.
_BEGIN = {
    "-its_parties": (AGENCY,),
    "_person": "Somebody else",
    "_name": "Lee Lead",
}


@dataclass
class Walker:
    """One activity, and which steps were taken in it.

    `ways` are outcomes to take once, by step; without one a step goes on.
    """

    windows: Windows
    mechanism: Mechanism
    library: Library
    address: str = ""
    taken: list[str] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.papers = Papers(self)
        self.outcomes = Outcomes(self)

    def walk(self) -> None:
        """From its beginning until the page says that it has ended and nothing is left to do."""
        self.begin()
        self.go_on()

    def go_on(self, **ways: str) -> None:
        """Until nothing is left to do; with outcomes by step, until each was taken so."""
        self.ways = dict(ways)
        for _ in range(MOST_ROUNDS):
            if (ways and not self.ways) or not (row := self.find_next()):
                assert not self.ways, f"Never taken: {self.ways}. {self.taken}"
                return
            self._go(*row)
        raise AssertionError(f"{self.mechanism.id} goes on and on: {self.taken}")

    # Pages.

    def open(self, door: str, step: str = "", do: str = "") -> Page:
        """The activity's page as somebody, with one step or one panel open."""
        more = (f"&step={step}" if step else "") + (f"&do={do}" if do else "")
        return show(self.windows.be(door), self.address + more)

    def card(self, page: Page, step: str) -> Locator:
        """The card of a step under what is next."""
        return page.locator(f".st-key-next-{step}").first

    def say(self, page: Page) -> str:
        """What a page says, for the failure of a walk."""
        where = f"{self.mechanism.id} after {', '.join(self.taken)}, at {page.url}"
        return f"{where}. The page says: {read(page)}"

    # Beginning.

    def begin(self) -> None:
        """On its page, as one who may; a SPACE audit by asking for one."""
        taking = [self.mechanism.roles[key] for key in self.mechanism.begun_by]
        door = self.windows.doors_of(taking)[0]
        if self.mechanism.subject == "request":
            self._request(door)
            return
        page = self.windows.be(door)
        show(page, f"{self.windows.url}/activities?begin={self.mechanism.id}")
        asked = [*list_questions(self.mechanism.begin)]
        given = {**_BEGIN, **self._subject()}
        filling = Filling(page, lambda: page.locator(_MAIN), asked, given=given)
        begun = page.get_by_role("heading", level=2, name=NEXT, exact=True)
        filling.record(lambda: page.get_by_role("button", name="Begin it", exact=True), begun)
        self._keep_address(page)

    def _subject(self) -> dict[str, str]:
        return {"-its_subject": AGENCY} if self.mechanism.subject == "organisation" else {}

    def _request(self, door: str) -> None:
        """A chair asks for an audit; its activity is the one that was not listed before."""
        listed = f"{self.windows.url}/activities?mechanism={self.mechanism.id}&state=all"
        team = self.windows.be(TEAM)
        before = _list_activities(show(team, listed))
        page = show(self.windows.be(door), f"{self.windows.url}/fill")
        start = page.get_by_role("button", name=re.compile("^Start: "))
        start.first.click()
        settle(page)
        send_form(page, self.library)
        (new,) = _list_activities(show(team, listed)) - before
        self._keep_address(show(team, self.windows.url + new))

    def _keep_address(self, page: Page) -> None:
        expect(page.locator("h1.page-title")).to_be_visible()
        settle(page)
        self.address = page.url.partition("&")[0]

    # What is next.

    def find_next(self) -> tuple[Step, Page] | None:
        """The first open step that can be taken, else one that waits; None at the end."""
        page = self.open(TEAM)
        cards = page.locator('[class*="st-key-next-"]').all()
        names = [str(card.get_attribute("class")) for card in cards]
        ids = [found[1] for name in names if (found := re.search(r"st-key-next-(\S+)", name))]
        order = sorted(set(ids), key=[*self.mechanism.by_id].index)
        if not order:
            assert ENDED in read(page), self.say(page)
            return None
        ready = [each for each in order if not self._waits(page, each)]
        return self.mechanism.by_id[(ready or order)[0]], page

    def _waits(self, page: Page, step: str) -> bool:
        """Whether its card says that something else comes first."""
        return self.card(page, step).get_by_text("First:", exact=True).count() > 0

    # One step.

    def _go(self, step: Step, page: Page) -> None:
        """All that belongs to a step, and then the step."""
        self.taken.append(step.id)
        self.outcomes.keep(step)
        if self._waits(page, step.id):
            self.outcomes.settle()
        door = self._find_door(step)
        card = self.card(self.windows.be(door), step.id)
        if step.many:
            self._answer_many(step, door)
        elif step.form:
            self._answer(step, door, card.get_by_role("link", name=re.compile("^(Start|Continue)")))
        else:
            if not step.outcomes or self._find_way(step) == choose_going_on(step):
                self.papers.finish(step)  # what is sent back is not approved first
            self._record(step, door)

    def _find_door(self, step: Step) -> str:
        """The door of somebody whose turn it is, those first whom the page waits for."""
        waits = read(self.windows.be(TEAM), f".st-key-next-{step.id}")
        doors = self.windows.doors_of(self.mechanism.roles[key] for key in step.by)
        for door in sorted(doors, key=lambda door: _name(door) not in waits):
            page = self.open(door, step.id)
            turn = self.card(page, step.id).get_by_text("Your turn", exact=True)
            if turn.count():
                return door
        page = self.open(TEAM, step.id)
        assert "You may record it" in read(page, f".st-key-next-{step.id}"), self.say(page)
        return TEAM

    def _record(self, step: Step, door: str, press: re.Pattern[str] = _PRESS) -> None:
        """Answer what the step asks, and press."""
        page = self.open(door, step.id)
        asked = [*list_questions(step.asks)]
        given = {"-outcome": self._find_way(step).label} if step.outcomes else {}
        self.ways.pop(step.id, None)
        filling = Filling(page, lambda: self.card(page, step.id), asked, given=given)
        button = self.card(page, step.id).get_by_role("button", name=press)
        button.first.wait_for()
        filling.record(
            lambda: button.first, page.get_by_text(f"Recorded: {step.title}.", exact=True)
        )

    def _find_way(self, step: Step) -> Outcome:
        """The outcome that is wanted of it, else the one with which it goes on."""
        return step.find_outcome(self.ways.get(step.id, "")) or choose_going_on(step)

    def _answer(self, step: Step, door: str, way: Locator) -> None:
        """Open a party's form from its card, and send it."""
        page = self.windows.be(door)
        assert way.count(), f"{step.id}: no form. {self.say(page)}"
        show(page, self.windows.url + str(way.first.get_attribute("href")))
        send_form(page, self.library)

    def _answer_many(self, step: Step, door: str) -> None:
        """The party sends each of its forms, and then says that it has finished."""
        page = self.windows.be(door)
        if step.many and not step.many.of_each:
            page.get_by_role("button", name="Add the first", exact=True).click()
            settle(page)
            done = "It stands in the list. Start it from there."
            record_panel(page, f"add-{step.id}", "Add it", done)
        for _ in range(MOST_ROUNDS):
            page = self.open(door, step.id)
            way = self.card(page, step.id).get_by_role("link", name=re.compile("^(Start|Continue)"))
            if not way.count():
                break
            self._answer(step, door, way)
        finished = step.many.finished if step.many else ""
        self._record(step, door, re.compile(f"^{re.escape(finished)}$|{_PRESS.pattern}"))


def _list_activities(page: Page) -> set[str]:
    links = page.locator("a[href^='/activity?id=']").all()
    return {str(link.get_attribute("href")) for link in links}


def _name(door: str) -> str:
    return door.removeprefix("Partner: ")
