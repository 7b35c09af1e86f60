"""The boxes of a place on a page, answered by their type until nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from playwright.sync_api import Locator, Page

from forms.model import Question
from tests.browser.walk.windows import read
from tests.browser.watching import settle, take_in
from tests.walking_answers import TITLE, is_in, type_words

MOST_TURNS = 8
_MOST_PASSES = 12
_MOST_LOOKS, _LOOKS_AT_OLD = 240, 8
_MOMENT = 400
_OURS = "q-"  # how the keys of questions begin
#: Every box: its kind, its key's class, its words, what may be chosen, and whether it is empty.
_READ = """(place) => {
    const kinds = ["TextInput", "TextArea", "Radio", "Selectbox", "Checkbox", "MultiSelect"];
    const found = [];
    for (const kind of kinds) {
        for (const box of place.querySelectorAll(`[data-testid="st${kind}"]`)) {
            const keyed = box.closest('[class*="st-key-"]');
            const name = keyed && [...keyed.classList].find((one) => one.startsWith("st-key-"));
            const inputs = [...box.querySelectorAll("input, textarea")];
            const options = [...box.querySelectorAll('[data-testid="stRadioOption"]')];
            const isTicked = inputs.some((one) => one.checked);
            const isTicking = kind === "Radio" || kind === "Checkbox";
            found.push({
                kind,
                key: (name || "").replace("st-key-", ""),
                options: options.map((one) => one.innerText.trim()),
                empty: isTicking ? !isTicked : inputs.every((one) => one.value === ""),
                off: inputs.some((one) => one.disabled),
            });
        }
    }
    return found;
}"""


@dataclass(frozen=True, slots=True)
class Box:
    """One box on the page; `key` is its key's class without "st-key-", `turn` counts refusals."""

    kind: str
    key: str
    options: tuple[str, ...]
    is_empty: bool
    turn: int = 0


@dataclass
class Filling:
    """The boxes of one place; `tried` counts the answers that each has had.

    `place` finds them anew, since a page is drawn anew. `given` are answers by the end of a
    box's key, for what the type alone cannot tell. Of a list that opens they are typed.
    """

    page: Page
    place: Callable[[], Locator]
    questions: Sequence[Question] = ()
    given: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)

    def record(self, press: Callable[[], Locator], done: Locator) -> None:
        """Answer all that is asked and press until `done` shows; what is refused is changed."""
        wrong: set[str] = set()
        for _ in range(MOST_TURNS):
            self.fill()
            press().click()
            settle(self.page)
            if self._comes(done, wrong):
                return
            wrong = self._list_wrong()
            assert wrong, f"Nothing came of the press. The page says: {read(self.page)}"
            self._change(wrong)
        raise AssertionError(f"Refused again and again. The page says: {read(self.page)}")

    def _comes(self, done: Locator, before: set[str]) -> bool:
        """Whether it is done; not so once the page refuses. A list that stood there may be old."""
        for turn in range(_MOST_LOOKS):
            if done.count():
                return True
            wrong = self._list_wrong()
            if wrong and (wrong != before or turn >= _LOOKS_AT_OLD):
                return False
            self.page.wait_for_timeout(250)
        return False

    def fill(self) -> None:
        """Answer every box that is empty, until no further one appears."""
        for _ in range(_MOST_PASSES):
            empty = [box for box in self._read() if self._is_wanting(box)]
            if not empty:
                return
            self._answer(empty)
        raise AssertionError(f"Always empty: {[box.key for box in empty]}. {read(self.page)}")

    def _list_wrong(self) -> set[str]:
        """The classes that the list of problems on the page names."""
        links = self.page.locator(".problems [data-to]")
        return {str(link.get_attribute("data-to")) for link in links.all()}

    def _change(self, wrong: Iterable[str]) -> None:
        """Take another answer in each box that a problem names."""
        boxes = [box for box in self._read() if any(is_in(box.key, place) for place in wrong)]
        assert boxes, f"Nothing to put right in {wrong}: {read(self.page)}"
        self._answer(boxes)

    def _read(self) -> list[Box]:
        rows = self.place().evaluate(_READ)
        return [
            Box(row["kind"], row["key"], tuple(row["options"]), row["empty"])
            for row in rows
            if row["key"].startswith(_OURS) and not row["off"]
        ]

    def _is_wanting(self, box: Box) -> bool:
        """Whether it is empty; a tick or a choice that did not last is set once more."""
        if box.kind in ("Selectbox", "MultiSelect", "Checkbox"):
            return box.is_empty and box.key not in self.tried
        return box.is_empty and self.tried.get(box.key, 0) < MOST_TURNS

    def _answer(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            turn = self.tried.get(box.key, 0)
            self.tried[box.key] = turn + 1
            _ANSWERS[box.kind](self, replace(box, turn=turn))
        take_in(self.page)

    def _find(self, box: Box) -> Locator:
        return self.place().locator(f".st-key-{box.key}").first

    def _say(self, box: Box) -> str:
        if box.key.endswith("-its_title"):
            return TITLE
        known = self._given(box)
        if isinstance(known, str):
            return known
        return type_words(
            box.key, self.questions, turn=box.turn, today=date.today(),
            is_tall=box.kind == "TextArea",
        )  # fmt: skip

    def _given(self, box: Box) -> str | Sequence[str] | None:
        return next((self.given[end] for end in self.given if box.key.endswith(end)), None)

    def _type(self, box: Box) -> None:
        self._find(box).locator("input, textarea").first.fill(self._say(box))

    def _tick(self, box: Box) -> None:
        take_in(self.page)
        self._find(box).locator("label").first.click()
        settle(self.page)

    def _choose(self, box: Box) -> None:
        """What is given for it, such as an outcome, else the first choice that is not refused."""
        wanted = self._given(box)
        at = _find_option(box.options, wanted) if wanted else box.turn % len(box.options)
        self._find(box).get_by_test_id("stRadioOption").nth(at).click()

    def _open_list(self, box: Box) -> None:
        """The first that is offered for what is typed, or the next after each refusal."""
        take_in(self.page)
        wanted = self._given(box)
        row = re.search(r"-(\d)$", box.key)  # of a ranking: no place takes the same
        self._pick(box, wanted if isinstance(wanted, str) else "", int(row[1]) if row else box.turn)

    def _open_many(self, box: Box) -> None:
        take_in(self.page)
        wanted = self._given(box) or [""]
        for words in [wanted] if isinstance(wanted, str) else wanted:
            self._pick(box, words, 0)
        self.page.keyboard.press("Escape")
        settle(self.page)

    def _pick(self, box: Box, words: str, at: int) -> None:
        opener, options = self._find(box).locator("input").first, self.page.get_by_role("option")
        for _ in range(MOST_TURNS):  # a list may close again when the page is drawn meanwhile
            opener.click()
            if words:
                opener.fill(words)
            self.page.wait_for_timeout(_MOMENT)
            if options.count():
                break
            settle(self.page)
        options.nth(min(at, options.count() - 1)).click()
        settle(self.page)


def record_panel(page: Page, name: str, yes: str, done: str) -> None:
    """Answer what an open panel asks, and press its button; `done` is what the page says then."""
    filling = Filling(page, lambda: page.locator(f".st-key-panel-{name}"))
    said = page.get_by_text(done, exact=True)
    filling.record(lambda: page.get_by_role("button", name=yes, exact=True), said)


def _find_option(options: Sequence[str], wanted: str | Sequence[str]) -> int:
    found = [at for at, words in enumerate(options) if words.startswith(str(wanted))]
    return found[0] if found else 0


_ANSWERS: Mapping[str, Callable[[Filling, Box], None]] = {
    "TextInput": Filling._type,
    "TextArea": Filling._type,
    "Radio": Filling._choose,
    "Selectbox": Filling._open_list,
    "Checkbox": Filling._tick,
    "MultiSelect": Filling._open_many,
}
