"""What comes of an activity, in the browser: findings, their answers, and actions to assurance."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from scrutiny.finding import FINDING_LABELS, FindingKind
from scrutiny.mechanism import Step
from tests.browser.walk.boxes import record_panel
from tests.browser.walk.windows import AGENCY, TEAM, read, show
from tests.browser.watching import settle, take_in
from tests.walking_answers import take_kept

if TYPE_CHECKING:
    from tests.browser.walk.walker import Walker

ASSURERS = ("Independent Scrutiny Officer", TEAM)
ACTION, DONE, ASSURED = "Ask every family twice", "Every family is asked twice", "is assured."
_SOON = timedelta(days=7)
_MAIN = '[data-testid="stMain"]'


class Outcomes:
    """The findings and the actions of one walk."""

    def __init__(self, walker: Walker) -> None:
        """Its activity is the walker's."""
        self.walker = walker
        self.assured: set[str] = set()
        self._kept: set[str] = set()

    def keep(self, step: Step) -> None:
        """A finding and an action where the step keeps them, once each."""
        for what in take_kept(step, self._kept):
            if what == "actions":
                self.add_action()
            else:
                self.add_finding()

    def add_finding(self) -> None:
        """The team adds a finding of the first class that it may."""
        page = self.walker.open(TEAM, do="add-finding")
        record_panel(page, "add-finding", "Add it", "The finding is added.")

    def add_action(self, do: str = "add-action") -> None:
        """The team adds an action that an agency owns."""
        page = self.walker.open(TEAM, do=do)
        panel = page.locator(".st-key-panel-action")
        due = date.today() + _SOON
        panel.get_by_label("What will be done?").fill(ACTION)
        choice = panel.get_by_role("combobox", name="Who owns it?")
        choice.click()
        choice.fill(AGENCY)
        page.get_by_role("option", name=AGENCY).first.click()
        day = panel.get_by_test_id("stDateInput")
        for part, value in (("day", due.day), ("month", due.month), ("year", due.year)):
            box = day.get_by_role("spinbutton", name=re.compile(f"^{part}", re.IGNORECASE))
            if box.count():
                box.first.click()
                page.keyboard.type(f"{value:02}")
        take_in(page)
        panel.get_by_role("button", name="Add this action").click()
        settle(page)
        assert re.search(r"ACT\S+ ", read(page)), self.walker.say(page)
        assert ACTION in read(page), self.walker.say(page)

    def settle(self) -> None:
        """What a step may wait for: findings answered or acted on, and actions assured."""
        page = self.walker.open(TEAM)
        for way in self._list_ways(page, "act-"):
            self.add_action(way)
        for way in self._list_ways(page, "answer-"):
            done = "The answer stands beside the recommendation."
            record_panel(self.walker.open(TEAM, do=way), way, "Save the answer", done)
        self.assure()

    def _list_ways(self, page: Page, start: str) -> list[str]:
        """The panels with which the findings that still wait are answered."""
        kinds = {"act-": FindingKind.IMPROVEMENT, "answer-": FindingKind.RECOMMENDATION}
        heading = page.get_by_role("heading", name=FINDING_LABELS[kinds[start]], exact=True)
        rows = heading.locator("xpath=following-sibling::ul[1]/li")
        return [
            found[1]
            for row in rows.all()
            if "Answer (" not in row.inner_text() and "Action ACT" not in row.inner_text()
            for link in row.locator(f"a[href*='do={start}']").all()
            if (found := re.search(r"do=([^&]+)", str(link.get_attribute("href"))))
        ]

    # Actions.

    def list_references(self) -> set[str]:
        """The references of its actions, as its page lists them."""
        page = self.walker.open(TEAM)
        links = page.locator("a[href*='/actions?id=']").all()
        found = (re.search(r"id=([^&#]+)", str(link.get_attribute("href"))) for link in links)
        return {each[1] for each in found if each}

    def assure(self) -> None:
        """Each action is reported done by its owner, and assured by somebody else."""
        for reference in sorted(self.list_references() - self.assured):
            self._report(reference)
            self._assure(reference)
            self.assured.add(reference)

    def _report(self, reference: str) -> None:
        page = show(self.walker.windows.be(AGENCY), f"{self.walker.windows.url}/actions")
        more = page.get_by_role("button", name=f"Report on {reference}", exact=True)
        if not more.count():  # it stands on a later page
            show(page, f"{self.walker.windows.url}/actions?id={reference}")
        else:
            more.click()
            settle(page)
        page.get_by_test_id("stRadioOption").filter(has_text=re.compile("^Done$")).first.click()
        page.get_by_label("What has been done, and what is still to do?").first.fill(DONE)
        take_in(page)
        page.get_by_role("button", name="Send this report", exact=True).click()
        settle(page)
        assert "is recorded." in read(page), self.walker.say(page)

    def _assure(self, reference: str) -> None:
        """The scrutiny officer; the team where what is known of single cases is not theirs."""
        for door in ASSURERS:
            page = self.walker.windows.be(door)
            show(page, f"{self.walker.windows.url}/actions?id={reference}")
            sure = page.get_by_role("button", name=re.compile("^I am assured, as"))
            if sure.count():
                sure.first.click()
                settle(page)
                expect(page.get_by_text(f"{reference} {ASSURED}", exact=True)).to_be_visible()
                return
        raise AssertionError(f"Nobody may assure {reference}. {self.walker.say(page)}")
