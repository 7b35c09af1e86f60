"""The documents of an activity, in the browser: written, approved, published, and taken away."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scrutiny.drafting.filling import GAP
from scrutiny.mechanism import Deed, Step
from tests.browser.walk.windows import TEAM, show
from tests.browser.watching import settle, type_in

if TYPE_CHECKING:
    from tests.browser.walk.walker import Walker

WORDS = "as agreed"
PORTFOLIO = "Scrutiny and assurance portfolio lead"
REASON = "Others can learn from it"
#: A key or a gap that should have become words.
_RAW = re.compile(r"\$\{|\{\{|\bNone\b(?!\s+[a-z])|\bnan\b|\[to be added\]|\b[a-z]+_[a-z_]+\b")


class Papers:
    """The documents of one walk."""

    def __init__(self, walker: Walker) -> None:
        """Its activity is the walker's."""
        self.walker = walker

    def finish(self, step: Step) -> None:
        """What the step issues, presents, approves or publishes is written, approved, published."""
        deeds: dict[str, set[Deed]] = {}
        for work in step.documents:
            if work.deed is not Deed.DRAFT:
                deeds.setdefault(work.document, set()).add(work.deed)
        for plan, address in self._find(step, list(deeds)).items():
            self._write(address)
            if deeds[plan] & {Deed.APPROVE, Deed.PUBLISH}:
                self._agree(address, plan, deeds[plan])

    def list_addresses(self) -> dict[str, str]:
        """Its documents by what they are called on its page."""
        page = self.walker.open(TEAM)
        links = page.locator("a[href^='/paper?id=']").all()
        return {link.inner_text().strip(): str(link.get_attribute("href")) for link in links}

    def _find(self, step: Step, plans: list[str]) -> dict[str, str]:
        """The addresses of documents by plan, drafted now where no step has drafted them yet."""
        titles = {plan: self.walker.mechanism.documents[plan].title for plan in plans}
        found = self.list_addresses() if plans else {}
        for plan in (each for each in plans if titles[each] not in found):
            page = self.walker.open(TEAM)
            draft = page.get_by_role("button", name=f"Draft: {titles[plan]}", exact=True)
            assert draft.count(), f"{step.id}: {plan} cannot be drafted. {self.walker.say(page)}"
            draft.click()
            settle(page)
            found = self.list_addresses()
        return {plan: self.walker.windows.url + found[title] for plan, title in titles.items()}

    def _write(self, address: str) -> None:
        """The team writes over every gap, where it is still a draft."""
        page = show(self.walker.windows.be(TEAM), address)
        if not page.get_by_role("link", name="Edit it", exact=True).count():
            return
        show(page, f"{address}&view=edit")
        for box in page.locator("textarea").all():
            words = box.input_value()
            if GAP in words:
                type_in(page, box, words.replace(GAP, WORDS))

    def _agree(self, address: str, plan: str, deeds: set[Deed]) -> None:
        """The team sends it; one who may approves it and agrees that it is published."""
        team = show(self.walker.windows.be(TEAM), address)
        send = team.get_by_role("button", name="Send it for approval", exact=True)
        if Deed.APPROVE in deeds and send.count():
            send.click()
            settle(team)
        if Deed.APPROVE in deeds:
            self._press(address, plan, "Approve it", done="Approved")
        if Deed.PUBLISH in deeds:
            self._press(address, plan, "I approve that it is published", done="Published")

    def _press(self, address: str, plan: str, press: str, *, done: str) -> None:
        """Whoever of them finds the button presses it; what is done already is left."""
        plans, roles = self.walker.mechanism.documents, self.walker.mechanism.roles
        doors = self.walker.windows.doors_of(roles[key] for key in plans[plan].approved_by)
        for door in doors or [PORTFOLIO]:
            page = show(self.walker.windows.be(door), address)
            if self._says(page, done):
                return
            button = page.get_by_role("button", name=press, exact=True)
            if not button.count():
                continue
            reason = page.locator(".st-key-publish-reason textarea")
            if done == "Published" and reason.count():
                reason.fill(REASON)
            button.click()
            settle(page)
            expect(button).to_have_count(0)
            if self._says(page, done):
                return  # else the first of several has approved it, and the next one follows
        raise AssertionError(f"Nobody may press {press}. {self.walker.say(page)}")

    def _says(self, page: Page, words: str) -> bool:
        """Whether the tags at its head say so."""
        return page.locator(".tag").get_by_text(words, exact=True).count() > 0

    # What leaves.

    def check(self) -> list[str]:
        """Every document, taken away as PDF and as a web page; what is wrong with them."""
        wrong = []
        for called, address in self.list_addresses().items():
            page = show(self.walker.windows.be(TEAM), self.walker.windows.url + address)
            title = page.locator("h1.page-title").inner_text().strip()
            pdf, html = self._take(page, "PDF"), self._take(page, "a web page").decode()
            wrong += [f"{called}: {each}" for each in (*_look_at_pdf(pdf, title),
                                                       *_look_at_html(html, title))]  # fmt: skip
        return wrong

    def _take(self, page: Page, kind: str) -> bytes:
        with page.expect_download() as found:
            page.get_by_role("link", name=f"Download as {kind}", exact=True).click()
        return found.value.path().read_bytes()


def _look_at_pdf(pdf: bytes, title: str) -> list[str]:
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [f"PDF: {each}" for each in _look_at_words(words, title)]


def _look_at_html(html: str, title: str) -> list[str]:
    body = re.sub(r"<(style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    words = unescape(re.sub(r"<[^>]+>", " ", body))
    wrong = [f"page: {each}" for each in _look_at_words(words, title)]
    count = len(re.findall(r"<h1\b", html))
    wrong += [f"page: {count} h1"] if count != 1 else []
    return [*wrong, "page: a script"] if "<script" in html else wrong


def _look_at_words(words: str, title: str) -> list[str]:
    """Its title stands in it, and nothing that is only meant for the machine."""
    wrong = [] if "".join(title.split()) in "".join(words.split()) else ["its title is missing"]
    return wrong + [f"raw: {found[0]}" for found in _RAW.finditer(words)]
