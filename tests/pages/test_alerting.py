"""A flag is told to its readers by an e-mail without a word of it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db import flags, outbox
from pages.components.server.alerting import queue_alerts, queue_deputy_alerts
from pages.components.server.runtime import Runtime
from scrutiny.flag import FlagTarget
from scrutiny.partnership import Deputy
from tests.pages.conftest import Site
from tests.pages.small_partnership import FORMS, TEAM, _send, fill

WORRYING = "Someone there scares me, zebrafinch"


def test_a_flag_is_told_once_and_without_its_words(site: Site):
    fill(site)
    assert queue_alerts(site.held) == 0
    for id in ("one", "two"):
        site.held.database.write(
            _send, FORMS["voice"], id, {"words": WORRYING}, site.held.clock(), round="clinic"
        )
    assert queue_alerts(site.held) == 1
    assert queue_alerts(site.held) == 0
    (mail,) = site.held.database.read(outbox.list_mails, viewer=TEAM)
    assert mail.to_email == site.held.partnership.email
    said = f"{mail.subject} {mail.body} {mail.once} {mail.round}"
    for hidden in ("zebrafinch", "scares", "clinic", "Clinic"):
        assert hidden not in said


def at(site: Site, hour: int, day: int) -> Runtime:
    """The site at an hour of a day in November 2026; the 20th is a Friday."""
    deputy = Deputy("Dee Puty", "dee@mars.example")
    return replace(
        site.held, clock=lambda: datetime(2026, 11, day, hour, 0, tzinfo=UTC),
        partnership=replace(site.held.partnership, flag_deputy=deputy),
    )  # fmt: skip


def raise_flag(site: Site) -> None:
    fill(site)
    site.held.database.write(
        _send, FORMS["voice"], "one", {"words": WORRYING}, at(site, 15, 20).clock(), round="clinic"
    )


def test_the_deputy_is_told_once_at_half_time_and_without_words(site: Site):
    raise_flag(site)
    for hour, day in ((16, 20), (12, 21), (11, 23)):  # the same day, a Saturday, before noon
        assert queue_deputy_alerts(at(site, hour, day)) == 0
    assert queue_deputy_alerts(at(site, 12, 23)) == 1
    assert queue_deputy_alerts(at(site, 13, 23)) == 0
    (mail,) = site.held.database.read(outbox.list_mails, viewer=TEAM)
    assert (mail.kind, mail.to_email) == ("flag_deputy", "dee@mars.example")
    assert "23 November 2026" in mail.body
    said = f"{mail.subject} {mail.body} {mail.once} {mail.round}"
    for hidden in ("zebrafinch", "scares", "clinic", "Clinic"):
        assert hidden not in said


def test_the_deputy_is_not_told_of_what_was_read(site: Site):
    raise_flag(site)
    (flag,) = site.held.database.read(flags.list_flags, viewer=TEAM)
    site.held.database.write(flags.read_flag, id=flag.id, viewer=TEAM, now=site.held.clock())
    assert queue_deputy_alerts(at(site, 12, 24)) == 0


@pytest.mark.parametrize(("days", "day", "hour"), [(1, 23, 12), (2, 23, 23), (3, 24, 12)])
def test_half_of_the_reading_time_leaves_out_weekends(days: int, day: int, hour: int):
    half = FlagTarget(days).half(date(2026, 11, 20), UTC)
    assert (half.day, half.hour) == (day, hour)
