"""Home: a code first, the ways in, what a role can do, and the demonstration's doors."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from db.campaigns import add_campaign
from db.cycles import add_cycle
from db.organisations import add_organisations
from db.responses import start_response
from pages.components.server.cookies import make_token
from pages.components.server.runtime import close_runtime, runtime
from pages.components.session import Key
from scrutiny.cycle import Campaign, Cycle
from scrutiny.links import Link, LinkKind, read_link
from scrutiny.organisation import Organisation
from scrutiny.response import Response
from tests.pages.conftest import ROOT, Site, words

HILL = Organisation("s1", "Hill Primary", "maintained_school", urn="100001")


def make_cycle(id: str, site: Site, previous: str = "") -> Cycle:
    form = site.held.library.forms["school_audit"]
    today = site.held.clock().date()
    return Cycle(
        id, form.id, form.version, f"Audit {id}", today - timedelta(30), date(2099, 11, 30),
        previous=previous,
    )  # fmt: skip


def make_campaign(site: Site) -> Campaign:
    today = site.held.clock().date()
    form = next(form for form in site.held.library.forms.values() if form.kind == "voice")
    return Campaign(
        "c1", form.id, form.version, "Your <school> nurse", "School nursing", "agency", "clinic",
        "KITE 42", today - timedelta(1), today + timedelta(20),
    )  # fmt: skip


def test_home_asks_for_a_code_first(site: Site) -> None:
    test = site.run("home")
    assert [box.label for box in test.text_input] == ["Your code"]
    said = words(test)
    assert said.index("I have a code") < said.index("I have a link") < said.index("I work for")
    assert "I need help now" in said


def test_a_code_opens_its_form(site: Site) -> None:
    site.held.database.write(add_campaign, make_campaign(site))
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    test.session_state[Key.COOKIES] = {"device": make_token()}
    test.run()
    test.text_input(key="code").set_value(" kite42 ")
    test.button[0].click().run()
    assert not test.exception
    assert test.query_params["code"] == "kite42"
    assert "Your code" not in [box.label for box in test.text_input]


def test_an_empty_code_says_what_to_do(site: Site) -> None:
    test = site.run("home")
    test.button[0].click().run()
    assert [error.value for error in test.error] == ["Enter the code from the poster or card"]


def test_an_empty_demonstration_says_what_to_do_next(site: Site) -> None:
    said = words(site.run("home"))
    assert "There is no demonstration data yet" in said
    assert "/fill?" not in said


def test_in_earnest_no_door_stands_open(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARS_DEMONSTRATION", "0")
    close_runtime()
    runtime().database.write(add_organisations, [HILL])
    test = site.run("home")
    assert [button.label for button in test.button] == ["Start"]
    assert "invented" not in words(test)


def test_a_demonstration_lists_its_doors(site: Site) -> None:
    write = site.held.database.write
    write(add_organisations, [HILL])
    write(add_cycle, make_cycle("last", site), ["s1"])
    write(add_cycle, make_cycle("now", site, previous="last"), ["s1"])
    write(add_campaign, make_campaign(site))
    test = site.run("home")
    assert [button.label for button in test.button] == [
        "Start",
        "Children's MARS team",
        "Safeguarding Adults Board team",
        "Safeguarding reader",
        "Independent Scrutiny Officer",
        "SPACE Service lead",
        "Scrutiny and assurance portfolio lead",
        "Board member",
        "Administrator",
        "Chair, Children's MARS Board",
        "Chair, SPLIG",
        "Chair, CHaPP",
        "Chair, MARPF",
        "Chair, Child Safeguarding Practice Review Group",
        "Partner: North Lincolnshire Council",
        "Partner: Humber and North Yorkshire Integrated Care Board",
        "Partner: Humberside Police",
        "Hill Primary",
    ]
    said = words(test)
    assert "<code>KITE 42</code>" in said
    assert 'href="/fill?code=KITE+42"' in said
    assert "Your &lt;school&gt; nurse" in said
    test.button(key="be_mars_team").click().run()
    assert 'data-go="/session/start?ticket=' in words(test)


def test_one_who_is_asked_in_two_cycles_has_one_door(site: Site) -> None:
    write = site.held.database.write
    write(add_organisations, [HILL])
    for id in ("now", "too"):
        write(add_cycle, make_cycle(id, site), ["s1"])
    doors = [button.label for button in site.run("home").button]
    assert doors.count("Hill Primary") == 1


def test_a_demonstration_lists_the_link_to_a_draft(site: Site) -> None:
    write = site.held.database.write
    write(add_organisations, [HILL])
    cycle = make_cycle("now", site)
    write(add_cycle, cycle, ["s1"])
    draft = Response("r1", cycle.form, cycle.form_version, round="now", organisation="s1")
    write(start_response, response=draft, now=site.held.clock())
    said = words(site.run("home"))
    token = re.search(r'/fill\?link=([^"]+)" aria-label="Open for Hill Primary"', said)
    assert token
    link = read_link(unquote(token[1]), secret=site.held.settings.secret)
    assert link == Link(LinkKind.RESPONSE, "r1")


def test_an_organisation_sees_what_waits_for_it(site: Site) -> None:
    write = site.held.database.write
    write(add_organisations, [HILL])
    write(add_cycle, make_cycle("last", site), ["s1"])
    write(add_cycle, make_cycle("now", site, previous="last"), ["s1"])
    said = words(site.run("home", role="organisation", person="Hill", organisation="s1"))
    assert "Audit now" in said
    assert "Audit last" not in said
    assert "Please send it by 30 November 2099." in said
    assert 'href="/fill?cycle=now" aria-label="Start: Audit now"' in said


def test_an_organisation_with_nothing_to_answer_is_told(site: Site) -> None:
    said = words(site.run("home", role="organisation", person="Hill", organisation="s1"))
    assert "Nothing to answer now" in said


def test_staff_see_their_screens(site: Site) -> None:
    said = words(site.run("home", role="administrator"))
    assert 'aria-label="Open Organisations"' in said
    assert "Composites" not in said
    assert "I have a code" not in said
