"""The audit log's chain: whole as it was written, and broken at the first line touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scrutiny.access import NOBODY, make_viewer
from scrutiny.audit import (
    GENESIS,
    Entry,
    Head,
    Verdict,
    canonical,
    hash_entry,
    is_recorded,
    plain_detail,
    verify,
)

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def make_chain(length: int) -> list[Entry]:
    made: list[Entry] = []
    for number in range(1, length + 1):
        previous = made[-1].hash if made else GENESIS
        moment = NOON + timedelta(minutes=number)
        entry = Entry(number, moment, "Max", "mars_team", "signed_in", "", "{}", previous)
        made.append(replace(entry, hash=hash_entry(entry)))
    return made


CHAIN = make_chain(5)
HEAD = Head(5, CHAIN[-1].hash)


def test_verify_finds_a_whole_chain_whole() -> None:
    assert verify(CHAIN, HEAD) == Verdict(5, 5, CHAIN[-1].hash)
    assert verify([], Head()) == Verdict(0, 0, GENESIS)


@pytest.mark.parametrize(
    ("change", "holding", "fault"),
    [
        (lambda c: [*c[:2], replace(c[2], who="Eve"), *c[3:]], 2, "Line 3 has been changed"),
        (lambda c: [*c[:2], *c[3:]], 2, "Line 3 is missing"),
        (lambda c: c[1:], 0, "Line 1 is missing"),
        (lambda c: [*c[:3], c[2], *c[3:]], 3, "Line 3 stands there twice"),
        (lambda c: c[:3], 3, "Lines are missing at the end: line 4 to 5"),
        (lambda c: [*c[:2], _rewritten(c[2]), *c[3:]], 3,
         "Line 4 does not follow on from the line before it"),
        (lambda c: [*c[:4], _rewritten(c[4])], 5,
         "The mark of the log's end does not fit line 5"),
    ],
)  # fmt: skip
def test_verify_says_which_line_is_wrong(
    change: Callable[[list[Entry]], list[Entry]], holding: int, fault: str
) -> None:
    verdict = verify(change(CHAIN), HEAD)
    assert (verdict.entries, verdict.fault, verdict.is_whole) == (holding, fault, False)


def _rewritten(entry: Entry) -> Entry:
    """Changed with a hash that fits its own words."""
    changed = replace(entry, who="Eve")
    return replace(changed, hash=hash_entry(changed))


def test_verify_begins_where_the_kept_log_begins() -> None:
    head = replace(HEAD, before_number=2, before_hash=CHAIN[1].hash)
    assert verify(CHAIN[2:], head) == Verdict(3, 5, CHAIN[-1].hash)
    assert verify(CHAIN[3:], head).fault == "Line 3 is missing"


def test_canonical_is_one_moment_however_its_zone() -> None:
    here = replace(CHAIN[0], moment=CHAIN[0].moment.astimezone(timezone(timedelta(hours=1))))
    assert canonical(here) == canonical(CHAIN[0])
    assert canonical(CHAIN[0]) == (
        f'[1,"2026-06-01T12:01:00.000000+00:00","Max","mars_team","signed_in","","{{}}",'
        f'"{GENESIS}"]'.encode()
    )


def test_plain_detail_leaves_out_what_people_wrote() -> None:
    detail = {
        "status": "accepted", "rows": 12, "late": True, "format": "csv",
        "reason": "Smith", "note": "short", "free": "a sentence of somebody's",
        "kinds": ["a", "b"], "said": ["two words"],
    }  # fmt: skip
    assert plain_detail(detail) == (
        '{"format":"csv","kinds":["a","b"],"late":true,"rows":12,"status":"accepted"}'
    )


@pytest.mark.parametrize(
    ("role", "is_logged"),
    [("mars_team", True), ("organisation", True), ("young_person", False), ("made_up", False)],
)
def test_voices_are_not_recorded(role: str, is_logged: bool) -> None:
    assert is_recorded(make_viewer(role, name="Jo")) is is_logged
    assert not is_recorded(NOBODY)
