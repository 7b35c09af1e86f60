"""A flag is told to its readers by an e-mail without a word of it, once."""

from __future__ import annotations

from db import outbox
from pages.components.server.alerting import queue_alerts
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
