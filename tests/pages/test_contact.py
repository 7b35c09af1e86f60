"""Asking to be contacted: a form tied to no answer, read by the safeguarding readers alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from db import outbox
from db.audit import is_waiting
from db.flags import list_flags, read_flag
from pages.components.server import runtime as holding
from pages.components.server.alerting import queue_alerts
from scrutiny.access import make_viewer
from scrutiny.flag import Decision, Flag, FlagState
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill

READER = make_viewer("safeguarding_reader", name="Safa Reader")
DEVICE = "d" * 43
SEND = "FormSubmitter:contact-form-Send it"


def ask(site: Site, name: str = "Sky", how: str = "07700 900123", about: str = "") -> AppTest:
    page = site.run("contact", device=DEVICE)
    page.text_input(key="contact-name").set_value(name)
    page.text_input(key="contact-how").set_value(how)
    page.text_area(key="contact-about").set_value(about)
    return page.button(key=SEND).click().run()


def listed(site: Site) -> list[Flag]:
    return site.held.database.read(list_flags, viewer=READER)


def switch_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    without = replace(site.held.partnership, contact_requests=False)
    monkeypatch.setattr(holding, "_current", replace(site.held, partnership=without))


def test_the_form_says_plainly_that_it_is_not_anonymous(site: Site):
    said = words(site.run("contact"))
    assert "This is not anonymous. We will know your name and how to reach you." in said
    assert "If you are in danger now, ring 999." in said
    assert "0800 1111" in said
    assert "Leave this site quickly" in said
    easy = words(site.run("contact", query={"language": "en-easy"}))
    assert "Your other answers stay secret." in easy


def test_a_request_goes_to_the_readers_and_is_tied_to_nothing(site: Site):
    page = ask(site, about="Things at home")
    assert "Thank you. We have it." in words(page)
    assert "Someone will read it by" in words(page)
    (flag,) = listed(site)
    assert (flag.campaign, flag.kinds, flag.state, flag.text) == (
        "", ("contact",), FlagState.RAISED, "",
    )  # fmt: skip
    database = site.held.database
    read = database.write(read_flag, id=flag.id, viewer=READER, now=site.held.clock())
    assert read.text == (
        "First name: Sky\nHow to reach them: 07700 900123\nWhat it is about: Things at home"
    )
    assert not database.read(lambda tx: tx.query("SELECT id FROM response"))
    events = database.read(lambda tx: tx.query("SELECT * FROM event WHERE subject = 'contact'"))
    assert [(row["name"], row["happened"], row["actor"]) for row in events] == [
        ("contact_requested", None, "")
    ]


def test_it_leaves_no_line_in_the_log_before_it_is_read(site: Site):
    ask(site)
    assert not site.held.database.read(is_waiting)


@pytest.mark.parametrize(
    ("name", "how", "told"),
    [("", "07700 900123", "Write your first name"), ("Sky", " ", "Write how we can reach you")],
)
def test_what_is_missing_is_said_and_nothing_is_lost(site: Site, name: str, how: str, told: str):
    page = ask(site, name, how, about="Kept")
    assert page.error[0].value == told
    assert page.text_area(key="contact-about").value == "Kept"
    assert listed(site) == []


def test_a_flood_is_pointed_to_the_numbers(site: Site):
    for _ in range(5):
        assert "Thank you" in words(ask(site))
    page = ask(site)
    assert "We have had a lot of these from here." in page.error[0].value
    assert page.text_input(key="contact-how").value == "07700 900123"
    assert len(listed(site)) == 5


def test_an_alert_goes_out_without_a_word_of_it(site: Site):
    ask(site, about="zebrafinch")
    assert queue_alerts(site.held) == 1
    (mail,) = site.held.database.read(outbox.list_mails, viewer=TEAM)
    assert "asks to be contacted" in mail.body
    assert "Sky" not in mail.body + mail.subject
    assert "zebrafinch" not in mail.body


def test_the_reader_contacts_them_and_closes_it(site: Site):
    ask(site)
    (flag,) = listed(site)
    queue = words(site.run("flags", role="safeguarding_reader"))
    assert "Asks to be contacted" in queue
    assert "Sky" not in queue
    page = site.run("flags", role="safeguarding_reader", person="Safa", query={"id": flag.id})
    assert "Sky" not in words(page)
    page.button(key="read-flag").click().run()
    assert "Who asks, and how to reach them" in words(page)
    assert "Sky" in words(page)
    assert page.radio(key="flag-decision").options[0].startswith("Somebody has spoken with them")
    page.radio(key="flag-decision").set_value(Decision.CONTACTED)
    page.text_area(key="flag-reason").set_value("Rang after school")
    page.button(key="FormSubmitter:decide-flag-Save the decision").click().run()
    page.button(key="close-flag").click().run()
    assert "The flag is closed." in words(page)


@pytest.mark.parametrize(
    "role", ["organisation", "board_reader", "administrator", "scrutiny_officer"]
)
def test_nobody_else_sees_it(site: Site, role: str):
    ask(site)
    (flag,) = listed(site)
    assert "Sky" not in words(site.run("flags", role=role, query={"id": flag.id}))


def test_it_is_offered_after_the_answers_and_with_the_help(site: Site):
    fill(site)
    assert 'href="/contact"' in words(site.run("home"))
    today = site.held.clock().date()
    site.held.database.write(lambda tx: tx.execute("UPDATE campaign SET closes = $1", [today]))
    thanks = words(site.run("fill", query={"code": "FROG-42", "view": "done"}))
    assert "Do you want someone to contact you?" in thanks
    assert "We do not know who sent these answers" in thanks
    assert 'href="/contact"' in thanks


def test_it_can_be_switched_off(site: Site, monkeypatch: pytest.MonkeyPatch):
    switch_off(site, monkeypatch)
    assert 'href="/contact"' not in words(site.run("home"))
    page = site.run("contact")
    assert "This form is closed." in words(page)
    assert not page.text_input
