"""The feed of published documents, read again as a feed reader would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

from exports.feed import Item, render_feed

MADE = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
ONE = Item(
    "Bad & <good>\x07", "https://x/published?id=1", "Briefing", "What it is.", date(2026, 3, 9)
)
NAME = "{http://www.w3.org/2005/Atom}"


def read(*items: Item) -> ElementTree.Element:
    made = render_feed(
        items, title="Published", author="MARS", address="https://x/feed", home="https://x/published",
        made=MADE,
    )  # fmt: skip
    return ElementTree.fromstring(made)  # noqa: S314 - made here


def test_a_document_is_an_entry_and_what_was_typed_stays_words() -> None:
    entry = read(ONE).find(f"{NAME}entry")
    assert entry is not None
    assert {part.tag.removeprefix(NAME): part.text for part in entry} == {
        "id": ONE.address, "title": "Bad & <good>", "updated": "2026-03-09T00:00:00+00:00",
        "published": "2026-03-09T00:00:00+00:00", "category": None, "summary": "What it is.",
        "link": None,
    }  # fmt: skip
    link = entry.find(f"{NAME}link")
    assert link is not None
    assert link.get("href") == ONE.address


def test_the_feed_changed_when_its_latest_document_was_published() -> None:
    feed = read(replace(ONE, on=date(2026, 2, 1)), ONE)
    assert feed.findtext(f"{NAME}updated") == "2026-03-09T00:00:00+00:00"
    assert read().findtext(f"{NAME}updated") == "2026-06-01T09:30:00+00:00"
    assert [link.get("href") for link in feed.findall(f"{NAME}link")] == [
        "https://x/feed", "https://x/published",
    ]  # fmt: skip
