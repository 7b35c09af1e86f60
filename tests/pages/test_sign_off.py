"""Sign-off: asked on the check page, signed or returned by a link, sent only after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from db import cycles, evidence, organisations, outbox, responses, sign_offs
from pages.components.server import outgoing
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from pages.components.server.smtp import Fate, Handed
from scrutiny.access import make_viewer
from scrutiny.cycle import Cycle
from scrutiny.evidence import Scan
from scrutiny.links import LinkKind, read_link, sign_link
from scrutiny.mail import LINK_MARK, Mail
from scrutiny.organisation import Organisation
from scrutiny.response import Response, Status
from scrutiny.sign_off import SignOff
from tests.pages.conftest import ENVIRONMENT, Site, words
from tests.pages.test_fill import CONTEXT, as_school, complete_answers, open_cycle, stored

HEAD = make_viewer("organisation", name="Head", organisations=frozenset({"o1"}))
SIGNED = (
    "governing_body_on", "governing_body_minute", "signoff_governance_name",
    "signoff_governance_role", "signoff_governance_on", "signoff_leadership_name",
    "signoff_leadership_role", "signoff_leadership_on",
)  # fmt: skip
OTHER = "another secret, and long enough"
SEND = "FormSubmitter:sign-off-form-Send"


@pytest.fixture
def school(site: Site) -> Site:
    """One school in an open cycle, that has answered all but the section on sign-off."""
    open_cycle(site)
    as_school(site)
    found = stored(site)
    answers = complete_answers(
        site, "school_audit", {**CONTEXT, "today": site.held.clock().date().isoformat()}
    )
    answers = {key: value for key, value in answers.items() if key not in SIGNED}
    save(site, found, answers)
    return site


def save(site: Site, found: Response, answers: dict[str, object]) -> None:
    site.held.database.write(
        responses.save_draft, id=found.id, answers=answers, revision=found.revision,  # type: ignore[arg-type]
        viewer=HEAD, now=site.held.clock(),
    )  # fmt: skip


def ask(school: Site) -> list[SignOff]:
    page = as_school(school, view="check")
    page.button(key="ask-sign-off").click().run()
    return list_asked(school)


def list_asked(school: Site) -> list[SignOff]:
    return sorted(
        school.held.database.read(
            sign_offs.list_sign_offs, response=stored(school).id, viewer=HEAD
        ),
        key=lambda asked: asked.role,
    )


def open_link(school: Site, asked: SignOff, **query: str) -> AppTest:
    later = school.held.clock() + timedelta(days=1)
    token = sign_link(LinkKind.SIGN_OFF, asked.id, secret=ENVIRONMENT["MARS_SECRET"], expires=later)
    return school.run("sign_off", query={"link": token, **query})


def sign(page: AppTest, name: str, *, minute: bool) -> AppTest:
    page.text_input(key="signer-name").set_value(name)
    page.text_input(key="signer-position").set_value("Chair of governors")
    if minute:
        page.text_input(key="signer-minute").set_value("7.2")
    page.radio(key="signer-decision").set_value("agreed")
    return page.button(key=SEND).click().run()


def test_asking_gives_a_link_for_each_role_and_locks_the_answers(school: Site) -> None:
    page = as_school(school, view="check")
    assert "Governing body, trustees or proprietor" in words(page)
    page.button(key="ask-sign-off").click().run()
    assert stored(school).status is Status.READY_FOR_SIGN_OFF
    links = [box.value for box in page.text_input if str(box.key).startswith("link-")]
    assert len(links) == 2
    assert all(link.startswith("http://localhost:8501/sign_off?link=") for link in links)
    assert not page.radio


def test_asking_before_all_else_is_answered_is_told(school: Site) -> None:
    found = stored(school)
    save(school, found, {"ed_a1": None})
    page = as_school(school, view="check")
    page.button(key="ask-sign-off").click().run()
    assert stored(school).status is Status.IN_PROGRESS
    said = words(page)
    assert "There is a problem" in said
    assert "ED-A1" in said
    assert "minute" not in said[said.index("There is a problem") : said.index("</ul>")].lower()


def test_two_people_sign_and_the_return_is_sent(school: Site) -> None:
    governors, leaders = ask(school)
    page = open_link(school, governors)
    assert "Larkfield Primary" in words(page)
    assert "You are asked to sign for: Governing body, trustees or proprietor." in words(page)
    assert "Your agreement is recorded" in words(sign(page, "Jo Ash", minute=True))
    assert stored(school).status is Status.READY_FOR_SIGN_OFF
    sign(open_link(school, leaders), "Al Elm", minute=False)
    held = stored(school)
    assert held.status is Status.SIGNED_OFF
    assert {key: held.answers[key] for key in SIGNED if not key.endswith("_on")} == {
        "governing_body_minute": "7.2",
        "signoff_governance_name": "Jo Ash",
        "signoff_governance_role": "Chair of governors",
        "signoff_leadership_name": "Al Elm",
        "signoff_leadership_role": "Chair of governors",
    }
    respondent = as_school(school)
    assert "by Jo Ash, Chair of governors, on" in words(respondent)
    respondent.checkbox(key="declared").set_value(True).run()
    respondent.button(key="send").click().run()
    assert stored(school).status is Status.SUBMITTED


def test_what_is_missing_is_asked_for(school: Site) -> None:
    governors, _ = ask(school)
    page = open_link(school, governors)
    page.button(key=SEND).click().run()
    assert "Enter your name and your role" in words(page)
    page.text_input(key="signer-name").set_value("Jo")
    page.text_input(key="signer-position").set_value("Chair")
    page.button(key=SEND).click().run()
    assert "Choose whether you agree or return the answers" in words(page)
    page.radio(key="signer-decision").set_value("agreed")
    page.button(key=SEND).click().run()
    assert "Enter the minute reference" in words(page)
    page.radio(key="signer-decision").set_value("returned")
    page.button(key=SEND).click().run()
    assert "Write in the note what should be changed" in words(page)
    assert stored(school).status is Status.READY_FOR_SIGN_OFF


def test_a_note_brings_it_back_and_is_shown_to_the_school(school: Site) -> None:
    governors, leaders = ask(school)
    page = open_link(school, governors)
    page.text_input(key="signer-name").set_value("Jo Ash")
    page.text_input(key="signer-position").set_value("Chair")
    page.radio(key="signer-decision").set_value("returned")
    page.text_area(key="signer-note").set_value("A1 is <i>not</i> right")
    page.button(key=SEND).click().run()
    assert "together with your note" in words(page)
    assert stored(school).status is Status.IN_PROGRESS
    said = words(as_school(school))
    assert "Returned with a note instead of signed by Jo Ash, Chair" in said
    assert "A1 is &lt;i&gt;not&lt;/i&gt; right" in said
    assert "The answers are being changed." in words(open_link(school, leaders))


def test_a_signed_link_is_void(school: Site) -> None:
    governors, _ = ask(school)
    sign(open_link(school, governors), "Jo Ash", minute=True)
    again = open_link(school, governors)
    assert "there is nothing more for you to do." in words(again)
    assert "Signed" in words(again)
    assert "ED-A1" not in words(again)
    assert not again.get("expander")
    assert not again.text_input


def test_changing_the_answers_makes_the_links_void(school: Site) -> None:
    governors, _ = ask(school)
    page = as_school(school)
    page.button(key="take-back").click().run()
    assert stored(school).status is Status.IN_PROGRESS
    old = open_link(school, governors)
    assert "The answers are being changed." in words(old)
    assert "Larkfield Primary" in words(old)
    assert not old.text_input


@pytest.mark.parametrize("kind", [LinkKind.RESPONSE, LinkKind.SIGN_OFF])
def test_a_link_that_is_altered_or_for_something_else_opens_nothing(
    school: Site, kind: LinkKind
) -> None:
    (governors, _) = ask(school)
    wrong = {
        LinkKind.RESPONSE: sign_link(kind, governors.id, secret=ENVIRONMENT["MARS_SECRET"]),
        LinkKind.SIGN_OFF: sign_link(kind, governors.id, secret=OTHER),
    }[kind]
    page = school.run("sign_off", query={"link": wrong})
    assert "This link does not work." in words(page)
    assert "Larkfield" not in words(page)
    assert words(page) == words(school.run("sign_off"))


def test_what_signers_type_is_plain_words(school: Site) -> None:
    governors, _ = ask(school)
    sign(open_link(school, governors), "<script>x</script>", minute=True)
    assert "&lt;script&gt;x&lt;/script&gt;" in words(as_school(school))


def test_where_the_form_may_not_stand_for_it_only_asking_is_offered(
    school: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = school.held
    rules = replace(held.partnership.sign_off, in_form=False)
    strict = replace(held, partnership=replace(held.partnership, sign_off=rules))
    monkeypatch.setattr("pages.components.server.runtime._current", strict)
    page = as_school(school, view="check")
    keys = [button.key for button in page.button]
    assert "ask-sign-off" in keys
    assert "send" not in keys


def test_a_childminder_signs_alone(site: Site) -> None:
    held = site.held
    form, today = held.library.forms["early_years_audit"], held.clock().date()
    minder = Organisation("m1", "Dee Minder", "childminder")
    cycle = Cycle("c1", form.id, form.version, "Audit", today, today + timedelta(days=9))
    held.database.write(organisations.add_organisations, [minder])
    held.database.write(cycles.add_cycle, cycle, ["m1"])
    page = site.run("fill", role="organisation", organisation="m1",
                    query={"cycle": "c1", "view": "check"})  # fmt: skip
    said = words(page)
    assert "<li>Childminder</li>" in said
    assert "<li>Manager</li>" not in said


def test_a_link_runs_out_by_the_day_that_is_signed_in_it(school: Site) -> None:
    governors, _ = ask(school)
    now, secret = school.held.clock(), ENVIRONMENT["MARS_SECRET"]
    for expires in (now - timedelta(seconds=5), None):
        token = sign_link(LinkKind.SIGN_OFF, governors.id, secret=secret, expires=expires)
        page = school.run("sign_off", query={"link": token})
        assert "This link has run out." in words(page)
        assert "Larkfield" not in words(page)
        assert not page.text_input
    shown = as_school(school).text_input(key=f"link-{governors.id}").value
    read = read_link(unquote(shown.partition("link=")[2]), secret=secret)
    assert read
    assert read.expires
    days = school.held.partnership.sign_off.link_days
    assert timedelta(days - 1) < read.expires - now <= timedelta(days + 1)


def mail_to(school: Site, asked: SignOff, email: str) -> str:
    page = as_school(school)
    page.text_input(key=f"mail-{asked.id}").set_value(email)
    page.button(key=f"send-{asked.id}").click().run()
    assert not page.exception
    return words(page)


def test_a_link_is_mailed_to_the_address_that_is_typed_once_a_day(school: Site) -> None:
    governors, _ = ask(school)
    assert "Enter an e-mail address" in mail_to(school, governors, "not one")
    assert "is on its way to jo@x.example" in mail_to(school, governors, " Jo@x.example ")
    assert "was sent today already" in mail_to(school, governors, "jo@x.example")
    team = make_viewer("mars_team", name="Max")
    (mail,) = school.held.database.read(outbox.list_mails, viewer=team)
    assert (mail.kind, mail.to_email, mail.round) == ("sign_off", "jo@x.example", "c1")
    assert "Governing body, trustees or proprietor" in mail.body
    assert LINK_MARK in mail.body
    assert "/sign_off?" not in mail.body  # the link is made when the mail is sent
    for number in range(2, 6):
        mail_to(school, governors, f"jo{number}@x.example")
    assert "has been mailed 5 times" in mail_to(school, governors, "jo9@x.example")


def test_what_the_server_is_handed_holds_the_link_that_opens(
    school: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    governors, _ = ask(school)
    mail_to(school, governors, "jo@x.example")
    sent: list[str] = []

    def hand(_mail: Mail, body: str, *_: object, **__: object) -> Handed:
        sent.append(body)
        return Handed(Fate.TAKEN)

    monkeypatch.setattr(outgoing, "hand_mail", hand)
    monkeypatch.setattr(outgoing, "find_server", lambda _: object())
    assert outgoing.send_waiting(school.held) == 1
    token = unquote(sent[0].partition("/sign_off?link=")[2].split()[0])
    page = school.run("sign_off", query={"link": token})
    assert "You are asked to sign for: Governing body" in words(page)


# Evidence files


def keep_plan(school: Site) -> str:
    found = stored(school)
    kept = school.held.database.write(
        evidence.add_evidence, response=found.id, name="plan.pdf", kind="application/pdf",
        content=b"%PDF- plan", supports="", scan=Scan.CLEAN, most=5, viewer=HEAD,
        now=school.held.clock(),
    )  # fmt: skip
    return kept.id


def download(file: str, link: str) -> int:
    load_handlers()
    client = TestClient(Starlette(routes=make_routes()))
    return client.get(f"/documents/file/{file}.download?link={link}").status_code


def test_a_signer_opens_the_evidence_until_they_have_signed(school: Site) -> None:
    file = keep_plan(school)
    governors, leaders = ask(school)
    page = open_link(school, governors)
    said = words(page)
    assert said.count("Download plan.pdf") == 1
    token = page.query_params["link"]
    assert f"/documents/file/{file}.download?link={token}" in said.replace("%3D", "=")
    assert not page.get("file_uploader")
    assert download(file, token) == 200
    sign(page, "Jo Ash", minute=True)
    assert download(file, token) == 404
    still = open_link(school, leaders).query_params["link"]
    assert download(file, still) == 200


def test_no_other_link_opens_the_evidence(school: Site) -> None:
    file = keep_plan(school)
    governors, _ = ask(school)
    now = school.held.clock()
    secret = ENVIRONMENT["MARS_SECRET"]
    over = sign_link(LinkKind.SIGN_OFF, governors.id, secret=secret, expires=now)
    forged = sign_link(
        LinkKind.SIGN_OFF, governors.id, secret=OTHER, expires=now + timedelta(days=1)
    )
    unknown = sign_link(LinkKind.SIGN_OFF, "x", secret=secret, expires=now + timedelta(days=1))
    assert [download(file, token) for token in (over, forged, unknown)] == [404, 404, 404]
    as_school(school)  # the answers are opened again
    school.held.database.write(
        sign_offs.take_back, id=governors.response, viewer=HEAD, now=school.held.clock()
    )
    open_again = sign_link(
        LinkKind.SIGN_OFF, governors.id, secret=secret, expires=now + timedelta(days=1)
    )
    assert download(file, open_again) == 404
