"""Inviting people, their links, colleagues, mails and campaigns: the pages together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db import contacts, cycles, organisations, outbox, responses
from db.campaigns import find_campaign_by_code, list_campaigns
from db.errors import NotAllowedError, NotFoundError
from db.invitations import add_link
from pages.components.documents.poster import make_poster
from pages.components.server.cookies import VISITOR, hash_token, make_token
from pages.components.session import Key, find_viewer, redeem_ticket
from scrutiny.access import make_viewer
from scrutiny.invitation import Contact, ContactKind
from scrutiny.mail import MailState
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill

HEAD = "head@school-14.example"


@pytest.fixture
def school(site: Site) -> Site:
    """Fourteen schools, of which 14 has not begun and names its head in the register."""
    fill(site, voices=0)
    held = site.held
    found = held.database.read(organisations.get_organisation, "school-14")
    held.database.write(
        organisations.set_organisation,
        replace(found, contact_name="Jo Head", contact_email=HEAD),
    )
    return site


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    test.run()
    assert not test.exception, test.exception
    return test


def list_mails(site: Site) -> list[tuple[str, str, str]]:
    found = site.held.database.read(outbox.list_mails, viewer=TEAM)
    return [(mail.to_email, mail.kind.value, mail.state.value) for mail in found]


def make_link(site: Site, contact: Contact, *, hours: int = 1) -> str:
    """A person on the list, and the token of a link of theirs."""
    held, token = site.held, make_token()
    held.database.write(contacts.add_contact, contact, viewer=TEAM, now=held.clock())
    held.database.write(
        add_link, token_hash=hash_token(token), contact=contact.id, mail="", now=held.clock(),
        expires=held.clock() + timedelta(hours=hours),
    )  # fmt: skip
    return token


def follow(test: AppTest) -> str:
    """The address that the page sends the browser to."""
    found = re.search(r'data-go="([^"]+)"', words(test))
    assert found, words(test)
    return found[1].replace("&amp;", "&")


# Inviting


def test_team_invites_everybody_not_yet_invited_once(school: Site) -> None:
    test = school.run("cycles", role="mars_team", person="Max", query={"cycle": "this"})
    press(test, "ask-invite")
    assert test.warning[-1].value == (
        "Invite 1 person of 1 organisation, each by an e-mail of their own? No mail server is set "
        "up: they are kept, not sent."
    )
    assert list_mails(school) == []
    press(test, "yes-invite")
    assert "1 mail written." in words(test)
    assert list_mails(school) == [(HEAD, "invitation", "waiting")]
    assert "Everybody who can be written to has been invited." in words(test)


def test_team_reminds_those_who_have_not_answered(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"cycle": "this"})
    press(press(test, "ask-invite"), "yes-invite")
    press(press(test, "ask-remind"), "yes-remind")
    assert sorted(kind for _, kind, _ in list_mails(school)) == ["invitation", "reminder"]


def test_team_extends_exempts_and_stops(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"cycle": "this"})
    test.text_input(key="extend-to").input("31 3 2199")
    test.button[[b.label for b in test.button].index("Extend the deadline")].click()
    test.run()
    cycle = school.held.database.read(cycles.get_cycle, "this")
    assert cycle.deadline.isoformat() == "2199-03-31"
    test.selectbox(key="exempt-who").select("school-14")
    test.text_input(key="exempt-why").input("New this year")
    test.button[[b.label for b in test.button].index("Exempt it")].click()
    test.run()
    returns = school.held.database.read(responses.list_returns, cycle="this", viewer=TEAM)
    assert [row.organisation for row in returns if row.status == "exempt"] == ["school-14"]
    press(press(test, "ask-stop"), "yes-stop")
    assert school.held.database.read(cycles.get_cycle, "this").stopped is not None
    filling = school.run(
        "fill", role="organisation", organisation="school-13", query={"cycle": "this"}
    )
    assert "This form has been stopped" in words(filling) + str(filling.markdown)


@pytest.mark.parametrize("role", ["organisation", "board_reader", "scrutiny_officer", "chair"])
def test_others_run_no_cycles_and_read_no_mails(school: Site, role: str) -> None:
    for name in ("cycles", "mails"):
        test = school.run(name, role=role, organisation="school-14")
        assert "this page is not open to that role" in str([m.value for m in test.markdown])


def test_team_adds_a_cycle_by_hand(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"add": "cycle"})
    test.text_input(key="title").input("Audit 2026")
    test.text_input(key="closes-audit").input("31 3 2199")
    test.radio(key="how").set_value("By hand")
    test.run()
    test.multiselect(key="by-hand").select("school-2").select("school-3")
    test.run()
    press(press(test, "ask-add-cycle"), "yes-add-cycle")
    made = school.held.database.read(cycles.list_cycles)
    new = next(row for row in made if row.title == "Audit 2026")
    returns = school.held.database.read(responses.list_returns, cycle=new.id, viewer=TEAM)
    assert sorted(row.organisation for row in returns) == ["school-2", "school-3"]


def test_another_form_brings_its_own_days_and_the_cycle_before(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"add": "cycle"})
    form = test.selectbox(key="form")
    assert test.selectbox(key="previous-audit").options != ["Nothing"]
    form.select_index(next(i for i, o in enumerate(form.options) if o.startswith("Joint")))
    test.run()
    window = school.held.partnership.deadlines.windows["agency"]
    opens = window.next_dates(school.held.clock().date()).opens
    typed = test.text_input(key="opens-section_eleven").value
    assert typed == f"{opens.day} {opens:%B %Y}"
    assert test.selectbox(key="previous-section_eleven").options == ["Nothing"]


def test_team_adds_a_campaign_and_stops_it(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"add": "campaign"})
    press(test, "add-campaign")
    assert "There are" in words(test)
    for key, value in {"title": "Dentist", "service": "Dentist", "agency": "NHS"}.items():
        test.text_input(key=key).input(value)
    test.text_input(key="code").input("OTTER-2K3M")
    test.run()
    press(press(test, "ask-add-campaign"), "yes-add-campaign")
    held = school.held
    made = held.database.read(find_campaign_by_code, "otter2k3m")
    assert made is not None
    assert made.is_open(held.clock().date())
    press(press(test, "ask-stop"), "yes-stop")
    stopped = next(c for c in held.database.read(list_campaigns) if c.id == made.id)
    assert not stopped.is_open(held.clock().date())


# Links


def test_link_opens_after_a_press_and_once(school: Site) -> None:
    token = make_link(school, Contact("jo", "school-14", "Jo Deputy", "jo@x.example"))
    visitor = make_token()
    test = school.page("enter", query={"token": token})
    test.session_state[Key.COOKIES] = {VISITOR: visitor}
    assert "This link was made for Jo Deputy." in words(test.run())
    press(test, "continue")
    address = follow(test)
    assert address.startswith("/session/start?ticket=")
    ticket = address.partition("ticket=")[2].partition("&")[0]
    session = redeem_ticket(school.held, ticket=ticket, visitor=visitor)
    viewer = find_viewer(school.held, session)
    assert (viewer.role, viewer.name, viewer.organisations) == (
        "organisation", "Jo Deputy", frozenset({"school-14"})
    )  # fmt: skip
    again = school.run("enter", query={"token": token})
    assert "This link has been used already" in words(again)
    assert 'href="/ask_link"' in words(again)
    assert not again.button


@pytest.mark.parametrize(
    ("change", "said"),
    [("altered", "This link is not one of ours"), ("ended", "This link no longer opens anything"),
     ("late", "This link has run out")],
)  # fmt: skip
def test_link_that_opens_nothing_says_why(school: Site, change: str, said: str) -> None:
    contact = Contact("jo", "school-14", "Jo Deputy", "jo@x.example")
    token = make_link(school, contact, hours=0 if change == "late" else 1)
    if change == "ended":
        held = school.held
        held.database.write(contacts.end_contact, "jo", viewer=TEAM, now=held.clock())
    if change == "altered":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    test = school.run("enter", query={"token": token})
    assert said in words(test)
    assert "Jo Deputy" not in words(test)


def test_link_of_somebody_else_says_who_is_signed_in(school: Site) -> None:
    token = make_link(school, Contact("jo", "school-14", "Jo Deputy", "jo@x.example"))
    test = school.run("enter", role="organisation", person="School 2", organisation="school-2",
                      query={"token": token})  # fmt: skip
    assert test.info[0].value == "You are signed in as School 2. Going on signs you out of that."


# Asking for a link


def ask(site: Site, email: str, device: str = "d" * 43) -> AppTest:
    test = site.run("ask_link", device=device)
    test.text_input(key="email").input(email)
    test.button[0].click()
    test.run()
    assert not test.exception, test.exception
    return test


def test_asking_says_the_same_for_every_address(school: Site) -> None:
    known, unknown = ask(school, HEAD), ask(school, "nobody@x.example")
    assert words(known).replace(HEAD, "?") == words(unknown).replace("nobody@x.example", "?")
    assert list_mails(school) == [(HEAD, "new_link", "waiting")]


def test_asking_is_limited_for_an_address_without_saying_so(school: Site) -> None:
    said = {words(ask(school, HEAD, device=make_token())) for _ in range(5)}
    assert len(said) == 1
    assert len(list_mails(school)) == school.held.partnership.reaching.asked_links_an_address


def test_asking_is_limited_for_a_browser(school: Site) -> None:
    for number in range(10):
        ask(school, f"someone{number}@x.example")
    assert "Too many links have been asked for here." in words(ask(school, HEAD))
    assert list_mails(school) == []


# Codes


def test_wrong_codes_are_limited_also_for_the_right_one(site: Site) -> None:
    fill(site, voices=0)
    device = make_token()
    for number in range(20):
        test = site.run("fill", query={"code": f"WRONG-{number}"}, device=device)
        assert "We do not know that code" in words(test)
    right = site.run("fill", query={"code": "FROG-42"}, device=device)
    assert "Too many codes have been tried here." in words(right)
    other = site.run("fill", query={"code": "FROG-42"}, device=make_token())
    assert "Too many codes" not in words(other)


# Colleagues


def contribute(site: Site) -> AppTest:
    sam = Contact("sam", "school-14", "Sam", "sam@x.example", ContactKind.CONTRIBUTOR, "this",
                  ("numbers",))  # fmt: skip
    held = site.held
    held.database.write(contacts.add_contact, sam, viewer=TEAM, now=held.clock())
    return site.run("fill", role="contributor", person="Sam", organisation="sam")


def test_contributor_sees_and_changes_their_sections_alone(school: Site) -> None:
    test = contribute(school)
    assert [b.key for b in test.button if b.key and b.key.startswith("open-")] == ["open-numbers"]
    assert not [b for b in test.button if b.key == "to-check"]
    draft = test.session_state["draft"]
    database, now = school.held.database, school.held.clock()
    save = {"id": draft.response.id, "revision": draft.response.revision, "now": now,
            "viewer": draft.page.viewer}  # fmt: skip
    assert database.write(responses.save_draft, answers={"pupils": 7}, **save) == 1
    with pytest.raises(NotAllowedError):
        database.write(responses.save_draft, answers={"a1": {"rating": "not_met"}}, **save)
    with pytest.raises(NotAllowedError):
        database.write(responses.submit, stored=[], actions=[], **{**save, "revision": 1})
    for view in ({"section": "leading"}, {"view": "check"}):
        tried = school.run("fill", role="contributor", organisation="sam", query=view)
        assert "Leaders keep children safe" not in words(tried)
        assert not [b for b in tried.button if b.key in ("send", "declared")]
    for name in ("responses", "response", "colleagues"):
        shut = school.run(name, role="contributor", organisation="sam")
        assert "this page is not open to that role" in str([m.value for m in shut.markdown])


def test_contributor_who_was_removed_opens_nothing(school: Site) -> None:
    contribute(school)
    held = school.held
    held.database.write(contacts.end_contact, "sam", viewer=TEAM, now=held.clock())
    test = school.run("fill", role="contributor", person="Sam", organisation="sam")
    assert "You are no longer asked to answer here." in str([m.value for m in test.markdown])


def test_school_adds_a_colleague_for_one_section_and_removes_them(school: Site) -> None:
    test = school.run("colleagues", role="organisation", organisation="school-14", person="Jo Head")
    assert HEAD in words(test)
    test.text_input(key="name-0").input("Sam")
    test.text_input(key="email-0").input(" SAM@x.example")
    test.radio(key="kind-0").set_value(ContactKind.CONTRIBUTOR)
    test.run()
    test.checkbox(key="section-numbers-0").check()
    test.run()
    press(press(test, "ask-add"), "yes-add")
    assert list_mails(school) == [("sam@x.example", "contribution", "waiting")]
    viewer = make_viewer("organisation", organisations=frozenset({"school-14"}))
    listed = school.held.database.read(
        contacts.list_contacts, viewer=viewer, organisations=["school-14"]
    )
    assert [(each.name, each.sections) for each in listed] == [
        ("Jo Head", ()),
        ("Sam", ("numbers",)),
    ]
    id = listed[1].id
    press(press(test, f"ask-end-{id}"), f"yes-end-{id}")
    assert "Sam no longer answers." in words(test)


def test_school_cannot_reach_the_people_of_another(school: Site) -> None:
    test = school.run(
        "colleagues", role="organisation", organisation="school-2",
        query={"organisation": "school-14"},
    )  # fmt: skip
    assert HEAD not in words(test)


# Mails


def test_mail_without_a_server_is_kept_and_its_link_given_by_hand(school: Site) -> None:
    ask(school, HEAD)
    listed = school.run("mails", role="mars_team")
    assert "Kept" in words(listed)
    (mail,) = school.held.database.read(outbox.list_mails, viewer=TEAM)
    test = school.run("mails", role="mars_team", person="Max", query={"id": mail.id})
    assert "⟦personal link⟧" in words(test)
    press(test, "by-hand")
    address = test.code[0].value
    assert address.startswith("http://localhost:8501/enter?token=")
    token = address.partition("token=")[2]
    assert "This link was made for Jo Head." in words(school.run("enter", query={"token": token}))
    assert school.held.database.read(outbox.get_mail, mail.id).state is MailState.SENT


# Posters


def test_poster_is_for_who_runs_campaigns(school: Site) -> None:
    body, media_type, name = make_poster(TEAM, "clinic", "pdf", {})
    assert (body[:5], media_type, name) == (b"%PDF-", "application/pdf", "poster-clinic-spring.pdf")
    assert school.run("cycles", role="mars_team", query={"campaign": "clinic"})
    for role in ("organisation", "board_reader", "nobody"):
        with pytest.raises(NotAllowedError):
            make_poster(make_viewer(role), "clinic", "pdf", {})
    with pytest.raises(NotFoundError):
        make_poster(TEAM, "none", "pdf", {})


# Languages


def read_mails(site: Site) -> dict[str, str]:
    found = site.held.database.read(outbox.list_mails, viewer=TEAM)
    return {mail.kind.value: f"{mail.subject}\n{mail.body}" for mail in found}


def test_the_mails_are_read_before_they_go_in_each_language(school: Site) -> None:
    test = school.run("cycles", role="mars_team", query={"cycle": "this"})
    said = words(test)
    assert "Dear A head" in said or "Dear Jo Head" in said or "Dear School" in said
    assert "[their personal link]" in said
    test.radio(key="preview-language-invitation").set_value("pl").run()
    assert "prosi o wypełnienie formularza w imieniu" in words(test)
    test.radio(key="preview-kind").set_value("reminder").run()
    assert "We have not yet received" in words(test)
    assert list_mails(school) == []


def test_who_asks_for_polish_is_invited_in_polish_and_reminded_in_english(school: Site) -> None:
    place = school.run("colleagues", role="mars_team", query={"organisation": "school-14"})
    place.selectbox(key="contact-language").select("pl").run()
    said = words(place)
    assert "Not translated yet, so sent in English: contribution, reminder, new link." in said
    press(place, "save-contact")
    assert "Saved." in words(place)
    test = school.run("cycles", role="mars_team", query={"cycle": "this"})
    press(press(test, "ask-invite"), "yes-invite")
    press(press(test, "ask-remind"), "yes-remind")
    mails = read_mails(school)
    assert "prosimy o odpowiedź do" in mails["invitation"]
    assert "działa\nprzez 28 dni" in mails["invitation"]
    assert "Dear Jo Head" in mails["reminder"]
    said = words(school.run("mails", role="mars_team"))
    assert "Some people are to be written to in Polish." in said
    assert "invitation to some sections, reminder, new link, as asked for" in said


def test_a_new_address_on_the_register_ends_the_links_to_the_old(school: Site) -> None:
    held, token = school.held, make_token()
    press(press(school.run("cycles", role="mars_team", query={"cycle": "this"}), "ask-invite"),
          "yes-invite")  # fmt: skip
    held.database.write(
        add_link, token_hash=hash_token(token), contact="register-school-14", mail="",
        now=held.clock(), expires=held.clock() + timedelta(hours=1),
    )  # fmt: skip
    assert "This link was made for" in words(school.run("enter", query={"token": token}))
    place = school.run("colleagues", role="mars_team", query={"organisation": "school-14"})
    place.text_input(key="contact-email").set_value("new@x.example").run()
    press(place, "save-contact")
    assert "Links sent to the earlier address open nothing any more." in words(place)
    assert "This link has run out" in words(school.run("enter", query={"token": token}))
    own = school.run("colleagues", role="organisation", organisation="school-14")
    assert not [box for box in own.text_input if box.key == "contact-email"]
