"""The audit log's chain: what one entry's hash is taken over, and what proves it whole.

Every entry carries the hash of the one before, so that a changed, missing or inserted line
breaks the chain at its place. The end of the log has no line after it: only a number and
hash that were noted elsewhere can show that lines were cut off there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from forms.model import Json
from scrutiny.access import Permission, Viewer, roles

#: What the first entry of all stands on.
GENESIS = "0" * 64
#: Details under these names are what a person wrote, and never go into the log.
_PERSONAL = frozenset(
    {"actor", "comment", "email", "message", "name", "note", "reason", "text", "words"}
)
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
_MOST = 20  # of a list


class What(StrEnum):
    """What goes into the log besides the events that change something."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    RESPONSE_VIEWED = "response_viewed"
    DOCUMENT_TAKEN = "document_taken"
    DOCUMENT_REFUSED = "document_refused"
    PAGE_REFUSED = "page_refused"
    LOG_READ = "log_read"
    CODE_REFUSED = "code_refused"
    LINK_REFUSED = "link_refused"
    RESPONSE_REFUSED = "response_refused"
    RECORD_REFUSED = "record_refused"
    SESSION_REFUSED = "session_refused"
    SENDING_REFUSED = "sending_refused"
    UPLOAD_REFUSED = "upload_refused"
    DOCUMENT_TAKEN_BY_LINK = "document_taken_by_link"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who, in which role, did what to which subject; `detail` is JSON text."""

    number: int
    moment: datetime
    who: str
    role: str
    what: str
    subject: str
    detail: str
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the kept log begins and ends: the entry before its first, and its last."""

    number: int = 0
    hash: str = GENESIS
    before_number: int = 0
    before_hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: how many lines hold, the last of them, and the first fault."""

    entries: int
    number: int
    hash: str
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault


def canonical(entry: Entry) -> bytes:
    """The bytes that an entry's hash is taken over: all of it, and the hash before."""
    moment = entry.moment.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [
        entry.number, moment, entry.who, entry.role, entry.what, entry.subject, entry.detail,
        entry.previous,
    ]  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def hash_entry(entry: Entry) -> str:
    """The hash that belongs to an entry."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def verify(entries: Iterable[Entry], head: Head) -> Verdict:
    """Go through the entries in order and stop at the first that is wrong."""
    count, number, before = 0, head.before_number, head.before_hash
    for entry in entries:
        fault = _find_fault(entry, number, before)
        if fault:
            return Verdict(count, number, before, fault)
        count, number, before = count + 1, entry.number, entry.hash
    if (number, before) == (head.number, head.hash):
        return Verdict(count, number, before)
    fault = f"Lines are missing at the end: line {number + 1} to {head.number}"
    if number >= head.number:
        fault = f"The mark of the log's end does not fit line {number}"
    return Verdict(count, number, before, fault)


def _find_fault(entry: Entry, number: int, before: str) -> str:
    if entry.number > number + 1:
        return f"Line {number + 1} is missing"
    if entry.number != number + 1:
        return f"Line {entry.number} stands there twice"
    if entry.previous != before:
        return f"Line {entry.number} does not follow on from the line before it"
    if entry.hash != hash_entry(entry):
        return f"Line {entry.number} has been changed"
    return ""


def is_recorded(viewer: Viewer) -> bool:
    """Whether what the viewer does is logged: nobody and the unknown voices leave no entry."""
    return viewer.role in roles() and not viewer.can(Permission.GIVE_VOICE)


def plain_detail(detail: Mapping[str, Json]) -> str:
    """The details as JSON text, without anything that a person wrote."""
    kept = {key: value for key, value in detail.items() if key not in _PERSONAL}
    plain = {key: value for key, value in kept.items() if _is_plain(value)}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def _is_plain(value: Json) -> bool:
    if isinstance(value, bool | int | float):
        return True
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return isinstance(value, list) and len(value) <= _MOST and all(map(_is_plain, value))
