"""Whoever has a turn is written to once, reminded on the schedule, and told nothing of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from db import activities, outbox, people
from pages.components.server.runtime import Runtime
from pages.components.server.turning import queue_news, queue_turns
from scrutiny.access import make_viewer
from scrutiny.mail import Mail, MailKind
from scrutiny.person import Held, Person
from tests.pages.activity_examples import PARTNERS, TEAM, begin, endorse, set_date, take
from tests.pages.conftest import Site

ADMINISTRATOR = make_viewer("administrator", name="Ada")


def mails(site: Site) -> list[Mail]:
    return site.held.database.read(outbox.list_mails, viewer=TEAM)


def put_on_register(site: Site) -> None:
    day = date(2020, 1, 1)
    staff = [
        Person("", "Pat Health", "pat@health.example", day, (Held("partner", "health"),)),
        Person("", "Gus Gone", "gus@health.example", day, (Held("partner", "health"),),
               ended=date(2021, 1, 1)),
        Person("", "Tess Team", "tess@mars.example", day, (Held("mars_team"),)),
        Person("", "Ira Officer", "ira@mars.example", day, (Held("scrutiny_officer"),)),
    ]  # fmt: skip
    site.held.database.write(people.add_people, staff, viewer=ADMINISTRATOR, now=site.held.clock())


def later(site: Site, days: int) -> Runtime:
    """The site some days from now."""
    now = site.held.clock() + timedelta(days=days)
    return replace(site.held, clock=lambda: now)


def test_a_partner_is_told_once_and_nothing_of_the_case(site: Site):
    put_on_register(site)
    begin(site, title="Zebrafinch at the clinic", answers={"chosen_because": "zebrafinch"})
    assert queue_turns(site.held) == 1
    assert queue_turns(site.held) == 0
    (mail,) = mails(site)
    assert (mail.kind, mail.to_email) == (MailKind.TURN, "pat@health.example")
    said = f"{mail.subject} {mail.body} {mail.once}".casefold()
    assert "zebrafinch" not in said
    assert "clinic" not in said


def test_nobody_is_told_again_because_others_took_theirs(site: Site):
    put_on_register(site)
    activity = begin(site)
    queue_turns(site.held)
    take(site, activity, "endorse", PARTNERS["police"], outcome="endorsed")
    assert queue_turns(site.held) == 0
    take(site, activity, "endorse", PARTNERS["health"], outcome="more", reason="Why now?")
    assert queue_turns(site.held) == 0  # it waits with them, as they said


def test_the_partners_are_told_that_one_of_them_put_it_off_or_refused_and_not_why(site: Site):
    put_on_register(site)
    activity = begin(site)
    for outcome in ("more", "refused"):
        take(site, activity, "endorse", PARTNERS["police"], outcome=outcome, reason="Zebrafinch")
        queue_turns(site.held)
        queue_news(site.held)
    told = [mail for mail in mails(site) if mail.kind is MailKind.TOLD]
    assert {mail.to_email for mail in told} == {"pat@health.example"}
    said = " ".join(mail.body for mail in told)
    assert "The three partners endorse the agency: Do not endorse" in said
    assert "Zebrafinch" not in said


def test_an_agency_gets_a_personal_link_and_reminders_until_it_is_late(site: Site):
    soon = site.held.clock().date() + timedelta(days=60)
    activity = set_date(site, endorse(site, begin(site)), soon, update=True)
    take(site, activity, "select_letter")
    take(site, activity, "send_update")
    assert queue_turns(site.held) == 1
    (mail,) = mails(site)
    assert (mail.to_email, mail.contact, mail.link_hours) == (
        "kit@clinic.example", "register-clinic", 28 * 24,
    )  # fmt: skip
    due = 60 - 21
    told = [queue_turns(later(site, days)) for days in (due - 20, due - 14, due - 5, due - 3, due)]
    assert told == [0, 1, 0, 1, 0]
    assert [queue_turns(later(site, due + days)) for days in (1, 2, 90)] == [1, 0, 0]


def test_nobody_is_told_of_one_that_is_paused(site: Site):
    put_on_register(site)
    activity = begin(site)
    site.held.database.write(
        activities.pause_activity, id=activity.id, reason="An inspection", viewer=TEAM,
        now=site.held.clock(), context=site.held.context,
    )  # fmt: skip
    assert queue_turns(site.held) == 0


def test_who_is_to_be_told_of_a_step_hears_of_it_once_and_nothing_of_the_case(site: Site):
    put_on_register(site)
    soon = site.held.clock().date() + timedelta(days=60)
    activity = begin(site, title="Zebrafinch at the clinic")
    assert queue_news(site.held) == 0
    set_date(site, endorse(site, activity), soon, update=True)
    queue_turns(site.held)
    assert queue_news(site.held) > 0
    assert queue_news(site.held) == 0
    told = [mail for mail in mails(site) if mail.kind is MailKind.TOLD]
    assert {mail.to_email for mail in told} == {"ira@mars.example", "pat@health.example"}
    said = " ".join(f"{mail.subject} {mail.body} {mail.once}" for mail in told).casefold()
    assert "zebrafinch" not in said


def test_a_step_taken_long_ago_is_news_to_nobody(site: Site):
    put_on_register(site)
    soon = site.held.clock().date() + timedelta(days=60)
    set_date(site, endorse(site, begin(site)), soon, update=True)
    assert queue_news(later(site, 5)) == 0


def test_whose_turn_it_is_hears_of_that_instead(site: Site):
    put_on_register(site)
    soon = site.held.clock().date() + timedelta(days=60)
    activity = set_date(site, endorse(site, begin(site)), soon, update=True)
    take(site, activity, "select_letter")
    queue_turns(site.held)
    queue_news(site.held)
    kinds = {mail.kind for mail in mails(site) if mail.to_email == "kit@clinic.example"}
    assert kinds <= {MailKind.TURN, MailKind.TOLD}
    assert len(kinds) == 1
