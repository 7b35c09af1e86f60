"""A list of documents as an Atom feed (RFC 4287), for websites and feed readers to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree

from exports.typeface import clean

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Item:
    """One document of the feed; `address` is where it is read, `kind` what kind it is."""

    title: str
    address: str
    kind: str
    words: str
    on: date


def render_feed(
    items: Sequence[Item], *, title: str, author: str, address: str, home: str, made: datetime
) -> bytes:
    """The items as a feed; `address` is its own, `home` the page that shows the same.

    Without items it was last changed when it was made.
    """
    feed = ElementTree.Element(_name("feed"))
    _add(feed, "id", home)
    _add(feed, "title", title)
    latest = max((each.on for each in items), default=None)
    _add(feed, "updated", _moment(latest) if latest else made.astimezone(UTC).isoformat())
    _add(_add(feed, "author"), "name", author)
    _add(feed, "link", rel="self", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=home)
    for each in items:
        _add_item(feed, each)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_item(feed: ElementTree.Element, item: Item) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.address)
    _add(entry, "title", item.title)
    _add(entry, "updated", _moment(item.on))
    _add(entry, "published", _moment(item.on))
    _add(entry, "category", term=item.kind)
    _add(entry, "summary", item.words)
    _add(entry, "link", rel="alternate", type="text/html", href=item.address)


def _add(
    parent: ElementTree.Element, name: str, words: str = "", **attributes: str
) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, _name(name), attributes)
    made.text = " ".join(clean(words).split()) or None
    return made


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()
